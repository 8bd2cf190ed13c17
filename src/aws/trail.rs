//! CloudTrail: the calls by CloudFormation that were denied.

use aws_config::SdkConfig;
use aws_sdk_cloudtrail::types::Event;
use aws_smithy_types::DateTime;
use jiff::Timestamp;
use serde_json::Value;

use super::{AwsError, aws_error, calls::client};

/// A call that CloudFormation made with the deployer's permissions, and that was denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeniedCall {
    /// Such as `iam:PassRole`.
    pub(crate) action: String,
    pub(crate) message: String,
}

pub(crate) trait Trail {
    /// The calls denied since `since`, oldest first. An event reaches CloudTrail minutes after the call.
    ///
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html>
    async fn denied(&self, since: Timestamp) -> Result<Vec<DeniedCall>, AwsError>;
}

pub(crate) struct CloudTrail {
    client: aws_sdk_cloudtrail::Client,
}

/// LookupEvents allows two calls per second for the whole account.
const MAX_PAGES: usize = 3;

impl CloudTrail {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { client: client!(aws_sdk_cloudtrail, config) }
    }
}

impl Trail for CloudTrail {
    async fn denied(&self, since: Timestamp) -> Result<Vec<DeniedCall>, AwsError> {
        let request = self.client.lookup_events().start_time(DateTime::from_secs(since.as_second()));
        let mut pages = request.into_paginator().send();
        let mut denied = Vec::new();
        for _ in 0..MAX_PAGES {
            let Some(page) = pages.next().await else { break };
            let page = page.map_err(aws_error("cloudtrail:LookupEvents"))?;
            denied.extend(page.events.unwrap_or_default().iter().filter_map(denied_call));
        }
        denied.reverse();
        Ok(denied)
    }
}

/// Parses the event's record, which is a JSON string inside the event.
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>
fn denied_call(event: &Event) -> Option<DeniedCall> {
    let record: Value = serde_json::from_str(event.cloud_trail_event.as_deref()?).ok()?;
    let text = |name: &str| record[name].as_str().unwrap_or_default();
    let by_cloudformation = text("sourceIPAddress") == "cloudformation.amazonaws.com";
    let denied = ["AccessDenied", "UnauthorizedOperation"].iter().any(|code| text("errorCode").contains(code));
    (by_cloudformation && denied).then(|| DeniedCall {
        action: format!("{}:{}", text("eventSource").trim_end_matches(".amazonaws.com"), text("eventName")),
        message: text("errorMessage").to_owned(),
    })
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// The denied calls; `None` means that the lookup is denied.
    pub(crate) struct FakeTrail(pub(crate) Option<Vec<DeniedCall>>);

    impl Trail for FakeTrail {
        async fn denied(&self, _since: Timestamp) -> Result<Vec<DeniedCall>, AwsError> {
            self.0.clone().ok_or_else(|| AwsError::service("cloudtrail:LookupEvents", "AccessDeniedException"))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const LOOKUP: &str = "CloudTrail_20131101.LookupEvents";

    fn event(source: &str, error: &str, name: &str) -> Value {
        let record = json!({ "sourceIPAddress": source, "errorCode": error, "errorMessage": "no identity-based policy",
            "eventSource": "iam.amazonaws.com", "eventName": name });
        json!({ "EventId": name, "CloudTrailEvent": record.to_string() })
    }

    #[tokio::test]
    async fn only_denied_calls_by_cloudformation_are_returned() {
        const FORMATION: &str = "cloudformation.amazonaws.com";
        let first = json!({ "NextToken": "more", "Events": [
            event(FORMATION, "AccessDenied", "PassRole"), event("10.0.0.1", "AccessDenied", "CreateUser")] });
        let last = json!({ "Events": [
            event(FORMATION, "", "GetRole"), event(FORMATION, "Client.UnauthorizedOperation", "CreateRole")] });
        let replay = Replay::new([Answer::json(LOOKUP, 200, &first), Answer::json(LOOKUP, 200, &last)]);

        let denied = CloudTrail::new(&replay.config()).denied(Timestamp::UNIX_EPOCH).await.expect("answered");

        let actions: Vec<&str> = denied.iter().map(|call| call.action.as_str()).collect();
        assert_eq!(actions, ["iam:CreateRole", "iam:PassRole"]);
        assert_eq!(denied[0].message, "no identity-based policy");
    }
}
