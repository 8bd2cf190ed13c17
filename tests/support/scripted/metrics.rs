//! CloudWatch's series: what a test publishes, and what it leaves out.

use std::ops::Range;

use ciborium::{Value as Cbor, cbor, tag};

use super::{Endpoint, alarms::EPOCH_SECONDS};
use crate::alarms::metric_math::Expression;

/// The value that a metric has so many minutes ago; `None` is a gap.
pub(crate) type Minutes = fn(i64) -> Option<f64>;

/// What measures the rest: the value of a query over its period, which begins so many minutes ago.
pub(crate) type Source = Box<dyn Fn(&Asked, i64) -> Option<f64> + Send>;

/// What is published: everything else has no data.
#[derive(Default)]
pub(super) struct Published {
    /// Metric, a part of one of its dimensions, statistic, and values.
    series: Vec<(&'static str, &'static str, &'static str, Minutes)>,
    source: Option<Source>,
    /// Metrics that are answered with another status than `Complete`.
    statuses: Vec<(&'static str, &'static str)>,
    /// How many queries each call had.
    pub(super) queries: Vec<usize>,
}

impl Endpoint {
    /// CloudWatch has this metric of the resource whose name is a part of `dimension`: a value for each minute.
    pub(crate) fn publish(&self, metric: &'static str, dimension: &'static str, stat: &'static str, minutes: Minutes) {
        self.world().published.series.push((metric, dimension, stat, minutes));
    }

    /// CloudWatch has what this measures of the metrics that are not published.
    pub(crate) fn measure(&self, source: Source) {
        self.world().published.source = Some(source);
    }

    /// CloudWatch answers queries of this metric with another status than `Complete`.
    pub(crate) fn answer_metric_with(&self, metric: &'static str, status: &'static str) {
        self.world().published.statuses.push((metric, status));
    }

    /// How many queries each call for metric data had.
    pub(crate) fn metric_queries(&self) -> Vec<usize> {
        self.world().published.queries.clone()
    }
}

/// One query of a call.
#[derive(Default)]
pub(crate) struct Asked {
    id: String,
    /// Of metric math, which needs other queries.
    expression: Option<Expression>,
    is_returned: bool,
    pub(crate) namespace: String,
    pub(crate) metric: String,
    pub(crate) dimensions: Vec<(String, String)>,
    pub(crate) stat: String,
    /// In seconds.
    pub(crate) period: i64,
}

impl Published {
    /// The answer to GetMetricData at `now`, in seconds.
    pub(super) fn answer(&mut self, request: &Cbor, now: i64) -> Cbor {
        let queries = member(request, "MetricDataQueries").and_then(Cbor::as_array).cloned().unwrap_or_default();
        self.queries.push(queries.len());
        let since = member(request, "StartTime").map(seconds).unwrap_or_default();
        let until = member(request, "EndTime").map(seconds).unwrap_or_default();
        let asked: Vec<Asked> = queries.iter().map(Asked::of).collect();
        // A minute may have begun since the caller looked at the clock.
        let by_the_minute = asked.iter().all(|query| query.expression.is_some() || query.period == 60);
        let now = if by_the_minute && (0..120).contains(&(now - until)) { until } else { now };
        let returned = asked.iter().filter(|asked| asked.is_returned);
        let results: Vec<Cbor> = returned.map(|query| self.result(query, &asked, since..until, now)).collect();
        cbor!({ "MetricDataResults" => results }).expect("CBOR")
    }

    fn result(&self, query: &Asked, all: &[Asked], range: Range<i64>, now: i64) -> Cbor {
        let status = self.statuses.iter().find(|(metric, _)| *metric == query.metric);
        let status = status.map_or("Complete", |(_, status)| *status);
        // Metric math has the period of its metrics.
        let period = if query.expression.is_some() { all.iter().map(|asked| asked.period).max() } else { None };
        let period = period.unwrap_or(query.period);
        let begins = (0..).map(|index| range.start + index * period).take_while(|begin| *begin < range.end);
        let points: Vec<(i64, f64)> = begins
            .filter(|_| status != "Forbidden")
            .filter_map(|begin| Some((begin, self.value(query, all, (now - begin).div_euclid(60))?)))
            .collect();
        let times: Vec<_> = points.iter().map(|(at, _)| tag::Required::<_, EPOCH_SECONDS>(*at)).collect();
        let values: Vec<f64> = points.iter().map(|(_, value)| *value).collect();
        cbor!({ "Id" => query.id, "StatusCode" => status, "Timestamps" => times, "Values" => values }).expect("CBOR")
    }

    /// The value of the period that begins so many minutes ago.
    fn value(&self, query: &Asked, all: &[Asked], begins_ago: i64) -> Option<f64> {
        if let Some(expression) = &query.expression {
            let of = |id: &str| self.value(all.iter().find(|asked| asked.id == id)?, all, begins_ago);
            return expression.value(&of);
        }
        let published = self.series.iter().find(|(metric, part, stat, _)| {
            let is_about = query.dimensions.iter().any(|(_, value)| value.contains(part));
            *metric == query.metric && is_about && *stat == query.stat
        });
        let Some((.., minutes)) = published else { return self.source.as_ref()?(query, begins_ago) };
        let values = (0..query.period / 60).filter_map(|minute| minutes(begins_ago - minute));
        match query.stat.as_str() {
            "Sum" | "SampleCount" => values.reduce(|a, b| a + b),
            _ => values.reduce(f64::max),
        }
    }
}

impl Asked {
    fn of(query: &Cbor) -> Self {
        let text = |value: Option<&Cbor>| value.and_then(Cbor::as_text).unwrap_or_default().to_owned();
        let id = text(member(query, "Id"));
        let is_returned = member(query, "ReturnData").and_then(Cbor::as_bool) != Some(false);
        let expression = member(query, "Expression").and_then(Cbor::as_text).map(Expression::read);
        let Some(stat) = member(query, "MetricStat") else {
            return Self { id, expression, is_returned, ..Self::default() };
        };
        let metric = member(stat, "Metric");
        let dimensions = metric.and_then(|metric| member(metric, "Dimensions")).and_then(Cbor::as_array);
        let dimension = |pair: &Cbor| (text(member(pair, "Name")), text(member(pair, "Value")));
        let period = member(stat, "Period").and_then(Cbor::as_integer);
        Self {
            id,
            expression,
            is_returned,
            namespace: text(metric.and_then(|metric| member(metric, "Namespace"))),
            metric: text(metric.and_then(|metric| member(metric, "MetricName"))),
            dimensions: dimensions.into_iter().flatten().map(dimension).collect(),
            stat: text(member(stat, "Stat")),
            period: period.and_then(|period| i64::try_from(period).ok()).unwrap_or(60),
        }
    }
}

fn member<'a>(value: &'a Cbor, name: &str) -> Option<&'a Cbor> {
    value.as_map()?.iter().find(|(member, _)| member.as_text() == Some(name)).map(|(_, value)| value)
}

/// A time, in whole seconds.
fn seconds(time: &Cbor) -> i64 {
    match time {
        Cbor::Tag(_, time) => seconds(time),
        Cbor::Integer(seconds) => i64::try_from(*seconds).expect("a time"),
        #[expect(clippy::cast_possible_truncation, reason = "srvls asks for whole seconds")]
        Cbor::Float(seconds) => *seconds as i64,
        other => panic!("no time: {other:?}"),
    }
}
