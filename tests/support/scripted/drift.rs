//! CloudFormation's drift detection: it takes a while, and knows all resources but tables.

use super::{
    World,
    answers::{element, member, missing, wrapped},
    http::{Request, Response},
    stack::{Event, Stack},
};

const CHECKED_AT: &str = "<Timestamp>2026-11-22T09:00:00Z</Timestamp>";

impl World {
    /// The members of a resource's drift now.
    pub(super) fn drift_of(&self, logical_id: &str) -> String {
        Self::drift_among(&self.scenario.drifted, logical_id)
    }

    fn drift_among(drifted: &[(&str, &str)], logical_id: &str) -> String {
        let path = drifted.iter().find(|(drifted, _)| *drifted == logical_id).map(|(_, path)| *path);
        let difference = path.map(|path| member(&element("PropertyPath", path))).unwrap_or_default();
        [
            element("LogicalResourceId", logical_id),
            element("StackResourceDriftStatus", if path.is_some() { "MODIFIED" } else { "IN_SYNC" }),
            format!("<PropertyDifferences>{difference}</PropertyDifferences>{CHECKED_AT}"),
        ]
        .concat()
    }

    pub(super) fn detect_drift(&mut self, request: &Request) -> Response {
        let (slow, drifted) = (self.scenario.slow_detection, self.scenario.drifted.clone());
        let Some(stack) = self.stack_mut(request) else { return missing(request) };
        (stack.detecting, stack.found_drift) = (Some(slow), drifted);
        wrapped("DetectStackDrift", &element("StackDriftDetectionId", &stack.name))
    }

    /// The id of a detection is the name of its stack.
    pub(super) fn detection_status(&mut self, request: &Request) -> Response {
        let id = request.parameter("StackDriftDetectionId").to_owned();
        let Some(stack) = self.stacks.iter_mut().find(|stack| stack.name == id) else { return missing(request) };
        let left = stack.detecting.unwrap_or_default();
        stack.detecting = Some(left.saturating_sub(1));
        let status = if left > 0 { "DETECTION_IN_PROGRESS" } else { "DETECTION_COMPLETE" };
        let status = [element("StackDriftDetectionId", &id), element("DetectionStatus", status)].concat();
        wrapped("DescribeStackDriftDetectionStatus", &format!("{status}{CHECKED_AT}"))
    }

    pub(super) fn describe_drifts(&self, request: &Request) -> Response {
        let Some(stack) = self.stack(request) else { return missing(request) };
        let checked = stack.resources().into_iter().filter(|event| event.kind != "AWS::DynamoDB::Table");
        let drift = |event: &Event| {
            let of = [element("PhysicalResourceId", &event.physical_id), element("ResourceType", &event.kind)].concat();
            member(&format!("{}{of}", Self::drift_among(&stack.found_drift, &event.logical_id)))
        };
        let drifts: String = checked.map(drift).collect();
        wrapped("DescribeStackResourceDrifts", &format!("<StackResourceDrifts>{drifts}</StackResourceDrifts>"))
    }

    /// What a stack's description says of the last detection, which was a moment ago.
    pub(super) fn drift_information(stack: &Stack) -> String {
        if stack.detecting != Some(0) {
            return String::new();
        }
        #[expect(clippy::disallowed_methods, reason = "this is AWS's own clock")]
        let now = jiff::Timestamp::now();
        let status = if stack.found_drift.is_empty() { "IN_SYNC" } else { "DRIFTED" };
        let checked = [element("StackDriftStatus", status), element("LastCheckTimestamp", &now.to_string())].concat();
        format!("<DriftInformation>{checked}</DriftInformation>")
    }
}
