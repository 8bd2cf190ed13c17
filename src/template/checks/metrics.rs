//! Metric names: CloudWatch accepts any name, and never has data for one that does not exist.
//!
//! The lists follow the documentation of each service, under "CloudWatch metrics". Namespaces that are not listed here
//! are not checked.

use std::borrow::Cow;

use serde_json::Value;

use super::{
    check::{Check, Faults},
    subject::Subject,
};
use crate::{
    nearest::did_you_mean,
    template::{
        intrinsics::{sub, walk},
        lines::child,
    },
};

pub(super) const CHECKS: &[Check] = &[
    Check::warning("SRV311", "unknown-metric", unknown_metrics),
    Check::error("SRV312", "dashboard-that-is-no-json", dashboards_that_are_no_json),
];

struct Namespace {
    name: &'static str,
    metrics: &'static str,
    dimensions: &'static [Named],
}

/// A dimension, and the types and properties that give its values; empty where any value is valid.
type Named = (&'static str, &'static [(&'static str, &'static str)]);

const NAMESPACES: &[Namespace] = &[
    Namespace {
        name: "AWS/Lambda",
        metrics: "AsyncEventAge AsyncEventsDropped AsyncEventsReceived ClaimedAccountConcurrency ConcurrentExecutions \
                  DeadLetterErrors DestinationDeliveryFailures DroppedEventCount Duration Errors FailedInvokeEventCount \
                  Invocations IteratorAge OffsetLag OversizedRecordCount PolledEventCount PostRuntimeExtensionsDuration \
                  ProvisionedConcurrencyInvocations ProvisionedConcurrencySpilloverInvocations \
                  ProvisionedConcurrencyUtilization ProvisionedConcurrentExecutions RecursiveInvocationsDropped \
                  SignatureValidationErrors Throttles UnreservedConcurrentExecutions",
        dimensions: &[
            ("FunctionName", &[("AWS::Lambda::Function", "FunctionName")]),
            ("Resource", &[]),
            ("ExecutedVersion", &[]),
            ("EventSourceMappingUUID", &[("AWS::Lambda::EventSourceMapping", "Id")]),
        ],
    },
    Namespace {
        name: "AWS/ApiGateway",
        metrics: "4XXError 5XXError CacheHitCount CacheMissCount Count IntegrationLatency Latency",
        dimensions: &[
            ("ApiName", &[("AWS::ApiGateway::RestApi", "Name")]),
            ("Stage", &[("AWS::ApiGateway::Stage", "StageName")]),
            ("Method", &[]),
            ("Resource", &[]),
        ],
    },
    Namespace {
        name: "AWS/DynamoDB",
        metrics: "AccountMaxReads AccountMaxTableLevelReads AccountMaxTableLevelWrites AccountMaxWrites \
                  AccountProvisionedReadCapacityUtilization AccountProvisionedWriteCapacityUtilization \
                  AgeOfOldestUnreplicatedRecord ConditionalCheckFailedRequests ConsumedChangeDataCaptureUnits \
                  ConsumedReadCapacityUnits ConsumedWriteCapacityUnits FailedToReplicateRecordCount \
                  MaxProvisionedTableReadCapacityUtilization MaxProvisionedTableWriteCapacityUtilization \
                  OnDemandMaxReadRequestUnits OnDemandMaxWriteRequestUnits OnlineIndexConsumedWriteCapacity \
                  OnlineIndexPercentageProgress OnlineIndexThrottleEvents PendingReplicationCount \
                  ProvisionedReadCapacityUnits ProvisionedWriteCapacityUnits \
                  ReadAccountLimitThrottleEvents ReadKeyRangeThroughputThrottleEvents \
                  ReadMaxOnDemandThroughputThrottleEvents ReadProvisionedThroughputThrottleEvents ReadThrottleEvents \
                  ReplicationLatency ReturnedBytes ReturnedItemCount ReturnedRecordsCount SuccessfulRequestLatency \
                  SystemErrors ThrottledPutRecordCount ThrottledRequests TimeToLiveDeletedItemCount \
                  TransactionConflict UserErrors WriteAccountLimitThrottleEvents WriteKeyRangeThroughputThrottleEvents \
                  WriteMaxOnDemandThroughputThrottleEvents WriteProvisionedThroughputThrottleEvents WriteThrottleEvents",
        dimensions: &[
            ("TableName", &[("AWS::DynamoDB::Table", "TableName"), ("AWS::DynamoDB::GlobalTable", "TableName")]),
            ("GlobalSecondaryIndexName", &[]),
            ("Operation", &[]),
            ("ReceivingRegion", &[]),
            ("StreamLabel", &[]),
        ],
    },
    Namespace {
        name: "AWS/Cognito",
        metrics: "AccountTakeoverRisk CallCount CompromisedCredentialsRisk FederationSuccesses FederationThrottles NoRisk \
                  OverrideBlock Risk SignInSuccesses SignInThrottles SignUpSuccesses SignUpThrottles \
                  ThrottleCount TokenRefreshSuccesses TokenRefreshThrottles",
        dimensions: &[
            ("UserPool", &[("AWS::Cognito::UserPool", "UserPoolName")]),
            ("UserPoolId", &[("AWS::Cognito::UserPool", "UserPoolId")]),
            ("UserPoolClient", &[("AWS::Cognito::UserPoolClient", "ClientName")]),
            ("IdentityProvider", &[]),
            ("Operation", &[]),
            ("RiskLevel", &[]),
        ],
    },
    Namespace {
        name: "AWS/SQS",
        metrics: "ApproximateAgeOfOldestMessage ApproximateNumberOfGroupsWithInflightMessages \
                  ApproximateNumberOfMessagesDelayed ApproximateNumberOfMessagesNotVisible \
                  ApproximateNumberOfMessagesVisible NumberOfDeduplicatedSentMessages NumberOfEmptyReceives \
                  NumberOfMessagesDeleted NumberOfMessagesReceived NumberOfMessagesSent SentMessageSize",
        dimensions: &[("QueueName", &[("AWS::SQS::Queue", "QueueName")])],
    },
    Namespace {
        name: "AWS/SNS",
        metrics: "NumberOfMessagesPublished NumberOfNotificationsDelivered NumberOfNotificationsFailed \
                  NumberOfNotificationsFailedToRedriveToDlq NumberOfNotificationsFilteredOut \
                  NumberOfNotificationsRedrivenToDlq PublishSize",
        dimensions: &[("TopicName", &[("AWS::SNS::Topic", "TopicName")])],
    },
    Namespace {
        name: "AWS/WAFV2",
        metrics: "AllowedRequests BlockedRequests CaptchaRequests ChallengeRequests CountedRequests PassedRequests \
                  RequestsWithValidCaptchaToken RequestsWithValidChallengeToken",
        dimensions: &[("WebACL", &[]), ("Rule", &[]), ("Region", &[]), ("RuleGroup", &[]), ("Country", &[])],
    },
    Namespace {
        name: "AWS/CloudFront",
        metrics: "401ErrorRate 403ErrorRate 404ErrorRate 4xxErrorRate 502ErrorRate 503ErrorRate 504ErrorRate 5xxErrorRate \
                  BytesDownloaded BytesUploaded CacheHitRate FunctionComputeUtilization FunctionExecutionErrors \
                  FunctionInvocations FunctionThrottles FunctionValidationErrors LambdaExecutionError \
                  LambdaLimitExceededErrors LambdaValidationError OriginLatency Requests TotalErrorRate",
        dimensions: &[
            ("DistributionId", &[("AWS::CloudFront::Distribution", "Id")]),
            ("FunctionName", &[("AWS::CloudFront::Function", "Name")]),
            ("Region", &[]),
        ],
    },
    Namespace {
        name: "AWS/S3",
        metrics: "4xxErrors 5xxErrors AllRequests BucketSizeBytes BytesDownloaded BytesUploaded DeleteRequests \
                  FirstByteLatency GetRequests HeadRequests ListRequests NumberOfObjects PostRequests PutRequests \
                  SelectRequests TotalRequestLatency",
        dimensions: &[("BucketName", &[("AWS::S3::Bucket", "BucketName")]), ("StorageType", &[]), ("FilterId", &[])],
    },
    Namespace {
        name: "AWS/Logs",
        metrics: "CallCount DeliveryErrors DeliveryThrottling EMFParsingErrors EMFValidationErrors ErrorCount \
                  ForwardedBytes ForwardedLogEvents IncomingBytes IncomingLogEvents LogEventsWithFindings ThrottleCount",
        dimensions: &[("LogGroupName", &[("AWS::Logs::LogGroup", "LogGroupName")])],
    },
];

