//! The root cause of a failed operation: the earliest real failure, not the cancellations behind it.

use serde::Serialize;

use super::plain_reason;
use crate::aws::stacks::StackEvent;

/// The resource that failed first, and CloudFormation's reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{logical_id} ({kind}): {}", plain_reason::plain(.reason))]
pub(crate) struct RootCause {
    pub(crate) logical_id: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) reason: String,
    /// What was found out beyond the events.
    #[source]
    pub(crate) evidence: Option<Evidence>,
}

/// What proves a cause, line by line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(transparent)]
#[error("{}", .0.join("\n    "))]
pub(crate) struct Evidence(pub(crate) Vec<String>);

impl RootCause {
    pub(crate) fn of(event: &StackEvent) -> Self {
        let reason = event.reason.as_deref().unwrap_or("CloudFormation gives no reason");
        Self::new(&event.logical_id, &event.kind, reason)
    }

    pub(crate) fn new(logical_id: &str, kind: &str, reason: &str) -> Self {
        Self { logical_id: logical_id.into(), kind: kind.into(), reason: reason.into(), evidence: None }
    }
}

/// The event that everything else followed from. `events` are one operation's, oldest first.
pub(crate) fn culprit(events: &[StackEvent]) -> Option<&StackEvent> {
    let failed = || events.iter().filter(|event| event.status.failed());
    let failed_resources = || failed().filter(|event| !event.is_stack());
    failed_resources()
        .find(|event| !is_consequence(event))
        // Early validation and the like fail the stack before any resource does.
        .or_else(|| {
            events.iter().find(|event| event.is_stack() && event.reason.is_some() && failed_or_rolled_back(event))
        })
        .or_else(|| failed_resources().next())
        .or_else(|| failed().next())
}

/// Whether an event says only that something else failed.
pub(crate) fn is_consequence(event: &StackEvent) -> bool {
    let reason = event.reason.as_deref().unwrap_or_default();
    reason.is_empty()
        || ["Resource creation cancelled", "Resource update cancelled", "Resource deletion cancelled"]
            .iter()
            .any(|consequence| reason.starts_with(consequence))
}

fn failed_or_rolled_back(event: &StackEvent) -> bool {
    event.status.failed() || event.status.rolled_back()
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
            properties: None,
        }
    }

    fn cause(events: &[StackEvent]) -> RootCause {
        RootCause::of(culprit(events).expect("a cause"))
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

        let failure = cause(&events);

        assert_eq!(failure.to_string(), "A (AWS::SQS::Queue): queue already exists");
        assert!(failure.hint().is_some_and(|hint| hint.starts_with("rename A, or delete")));
    }

    #[test]
    fn a_stack_that_fails_before_its_resources_is_its_own_cause() {
        let events = [event("srvls-dev", "CREATE_FAILED", Some("early validation failed"))];

        assert_eq!(cause(&events).reason, "early validation failed");
    }

    #[test]
    fn a_success_has_no_cause() {
        assert_eq!(culprit(&[event("A", "CREATE_COMPLETE", None)]), None);
    }
}
