//! Alarms that would never ring: what no checker of templates looks at.

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

/// The names of metrics that an expression has; functions are in capitals, and so begin parameters.
fn names(expression: &str) -> BTreeSet<&str> {
    let words = expression.split(|character: char| !character.is_alphanumeric() && character != '_');
    words.filter(|word| word.starts_with(|first: char| first.is_ascii_lowercase())).collect()
}

#[test]
fn every_alarm_says_how_bad_it_is_and_what_to_do_first() {
    for (id, alarm) in alarms() {
        let description = alarm["AlarmDescription"].as_str().unwrap_or_default();

        assert!(description.starts_with("critical: ") || description.starts_with("warning: "), "{id}");
        assert!(description.contains("First: "), "{id}");
    }
}

#[test]
fn every_alarm_tells_the_topic_of_its_severity_or_a_composite() {
    let rules: Vec<_> = resources(COMPOSITE_ALARM).map(|(_, alarm)| &alarm["Properties"]["AlarmRule"]).collect();
    for (id, alarm) in alarms() {
        let critical = alarm["AlarmDescription"].as_str().is_some_and(|text| text.starts_with("critical"));
        let topic = if critical { "CriticalTopic" } else { "WarningTopic" };
        let name = format!("ALARM(\"{}\")", alarm["AlarmName"].as_str().expect("a name"));

        let told = alarm["AlarmActions"][0] == topic && alarm["OKActions"][0] == topic;
        let part = rules.iter().any(|rule| rule.as_str().is_some_and(|rule| rule.contains(&name)));
        assert!(told || (alarm.get("AlarmActions").is_none() && part), "{id}");
    }
}

#[test]
fn every_composite_is_made_of_alarms_that_come_before_it() {
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
fn every_expression_uses_the_metrics_that_the_alarm_has() {
    for (id, alarm) in resources(METRIC_ALARM) {
        let alarm = &alarm["Properties"];
        let given: BTreeSet<_> = metrics(alarm)
            .filter(|metric| metric["MetricStat"].is_object())
            .filter_map(|one| one["Id"].as_str())
            .collect();
        let answers: Vec<_> = metrics(alarm).filter(|metric| metric["ReturnData"] == true).collect();

        match answers.as_slice() {
            [] => assert!(alarm["MetricName"].is_string(), "{id}"),
            [answer] => assert_eq!(names(answer["Expression"].as_str().expect("an expression")), given, "{id}"),
            _ => panic!("{id} has more than one answer"),
        }
    }
}

#[test]
fn every_alarm_watches_something_of_the_stack() {
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
fn every_function_has_an_alarm_for_errors_and_one_for_slowness() {
    for (id, _) in resources("AWS::Serverless::Function") {
        let function = id.trim_end_matches("Function");

        for what in ["ErrorsAlarm", "SlowAlarm"] {
            assert_eq!(TEMPLATE["Resources"][format!("{function}{what}")]["Type"], METRIC_ALARM, "{id}");
        }
    }
}
