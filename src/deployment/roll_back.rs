//! Bringing a former release back, by the same plan, guards and progress as any deployment.

use std::time::Instant;

use super::{
    execute::StageReadiness,
    guards::data_loss_guard::refuse_early_change,
    package::restore::{Restored, restore},
    plan::Plan,
    report::{DeployOutcome, DeployReport},
    request::{DeployRequest, PlanOptions, Then},
    run::run,
};
use crate::{
    aws::{change_sets::OnFailure, identity::Caller},
    context::Context,
    error::Error,
    releases::{Entry, History, Record, Release, ReleasedFunction},
    time::{ago, clock},
};

/// As far back as a release is looked for.
const LOOKED_AT: usize = 100;

/// Which release to bring back, and how far to go.
pub(crate) struct RollBack<'a> {
    /// Its id, the beginning of it, or its commit; by default what was live before.
    pub(crate) release: Option<&'a str>,
    pub(crate) options: &'a PlanOptions,
    pub(crate) allowed: &'a [String],
}

impl RollBack<'static> {
    /// To what was live before, at once.
    pub(crate) const PREVIOUS: Self =
        Self { release: None, options: &PlanOptions { dry_run: false, plan: None }, allowed: &[] };
}

/// For whoever is allowed to.
pub(crate) async fn roll_back(cx: &Context, caller: &Caller, args: RollBack<'_>) -> Result<DeployReport, Error> {
    let started = Instant::now();
    cx.api().deployed().await?;
    let history = History::read(cx, caller, LOOKED_AT).await?;
    for warning in &history.warnings {
        cx.progress.warn(warning);
    }
    let former = former(&history, args.release)?;
    // What something else changed since can be put right.
    if former.live && history.warnings.is_empty() {
        return stay(cx, &former.record, args.options, started).await;
    }
    if let Some(live) = history.live().filter(|live| live.record.release.rollback_of.is_some()) {
        cx.progress.note(format_args!("The live release, {}, is itself a way back", live.record.release.name()));
    }
    let name = former.record.release.name();
    cx.progress.note(format_args!("Going back to {name}, of {}", ago(former.record.release.created_at, clock::now())));
    let Restored { packaged_stage, templates } = restore(cx, caller, &former.record).await?;
    if cx.wants_edge() && packaged_stage.edge.is_none() {
        cx.progress.warn(format_args!("{name} had no edge: {} stays as it is", cx.edge().name));
    }
    for (stack, template) in &templates {
        let target = if *stack == cx.stack_name() { cx.api() } else { cx.edge() };
        refuse_early_change(&target, template).await?;
    }
    let release = Release::back_to(cx, caller, &former.record.release);
    let request = DeployRequest {
        caller,
        release: &release,
        packaged_stage: &packaged_stage,
        options: args.options,
        allowed: args.allowed,
        on_failure: OnFailure::RollBack,
        then: Then::Follow,
    };
    run(cx, &request, StageReadiness::settled(cx).await?, started).await
}

/// There is no way to go.
async fn stay(cx: &Context, live: &Record, options: &PlanOptions, started: Instant) -> Result<DeployReport, Error> {
    cx.progress.note(format_args!("{} is what is live: there is nothing to go back to", live.release.name()));
    let plan = Plan::default();
    let outcome = if options.dry_run {
        DeployOutcome::Planned { plan }
    } else {
        DeployOutcome::Unchanged { plan, live: Some(live.release.clone()) }
    };
    let functions = live.functions.iter().map(|function| ReleasedFunction { uploaded: false, ..function.clone() });
    DeployReport::new(cx, outcome, live.release.clone(), functions.collect(), started).await
}

/// Whether there is something to go back to, as far as is known.
pub(crate) async fn leads_somewhere(cx: &Context, caller: &Caller) -> bool {
    History::read(cx, caller, LOOKED_AT).await.map_or(true, |history| history.way_back().is_some())
}

fn former<'a>(history: &'a History, wanted: Option<&str>) -> Result<&'a Entry, Error> {
    if let Some(wanted) = wanted {
        return history.find(wanted);
    }
    let nothing = |live: &str| {
        Error::usage(
            format!("there is nothing to go back to: {live}"),
            "name a release of `srvls releases`, or deploy what is wanted",
        )
    };
    let live = history.live().ok_or_else(|| nothing("no release is known to be live"))?;
    history.way_back().ok_or_else(|| nothing(&format!("{} was the first", live.record.release.name())))
}
