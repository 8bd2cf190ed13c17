//! Drift: how resources differ from their template.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html>

use aws_sdk_cloudformation::types::{StackDriftDetectionStatus, StackResourceDrift, StackResourceDriftStatus};
use jiff::Timestamp;

use super::{AwsError, aws_error, stacks::CloudFormation, timestamp};
use crate::stage::StackName;

/// How a resource differs from its template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ResourceDrift {
    pub(crate) logical_id: String,
    /// `MODIFIED`, `DELETED`, `IN_SYNC`, `UNKNOWN`, `UNSUPPORTED`, or `NOT_CHECKED`.
    pub(crate) status: String,
    /// The paths of the properties that differ.
    pub(crate) properties: Vec<String>,
    /// Why it could not be checked, if CloudFormation says so.
    pub(crate) reason: Option<String>,
}

/// How far the detection of a stack's drift is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Detection {
    Underway,
    /// `failed` is why not every resource could be checked.
    Ended {
        at: Option<Timestamp>,
        failed: Option<String>,
    },
}

/// What finds drift.
pub(crate) trait DriftDetection {
    /// Starts to compare every resource of the stack with its template, and returns the id of this detection. The calls
    /// that read the resources are made with the caller's permissions, and take seconds to minutes.
    async fn detect_drift(&self, stack: &StackName) -> Result<String, AwsError>;

    async fn detection(&self, id: &str) -> Result<Detection, AwsError>;

    /// What the last detection found, for every resource that it checked.
    async fn drifts(&self, stack: &StackName) -> Result<Vec<ResourceDrift>, AwsError>;

    /// Detects the drift of one resource.
    async fn drift(&self, stack: &StackName, logical_id: &str) -> Result<ResourceDrift, AwsError>;
}

impl ResourceDrift {
    pub(crate) fn is_drifted(&self) -> bool {
        matches!(self.status.as_str(), "MODIFIED" | "DELETED")
    }

    pub(crate) fn was_checked(&self) -> bool {
        self.is_drifted() || self.status == StackResourceDriftStatus::InSync.as_str()
    }
}

impl From<StackResourceDrift> for ResourceDrift {
    fn from(drift: StackResourceDrift) -> Self {
        let differences = drift.property_differences.unwrap_or_default();
        Self {
            logical_id: drift.logical_resource_id.unwrap_or_default(),
            status: drift.stack_resource_drift_status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
            properties: differences.into_iter().filter_map(|difference| difference.property_path).collect(),
            reason: drift.drift_status_reason.filter(|reason| !reason.is_empty()),
        }
    }
}

impl DriftDetection for CloudFormation {
    async fn detect_drift(&self, stack: &StackName) -> Result<String, AwsError> {
        let output = self.client.detect_stack_drift().stack_name(&stack.0).send().await;
        let output = output.map_err(aws_error("cloudformation:DetectStackDrift"))?;
        output.stack_drift_detection_id.ok_or_else(|| AwsError::empty_answer("cloudformation:DetectStackDrift"))
    }

    async fn detection(&self, id: &str) -> Result<Detection, AwsError> {
        let request = self.client.describe_stack_drift_detection_status().stack_drift_detection_id(id);
        let output = request.send().await;
        let output = output.map_err(aws_error("cloudformation:DescribeStackDriftDetectionStatus"))?;
        let at = output.timestamp.as_ref().and_then(timestamp);
        let failed = output.detection_status_reason.filter(|reason| !reason.is_empty());
        Ok(match output.detection_status {
            Some(StackDriftDetectionStatus::DetectionComplete) => Detection::Ended { at, failed: None },
            Some(StackDriftDetectionStatus::DetectionFailed) => {
                Detection::Ended { at, failed: Some(failed.unwrap_or_else(|| "the detection failed".into())) }
            }
            _ => Detection::Underway,
        })
    }

