//! `srvls deploy`: build, package, show what would change, ask, execute, and follow it to its end.

mod cause;
mod error;
mod follow;
mod ground;
mod packaged;
mod plan;
mod prepare;
mod report;
mod review;
mod ship;
mod shipment;
mod smoke;
mod unaffected;

use std::{path::PathBuf, time::Instant};

pub(crate) use self::{
    cause::{Failure, root_cause},
    error::DeployError,
    follow::{Followed, Screen},
    prepare::{built, sources},
    report::DeployReport,
};
use self::{
    packaged::packaged,
    prepare::prepare,
    report::Outcome,
    ship::{Grounds, Reviews},
    shipment::Shipment,
};
use crate::{
    aws::change_sets::OnFailure,
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

pub(crate) async fn run(cx: &mut Context, args: &DeployArgs) -> Result<DeployReport, Error> {
    let started = Instant::now();
    let danger = if args.dry_run { Danger::Preview } else { Danger::Severe };
    // Verified before anything is asked of AWS.
    let package = args.artifacts.as_deref().map(|folder| packaged(cx, folder)).transpose()?;
    let cx = &*cx;
    let caller = allow_write(cx, danger).await?;
    let revision = match &package {
        Some(package) => package.manifest.revision.clone(),
        None => Revision::of(&cx.config.root).await,
    };
    let release = Release::begin(cx, &caller, revision);
    let grounds = Grounds::look(cx).await?;
    let shipment = prepare(cx, &caller, package).await?;
    let outcome = ship(cx, args, grounds, &shipment, &release).await?;
    if outcome.went_live() {
        release.record(cx, &caller).await;
    }
    DeployReport::new(cx, outcome, release, shipment.functions, started).await
}

async fn ship(
    cx: &Context,
    args: &DeployArgs,
    mut grounds: Grounds,
    shipment: &Shipment,
    release: &Release,
) -> Result<Outcome, Error> {
    if !args.dry_run {
        grounds.clear(cx).await?;
    }
    let reviews = Reviews::compute(cx, grounds, shipment, release).await?;
    if reviews.unchanged() {
        return Ok(Outcome::Unchanged);
    }
    let plan = reviews.plan();
    if args.dry_run {
        reviews.discard().await?;
        return Ok(Outcome::Planned { plan });
    }
    cx.progress.note(plan.view().render(None));
    if let Err(refusal) = cx.confirm(&format!("Make these changes to {}?", plan.stacks())) {
        reviews.discard().await?;
        return Err(refusal);
    }
    let first = reviews.first();
    let on_failure = if args.no_rollback { OnFailure::Stop } else { OnFailure::RollBack };
    reviews.execute(cx, shipment, release, on_failure).await?;
    Ok(if first { Outcome::Created { plan } } else { Outcome::Updated { plan } })
}

#[cfg(test)]
pub(crate) use self::cause::tests;
