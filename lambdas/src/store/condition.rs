//! Optimistic locking: writes that only succeed on an existing row in one of the expected versions.

use aws_sdk_dynamodb::{
    error::{ProvideErrorMetadata, SdkError},
    types::AttributeValue,
};

use crate::domain::IfMatch;

/// The condition of a write.
pub(super) struct Condition {
    pub(super) expression: String,
    /// The values of the expression, by placeholder.
    pub(super) versions: Vec<(String, AttributeValue)>,
}

impl Condition {
    /// `None` if no row can match. `exists` is the expression that an existing row fulfils.
    pub(super) fn of(versions: &IfMatch, exists: &str) -> Option<Self> {
        let versions: Vec<_> = match versions {
            IfMatch::Any => return Some(Self { expression: exists.into(), versions: Vec::new() }),
            // DynamoDB compares with at most 100 values.
            IfMatch::OneOf(versions) if versions.is_empty() || versions.len() > 100 => return None,
            IfMatch::OneOf(versions) => versions.iter().enumerate().map(placeholder).collect(),
        };
        let names: Vec<_> = versions.iter().map(|(name, _)| name.as_str()).collect();
        Some(Self { expression: format!("{exists} AND version IN ({})", names.join(", ")), versions })
    }
}

fn placeholder((index, version): (usize, &u64)) -> (String, AttributeValue) {
    (format!(":v{index}"), AttributeValue::N(version.to_string()))
}

/// Whether DynamoDB rejected the write because its condition failed.
pub(super) fn is_condition_failure<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool {
    error.code() == Some("ConditionalCheckFailedException")
}
