//! One metric in an answer: its values, its latest one, and what to hold them against.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    aws::metrics::{Incomplete, Point},
    metrics::{Limit, Reading, Service, StageMetric, Unit},
    terminal::chart::quantity,
};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Row {
    /// What `srvls metrics show` takes.
    pub(super) id: String,
    pub(super) service: Service,
    pub(super) name: String,
    pub(super) target: String,
    pub(super) stat: String,
    pub(super) unit: Unit,
    /// The newest value; null without any.
    pub(super) latest: Option<f64>,
    pub(super) latest_at: Option<Timestamp>,
    /// Of the whole range: a sum, a share, or the highest; null where that is unknown.
    pub(super) whole: Option<f64>,
    /// The alarm on it.
    pub(super) limit: Option<Limit>,
    /// What it can't exceed.
    pub(super) maximum: Option<f64>,
    /// Why values may be missing that CloudWatch has.
    pub(super) incomplete: Option<Incomplete>,
    /// What CloudWatch says about the values.
    pub(super) messages: Vec<String>,
    /// A period without data has none.
    pub(super) values: Vec<Point>,
}

impl Row {
    pub(super) fn new(metric: &StageMetric, reading: Reading, limit: Option<Limit>) -> Self {
        let latest = reading.series.latest();
        Self {
            id: metric.id(),
            service: metric.service,
            name: metric.name.clone(),
            target: metric.target.clone(),
            stat: metric.stat.clone(),
            unit: metric.unit,
            latest: latest.map(|point| point.value),
            latest_at: latest.map(|point| point.at),
            whole: reading.whole,
            limit,
            maximum: metric.maximum,
            incomplete: reading.series.incomplete,
            messages: reading.series.messages,
            values: reading.series.points,
        }
    }

    /// Whether the newest value is on the wrong side of the limit.
    pub(super) fn is_over(&self) -> bool {
        self.limit.as_ref().zip(self.latest).is_some_and(|(limit, latest)| limit.is_crossed(latest))
    }

    /// `latency p99`; a sum needs no statistic.
    pub(super) fn title(&self) -> String {
        match self.stat.as_str() {
            "Sum" | "Maximum" | "Average" => self.name.clone(),
            stat => format!("{} {stat}", self.name),
        }
    }

    /// The same below the title of its service, where most are about one thing: `requests`, `Erasures depth`.
    pub(super) fn title_in_section(&self) -> String {
        let part = match self.target.as_str() {
            "api" | "cdn" | "waf" | "users" => None,
            target => Some(target.split_once('/').map_or(target, |(_, part)| part)),
        };
        part.map_or_else(|| self.title(), |part| format!("{part} {}", self.title()))
    }

    /// A value of one period.
    pub(super) fn quantity(&self, value: f64, period_seconds: u32) -> String {
        quantity(value, &self.unit.of_period(period_seconds))
    }

    /// `> 2 s`.
    pub(super) fn limit(&self, period_seconds: u32) -> Option<String> {
        let limit = self.limit.as_ref()?;
        Some(format!("{} {}", limit.comparison, self.quantity(limit.threshold, period_seconds)))
    }

    /// A record for each value.
    pub(super) fn flat(&self) -> impl Iterator<Item = Value> {
        self.values.iter().map(|point| {
            json!({
                "service": self.service, "target": self.target, "name": self.name, "stat": self.stat, "unit": self.unit,
                "t": point.at, "v": point.value,
            })
        })
    }
}