/// A metric that an alarm or a dashboard uses.
pub(super) struct Watched<'a> {
    pub(super) pointer: String,
    pub(super) namespace: String,
    pub(super) name: Cow<'a, str>,
    pub(super) dimensions: &'a Value,
}

/// Every metric in the template: wherever `Namespace` and `MetricName` are side by side, and on dashboards.
pub(super) fn watched<'a>(subject: &Subject<'a>) -> Vec<Watched<'a>> {
    let mut found = Vec::new();
    walk(&subject.body["Resources"], "/Resources", &mut |pointer, node| {
        if let (Some(namespace), Some(name)) = (node["Namespace"].as_str(), node["MetricName"].as_str()) {
            let dimensions = &node["Dimensions"];
            found.push(Watched {
                pointer: pointer.to_owned(),
                namespace: namespace.to_owned(),
                name: name.into(),
                dimensions,
            });
        }
    });
    found.extend(shown(subject));
    found
}

/// The metrics of dashboards: `["AWS/Lambda", "Errors", "FunctionName", …]` in the JSON of their bodies.
fn shown<'a>(subject: &Subject<'a>) -> Vec<Watched<'a>> {
    let mut found = Vec::new();
    for dashboard in subject.of_kind("AWS::CloudWatch::Dashboard") {
        let body = text(&dashboard.properties["DashboardBody"]).and_then(|text| serde_json::from_str(&text).ok());
        walk(&body.unwrap_or(Value::Null), "", &mut |pointer, node| {
            if let (true, Some(namespace), Some(name)) =
                (pointer.contains("/metrics/"), node[0].as_str(), node[1].as_str())
                && namespace.starts_with("AWS/")
            {
                found.push(Watched {
                    pointer: dashboard.at("/DashboardBody"),
                    namespace: namespace.to_owned(),
                    name: name.to_owned().into(),
                    dimensions: &Value::Null,
                });
            }
        });
    }
    found
}

