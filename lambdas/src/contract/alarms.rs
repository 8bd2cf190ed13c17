//! Checks for alarms that could never go off, which no template linter finds.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{TEMPLATE, resources};

const METRIC_ALARM: &str = "AWS::CloudWatch::Alarm";

fn alarms() -> impl Iterator<Item = (&'static str, &'static Value)> {
    resources(METRIC_ALARM).map(|(id, alarm)| (id, &alarm["Properties"]))
}

fn metrics(alarm: &Value) -> impl Iterator<Item = &Value> {
    alarm["Metrics"].as_array().into_iter().flatten()
}

/// The metric ids in an expression; functions are in capitals, and parameters begin with one.
fn names(expression: &str) -> BTreeSet<&str> {
    let words = expression.split(|character: char| !character.is_alphanumeric() && character != '_');
    words.filter(|word| word.starts_with(|first: char| first.is_ascii_lowercase())).collect()
}

#[test]
fn every_alarm_names_its_severity_and_the_first_step() {
    for (id, alarm) in alarms() {
        let description = alarm["AlarmDescription"].as_str().unwrap_or_default();

        assert!(description.starts_with("critical: ") || description.starts_with("warning: "), "{id}");
        assert!(description.contains("First: "), "{id}");
    }
}

#[test]
fn every_alarm_notifies_the_topic_of_its_severity() {
    for (id, alarm) in alarms() {
        let critical = alarm["AlarmDescription"].as_str().is_some_and(|text| text.starts_with("critical"));
        let topic = if critical { "CriticalTopic" } else { "WarningTopic" };

        assert!(alarm["AlarmActions"][0] == topic && alarm["OKActions"][0] == topic, "{id}");
    }
}

#[test]
fn every_expression_uses_the_metrics_of_its_alarm() {
    for (id, alarm) in resources(METRIC_ALARM) {
        let alarm = &alarm["Properties"];
        let given: BTreeSet<_> = metrics(alarm)
            .filter(|metric| metric["MetricStat"].is_object())
            .filter_map(|one| one["Id"].as_str())
            .collect();
        let results: Vec<_> = metrics(alarm).filter(|metric| metric["ReturnData"] == true).collect();

        match results.as_slice() {
            [] => assert!(alarm["MetricName"].is_string(), "{id}"),
            [result] => assert_eq!(names(result["Expression"].as_str().expect("an expression")), given, "{id}"),
            _ => panic!("{id} returns more than one expression"),
        }
    }
}

#[test]
fn every_alarm_watches_a_resource_of_the_stack() {
    for (id, alarm) in resources(METRIC_ALARM) {
        let alarm = &alarm["Properties"];
        let inside = metrics(alarm).map(|metric| &metric["MetricStat"]["Metric"]["Dimensions"]);
        let dimensions = inside.chain([&alarm["Dimensions"]]).filter_map(Value::as_array).flatten();
        for dimension in dimensions {
            if dimension["Name"] == "FunctionName" || dimension["Name"] == "TableName" {
                let watched = dimension["Value"].as_str().expect("a reference");

                assert!(TEMPLATE["Resources"].get(watched).is_some(), "{id} watches {watched}");
            }
        }
    }
}

/// The alarms of the API cover the functions behind it. Of the others, the authorizer's failures are 5XX responses.
#[test]
fn what_no_caller_waits_for_has_an_alarm_of_its_own() {
    for (name, value) in [
        ("FunctionName", "PostConfirmationFunction"),
        ("QueueName", "ErasuresDeadLetterQueue.QueueName"),
        ("QueueName", "ErasuresQueue.QueueName"),
        ("QueueName", "UploadsDeadLetterQueue.QueueName"),
    ] {
        let watches = |alarm: &Value| {
            let dimension = &alarm["Dimensions"][0];
            dimension["Name"] == name && dimension["Value"] == value
        };

        assert!(alarms().any(|(_, alarm)| watches(alarm)), "{value}");
    }
}
