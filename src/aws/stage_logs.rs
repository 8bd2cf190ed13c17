//! The logs of a stage wherever they are: those of its firewall are in the edge's region.

use super::{
    AwsError,
    logs::{CloudWatchLogs, EventPage, EventQuery, Logs},
};

/// A web ACL only writes to log groups with this prefix.
/// <https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html>
pub(crate) const FIREWALL_PREFIX: &str = "aws-waf-logs-";

/// Reads each log in its own region.
pub(crate) struct StageLogs<'a> {
    pub(crate) home: &'a CloudWatchLogs,
    pub(crate) edge: &'a CloudWatchLogs,
}

impl Logs for StageLogs<'_> {
    async fn page(&self, query: &EventQuery, token: Option<&str>) -> Result<Option<EventPage>, AwsError> {
        let logs = if query.group.starts_with(FIREWALL_PREFIX) { self.edge } else { self.home };
        logs.page(query, token).await
    }
}
