//! `srvls deploy`: build, package, show what would change, ask, execute, and follow it to its end.

mod cause;
mod error;
mod follow;
mod packaged;
mod plan;
mod prepare;
mod report;
mod smoke;
mod stack;
mod unaffected;

use std::{path::PathBuf, time::Instant};

pub(crate) use self::{
    cause::{Failure, root_cause},
    error::{DeployError, Reason},
    follow::follow,
    prepare::{built, sources},
    report::DeployReport,
};
use self::{
    packaged::packaged,
    plan::Plan,
    prepare::{Prepared, prepare},
    report::Outcome,
    stack::{Ground, ground},
};
use crate::{
    aws::{
        change_sets::{ChangeSet, ChangeSetKind, ChangeSets, Desired, OnFailure},
        stacks::Stacks,
    },
    context::Context,
    error::Error,
    guard::{Danger, allow_write},
    releases::{Release, Revision},
};

/// Build the handlers and ship them with the stack
#[derive(Debug, clap::Args)]
pub(crate) struct DeployArgs {
    /// Stop after showing what would change
    #[arg(long)]
    dry_run: bool,
    /// On failure, keep what was done instead of rolling back
    #[arg(long)]
    no_rollback: bool,
    /// Ship what `srvls package` wrote to this folder, instead of building
    #[arg(long, value_name = "DIR")]
    artifacts: Option<PathBuf>,
}

pub(crate) async fn run(cx: &Context, args: &DeployArgs) -> Result<DeployReport, Error> {
    let started = Instant::now();
    let danger = if args.dry_run { Danger::Preview } else { Danger::Severe };
    let package = args.artifacts.as_deref().map(|folder| packaged(cx, folder)).transpose()?;
    let caller = allow_write(cx, danger).await?;
    let revision = match &package {
        Some(package) => package.manifest.revision.clone(),
        None => Revision::of(&cx.config.root).await,
    };
    let release = Release::begin(cx, &caller, revision);
    let ground = ground(cx).await?;
    let prepared = prepare(cx, &caller, package).await?;
    let outcome = ship(cx, args, &ground, &prepared, &release).await?;
    if outcome.went_live() {
        release.record(cx, &caller).await;
    }
    Ok(DeployReport::new(cx, outcome, release, prepared.functions, started).await)
}

async fn ship(
    cx: &Context,
    args: &DeployArgs,
    ground: &Ground,
    prepared: &Prepared,
    release: &Release,
) -> Result<Outcome, Error> {
    let desired = Desired {
        stack: cx.stack_name(),
        kind: ground.kind,
        name: format!("srvls-{}", release.id),
        template_url: prepared.template_url.clone(),
        parameters: prepared.parameters.clone(),
        tags: cx.stage.settings.tags.clone(),
        description: release.description(),
    };
    let change_set = computed(cx, &desired).await?;
    if change_set.is_empty() {
        cx.aws.stacks.discard(&change_set.id).await?;
        return Ok(Outcome::Unchanged { stack: cx.deployed_stack().await? });
    }
    if change_set.status.failed() {
        let reason = change_set.status_reason.clone().unwrap_or_default();
        give_up(cx, &change_set, ground, release).await?;
        return Err(DeployError::ChangeSet { reason: Reason(reason) }.into());
    }
    let plan = Plan::of(change_set.changes.clone());
    if args.dry_run {
        give_up(cx, &change_set, ground, release).await?;
        return Ok(Outcome::Planned { plan });
    }
    cx.progress.note(plan.view().render(None));
    if let Err(refusal) = cx.confirm(&format!("Make these changes to {}?", desired.stack)) {
        give_up(cx, &change_set, ground, release).await?;
        return Err(refusal);
    }
    execute(cx, args, ground, &change_set, release).await?;
    let stack = cx.deployed_stack().await?;
    Ok(match ground.kind {
        ChangeSetKind::Create => Outcome::Created { plan, stack },
        ChangeSetKind::Update => Outcome::Updated { plan, stack },
    })
}

/// Has CloudFormation compute what would change: seconds, or minutes for a large stack.
async fn computed(cx: &Context, desired: &Desired) -> Result<ChangeSet, Error> {
    let _step = cx.progress.step("Comparing with what is deployed");
    let id = cx.aws.stacks.create(desired).await?;
    cx.progress.detail(format_args!("change set {id}"));
    loop {
        let change_set = cx.aws.stacks.describe(&id).await?;
        if change_set.status.0 == "CREATE_COMPLETE" || change_set.status.failed() {
            return Ok(change_set);
        }
        tokio::time::sleep(cx.poll_interval()).await;
    }
}

/// Leaves nothing behind: neither the change set, nor the empty stack that a first one makes.
async fn give_up(cx: &Context, change_set: &ChangeSet, ground: &Ground, release: &Release) -> Result<(), Error> {
    cx.aws.stacks.discard(&change_set.id).await?;
    if ground.kind == ChangeSetKind::Create {
        cx.aws.stacks.delete(&cx.stack_name(), &release.id).await?;
    }
    Ok(())
}

async fn execute(
    cx: &Context,
    args: &DeployArgs,
    ground: &Ground,
    change_set: &ChangeSet,
    release: &Release,
) -> Result<(), Error> {
    let on_failure = if args.no_rollback { OnFailure::Stop } else { OnFailure::RollBack };
    cx.aws.stacks.execute(&change_set.id, &release.id, on_failure).await?;
    let followed = follow(cx, &change_set.stack_id, &release.id, change_set.changes.len()).await?;
    if followed.status.succeeded() {
        return Ok(());
    }
    Err(DeployError::Failed {
        stack: cx.stack_name(),
        status: followed.status.clone(),
        first: ground.kind == ChangeSetKind::Create,
        failure: root_cause(&followed.events),
    }
    .into())
}

#[cfg(test)]
pub(crate) use self::cause::tests;
