//! `srvls deploy`: build, package, show the changes, ask, execute them and follow them to their end.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::{
    artifacts::{Artifact, package::Package},
    audit::Target,
    aws::{change_sets::OnFailure, identity::Caller},
    context::{
        Context,
        guard::{allow_write_beside, start_emulator_while},
        prompt::Declined,
    },
    deployment::{
        self,
        ahead::Ahead,
        execute::record_release::live_now,
        guards::{allowed::refuse_unknown, data_loss_guard::refuse_loss_of_templates},
        package::{
            Choice, Pace, Prepared, build, build_first,
            folder::{open, revision},
            prepare,
            templates::Templates,
        },
        report::DeployReport,
        request::{DeployRequest, PlanOptions, Then},
        roll_back::{RollbackRequest, can_roll_back, roll_back},
        stage_readiness::StageReadiness,
        verify::observe::{Observed, observe},
    },
    error::Error,
    releases::{Record, Release},
    time::duration,
};

/// Build the handlers and deploy the stage
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls deploy
  srvls deploy --dry-run
  srvls -s dev deploy --yes --reason OPS-7
  srvls -s prod deploy --artifacts dist --observe 5m")]
pub(crate) struct DeployArgs {
    #[command(flatten)]
    options: PlanOptions,
    /// Allow the loss of this resource and its data, or deploy despite `alarms`, `drift` or `mutes`
    #[arg(long, value_name = "NAME")]
    allow: Vec<String>,
    /// On failure, keep the changes made so far instead of rolling back
    #[arg(long)]
    no_rollback: bool,
    /// Deploy the package that `srvls package` wrote to this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) artifacts: Option<PathBuf>,
    /// Deploy new code for this function only
    #[arg(long, value_name = "FUNCTION")]
    only: Vec<String>,
    /// Shift all traffic to the new code at once, ignoring the stage's `canary`
    #[arg(long)]
    at_once: bool,
    /// Return once the deployment has started; `srvls watch` follows it
    #[arg(long, conflicts_with = "dry_run")]
    detach: bool,
    /// Afterwards, compare errors and latency with the previous version for this long (5m); exit with 1 if they got worse
    #[arg(
        long,
        alias = "watch",
        value_name = "TIME",
        value_parser = positive_duration,
        conflicts_with_all = ["dry_run", "detach"]
    )]
    observe: Option<Duration>,
}

impl DeployArgs {
    fn choice(&self) -> Choice<'_> {
        Choice { only: &self.only, pace: if self.at_once { Pace::AtOnce } else { Pace::Configured } }
    }
}

pub(crate) async fn run(cx: &Context, args: &DeployArgs) -> Result<DeployReport, Error> {
    let started = Instant::now();
    // Verify the package before the first call to AWS.
    let package = args.artifacts.as_deref().map(|folder| open(cx, folder)).transpose()?;
    let cx = &cx.with_templates_of(package.as_ref());
    let (danger, in_lines) = (args.options.danger(), cx.in_lines());
    let prebuilt = match &package {
        Some(_) => None,
        None => start_emulator_while(cx, danger, build_first(&in_lines, args.choice())).await?,
    };
    // What the stacks are does not depend on who asks.
    let (clearance, read) = allow_write_beside(cx, danger, StageReadiness::read(cx)).await?;
    let caller = clearance.caller().clone();
    // The record begins before the first write, but holds up no read. Without it, there is no need to go on.
    let stack = Target::named("stack", cx.stack_name());
    let preparing = async { Ok(Box::pin(prepare_release(cx, args, &caller, (package, prebuilt), read)).await) };
    let (permit, preparation) = tokio::try_join!(clearance.begin(&stack), preparing)?;
    let Preparation { release, readiness, live, prepared } = preparation?;
    let packaged_stage = prepared.upload(cx, &permit).await?;
    let request = DeployRequest {
        caller: &caller,
        live: &live,
        release: &release,
        packaged_stage: &packaged_stage,
        options: &args.options,
        allowed: &args.allow,
        on_failure: if args.no_rollback { OnFailure::Stop } else { OnFailure::RollBack },
        then: if args.detach { Then::Detach } else { Then::Follow },
    };
    let report = Box::pin(deployment::run(cx, &request, readiness, started)).await?;
    match (args.observe, report.started_at()) {
        (Some(span), Some(started_at)) => {
            offer_rollback(cx, &caller, report, observe(cx, started_at, span).await?).await
        }
        (Some(_), None) => {
            cx.progress.warn("nothing was observed: no new version went live");
            Ok(report)
        }
        (None, _) => Ok(report),
    }
}

/// A release that is ready to be uploaded and planned.
struct Preparation {
    release: Release,
    readiness: StageReadiness,
    /// The release that is live now.
    live: Ahead<Option<Record>>,
    prepared: Prepared,
}

/// Refuses what can be refused by now, builds, and reads what can be read by now. Writes nothing.
async fn prepare_release(
    cx: &Context,
    args: &DeployArgs,
    caller: &Caller,
    (package, prebuilt): (Option<Package>, Option<(Templates, Vec<Artifact>)>),
    read: Result<StageReadiness, Error>,
) -> Result<Preparation, Error> {
    let (templates, prebuilt) = match prebuilt {
        Some((templates, artifacts)) => (templates, Some(artifacts)),
        None => (Templates::read(cx, package.as_ref())?, None),
    };
    let readiness = StageReadiness::idle(cx, read).await?;
    refuse_unknown(&readiness, &templates, &args.allow)?;
    let release = Release::begin(cx, caller, revision(cx, package.as_ref()).await);
    if !args.options.dry_run {
        refuse_loss_of_templates(cx, &readiness, &templates, &args.allow)?;
    }
    let artifacts = match prebuilt.or(package.map(|package| package.artifacts)) {
        Some(artifacts) => artifacts,
        None => build(cx, &templates, args.choice()).await?,
    };
    // During the build, another release may have gone live.
    let readiness = readiness.still(cx).await?;
    let live = live_now(cx.clone(), caller.clone(), readiness.stacks());
    let live = if args.options.dry_run { Ahead::later(live) } else { Ahead::begin(live) };
    let prepared = prepare(cx, caller, &templates, artifacts, &readiness, args.choice()).await?;
    Ok(Preparation { release, readiness, live, prepared })
}

fn positive_duration(text: &str) -> Result<Duration, &'static str> {
    let span = duration(text).and_then(|span| Duration::try_from(span).ok());
    span.filter(|span| !span.is_zero()).ok_or("expected a duration such as 90s, 5m or 1h")
}

/// Offers to roll back a version that is worse than the previous one.
async fn offer_rollback(
    cx: &Context,
    caller: &Caller,
    report: DeployReport,
    observed: Observed,
) -> Result<DeployReport, Error> {
    if observed.ok {
        return Ok(report.with_observation(observed));
    }
    if !can_roll_back(cx, caller).await {
        let hint = "there is no earlier release to roll back to: fix the problem and deploy again";
        return Ok(report.with_observation(observed).with_hint(hint));
    }
    if !cx.attended() {
        return Ok(report.with_observation(observed).with_hint("`srvls rollback` restores the previous release"));
    }
    cx.progress.warn(observed.lines());
    // A deployment within a deployment: on the heap, not on the stack.
    match Box::pin(roll_back(cx, caller, RollbackRequest::PREVIOUS)).await {
        Ok(rolled_back) => Ok(rolled_back.with_observation(observed)),
        Err(error) if error.is::<Declined>() => Ok(report.with_observation(observed)),
        Err(error) => Err(error),
    }
}
