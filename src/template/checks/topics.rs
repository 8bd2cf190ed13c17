//! Topics of alarms: they have a subscriber, and CloudWatch may publish to them.

use serde_json::Value;

use super::{
    check::{Check, Faults},
    subject::{Resource, Subject, list},
};
use crate::template::intrinsics::reference;

pub(super) const CHECKS: &[Check] = &[
    Check::warning("SRV317", "alarm-without-subscriber", alarms_without_subscriber),
    Check::warning("SRV315", "topic-closed-to-alarms", topics_closed_to_alarms),
];

/// Each alarm of this template with a topic that it notifies.
fn notified<'a>(subject: &Subject<'a>) -> Vec<(Resource<'a>, Resource<'a>)> {
    let alarms = subject.resources().filter(|resource| resource.kind.starts_with("AWS::CloudWatch::"));
    alarms
        .flat_map(|alarm| {
            let topics =
                list(&alarm.properties["AlarmActions"]).into_iter().filter_map(|action| subject.referred(action));
            topics.filter(|topic| topic.kind == "AWS::SNS::Topic").map(move |topic| (alarm, topic)).collect::<Vec<_>>()
        })
        .collect()
}

/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html>
fn alarms_without_subscriber(subject: &Subject<'_>, faults: &mut Faults) {
    for (alarm, topic) in notified(subject) {
        let of_topic =
            |resource: &Resource<'_>| reference(&resource.properties["TopicArn"]).as_deref() == Some(topic.id);
        let is_heard = !list(&topic.properties["Subscription"]).is_empty()
            || subject.of_kind("AWS::SNS::Subscription").any(|subscription| of_topic(&subscription));
        let exists = topic.whole["Condition"].is_null() || topic.whole["Condition"] == alarm.whole["Condition"];
        if !is_heard {
            faults.add(
                alarm.at("/AlarmActions"),
                format!("nothing subscribes to {}, so this alarm notifies no one", topic.id),
                "add an AWS::SNS::Subscription to the topic, or notify one that has a subscription",
            );
        }
        if !exists {
            faults.add(
                alarm.at("/AlarmActions"),
                format!("{} exists only if {}, and this alarm exists without it", topic.id, topic.whole["Condition"]),
                "give the alarm the topic's condition, or the topic none",
            );
        }
    }
}

/// A policy of its own replaces the topic's default one, which lets the account's alarms publish.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html>
fn topics_closed_to_alarms(subject: &Subject<'_>, faults: &mut Faults) {
    let notified = notified(subject);
    for policy in subject.of_kind("AWS::SNS::TopicPolicy") {
        let of_policy: Vec<String> = list(&policy.properties["Topics"]).into_iter().filter_map(reference).collect();
        let is_open = list(&policy.properties["PolicyDocument"]["Statement"]).into_iter().any(lets_alarms_publish);
        let topic = notified.iter().map(|(_, topic)| topic).find(|topic| of_policy.iter().any(|id| id == topic.id));
        if let Some(topic) = topic.filter(|_| !is_open) {
            faults.add(
                policy.at("/PolicyDocument"),
                format!("CloudWatch may not publish to {}, so its alarms notify no one", topic.id),
                "allow sns:Publish to the service cloudwatch.amazonaws.com",
            );
        }
    }
}

fn lets_alarms_publish(statement: &Value) -> bool {
    let principal = &statement["Principal"];
    let is_cloudwatch = list(&principal["Service"]).into_iter().any(|service| *service == "cloudwatch.amazonaws.com");
    let publishes = |action: &Value| matches!(action.as_str(), Some("sns:Publish" | "sns:*" | "SNS:Publish"));
    statement["Effect"] == "Allow"
        && (is_cloudwatch || *principal == "*" || principal["AWS"] == "*")
        && list(&statement["Action"]).into_iter().any(publishes)
}
