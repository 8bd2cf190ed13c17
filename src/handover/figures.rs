//! How the API did over the shift: requests, failures and latency.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    aws::{
        alarms::Alarm,
        metrics::{Incomplete, Metrics, Point, Range},
    },
    error::Error,
    metrics::{self, Limit, Reading, Service, StageMetric, limit_of},
    terminal::chart::quantity,
};

/// A chart on a phone has no room for more points.
const MOST_POINTS: usize = 150;

/// The charts: a title, and the names and statistics of the metrics in it.
const FIGURES: [(&str, &[(&str, &str)]); 3] = [
    ("Requests", &[("requests", "Sum")]),
    ("Requests that failed (5xx)", &[("5xx-rate", "Sum")]),
    ("Latency", &[("latency", "p50"), ("latency", "p99")]),
];

/// The API as a whole, among its operations.
const API: &str = "api";

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Figures {
    pub(super) since: Timestamp,
    pub(super) until: Timestamp,
    pub(super) period_seconds: u32,
    pub(super) figures: Vec<Figure>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Figure {
    pub(super) title: &'static str,
    /// Of a value of one period, such as `/min`, `ms` or `%`.
    pub(super) unit: String,
    pub(super) lines: Vec<Curve>,
    pub(super) limit: Option<Limit>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Curve {
    pub(super) name: String,
    /// The total of what adds up; null if points may be missing.
    pub(super) total: Option<f64>,
    pub(super) latest: Option<f64>,
    pub(super) highest: Option<f64>,
    /// Why points may be missing that CloudWatch has.
    pub(super) incomplete: Option<Incomplete>,
    pub(super) values: Vec<Point>,
}

/// # Errors
/// When CloudWatch can't be read, or the stage has no API.
pub(super) async fn read(
    cloudwatch: &impl Metrics,
    all: &[StageMetric],
    alarms: &[Alarm],
    (since, now): (Timestamp, Timestamp),
) -> Result<Figures, Error> {
    let range = Range::fitting(since, now, since, now, MOST_POINTS)
        .map_err(|error| Error::usage(error.to_string(), "pass a longer `--since`"))?;
    let of = |(name, stat): &(&str, &str)| {
        let is_it = |metric: &&StageMetric| {
            metric.service == Service::Api && metric.target == API && metric.name == *name && metric.stat == *stat
        };
        all.iter().find(is_it)
    };
    let wanted: Vec<&StageMetric> = FIGURES.iter().flat_map(|(_, metrics)| metrics.iter().filter_map(of)).collect();
    if wanted.is_empty() {
        return Err(Error::not_found("metric of the API", "requests", None));
    }
    let readings = metrics::read(cloudwatch, &wanted, range).await?;
    let read: Vec<(&StageMetric, Reading)> = wanted.into_iter().zip(readings).collect();
    let figure = |(title, metrics): &(&'static str, &[(&str, &str)])| {
        let of_figure = read
            .iter()
            .filter(|(metric, _)| metrics.iter().any(|(name, stat)| metric.name == *name && metric.stat == *stat));
        let of_figure: Vec<&(&StageMetric, Reading)> = of_figure.collect();
        let (first, _) = of_figure.first()?;
        let limit = of_figure.iter().find_map(|(metric, _)| limit_of(metric, range.period_seconds, alarms));
        let lines = of_figure.iter().map(|(metric, reading)| Curve::of(metric, reading)).collect();
        Some(Figure { title, unit: first.unit.of_period(range.period_seconds), lines, limit })
    };
    Ok(Figures {
        since: range.since,
        until: range.until,
        period_seconds: range.period_seconds,
        figures: FIGURES.iter().filter_map(figure).collect(),
    })
}

impl Curve {
    fn of(metric: &StageMetric, reading: &Reading) -> Self {
        let values = &reading.series.points;
        Self {
            name: if metric.name == "latency" { metric.stat.clone() } else { metric.name.replace("-rate", "") },
            total: reading.whole.filter(|_| metric.adds_up()),
            latest: values.last().map(|point| point.value),
            highest: values.iter().map(|point| point.value).reduce(f64::max),
            incomplete: reading.series.incomplete,
            values: values.clone(),
        }
    }

    /// `p99: highest 7 s, latest 31 ms`; without data, that.
    pub(super) fn summary(&self, unit: &str) -> String {
        let total = self.total.map(|total| format!("{} in all", quantity(total, "")));
        let of = |what: &str, value: Option<f64>| value.map(|value| format!("{what} {}", quantity(value, unit)));
        let parts: Vec<String> =
            [total, of("highest", self.highest), of("latest", self.latest)].into_iter().flatten().collect();
        let parts = if parts.is_empty() { "no data".to_owned() } else { parts.join(", ") };
        let incomplete = self.incomplete.map(|why| format!(" (incomplete: {why})")).unwrap_or_default();
        format!("{}: {parts}{incomplete}", self.name)
    }
}

impl Figure {
    /// `alarm above 5 %`
    pub(super) fn limit_text(&self) -> Option<String> {
        let limit = self.limit.as_ref()?;
        let side = match limit.comparison.as_str() {
            ">" => "above",
            ">=" => "from",
            "<" => "below",
            "<=" => "up to",
            other => other,
        };
        Some(format!("alarm {side} {}", quantity(limit.threshold, &self.unit)))
    }
}

#[cfg(test)]
pub(super) mod fake {
    use jiff::SignedDuration;

    use super::*;

    /// Three hours: a gap, and a peak of failures.
    pub(in crate::handover) fn figures() -> Figures {
        let since: Timestamp = "2026-11-22T07:12:00Z".parse().expect("a time");
        let point = |minute: i32, value: f64| Point { at: since + SignedDuration::from_mins(minute.into()), value };
        let curve = |name: &str, total, value: fn(i32) -> Option<f64>| {
            let values: Vec<Point> = (0..36).filter_map(|index| Some(point(5 * index, value(index)?))).collect();
            let highest = values.iter().map(|point| point.value).reduce(f64::max);
            let latest = values.last().map(|point| point.value);
            Curve { name: name.into(), total, latest, highest, incomplete: None, values }
        };
        let requests = curve("requests", Some(4_321.0), |index| {
            (!(12..15).contains(&index)).then(|| 100.0 + 8.0 * f64::from(index % 7))
        });
        let failed = curve("5xx", None, |index| Some(if index > 29 { 22.5 } else { 0.0 }));
        let p50 = curve("p50", None, |index| Some(31.0 + f64::from(index % 5)));
        let p99 = curve("p99", None, |index| Some(if index > 29 { 2_800.0 } else { 180.0 + f64::from(index % 9) }));
        let limit = Limit { alarm: "shop-dev-5xx".into(), comparison: ">".into(), threshold: 5.0 };
        let figure = |title, unit: &str, lines, limit| Figure { title, unit: unit.into(), lines, limit };
        Figures {
            since,
            until: since + SignedDuration::from_mins(180),
            period_seconds: 300,
            figures: vec![
                figure("Requests", "/5min", vec![requests], None),
                figure("Requests that failed (5xx)", "%", vec![failed], Some(limit)),
                figure("Latency", "ms", vec![p50, p99], None),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_without_data_says_so_and_is_not_zero() {
        let empty = Curve {
            name: "p99".into(),
            total: None,
            latest: None,
            highest: None,
            incomplete: Some(Incomplete::Forbidden),
            values: Vec::new(),
        };

        assert_eq!(empty.summary("ms"), "p99: no data (incomplete: CloudWatch does not allow you to read it)");
        assert_eq!(
            fake::figures().figures[0].lines[0].summary("/5min"),
            "requests: 4321 in all, highest 148/5min, latest 100/5min"
        );
    }
}
