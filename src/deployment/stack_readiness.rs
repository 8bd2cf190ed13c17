//! Whether a stack is ready to be deployed to, and what a failed deployment left in the way.

use serde_json::Value;

use super::{ahead::Ahead, failure::DeployError, follow::Screen};
use crate::{
    aws::{
        AwsError,
        change_sets::{ChangeSetKind, ChangeSets as _, OnFailure},
        operations::Operations as _,
        stacks::{Resource, Stack, StackState, Stacks as _},
    },
    context::{Context, deployed_stack::DeployedStack, stage_stack::StageStack},
    error::Error,
    time::{ago, clock},
};

/// The state of a stack before a deployment.
pub(crate) struct StackReadiness {
    pub(crate) kind: ChangeSetKind,
    /// May be an empty stack, which only has change sets.
    pub(crate) stack: Option<Stack>,
    /// As submitted; `None` where there is no stack.
    template: Result<Option<String>, AwsError>,
    /// Its resources, where they are read already.
    resources: Option<Resources>,
    obstacle: Option<Obstacle>,
}

pub(crate) type Resources = Ahead<Result<Vec<Resource>, AwsError>>;

/// What a failed deployment left in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Obstacle {
    /// A stack whose creation failed can't be updated: AWS wants it deleted first.
    FailedCreation,
    /// `--no-rollback` kept the changes made before the failure.
    Paused,
}

impl StackReadiness {
    /// Reads the state of the stack.
    ///
    /// # Errors
    /// When it can't be deployed to.
    pub(crate) async fn of(target: &StageStack<'_>) -> Result<Self, Error> {
        // At once: where there is no stack, there is no template, but then it doesn't matter.
        let (stack, template) = tokio::join!(target.find(), target.stacks.live_template_text(&target.name));
        let Some(stack) = stack? else {
            let (kind, template) = (ChangeSetKind::Create, Ok(None));
            return Ok(Self { kind, stack: None, template, resources: None, obstacle: None });
        };
        let (kind, obstacle) = match stack.status.state() {
            StackState::Empty => (ChangeSetKind::Create, None),
            StackState::FailedToCreate => (ChangeSetKind::Create, Some(Obstacle::FailedCreation)),
            StackState::Ready => (ChangeSetKind::Update, None),
            // It failed before its first resource, so there is nothing to continue from.
            StackState::Paused if is_bare(target, &stack).await? => {
                (ChangeSetKind::Create, Some(Obstacle::FailedCreation))
            }
            StackState::Paused => (ChangeSetKind::Update, Some(Obstacle::Paused)),
            StackState::Changing => return Err(busy(target, stack).await.into()),
            StackState::Stuck => {
                return Err(DeployError::Stuck { stack: target.name.clone(), status: stack.status }.into());
            }
        };
        Ok(Self { kind, stack: Some(stack), template, resources: None, obstacle })
    }

    /// The same, with its resources already being read.
    pub(crate) fn reading(self, resources: Resources) -> Self {
        Self { resources: Some(resources), ..self }
    }

    /// The text of the template that is live, as it was submitted.
    pub(crate) fn live_template_text(&self) -> Option<&str> {
        self.template.as_ref().ok()?.as_deref()
    }

    /// The template that is live; `None` where nothing is deployed, or not by srvls.
    ///
    /// # Errors
    /// When it could not be read.
    pub(crate) fn live_template(&self) -> Result<Option<Value>, AwsError> {
        let text = self.template.as_ref().map_err(Clone::clone)?;
        Ok(text.as_deref().and_then(|text| serde_json::from_str(text).ok()))
    }

    pub(crate) async fn resources(&self, target: &StageStack<'_>) -> Result<Vec<Resource>, AwsError> {
        match &self.resources {
            Some(resources) => resources.answer().await,
            None => target.stacks.resources(&target.name).await,
        }
    }

    /// The stack with its resources; `None` where it is still to be created.
    pub(crate) async fn deployed(&self, target: &StageStack<'_>) -> Result<Option<DeployedStack>, AwsError> {
        let Some(stack) = self.stack.clone().filter(|_| self.kind == ChangeSetKind::Update) else { return Ok(None) };
        let resources = self.resources(target).await?;
        Ok(Some(DeployedStack { name: target.name.clone(), stack, resources, edge: None }))
    }

    /// The stack that has to be deleted before CloudFormation can compute anything.
    pub(crate) fn to_delete_first(&self) -> Option<&Stack> {
        self.stack.as_ref().filter(|_| self.obstacle == Some(Obstacle::FailedCreation))
    }