    async fn drifts(&self, stack: &StackName) -> Result<Vec<ResourceDrift>, AwsError> {
        const PAGE: i32 = 100;
        let request = self.client.describe_stack_resource_drifts().stack_name(&stack.0).max_results(PAGE);
        let mut pages = request.into_paginator().send();
        let mut drifts = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(aws_error("cloudformation:DescribeStackResourceDrifts"))?;
            drifts.extend(page.stack_resource_drifts.unwrap_or_default().into_iter().map(ResourceDrift::from));
        }
        Ok(drifts)
    }

    async fn drift(&self, stack: &StackName, logical_id: &str) -> Result<ResourceDrift, AwsError> {
        let request = self.client.detect_stack_resource_drift().stack_name(&stack.0).logical_resource_id(logical_id);
        let output = request.send().await.map_err(aws_error("cloudformation:DetectStackResourceDrift"))?;
        let drift = output.stack_resource_drift.map(ResourceDrift::from);
        drift.ok_or_else(|| AwsError::empty_answer("cloudformation:DetectStackResourceDrift"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const URL: &str = "https://cloudformation.us-east-1.amazonaws.com/";

    fn answer(action: &str, result: &str) -> Answer {
        Answer::xml(
            URL,
            200,
            &format!("<{action}Response><{action}Result>{result}</{action}Result></{action}Response>"),
        )
    }

    #[test]
    fn a_resource_that_was_not_checked_is_neither_in_sync_nor_drifted() {
        let drift = |status: &str| ResourceDrift {
            logical_id: "Queue".into(),
            status: status.into(),
            properties: Vec::new(),
            reason: None,
        };

        assert!(drift("DELETED").is_drifted() && drift("DELETED").was_checked());
        assert!(!drift("IN_SYNC").is_drifted() && drift("IN_SYNC").was_checked());
        for status in ["NOT_CHECKED", "UNKNOWN", "UNSUPPORTED"] {
            assert!(!drift(status).is_drifted() && !drift(status).was_checked(), "{status}");
        }
    }

    #[tokio::test]
    async fn drifts_are_read_from_every_page() {
        let page = |id: &str, status: &str, rest: &str| {
            let member = format!(
                "<member><LogicalResourceId>{id}</LogicalResourceId>\
                 <StackResourceDriftStatus>{status}</StackResourceDriftStatus>\
                 <PropertyDifferences><member><PropertyPath>/Timeout</PropertyPath></member></PropertyDifferences></member>"
            );
            let result = format!("<StackResourceDrifts>{member}</StackResourceDrifts>{rest}");
            answer("DescribeStackResourceDrifts", &result)
        };
        let replay = Replay::new([page("A", "MODIFIED", "<NextToken>2</NextToken>"), page("B", "IN_SYNC", "")]);

        let drifts = CloudFormation::new(&replay.config()).drifts(&StackName("s".into())).await.expect("read");

        let found: Vec<(&str, &str)> =
            drifts.iter().map(|drift| (drift.logical_id.as_str(), drift.status.as_str())).collect();
        assert_eq!(found, [("A", "MODIFIED"), ("B", "IN_SYNC")]);
        assert_eq!(drifts[0].properties, ["/Timeout"]);
    }

    #[tokio::test]
    async fn a_detection_that_failed_says_of_what() {
        let status = |status: &str, reason: &str| {
            let result = format!(
                "<DetectionStatus>{status}</DetectionStatus><DetectionStatusReason>{reason}</DetectionStatusReason>\
                 <Timestamp>2026-11-22T09:00:00Z</Timestamp>"
            );
            answer("DescribeStackDriftDetectionStatus", &result)
        };
        let at = "2026-11-22T09:00:00Z".parse().ok();
        let failed = Some("Failed to detect drift on resource [Role]".to_owned());
        for (answer, expected) in [
            (status("DETECTION_IN_PROGRESS", ""), Detection::Underway),
            (status("DETECTION_COMPLETE", ""), Detection::Ended { at, failed: None }),
            (status("DETECTION_FAILED", "Failed to detect drift on resource [Role]"), Detection::Ended { at, failed }),
        ] {
            let replay = Replay::new([answer]);

            assert_eq!(CloudFormation::new(&replay.config()).detection("1").await.expect("read"), expected);
        }
    }
}
