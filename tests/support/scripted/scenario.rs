//! What a scripted stage has, and what happens on it when.

use std::{collections::BTreeMap, mem::take, time::Duration};

/// The stack of the API, and that of the edge before it.
pub(super) const API: &str = "shop-dev";
pub(super) const EDGE: &str = "shop-dev-edge";

/// A stage and its script. What is told of no stack by name is that of the API.
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
    /// What a change set finds to do: action (or `Replace`), logical id and type. Nothing, once that is over.
    pub(crate) changes: Vec<(&'static str, &'static str, &'static str)>,
    /// Whether something changes that no change set lists, such as an output. Not any more, once it was done.
    pub(crate) unlisted: bool,
    /// The resource of whose values CloudFormation can't make anything.
    pub(crate) unrenderable: Option<&'static str>,
    /// What the execution of a change set does.
    pub(crate) execution: Vec<Beat>,
    /// What later change sets find, each once the one before is over.
    pub(crate) later: Vec<Act>,
    /// What a cancellation or deletion does instead.
    pub(crate) cancellation: Vec<Beat>,
    /// What the stack tells once it is there, with `{url}` for the endpoint's address.
    pub(crate) outputs: Vec<(&'static str, &'static str)>,
    /// The stack of the edge; `None` where the app has none.
    pub(crate) edge: Option<Script>,
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
            later: Vec::new(),
            cancellation: Vec::new(),
            outputs: Vec::new(),
            edge: None,
            refusal: None,
            failed_events: Vec::new(),
        }
    }
}

impl Scenario {
    /// What becomes of each stack.
    pub(super) fn scripts(&mut self) -> BTreeMap<&'static str, Script> {
        let first = Act { given: None, changes: take(&mut self.changes), execution: take(&mut self.execution) };
        let api = Script {
            deployed: self.deployed.take(),
            acts: [first].into_iter().chain(take(&mut self.later)).collect(),
            cancellation: take(&mut self.cancellation),
            outputs: take(&mut self.outputs),
        };
        [(API, api)].into_iter().chain(self.edge.take().map(|edge| (EDGE, edge))).collect()
    }
}

/// What becomes of one stack.
#[derive(Clone, Default)]
pub(crate) struct Script {
    /// The history of the stack; `None` when it was never deployed.
    pub(crate) deployed: Option<Vec<Beat>>,
    /// What change sets find, each once the one before is over.
    pub(crate) acts: Vec<Act>,
    /// What a cancellation or deletion does instead.
    pub(crate) cancellation: Vec<Beat>,
    /// What the stack tells once it is there, with `{url}` for the endpoint's address.
    pub(crate) outputs: Vec<(&'static str, &'static str)>,
}

/// What there is to do on a stack, until it is over.
#[derive(Clone, Default)]
pub(crate) struct Act {
    /// The parameter without which there is nothing to do yet.
    pub(crate) given: Option<&'static str>,
    /// What a change set finds: action (or `Replace`), logical id and type.
    pub(crate) changes: Vec<(&'static str, &'static str, &'static str)>,
    /// What its execution does.
    pub(crate) execution: Vec<Beat>,
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
    /// An alarm of the stack changes its state.
    Alarm { logical_id: &'static str, state: &'static str },
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

pub(crate) fn alarm_beat(logical_id: &'static str, state: &'static str) -> Beat {
    Beat::Alarm { logical_id, state }
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
