//! CloudTrail's history of calls, newest first.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    answers::ACCOUNT,
    http::{Request, Response},
};

/// A call as CloudTrail shows it. It names the resource only inside the record, as many services have it.
pub(super) fn event(source: &str, event: &str, resource: &str, by: &str) -> Value {
    #[expect(clippy::disallowed_methods, reason = "this is AWS's own clock")]
    let now = Timestamp::now();
    let record = json!({
        "eventSource": source, "eventName": event, "eventTime": now.to_string(), "readOnly": false,
        "sourceIPAddress": "203.0.113.7", "userIdentity": { "arn": format!("arn:aws:iam::{ACCOUNT}:user/{by}") },
        "requestParameters": { "name": resource },
    });
    json!({
        "EventName": event, "EventSource": source, "EventTime": now.as_second(), "ReadOnly": "false",
        "Resources": [{ "ResourceName": resource }], "CloudTrailEvent": record.to_string(),
    })
}

pub(super) fn looked_up(events: &[Value], request: &Request) -> Response {
    let asked: Value = serde_json::from_slice(&request.body).expect("JSON");
    let attribute = &asked["LookupAttributes"][0];
    let matches = |event: &&Value| match attribute["AttributeKey"].as_str() {
        Some("ResourceName") => event["Resources"][0]["ResourceName"] == attribute["AttributeValue"],
        Some("EventSource") => event["EventSource"] == attribute["AttributeValue"],
        _ => true,
    };
    let found: Vec<&Value> = events.iter().filter(matches).collect();
    Response::json(200, &json!({ "Events": found }))
}
