//! Metrics from CloudWatch: series of datapoints, and the usage of functions that follows from them.

mod gateway;
mod query;
mod range;
mod regions;
mod series;
mod usage;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub(crate) use self::{
    gateway::CloudWatchMetrics,
    query::{Metric, Query},
    range::{Range, RangeError, SHORTEST_PERIOD},
    regions::MetricRegions,
    series::{Incomplete, Point, Series},
    usage::Usage,
};
use super::AwsError;

pub(crate) trait Metrics {
    /// The series of each of these queries, in their order. A period without data has no point: it is not zero.
    ///
    /// What CloudWatch leaves out of an answer that it gives otherwise is said in [`Series::incomplete`].
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html>
    async fn series(&self, queries: &[Query], range: Range) -> Result<Vec<Series>, AwsError>;

    /// The usage of each of these functions that was called. CloudWatch counts per minute, a minute or two late.
    ///
    /// # Errors
    /// Also when a series is incomplete: half a count would pass for a whole one.
    async fn usage(
        &self,
        functions: &[String],
        since: Timestamp,
        until: Timestamp,
    ) -> Result<BTreeMap<String, Usage>, AwsError> {
        let range = Range { since, until, period_seconds: SHORTEST_PERIOD };
        usage::of(functions, &self.series(&usage::queries(functions), range).await?)
    }
}

#[cfg(test)]
pub(crate) mod fake {
    pub(crate) use super::series::fake::minutes;
    use super::*;

    /// The value that a metric has so many minutes ago; `None` is a gap.
    pub(crate) type Minutes = fn(i64) -> Option<f64>;

    /// A CloudWatch at `now` that has these metrics, each with a statistic, of whatever they are about.
    pub(crate) struct Published {
        pub(crate) now: Timestamp,
        pub(crate) metrics: Vec<(&'static str, &'static str, Minutes)>,
    }

    impl Metrics for Published {
        async fn series(&self, queries: &[Query], range: Range) -> Result<Vec<Series>, AwsError> {
            let series = |query: &Query| {
                let Query::Stat { metric, stat } = query else { return Series::default() };
                let is_asked = |(name, of, _): &&(&str, &str, Minutes)| *name == metric.name && of == stat;
                let Some((.., minutes)) = self.metrics.iter().find(is_asked) else { return Series::default() };
                let value = |at: Timestamp| minutes(self.now.duration_since(at).as_mins());
                let points = range.times().filter_map(|at| Some(Point { at, value: value(at)? }));
                Series { points: points.collect(), ..Series::default() }
            };
            Ok(queries.iter().map(series).collect())
        }
    }

    /// The same usage for any period.
    #[derive(Default)]
    pub(crate) struct FakeMetrics(pub(crate) BTreeMap<String, Usage>);

    impl Metrics for FakeMetrics {
        async fn series(&self, queries: &[Query], _range: Range) -> Result<Vec<Series>, AwsError> {
            Ok(vec![Series::default(); queries.len()])
        }

        async fn usage(
            &self,
            functions: &[String],
            _since: Timestamp,
            _until: Timestamp,
        ) -> Result<BTreeMap<String, Usage>, AwsError> {
            let asked = self.0.iter().filter(|(name, _)| functions.contains(name));
            Ok(asked.map(|(name, usage)| (name.clone(), *usage)).collect())
        }
    }
}
