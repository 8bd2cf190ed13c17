//! `srvls metrics show NAME`: a chart of one metric, beside itself at another time, with the deployments.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};

use super::{row::Row, window};
use crate::{
    aws::{
        AwsError,
        alarms::Alarms,
        identity::Identity as _,
        metrics::{Incomplete, Metrics, Point, Range},
        optional,
    },
    context::Context,
    error::Error,
    metrics::{Reading, Service, StageMetric, StageMetrics, called, limit_of, read, with_stat},
    releases::{Entry, History, short_name},
    terminal::{
        chart::{Chart, Line, Mark, Threshold},
        output::{Report, Text, Tone, View},
    },
    time::{TimeSpec, clock},
};

/// Show a metric as a chart, with its limit and the deployments
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  srvls metrics show get_profile.duration --stat p95
  srvls metrics show api.5xx-rate --since 6h --compare 1w
  srvls metrics show sign-ins --since 30d --period 1d -o csv")]
pub(crate) struct ShowArgs {
    /// Metric, such as get_profile.duration, api.requests or sign-ins
    name: String,
    /// Statistic, such as Sum, Average, Maximum or p99
    #[arg(long, value_name = "STAT")]
    stat: Option<String>,
    /// Begin at this time
    #[arg(long, value_name = "T", default_value = "3h")]
    since: TimeSpec,
    /// Length of a period, such as 1m, 5m or 1h
    #[arg(long, value_name = "P", value_parser = window::span)]
    period: Option<SignedDuration>,
    /// Compare with the same time so much earlier, such as 1d or 1w
    #[arg(long, value_name = "SPAN", value_parser = window::span)]
    compare: Option<SignedDuration>,
    /// Show it again every minute, in place
    #[arg(short, long)]
    pub(super) watch: bool,
}

/// More releases than these in the time of a chart would be no marks but a wall.
const RELEASES: usize = 26;

pub(super) async fn run(cx: &Context, args: &ShowArgs) -> Result<MetricReport, Error> {
    let now = clock::local();
    let back = args.compare.unwrap_or_default();
    let range = window::range(args.since.resolve(&now), now.timestamp(), back, args.period)?;
    let stage = StageMetrics::find(cx).await?;
    stage.warn_of_unread_template(cx.progress);
    let metric = called(&stage.metrics, &args.name)?;
    let metric = match &args.stat {
        Some(stat) => with_stat(metric, stat)
            .map_err(|error| Error::usage(error.to_string(), "leave --stat out for its usual statistic"))?,
        None => metric.clone(),
    };
    let question = Question { metric: &metric, range, back: args.compare };
    let names = stage.deployed.alarm_names();
    let deployments = async { optional(deployments(cx, range.since)).await.map_err(|error| error.to_string()) };
    let (cloudwatch, alarms) = (cx.metrics(), cx.alarms());
    let (report, deployments) = tokio::join!(question.answer(&cloudwatch, &alarms, &names), deployments);
    let report = report?.with_deployments(deployments);
    for warning in &report.warnings {
        cx.progress.warn(warning);
    }
    Ok(report)
}

/// The releases that began since then, oldest first.
async fn deployments(cx: &Context, since: Timestamp) -> Result<Vec<Deployment>, Error> {
    let caller = cx.aws.identity.caller().await?;
    let history = History::read(cx, &caller, RELEASES).await?;
    let is_since = |entry: &&Entry| entry.record.release.created_at >= since;
    Ok(history.entries.iter().rev().filter(is_since).map(Deployment::of).collect())
}

struct Question<'a> {
    metric: &'a StageMetric,
    range: Range,
    back: Option<SignedDuration>,
}

impl Question<'_> {
    async fn answer(
        &self,
        cloudwatch: &impl Metrics,
        alarms: &impl Alarms,
        alarm_names: &[String],
    ) -> Result<MetricReport, Error> {
        let Self { metric, range, back } = *self;
        let earlier = async {
            match back {
                Some(back) => read_one(cloudwatch, metric, range.earlier(back)).await.map(Some),
                None => Ok(None),
            }
        };
        let (now, earlier, alarms) =
            tokio::join!(read_one(cloudwatch, metric, range), earlier, optional(alarms.named(alarm_names)));
        let (mut not_read, mut warnings) = (Vec::new(), Vec::new());
        let alarms = alarms.unwrap_or_else(|error| {
            not_read.push("limit");
            warnings.push(format!("could not read the alarms, so its limit is unknown: {error}"));
            Vec::new()
        });
        let compared = earlier?.zip(back).map(|(reading, back)| Compared::new(reading, range.earlier(back), back));
        Ok(MetricReport {
            since: range.since,
            until: range.until,
            period_seconds: range.period_seconds,
            metrics: [Row::new(metric, now?, limit_of(metric, range.period_seconds, &alarms))],
            compared,
            deployments: None,
            not_read,
            warnings,
            range,
        })
    }
}

async fn read_one(cloudwatch: &impl Metrics, metric: &StageMetric, range: Range) -> Result<Reading, AwsError> {
    Ok(read(cloudwatch, &[metric], range).await?.pop().unwrap_or_default())
}

