//! What a deployment finds: no stack, a working one, or the remains of one that failed.

use super::{DeployError, follow};
use crate::{
    aws::{
        change_sets::ChangeSetKind,
        stacks::{Stack, StackState, Stacks},
    },
    context::Context,
    error::Error,
};

/// What is there to build on.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) kind: ChangeSetKind,
}

/// Looks at the stack, and clears away what stands in the way.
pub(super) async fn ground(cx: &Context) -> Result<Ground, Error> {
    let name = cx.stack_name();
    let Some(stack) = cx.aws.stacks.find(&name).await? else {
        return Ok(Ground { kind: ChangeSetKind::Create });
    };
    match stack.status.state() {
        StackState::Empty => Ok(Ground { kind: ChangeSetKind::Create }),
        StackState::Ready => Ok(Ground { kind: ChangeSetKind::Update }),
        StackState::Changing => Err(DeployError::Busy { stack: name, status: stack.status }.into()),
        StackState::Stuck => Err(DeployError::Stuck { stack: name, status: stack.status }.into()),
        StackState::FailedToCreate => {
            clear(cx, &stack).await?;
            Ok(Ground { kind: ChangeSetKind::Create })
        }
    }
}

/// A stack whose creation failed can't be updated: AWS wants it deleted first.
async fn clear(cx: &Context, stack: &Stack) -> Result<(), Error> {
    let name = cx.stack_name();
    cx.progress.note(format_args!("{name} is {}: its first deployment failed and can only be deleted", stack.status.0));
    cx.confirm(&format!("Delete the failed stack {name} and deploy anew?"))?;
    let token = format!("clear-{}", crate::clock::now().as_millisecond());
    cx.aws.stacks.delete(&name, &token).await?;
    let followed = follow(cx, &stack.id, &token, 0).await?;
    if followed.status.succeeded() {
        return Ok(());
    }
    Err(DeployError::Stuck { stack: name, status: followed.status }.into())
}

impl Context {
    /// The stack after a deployment.
    pub(super) async fn deployed_stack(&self) -> Result<Stack, Error> {
        let name = self.stack_name();
        self.aws.stacks.find(&name).await?.ok_or(Error::NotDeployed(name))
    }
}
