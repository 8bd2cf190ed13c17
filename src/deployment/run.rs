//! From the change sets to the report: the way of every deployment, and of every rollback.

use std::{ops::ControlFlow, time::Instant};

use super::{
    execute::{
        StageChanges, StageReadiness,
        record_release::{Before, live_now, prune, recorded},
    },
    guards::{
        data_loss_guard::{refuse_change, refuse_loss, refuse_replacement},
        preflight, protection,
    },
    package::{Choice, folder::revision, packaged_stage::PackagedStage, prepare, templates::Templates},
    plan::{Plan, stale_change_sets::cleaning_up},
    report::{DeployOutcome, DeployReport},
    request::{DeployRequest, Then},
};
use crate::{
    artifacts::package::Package,
    aws::{change_sets::OnFailure, identity::Caller},
    context::{Context, guard::Refusal},
    error::Error,
    releases::{Record, Release},
};

/// From the change set to the report: the way of every deployment, and of every way back.
pub(crate) async fn run(
    cx: &Context,
    request: &DeployRequest<'_>,
    readiness: StageReadiness,
    started: Instant,
) -> Result<DeployReport, Error> {
    let outcome = if request.options.dry_run {
        let plan = planned(cx, readiness, request.packaged_stage, request.release).await?;
        if request.release.rollback_of.is_some() {
            refuse_change(&plan)?;
        }
        DeployOutcome::Planned { plan }
    } else {
        execute(cx, request, readiness).await?
    };
    if outcome.went_live() {
        prune(cx, request).await;
    }
    DeployReport::new(cx, outcome, request.release.clone(), request.packaged_stage.functions.clone(), started).await
}

/// What a deployment would change; nothing of it is left behind.
pub(crate) async fn preview(cx: &Context, caller: &Caller, package: Option<Package>) -> Result<Plan, Error> {
    let templates = Templates::read(cx, package.as_ref())?;
    let release = Release::begin(cx, caller, revision(cx, package.as_ref()).await);
    let readiness = StageReadiness::look(cx).await?;
    let packaged_stage = prepare(cx, caller, &templates, package, Choice::EVERYTHING).await?;
    planned(cx, readiness, &packaged_stage, &release).await
}

async fn planned(
    cx: &Context,
    readiness: StageReadiness,
    packaged_stage: &PackagedStage,
    release: &Release,
) -> Result<Plan, Error> {
    let planned = async {
        let stage_changes = StageChanges::compute(cx, readiness, packaged_stage, release).await?;
        let plan = stage_changes.plan(cx, &packaged_stage.functions).await;
        stage_changes.discard().await?;
        Ok(plan)
    };
    cleaning_up(cx, release, planned).await
}

async fn execute(
    cx: &Context,
    request: &DeployRequest<'_>,
    mut readiness: StageReadiness,
) -> Result<DeployOutcome, Error> {
    if let (Some(_), Some((name, stack))) = (&request.options.plan, readiness.to_delete_first(cx)) {
        return Err(Refusal::NoPlan { stack: name, status: stack.status.0.clone() }.into());
    }
    readiness.clear(cx, request.on_failure).await?;
    let (agreed, live) =
        tokio::join!(cleaning_up(cx, request.release, agree(cx, request, readiness)), live_now(cx, request));
    let (stage_changes, plan) = match agreed? {
        ControlFlow::Continue(agreed) => agreed,
        ControlFlow::Break(plan) => return unchanged(cx, request, plan, live).await,
    };
    let first = stage_changes.first();
    protect(cx, request.allowed).await?;
    // What CloudFormation only lists takes no step.
    let executed = stage_changes.execute(cx, request, plan.changes.len());
    let executed = recorded(cx, request, Before { live, plan: &plan }, executed).await;
    if request.then == Then::Detach && executed.is_ok() {
        return Ok(DeployOutcome::Begun { plan });
    }
    // Whatever came of it, what was let go this once is safe again.
    let protected = protect(cx, &[]).await;
    executed?;
    protected?;
    Ok(if first { DeployOutcome::Created { plan } } else { DeployOutcome::Updated { plan } })
}

/// What is to be executed; the plan alone where nothing is.
async fn agree<'a>(
    cx: &'a Context,
    request: &DeployRequest<'_>,
    readiness: StageReadiness,
) -> Result<ControlFlow<Plan, (StageChanges<'a>, Plan)>, Error> {
    let stage_changes = StageChanges::compute(cx, readiness, request.packaged_stage, request.release).await?;
    let plan = stage_changes.plan(cx, &request.packaged_stage.functions).await;
    if stage_changes.unchanged() {
        return Ok(ControlFlow::Break(plan));
    }
    let accepted = match asked_for(request.options.plan.as_deref(), &plan) {
        Ok(()) => accept(cx, request, &plan).await,
        Err(refusal) => Err(refusal),
    };
    if let Err(refusal) = accepted {
        stage_changes.discard().await?;
        return Err(refusal);
    }
    Ok(ControlFlow::Continue((stage_changes, plan)))
}

async fn unchanged(
    cx: &Context,
    request: &DeployRequest<'_>,
    plan: Plan,
    live: Option<Record>,
) -> Result<DeployOutcome, Error> {
    let asked = request.options.plan.as_deref();
    // The plan that was asked for may be what is live already, as when a job is run again.
    let done = live.as_ref().and_then(|live| live.plan.as_deref());
    if !done.zip(asked).is_some_and(|(done, asked)| done.starts_with(asked)) {
        asked_for(asked, &plan)?;
    }
    protect(cx, &[]).await?;
    Ok(DeployOutcome::Unchanged { plan, live: live.map(|live| live.release) })
}

fn asked_for(digest: Option<&str>, plan: &Plan) -> Result<(), Error> {
    match digest {
        Some(digest) if !plan.is(digest) => {
            Err(Refusal::OtherPlan { asked: digest.to_owned(), actual: plan.short_digest().to_owned() }.into())
        }
        _ => Ok(()),
    }
}

/// Everything that can speak against a plan, its reader included.
async fn accept(cx: &Context, request: &DeployRequest<'_>, plan: &Plan) -> Result<(), Error> {
    cx.progress.show(&plan.view().render(None));
    let Some(former) = &request.release.rollback_of else {
        refuse_loss(plan, request.allowed)?;
        if request.on_failure == OnFailure::Stop {
            refuse_replacement(plan)?;
        }
        preflight::pass(cx, plan, request.allowed).await?;
        return cx.confirm_aside(&format!("Make these changes to {}?", plan.stacks())).await;
    };
    refuse_change(plan)?;
    // A firing alarm is why one goes back.
    let allowed: Vec<String> = request.allowed.iter().cloned().chain([preflight::ALARMS.to_owned()]).collect();
    preflight::pass(cx, plan, &allowed).await?;
    cx.confirm_aside(&format!("Make these changes to {}, back to {former}?", plan.stacks())).await
}

/// On a protected stage, sets what protects its stacks; `let_go` may be lost.
async fn protect(cx: &Context, let_go: &[String]) -> Result<(), Error> {
    protection::protect(cx, &cx.api(), let_go).await?;
    if cx.wants_edge() { protection::protect(cx, &cx.edge(), let_go).await } else { Ok(()) }
}
