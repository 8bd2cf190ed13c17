//! CloudFormation change sets: what a template would change, and doing it.

mod described;
mod gateway;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::{AwsError, stacks::Status};
use crate::stage::StackName;

/// What is to become of a stack.
#[derive(Debug, Clone)]
pub(crate) struct Desired {
    pub(crate) stack: StackName,
    pub(crate) kind: ChangeSetKind,
    /// The change set's name, which nobody else gives.
    pub(crate) name: String,
    pub(crate) template: TemplateSource,
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) description: String,
}

/// Where CloudFormation reads a template.
#[derive(Debug, Clone)]
pub(crate) enum TemplateSource {
    /// In the artifact bucket, which is in the stack's region.
    Url(String),
    /// In the request itself: at most 51,200 bytes.
    Body(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChangeSetKind {
    Create,
    Update,
}

/// What a change set would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChangeSet {
    pub(crate) id: String,
    pub(crate) stack_id: String,
    pub(crate) status: Status,
    pub(crate) status_reason: Option<String>,
    /// What it is said to be for.
    pub(crate) description: Option<String>,
    pub(crate) changes: Vec<Change>,
    /// The resources of which CloudFormation can't tell the values, or not all of them.
    pub(crate) untold: Vec<String>,
    /// The parameters that are never shown.
    pub(crate) secret_parameters: Vec<String>,
}

impl ChangeSet {
    /// Whether there was nothing to change. CloudFormation reports that as a failure, told from the others by its
    /// sentence alone; the second one is of stacks with a transform.
    pub(crate) fn is_empty(&self) -> bool {
        let reason = self.status_reason.as_deref().unwrap_or_default();
        self.status.failed()
            && (reason.contains("didn't contain changes") || reason.contains("No updates are to be performed"))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Change {
    pub(crate) action: Action,
    pub(crate) logical_id: String,
    pub(crate) physical_id: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) replacement: Replacement,
    /// `None` where nothing is removed.
    pub(crate) policy_action: Option<PolicyAction>,
    pub(crate) details: Vec<Detail>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Action {
    Add,
    Modify,
    Remove,
    Import,
    /// Decided only while it runs (a nested stack's).
    Dynamic,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Replacement {
    Never,
    /// Depends on a value that is known only while it runs.
    Conditional,
    Always,
}

/// What becomes of a resource that is removed, or of the former one when it is replaced: its policies decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PolicyAction {
    Delete,
    Retain,
    Snapshot,
    ReplaceAndDelete,
    ReplaceAndRetain,
    ReplaceAndSnapshot,
}

/// One changed attribute of a resource, or one value inside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Detail {
    /// `Properties.Environment`, or `Tags`.
    pub(crate) attribute: String,
    /// `Properties.Environment.Variables.TABLE`; the attribute, where CloudFormation is no more exact.
    pub(crate) path: String,
    pub(crate) before: Option<String>,
    /// With [`KNOWN_LATER`] for what is not known yet.
    pub(crate) after: Option<String>,
    /// Whether the new value, or a part of it, is known only once it runs.
    pub(crate) unknown: bool,
    /// The parameters and resources it follows from.
    pub(crate) causes: Vec<String>,
    /// Whether it makes the resource be replaced.
    pub(crate) replaces: bool,
    /// Whether CloudFormation will know the value, and so whether it changes at all, only once it runs.
    pub(crate) dynamic: bool,
}

/// What is said in place of a value, or of a part of one, that is known only once it runs.
pub(crate) const KNOWN_LATER: &str = "(known once it runs)";

impl Detail {
    /// The path as people say it: `Environment.Variables.TABLE`.
    pub(crate) fn place(&self) -> &str {
        self.path.trim_start_matches("Properties.")
    }
}

/// What `deploy` needs from change sets.
pub(crate) trait ChangeSets {
    /// Starts computing a change set, and gives its id.
    async fn create(&self, desired: &Desired) -> Result<String, AwsError>;

    /// What is known of it by now, with every page of its changes.
    async fn describe(&self, id: &str) -> Result<ChangeSet, AwsError>;

    /// Starts executing it; its events carry `token`.
    async fn execute(&self, id: &str, token: &str, on_failure: OnFailure) -> Result<(), AwsError>;

    async fn discard(&self, id: &str) -> Result<(), AwsError>;

    /// Those that wait to be executed; none, when there is no such stack.
    async fn list(&self, stack: &StackName) -> Result<Vec<ChangeSetSummary>, AwsError>;
}

/// A change set as the list of a stack's names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChangeSetSummary {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnFailure {
    RollBack,
    /// Leave what was done, to look at it.
    Stop,
}
