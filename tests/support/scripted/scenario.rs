//! What a scripted stage has, and what happens on it when.

use std::time::Duration;

/// A stage and its script.
pub(crate) struct Scenario {
    /// How many calls CloudFormation turns away first.
    pub(crate) throttled: usize,
    /// How many entries an answer of CloudFormation holds.
    pub(crate) page_size: usize,
    /// How often a change set is described before it is ready.
    pub(crate) pending: usize,
    /// The history of the stack; `None` when nothing was ever deployed.
    pub(crate) deployed: Option<Vec<Beat>>,
    /// The template that is live.
    pub(crate) template: &'static str,
    /// What a change set finds to do: action (or `Replace`), logical id and type. Nothing, once it was done.
    pub(crate) changes: Vec<(&'static str, &'static str, &'static str)>,
    /// Whether something changes that no change set lists, such as an output. Not any more, once it was done.
    pub(crate) unlisted: bool,
    /// The resource of whose values CloudFormation can't make anything.
    pub(crate) unrenderable: Option<&'static str>,
    /// What the execution of a change set does.
    pub(crate) execution: Vec<Beat>,
    /// What a cancellation or deletion does instead.
    pub(crate) cancellation: Vec<Beat>,
    /// Why every change set is refused.
    pub(crate) refusal: Option<&'static str>,
    /// Members of the events that DescribeEvents knows of failures.
    pub(crate) failed_events: Vec<&'static str>,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            throttled: 0,
            page_size: 2,
            pending: 1,
            deployed: None,
            template: "{}",
            changes: Vec::new(),
            unlisted: false,
            unrenderable: None,
            execution: Vec::new(),
            cancellation: Vec::new(),
            refusal: None,
            failed_events: Vec::new(),
        }
    }
}

/// One thing that happens.
#[derive(Debug, Clone)]
pub(crate) enum Beat {
    Event {
        /// How long it takes after the one before.
        after: Duration,
        /// `None` for the stack itself.
        resource: Option<(&'static str, &'static str)>,
        status: &'static str,
        reason: &'static str,
    },
    /// Nothing more until the test opens it.
    Gate,
}

/// Quick, and yet each beat is a poll of its own now and then.
const PACE: Duration = Duration::from_millis(20);

pub(crate) fn beat(logical_id: &'static str, kind: &'static str, status: &'static str, reason: &'static str) -> Beat {
    Beat::Event { after: PACE, resource: Some((logical_id, kind)), status, reason }
}

pub(crate) fn stack_beat(status: &'static str, reason: &'static str) -> Beat {
    Beat::Event { after: PACE, resource: None, status, reason }
}

pub(crate) fn gate() -> Beat {
    Beat::Gate
}

/// The history of a stack that works.
pub(crate) fn deployed() -> Vec<Beat> {
    vec![
        stack_beat("CREATE_IN_PROGRESS", "User Initiated"),
        beat("Table", "AWS::DynamoDB::Table", "CREATE_IN_PROGRESS", ""),
        beat("Table", "AWS::DynamoDB::Table", "CREATE_COMPLETE", ""),
        stack_beat("CREATE_COMPLETE", ""),
    ]
}

pub(crate) fn change(
    action: &'static str,
    logical_id: &'static str,
    kind: &'static str,
) -> (&'static str, &'static str, &'static str) {
    (action, logical_id, kind)
}
