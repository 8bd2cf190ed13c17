//! CloudTrail: the calls by CloudFormation that were denied, and the calls that changed a resource by hand.

use aws_config::SdkConfig;
use aws_sdk_cloudtrail::types::{Event, LookupAttribute, LookupAttributeKey};
use aws_smithy_types::DateTime;
use jiff::Timestamp;
use serde_json::Value;

use super::{AwsError, aws_error, calls::client, timestamp};

/// A call that CloudFormation made with the deployer's permissions, and that was denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeniedCall {
    /// Such as `iam:CreateRole`.
    pub(crate) action: String,
    pub(crate) message: String,
}

/// A successful call that changed something, and that no deployment made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OutOfBandCall {
    pub(crate) at: Timestamp,
    /// The ARN of the caller, or the service that called.
    pub(crate) by: String,
    /// Such as `lambda:UpdateFunctionConfiguration`.
    pub(crate) action: String,
    /// The names and ids that the call has in its request and its answer.
    names: Vec<String>,
}

impl OutOfBandCall {
    /// Whether the call names the resource, by its id or by an ARN or URL that ends in it.
    pub(crate) fn is_about(&self, id: &str) -> bool {
        let ends =
            |name: &String| name.strip_suffix(id).is_some_and(|rest| rest.is_empty() || rest.ends_with(['/', ':']));
        self.names.iter().any(ends)
    }
}

/// By what to look up calls: LookupEvents takes one attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LookUp<'a> {
    /// The name of a resource, which only some services give to CloudTrail.
    Resource(&'a str),
    /// A service, such as `lambda`.
    Service(&'a str),
}

pub(crate) trait Trail {
    /// The calls denied since `since`, oldest first. An event reaches CloudTrail minutes after the call.
    ///
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html>
    async fn denied(&self, since: Timestamp) -> Result<Vec<DeniedCall>, AwsError>;

    /// The last calls that changed something and that no deployment made, newest first, of the newest 50 events in 90
    /// days.
    async fn out_of_band_calls(&self, of: LookUp<'_>) -> Result<Vec<OutOfBandCall>, AwsError>;
}

pub(crate) struct CloudTrail {
    client: aws_sdk_cloudtrail::Client,
}

/// LookupEvents allows two calls per second, account and region.
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

    async fn out_of_band_calls(&self, of: LookUp<'_>) -> Result<Vec<OutOfBandCall>, AwsError> {
        let (key, value) = match of {
            LookUp::Resource(name) => (LookupAttributeKey::ResourceName, name.to_owned()),
            LookUp::Service(service) => (LookupAttributeKey::EventSource, format!("{service}.amazonaws.com")),
        };
        let attribute = LookupAttribute::builder().attribute_key(key).attribute_value(value).build();
        let attribute = attribute.map_err(|_| AwsError::empty_answer("cloudtrail:LookupEvents"))?;
        let found = self.client.lookup_events().lookup_attributes(attribute).send().await;
        let found = found.map_err(aws_error("cloudtrail:LookupEvents"))?;
        Ok(found.events.unwrap_or_default().iter().filter_map(out_of_band_call).collect())
    }
}

/// Whose calls a deployment makes.
const DEPLOYING: [&str; 2] = ["cloudformation.amazonaws.com", "codedeploy.amazonaws.com"];

fn out_of_band_call(event: &Event) -> Option<OutOfBandCall> {
    let record = record(event)?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let identity = &record["userIdentity"];
    let origins = [&record["sourceIPAddress"], &record["userAgent"], &identity["invokedBy"]];
    let by_deployment = origins.iter().any(|origin| origin.as_str().is_some_and(|origin| DEPLOYING.contains(&origin)));
    let changes = record["readOnly"] == false || event.read_only.as_deref() == Some("false");
    if by_deployment || !changes || record["errorCode"].is_string() {
        return None;
    }
    let at = event.event_time.as_ref().and_then(timestamp).or_else(|| record["eventTime"].as_str()?.parse().ok())?;
    let mut names = Vec::new();
    for part in ["requestParameters", "responseElements", "resources"] {
        collect(&record[part], &mut names);
    }
    names.extend(event.resources().iter().filter_map(|resource| resource.resource_name.clone()));
    Some(OutOfBandCall {
        at,
        by: text(&identity["arn"]).or_else(|| text(&identity["invokedBy"])).or_else(|| text(&identity["type"]))?,
        action: action(&record)?,
        names,
    })
}

/// The action that a record is about, as policies name it.
fn action(record: &Value) -> Option<String> {
    let (service, name) = (record["eventSource"].as_str()?, record["eventName"].as_str()?);
    // Lambda's events have the version of its API in their names: `UpdateFunctionConfiguration20150331v2`.
    let versioned = |c: char| service == "lambda.amazonaws.com" && (c.is_ascii_digit() || c == 'v');
    Some(format!("{}:{}", service.trim_end_matches(".amazonaws.com"), name.trim_end_matches(versioned)))
}

/// Every text in the value.
fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(members) => members.values().for_each(|member| collect(member, texts)),
        _ => {}
    }
}

fn record(event: &Event) -> Option<Value> {
    serde_json::from_str(event.cloud_trail_event.as_deref()?).ok()
}

