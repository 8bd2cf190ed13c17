//! Both stacks of a stage: reviewed together, then executed one after the other.
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

/// The readiness of both stacks.
pub(crate) struct StageReadiness {
    api: StackReadiness,
    edge: Option<StackReadiness>,
}

impl StageReadiness {
    /// Reads the state of both stacks.
    ///
    /// # Errors
    /// When one of the stacks can't be deployed to.
    pub(crate) async fn read(cx: &Context) -> Result<Self, Error> {
        let edge = if cx.wants_edge() { Some(StackReadiness::of(&cx.edge()).await?) } else { None };
        Ok(Self { api: StackReadiness::of(&cx.api()).await?, edge })
    }

    /// [`Self::read`], but at a terminal it offers to follow an operation in progress first.
    pub(crate) async fn when_idle(cx: &Context) -> Result<Self, Error> {
        let busy = match Self::read(cx).await {
            Err(error) if cx.interactive && is_busy(&error) => error,
            read => return read,
        };
        cx.progress.note(&busy);
        cx.confirm("Wait for it to finish, then deploy?")?;
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

    /// A stack to delete before CloudFormation can compute any changes.
    pub(crate) fn to_delete_first(&self, cx: &Context) -> Option<(StackName, &Stack)> {
        let edge = || Some((cx.edge().name, self.edge.as_ref()?.to_delete_first()?));
        self.api.to_delete_first().map(|stack| (cx.api().name, stack)).or_else(edge)
    }
}

/// What a deployment would do to both stacks.
pub(crate) struct StageChanges<'a> {
    api: StackChanges<'a>,
    edge: Option<StackChanges<'a>>,
    /// Keeps other runs from deleting these change sets.
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
        let edge_outputs = readiness.edge.as_ref().map(outputs).unwrap_or_default();
        let api_outputs = outputs(&readiness.api);

        let mut parameters = packaged_stage.api.parameters.clone();
        parameters.extend(edge_outputs.get(DISTRIBUTION).map(|arn| (DISTRIBUTION.to_owned(), arn.clone())));
        let api =
            stack_changes(cx, cx.api(), readiness.api, &packaged_stage.api, Some(parameters), release.operation())
                .await?;
        let edge = match (readiness.edge, &packaged_stage.edge) {
            (Some(readiness), Some(packaged)) => {
                let parameters = packaged.parameters_from(&api_outputs);
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

    /// Whether this is the stage's first deployment.
    pub(crate) fn first(&self) -> bool {
        self.api.readiness.kind == ChangeSetKind::Create
    }

    /// Deletes the change sets.
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
        let not_computed = self.each().filter(|stack_changes| matches!(stack_changes.verdict, Verdict::NotComputed(_)));
        // Counted later, once CloudFormation has computed them.
        let steps = steps.saturating_sub(not_computed.map(|stack_changes| stack_changes.changes().len()).sum());
        let mut executor = Executor { cx, request, screen: Screen::new(cx, steps), done: Vec::new() };
        executor.execute_both(self).await.map_err(|error| executor.halfway(error, first))
    }
}

/// How far the execution of a stack got.
#[derive(Debug, PartialEq, Eq)]
enum Execution {
    Started,
    Finished,
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
    /// The stacks that were changed successfully.
    done: Vec<StackName>,
}

impl<'a> Executor<'a> {
    async fn execute_both(&mut self, stage_changes: StageChanges<'a>) -> Result<(), Error> {
        let StageChanges { api, edge, .. } = stage_changes;
        let executed = self.execute(&api).await;
        let (Some(edge), Some(packaged)) = (edge, &self.request.packaged_stage.edge) else { return executed.map(drop) };
        if !matches!(executed, Ok(Execution::Finished)) {
            // It will not be executed. If its change set can't be deleted now, the next run does it.
            let _ = edge.discard().await;
            return executed.map(drop);
        }
        let Some(stack) = self.execute_edge(edge, packaged).await? else { return Ok(()) };
        match stack.outputs.get(DISTRIBUTION) {
            Some(arn) if api.parameters.get(DISTRIBUTION) != Some(arn) => self.update_api_again(&api, arn).await,
            _ => Ok(()),
        }
    }