    /// Removes the obstacle, if there is one.
    pub(crate) async fn clear(
        &mut self,
        cx: &Context,
        target: &StageStack<'_>,
        on_failure: OnFailure,
    ) -> Result<(), Error> {
        let Some((stack, obstacle)) = self.stack.as_ref().zip(self.obstacle) else { return Ok(()) };
        match (obstacle, on_failure) {
            (Obstacle::FailedCreation, _) => delete(cx, target, stack).await?,
            (Obstacle::Paused, OnFailure::RollBack) => roll_back(cx, target, stack).await?,
            (Obstacle::Paused, OnFailure::Stop) => {}
        }
        *self = Self { obstacle: None, ..Self::of(target).await? };
        Ok(())
    }
}

/// Whether nothing of the stack exists.
async fn is_bare(target: &StageStack<'_>, stack: &Stack) -> Result<bool, Error> {
    let resources = target.stacks.resources(&target.name).await?;
    Ok(stack.status.0 == "CREATE_FAILED" && resources.iter().all(|resource| resource.status.failed()))
}

async fn delete(cx: &Context, target: &StageStack<'_>, stack: &Stack) -> Result<(), Error> {
    let (name, status) = (&target.name, &stack.status.0);
    cx.progress.note(format_args!("{name} is {status}: its first deployment failed, so it has to be deleted first"));
    cx.confirm(&format!("Delete the failed stack {name} and deploy again?")).await?;
    let token = format!("clear-{}", clock::now().as_millisecond());
    target.stacks.delete(name, &token).await?;
    let followed = Screen::new(cx, 0).follow(target, &stack.id, Some(&token)).await?;
    if !followed.status.succeeded() {
        return Err(DeployError::Stuck { stack: name.clone(), status: followed.status }.into());
    }
    target.wait_until_gone().await
}

async fn roll_back(cx: &Context, target: &StageStack<'_>, stack: &Stack) -> Result<(), Error> {
    let (name, status) = (&target.name, &stack.status);
    if status.0 == "CREATE_FAILED" {
        // Rolling a creation back deletes everything, data included.
        return Err(DeployError::Paused { stack: name.clone(), status: status.clone() }.into());
    }
    cx.progress.note(format_args!(
        "{} is {}: its last deployment failed, and `--no-rollback` kept the partial update",
        name, status.0
    ));
    cx.confirm(&format!("Roll {name} back to its previous state, then deploy?")).await?;
    let token = format!("rollback-{}", clock::now().as_millisecond());
    target.stacks.roll_back(name, &token).await?;
    let followed = Screen::new(cx, 0).follow(target, &stack.id, Some(&token)).await?;
    if followed.status.state() != StackState::Ready {
        return Err(DeployError::Stuck { stack: name.clone(), status: followed.status }.into());
    }
    target.wait_for_status(&followed.status).await?;
    Ok(())
}

/// Who is changing the stack, if CloudFormation knows.
pub(crate) async fn busy(target: &StageStack<'_>, stack: Stack) -> DeployError {
    let since = stack.updated_at.or(stack.created_at).map(|since| format!(", started {}", ago(since, clock::now())));
    let change_set = match &stack.change_set_id {
        Some(id) => target.stacks.describe_change_set(id).await.ok(),
        None => None,
    };
    let description = change_set.and_then(|change_set| change_set.description).map(|text| format!(" ({text})"));
    let what = format!("{}{}", since.unwrap_or_default(), description.unwrap_or_default());
    DeployError::Busy { stack: target.name.clone(), status: stack.status, what: Some(what) }
}

pub(crate) fn is_busy(error: &Error) -> bool {
    matches!(error.downcast_ref(), Some(DeployError::Busy { .. }))
}

/// Why CloudFormation rejected a call: a concurrent operation on the stack, one that is over and made this change set
/// void, or `error` itself.
pub(crate) async fn overtaken(target: &StageStack<'_>, error: AwsError) -> Error {
    match StackReadiness::of(target).await {
        Err(busy) if is_busy(&busy) => busy,
        _ if VOID.iter().any(|code| error.has_code(code)) => {
            DeployError::Overtaken { stack: target.name.clone(), source: error }.into()
        }
        _ => error.into(),
    }
}

/// What CloudFormation says of a change set after another one was executed: it deletes these, or marks them obsolete.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html>
const VOID: [&str; 4] =
    ["ChangeSetNotFound", "ChangeSetNotFoundException", "InvalidChangeSetStatus", "InvalidChangeSetStatusException"];
