//! CloudFormation change sets: what a template would change, and doing it.

use std::collections::BTreeMap;

use aws_sdk_cloudformation::{
    error::ProvideErrorMetadata as _,
    types::{self, Capability, ChangeSetType, Parameter, Tag},
};
use jiff::Timestamp;
use serde::Serialize;

use super::{
    AwsError, aws_error,
    stacks::{CloudFormation, Status},
};
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

/// One changed attribute of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Detail {
    /// `Properties.Timeout`, or `Tags`.
    pub(crate) attribute: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    /// The parameter or resource it follows from.
    pub(crate) cause: Option<String>,
    /// Whether it makes the resource be replaced.
    pub(crate) replaces: bool,
    /// Whether CloudFormation will know the value, and so whether it changes at all, only once it runs.
    pub(crate) dynamic: bool,
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

impl ChangeSets for CloudFormation {
    async fn create(&self, desired: &Desired) -> Result<String, AwsError> {
        let parameter =
            |(name, value): (&String, &String)| Parameter::builder().parameter_key(name).parameter_value(value).build();
        let tag = |(name, value): (&String, &String)| Tag::builder().key(name).value(value).build();
        let request = self
            .client
            .create_change_set()
            .stack_name(&desired.stack.0)
            .change_set_name(&desired.name)
            .client_token(&desired.name)
            .change_set_type(match desired.kind {
                ChangeSetKind::Create => ChangeSetType::Create,
                ChangeSetKind::Update => ChangeSetType::Update,
            })
            .description(&desired.description)
            .set_parameters(Some(desired.parameters.iter().map(parameter).collect()))
            .set_tags(Some(desired.tags.iter().map(tag).collect()))
            .capabilities(Capability::CapabilityIam)
            .capabilities(Capability::CapabilityNamedIam)
            .capabilities(Capability::CapabilityAutoExpand);
        let request = match &desired.template {
            TemplateSource::Url(url) => request.template_url(url),
            TemplateSource::Body(body) => request.template_body(body),
        };
        let output = request.send().await.map_err(aws_error("cloudformation:CreateChangeSet"))?;
        Ok(output.id.unwrap_or_default())
    }

    async fn describe(&self, id: &str) -> Result<ChangeSet, AwsError> {
        let request = self.client.describe_change_set().change_set_name(id).include_property_values(true);
        let mut pages = request.into_paginator().send();
        let mut described: Option<ChangeSet> = None;
        while let Some(page) = pages.next().await {
            let page = page.map_err(aws_error("cloudformation:DescribeChangeSet"))?;
            let changes = page.changes.unwrap_or_default().into_iter().filter_map(|change| change.resource_change);
            let changes = changes.map(Change::from);
            match &mut described {
                Some(change_set) => change_set.changes.extend(changes),
                None => {
                    described = Some(ChangeSet {
                        id: page.change_set_id.unwrap_or_else(|| id.to_owned()),
                        stack_id: page.stack_id.unwrap_or_default(),
                        status: Status(page.status.map(|status| status.as_str().to_owned()).unwrap_or_default()),
                        status_reason: page.status_reason,
                        description: page.description,
                        changes: changes.collect(),
                    });
                }
            }
        }
        described.ok_or_else(|| AwsError::empty_answer("cloudformation:DescribeChangeSet"))
    }

    async fn execute(&self, id: &str, token: &str, on_failure: OnFailure) -> Result<(), AwsError> {
        let request = self.client.execute_change_set().change_set_name(id).client_request_token(token);
        let request = request.disable_rollback(on_failure == OnFailure::Stop);
        request.send().await.map_err(aws_error("cloudformation:ExecuteChangeSet"))?;
        Ok(())
    }

    async fn discard(&self, id: &str) -> Result<(), AwsError> {
        let request = self.client.delete_change_set().change_set_name(id);
        request.send().await.map_err(aws_error("cloudformation:DeleteChangeSet"))?;
        Ok(())
    }

    async fn list(&self, stack: &StackName) -> Result<Vec<ChangeSetSummary>, AwsError> {
        let mut pages = self.client.list_change_sets().stack_name(&stack.0).into_paginator().items().send();
        let mut summaries = Vec::new();
        while let Some(summary) = pages.next().await {
            match summary {
                Ok(summary) => summaries.push(ChangeSetSummary {
                    id: summary.change_set_id.unwrap_or_default(),
                    name: summary.change_set_name.unwrap_or_default(),
                    created_at: summary.creation_time.as_ref().and_then(super::timestamp),
                }),
                Err(error) if error.code() == Some("ValidationError") => return Ok(Vec::new()),
                Err(error) => return Err(aws_error("cloudformation:ListChangeSets")(error)),
            }
        }
        Ok(summaries)
    }
}

impl From<types::ResourceChange> for Change {
    fn from(change: types::ResourceChange) -> Self {
        Self {
            action: match change.action {
                Some(types::ChangeAction::Add) => Action::Add,
                Some(types::ChangeAction::Remove) => Action::Remove,
                Some(types::ChangeAction::Import) => Action::Import,
                Some(types::ChangeAction::Dynamic) => Action::Dynamic,
                _ => Action::Modify,
            },
            logical_id: change.logical_resource_id.unwrap_or_default(),
            physical_id: change.physical_resource_id.filter(|id| !id.is_empty()),
            kind: change.resource_type.unwrap_or_default(),
            replacement: match change.replacement {
                Some(types::Replacement::True) => Replacement::Always,
                Some(types::Replacement::Conditional) => Replacement::Conditional,
                _ => Replacement::Never,
            },
            details: change.details.unwrap_or_default().into_iter().filter_map(detail).collect(),
        }
    }
}

fn detail(detail: types::ResourceChangeDetail) -> Option<Detail> {
    let target = detail.target?;
    let attribute = target.attribute.as_ref().map(|attribute| attribute.as_str().to_owned()).unwrap_or_default();
    Some(Detail {
        attribute: match target.name {
            Some(name) => format!("{attribute}.{name}"),
            None => attribute,
        },
        before: target.before_value,
        after: target.after_value,
        cause: detail.causing_entity,
        dynamic: detail.evaluation == Some(types::EvaluationType::Dynamic),
        replaces: matches!(target.requires_recreation, Some(types::RequiresRecreation::Always)),
    })
}
