//! The main path of every deployment and rollback: from the change sets to the report.

use std::time::{Duration, Instant};

use super::{
    ahead::Ahead,
    drift::{Accept, StageDetection},
    execute::{
        execute_change_sets,
        record_release::{Before, prune, with_record},
    },
    failure::{DeployError, Missing},
    guards::{
        data_loss_guard::{refuse_change, refuse_loss, refuse_replacement},
        preflight, protection,
    },
    package::{
        Choice, build,
        folder::revision,
        packaged_stage::{PackagedStage, ReleasedFunction},
        prepare,
        templates::Templates,
    },
    plan::{
        Plan,
        stage_change_sets::{StageChangeSets, discard_or_warn},
        stale_change_sets::{cleaning_up, delete_stale_of_stage},
    },
    report::{DeployOutcome, DeployReport, Deployed},
    request::{DeployRequest, Then},
    stage_readiness::StageReadiness,
    verify::smoke::{Smoke, functions, probe},
};
use crate::{
    artifacts::package::Package,
    aws::change_sets::OnFailure,
    context::{
        Context,
        deployed_stack::DeployedStack,
        guard::{Permit, Refusal},
        stage_stack::NotDeployed,
    },
    error::Error,
    exit::Exit,
    releases::Release,
};

/// Plans, executes and records unless this is a dry run, prunes old artifacts, calls the API, and reports.
pub(crate) async fn run(
    cx: &Context,
    request: &DeployRequest<'_>,
    readiness: StageReadiness,
    started: Instant,
) -> Result<DeployReport, Error> {
    let release = (request.release.clone(), request.packaged_stage.functions.clone());
    if request.options.dry_run {
        let plan = Box::pin(compute_plan(cx, readiness, request.packaged_stage, request.release)).await?;
        if request.release.rollback_of.is_some() {
            refuse_change(&plan)?;
        }
        return Ok(DeployReport::new(cx, DeployOutcome::Planned { plan }, release, Deployed::default(), started));
    }
    cx.record_target("release", &request.release.id);
    // These futures are large, and an unoptimized build copies a future for each of its callers.
    let (outcome, seen) = Box::pin(execute(cx, request, readiness)).await?;
    if outcome.went_live() {
        prune(cx, request).await;
    }
    match seen {
        Some(deployed) => Ok(DeployReport::new(cx, outcome, release, deployed, started)),
        None => verify(cx, outcome, release, started).await,
    }
}

/// Calls what is deployed now, unless that is unfinished, and reports.
pub(super) async fn verify(
    cx: &Context,
    outcome: DeployOutcome,
    release: (Release, Vec<ReleasedFunction>),
    started: Instant,
) -> Result<DeployReport, Error> {
    if outcome.is_dry_run() {
        return Ok(DeployReport::new(cx, outcome, release, Deployed::default(), started));
    }
    let looks = outcome.is_complete();
    let called = async {
        let (api, outputs) = cx.with_outputs().await?;
        let checks = if looks { probe(cx, &outputs).await } else { Vec::new() };
        Ok::<_, Error>((api, outputs, checks))
    };
    let deployed = DeployedStack::find(&cx.aws.stacks, cx.stack_name());
    let functions = async { if looks { functions(cx, deployed).await } else { None } };
    let (called, functions) = tokio::join!(called, functions);
    let (api, outputs, checks) = match called {
        Err(source) if outcome.went_live() => return Err(incomplete(cx, Missing::State, source)),
        called => called?,
    };
    let smoke = Smoke::of(checks.into_iter().chain(functions));
    let deployed = Deployed { status: Some(api.status), outputs, smoke };
    Ok(DeployReport::new(cx, outcome, release, deployed, started))
}

/// The new version is live, whatever came after it.
fn incomplete(cx: &Context, missing: Missing, source: Error) -> Error {
    DeployError::Incomplete { stack: cx.stack_name(), missing, source: Box::new(source) }.into()
}

/// The plan of a deployment; its change sets are deleted again.
pub(crate) async fn preview(
    cx: &Context,
    permit: &Permit,
    package: Option<Package>,
    readiness: Result<StageReadiness, Error>,
) -> Result<Plan, Error> {
    let templates = Templates::read(cx, package.as_ref())?;
    let release = Release::begin(cx, &permit.caller, revision(cx, package.as_ref()).await);
    let readiness = readiness?;
    let artifacts = match package {
        Some(package) => package.artifacts,
        None => build(cx, &templates, Choice::EVERYTHING).await?,
    };
    let prepared = prepare(cx, &permit.caller, &templates, artifacts, &readiness, Choice::EVERYTHING).await?;
    let packaged_stage = prepared.upload(cx, permit).await?;
    compute_plan(cx, readiness.still(cx).await?, &packaged_stage, &release).await
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
    let stale = Ahead::begin(delete_stale_of_stage(cx.clone(), readiness.stacks()));
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
    let plan = cleaning_up(cx, release, computed).await?;
    stale.answer().await;
    Ok(plan)
}

