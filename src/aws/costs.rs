//! What was spent, from Cost Explorer, which charges for each page of its answers.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    AwsError, AwsErrorKind,
    signed_requests::{Service, SignedRequests},
};
use crate::stage::EDGE_REGION;

pub(crate) trait Costs {
    /// What resources of these stacks cost from `since` until before `until`, in dollars by service. Empty also where
    /// CloudFormation's tag is not activated as a cost allocation tag.
    /// <https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html>
    async fn spent(&self, stacks: &[String], since: Date, until: Date) -> Result<Vec<Spent>, AwsError>;
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spent {
    pub(crate) service: String,
    pub(crate) usd: f64,
}

/// In one region, for all of them.
/// <https://docs.aws.amazon.com/general/latest/gr/billing.html>
const COST_EXPLORER: Service = Service { id: "Cost Explorer", host: "ce", signed_as: "ce" };

const ACTION: &str = "ce:GetCostAndUsage";

/// <https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/aws-tags.html>
pub(crate) const STACK_TAG: &str = "aws:cloudformation:stack-name";

impl Costs for SignedRequests {
    async fn spent(&self, stacks: &[String], since: Date, until: Date) -> Result<Vec<Spent>, AwsError> {
        let mut spent = Vec::new();
        let mut question = json!({
            "TimePeriod": {"Start": since.to_string(), "End": until.to_string()},
            "Granularity": "MONTHLY",
            "Metrics": [METRIC],
            "GroupBy": [{"Type": "DIMENSION", "Key": "SERVICE"}],
            "Filter": {"Tags": {"Key": STACK_TAG, "Values": stacks}},
        });
        loop {
            let target = "AWSInsightsIndexService.GetCostAndUsage";
            let answer = self.call(ACTION, &COST_EXPLORER, EDGE_REGION, target, &question).await?;
            let months = answer["ResultsByTime"].as_array().ok_or_else(|| AwsError::empty_answer(ACTION))?;
            for group in months.iter().filter_map(|month| month["Groups"].as_array()).flatten() {
                spent.push(of_service(group)?);
            }
            match answer["NextPageToken"].as_str() {
                Some(token) => question["NextPageToken"] = token.into(),
                None => return Ok(spent),
            }
        }
    }
}

/// What the account is charged for its own use, without the averages of an organization.
const METRIC: &str = "UnblendedCost";

fn of_service(group: &Value) -> Result<Spent, AwsError> {
    let cost = &group["Metrics"][METRIC];
    let amount = cost["Amount"].as_str().and_then(|amount| amount.parse().ok());
    let (Some(service), Some(usd), Some(currency)) = (group["Keys"][0].as_str(), amount, cost["Unit"].as_str()) else {
        return Err(AwsError::empty_answer(ACTION));
    };
    if currency != "USD" {
        let why = format!("it answered in {currency}, not in USD");
        return Err(AwsError::new(ACTION, AwsErrorKind::Service, why));
    }
    Ok(Spent { service: service.to_owned(), usd })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::aws::signed_requests::fake::answering;

    async fn spent(body: &str) -> (Result<Vec<Spent>, AwsError>, String) {
        let (costs, server) = answering("200 OK", body);
        let stacks = ["srvls-prod".to_owned(), "srvls-prod-edge".to_owned()];
        let spent = costs.spent(&stacks, date(2026, 11, 1), date(2026, 11, 30)).await;
        (spent, server.join().expect("a request"))
    }

    #[tokio::test]
    async fn the_month_is_asked_by_the_tags_of_both_stacks_in_cost_explorers_region() {
        let body = r#"{"ResultsByTime":[{"Estimated":true,"Groups":[
            {"Keys":["AWS Lambda"],"Metrics":{"UnblendedCost":{"Amount":"1.9600000000","Unit":"USD"}}},
            {"Keys":["Amazon DynamoDB"],"Metrics":{"UnblendedCost":{"Amount":"8.88","Unit":"USD"}}}]}]}"#;

        let (spent, request) = spent(body).await;

        let of = |service: &str, usd: f64| Spent { service: service.to_owned(), usd };
        assert_eq!(spent.expect("answered"), [of("AWS Lambda", 1.96), of("Amazon DynamoDB", 8.88)]);
        for part in [
            "post / http/1.1",
            "/us-east-1/ce/aws4_request",
            "x-amz-target: awsinsightsindexservice.getcostandusage",
            "x-amz-target,",
            "content-type: application/x-amz-json-1.1",
            r#""timeperiod":{"start":"2026-11-01","end":"2026-11-30"}"#,
            r#""tags":{"key":"aws:cloudformation:stack-name","values":["srvls-prod","srvls-prod-edge"]}"#,
        ] {
            assert!(request.contains(part), "{part} in {request}");
        }
    }

    #[tokio::test]
    async fn an_answer_without_groups_is_empty_and_another_currency_is_an_error() {
        let (none, _) = spent(r#"{"ResultsByTime":[{"Total":{},"Groups":[],"Estimated":true}]}"#).await;
        assert_eq!(none.expect("answered"), []);

        let yuan = r#"{"ResultsByTime":[{"Groups":[
            {"Keys":["AWS Lambda"],"Metrics":{"UnblendedCost":{"Amount":"1","Unit":"CNY"}}}]}]}"#;
        let error = spent(yuan).await.0.expect_err("refused");
        assert!(format!("{error:?}").contains("CNY"), "{error:?}");
        assert!(spent("{}").await.0.is_err(), "half an answer is none");
    }

    #[tokio::test]
    async fn a_denied_call_is_recognized_by_the_type_in_its_body() {
        let body = r#"{"__type":"com.amazon.coral#AccessDeniedException","Message":"not authorized"}"#;
        let (costs, _server) = answering("400 Bad Request", body);

        let error = costs.spent(&[], date(2026, 11, 1), date(2026, 11, 2)).await.expect_err("denied");

        assert_eq!(error.kind, AwsErrorKind::NotAllowed);
    }
}
