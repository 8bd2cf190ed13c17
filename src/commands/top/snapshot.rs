//! What the screen shows, as it was read: each part by itself, so that one that can't be read takes no other with it.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

use crate::{
    aws::{
        alarms::{Alarm, Alarms as _},
        metrics::{Range, SHORTEST_PERIOD},
    },
    context::Context,
    error::Error,
    failures::{self, Failures, Limit as ReadLimit, Search, ShapeKey},
    metrics::{self, Limit, Reading, StageMetric, StageMetrics, Unit, limit_of},
    releases::{Release, live_release},
    stage::FunctionName,
    time::{Window, clock},
};

/// How far back the lines go.
const SHOWN: SignedDuration = SignedDuration::from_mins(30);
/// How far back failures are counted.
const COUNTED: SignedDuration = SignedDuration::from_mins(15);
/// The screen is read anew within a minute.
const READ_LIMIT: ReadLimit = ReadLimit { time: Duration::from_secs(10), events: 10_000 };

/// Something that is read beside others.
#[derive(Debug, Default)]
pub(super) enum Part<T> {
    #[default]
    Pending,
    Read(T),
    /// Why it could not be read.
    Unread(String),
}

impl<T> Part<T> {
    pub(super) fn read(&self) -> Option<&T> {
        match self {
            Self::Read(read) => Some(read),
            Self::Pending | Self::Unread(_) => None,
        }
    }
}

impl<T> From<Result<T, Error>> for Part<T> {
    fn from(read: Result<T, Error>) -> Self {
        read.map_or_else(|error| Self::Unread(error.to_string()), Self::Read)
    }
}

#[derive(Debug, Default)]
pub(super) struct Snapshot {
    pub(super) alarms: Part<Vec<Alarm>>,
    pub(super) traffic: Part<Traffic>,
    pub(super) failures: Part<Failures>,
    pub(super) release: Part<Option<Release>>,
}

/// What is read less often: CloudWatch charges for metrics, and counts in minutes.
#[derive(Debug)]
pub(super) struct Slow {
    traffic: Part<Traffic>,
    failures: Part<Failures>,
    release: Part<Option<Release>>,
}

#[derive(Debug)]
pub(super) struct Traffic {
    pub(super) range: Range,
    /// Of the whole API.
    pub(super) lines: Vec<TrafficLine>,
    pub(super) operations: Vec<Operation>,
}

#[derive(Debug)]
pub(super) struct TrafficLine {
    pub(super) label: String,
    pub(super) metric: StageMetric,
    pub(super) reading: Reading,
}

/// What a function did; `None` is unknown, or never.
#[derive(Debug, Default)]
pub(super) struct Operation {
    pub(super) name: String,
    pub(super) calls: Option<f64>,
    pub(super) errors: Option<f64>,
    pub(super) throttled: Option<f64>,
    pub(super) p50: Option<f64>,
    pub(super) p99: Option<f64>,
    /// Whether CloudWatch left out some of it.
    pub(super) is_incomplete: bool,
    /// The p99 of each minute.
    pub(super) latency: Reading,
}

impl Snapshot {
    pub(super) fn take_slow(&mut self, slow: Slow) {
        (self.traffic, self.failures, self.release) = (slow.traffic, slow.failures, slow.release);
    }

    /// The alarms that fire, the most urgent first.
    pub(super) fn firing(&self) -> Vec<&Alarm> {
        Alarm::firing(self.alarms.read().into_iter().flatten())
    }

    /// The operations that were called: those that fail first, then the slowest.
    pub(super) fn operations(&self) -> Vec<&Operation> {
        let mut operations: Vec<&Operation> = self.traffic.read().into_iter().flat_map(Traffic::called).collect();
        operations.sort_by(|a, b| {
            let rank = |operation: &Operation| (self.failed(&operation.name), operation.throttled, operation.p99);
            rank(b).partial_cmp(&rank(a)).unwrap_or(std::cmp::Ordering::Equal)
        });
        operations
    }

    /// How many requests failed by the logs; `None` if those of the function were not read.
    pub(super) fn failed(&self, function: &str) -> Option<usize> {
        let failures = self.failures.read()?;
        let is_of = |key: &ShapeKey| key.function.as_ref().is_some_and(|name| name.0 == function);
        let count = failures.shapes.iter().filter(|shape| is_of(&shape.key)).map(|shape| shape.count).sum();
        (count > 0 || failures.not_read.iter().all(|unread| unread.log != function)).then_some(count)
    }
}

impl Traffic {
    fn called(&self) -> impl Iterator<Item = &Operation> {
        let is_called = |operation: &&Operation| {
            operation.calls > Some(0.0) || operation.throttled > Some(0.0) || operation.is_incomplete
        };
        self.operations.iter().filter(is_called)
    }
}

