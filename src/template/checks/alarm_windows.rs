//! Alarms: what they conclude from little traffic, and from minutes that are not there yet.

use serde_json::Value;

use super::{
    check::{Check, Faults},
    subject::{Resource, Subject, list},
};
use crate::template::intrinsics::sub;

pub(super) const CHECKS: &[Check] = &[
    Check::warning("SRV308", "alarm-stuck-on-fill", stuck_on_fill),
    Check::warning("SRV309", "percentile-without-floor", percentiles_without_floor),
    Check::warning("SRV313", "rate-without-count", rates_without_count),
    Check::warning("SRV314", "alarm-without-end", alarms_without_end),
];

fn alarms<'a>(subject: &Subject<'a>) -> impl Iterator<Item = Resource<'a>> {
    subject.of_kind("AWS::CloudWatch::Alarm")
}

/// The expression whose value an alarm compares.
fn expression<'a>(alarm: &Resource<'a>) -> Option<&'a str> {
    let answer = list(&alarm.properties["Metrics"]).into_iter().find(|one| !one["Expression"].is_null())?;
    answer["Expression"].as_str().or_else(|| sub(&answer["Expression"]))
}

/// The metrics behind an expression, with their statistics and periods.
fn stats<'a>(alarm: &Resource<'a>) -> impl Iterator<Item = &'a Value> {
    list(&alarm.properties["Metrics"]).into_iter().map(|one| &one["MetricStat"]).filter(|stat| !stat.is_null())
}

/// The latest period often has no data yet, so FILL answers for it, and the alarm never sees anything else.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list>
fn stuck_on_fill(subject: &Subject<'_>, faults: &mut Faults) {
    for alarm in alarms(subject).filter(|alarm| expression(alarm).is_some_and(|text| text.contains("FILL("))) {
        let periods = subject.number(&alarm.properties["EvaluationPeriods"]).unwrap_or(1.0);
        let needed = subject.number(&alarm.properties["DatapointsToAlarm"]).unwrap_or(periods);
        if needed >= periods {
            faults.add(
                alarm.at("/EvaluationPeriods"),
                "FILL answers for the latest period, which has no data yet, and this alarm needs that period too",
                "raise EvaluationPeriods above DatapointsToAlarm, such as 1 of 3",
            );
        }
    }
}

/// Of a few requests, the 95th percentile is the slowest.
fn percentiles_without_floor(subject: &Subject<'_>, faults: &mut Faults) {
    for alarm in alarms(subject) {
        let is_percentile = |stat: &Value| {
            stat.as_str().is_some_and(|stat| stat.strip_prefix('p').is_some_and(|rest| rest.parse::<f64>().is_ok()))
        };
        let bare = is_percentile(&alarm.properties["ExtendedStatistic"]);
        let has_floor = expression(&alarm).is_some_and(|text| text.contains("IF("));
        if bare || (stats(&alarm).any(|stat| is_percentile(&stat["Stat"])) && !has_floor) {
            faults.add(
                alarm.at(""),
                "with little traffic, one slow request raises this alarm",
                "compare an expression: IF(requests >= …, latency, 0)",
            );
        }
    }
}

/// Alarms on metrics of DynamoDB ignore missing data, whatever their TreatMissingData says, and most of these metrics are
/// only published when there is something to count.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html>
fn alarms_without_end(subject: &Subject<'_>, faults: &mut Faults) {
    for alarm in alarms(subject) {
        let mut metrics = stats(&alarm).map(|stat| &stat["Metric"]).chain([alarm.properties]);
        let filled = expression(&alarm).is_some_and(|text| text.contains("FILL("));
        if metrics.any(|metric| metric["Namespace"] == "AWS/DynamoDB") && !filled {
            faults.add(
                alarm.at(""),
                "CloudWatch ignores missing data of AWS/DynamoDB, so this alarm keeps its state after the last datapoint",
                "compare an expression: FILL(metric, 0), with EvaluationPeriods above DatapointsToAlarm, such as 1 of 3",
            );
        }
    }
}

/// A rate with a floor says nothing below it, where every request may fail.
fn rates_without_count(subject: &Subject<'_>, faults: &mut Faults) {
    const FAILURES: [&str; 3] = ["5XXError", "5xxErrorRate", "Errors"];
    const LONGEST_SECONDS: f64 = 3600.0;
    let has_floor = |alarm: &Resource<'_>| expression(alarm).is_some_and(|text| text.contains(">="));
    let counted: Vec<(&Value, &Value)> = alarms(subject)
        .filter(|alarm| !has_floor(alarm))
        .flat_map(|alarm| {
            let properties = alarm.properties;
            let inner = stats(&alarm).map(|stat| (&stat["Metric"], &stat["Period"])).collect::<Vec<_>>();
            inner
                .into_iter()
                .chain([(properties, &properties["Period"])])
                .map(move |(metric, period)| (metric, period, properties))
        })
        .filter(|(_, period, properties)| {
            let periods = subject.number(&properties["EvaluationPeriods"]).unwrap_or(1.0);
            subject.number(period).is_some_and(|seconds| seconds * periods <= LONGEST_SECONDS)
        })
        .map(|(metric, _, _)| (&metric["MetricName"], &metric["Dimensions"]))
        .collect();
    for alarm in alarms(subject).filter(has_floor) {
        for metric in stats(&alarm).map(|stat| &stat["Metric"]) {
            let is_failure = FAILURES.iter().any(|name| metric["MetricName"] == *name);
            if is_failure && !counted.contains(&(&metric["MetricName"], &metric["Dimensions"])) {
                faults.add(
                    alarm.at("/Metrics"),
                    "below its traffic floor this alarm never fires, even if every request fails, and no other alarm counts the failures",
                    "add an alarm on the number of failures in an hour",
                );
            }
        }
    }
}
