//! The root cause of a failed operation: the earliest real failure, not the cancellations behind it.

use serde::Serialize;

use super::reason;
use crate::aws::stacks::StackEvent;

/// The resource that failed first, and CloudFormation's reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{logical_id} ({kind}): {}", reason::plain(.reason))]
pub(crate) struct Failure {
    pub(crate) logical_id: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) reason: String,
}

/// `events` are one operation's, oldest first.
pub(crate) fn root_cause(events: &[StackEvent]) -> Option<Failure> {
    let failed = || events.iter().filter(|event| event.status.failed());
    let of_a_resource = || failed().filter(|event| !event.is_stack());
    let found = of_a_resource()
        .find(|event| !is_consequence(event))
        // Early validation and the like fail the stack before any resource does.
        .or_else(|| events.iter().find(|event| event.is_stack() && event.reason.is_some() && troubled(event)))
        .or_else(|| of_a_resource().next())
        .or_else(|| failed().next())?;
    Some(Failure {
        logical_id: found.logical_id.clone(),
        kind: found.kind.clone(),
        reason: found.reason.clone().unwrap_or_else(|| "CloudFormation gives no reason".into()),
    })
}

/// Whether an event says only that something else failed.
pub(super) fn is_consequence(event: &StackEvent) -> bool {
    let reason = event.reason.as_deref().unwrap_or_default();
    reason.is_empty()
        || ["Resource creation cancelled", "Resource update cancelled", "Resource deletion cancelled"]
            .iter()
            .any(|consequence| reason.starts_with(consequence))
}

fn troubled(event: &StackEvent) -> bool {
    event.status.failed() || event.status.rolled_back()
}

impl Failure {
    /// What mends the commonest causes, told by CloudFormation's wording.
    pub(crate) fn hint(&self) -> Option<String> {
        let id = &self.logical_id;
        let cures: [(&[&str], String); 7] = [
            (&["already exists"], format!("rename {id}, or delete the one that exists under that name")),
            (
                &["not authorized to perform", "AccessDenied", "is not authorized"],
                "give the deploying role the action that the reason names".into(),
            ),
            (&["LimitExceeded", "limit exceeded"], "raise that quota in the Service Quotas console".into()),
            (
                &["custom-named resource", "requires replacing"],
                format!("rename {id}, so that CloudFormation can make the new one before it removes the old"),
            ),
            (&["Rate exceeded", "Throttling"], "AWS was busy".into()),
            (&["NoSuchKey", "S3 Error Code"], "the code is missing from the artifact bucket".into()),
            (&["Export", "in use by"], "another stack still imports that output".into()),
        ];
        let told = |needles: &&[&str]| needles.iter().any(|needle| self.reason.contains(needle));
        cures.into_iter().find(|(needles, _)| told(needles)).map(|(_, cure)| cure)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::aws::stacks::Status;

    pub(crate) fn event(logical_id: &str, status: &str, reason: Option<&str>) -> StackEvent {
        StackEvent {
            id: format!("{logical_id}-{status}"),
            timestamp: jiff::Timestamp::UNIX_EPOCH,
            logical_id: logical_id.into(),
            physical_id: "arn:aws:cloudformation:us-east-1:1:stack/srvls-dev/1".into(),
            kind: if logical_id == "srvls-dev" { "AWS::CloudFormation::Stack" } else { "AWS::SQS::Queue" }.into(),
            status: Status(status.into()),
            reason: reason.map(str::to_owned),
            token: None,
        }
    }

    #[test]
    fn the_earliest_failure_is_the_cause_and_cancellations_are_not() {
        let events = [
            event("A", "CREATE_IN_PROGRESS", None),
            event("B", "CREATE_FAILED", Some("Resource creation cancelled")),
            event("A", "CREATE_FAILED", Some("queue already exists")),
            event("C", "CREATE_FAILED", Some("Access denied")),
            event("srvls-dev", "ROLLBACK_IN_PROGRESS", Some("The following resource(s) failed to create: [A, B].")),
        ];

        let failure = root_cause(&events).expect("a cause");

        assert_eq!(failure.to_string(), "A (AWS::SQS::Queue): queue already exists");
        assert_eq!(failure.hint().as_deref(), Some("rename A, or delete the one that exists under that name"));
    }

    #[test]
    fn a_stack_that_fails_before_its_resources_tells_its_own_reason() {
        let events = [event("srvls-dev", "CREATE_FAILED", Some("early validation failed"))];

        assert_eq!(root_cause(&events).expect("a cause").reason, "early validation failed");
    }

    #[test]
    fn a_success_has_no_cause() {
        assert_eq!(root_cause(&[event("A", "CREATE_COMPLETE", None)]), None);
    }
}
