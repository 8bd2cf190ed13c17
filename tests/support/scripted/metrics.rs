//! CloudWatch's series: what a test publishes, and what it leaves out.

use ciborium::{Value as Cbor, cbor, tag};

use super::{Endpoint, alarms::EPOCH_SECONDS};

/// The value that a metric has so many minutes ago; `None` is a gap.
pub(crate) type Minutes = fn(i64) -> Option<f64>;

/// What is published: everything else has no data.
#[derive(Default)]
pub(super) struct Published {
    /// Metric, a part of one of its dimensions, statistic, and values.
    series: Vec<(&'static str, &'static str, &'static str, Minutes)>,
    /// Metrics that are answered with another status than `Complete`.
    statuses: Vec<(&'static str, &'static str)>,
    /// How many queries each call had.
    pub(super) queries: Vec<usize>,
}

impl Endpoint {
    /// CloudWatch has this metric of the resource whose name is a part of `dimension`: a value for each minute.
    pub(crate) fn publish(&self, metric: &'static str, dimension: &'static str, stat: &'static str, minutes: Minutes) {
        self.world().published.publish(metric, dimension, stat, minutes);
    }

    /// CloudWatch answers queries of this metric with another status than `Complete`.
    pub(crate) fn answer_metric_with(&self, metric: &'static str, status: &'static str) {
        self.world().published.answer_with(metric, status);
    }

    /// How many queries each call for metric data had.
    pub(crate) fn metric_queries(&self) -> Vec<usize> {
        self.world().published.queries.clone()
    }
}

/// One query of a call.
struct Asked {
    id: String,
    metric: String,
    dimensions: String,
    stat: String,
    period: i64,
}

impl Published {
    pub(super) fn publish(
        &mut self,
        metric: &'static str,
        dimension: &'static str,
        stat: &'static str,
        minutes: Minutes,
    ) {
        self.series.push((metric, dimension, stat, minutes));
    }

    pub(super) fn answer_with(&mut self, metric: &'static str, status: &'static str) {
        self.statuses.push((metric, status));
    }

    /// The answer to GetMetricData at `now`, in seconds.
    pub(super) fn answer(&mut self, request: &Cbor, now: i64) -> Cbor {
        let queries = member(request, "MetricDataQueries").and_then(Cbor::as_array).cloned().unwrap_or_default();
        self.queries.push(queries.len());
        let since = member(request, "StartTime").map(seconds).unwrap_or_default();
        let until = member(request, "EndTime").map(seconds).unwrap_or_default();
        let asked = queries.iter().filter(|query| member(query, "ReturnData").and_then(Cbor::as_bool) != Some(false));
        let results: Vec<Cbor> = asked.map(Asked::of).map(|asked| self.result(&asked, since, until, now)).collect();
        cbor!({ "MetricDataResults" => results }).expect("CBOR")
    }

    fn result(&self, asked: &Asked, since: i64, until: i64, now: i64) -> Cbor {
        let status = self.statuses.iter().find(|(metric, _)| *metric == asked.metric);
        let status = status.map_or("Complete", |(_, status)| *status);
        let published = self.series.iter().find(|(metric, dimension, stat, _)| {
            *metric == asked.metric && asked.dimensions.contains(dimension) && *stat == asked.stat
        });
        let mut points: Vec<(i64, f64)> = Vec::new();
        let mut begin = since;
        while let Some((.., minutes)) = published.filter(|_| begin < until && status != "Forbidden") {
            let values =
                (0..asked.period / 60).filter_map(|minute| minutes((now - begin - 60 * minute).div_euclid(60)));
            let values: Vec<f64> = values.collect();
            let value = match asked.stat.as_str() {
                "Sum" | "SampleCount" => values.iter().copied().reduce(|a, b| a + b),
                _ => values.iter().copied().reduce(f64::max),
            };
            points.extend(value.map(|value| (begin, value)));
            begin += asked.period;
        }
        let times: Vec<_> = points.iter().map(|(at, _)| tag::Required::<_, EPOCH_SECONDS>(*at)).collect();
        let values: Vec<f64> = points.iter().map(|(_, value)| *value).collect();
        cbor!({ "Id" => asked.id, "StatusCode" => status, "Timestamps" => times, "Values" => values }).expect("CBOR")
    }
}

impl Asked {
    fn of(query: &Cbor) -> Self {
        let text = |value: Option<&Cbor>| value.and_then(Cbor::as_text).unwrap_or_default().to_owned();
        let stat = member(query, "MetricStat");
        let metric = stat.and_then(|stat| member(stat, "Metric"));
        let dimensions = metric.and_then(|metric| member(metric, "Dimensions")).and_then(Cbor::as_array);
        let dimensions = dimensions.into_iter().flatten().map(|dimension| text(member(dimension, "Value")));
        let period = stat.and_then(|stat| member(stat, "Period")).and_then(Cbor::as_integer);
        Self {
            id: text(member(query, "Id")),
            metric: text(metric.and_then(|metric| member(metric, "MetricName"))),
            dimensions: dimensions.collect::<Vec<_>>().join(" "),
            stat: text(stat.and_then(|stat| member(stat, "Stat"))),
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
