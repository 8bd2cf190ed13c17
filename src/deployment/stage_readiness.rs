//! Whether both stacks of a stage can be deployed to.

use std::time::{Duration, Instant};

use super::{
    ahead::Ahead,
    follow::Screen,
    stack_readiness::{StackReadiness, is_busy},
};
use crate::{
    aws::{
        change_sets::{ChangeSetKind, OnFailure},
        stacks::{Stack, StackState, Stacks as _},
    },
    context::{Context, stage_stack::StageStack},
    error::Error,
    releases::FoundStacks,
    stage::StackName,
};

/// The readiness of both stacks.
pub(crate) struct StageReadiness {
    pub(crate) api: StackReadiness,
    pub(crate) edge: Option<StackReadiness>,
    read_at: Instant,
}

/// How long it counts: handlers may compile for minutes, and someone else deploy meanwhile.
const FRESH: Duration = Duration::from_secs(10);

impl StageReadiness {
    /// Reads the state of both stacks at once.
    ///
    /// # Errors
    /// When one of the stacks can't be deployed to.
    pub(crate) async fn read(cx: &Context) -> Result<Self, Error> {
        let read_at = Instant::now();
        // They come in pages, one after the other.
        let (aws, name) = (cx.aws.clone(), cx.stack_name());
        let resources = Ahead::begin(async move { aws.stacks.resources(&name).await });
        let (api, edge) = (cx.api(), cx.edge());
        let edge = async { if cx.wants_edge() { StackReadiness::of(&edge).await.map(Some) } else { Ok(None) } };
        let (edge, api) = tokio::join!(edge, StackReadiness::of(&api));
        Ok(Self { edge: edge?, api: api?.reading(resources), read_at })
    }

    /// [`Self::read`], but at a terminal it offers to follow an operation in progress first.
    pub(crate) async fn when_idle(cx: &Context) -> Result<Self, Error> {
        Self::idle(cx, Self::read(cx).await).await
    }

    /// What was `read` of the stage, read again if that was a while ago.
    pub(crate) async fn still(self, cx: &Context) -> Result<Self, Error> {
        if self.read_at.elapsed() < FRESH { Ok(self) } else { Self::when_idle(cx).await }
    }

    /// What was `read` of the stage, once no operation is in progress there.
    pub(crate) async fn idle(cx: &Context, read: Result<Self, Error>) -> Result<Self, Error> {
        let busy = match read {
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

    /// The stack of the API and that of the edge.
    pub(crate) fn stacks(&self) -> FoundStacks {
        let edge = self.edge.as_ref().and_then(|edge| edge.stack.clone());
        FoundStacks { api: self.api.stack.clone(), edge }
    }

    /// A stack to delete before CloudFormation can compute any changes.
    pub(crate) fn to_delete_first(&self, cx: &Context) -> Option<(StackName, &Stack)> {
        let edge = || Some((cx.edge().name, self.edge.as_ref()?.to_delete_first()?));
        self.api.to_delete_first().map(|stack| (cx.api().name, stack)).or_else(edge)
    }
}
