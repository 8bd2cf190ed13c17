//! One stack of a stage, in the region where it is.

use std::time::Duration;

use crate::{
    aws::stacks::{CloudFormation, Stack, StackState, Stacks as _, Status},
    error::{Error, Failure},
    exit::Exit,
    stage::StackName,
};

/// The stack doesn't exist.
#[derive(Debug, thiserror::Error)]
#[error("stack `{0}` is not deployed")]
pub(crate) struct NotDeployed(pub(crate) StackName);

impl Failure for NotDeployed {
    fn hint(&self) -> Option<String> {
        Some("run `srvls deploy` first".into())
    }

    fn code(&self) -> &'static str {
        "not_deployed"
    }

    fn exit(&self) -> Exit {
        Exit::NotFound
    }
}

/// A stack of the stage, deployed or not.
#[derive(Clone)]
pub(crate) struct StageStack<'a> {
    pub(crate) name: StackName,
    /// CloudFormation in the stack's region.
    pub(crate) stacks: &'a CloudFormation,
    /// How often it may be asked.
    pub(crate) poll_interval: Duration,
}

/// How often to poll a stack whose description lags behind its events.
const MAX_POLLS: u32 = 15;

impl StageStack<'_> {
    /// The stack as it is now; `None` when it doesn't exist.
    pub(crate) async fn find(&self) -> Result<Option<Stack>, Error> {
        Ok(self.stacks.find(&self.name).await?)
    }

    /// Waits until the stack's description shows `status`: it lags a little behind the stack's events.
    pub(crate) async fn wait_for_status(&self, status: &Status) -> Result<(), Error> {
        self.poll_until(|stack| stack.is_some_and(|stack| stack.status == *status)).await
    }

    /// Waits until the stack no longer exists.
    pub(crate) async fn wait_until_gone(&self) -> Result<(), Error> {
        self.poll_until(|stack| stack.is_none()).await
    }

    async fn poll_until(&self, condition: impl Fn(Option<&Stack>) -> bool) -> Result<(), Error> {
        for _ in 0..MAX_POLLS {
            if condition(self.find().await?.as_ref()) {
                break;
            }
            tokio::time::sleep(self.poll_interval).await;
        }
        Ok(())
    }

    /// The stack as far as it is deployed; `None` also where only a change set was ever made for it.
    pub(crate) async fn find_deployed(&self) -> Result<Option<Stack>, Error> {
        Ok(deployed(self.find().await?))
    }

    /// # Errors
    /// When the stack is not deployed.
    pub(crate) async fn deployed(&self) -> Result<Stack, Error> {
        Ok(self.find_deployed().await?.ok_or_else(|| NotDeployed(self.name.clone()))?)
    }
}

/// A stack that is in review has no resources and no outputs: it is not deployed.
pub(super) fn deployed(found: Option<Stack>) -> Option<Stack> {
    found.filter(|stack| stack.status.state() != StackState::Empty)
}
