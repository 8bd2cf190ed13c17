//! `srvls deploy`: build, package, show what would change, ask, execute, and follow it to its end.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::{
    aws::{change_sets::OnFailure, identity::Caller},
    context::{Context, guard::allow_write, prompt::Declined},
    deployment::{
        self,
        execute::StageReadiness,
        guards::data_loss_guard::refuse_loss_of_templates,
        package::{
            Choice, Pace,
            folder::{open, revision},
            prepare,
            templates::Templates,
        },
        report::DeployReport,
        request::{DeployRequest, PlanOptions, Then},
        roll_back::{RollBack, leads_somewhere, roll_back},
        verify::observe::{Observed, observe},
    },
    error::Error,
    releases::Release,
    time::duration,
};

/// Build the handlers and ship them with the stack
#[derive(Debug, clap::Args)]
pub(crate) struct DeployArgs {
    #[command(flatten)]
    options: PlanOptions,
    /// Let a resource with data go, or deploy in spite of `alarms`, `drift` or `mutes`
    #[arg(long, value_name = "NAME")]
    allow: Vec<String>,
    /// On failure, keep what was done instead of rolling back
    #[arg(long)]
    no_rollback: bool,
    /// Ship what `srvls package` wrote to this folder, instead of building
    #[arg(long, value_name = "DIR")]
    artifacts: Option<PathBuf>,
    /// New code for this function only; the others keep theirs
    #[arg(long, value_name = "FUNCTION")]
    only: Vec<String>,
    /// Move all traffic to the new code at once, whatever `canary` says: for an urgent repair
    #[arg(long)]
    at_once: bool,
    /// Return once the changes have begun; `srvls watch` shows the rest
    #[arg(long, conflicts_with = "dry_run")]
    detach: bool,
    /// Then compare errors and latency with the former version for this long (5m); exit with 1 when it is worse
    #[arg(long, value_name = "TIME", value_parser = span, conflicts_with_all = ["dry_run", "detach"])]
    watch: Option<Duration>,
}

impl DeployArgs {
    fn choice(&self) -> Choice<'_> {
        Choice { only: &self.only, pace: if self.at_once { Pace::AtOnce } else { Pace::OfTheStage } }
    }
}

pub(crate) async fn run(cx: &Context, args: &DeployArgs) -> Result<DeployReport, Error> {
    let started = Instant::now();
    // Verified before anything is asked of AWS.
    let package = args.artifacts.as_deref().map(|folder| open(cx, folder)).transpose()?;
    let cx = &cx.with_templates_of(package.as_ref());
    let caller = allow_write(cx, args.options.danger()).await?;
    let templates = Templates::read(cx, package.as_ref())?;
    let release = Release::begin(cx, &caller, revision(cx, package.as_ref()).await);
    let readiness = StageReadiness::settled(cx).await?;
    if !args.options.dry_run {
        refuse_loss_of_templates(cx, &templates, &args.allow).await?;
    }
    let packaged_stage = prepare(cx, &caller, &templates, package, args.choice()).await?;
    let request = DeployRequest {
        caller: &caller,
        release: &release,
        packaged_stage: &packaged_stage,
        options: &args.options,
        allowed: &args.allow,
        on_failure: if args.no_rollback { OnFailure::Stop } else { OnFailure::RollBack },
        then: if args.detach { Then::Detach } else { Then::Follow },
    };
    let report = deployment::run(cx, &request, readiness, started).await?;
    match (args.watch, report.begun()) {
        (Some(span), Some(begun)) => offer_rollback(cx, &caller, report, observe(cx, begun, span).await?).await,
        _ => Ok(report),
    }
}

fn span(text: &str) -> Result<Duration, &'static str> {
    let span = duration(text).and_then(|span| Duration::try_from(span).ok());
    span.filter(|span| !span.is_zero()).ok_or("it is a time like 90s, 5m or 1h")
}

/// Offers the way back from a version that is not well.
async fn offer_rollback(
    cx: &Context,
    caller: &Caller,
    report: DeployReport,
    observed: Observed,
) -> Result<DeployReport, Error> {
    if observed.ok {
        return Ok(report.with(observed));
    }
    if !leads_somewhere(cx, caller).await {
        cx.progress.hint("there is no former release to go back to: correct it and deploy again");
        return Ok(report.with(observed));
    }
    if !cx.attended() {
        cx.progress.hint("`srvls rollback` brings back what was live before");
        return Ok(report.with(observed));
    }
    cx.progress.warn(observed.lines());
    match roll_back(cx, caller, RollBack::PREVIOUS).await {
        Ok(back) => Ok(back.with(observed)),
        Err(error) if error.is::<Declined>() => Ok(report.with(observed)),
        Err(error) => Err(error),
    }
}
