//! CloudFormation change sets: creating, reading and executing them.

mod described;
mod gateway;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::{AwsError, stacks::Status};
use crate::stage::StackName;

/// The desired state of a stack.
#[derive(Debug, Clone)]
pub(crate) struct ChangeSetRequest {
    pub(crate) stack: StackName,
    pub(crate) kind: ChangeSetKind,
    /// The change set's name, which must be unique.
    pub(crate) name: String,
    pub(crate) template: TemplateSource,
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) description: String,
}

/// Where CloudFormation reads the template.
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

/// A change set: what executing it would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChangeSet {
    pub(crate) id: String,
    pub(crate) stack_id: String,
    pub(crate) status: Status,
    pub(crate) status_reason: Option<String>,
    /// The description it was created with.
    pub(crate) description: Option<String>,
    pub(crate) changes: Vec<Change>,
    /// The logical ids of resources whose values CloudFormation left out, in whole or in part.
    pub(crate) incomplete: Vec<String>,
    /// The parameters whose values must not be shown (`NoEcho`).
    pub(crate) secret_parameters: Vec<String>,
}

impl ChangeSet {
    /// Whether there was nothing to change. CloudFormation reports that as a failure that only its message
    /// distinguishes; the second message is for stacks with a transform.
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
    /// `None` unless a resource is removed or replaced.
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
    /// Decided only during execution, as for a nested stack.
    Dynamic,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Replacement {
    Never,
    /// Depends on a value that is known only during execution.
    Conditional,
    Always,
}

/// What happens to a removed resource, or to the old one of a replacement, by the resource's policies.
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
    /// `Properties.Environment.Variables.TABLE`; the same as `attribute` if CloudFormation is not more precise.
    pub(crate) path: String,
    pub(crate) before: Option<String>,
    /// Contains [`KNOWN_LATER`] for what is not known yet.
    pub(crate) after: Option<String>,
    /// Whether the new value, or a part of it, is known only during execution.
    pub(crate) unknown: bool,
    /// The parameters and resources that cause the change.
    pub(crate) causes: Vec<String>,
    /// Whether the change replaces the resource.
    pub(crate) replaces: bool,
    /// Whether it does, or does with some values.
    #[serde(skip)]
    pub(crate) may_replace: bool,
    /// Whether CloudFormation learns the value, and so whether it changes at all, only during execution.
    pub(crate) dynamic: bool,
}

/// Shown in place of a value, or of a part of one, that is known only during execution.
pub(crate) const KNOWN_LATER: &str = "(known after deployment)";

impl Detail {
    /// The path without its prefix: `Environment.Variables.TABLE`.
    pub(crate) fn place(&self) -> &str {
        self.path.trim_start_matches("Properties.")
    }
}

/// What `deploy` needs from change sets.
pub(crate) trait ChangeSets {
    /// Starts the creation of a change set, and returns its id.
    async fn create_change_set(&self, desired: &ChangeSetRequest) -> Result<String, AwsError>;

    /// The current state of a change set, with every page of its changes.
    async fn describe_change_set(&self, id: &str) -> Result<ChangeSet, AwsError>;

    /// Starts the execution of a change set; the stack's events carry `token`.
    async fn execute(&self, id: &str, token: &str, on_failure: OnFailure) -> Result<(), AwsError>;

    async fn discard_change_set(&self, id: &str) -> Result<(), AwsError>;

    /// The change sets that are not executed; empty when there is no such stack.
    async fn list_change_sets(&self, stack: &StackName) -> Result<Vec<ChangeSetSummary>, AwsError>;
}

/// An entry in the list of a stack's change sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChangeSetSummary {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnFailure {
    RollBack,
    /// Keep what was done, for investigation.
    Stop,
}
