//! What a scripted stage has, and what happens on it, and when.

use std::{collections::BTreeMap, mem::take, time::Duration};

use serde_json::Value;

/// The stack of the API, and the stack of the edge in front of it.
pub(super) const API: &str = "shop-dev";
pub(super) const EDGE: &str = "shop-dev-edge";

/// A stage and its script. Whatever names no stack is about the stack of the API.
#[derive(Clone)]
pub(crate) struct Scenario {
    /// How many calls CloudFormation throttles at first.
    pub(crate) throttled: usize,
    /// How many entries a page of CloudFormation's events and changes has.
    pub(crate) page_size: usize,
    /// How many entries a page of CloudFormation's resources has.
    pub(crate) resource_page_size: usize,
    /// How many times a change set is described as not ready.
    pub(crate) pending: usize,
    /// The history of the stack; `None` when nothing was ever deployed.
    pub(crate) deployed: Option<Vec<Beat>>,
    /// The live template.
    pub(crate) template: &'static str,
    /// Whether the template of an executed change set becomes the live one. Without, the script alone says what changes.
    pub(crate) keeps_templates: bool,
    /// What a change set finds to do: action (or `Replace`), logical id and type. Nothing, once that is done.
    pub(crate) changes: Vec<(&'static str, &'static str, &'static str)>,
    /// Whether something changes that change sets do not list, such as an output, until it is done.
    pub(crate) unlisted: bool,
    /// The resource whose values CloudFormation can't render.
    pub(crate) unrenderable: Option<&'static str>,
    /// What happens when a change set is executed.
    pub(crate) execution: Vec<Beat>,
    /// What later change sets find, each once the one before is done.
    pub(crate) later: Vec<Act>,
    /// What happens instead when it is cancelled or deleted.
    pub(crate) cancellation: Vec<Beat>,
    /// The outputs of the stack once it exists, with `{url}` for the address of the endpoint.
    pub(crate) outputs: Vec<(&'static str, &'static str)>,
    /// The stack of the edge; `None` if the app has none.
    pub(crate) edge: Option<Script>,
    /// Why every change set is refused.
    pub(crate) refusal: Option<&'static str>,
    /// Members of the failure events that DescribeEvents returns.
    pub(crate) failed_events: Vec<&'static str>,
    /// The resources that were changed by hand, each with the path of a property. CloudFormation checks every other, but
    /// for tables.
    pub(crate) drifted: Vec<(&'static str, &'static str)>,
    /// How often drift detection is under way when asked.
    pub(crate) slow_detection: usize,
    /// The parameters of the stack, with their values.
    pub(crate) parameters: BTreeMap<String, String>,
    /// The names of resources that do not go by their logical ids.
    pub(crate) names: Names,
    /// What is defined of an alarm, by its name: members of a MetricAlarm. The others have a state alone.
    pub(crate) alarms: BTreeMap<String, Value>,
    /// How many events a page of CloudWatch Logs has: so few that most reads take several.
    pub(crate) log_page_size: usize,
}

/// Physical ids by logical ones.
pub(crate) type Names = BTreeMap<String, String>;

impl Default for Scenario {
    fn default() -> Self {
        Self {
            throttled: 0,
            page_size: 2,
            resource_page_size: 100,
            pending: 1,
            deployed: None,
            template: "{}",
            keeps_templates: false,
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
            drifted: Vec::new(),
            slow_detection: 0,
            parameters: BTreeMap::new(),
            names: Names::new(),
            alarms: BTreeMap::new(),
            log_page_size: 3,
        }
    }
}

impl Scenario {
    /// The script of each stack.
    pub(super) fn scripts(&mut self) -> BTreeMap<&'static str, Script> {
        let first = Act { given: None, changes: take(&mut self.changes), execution: take(&mut self.execution) };
        let api = Script {
            deployed: self.deployed.take(),
            acts: [first].into_iter().chain(take(&mut self.later)).collect(),
            cancellation: take(&mut self.cancellation),
            outputs: take(&mut self.outputs),
            template: None,
            parameters: take(&mut self.parameters),
            names: take(&mut self.names),
        };
        [(API, api)].into_iter().chain(self.edge.take().map(|edge| (EDGE, edge))).collect()
    }
}

/// The script of one stack.
#[derive(Clone, Default)]
pub(crate) struct Script {
    /// The history of the stack; `None` when it was never deployed.
    pub(crate) deployed: Option<Vec<Beat>>,
    /// What change sets find, each once the one before is done.
    pub(crate) acts: Vec<Act>,
    /// What happens instead when it is cancelled or deleted.
    pub(crate) cancellation: Vec<Beat>,
    /// The outputs of the stack once it exists, with `{url}` for the address of the endpoint.
    pub(crate) outputs: Vec<(&'static str, &'static str)>,
    /// The live template, if it is not that of the scenario.
    pub(crate) template: Option<&'static str>,
    /// The parameters of the stack, with their values.
    pub(crate) parameters: BTreeMap<String, String>,
    /// The names of resources that do not go by their logical ids.
    pub(crate) names: Names,
}

/// What there is to do on a stack, until it is done.
#[derive(Clone, Default)]
pub(crate) struct Act {
    /// The parameter that has to be set before there is anything to do.
    pub(crate) given: Option<&'static str>,
    /// What a change set finds: action (or `Replace`), logical id and type.
    pub(crate) changes: Vec<(&'static str, &'static str, &'static str)>,
    /// What happens when it is executed.
    pub(crate) execution: Vec<Beat>,
}

/// One thing that happens.
#[derive(Debug, Clone)]
pub(crate) enum Beat {
    Event {
        /// The time since the beat before.
        after: Duration,
        /// `None` for the stack itself.
        resource: Option<(&'static str, &'static str)>,
        status: &'static str,
        reason: &'static str,
    },
    /// An alarm of the stack changes its state.
    Alarm { logical_id: &'static str, state: &'static str },
    /// Waits until the test opens it.
    Gate,
}

/// Quick, but slow enough that now and then each beat gets its own poll.
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

/// The history of a stack that has these resources: logical ids and types.
pub(crate) fn created(resources: &[(&'static str, &'static str)]) -> Vec<Beat> {
    let created = resources.iter().map(|(logical_id, kind)| beat(logical_id, kind, "CREATE_COMPLETE", ""));
    let begun = [stack_beat("CREATE_IN_PROGRESS", "User Initiated")];
    begun.into_iter().chain(created).chain([stack_beat("CREATE_COMPLETE", "")]).collect()
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
