//! What a change can cost.

use super::PlannedChange;
use crate::aws::change_sets::{Action, Change, Replacement};

/// What a change can cost, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Risk {
    /// Data goes, or moves to an empty successor.
    LosesData,
    MayLoseData,
    Removes,
    Replaces,
    MayReplace,
    /// Who may do what.
    ChangesAccess,
    Modifies,
    Adds,
}

/// Types whose replacement or removal loses what users put there, or makes it unreadable.
pub(crate) const STATEFUL: [&str; 5] = [
    "AWS::Cognito::UserPool",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::KMS::Key",
    "AWS::S3::Bucket",
];

/// Types that decide who may do what.
const SECURITY_TYPES: [&str; 10] = [
    "AWS::ApiGateway::Authorizer",
    "AWS::CloudFront::OriginAccessControl",
    "AWS::Cognito::UserPoolClient",
    "AWS::KMS::Key",
    "AWS::Lambda::Permission",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::SecretsManager::Secret",
    "AWS::WAFv2::WebACL",
];

/// Properties that decide it, of any type.
const ACCESS_PROPERTIES: [&str; 6] =
    ["KMSKeyId", "KmsKeyArn", "Policies", "PublicAccessBlockConfiguration", "Role", "SSESpecification"];

pub(crate) fn is_stateful(kind: &str) -> bool {
    STATEFUL.contains(&kind)
}

pub(crate) fn is_security_related(change: &Change) -> bool {
    let attribute = |name: &str| ACCESS_PROPERTIES.contains(&name.trim_start_matches("Properties."));
    change.kind.starts_with("AWS::IAM::")
        || SECURITY_TYPES.contains(&change.kind.as_str())
        || change.details.iter().any(|detail| attribute(&detail.attribute))
}

pub(crate) fn risk(change: &Change) -> Risk {
    let stateful = is_stateful(&change.kind);
    match (change.action, change.replacement) {
        (Action::Remove, _) | (_, Replacement::Always) if stateful => Risk::LosesData,
        (_, Replacement::Conditional) if stateful => Risk::MayLoseData,
        // Nothing calls an old version once its alias has moved.
        (Action::Remove, _) if change.kind == "AWS::Lambda::Version" => Risk::Modifies,
        (Action::Remove, _) => Risk::Removes,
        (_, Replacement::Always) => Risk::Replaces,
        (_, Replacement::Conditional) => Risk::MayReplace,
        (Action::Add | Action::Import, _) => Risk::Adds,
        _ if is_security_related(change) => Risk::ChangesAccess,
        _ => Risk::Modifies,
    }
}

impl PlannedChange {
    /// Whether data that users put there goes, or may go.
    pub(crate) fn loses_data(&self) -> bool {
        matches!(risk(&self.change), Risk::LosesData | Risk::MayLoseData)
    }
}
