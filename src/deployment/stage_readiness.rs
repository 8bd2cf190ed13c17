//! Whether both stacks of a stage can be deployed to.

use super::{
    follow::Screen,
    stack_readiness::{StackReadiness, is_busy},
};
use crate::{
    aws::{
        change_sets::{ChangeSetKind, OnFailure},
        stacks::{Stack, StackState},
    },
    context::{Context, stage_stack::StageStack},
    error::Error,
    stage::StackName,
};

/// The readiness of both stacks.
pub(crate) struct StageReadiness {
    pub(crate) api: StackReadiness,
    pub(crate) edge: Option<StackReadiness>,
}

impl StageReadiness {
    /// Reads the state of both stacks at once.
    ///
    /// # Errors
    /// When one of the stacks can't be deployed to.
    pub(crate) async fn read(cx: &Context) -> Result<Self, Error> {
        let (api, edge) = (cx.api(), cx.edge());
        let edge = async { if cx.wants_edge() { StackReadiness::of(&edge).await.map(Some) } else { Ok(None) } };
        let (edge, api) = tokio::join!(edge, StackReadiness::of(&api));
        Ok(Self { edge: edge?, api: api? })
    }

    /// [`Self::read`], but at a terminal it offers to follow an operation in progress first.
    pub(crate) async fn when_idle(cx: &Context) -> Result<Self, Error> {
        let busy = match Self::read(cx).await {
            Err(error) if cx.interactive && is_busy(&error) => error,
            read => return read,
        };
        cx.progress.note(&busy);
        cx.confirm("Wait for it to finish, then deploy?").await?;
        for target in [cx.api()].into_iter().chain(cx.wants_edge().then(|| cx.edge())) {
            let changing = target.find().await?.filter(|stack| stack.status.state() == StackState::Changing);
            if let Some(stack) = changing {
                Screen::new(cx, 0).follow(&target, &stack.id, None).await?;
            }
        }
        Self::read(cx).await
    }

    /// Removes or rolls back what a failed deployment left.
    pub(crate) async fn clear(&mut self, cx: &Context, on_failure: OnFailure) -> Result<(), Error> {
        self.api.clear(cx, &cx.api(), on_failure).await?;
        match &mut self.edge {
            Some(edge) => edge.clear(cx, &cx.edge(), on_failure).await,
            None => Ok(()),
        }
    }

    /// The stacks that are deployed.
    pub(crate) fn existing<'a>(&self, cx: &'a Context) -> Vec<(StageStack<'a>, Stack)> {
        let deployed = |target: StageStack<'a>, readiness: &StackReadiness| {
            let stack = readiness.stack.clone()?;
            (readiness.kind == ChangeSetKind::Update).then_some((target, stack))
        };
        let edge = self.edge.as_ref().and_then(|edge| deployed(cx.edge(), edge));
        deployed(cx.api(), &self.api).into_iter().chain(edge).collect()
    }

    /// A stack to delete before CloudFormation can compute any changes.
    pub(crate) fn to_delete_first(&self, cx: &Context) -> Option<(StackName, &Stack)> {
        let edge = || Some((cx.edge().name, self.edge.as_ref()?.to_delete_first()?));
        self.api.to_delete_first().map(|stack| (cx.api().name, stack)).or_else(edge)
    }
}
