//! Contributor Insights: whether DynamoDB counts which keys of a table are used most.

use aws_sdk_dynamodb::types::ContributorInsightsStatus;

use super::DynamoDb;
use crate::aws::{AwsError, aws_error};

pub(crate) trait Insights {
    /// Whether it is on for the table itself.
    ///
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContributorInsights.html>
    async fn has_insights(&self, table: &str) -> Result<bool, AwsError>;
}

impl Insights for DynamoDb {
    async fn has_insights(&self, table: &str) -> Result<bool, AwsError> {
        let request = self.client.describe_contributor_insights().table_name(table);
        let answer = request.send().await.map_err(aws_error("dynamodb:DescribeContributorInsights"))?;
        match answer.contributor_insights_status {
            Some(status) => {
                Ok(matches!(status, ContributorInsightsStatus::Enabled | ContributorInsightsStatus::Enabling))
            }
            None => Err(AwsError::empty_answer("dynamodb:DescribeContributorInsights")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    #[tokio::test]
    async fn a_table_counts_its_keys_or_not_and_half_an_answer_is_none() {
        let answer = |body| Answer::json("DynamoDB_20120810.DescribeContributorInsights", 200, &body);
        let [on, off] = ["ENABLED", "DISABLED"].map(|status| answer(json!({ "ContributorInsightsStatus": status })));
        let tables = DynamoDb::new(&Replay::new([on, off, answer(json!({ "TableName": "t" }))]).config());

        assert!(tables.has_insights("t").await.expect("answered"));
        assert!(!tables.has_insights("t").await.expect("answered"));
        assert!(tables.has_insights("t").await.is_err());
    }
}
