//! The comparison of an alarm: errors hurt when there are many of them, not when there are few.

use super::{
    check::{Check, Faults},
    metrics::watched,
    subject::{Subject, list},
};
use crate::template::lines::child;

pub(super) const CHECKS: &[Check] =
    &[Check::warning("SRV316", "alarm-the-wrong-way-round", alarms_the_wrong_way_round)];

/// What only hurts when it is high has one of these in its name, in every namespace.
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html>
const HURTS_WHEN_HIGH: [&str; 13] = [
    "4XX",
    "5XX",
    "4xx",
    "5xx",
    "Age",
    "Blocked",
    "Dropped",
    "Duration",
    "Error",
    "Fail",
    "Latency",
    "Spillover",
    "Throttle",
];

fn alarms_the_wrong_way_round(subject: &Subject<'_>, faults: &mut Faults) {
    let watched = watched(subject);
    for alarm in subject.of_kind("AWS::CloudWatch::Alarm") {
        let within = format!("{}/", child("/Resources", alarm.id));
        let names = watched.iter().filter(|metric| metric.pointer.starts_with(&within)).map(|metric| &*metric.name);
        let harmful: Vec<&str> = names.filter(|name| hurts_when_high(name)).collect();
        // `100 - errors` falls as errors rise.
        let is_inverted = list(&alarm.properties["Metrics"])
            .into_iter()
            .any(|query| subject.text(&query["Expression"]).is_some_and(|text| text.contains(" - ")));
        let comparison = subject.text(&alarm.properties["ComparisonOperator"]).unwrap_or_default();
        if let (false, Some(name)) = (is_inverted || !comparison.starts_with("LessThan"), harmful.first()) {
            faults.add(
                alarm.at("/ComparisonOperator"),
                format!("this alarm fires while {name} is low, and is quiet while it is high"),
                "use GreaterThanThreshold",
            );
        }
    }
}

fn hurts_when_high(metric: &str) -> bool {
    HURTS_WHEN_HIGH.iter().any(|part| metric.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_and_waiting_hurt_when_they_are_high_and_traffic_does_not() {
        for name in ["5XXError", "Throttles", "ApproximateAgeOfOldestMessage", "OriginLatency", "DeadLetterErrors"] {
            assert!(hurts_when_high(name), "{name}");
        }
        for name in ["Count", "Invocations", "HealthyHostCount", "StorageBytes", "CacheHitRate"] {
            assert!(!hurts_when_high(name), "{name}");
        }
    }
}
