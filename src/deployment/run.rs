//! The main path of every deployment and rollback: from the change sets to the report.

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use super::{
    drift::{Accept, StageDetection},
    execute::{
        execute_change_sets,
        record_release::{Before, live_now, prune, with_record},
    },
    failure::{DeployError, Missing},
    guards::{
        data_loss_guard::{refuse_change, refuse_loss, refuse_replacement},
        preflight, protection,
    },
    package::{
        Choice,
        folder::revision,
        packaged_stage::{PackagedStage, ReleasedFunction},
        prepare,
        templates::Templates,
    },
    plan::{
        Plan,
        stage_change_sets::{StageChangeSets, discard_or_warn},
        stale_change_sets::cleaning_up,
    },
    report::{DeployOutcome, DeployReport, Deployed},
    request::{DeployRequest, Then},
    stage_readiness::StageReadiness,
    verify::smoke::{Smoke, functions, probe},
};
use crate::{
    artifacts::package::Package,
    aws::{change_sets::OnFailure, identity::Caller},
    context::{Context, guard::Refusal},
    error::Error,
    releases::{Record, Release},
};

/// Plans, executes and records unless this is a dry run, prunes old artifacts, calls the API, and reports.
pub(crate) async fn run(
    cx: &Context,
    request: &DeployRequest<'_>,
    readiness: StageReadiness,
    started: Instant,
) -> Result<DeployReport, Error> {
    let outcome = if request.options.dry_run {
        let plan = compute_plan(cx, readiness, request.packaged_stage, request.release).await?;
        if request.release.rollback_of.is_some() {
            refuse_change(&plan)?;
        }
        DeployOutcome::Planned { plan }
    } else {
        cx.record_target("release", &request.release.id);
        execute(cx, request, readiness).await?
    };
    if outcome.went_live() {
        prune(cx, request).await;
    }
    verify(cx, outcome, (request.release.clone(), request.packaged_stage.functions.clone()), started).await
}

/// Calls what is deployed now, unless that is unfinished, and reports.
pub(super) async fn verify(
    cx: &Context,
    outcome: DeployOutcome,
    release: (Release, Vec<ReleasedFunction>),
    started: Instant,
) -> Result<DeployReport, Error> {
    let mut deployed = Deployed::default();
    if outcome.is_dry_run() {
        return Ok(DeployReport::new(cx, outcome, release, deployed, started));
    }
    let looks = outcome.is_complete();
    let called = async {
        let (api, outputs) = cx.with_outputs().await?;
        let checks = if looks { probe(cx, &outputs).await } else { Vec::new() };
        Ok::<_, Error>((api, outputs, checks))
    };
    let functions = async { if looks { functions(cx).await } else { None } };
    let (called, functions) = tokio::join!(called, functions);
    let (api, outputs, checks) = match called {
        Err(source) if outcome.went_live() => return Err(incomplete(cx, Missing::State, source)),
        called => called?,
    };
    (deployed.status, deployed.outputs) = (Some(api.status), outputs);
    deployed.smoke = Smoke::of(checks.into_iter().chain(functions));
    Ok(DeployReport::new(cx, outcome, release, deployed, started))
}

/// The new version is live, whatever came after it.
fn incomplete(cx: &Context, missing: Missing, source: Error) -> Error {
    DeployError::Incomplete { stack: cx.stack_name(), missing, source: Box::new(source) }.into()
}

/// The plan of a deployment; its change sets are deleted again.
pub(crate) async fn preview(cx: &Context, caller: &Caller, package: Option<Package>) -> Result<Plan, Error> {
    let templates = Templates::read(cx, package.as_ref())?;
    let release = Release::begin(cx, caller, revision(cx, package.as_ref()).await);
    let readiness = StageReadiness::read(cx).await?;
    let built = package.map(|package| package.artifacts);
    let packaged_stage = prepare(cx, caller, &templates, built, Choice::EVERYTHING).await?;
    compute_plan(cx, readiness, &packaged_stage, &release).await
}

