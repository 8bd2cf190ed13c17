//! What an alarm measures: its unit, and for metric math the expression with metrics in the place of its ids.

use aws_sdk_cloudwatch::types::{MetricAlarm, MetricDataQuery};
use regex::Regex;

/// The metrics that are always in one unit, by the end of their names. Everything else is a count.
const UNITS: [(&str, &str); 4] = [("Latency", "ms"), ("Duration", "ms"), ("ErrorRate", "%"), ("Bytes", "B")];

/// `%`, `ms`, or the plural noun that CloudWatch or the query calls it by; `None` for what is only a number.
pub(super) fn unit(alarm: &MetricAlarm) -> Option<String> {
    if let Some(unit) = &alarm.unit {
        return Some(short(unit.as_str()).to_owned());
    }
    if let Some(name) = &alarm.metric_name {
        return UNITS.iter().find(|(end, _)| name.ends_with(end)).map(|(_, unit)| (*unit).to_owned());
    }
    let label = compared(alarm.metrics())?.label.as_deref().filter(|label| !label.is_empty())?;
    Some(short(label).to_owned())
}

fn short(unit: &str) -> &str {
    match unit {
        "Percent" | "percent" => "%",
        "Milliseconds" => "ms",
        "Seconds" => "s",
        "Count" | "None" => "",
        other => other,
    }
}

/// `IF(Count >= 10, 100 * 5XXError / Count, 0)`; `None` for an alarm on one metric.
pub(super) fn formula(queries: &[MetricDataQuery]) -> Option<String> {
    let expression = compared(queries)?.expression.as_deref()?;
    Some(filled(expression, queries, queries.len()))
}

/// The query whose result is compared with the threshold.
pub(super) fn compared(queries: &[MetricDataQuery]) -> Option<&MetricDataQuery> {
    queries.iter().find(|query| query.return_data != Some(false))
}

/// `depth` ends what refers to itself.
fn filled(expression: &str, queries: &[MetricDataQuery], depth: usize) -> String {
    let Ok(ids) = Regex::new("\\b[a-z][A-Za-z0-9_]*\\b") else { return expression.to_owned() };
    let named = |captures: &regex::Captures<'_>| {
        let id = &captures[0];
        let query = queries.iter().find(|query| query.id.as_deref() == Some(id));
        let metric = query.and_then(|query| query.metric_stat.as_ref()?.metric.as_ref()?.metric_name.clone());
        let inner = query.and_then(|query| query.expression.as_deref()).filter(|_| depth > 0);
        metric.or_else(|| inner.map(|inner| filled(inner, queries, depth - 1))).unwrap_or_else(|| id.to_owned())
    };
    ids.replace_all(expression, named).into_owned()
}

/// The newest datapoint in the words of a reason, where CloudWatch lists the newest first.
pub(super) fn value_in(reason: &str) -> Option<f64> {
    let points = reason.split_once("datapoint")?.1.split_once('[')?.1.split_once(']')?.0;
    points.split([',', ' ']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use aws_sdk_cloudwatch::types::{Metric, MetricStat, StandardUnit};

    use super::*;

    fn query(id: &str, metric: Option<&str>, expression: Option<&str>, label: Option<&str>) -> MetricDataQuery {
        let stat = |name: &str| {
            MetricStat::builder().metric(Metric::builder().metric_name(name).build()).period(60).stat("Sum").build()
        };
        MetricDataQuery::builder()
            .id(id)
            .set_metric_stat(metric.map(stat))
            .set_expression(expression.map(str::to_owned))
            .set_label(label.map(str::to_owned))
            .return_data(label.is_some())
            .build()
    }

    fn rate() -> Vec<MetricDataQuery> {
        vec![
            query("errors", Some("5XXError"), None, None),
            query("requests", Some("Count"), None, None),
            query("percent", None, Some("100 * errors / requests"), None),
            query("answer", None, Some("IF(requests >= 10, percent, 0)"), Some("percent")),
        ]
    }

    #[test]
    fn a_formula_names_its_metrics() {
        assert_eq!(formula(&rate()).as_deref(), Some("IF(Count >= 10, 100 * 5XXError / Count, 0)"));
        assert_eq!(formula(&[]), None);
        assert!(formula(&[query("a", None, Some("a + 1"), Some("x"))]).expect("ends").contains("a + 1"));
    }

    #[test]
    fn a_value_has_the_unit_of_its_metric_or_query() {
        let alarm = || MetricAlarm::builder();

        assert_eq!(unit(&alarm().set_metrics(Some(rate())).build()).as_deref(), Some("%"));
        assert_eq!(unit(&alarm().metric_name("Latency").build()).as_deref(), Some("ms"));
        assert_eq!(unit(&alarm().metric_name("Errors").build()), None);
        assert_eq!(unit(&alarm().metric_name("Age").unit(StandardUnit::Seconds).build()).as_deref(), Some("s"));
    }

    #[test]
    fn a_reason_has_the_newest_datapoint_first() {
        let reason =
            |points: &str| format!("Threshold Crossed: 2 out of the last 2 datapoints [{points}] were greater");

        assert_eq!(value_in(&reason("50.5 (22/11/26 10:01:00), 19.0 (22/11/26 10:00:00)")), Some(50.5));
        assert_eq!(value_in(&reason("7, 1")), Some(7.0));
        assert_eq!(value_in("Threshold Crossed: no datapoints were received for 1 period"), None);
        assert_eq!(value_in("Unchecked: Initial alarm creation"), None);
    }
}