fn unknown_metrics(subject: &Subject<'_>, faults: &mut Faults) {
    for Watched { pointer, namespace, name, .. } in watched(subject) {
        let Some(known) = NAMESPACES.iter().find(|known| known.name == namespace) else {
            if let Some(nearest) = similar_namespace(&namespace) {
                let fix = format!("did you mean `{nearest}`?");
                faults.add(child(&pointer, "Namespace"), format!("AWS has no namespace `{namespace}`"), fix);
            }
            continue;
        };
        // `...` and `.` in a dashboard repeat the values of the metric above.
        if !name.starts_with('.') && !known.metrics.split_whitespace().any(|metric| metric == name) {
            let fix = did_you_mean(&name, known.metrics.split_whitespace(), || {
                format!("see the metrics of {namespace} in AWS's documentation")
            });
            let message = format!("{namespace} has no metric `{name}`, so there is never any data");
            faults.add(child(&pointer, "MetricName"), message, fix);
        }
    }
}

/// The AWS namespace that differs from this one only in case.
fn similar_namespace(namespace: &str) -> Option<&'static str> {
    NAMESPACES.iter().map(|known| known.name).find(|known| known.eq_ignore_ascii_case(namespace))
}

/// What our list says about a dimension of a listed namespace.
pub(super) struct Dimension {
    pub(super) exists: bool,
    pub(super) of: &'static [(&'static str, &'static str)],
    pub(super) known: Vec<&'static str>,
}

pub(super) fn dimension(namespace: &str, name: &str) -> Option<Dimension> {
    let known = NAMESPACES.iter().find(|known| known.name == namespace)?.dimensions;
    let of = known.iter().find(|(dimension, _)| *dimension == name);
    Some(Dimension {
        exists: of.is_some(),
        of: of.map(|(_, of)| *of).unwrap_or_default(),
        known: known.iter().map(|(name, _)| *name).collect(),
    })
}

/// A dashboard's body as CloudWatch receives it, with a digit in place of each name that only AWS can resolve.
fn text(body: &Value) -> Option<String> {
    if let Some(text) = body.as_str() {
        return Some(text.to_owned());
    }
    // A placeholder is inside a JSON string, or is a number: a digit is valid in both places.
    let placeholder = regex::Regex::new(r"\$\{[^}!]+\}").ok()?;
    sub(body).map(|text| placeholder.replace_all(text, "1").into_owned())
}

fn dashboards_that_are_no_json(subject: &Subject<'_>, faults: &mut Faults) {
    for dashboard in subject.of_kind("AWS::CloudWatch::Dashboard") {
        let Some(text) = text(&dashboard.properties["DashboardBody"]) else { continue };
        let problem = match serde_json::from_str::<Value>(&text) {
            Ok(body) if body["widgets"].is_array() => continue,
            Ok(_) => "it has no list of `widgets`".to_owned(),
            Err(error) => error.to_string(),
        };
        let message = format!("CloudWatch cannot read the dashboard: {problem}");
        faults.add(dashboard.at("/DashboardBody"), message, "write a JSON object with a list of `widgets`");
    }
}
