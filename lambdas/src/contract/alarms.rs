//! Checks for alarms that could never go off, which no template linter finds.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{TEMPLATE, resources};

const METRIC_ALARM: &str = "AWS::CloudWatch::Alarm";
const COMPOSITE_ALARM: &str = "AWS::CloudWatch::CompositeAlarm";

fn alarms() -> impl Iterator<Item = (&'static str, &'static Value)> {
    resources(METRIC_ALARM).chain(resources(COMPOSITE_ALARM)).map(|(id, alarm)| (id, &alarm["Properties"]))
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
fn every_alarm_notifies_the_topic_of_its_severity_or_belongs_to_a_composite() {
    let rules: Vec<_> = resources(COMPOSITE_ALARM).map(|(_, alarm)| &alarm["Properties"]["AlarmRule"]).collect();
    for (id, alarm) in alarms() {
        let critical = alarm["AlarmDescription"].as_str().is_some_and(|text| text.starts_with("critical"));
        let topic = if critical { "CriticalTopic" } else { "WarningTopic" };
        let name = format!("ALARM(\"{}\")", alarm["AlarmName"].as_str().expect("a name"));

        let notifies = alarm["AlarmActions"][0] == topic && alarm["OKActions"][0] == topic;
        let part = rules.iter().any(|rule| rule.as_str().is_some_and(|rule| rule.contains(&name)));
        assert!(notifies || (alarm.get("AlarmActions").is_none() && part), "{id}");
    }
}

#[test]
fn every_composite_depends_on_its_child_alarms() {
    for (id, alarm) in resources(COMPOSITE_ALARM) {
        let rule = alarm["Properties"]["AlarmRule"].as_str().expect("a rule");
        let parts: BTreeSet<_> = rule.split('"').skip(1).step_by(2).collect();
        let before = alarm["DependsOn"].as_array().expect("its parts").iter().filter_map(Value::as_str);

        let made: BTreeSet<_> =
            before.filter_map(|part| TEMPLATE["Resources"][part]["Properties"]["AlarmName"].as_str()).collect();
        assert_eq!(made, parts, "{id}");
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

#[test]
fn every_function_has_an_errors_alarm_and_a_latency_alarm() {
    for (id, _) in resources("AWS::Serverless::Function") {
        let function = id.trim_end_matches("Function");

        for what in ["ErrorsAlarm", "SlowAlarm"] {
            assert_eq!(TEMPLATE["Resources"][format!("{function}{what}")]["Type"], METRIC_ALARM, "{id}");
        }
    }
}
