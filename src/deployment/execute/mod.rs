//! Both stacks in their order: reviewed together, then executed one after the other.
//!
//! The edge needs the API's address, and the API's image bucket the edge's ARN. So the API comes first, then the edge,
//! and once more the API when the distribution is a new one.

pub(crate) mod record_release;

use std::collections::BTreeMap;

use super::{
    failure::{DeployError, explain},
    follow::{Screen, Undo},
    package::packaged_stage::{PackagedStack, PackagedStage, ReleasedFunction},
    plan::{
        Plan,
        stack_changes::{StackChanges, Verdict},
        stale_change_sets::{RunLock, delete_stale},
    },
    request::{DeployRequest, Then},
    stack_readiness::{StackReadiness, is_busy, overtaken},
};
use crate::{
    aws::{
        change_sets::{ChangeSetKind, ChangeSets as _, OnFailure},
        stacks::{Stack, StackState},
    },
    context::{Context, stage_stack::StageStack},
    error::Error,
    releases::{Operation, Release},
    stage::StackName,
};

/// The edge's output that the API takes as a parameter.
const DISTRIBUTION: &str = "DistributionArn";

/// What there is to build on, for both stacks.
pub(crate) struct StageReadiness {
    api: StackReadiness,
    edge: Option<StackReadiness>,
}

impl StageReadiness {
    /// Looks at what is deployed.
    ///
    /// # Errors
    /// When one of the stacks can't be deployed to.
    pub(crate) async fn look(cx: &Context) -> Result<Self, Error> {
        let edge = if cx.wants_edge() { Some(StackReadiness::of(&cx.edge()).await?) } else { None };
        Ok(Self { api: StackReadiness::of(&cx.api()).await?, edge })
    }

    /// [`Self::look`]; whoever sits at a terminal may first watch an operation that is under way to its end.
    pub(crate) async fn settled(cx: &Context) -> Result<Self, Error> {
        let busy = match Self::look(cx).await {
            Err(error) if cx.interactive && is_busy(&error) => error,
            looked => return looked,
        };
        cx.progress.note(&busy);
        cx.confirm("Watch it to its end, and deploy then?")?;
        for target in [cx.api()].into_iter().chain(cx.wants_edge().then(|| cx.edge())) {
            let changing = target.find().await?.filter(|stack| stack.status.state() == StackState::Changing);
            if let Some(stack) = changing {
                Screen::new(cx, 0).follow(&target, &stack.id, None).await?;
            }
        }
        Self::look(cx).await
    }

    /// Clears away what a failed deployment left.
    pub(crate) async fn clear(&mut self, cx: &Context, on_failure: OnFailure) -> Result<(), Error> {
        self.api.clear(cx, &cx.api(), on_failure).await?;
        match &mut self.edge {
            Some(edge) => edge.clear(cx, &cx.edge(), on_failure).await,
            None => Ok(()),
        }
    }

    /// A stack that has to be deleted before anybody can tell what would change.
    pub(crate) fn to_delete_first(&self, cx: &Context) -> Option<(StackName, &Stack)> {
        let edge = || Some((cx.edge().name, self.edge.as_ref()?.to_delete_first()?));
        self.api.to_delete_first().map(|stack| (cx.api().name, stack)).or_else(edge)
    }
}

/// What a deployment would do to both stacks.
pub(crate) struct StageChanges<'a> {
    api: StackChanges<'a>,
    edge: Option<StackChanges<'a>>,
    /// Keeps other runs from clearing these away.
    _alive: Option<RunLock>,
}

