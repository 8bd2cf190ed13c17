//! `srvls metrics`: every metric of the stage, with its trend and its limit.

mod screen;
mod trend;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;

use super::{row::Row, window};
use crate::{
    aws::{
        AwsError,
        alarms::{Alarm, Alarms},
        metrics::{Metrics, Range},
        optional,
    },
    context::Context,
    error::Error,
    metrics::{Reading, Service, StageMetric, StageMetrics, limit_of, read},
    terminal::output::{Report, View},
    time::{TimeSpec, clock},
};

#[derive(Debug, Clone, clap::Args)]
pub(crate) struct OverviewArgs {
    /// Begin at this time [default: 30m]
    #[arg(long, value_name = "T")]
    since: Option<TimeSpec>,
    /// Show only the metrics of this function
    #[arg(long, value_name = "F")]
    function: Option<String>,
    /// Show it again every minute, in place
    #[arg(short, long)]
    pub(super) watch: bool,
}

impl OverviewArgs {
    pub(super) fn is_given(&self) -> bool {
        self.since.is_some() || self.function.is_some() || self.watch
    }
}

const HALF_AN_HOUR: TimeSpec = TimeSpec::Ago(SignedDuration::from_mins(30));
const DAY: SignedDuration = SignedDuration::from_hours(24);
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

pub(super) async fn run(cx: &Context, args: &OverviewArgs) -> Result<MetricsReport, Error> {
    let now = clock::local();
    let since = args.since.unwrap_or(HALF_AN_HOUR).resolve(&now);
    let range = window::range(since, now.timestamp(), WEEK, None)?;
    let stage = StageMetrics::find(cx).await?;
    stage.warn_of_unread_template(cx.progress);
    overview(&stage, &cx.metrics(), &cx.alarms(), args.function.as_deref(), range).await.inspect(|report| {
        if let Some(error) = &report.unread_alarms {
            cx.progress.warn(format_args!("could not read the alarms, so limits are missing: {error}"));
        }
    })
}

async fn overview(
    stage: &StageMetrics,
    cloudwatch: &impl Metrics,
    alarms: &impl Alarms,
    function: Option<&str>,
    range: Range,
) -> Result<MetricsReport, Error> {
    let chosen = chosen(stage, function)?;
    let names = stage.deployed.alarm_names();
    let (now, yesterday, last_week, alarms) = tokio::join!(
        read(cloudwatch, &chosen, range),
        optional(read(cloudwatch, &chosen, range.earlier(DAY))),
        optional(read(cloudwatch, &chosen, range.earlier(WEEK))),
        optional(alarms.named(&names)),
    );
    let (mut not_read, mut unread_alarms) = (vec!["cold_starts"], None);
    let mut earlier = |name: &'static str, read: Result<Vec<Reading>, AwsError>| {
        read.unwrap_or_else(|_| {
            not_read.push(name);
            vec![Reading::default(); chosen.len()]
        })
    };
    let (yesterday, last_week) = (earlier("yesterday", yesterday), earlier("last_week", last_week));
    let alarms: Vec<Alarm> = alarms.unwrap_or_else(|error| {
        not_read.push("limit");
        unread_alarms = Some(error);
        Vec::new()
    });
    if stage.unread_template.is_some() {
        not_read.extend(["api", "waf", "maximum"]);
    }
    let metrics = chosen.iter().zip(now?).zip(yesterday.into_iter().zip(last_week));
    let metrics = metrics.map(|((metric, now), (yesterday, last_week))| Trended {
        row: Row::new(metric, now, limit_of(metric, range.period_seconds, &alarms)),
        yesterday: yesterday.whole,
        last_week: last_week.whole,
    });
    Ok(MetricsReport {
        since: range.since,
        until: range.until,
        period_seconds: range.period_seconds,
        metrics: metrics.collect(),
        not_read,
        range,
        of_function: function.map(str::to_owned),
        unread_alarms,
    })
}