/// Parses the event's record, which is a JSON string inside the event.
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>
fn denied_call(event: &Event) -> Option<DeniedCall> {
    let record = record(event)?;
    let text = |name: &str| record[name].as_str().unwrap_or_default();
    let by_cloudformation = text("sourceIPAddress") == "cloudformation.amazonaws.com";
    let denied = ["AccessDenied", "UnauthorizedOperation"].iter().any(|code| text("errorCode").contains(code));
    let action = action(&record).filter(|_| by_cloudformation && denied)?;
    Some(DeniedCall { action, message: text("errorMessage").to_owned() })
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// The denied calls; `None` means that the lookup is denied.
    pub(crate) struct FakeTrail(pub(crate) Option<Vec<DeniedCall>>);

    /// The calls by what they are looked up by: `lambda` for a service, the name of a resource.
    pub(crate) struct FakeCalls(pub(crate) std::collections::BTreeMap<&'static str, Vec<OutOfBandCall>>);

    impl Trail for FakeCalls {
        async fn denied(&self, _since: Timestamp) -> Result<Vec<DeniedCall>, AwsError> {
            Ok(Vec::new())
        }

        async fn out_of_band_calls(&self, of: LookUp<'_>) -> Result<Vec<OutOfBandCall>, AwsError> {
            let (LookUp::Resource(key) | LookUp::Service(key)) = of;
            Ok(self.0.get(key).cloned().unwrap_or_default())
        }
    }

    /// A call on a resource, at this second.
    pub(crate) fn out_of_band_call(second: i64, by: &str, action: &str, name: &str) -> OutOfBandCall {
        let at = Timestamp::from_second(second).expect("in range");
        OutOfBandCall { at, by: by.into(), action: action.into(), names: vec![name.into()] }
    }

    impl Trail for FakeTrail {
        async fn denied(&self, _since: Timestamp) -> Result<Vec<DeniedCall>, AwsError> {
            self.0.clone().ok_or_else(|| AwsError::service("cloudtrail:LookupEvents", "AccessDeniedException"))
        }

        async fn out_of_band_calls(&self, _of: LookUp<'_>) -> Result<Vec<OutOfBandCall>, AwsError> {
            Err(AwsError::service("cloudtrail:LookupEvents", "AccessDeniedException"))
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
        let service = if name.contains("Function") { "lambda.amazonaws.com" } else { "iam.amazonaws.com" };
        let record = json!({ "sourceIPAddress": source, "errorCode": error, "errorMessage": "no identity-based policy",
            "eventSource": service, "eventName": name });
        json!({ "EventId": name, "CloudTrailEvent": record.to_string() })
    }

    #[tokio::test]
    async fn only_denied_calls_by_cloudformation_are_returned() {
        const FORMATION: &str = "cloudformation.amazonaws.com";
        let first = json!({ "NextToken": "more", "Events": [
            event(FORMATION, "AccessDenied", "CreateFunction20150331"), event("10.0.0.1", "AccessDenied", "CreateUser")] });
        let last = json!({ "Events": [
            event(FORMATION, "", "GetRole"), event(FORMATION, "Client.UnauthorizedOperation", "CreateRole")] });
        let replay = Replay::new([Answer::json(LOOKUP, 200, &first), Answer::json(LOOKUP, 200, &last)]);

        let denied = CloudTrail::new(&replay.config()).denied(Timestamp::UNIX_EPOCH).await.expect("answered");

        let actions: Vec<&str> = denied.iter().map(|call| call.action.as_str()).collect();
        assert_eq!(actions, ["iam:CreateRole", "lambda:CreateFunction"]);
        assert_eq!(denied[0].message, "no identity-based policy");
    }

    #[tokio::test]
    async fn a_call_by_hand_is_one_that_changed_something_and_that_no_deployment_made() {
        let record = |name: &str, agent: &str, read_only: bool, error: Option<&str>| {
            let record = json!({
                "eventSource": "lambda.amazonaws.com", "eventName": name, "eventTime": "2026-11-22T09:00:00Z",
                "readOnly": read_only, "errorCode": error, "userAgent": agent, "sourceIPAddress": "203.0.113.7",
                "userIdentity": { "type": "AssumedRole", "arn": "arn:aws:sts::1:assumed-role/Admin/ada" },
                "requestParameters": { "functionName": "arn:aws:lambda:eu-west-1:1:function:srvls-dev-get" },
            });
            json!({ "EventId": name, "CloudTrailEvent": record.to_string() })
        };
        let events = json!({ "Events": [
            record("GetFunction20150331v2", "aws-cli/2", true, None),
            record("UpdateFunctionCode20150331v2", "cloudformation.amazonaws.com", false, None),
            record("DeleteFunction20150331", "aws-cli/2", false, Some("AccessDenied")),
            record("UpdateFunctionConfiguration20150331v2", "aws-cli/2", false, None),
        ] });
        let replay = Replay::new([Answer::json(LOOKUP, 200, &events)]);

        let calls =
            CloudTrail::new(&replay.config()).out_of_band_calls(LookUp::Service("lambda")).await.expect("answered");

        let [call] = &calls[..] else { panic!("one: {calls:?}") };
        assert_eq!(
            (call.by.as_str(), call.action.as_str()),
            ("arn:aws:sts::1:assumed-role/Admin/ada", "lambda:UpdateFunctionConfiguration")
        );
        assert!(call.is_about("srvls-dev-get") && !call.is_about("dev-get") && !call.is_about("srvls-dev"));
        let asked = &replay.requests()[0].body["LookupAttributes"];
        assert_eq!(*asked, json!([{ "AttributeKey": "EventSource", "AttributeValue": "lambda.amazonaws.com" }]));
    }
}
