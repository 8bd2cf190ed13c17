//! What CloudFormation says of a change set.

use aws_sdk_cloudformation::{Client, types};

use super::{Action, Change, ChangeSet, Detail, Replacement};
use crate::aws::{AwsError, aws_error, stacks::Status};

/// All that is known of it by now.
pub(super) async fn described(client: &Client, id: &str) -> Result<ChangeSet, AwsError> {
    let request = client.describe_change_set().change_set_name(id).include_property_values(true);
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