/// # Errors
/// When there is no such function.
fn chosen<'a>(stage: &'a StageMetrics, function: Option<&str>) -> Result<Vec<&'a StageMetric>, Error> {
    let Some(name) = function else { return Ok(stage.metrics.iter().collect()) };
    stage.deployed.functions_called(&[name.to_owned()])?;
    let of_operation = format!("api/{name}");
    let is_of_function = |metric: &&StageMetric| {
        metric.service == Service::Lambda && metric.target == name || metric.target == of_operation
    };
    Ok(stage.metrics.iter().filter(is_of_function).collect())
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct MetricsReport {
    since: Timestamp,
    until: Timestamp,
    period_seconds: u32,
    metrics: Vec<Trended>,
    /// What is null or missing because AWS has no such metric, or did not say.
    not_read: Vec<&'static str>,
    #[serde(skip)]
    range: Range,
    #[serde(skip)]
    of_function: Option<String>,
    #[serde(skip)]
    unread_alarms: Option<AwsError>,
}

/// A metric beside itself at the same time of other days.
#[derive(Debug, Clone, Serialize)]
struct Trended {
    #[serde(flatten)]
    row: Row,
    /// `whole` of the same time yesterday, and a week ago.
    yesterday: Option<f64>,
    last_week: Option<f64>,
}

impl Report for MetricsReport {
    const ROWS: Option<&'static str> = Some("metrics");

    fn view(&self) -> View {
        View::new().drawing(self.clone())
    }

    fn flat(&self) -> Option<Value> {
        Some(self.metrics.iter().flat_map(|metric| metric.row.flat()).collect())
    }

    fn hints(&self) -> Vec<String> {
        let over = self.metrics.iter().find(|metric| metric.row.is_over());
        let with_data = || self.metrics.iter().find(|metric| metric.row.latest.is_some());
        let shown = over.or_else(with_data).map(|metric| metric.row.id.clone());
        let chart = shown.map(|id| format!("run `srvls metrics show {id}` for a chart"));
        let cold_starts = "run `srvls logs query cold-starts` to count cold starts in the logs".to_owned();
        chart.into_iter().chain([cold_starts]).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        aws::{alarms::fake::FakeAlarms, metrics::fake::Published},
        commands::metrics::fixture,
    };

    pub(super) async fn report(cloudwatch: &Published, function: Option<&str>) -> MetricsReport {
        report_with(cloudwatch, &fixture::alarms(), function).await
    }

    pub(super) async fn report_with(
        cloudwatch: &Published,
        alarms: &FakeAlarms,
        function: Option<&str>,
    ) -> MetricsReport {
        let range =
            Range { since: fixture::now() - SignedDuration::from_mins(30), until: fixture::now(), period_seconds: 60 };
        overview(&fixture::stage(), cloudwatch, alarms, function, range).await.expect("read")
    }

    #[tokio::test]
    async fn a_metric_has_the_documented_fields() {
        let report = report(&fixture::incident(), None).await;

        let data = serde_json::to_value(&report).expect("data");
        let rate = data["metrics"].as_array().expect("a list").iter().find(|metric| metric["id"] == "api.5xx-rate");
        let mut rate = rate.expect("there").clone();
        assert_eq!(rate["values"].as_array().map(Vec::len), Some(30));
        assert_eq!(rate["values"][29], json!({ "t": "2026-11-22T10:29:00Z", "v": 50.0 }));
        rate["values"] = json!([]);
        assert_eq!(
            rate,
            json!({
                "id": "api.5xx-rate", "service": "api", "name": "5xx-rate", "target": "api", "stat": "Sum", "unit": "%",
                "latest": 50.0, "latest_at": "2026-11-22T10:29:00Z", "whole": 100.0 * 110.0 / 660.0,
                "limit": { "alarm": "srvls-dev-api-5xx", "comparison": ">", "threshold": 1.0 }, "maximum": null,
                "incomplete": null, "messages": [], "values": [], "yesterday": 0.0, "last_week": 0.0,
            })
        );
        assert_eq!((&data["since"], &data["until"]), (&json!("2026-11-22T10:00:00Z"), &json!("2026-11-22T10:30:00Z")));
        assert_eq!(data["not_read"], json!(["cold_starts"]));
    }

    #[tokio::test]
    async fn a_function_has_its_metrics_alone() {
        let report = report(&fixture::incident(), Some("get_profile")).await;

        assert!(report.metrics.iter().all(|metric| metric.row.target == "get_profile"));
        assert_eq!(report.metrics.len(), 8);
    }
}
