//! The settings of log groups.

use super::{AwsError, aws_error, logs::CloudWatchLogs};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogGroup {
    pub(crate) name: String,
    /// `None` where nothing ever expires.
    pub(crate) retention_days: Option<i32>,
}

pub(crate) trait LogGroups {
    /// The groups whose names begin like this.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html>
    async fn groups(&self, prefix: &str) -> Result<Vec<LogGroup>, AwsError>;
}

impl LogGroups for CloudWatchLogs {
    async fn groups(&self, prefix: &str) -> Result<Vec<LogGroup>, AwsError> {
        let mut pages = self.client.describe_log_groups().log_group_name_prefix(prefix).into_paginator().send();
        let mut groups = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(aws_error("logs:DescribeLogGroups"))?;
            groups.extend(page.log_groups.unwrap_or_default().into_iter().map(|group| LogGroup {
                name: group.log_group_name.unwrap_or_default(),
                retention_days: group.retention_in_days,
            }));
        }
        Ok(groups)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const DESCRIBE_LOG_GROUPS: &str = "Logs_20140328.DescribeLogGroups";

    #[tokio::test]
    async fn groups_have_their_retention_over_every_page() {
        let first = json!({ "logGroups": [{ "logGroupName": "/a/1", "retentionInDays": 30 }], "nextToken": "more" });
        let second = json!({ "logGroups": [{ "logGroupName": "/a/2" }] });
        let replay = Replay::new([first, second].map(|page| Answer::json(DESCRIBE_LOG_GROUPS, 200, &page)));
        let logs = CloudWatchLogs::new(&replay.config());

        let groups = logs.groups("/a/").await.expect("answered");

        let group = |name: &str, retention_days| LogGroup { name: name.into(), retention_days };
        assert_eq!(groups, [group("/a/1", Some(30)), group("/a/2", None)]);
        assert_eq!(replay.requests()[0].body["logGroupNamePrefix"], "/a/");
    }
}
