//! The calls to AWS. Only this folder uses `aws_sdk_*`; everything it returns has types of ours.

pub(crate) mod account_setup;
pub(crate) mod alarms;
pub(crate) mod artifacts;
pub(crate) mod audit_log;
mod calls;
pub(crate) mod change_sets;
mod connection;
pub(crate) mod costs;
mod credentials;
mod deployed_template;
pub(crate) mod drift;
pub(crate) mod erasures;
mod error;
pub(crate) mod functions;
mod hints;
pub(crate) mod identity;
pub(crate) mod images;
pub(crate) mod insights;
pub(crate) mod invocations;
pub(crate) mod live_tail;
pub(crate) mod log_groups;
pub(crate) mod logs;
pub(crate) mod metrics;
pub(crate) mod operations;
mod partition;
pub(crate) mod permissions;
pub(crate) mod quotas;
#[cfg(test)]
mod replay;
mod shared_config;
mod signed_requests;
mod stack_protection;
pub(crate) mod stacks;
pub(crate) mod stage_logs;
pub(crate) mod tables;
mod template_hints;
mod timestamp;
pub(crate) mod topics;
pub(crate) mod traces;
pub(crate) mod trail;
mod transport;
pub(crate) mod users;

use aws_config::Region;

use self::timestamp::timestamp;
pub(crate) use self::{
    calls::optional,
    connection::{Connection, Credentials},
    error::{AwsError, AwsErrorKind, aws_error},
    partition::Partition,
};
use crate::stage::EDGE_REGION;

/// One gateway per service; each implements the narrow ports that commands use.
pub(crate) struct Aws {
    pub(crate) region: String,
    pub(crate) account_setup: signed_requests::SignedRequests,
    pub(crate) identity: identity::Sts,
    pub(crate) stacks: stacks::CloudFormation,
    /// In the region that CloudFront requires for its web ACL.
    pub(crate) edge_stacks: stacks::CloudFormation,
    pub(crate) artifacts: artifacts::S3,
    pub(crate) users: users::Cognito,
    pub(crate) tables: tables::DynamoDb,
    pub(crate) functions: functions::Lambda,
    pub(crate) logs: logs::CloudWatchLogs,
    /// In the region that CloudFront requires for its firewall, whose log is there.
    pub(crate) edge_logs: logs::CloudWatchLogs,
    pub(crate) insights: insights::LogsInsights,
    pub(crate) alarms: alarms::CloudWatch,
    pub(crate) edge_alarms: alarms::CloudWatch,
    pub(crate) permissions: permissions::Iam,
    pub(crate) metrics: metrics::CloudWatchMetrics,
    pub(crate) traces: signed_requests::SignedRequests,
    pub(crate) edge_metrics: metrics::CloudWatchMetrics,
    pub(crate) costs: signed_requests::SignedRequests,
    pub(crate) topics: signed_requests::SignedRequests,
    pub(crate) trail: trail::CloudTrail,
    edge_trail: trail::CloudTrail,
}

impl Aws {
    /// Where the calls to global services are, such as IAM, unless that is the stage's own region.
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-cli.html>
    pub(crate) fn global_trail(&self) -> Option<&trail::CloudTrail> {
        let elsewhere = Partition::of(&self.region).has_edge_region() && self.region != EDGE_REGION;
        elsewhere.then_some(&self.edge_trail)
    }

    /// Creates the gateways for a connection.
    ///
    /// # Errors
    /// When no region is set.
    pub(crate) async fn connect(connection: &Connection) -> Result<Self, AwsError> {
        let config = connection.load().await?;
        let edge = config.to_builder().region(Region::from_static(EDGE_REGION)).build();
        let region = config.region().map(ToString::to_string).unwrap_or_default();
        Ok(Self {
            account_setup: signed_requests::SignedRequests::new(&config),
            identity: identity::Sts::new(&config),
            stacks: stacks::CloudFormation::new(&config),
            edge_stacks: stacks::CloudFormation::new(&edge),
            artifacts: artifacts::S3::new(&config),
            users: users::Cognito::new(&config),
            tables: tables::DynamoDb::new(&config),
            functions: functions::Lambda::new(&config),
            logs: logs::CloudWatchLogs::new(&config),
            edge_logs: logs::CloudWatchLogs::new(&edge),
            insights: insights::LogsInsights::new(&config),
            alarms: alarms::CloudWatch::new(&config),
            edge_alarms: alarms::CloudWatch::new(&edge),
            permissions: permissions::Iam::new(&config),
            metrics: metrics::CloudWatchMetrics::new(&config),
            traces: signed_requests::SignedRequests::new(&config),
            edge_metrics: metrics::CloudWatchMetrics::new(&edge),
            costs: signed_requests::SignedRequests::new(&config),
            topics: signed_requests::SignedRequests::new(&config),
            trail: trail::CloudTrail::new(&config),
            edge_trail: trail::CloudTrail::new(&edge),
            region,
        })
    }
}
