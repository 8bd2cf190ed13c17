//! What a deployment finds: no stack, a working one, or the remains of one that failed.

use super::{DeployError, follow::Screen};
use crate::{
    aws::{
        change_sets::{ChangeSetKind, ChangeSets as _},
        stacks::{Stack, StackState, Stacks as _},
    },
    clock,
    context::Context,
    error::Error,
    target::Target,
    when::ago,
};

/// What is there to build on.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) kind: ChangeSetKind,
    /// Also an empty one, which only has change sets.
    pub(super) stack: Option<Stack>,
}

impl Ground {
    /// Looks at the stack.
    ///
    /// # Errors
    /// When it can't be deployed to.
    pub(super) async fn of(target: &Target<'_>) -> Result<Self, Error> {
        let Some(stack) = target.find().await? else { return Ok(Self { kind: ChangeSetKind::Create, stack: None }) };
        let kind = match stack.status.state() {
            StackState::Empty | StackState::FailedToCreate => ChangeSetKind::Create,
            StackState::Ready => ChangeSetKind::Update,
            StackState::Changing => {
                return Err(busy(target, stack).await.into());
            }
            StackState::Stuck => {
                return Err(DeployError::Stuck { stack: target.name.clone(), status: stack.status }.into());
            }
        };
        Ok(Self { kind, stack: Some(stack) })
    }

    /// A stack whose creation failed can't be updated: AWS wants it deleted first.
    pub(super) fn remains(&self) -> Option<&Stack> {
        self.stack.as_ref().filter(|stack| stack.status.state() == StackState::FailedToCreate)
    }

    /// Whether CloudFormation can compute a change set here.
    pub(super) fn is_clear(&self) -> bool {
        self.remains().is_none()
    }

    /// Clears away what stands in the way.
    pub(super) async fn clear(&mut self, cx: &Context, target: &Target<'_>) -> Result<(), Error> {
        let Some(stack) = self.remains() else { return Ok(()) };
        let name = &target.name;
        let status = &stack.status.0;
        cx.progress.note(format_args!("{name} is {status}: its first deployment failed and can only be deleted"));
        cx.confirm(&format!("Delete the failed stack {name} and deploy anew?"))?;
        let token = format!("clear-{}", clock::now().as_millisecond());
        target.stacks.delete(name, &token).await?;
        let followed = Screen::new(cx, 0).follow(target, &stack.id, Some(&token)).await?;
        if !followed.status.succeeded() {
            return Err(DeployError::Stuck { stack: name.clone(), status: followed.status }.into());
        }
        self.stack = None;
        Ok(())
    }
}

/// Who is at work on the stack, as far as CloudFormation tells.
pub(crate) async fn busy(target: &Target<'_>, stack: Stack) -> DeployError {
    let since = stack.updated_at.or(stack.created_at).map(|since| format!(", begun {}", ago(since, clock::now())));
    let change_set = match &stack.change_set_id {
        Some(id) => target.stacks.describe(id).await.ok(),
        None => None,
    };
    let description = change_set.and_then(|change_set| change_set.description).map(|text| format!(" ({text})"));
    let what = format!("{}{}", since.unwrap_or_default(), description.unwrap_or_default());
    DeployError::Busy { stack: target.name.clone(), status: stack.status, what: Some(what) }
}
