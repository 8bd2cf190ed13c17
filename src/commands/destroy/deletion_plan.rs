//! The deletion plan of one stack: which resources go, and which the template retains.

use super::{
    resource::{ResourceDeletion, VERSION},
    retained::Retained,
};
use crate::{
    aws::stacks::{Resource, Stack, StackEvent, StackState, Stacks as _},
    context::{Context, stage_stack::StageStack},
    deployment::{
        failure::{DeployError, explain},
        follow::{Followed, Screen},
        stack_readiness::busy,
    },
    error::Error,
    time::clock,
};

pub(super) struct DeletionPlan<'a> {
    pub(super) target: StageStack<'a>,
    pub(super) stack: Stack,
    pub(super) resources: Vec<ResourceDeletion>,
    /// The token of a deletion already in progress, left by an interrupted `destroy`.
    under_way: Option<String>,
}

impl<'a> DeletionPlan<'a> {
    /// # Errors
    /// When something else than a deletion is under way.
    pub(super) async fn find(target: StageStack<'a>) -> Result<Option<Self>, Error> {
        let Some(stack) = target.find().await? else { return Ok(None) };
        let under_way = deletion(&target, &stack).await?;
        if under_way.is_none() && stack.status.state() == StackState::Changing {
            return Err(busy(&target, stack).await.into());
        }
        let template = target.stacks.processed_template(&target.name).await?.unwrap_or_default();
        let resources = target.stacks.resources(&target.name).await?;
        let resources = resources.into_iter().map(|resource| ResourceDeletion::of(resource, &template)).collect();
        Ok(Some(Self { target, stack, resources, under_way }))
    }

    pub(super) fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// Whether it was known before that CloudFormation would skip this one, and that it goes all the same.
    pub(super) fn foresaw_skipping(&self, skipped: &Resource) -> bool {
        let is_it =
            |deletion: &ResourceDeletion| !deletion.retained && deletion.resource.logical_id == skipped.logical_id;
        skipped.kind == VERSION && self.resources.iter().any(is_it)
    }

    /// Where it is, as its ARN says.
    pub(super) fn region(&self) -> &str {
        self.stack.id.split(':').nth(3).unwrap_or_default()
    }

    /// What stays.
    pub(super) fn retained(&self, cx: &Context) -> Vec<Retained> {
        let aws = |command: &str| cx.command_line(&format!("aws {command} --region {}", self.region()));
        let retained = self.resources.iter().filter(|resource| resource.retained);
        retained.map(|resource| Retained::of(resource, self.region(), aws)).collect()
    }

    /// Deletes it, or waits for the deletion that is under way.
    pub(super) async fn delete(&self, cx: &Context, screen: &mut Screen<'_>) -> Result<Followed, Error> {
        let name = &self.target.name;
        let token = match &self.under_way {
            Some(token) => token.clone(),
            None => {
                let token = format!("destroy-{}", clock::now().as_millisecond());
                self.target.stacks.delete(name, &token).await?;
                token
            }
        };
        let followed = screen.follow(&self.target, &self.stack.id, Some(&token)).await?;
        if followed.status.succeeded() {
            return Ok(followed);
        }
        let failure = explain(cx, &self.target, &followed.events).await;
        Err(DeployError::NotDeleted { stack: name.clone(), status: followed.status, failure }.into())
    }
}

/// What marks the deletion that is under way.
async fn deletion(target: &StageStack<'_>, stack: &Stack) -> Result<Option<String>, Error> {
    if stack.status.0 != "DELETE_IN_PROGRESS" {
        return Ok(None);
    }
    let begun = |event: &StackEvent| event.is_stack() && event.status.0 == "DELETE_IN_PROGRESS";
    let mut events = target.stacks.newest_events(&stack.id, begun).await?;
    Ok(events.pop().and_then(|event| event.token))
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::stacks::Status;

    pub(in crate::commands::destroy) fn deletion(kind: &str, template: &Value) -> ResourceDeletion {
        let resource = Resource {
            logical_id: "It".into(),
            physical_id: "it-1".into(),
            kind: kind.into(),
            status: Status("CREATE_COMPLETE".into()),
            updated_at: None,
        };
        ResourceDeletion::of(resource, template)
    }

    #[test]
    fn only_what_the_template_retains_is_kept() {
        let retained = |policy: Value| deletion("AWS::SQS::Queue", &json!({ "Resources": { "It": policy } })).retained;

        assert!(retained(json!({ "DeletionPolicy": "Retain" })));
        assert!(retained(json!({ "DeletionPolicy": "RetainExceptOnCreate" })));
        assert!(!retained(json!({ "DeletionPolicy": "Delete" })) && !retained(json!({})));
        assert!(!retained(json!({ "DeletionPolicy": "Snapshot" })));
    }

    #[test]
    fn a_version_goes_with_its_function() {
        let version = json!({ "DeletionPolicy": "Retain", "Properties": { "FunctionName": { "Ref": "Function" } } });
        let retained = |function: Value| {
            deletion(VERSION, &json!({ "Resources": { "It": version, "Function": function } })).retained
        };

        assert!(!retained(json!({})));
        assert!(retained(json!({ "DeletionPolicy": "Retain" })));
    }
}
