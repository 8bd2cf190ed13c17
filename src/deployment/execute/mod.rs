//! Both stacks of a stage, executed one after the other.
//!
//! The edge needs the API's address, and the API's image bucket the edge's ARN. So the API comes first, then the edge,
//! and once more the API when the distribution is a new one.

pub(crate) mod record_release;

use std::collections::BTreeMap;

use super::{
    failure::{DeployError, explain},
    follow::{Screen, Undo},
    package::packaged_stage::PackagedStack,
    plan::{
        change_set::{StackChangeSet, Verdict, comparing},
        stage_change_sets::{DISTRIBUTION, StageChangeSets},
        stale_change_sets::cleaning_up,
    },
    request::{DeployRequest, Then},
    stack_readiness::{StackReadiness, overtaken},
};
use crate::{
    aws::{
        change_sets::{ChangeSetKind, ChangeSets as _},
        stacks::Stack,
    },
    context::{Context, stage_stack::StageStack},
    error::Error,
    stage::StackName,
};

/// Executes the reviewed change sets; `steps` are the resources that the plan names.
pub(crate) async fn execute_change_sets<'a>(
    change_sets: StageChangeSets<'a>,
    cx: &'a Context,
    request: &'a DeployRequest<'_>,
    steps: usize,
) -> Result<(), Error> {
    let first = change_sets.first();
    let not_computed =
        change_sets.each().filter(|stack_changes| matches!(stack_changes.verdict, Verdict::NotComputed(_)));
    // Counted later, once CloudFormation has computed them.
    let steps = steps.saturating_sub(not_computed.map(|stack_changes| stack_changes.changes().len()).sum());
    let mut executor = Executor { cx, request, screen: Screen::new(cx, steps), done: Vec::new() };
    executor.execute_both(change_sets).await.map_err(|error| executor.halfway(error, first))
}

/// How far the execution of a stack got.
#[derive(Debug, PartialEq, Eq)]
enum Execution {
    Started,
    Finished,
}

struct Executor<'a> {
    cx: &'a Context,
    request: &'a DeployRequest<'a>,
    screen: Screen<'a>,
    /// The stacks that were changed successfully.
    done: Vec<StackName>,
}

impl<'a> Executor<'a> {
    async fn execute_both(&mut self, stage_changes: StageChangeSets<'a>) -> Result<(), Error> {
        let StageChangeSets { api, edge, .. } = stage_changes;
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
    async fn update_api_again(&mut self, api: &StackChangeSet<'_>, distribution: &str) -> Result<(), Error> {
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
    ) -> Result<StackChangeSet<'a>, Error> {
        // A new screen, because the old one's tree would stay above what is drawn next.
        self.screen = Screen::new(self.cx, 0);
        let release = self.request.release;
        let stack = target.name.clone();
        let computed = async {
            let readiness = StackReadiness::of(&target).await?;
            let operation = release.second_operation();
            let _step = comparing(self.cx, &[&stack]);
            StackChangeSet::compute(self.cx, target, readiness, packaged, parameters, operation).await
        };
        let stack_changes = match cleaning_up(self.cx, release, computed).await {
            Err(error) => return Err(stopped_before(stack, error)),
            Ok(stack_changes) => stack_changes,
        };
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

    async fn execute(&mut self, stack_changes: &StackChangeSet<'_>) -> Result<Execution, Error> {
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
            // What follows reads the stack again, and says what it could not read.
            if let Err(error) = target.wait_for_status(&followed.status).await {
                self.cx.progress.detail(format_args!("could not read how {} is now: {error}", target.name));
            }
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
        reviewed: StackChangeSet<'a>,
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

/// What was stopped between two stacks has changed something, but not this stack.
fn stopped_before(stack: StackName, error: Error) -> Error {
    match error.downcast_ref() {
        Some(DeployError::Stopped { stop, .. }) => DeployError::StoppedBefore { stack, stop: *stop }.into(),
        _ => error,
    }
}