#[derive(Debug, Serialize)]
pub(crate) struct MetricReport {
    since: Timestamp,
    until: Timestamp,
    period_seconds: u32,
    /// One, as in the overview.
    metrics: [Row; 1],
    /// The same metric so much earlier.
    compared: Option<Compared>,
    /// Those that began in this time; null where they could not be read.
    deployments: Option<Vec<Deployment>>,
    not_read: Vec<&'static str>,
    #[serde(skip)]
    warnings: Vec<String>,
    #[serde(skip)]
    range: Range,
}

#[derive(Debug, Serialize)]
struct Compared {
    since: Timestamp,
    until: Timestamp,
    whole: Option<f64>,
    incomplete: Option<Incomplete>,
    values: Vec<Point>,
    #[serde(skip)]
    back: SignedDuration,
}

impl Compared {
    fn new(reading: Reading, range: Range, back: SignedDuration) -> Self {
        let Reading { series, whole } = reading;
        Self {
            since: range.since,
            until: range.until,
            whole,
            incomplete: series.incomplete,
            values: series.points,
            back,
        }
    }

    /// `1w earlier`.
    fn name(&self) -> String {
        format!("{} earlier", window::spelled(u32::try_from(self.back.as_secs()).unwrap_or(u32::MAX)))
    }
}

#[derive(Debug, Serialize)]
struct Deployment {
    at: Timestamp,
    release: String,
    commit: Option<String>,
    by: String,
    outcome: &'static str,
    #[serde(skip)]
    name: String,
}

impl Deployment {
    fn of(entry: &Entry) -> Self {
        let release = &entry.record.release;
        let by = short_name(&release.by);
        Self {
            at: release.created_at,
            release: release.id.clone(),
            commit: release.commit.clone(),
            by: release.by.clone(),
            outcome: entry.record.outcome.words(),
            name: format!("{} by {by}, {}", release.name(), entry.record.outcome.words()),
        }
    }
}

impl MetricReport {
    fn with_deployments(mut self, deployments: Result<Vec<Deployment>, String>) -> Self {
        match deployments {
            Ok(deployments) => self.deployments = Some(deployments),
            Err(error) => {
                self.not_read.push("deployments");
                self.warnings.push(format!("could not read the releases, so no deployment is marked: {error}"));
            }
        }
        self
    }

    fn row(&self) -> &Row {
        &self.metrics[0]
    }

    /// `get_profile.duration p99: 7 s, over its limit (> 2 s, srvls-dev-slow)`.
    fn verdict(&self) -> Text {
        let (row, period) = (self.row(), self.period_seconds);
        let title = if row.stat == "Sum" { row.id.clone() } else { format!("{} {}", row.id, row.stat) };
        let Some(latest) = row.latest else {
            return Text::from(format!("{title}: ")) + Text::toned("no data", Tone::Warning);
        };
        let value = Text::from(format!("{title}: {}", row.quantity(latest, period)));
        match (&row.limit, row.limit(period)) {
            (Some(limit), Some(text)) if row.is_over() => {
                value + Text::toned(&format!(", over its limit ({text}, {})", limit.alarm), Tone::Bad)
            }
            (Some(limit), Some(text)) => value + format!(", within its limit ({text}, {})", limit.alarm),
            _ if self.not_read.contains(&"limit") => value + ", its limit is unknown",
            _ => value + ", no alarm watches it",
        }
    }

    fn chart(&self) -> Chart {
        let row = self.row();
        let unit = row.unit.of_period(self.period_seconds);
        let points = row.values.iter().map(|point| (point.at, point.value)).collect();
        let other = self.compared.as_ref().map(|compared| {
            let moved = compared.values.iter().map(|point| (point.at + compared.back, point.value));
            Line { name: compared.name(), points: moved.collect() }
        });
        let limit = row.limit.as_ref();
        let threshold =
            limit.map(|limit| Threshold { name: format!("limit of {}", limit.alarm), value: limit.threshold });
        let deployments = self.deployments.iter().flatten();
        let marks = deployments.map(|deployment| Mark { at: deployment.at, name: deployment.name.clone() });
        Chart {
            since: self.since,
            until: self.until,
            period_seconds: self.period_seconds,
            unit,
            line: Line { name: row.id.clone(), points },
            other,
            threshold,
            marks: marks.collect(),
        }
    }

    /// What was not read of this time, or of the one it is compared with.
    fn notes(&self) -> Vec<String> {
        let of_now = self.row().incomplete.map(|why| format!("not all was read: {why}"));
        let of_earlier = self
            .compared
            .as_ref()
            .and_then(|compared| Some(format!("not all was read of {}: {}", compared.name(), compared.incomplete?)));
        of_now.into_iter().chain(of_earlier).chain(self.row().messages.iter().cloned()).collect()
    }
}

impl Report for MetricReport {
    fn view(&self) -> View {
        let view = View::new().text(self.verdict()).drawing(self.chart());
        self.notes().into_iter().fold(view, |view, note| view.text(Text::toned(&note, Tone::Warning)))
    }