    /// Updates the API once more, with the ARN of the new distribution.
    async fn update_api_again(&mut self, api: &StackChanges<'_>, distribution: &str) -> Result<(), Error> {
        let mut parameters = api.parameters.clone();
        parameters.insert(DISTRIBUTION.to_owned(), distribution.to_owned());
        let stack_changes = self.stack_changes(self.cx.api(), &self.request.packaged_stage.api, parameters).await?;
        self.execute(&stack_changes).await.map(drop)
    }

    /// Changes that can be computed only now, and that the plan showed by their template at most.
    async fn stack_changes(
        &mut self,
        target: StageStack<'a>,
        packaged: &PackagedStack,
        parameters: BTreeMap<String, String>,
    ) -> Result<StackChanges<'a>, Error> {
        // A new screen, because the old one's tree would stay above what is drawn next.
        self.screen = Screen::new(self.cx, 0);
        let readiness = StackReadiness::of(&target).await?;
        let operation = self.request.release.second_operation();
        let stack_changes = StackChanges::compute(self.cx, target, readiness, packaged, parameters, operation).await?;
        self.screen.expect_more(stack_changes.changes().len());
        Ok(stack_changes)
    }

    /// Adds to the error that part of the release is live, if so.
    fn halfway(&self, error: Error, first: bool) -> Error {
        let still_running =
            matches!(error.downcast_ref(), Some(DeployError::Detached { .. } | DeployError::LostSight { .. }));
        if still_running || self.done.is_empty() {
            return error;
        }
        DeployError::Halfway { done: self.done.clone(), first, source: Box::new(error) }.into()
    }

    async fn execute(&mut self, stack_changes: &StackChanges<'_>) -> Result<Execution, Error> {
        let Verdict::Changes(change_set) = &stack_changes.verdict else { return Ok(Execution::Finished) };
        let target = &stack_changes.target;
        if let Err(error) = target.stacks.execute(&change_set.id, &stack_changes.token, self.request.on_failure).await {
            return Err(overtaken(target, error).await);
        }
        if self.request.then == Then::Detach {
            return Ok(Execution::Started);
        }
        let first = stack_changes.readiness.kind == ChangeSetKind::Create;
        self.screen.set_undo(if first { Undo::Delete } else { Undo::CancelUpdate });
        let followed = self.screen.follow(target, &change_set.stack_id, Some(&stack_changes.token)).await?;
        if followed.status.deployed() {
            target.wait_for_status(&followed.status).await?;
            self.done.push(target.name.clone());
            return Ok(Execution::Finished);
        }
        Err(DeployError::Failed {
            stack: target.name.clone(),
            status: followed.status.clone(),
            first,
            failure: explain(self.cx, target, &followed.events).await,
        }
        .into())
    }

    /// The edge as reviewed, or recomputed if the API's outputs changed. `None` when it has only started.
    async fn execute_edge(
        &mut self,
        reviewed: StackChanges<'a>,
        packaged: &PackagedStack,
    ) -> Result<Option<Stack>, Error> {
        let outputs = self.cx.api().deployed().await?.outputs;
        let parameters = packaged.complete_parameters(&outputs)?;
        let still_valid = !matches!(reviewed.verdict, Verdict::NotComputed(_)) && reviewed.parameters == parameters;
        let stack_changes = if still_valid {
            reviewed
        } else {
            let target = reviewed.target.clone();
            reviewed.discard().await?;
            self.stack_changes(target, packaged, parameters).await?
        };
        match self.execute(&stack_changes).await? {
            Execution::Started => Ok(None),
            Execution::Finished => Ok(Some(stack_changes.target.deployed().await?)),
        }
    }
}