impl<'a> StageChanges<'a> {
    pub(crate) async fn compute(
        cx: &'a Context,
        readiness: StageReadiness,
        packaged_stage: &PackagedStage,
        release: &Release,
    ) -> Result<Self, Error> {
        let _alive = RunLock::begin(&release.id);
        let outputs = |readiness: &StackReadiness| {
            readiness.stack.as_ref().map(|stack| stack.outputs.clone()).unwrap_or_default()
        };
        let of_edge = readiness.edge.as_ref().map(outputs).unwrap_or_default();
        let of_api = outputs(&readiness.api);

        let mut parameters = packaged_stage.api.parameters.clone();
        parameters.extend(of_edge.get(DISTRIBUTION).map(|arn| (DISTRIBUTION.to_owned(), arn.clone())));
        let api =
            stack_changes(cx, cx.api(), readiness.api, &packaged_stage.api, Some(parameters), release.operation())
                .await?;
        let edge = match (readiness.edge, &packaged_stage.edge) {
            (Some(readiness), Some(packaged)) => {
                let parameters = packaged.parameters_from(&of_api);
                match stack_changes(cx, cx.edge(), readiness, packaged, parameters, release.operation()).await {
                    Ok(edge) => Some(edge),
                    Err(error) => {
                        api.discard().await?;
                        return Err(error);
                    }
                }
            }
            _ => None,
        };
        Ok(Self { api, edge, _alive })
    }

    fn each(&self) -> impl Iterator<Item = &StackChanges<'a>> {
        [&self.api].into_iter().chain(&self.edge)
    }

    pub(crate) async fn plan(&self, cx: &Context, functions: &[ReleasedFunction]) -> Plan {
        let each: Vec<&StackChanges<'_>> = self.each().collect();
        Plan::with_drift(cx, &each, functions).await
    }

    pub(crate) fn unchanged(&self) -> bool {
        self.each().all(|stack_changes| matches!(stack_changes.verdict, Verdict::Unchanged))
    }

    /// Whether the stage was not there before.
    pub(crate) fn first(&self) -> bool {
        self.api.readiness.kind == ChangeSetKind::Create
    }

    /// Leaves nothing behind.
    pub(crate) async fn discard(self) -> Result<(), Error> {
        self.api.discard().await?;
        match self.edge {
            Some(edge) => edge.discard().await,
            None => Ok(()),
        }
    }

    /// Executes what was reviewed; `steps` are the resources that the plan names.
    pub(crate) async fn execute(
        self,
        cx: &'a Context,
        request: &'a DeployRequest<'_>,
        steps: usize,
    ) -> Result<(), Error> {
        let first = self.first();
        let foreseen = self.each().filter(|stack_changes| matches!(stack_changes.verdict, Verdict::NotComputed(_)));
        // Those are counted once they are known.
        let steps = steps.saturating_sub(foreseen.map(|stack_changes| stack_changes.changes().len()).sum());
        let mut executor = Executor { cx, request, screen: Screen::new(cx, steps), done: Vec::new() };
        executor.all(self).await.map_err(|error| executor.halfway(error, first))
    }
}

/// How far an execution got.
#[derive(Debug, PartialEq, Eq)]
enum Done {
    Begun,
    Ended,
}

async fn stack_changes<'a>(
    cx: &Context,
    target: StageStack<'a>,
    readiness: StackReadiness,
    packaged: &PackagedStack,
    parameters: Option<BTreeMap<String, String>>,
    operation: Operation,
) -> Result<StackChanges<'a>, Error> {
    match parameters {
        Some(parameters) if readiness.to_delete_first().is_none() => {
            if readiness.stack.is_some() {
                delete_stale(cx, &target).await;
            }
            StackChanges::compute(cx, target, readiness, packaged, parameters, operation).await
        }
        _ => Ok(StackChanges::not_computed(target, readiness, packaged)),
    }
}

struct Executor<'a> {
    cx: &'a Context,
    request: &'a DeployRequest<'a>,
    screen: Screen<'a>,
    /// What was changed, and ended well.
    done: Vec<StackName>,
}

