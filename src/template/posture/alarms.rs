//! An alarm as a sentence: what it measures, when it fires, and whom it notifies.

use serde_json::Value;

use super::{
    properties::Properties,
    words::{Words, several},
};

pub(super) fn alarm(words: &Words<'_>, properties: &mut Properties<'_>) -> Vec<String> {
    properties.take("AlarmDescription");
    let name = words.text(properties.take("AlarmName"));
    let (measured, period) = measured(words, properties);
    let comparison = match words.text(properties.take("ComparisonOperator")).as_str() {
        "GreaterThanThreshold" => ">".into(),
        "GreaterThanOrEqualToThreshold" => "≥".into(),
        "LessThanThreshold" => "<".into(),
        "LessThanOrEqualToThreshold" => "≤".into(),
        other => other.to_owned(),
    };
    let threshold = words.text(properties.take("Threshold"));
    let periods = words.text(properties.take("EvaluationPeriods"));
    let breaching = properties.take("DatapointsToAlarm");
    let breaching = if breaching.is_null() { periods.clone() } else { words.text(breaching) };
    let missing = match words.text(properties.take("TreatMissingData")).as_str() {
        "nothing" => "missing".to_owned(),
        other => other.to_owned(),
    };
    vec![format!(
        "{name}: {measured} {comparison} {threshold}, {breaching} of {periods} × {period} s; no data is {missing}; {}",
        notifies(words, properties)
    )]
}

/// What is compared, and the length of a period.
fn measured(words: &Words<'_>, properties: &mut Properties<'_>) -> (String, String) {
    let metrics = several(properties.take("Metrics"));
    if metrics.is_empty() {
        let statistic = properties.take("Statistic");
        let statistic = if statistic.is_null() { properties.take("ExtendedStatistic") } else { statistic };
        let metric = format!(
            "{} of {} {}{}",
            words.text(statistic),
            words.text(properties.take("Namespace")),
            words.text(properties.take("MetricName")),
            dimensions(words, properties.take("Dimensions")),
        );
        return (metric, words.text(properties.take("Period")));
    }
    let (compared, helpers): (Vec<&Value>, Vec<&Value>) =
        metrics.iter().partition(|metric| metric["ReturnData"] != false && metric["ReturnData"] != "false");
    let helpers: Vec<String> =
        helpers.iter().map(|helper| format!("{} = {}", words.text(&helper["Id"]), formula(words, helper))).collect();
    let compared: Vec<String> = compared.iter().map(|metric| formula(words, metric)).collect();
    let with = if helpers.is_empty() { String::new() } else { format!(" where {}", helpers.join(" and ")) };
    let period =
        metrics.iter().map(|metric| &metric["MetricStat"]["Period"]).chain(metrics.iter().map(|it| &it["Period"]));
    let period = period.filter(|period| !period.is_null()).map(|period| words.text(period)).next();
    (format!("{}{with}", compared.join(" and ")), period.unwrap_or_else(|| "unknown".into()))
}

fn formula(words: &Words<'_>, metric: &Value) -> String {
    if let Some(expression) = metric.get("Expression") {
        return words.text(expression);
    }
    let (stat, of) = (&metric["MetricStat"], &metric["MetricStat"]["Metric"]);
    format!(
        "{} of {} {}{} over {} s",
        words.text(&stat["Stat"]),
        words.text(&of["Namespace"]),
        words.text(&of["MetricName"]),
        dimensions(words, &of["Dimensions"]),
        words.text(&stat["Period"])
    )
}

fn dimensions(words: &Words<'_>, dimensions: &Value) -> String {
    let each: Vec<String> = several(dimensions)
        .into_iter()
        .map(|it| format!("{} {}", words.text(&it["Name"]), words.text(&it["Value"])))
        .collect();
    if each.is_empty() { String::new() } else { format!(" ({})", each.join(", ")) }
}

fn notifies(words: &Words<'_>, properties: &mut Properties<'_>) -> String {
    let mut topics =
        |name| several(properties.take(name)).into_iter().map(|it| words.text(it)).collect::<Vec<_>>().join(", ");
    let (alarm, ok) = (topics("AlarmActions"), topics("OKActions"));
    match (alarm.as_str(), ok.as_str()) {
        ("", "") => "notifies no one".into(),
        ("", ok) => format!("notifies {ok} only when it is over"),
        (alarm, "") => format!("notifies {alarm}, but not when it is over"),
        (alarm, ok) if alarm == ok => format!("notifies {alarm}, also when it is over"),
        (alarm, ok) => format!("notifies {alarm}, and {ok} when it is over"),
    }
}

pub(super) fn composite(words: &Words<'_>, properties: &mut Properties<'_>) -> Vec<String> {
    properties.take("AlarmDescription");
    let name = words.text(properties.take("AlarmName"));
    let rule = words.text(properties.take("AlarmRule"));
    vec![format!("{name}: {rule}; {}", notifies(words, properties))]
}
