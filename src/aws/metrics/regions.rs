//! The metrics of a stage whose edge is in a different region from its API.

use super::{CloudWatchMetrics, Metrics, Query, Range, Series};
use crate::aws::AwsError;

/// CloudWatch in the API's region, and in the edge's region if that is a different one.
#[derive(Clone, Copy)]
pub(crate) struct MetricRegions<'a> {
    pub(crate) home: &'a CloudWatchMetrics,
    pub(crate) edge: Option<&'a CloudWatchMetrics>,
}

impl Metrics for MetricRegions<'_> {
    /// Each query in the region that has its metrics; both are asked at once.
    async fn series(&self, queries: &[Query], range: Range) -> Result<Vec<Series>, AwsError> {
        let Some(edge) = self.edge else { return self.home.series(queries, range).await };
        let (of_edge, of_home): (Vec<Query>, Vec<Query>) = queries.iter().cloned().partition(Query::is_of_edge);
        let (home, edge) = tokio::try_join!(self.home.series(&of_home, range), edge.series(&of_edge, range))?;
        let (mut home, mut edge) = (home.into_iter(), edge.into_iter());
        let next = |query: &Query| if query.is_of_edge() { edge.next() } else { home.next() };
        Ok(queries.iter().map(next).map(Option::unwrap_or_default).collect())
    }
}