    /// A record for each period: a gap is empty.
    fn flat(&self) -> Option<Value> {
        let earlier = |compared: &Compared| self.range.earlier(compared.back).values(&compared.values);
        let earlier = self.compared.as_ref().map(earlier);
        let values = self.range.values(&self.row().values);
        let records = self.range.times().zip(values).enumerate().map(|(index, (at, value))| {
            let mut record = json!({ "t": at, "v": value });
            if let Some(earlier) = &earlier {
                record["compared"] = json!(earlier.get(index).copied().flatten());
            }
            record
        });
        Some(records.collect())
    }

    fn hints(&self) -> Vec<String> {
        let row = self.row();
        let logs = || format!("run `srvls logs tail {} --level error` for what fails", row.target);
        let compare = || format!("run `srvls metrics show {} --compare 1w` to compare it", row.id);
        let is_function = row.service == Service::Lambda;
        match self.compared {
            _ if row.is_over() && is_function => vec![logs()],
            None if row.latest.is_some() => vec![compare()],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{commands::metrics::fixture, metrics::called};

    async fn report(name: &str, back: Option<SignedDuration>) -> MetricReport {
        let stage = fixture::stage();
        let metric = called(&stage.metrics, name).expect("known");
        let since = fixture::now() - SignedDuration::from_mins(60);
        let range = Range { since, until: fixture::now(), period_seconds: 60 };
        let question = Question { metric, range, back };
        let names = stage.deployed.alarm_names();
        let report = question.answer(&fixture::incident(), &fixture::alarms(), &names).await.expect("read");
        let deployment = Deployment {
            at: fixture::now() - SignedDuration::from_mins(13),
            release: "r20261122T101700000Z".into(),
            commit: None,
            by: "arn:aws:iam::1:user/ada".into(),
            outcome: "succeeded",
            name: "r20261122T101700000Z by ada, succeeded".into(),
        };
        report.with_deployments(Ok(vec![deployment]))
    }

    #[tokio::test]
    async fn a_chart_says_whether_the_value_is_over_its_limit() {
        let report = report("api.5xx-rate", None).await;

        insta::assert_snapshot!(report.view().render(Some(80)).unstyled(), @"
        api.5xx-rate: 50 %, over its limit (> 1 %, srvls-dev-api-5xx)

        50 % ┤                                                          ┊   ⢸⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
             │                                                          ┊   ⢸
             │                                                          ┊   ⡇
             │                                                          ┊   ⡇
             │                                                          ┊   ⡇
        25 % ┤                                                          ┊   ⡇
             │                                                          ┊  ⢸
             │                                                          ┊  ⢸
             │                                                          ┊  ⢸
             │                                                          ┊  ⢸
             │                                                          ┊  ⡇
           0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡇╌╌╌╌╌╌╌╌╌╌╌╌
             └┬───────────┬────────────┬───────────┬────────────┬───────a───┬───────────
              09:30Z   09:40Z       09:50Z      10:00Z       10:10Z      10:20Z
        ⠒  api.5xx-rate: 0 % to 50 %, latest 50 %
        ╌  limit of srvls-dev-api-5xx: 1 %
        a  10:17Z  r20261122T101700000Z by ada, succeeded
        ");
        assert_eq!(report.hints(), ["run `srvls metrics show api.5xx-rate --compare 1w` to compare it"]);
    }

    #[tokio::test]
    async fn csv_has_a_record_for_each_period_and_a_gap_is_empty() {
        let report = report("get_profile.invocations", Some(SignedDuration::from_hours(24))).await;

        let flat = report.flat().expect("records");
        let records = flat.as_array().expect("a list");
        assert_eq!(records.len(), 60);
        assert_eq!(records[45], json!({ "t": "2026-11-22T10:15:00Z", "v": null, "compared": 12.0 }));
        assert_eq!(records[59], json!({ "t": "2026-11-22T10:29:00Z", "v": 12.0, "compared": 12.0 }));
    }

    #[tokio::test]
    async fn a_function_over_its_limit_leads_to_its_logs() {
        let mut report = report("get_profile.duration", None).await;
        assert!(report.hints()[0].contains("--compare 1w"));
        report.metrics[0].limit =
            Some(crate::metrics::Limit { alarm: "slow".into(), comparison: ">".into(), threshold: 50.0 });

        assert_eq!(report.hints(), ["run `srvls logs tail get_profile --level error` for what fails"]);
        let verdict = report.verdict().unstyled();
        assert_eq!(verdict, "get_profile.duration p99: 95 ms, over its limit (> 50 ms, slow)");
    }

    #[tokio::test]
    async fn releases_that_can_not_be_read_are_unknown_and_not_none() {
        let report = report("api.requests", None).await.with_deployments(Err("denied".into()));
        let data = serde_json::to_value(&MetricReport { deployments: None, ..report }).expect("data");

        assert_eq!((&data["deployments"], &data["not_read"]), (&Value::Null, &json!(["deployments"])));
    }
}
