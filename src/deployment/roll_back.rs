//! Redeploys an earlier release, with the same plan, guards and progress as any deployment.

use std::time::Instant;

use super::{
    ahead::Ahead,
    guards::data_loss_guard::refuse_early_change,
    package::restore::{Restored, restore, restore_code},
    plan::Plan,
    report::{DeployOutcome, DeployReport},
    request::{DeployRequest, PlanOptions, Then},
    run::{run, verify},
    stage_readiness::StageReadiness,
};
use crate::{
    aws::{change_sets::OnFailure, identity::Caller},
    context::Context,
    error::Error,
    releases::{Entry, History, Record, Release, ReleasedFunction},
    time::{ago, clock},
};

/// How many releases to search.
const SEARCH_LIMIT: usize = 100;

/// Which release to roll back to, and how far to go.
pub(crate) struct RollbackRequest<'a> {
    /// Its id, a prefix of it, or its commit; by default the previously live one.
    pub(crate) release: Option<&'a str>,
    pub(crate) parts: Parts,
    pub(crate) options: &'a PlanOptions,
    pub(crate) allowed: &'a [String],
}

/// Which parts of a release to roll back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    Everything,
    /// The code of the functions that are there now.
    Code,
}

impl RollbackRequest<'static> {
    /// To the previously live release, without a dry run.
    pub(crate) const PREVIOUS: Self = Self {
        release: None,
        parts: Parts::Everything,
        options: &PlanOptions { dry_run: false, plan: None },
        allowed: &[],
    };
}

/// Rolls back; the caller has already been authorized.
pub(crate) async fn roll_back(cx: &Context, caller: &Caller, args: RollbackRequest<'_>) -> Result<DeployReport, Error> {
    let started = Instant::now();
    cx.api().deployed().await?;
    let history = History::read(cx, caller, SEARCH_LIMIT).await?;
    for warning in &history.warnings {
        cx.progress.warn(warning);
    }
    let target_entry = find_target(&history, args.release)?;
    // If something else changed the stack since, a rollback to the live release repairs it.
    if target_entry.live && history.warnings.is_empty() {
        return already_live(cx, &target_entry.record, args.options, started).await;
    }
    if let Some(live) = history.live().filter(|live| live.record.release.rollback_of.is_some()) {
        cx.progress.note(format_args!("The live release, {}, is itself a rollback", live.record.release.name()));
    }
    let name = target_entry.record.release.name();
    let what = if args.parts == Parts::Code { "Bringing back the code of" } else { "Rolling back to" };
    cx.progress
        .note(format_args!("{what} {name}, deployed {}", ago(target_entry.record.release.created_at, clock::now())));
    let Restored { packaged_stage, templates } = match args.parts {
        Parts::Everything => restore(cx, caller, &target_entry.record).await?,
        Parts::Code => {
            let live = history.live().ok_or_else(|| nothing_to_roll_back_to(LIVE_UNKNOWN))?;
            restore_code(cx, caller, &live.record, &target_entry.record).await?
        }
    };
    if cx.wants_edge() && packaged_stage.edge.is_none() {
        cx.progress.warn(format_args!("{name} had no edge: leaving {} as it is", cx.edge().name));
    }
    let readiness = StageReadiness::when_idle(cx).await?;
    for (stack, template) in &templates {
        let of_stack = if *stack == cx.stack_name() { Some(&readiness.api) } else { readiness.edge.as_ref() };
        of_stack.map_or(Ok(()), |readiness| refuse_early_change(stack, readiness, template))?;
    }
    let live = history.live().map(|live| live.record.clone());
    let release = Release::rollback_to(cx, caller, &target_entry.record.release);
    let request = DeployRequest {
        caller,
        live: &Ahead::later(async { live }),
        release: &release,
        packaged_stage: &packaged_stage,
        options: args.options,
        allowed: args.allowed,
        on_failure: OnFailure::RollBack,
        then: Then::Follow,
    };
    Box::pin(run(cx, &request, readiness, started)).await
}

/// Reports that the release is live already.
async fn already_live(
    cx: &Context,
    live: &Record,
    options: &PlanOptions,
    started: Instant,
) -> Result<DeployReport, Error> {
    cx.progress.note(format_args!("{} is already live: nothing to roll back", live.release.name()));
    let plan = Plan::default();
    let outcome = if options.dry_run {
        DeployOutcome::Planned { plan }
    } else {
        DeployOutcome::Unchanged { plan, live: Some(live.release.clone()) }
    };
    let functions = live.functions.iter().map(|function| ReleasedFunction { uploaded: false, ..function.clone() });
    verify(cx, outcome, (live.release.clone(), functions.collect()), started).await
}

/// Whether there is a release to roll back to, as far as is known.
pub(crate) async fn can_roll_back(cx: &Context, caller: &Caller) -> bool {
    History::read(cx, caller, SEARCH_LIMIT).await.map_or(true, |history| history.rollback_target().is_some())
}

fn find_target<'a>(history: &'a History, requested: Option<&str>) -> Result<&'a Entry, Error> {
    if let Some(requested) = requested {
        return history.find(requested);
    }
    let live = &history.live().ok_or_else(|| nothing_to_roll_back_to(LIVE_UNKNOWN))?.record.release;
    history.rollback_target().ok_or_else(|| {
        nothing_to_roll_back_to(&match &live.rollback_of {
            Some(of) => format!("{} rolled back to {of}, and srvls knows of no release before that", live.name()),
            None => format!("{} is the first release", live.name()),
        })
    })
}

const LIVE_UNKNOWN: &str = "srvls does not know which release is live";

fn nothing_to_roll_back_to(why: &str) -> Error {
    Error::usage(
        format!("there is no release to roll back to: {why}"),
        "choose one from `srvls releases`, or deploy the version you want",
    )
}