impl<'a> Executor<'a> {
    async fn all(&mut self, stage_changes: StageChanges<'a>) -> Result<(), Error> {
        let StageChanges { api, edge, .. } = stage_changes;
        let begun = self.execute(&api).await;
        let (Some(edge), Some(packaged)) = (edge, &self.request.packaged_stage.edge) else { return begun.map(drop) };
        if !matches!(begun, Ok(Done::Ended)) {
            // Its turn will not come. Where it can't be deleted now, the next run does.
            let _ = edge.discard().await;
            return begun.map(drop);
        }
        let Some(stack) = self.edge(edge, packaged).await? else { return Ok(()) };
        match stack.outputs.get(DISTRIBUTION) {
            Some(arn) if api.parameters.get(DISTRIBUTION) != Some(arn) => self.once_more(&api, arn).await,
            _ => Ok(()),
        }
    }

    /// The API, which now gets to know the distribution.
    async fn once_more(&mut self, api: &StackChanges<'_>, distribution: &str) -> Result<(), Error> {
        let mut parameters = api.parameters.clone();
        parameters.insert(DISTRIBUTION.to_owned(), distribution.to_owned());
        let stack_changes = self.stack_changes(self.cx.api(), &self.request.packaged_stage.api, parameters).await?;
        self.execute(&stack_changes).await.map(drop)
    }

    /// What is only known on the way, and so in the plan at most by its template.
    async fn stack_changes(
        &mut self,
        target: StageStack<'a>,
        packaged: &PackagedStack,
        parameters: BTreeMap<String, String>,
    ) -> Result<StackChanges<'a>, Error> {
        // What is drawn of the stack before it would stay, above whatever else is drawn meanwhile.
        self.screen = Screen::new(self.cx, 0);
        let readiness = StackReadiness::of(&target).await?;
        let operation = self.request.release.second_operation();
        let stack_changes = StackChanges::compute(self.cx, target, readiness, packaged, parameters, operation).await?;
        self.screen.expect_more(stack_changes.changes().len());
        Ok(stack_changes)
    }

    /// The error, unless part of the release is live by now: then also that.
    fn halfway(&self, error: Error, first: bool) -> Error {
        let goes_on =
            matches!(error.downcast_ref(), Some(DeployError::Detached { .. } | DeployError::LostSight { .. }));
        if goes_on || self.done.is_empty() {
            return error;
        }
        DeployError::Halfway { done: self.done.clone(), first, source: Box::new(error) }.into()
    }

    async fn execute(&mut self, stack_changes: &StackChanges<'_>) -> Result<Done, Error> {
        let Verdict::Changes(change_set) = &stack_changes.verdict else { return Ok(Done::Ended) };
        let target = &stack_changes.target;
        if let Err(error) = target.stacks.execute(&change_set.id, &stack_changes.token, self.request.on_failure).await {
            return Err(overtaken(target, error).await);
        }
        if self.request.then == Then::Detach {
            return Ok(Done::Begun);
        }
        let first = stack_changes.readiness.kind == ChangeSetKind::Create;
        self.screen.undone_by(if first { Undo::Delete } else { Undo::CancelUpdate });
        let followed = self.screen.follow(target, &change_set.stack_id, Some(&stack_changes.token)).await?;
        if followed.status.deployed() {
            target.wait_for_status(&followed.status).await?;
            self.done.push(target.name.clone());
            return Ok(Done::Ended);
        }
        Err(DeployError::Failed {
            stack: target.name.clone(),
            status: followed.status.clone(),
            first,
            failure: explain(self.cx, target, &followed.events).await,
        }
        .into())
    }

    /// The edge as reviewed, unless the API tells it something else by now. `None` when it is only begun.
    async fn edge(&mut self, reviewed: StackChanges<'a>, packaged: &PackagedStack) -> Result<Option<Stack>, Error> {
        let outputs = self.cx.api().deployed().await?.outputs;
        let parameters = packaged.settled(&outputs)?;
        let stands = !matches!(reviewed.verdict, Verdict::NotComputed(_)) && reviewed.parameters == parameters;
        let stack_changes = if stands {
            reviewed
        } else {
            let target = reviewed.target.clone();
            reviewed.discard().await?;
            self.stack_changes(target, packaged, parameters).await?
        };
        match self.execute(&stack_changes).await? {
            Done::Begun => Ok(None),
            Done::Ended => Ok(Some(stack_changes.target.deployed().await?)),
        }
    }
}
