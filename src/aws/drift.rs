//! Drift: how a resource differs from its template.

use aws_sdk_cloudformation::types::StackResourceDriftStatus;

use super::{AwsError, aws_error, stacks::CloudFormation};
use crate::stage::StackName;

/// How a resource differs from its template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ResourceDrift {
    /// `MODIFIED`, `DELETED`, `IN_SYNC`, or `NOT_CHECKED`.
    pub(crate) status: String,
    /// The paths of the properties that differ.
    pub(crate) properties: Vec<String>,
}

impl ResourceDrift {
    pub(crate) fn is_drifted(&self) -> bool {
        matches!(self.status.as_str(), "MODIFIED" | "DELETED")
    }

    pub(crate) fn was_checked(&self) -> bool {
        self.is_drifted() || self.status == StackResourceDriftStatus::InSync.as_str()
    }
}

impl CloudFormation {
    /// Detects the drift of one resource.
    pub(crate) async fn drift(&self, stack: &StackName, logical_id: &str) -> Result<ResourceDrift, AwsError> {
        let request = self.client.detect_stack_resource_drift().stack_name(&stack.0).logical_resource_id(logical_id);
        let output = request.send().await.map_err(aws_error("cloudformation:DetectStackResourceDrift"))?;
        let Some(drift) = output.stack_resource_drift else {
            return Err(AwsError::empty_answer("cloudformation:DetectStackResourceDrift"));
        };
        let differences = drift.property_differences.unwrap_or_default();
        Ok(ResourceDrift {
            status: drift.stack_resource_drift_status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
            properties: differences.into_iter().filter_map(|difference| difference.property_path).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_that_was_not_checked_is_neither_in_sync_nor_drifted() {
        let drift = |status: &str| ResourceDrift { status: status.into(), properties: Vec::new() };

        assert!(drift("DELETED").is_drifted() && drift("DELETED").was_checked());
        assert!(!drift("IN_SYNC").is_drifted() && drift("IN_SYNC").was_checked());
        assert!(!drift("NOT_CHECKED").is_drifted() && !drift("NOT_CHECKED").was_checked());
    }
}
