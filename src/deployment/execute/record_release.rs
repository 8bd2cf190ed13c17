//! The ledger's side of a deployment: record its start and end, then prune old artifacts.

use crate::{
    aws::identity::Caller,
    context::Context,
    deployment::{
        failure::DeployError,
        plan::Plan,
        request::{DeployRequest, Then},
    },
    error::Error,
    releases::{FoundStacks, LedgerWriteError, OpenRecord, Outcome, Record, live_record},
    time::clock,
};

/// The live release. If it can't be read, that is a warning and the deployment goes on.
pub(crate) async fn live_now(cx: Context, caller: Caller, stacks: FoundStacks) -> Option<Record> {
    match live_record(&cx, &caller, Some(stacks)).await {
        Ok(live) => live,
        Err(error) => {
            cx.progress.warn(format_args!("could not read which release is live: {error}"));
            None
        }
    }
}

/// What is known before the deployment starts.
pub(crate) struct Before<'a> {
    pub(crate) live: Option<Record>,
    pub(crate) plan: &'a Plan,
}

/// Does the work, and records when it starts and how it ends.
pub(crate) async fn with_record<T>(
    cx: &Context,
    request: &DeployRequest<'_>,
    before: Before<'_>,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let (open_record, written) = OpenRecord::open(cx.ledger(request.caller), record(cx, request, before)).await;
    warn_if_unwritten(cx, written);
    let result = work.await;
    if let Some(outcome) = outcome(&result).filter(|_| request.then == Then::Follow || result.is_err()) {
        warn_if_unwritten(cx, open_record.close(outcome).await);
    }
    result
}

fn record(cx: &Context, request: &DeployRequest<'_>, before: Before<'_>) -> Record {
    let api = request.packaged_stage.api.record(cx.stack_name());
    let edge = request.packaged_stage.edge.as_ref().map(|edge| edge.record(cx.stage.edge_stack_name()));
    Record {
        release: request.release.clone(),
        outcome: Outcome::Started,
        duration_ms: None,
        previous: before.live.map(|live| live.release.id),
        plan: Some(before.plan.digest.clone()),
        stacks: [api].into_iter().chain(edge).collect(),
        functions: request.packaged_stage.functions.clone(),
        tags: cx.stage.settings.tags.clone(),
        detached: request.then == Then::Detach,
    }
}

/// `None` when srvls did not see the end: readers of the ledger then ask CloudFormation.
fn outcome<T>(result: &Result<T, Error>) -> Option<Outcome> {
    let Err(error) = result else { return Some(Outcome::Succeeded) };
    match error.downcast_ref()? {
        DeployError::Failed { status, .. } if status.rolled_back() && !status.failed() => Some(Outcome::RolledBack),
        DeployError::Cancelled { status, .. } if status.rolled_back() => Some(Outcome::RolledBack),
        DeployError::Overtaken { .. } => Some(Outcome::Interrupted),
        DeployError::Cancelled { .. }
        | DeployError::ChangeSet { .. }
        | DeployError::Failed { .. }
        | DeployError::Halfway { .. }
        | DeployError::NoOutput { .. } => Some(Outcome::Failed),
        _ => None,
    }
}

fn warn_if_unwritten(cx: &Context, written: Result<(), LedgerWriteError>) {
    if let Err(error) = written {
        cx.progress.warn(format_args!("could not record this release: {error}"));
    }
}

/// Deletes the artifacts that no retained release needs.
pub(crate) async fn prune(cx: &Context, request: &DeployRequest<'_>) {
    match cx.ledger(request.caller).prune(clock::now()).await {
        Ok(0) => {}
        Ok(count) => cx.progress.detail(format_args!("deleted {count} artifacts of old releases")),
        Err(error) => cx.progress.warn(format_args!("could not delete artifacts of old releases: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aws::AwsError, aws::stacks::Status, stage::StackName};

    fn failed(status: &str) -> Result<(), Error> {
        let (stack, status) = (StackName("srvls-dev".into()), Status(status.into()));
        Err(DeployError::Failed { stack, status, first: false, failure: None }.into())
    }

    #[test]
    fn a_rollback_differs_from_a_failure_and_from_an_unseen_end() {
        assert_eq!(outcome(&Ok(())), Some(Outcome::Succeeded));
        assert_eq!(outcome(&failed("UPDATE_ROLLBACK_COMPLETE")), Some(Outcome::RolledBack));
        assert_eq!(outcome(&failed("UPDATE_ROLLBACK_FAILED")), Some(Outcome::Failed));
        assert_eq!(outcome(&failed("UPDATE_FAILED")), Some(Outcome::Failed));
        let (stack, status) = (StackName("srvls-dev".into()), Status("UPDATE_IN_PROGRESS".into()));
        assert_eq!(outcome::<()>(&Err(DeployError::Busy { stack, status, what: None }.into())), None);
        let stack = StackName("srvls-dev".into());
        let source = AwsError::service("cloudformation:ExecuteChangeSet", "ChangeSetNotFound");
        let overtaken = Err(DeployError::Overtaken { stack, source }.into());
        assert_eq!(outcome::<()>(&overtaken), Some(Outcome::Interrupted), "CloudFormation never began with it");
        let done = vec![StackName("srvls-dev".into())];
        let source = Box::new(failed("UPDATE_ROLLBACK_COMPLETE").expect_err("an error"));
        let halfway = DeployError::Halfway { done, first: false, source };
        assert_eq!(outcome::<()>(&Err(halfway.into())), Some(Outcome::Failed));
        let unseen = Err::<(), _>(AwsError::service("cloudformation:DescribeStackEvents", "Busy").into());
        assert_eq!(outcome(&unseen), None);
    }
}