/// The outcome; of a stage that was up to date also how it is, as that is read meanwhile.
async fn execute(
    cx: &Context,
    request: &DeployRequest<'_>,
    mut readiness: StageReadiness,
) -> Result<(DeployOutcome, Option<Deployed>), Error> {
    if let (Some(_), Some((name, stack))) = (&request.options.plan, readiness.to_delete_first(cx)) {
        return Err(Refusal::NoPlan { stack: name, status: stack.status.0.clone() }.into());
    }
    readiness.clear(cx, request.on_failure).await?;
    let stale = Ahead::begin(delete_stale_of_stage(cx.clone(), readiness.stacks()));
    let (stage_changes, plan) = cleaning_up(cx, request.release, review(cx, request, readiness)).await?;
    if stage_changes.unchanged() {
        return tokio::join!(unchanged(cx, request, &stage_changes, plan), stale.answer()).0;
    }
    let (live, ()) = tokio::join!(request.live.answer(), stale.answer());
    let first = stage_changes.first();
    protect(cx, request.allowed).await?;
    // Unaffected resources count as no step.
    let executed = execute_change_sets(stage_changes, cx, request, plan.changes.len());
    let executed = with_record(cx, request, Before { live, plan: &plan }, executed).await;
    if request.then == Then::Detach && executed.is_ok() {
        return Ok((DeployOutcome::Begun { plan }, None));
    }
    // Restore the full protection, whatever the outcome.
    let protected = protect(cx, &[]).await;
    executed?;
    protected.map_err(|source| incomplete(cx, Missing::Protection, source))?;
    Ok((if first { DeployOutcome::Created { plan } } else { DeployOutcome::Updated { plan } }, None))
}

/// The changes and their plan: once the user has approved them, or if nothing changes.
async fn review<'a>(
    cx: &'a Context,
    request: &DeployRequest<'_>,
    readiness: StageReadiness,
) -> Result<(StageChangeSets<'a>, Plan), Error> {
    let stage_changes = StageChangeSets::compute(cx, readiness, request.packaged_stage, request.release).await?;
    let plan = stage_changes.plan(cx, &request.packaged_stage.functions, &[]).await;
    if stage_changes.unchanged() {
        return Ok((stage_changes, plan));
    }
    let approved = match check_digest(request.options.plan.as_deref(), &plan) {
        Ok(()) => approve(cx, request, &stage_changes, &plan).await,
        Err(refusal) => Err(refusal),
    };
    if let Err(refusal) = approved {
        discard_or_warn(cx, request.release, stage_changes.discard()).await;
        return Err(refusal);
    }
    Ok((stage_changes, plan))
}

/// Finishes a deployment that finds nothing to change. What is read here waits for nothing else: the ledger, the record
/// of the run, and how the stage is.
async fn unchanged(
    cx: &Context,
    request: &DeployRequest<'_>,
    stage_changes: &StageChangeSets<'_>,
    plan: Plan,
) -> Result<(DeployOutcome, Option<Deployed>), Error> {
    let decided = async {
        let live = request.live.answer().await;
        let digest = request.options.plan.as_deref();
        // The requested plan may already be live, for example when a CI job runs again.
        let executed = live.as_ref().and_then(|live| live.plan.as_deref());
        if !executed.zip(digest).is_some_and(|(executed, digest)| executed.starts_with(digest)) {
            check_digest(digest, &plan)?;
        }
        protect(cx, &[]).await?;
        // The deployment is done: what is still under way only looks at it.
        cx.complete_record(&Ok(Exit::Success)).await;
        Ok::<_, Error>(live)
    };
    let seen = async { Ok(look(cx, stage_changes).await) };
    let (live, deployed) = tokio::try_join!(decided, seen)?;
    Ok((DeployOutcome::Unchanged { plan, live: live.map(|live| live.release) }, deployed))
}

/// How an unchanged stage is, which needs no other reading of its stacks; `None` if it is not deployed.
async fn look(cx: &Context, stage_changes: &StageChangeSets<'_>) -> Option<Deployed> {
    let api = &stage_changes.api;
    let stack = api.readiness.stack.as_ref()?;
    let edge = stage_changes.edge.as_ref().and_then(|edge| edge.readiness.stack.as_ref());
    let outputs = cx.outputs_of(stack, edge);
    let deployed = async {
        let not_deployed = || NotDeployed(cx.stack_name());
        Ok(api.readiness.deployed(&api.target).await?.ok_or_else(not_deployed)?)
    };
    let (checks, functions) = tokio::join!(probe(cx, &outputs), functions(cx, deployed));
    let smoke = Smoke::of(checks.into_iter().chain(functions));
    Some(Deployed { status: Some(stack.status.clone()), outputs, smoke })
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
async fn approve(
    cx: &Context,
    request: &DeployRequest<'_>,
    stage_changes: &StageChangeSets<'_>,
    plan: &Plan,
) -> Result<(), Error> {
    cx.progress.show(&plan.view().render(cx.progress.width()));
    let Some(former) = &request.release.rollback_of else {
        refuse_loss(plan, request.allowed)?;
        if request.on_failure == OnFailure::Stop {
            refuse_replacement(plan)?;
        }
        preflight::pass(cx, stage_changes, plan, request.allowed).await?;
        return cx.confirm(&format!("Make these changes to {}?", plan.stacks())).await;
    };
    refuse_change(plan)?;
    // A firing alarm is a reason to roll back, not an obstacle.
    let allowed: Vec<String> = request.allowed.iter().cloned().chain([preflight::ALARMS.to_owned()]).collect();
    preflight::pass(cx, stage_changes, plan, &allowed).await?;
    cx.confirm(&format!("Make these changes to {}, rolling back to {former}?", plan.stacks())).await
}

/// On a protected stage, protects its stacks; `allowed` resources may be lost.
async fn protect(cx: &Context, allowed: &[String]) -> Result<(), Error> {
    let (api, edge) = (cx.api(), cx.edge());
    let edge = async { if cx.wants_edge() { protection::protect(cx, &edge, allowed).await } else { Ok(()) } };
    let (api, edge) = tokio::join!(protection::protect(cx, &api, allowed), edge);
    api.and(edge)
}