pub(super) async fn alarms(cx: &Context, stage: &StageMetrics) -> Part<Vec<Alarm>> {
    cx.alarms().all(&stage.deployed.alarm_names()).await.map_err(Error::from).into()
}

pub(super) async fn slow(cx: &Context, stage: &StageMetrics, routes: &BTreeMap<String, FunctionName>) -> Slow {
    let now = clock::now();
    let window = Window { since: now.checked_sub(COUNTED).unwrap_or(now), until: None };
    let failures = async {
        let search = Search::of(&stage.deployed, routes.clone(), None, window)?;
        Ok(failures::find(&cx.aws.logs, &search, READ_LIMIT).await?)
    };
    let (traffic, failures, release) = tokio::join!(traffic(cx, stage, now), failures, live_release(cx));
    Slow { traffic: traffic.into(), failures: failures.into(), release: release.into() }
}

async fn traffic(cx: &Context, stage: &StageMetrics, now: Timestamp) -> Result<Traffic, Error> {
    let until = Timestamp::from_second(now.as_second() / 60 * 60).unwrap_or(now);
    let since = until.checked_sub(SHOWN).unwrap_or(until);
    let range = Range { since, until, period_seconds: SHORTEST_PERIOD };
    let wanted: Vec<&StageMetric> = stage.metrics.iter().filter(|metric| is_wanted(metric)).collect();
    let readings = metrics::read(&cx.aws.metrics, &wanted, range).await?;
    let mut traffic = Traffic { range, lines: Vec::new(), operations: Vec::new() };
    let mut operations: HashMap<&str, Operation> = HashMap::new();
    for (metric, reading) in wanted.into_iter().zip(readings) {
        if metric.target == API {
            traffic.lines.push(TrafficLine::new(metric, reading));
        } else {
            operations.entry(&metric.target).or_default().add(metric, reading);
        }
    }
    let named = |(name, operation): (&str, Operation)| Operation { name: name.to_owned(), ..operation };
    traffic.operations = operations.into_iter().map(named).collect();
    traffic.operations.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(traffic)
}

const API: &str = "api";

/// The metrics that are read: each one that CloudWatch sends costs.
fn is_wanted(metric: &StageMetric) -> bool {
    let of_api =
        [("requests", "Sum"), ("5xx-rate", "Sum"), ("4xx-rate", "Sum"), ("latency", "p50"), ("latency", "p99")];
    let of_function =
        [("invocations", "Sum"), ("errors", "Sum"), ("throttles", "Sum"), ("duration", "p50"), ("duration", "p99")];
    let is = |(name, stat): &(&str, &str)| metric.name == *name && metric.stat == *stat;
    match metric.service {
        metrics::Service::Api => metric.target == API && of_api.iter().any(is),
        metrics::Service::Lambda => of_function.iter().any(is),
        _ => false,
    }
}

impl TrafficLine {
    fn new(metric: &StageMetric, reading: Reading) -> Self {
        let label = match metric.name.as_str() {
            "latency" => metric.stat.clone(),
            name => name.trim_end_matches("-rate").to_owned(),
        };
        Self { label, metric: metric.clone(), reading }
    }

    /// The last minute that CloudWatch has counted; `None` if it is not known.
    pub(super) fn latest(&self) -> Option<f64> {
        self.reading.series.latest().map(|point| point.value)
    }

    /// The threshold of the alarm on it.
    pub(super) fn limit(&self, alarms: &[Alarm]) -> Option<Limit> {
        limit_of(&self.metric, SHORTEST_PERIOD, alarms)
    }

    pub(super) fn is_over(&self, limit: &Limit) -> bool {
        self.latest().is_some_and(|value| limit.is_crossed(value))
    }
}

impl Operation {
    fn add(&mut self, metric: &StageMetric, reading: Reading) {
        self.is_incomplete |= reading.series.incomplete.is_some();
        let value = reading.whole;
        match (metric.name.as_str(), metric.stat.as_str()) {
            ("invocations", _) => self.calls = value,
            ("errors", _) => self.errors = value,
            ("throttles", _) => self.throttled = value,
            (_, "p50") => self.p50 = value,
            _ => (self.p99, self.latency) = (value, reading),
        }
    }
}

/// As a number is shown beside others of its kind; unknown is a dash.
pub(super) fn shown(value: Option<f64>, unit: Unit) -> String {
    use crate::terminal::chart::quantity;
    value.map_or_else(|| "-".to_owned(), |value| quantity(value, &unit.of_period(SHORTEST_PERIOD)))
}
