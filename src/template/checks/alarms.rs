//! Alarms: whether they watch a metric that exists, can fire, and notify someone.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    check::{Check, Faults},
    metrics::{Watched, dimension, watched},
    subject::{Resource, Subject, list, options},
};
use crate::{
    nearest::did_you_mean,
    template::intrinsics::{placeholders, reference, sub},
};

pub(super) const CHECKS: &[Check] = &[
    Check::error("SRV301", "undefined-metric-id", undefined_metric_ids),
    Check::error("SRV302", "alarm-without-one-answer", alarms_without_one_answer),
    Check::warning("SRV303", "dangling-dimension", dangling_dimensions),
    Check::warning("SRV304", "silent-alarm", silent_alarms),
    Check::warning("SRV305", "alarm-that-never-fires", alarms_that_never_fire),
    Check::error("SRV306", "composite-of-nothing", composites_of_nothing),
];

fn alarms<'a>(subject: &Subject<'a>) -> impl Iterator<Item = Resource<'a>> {
    subject.of_kind("AWS::CloudWatch::Alarm")
}

fn queries<'a>(alarm: &Resource<'a>) -> impl Iterator<Item = (usize, &'a Value)> {
    alarm.properties["Metrics"].as_array().into_iter().flatten().enumerate()
}

fn undefined_metric_ids(subject: &Subject<'_>, faults: &mut Faults) {
    for alarm in alarms(subject) {
        let ids: BTreeSet<&str> = queries(&alarm).filter_map(|(_, query)| query["Id"].as_str()).collect();
        for (index, query) in queries(&alarm) {
            let expression = &query["Expression"];
            let Some(text) = expression.as_str().or_else(|| sub(expression)) else { continue };
            for id in ids_in(text).into_iter().filter(|id| !ids.contains(id.as_str())) {
                faults.add(
                    alarm.at(&format!("/Metrics/{index}/Expression")),
                    format!("the expression uses `{id}`, but no metric of this alarm has that Id"),
                    format!("use one of: {}", ids.iter().copied().collect::<Vec<_>>().join(", ")),
                );
            }
        }
    }
}

/// The ids in a metric math expression: words that start with a lower-case letter, outside of string literals and of
/// CloudFormation's placeholders.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html>
fn ids_in(expression: &str) -> BTreeSet<String> {
    let mut text = expression.to_owned();
    for name in placeholders(expression) {
        text = text.replace(&format!("${{{name}}}"), "1");
    }
    let unquoted = text.split(['"', '\'']).step_by(2).collect::<Vec<_>>().join(" ");
    let words = unquoted.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase())).map(str::to_owned).collect()
}

fn alarms_without_one_answer(subject: &Subject<'_>, faults: &mut Faults) {
    for alarm in alarms(subject).filter(|alarm| alarm.properties.get("Metrics").is_some()) {
        // ReturnData is true unless it is set.
        let answers = queries(&alarm).filter(|(_, query)| query.get("ReturnData").is_none_or(|answer| *answer == true));
        let answers: Vec<&str> = answers.filter_map(|(_, query)| query["Id"].as_str()).collect();
        if answers.len() != 1 {
            faults.add(
                alarm.at("/Metrics"),
                format!("{} metrics return data, but CloudWatch requires exactly one", answers.len()),
                "set ReturnData to true on the expression to compare, and to false on the others",
            );
        }
    }
}

fn dangling_dimensions(subject: &Subject<'_>, faults: &mut Faults) {
    for Watched { pointer, namespace, dimensions, .. } in watched(subject) {
        for (index, given) in dimensions.as_array().into_iter().flatten().enumerate() {
            let Some(name) = given["Name"].as_str().or_else(|| given["Key"].as_str()) else { continue };
            let at = format!("{pointer}/Dimensions/{index}");
            match dimension(&namespace, name) {
                None => {}
                Some(dimension) if !dimension.exists => faults.add(
                    at,
                    format!("no metric in {namespace} has a dimension `{name}`, so there is never any data"),
                    format!("use one of: {}", dimension.known.join(", ")),
                ),
                Some(dimension) => {
                    let named = dimension.of;
                    if !named.is_empty() && !names_one_of(subject, &given["Value"], named) {
                        faults.add(
                            at,
                            format!(
                                "`{name}` does not name any {} in this template, so there is never any data",
                                named[0].0
                            ),
                            "refer to the resource with `!Ref`",
                        );
                    }
                }
            }
        }
    }
}