async fn compute_plan(
    cx: &Context,
    readiness: StageReadiness,
    packaged_stage: &PackagedStage,
    release: &Release,
) -> Result<Plan, Error> {
    /// How long a preview waits for the detection of drift, which may take minutes.
    const PATIENCE: Duration = Duration::from_secs(30);
    let existing = readiness.existing(cx);
    let computed = async {
        // CloudFormation looks for drift while it computes the changes.
        let (stage_changes, detection) = tokio::join!(
            StageChangeSets::compute(cx, readiness, packaged_stage, release),
            StageDetection::begin(existing, Accept::New)
        );
        let stage_changes = stage_changes?;
        let stage_drift = {
            let _step = cx.progress.step(format_args!("Looking for changes made outside of releases"));
            detection.results(PATIENCE).await
        };
        let plan = stage_changes.plan(cx, &packaged_stage.functions, &stage_drift).await;
        // The answer is there: what stays of the way to it does not take it back.
        discard_or_warn(cx, release, stage_changes.discard()).await;
        Ok(plan)
    };
    cleaning_up(cx, release, computed).await
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
    let (reviewed, live) =
        tokio::join!(cleaning_up(cx, request.release, review(cx, request, readiness)), live_now(cx, request));
    let (stage_changes, plan) = match reviewed? {
        ControlFlow::Continue(reviewed) => reviewed,
        ControlFlow::Break(plan) => return unchanged(cx, request, plan, live).await,
    };
    let first = stage_changes.first();
    protect(cx, request.allowed).await?;
    // Unaffected resources count as no step.
    let executed = execute_change_sets(stage_changes, cx, request, plan.changes.len());
    let executed = with_record(cx, request, Before { live, plan: &plan }, executed).await;
    if request.then == Then::Detach && executed.is_ok() {
        return Ok(DeployOutcome::Begun { plan });
    }
    // Restore the full protection, whatever the outcome.
    let protected = protect(cx, &[]).await;
    executed?;
    protected.map_err(|source| incomplete(cx, Missing::Protection, source))?;
    Ok(if first { DeployOutcome::Created { plan } } else { DeployOutcome::Updated { plan } })
}

/// The changes and their plan once the user has approved them; the plan alone if nothing changes.
async fn review<'a>(
    cx: &'a Context,
    request: &DeployRequest<'_>,
    readiness: StageReadiness,
) -> Result<ControlFlow<Plan, (StageChangeSets<'a>, Plan)>, Error> {
    let stage_changes = StageChangeSets::compute(cx, readiness, request.packaged_stage, request.release).await?;
    let plan = stage_changes.plan(cx, &request.packaged_stage.functions, &[]).await;
    if stage_changes.unchanged() {
        return Ok(ControlFlow::Break(plan));
    }
    let approved = match check_digest(request.options.plan.as_deref(), &plan) {
        Ok(()) => approve(cx, request, &plan).await,
        Err(refusal) => Err(refusal),
    };
    if let Err(refusal) = approved {
        discard_or_warn(cx, request.release, stage_changes.discard()).await;
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
    let digest = request.options.plan.as_deref();
    // The requested plan may already be live, for example when a CI job runs again.
    let executed = live.as_ref().and_then(|live| live.plan.as_deref());
    if !executed.zip(digest).is_some_and(|(executed, digest)| executed.starts_with(digest)) {
        check_digest(digest, &plan)?;
    }
    protect(cx, &[]).await?;
    Ok(DeployOutcome::Unchanged { plan, live: live.map(|live| live.release) })
}

fn check_digest(digest: Option<&str>, plan: &Plan) -> Result<(), Error> {
    match digest {
        Some(digest) if !plan.is(digest) => {
            Err(Refusal::OtherPlan { asked: digest.to_owned(), actual: plan.short_digest().to_owned() }.into())
        }
        _ => Ok(()),
    }
}

/// Runs every guard on the plan, then asks the user.
async fn approve(cx: &Context, request: &DeployRequest<'_>, plan: &Plan) -> Result<(), Error> {
    cx.progress.show(&plan.view().render(cx.progress.width()));
    let Some(former) = &request.release.rollback_of else {
        refuse_loss(plan, request.allowed)?;
        if request.on_failure == OnFailure::Stop {
            refuse_replacement(plan)?;
        }
        preflight::pass(cx, plan, request.allowed).await?;
        return cx.confirm(&format!("Make these changes to {}?", plan.stacks())).await;
    };
    refuse_change(plan)?;
    // A firing alarm is a reason to roll back, not an obstacle.
    let allowed: Vec<String> = request.allowed.iter().cloned().chain([preflight::ALARMS.to_owned()]).collect();
    preflight::pass(cx, plan, &allowed).await?;
    cx.confirm(&format!("Make these changes to {}, rolling back to {former}?", plan.stacks())).await
}

/// On a protected stage, protects its stacks; `allowed` resources may be lost.
async fn protect(cx: &Context, allowed: &[String]) -> Result<(), Error> {
    protection::protect(cx, &cx.api(), allowed).await?;
    if cx.wants_edge() { protection::protect(cx, &cx.edge(), allowed).await } else { Ok(()) }
}
