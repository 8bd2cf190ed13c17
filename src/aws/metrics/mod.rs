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
