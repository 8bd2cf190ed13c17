//! A stage with metrics and alarms, for the tests.

use jiff::Timestamp;
use serde_json::json;

use crate::{
    aws::{
        alarms::{
            Alarm, AlarmState,
            fake::{FakeAlarms, alarm},
        },
        metrics::{Metric, Query, fake::Published},
    },
    context::deployed_stack::fake::deployed,
    metrics::{StageMetrics, fake},
};

pub(super) fn now() -> Timestamp {
    "2026-11-22T10:30:00Z".parse().expect("a time")
}

pub(super) fn stage() -> StageMetrics {
    let deployed = deployed(&[
        ("AWS::ApiGateway::RestApi", "Api", "a1"),
        ("AWS::ApiGateway::Stage", "ApiStage", "v1"),
        ("AWS::Lambda::Function", "GetProfileFunction", "srvls-dev-get_profile"),
        ("AWS::DynamoDB::Table", "UserProfilesTable", "srvls-dev-UserProfilesTable-1"),
        ("AWS::SQS::Queue", "ErasuresQueue", "https://sqs/1/erasures"),
        ("AWS::CloudWatch::Alarm", "ErrorsAlarm", "srvls-dev-api-5xx"),
        ("AWS::CloudWatch::Alarm", "SlowAlarm", "srvls-dev-api-slow"),
    ]);
    let throughput = json!({ "MaxReadRequestUnits": 40, "MaxWriteRequestUnits": 20 });
    let template = json!({ "Resources": {
        "Api": { "Properties": { "Name": { "Ref": "AWS::StackName" } } },
        "ApiStage": {}, "GetProfileFunction": {}, "ErasuresQueue": {},
        "UserProfilesTable": { "Properties": { "OnDemandThroughput": throughput } },
    } });
    fake::stage(deployed, &template)
}

const DAY: i64 = 24 * 60;

/// Half of the requests fail since ten minutes, and are slow; yesterday there were half as many.
pub(super) fn incident() -> Published {
    Published {
        now: now(),
        metrics: vec![
            ("Count", "Sum", |minute| Some(if minute < DAY { 22.0 } else { 11.0 })),
            ("5XXError", "Sum", |minute| Some(if minute <= 10 { 11.0 } else { 0.0 })),
            ("Latency", "p50", |_| Some(25.0)),
            ("Latency", "p95", |minute| Some(if minute <= 10 { 7_000.0 } else { 310.0 })),
            ("Invocations", "Sum", |minute| (!(14..17).contains(&minute)).then_some(12.0)),
            ("Errors", "Sum", |_| Some(0.0)),
            ("Duration", "p50", |_| Some(24.6)),
            ("Duration", "p99", |minute| Some(if minute == 3 { 7_012.0 } else { 95.0 })),
            ("ConsumedReadCapacityUnits", "Sum", |_| Some(24.0)),
        ],
    }
}

pub(super) fn alarms() -> FakeAlarms {
    let api = |name: &str| Metric::new("AWS/ApiGateway", name, &[("ApiName", "srvls-dev"), ("Stage", "v1")]);
    let input = |id: &str, name: &str, stat: &str| (id.to_owned(), api(name), stat.to_owned());
    let guarded = |answer: &str, inputs: Vec<(String, Metric, String)>| Query::Math {
        expression: format!("IF(requests >= 3, {answer}, 0)"),
        inputs: inputs.into_iter().chain([input("requests", "Count", "Sum")]).collect(),
    };
    let watching = |name: &str, query: Query, threshold: f64| -> Alarm {
        let mut alarm = alarm(name, AlarmState::Alarm, "critical: call");
        let watch = alarm.watch.as_mut().expect("a metric alarm");
        (watch.query, watch.threshold) = (Some(query), Some(threshold));
        alarm
    };
    let errors = guarded("100 * errors / requests", vec![input("errors", "5XXError", "Sum")]);
    let slow = guarded("latency", vec![input("latency", "Latency", "p95")]);
    let alarms = vec![watching("srvls-dev-api-5xx", errors, 1.0), watching("srvls-dev-api-slow", slow, 2_000.0)];
    FakeAlarms { alarms, ..FakeAlarms::default() }
}