/// Whether a value names one of these resources, by reference or by its literal name.
fn names_one_of(subject: &Subject<'_>, value: &Value, named: &[(&'static str, &str)]) -> bool {
    named.iter().any(|(kind, property)| {
        subject.of_kind(kind).any(|resource| {
            let by_reference = match reference(value) {
                // `!Ref` of an API gives its id, but its metrics carry its name.
                Some(id) => id == resource.id && !matches!(*property, "Name" | "StageName"),
                None => false,
            };
            by_reference
                || subject.text(value).is_some_and(|text| Some(text) == subject.text(&resource.properties[*property]))
        })
    })
}

fn silent_alarms(subject: &Subject<'_>, faults: &mut Faults) {
    let composites: Vec<_> = subject.of_kind("AWS::CloudWatch::CompositeAlarm").collect();
    let in_a_composite = |alarm: &Resource<'_>| {
        let name = subject.text(&alarm.properties["AlarmName"]);
        composites.iter().flat_map(|composite| alarms_of(subject, composite)).any(|of| Some(&of) == name.as_ref())
    };
    for alarm in alarms(subject).chain(composites.iter().copied()) {
        let actions = list(&alarm.properties["AlarmActions"]);
        let off = options(&alarm.properties["ActionsEnabled"]).into_iter().any(|enabled| *enabled == false);
        if (actions.is_empty() || off) && !in_a_composite(&alarm) {
            faults.add(
                alarm.at("/AlarmActions"),
                "this alarm notifies no one",
                "set AlarmActions to an SNS topic, and leave ActionsEnabled on",
            );
        }
        for topic in actions.iter().filter_map(|action| subject.referred(action)) {
            if topic.kind != "AWS::SNS::Topic" {
                faults.add(
                    alarm.at("/AlarmActions"),
                    format!("`{}` is not an SNS topic, so the alarm cannot notify it", topic.id),
                    "use an SNS topic, the ARN of a function, or a scaling policy",
                );
            }
        }
    }
}

/// The alarm names in a composite alarm's rule: `ALARM("name") AND OK("other")`.
fn alarms_of(subject: &Subject<'_>, composite: &Resource<'_>) -> Vec<String> {
    let rule = subject.text(&composite.properties["AlarmRule"]).unwrap_or_default();
    rule.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn composites_of_nothing(subject: &Subject<'_>, faults: &mut Faults) {
    let composites = || subject.of_kind("AWS::CloudWatch::CompositeAlarm");
    let known: Vec<String> =
        alarms(subject).chain(composites()).filter_map(|alarm| subject.text(&alarm.properties["AlarmName"])).collect();
    for composite in composites() {
        for name in alarms_of(subject, &composite).into_iter().filter(|name| !known.contains(name)) {
            let fix = did_you_mean(&name, known.iter().map(String::as_str), || {
                "use the AlarmName of an alarm in this template".to_owned()
            });
            faults.add(composite.at("/AlarmRule"), format!("this template has no alarm named `{name}`"), fix);
        }
    }
}

/// Lambda stops a function at its timeout, so its Duration can never be above that.
fn alarms_that_never_fire(subject: &Subject<'_>, faults: &mut Faults) {
    for alarm in alarms(subject).filter(|alarm| alarm.properties["MetricName"] == "Duration") {
        let Some(threshold) = subject.number(&alarm.properties["Threshold"]) else { continue };
        let dimensions = list(&alarm.properties["Dimensions"]);
        let functions = dimensions.iter().filter_map(|dimension| subject.referred(&dimension["Value"]));
        for function in functions.filter(|function| function.kind == "AWS::Lambda::Function") {
            let seconds = subject.number(&function.properties["Timeout"]).unwrap_or(3.0);
            if threshold >= seconds * 1000.0 {
                faults.add(
                    alarm.at("/Threshold"),
                    format!(
                        "Lambda stops {} after {seconds} s, so its Duration never reaches {threshold} ms",
                        function.id
                    ),
                    "lower the Threshold (milliseconds), or raise the function's Timeout (seconds)",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_distinguished_from_functions_parameters_and_strings() {
        let ids = ids_in("IF(calls >= ${AlarmTrafficFloor}, 100 * errors / calls, FILL(m1, 0)) + SUM(METRICS(\"e\"))");

        assert_eq!(ids.into_iter().collect::<Vec<_>>(), ["calls", "errors", "m1"]);
    }
}
