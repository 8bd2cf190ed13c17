//! `srvls deploy`: build, package, show what would change, ask, execute, and follow it to its end.

mod cause;
mod cures;
mod error;
mod explain;
mod follow;
mod ground;
mod leftovers;
mod plan;
mod prepare;
mod reason;
mod report;
mod review;
mod ship;
mod shipment;
mod smoke;
mod unaffected;

use std::{ops::ControlFlow, time::Instant};

pub(crate) use self::{
    cause::Failure,
    error::DeployError,
    explain::explain,
    follow::{Followed, Screen},
    report::DeployReport,
};
use self::{
    leftovers::tidily,
    plan::Plan,
    prepare::prepare,
    report::Outcome,
    ship::{Grounds, Reviews, Then},
    shipment::Shipment,
};
use crate::{
    aws::change_sets::OnFailure,
    context::Context,
    error::Error,
    guard::{Danger, allow_write},
    releases::Release,
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
    /// Return once the changes have begun; `srvls watch` shows the rest
    #[arg(long, conflicts_with = "dry_run")]
    detach: bool,
}

pub(crate) async fn run(cx: &Context, args: &DeployArgs) -> Result<DeployReport, Error> {
    let started = Instant::now();
    let danger = if args.dry_run { Danger::Preview } else { Danger::Severe };
    let caller = allow_write(cx, danger).await?;
    let release = Release::begin(cx, &caller).await;
    let grounds = Grounds::settled(cx).await?;
    let shipment = prepare(cx, &caller).await?;
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
    let (reviews, plan) = match tidily(cx, release, agree(cx, args, grounds, shipment, release)).await? {
        ControlFlow::Continue(agreed) => agreed,
        ControlFlow::Break(outcome) => return Ok(outcome),
    };
    let first = reviews.first();
    let on_failure = if args.no_rollback { OnFailure::Stop } else { OnFailure::RollBack };
    let then = if args.detach { Then::Detach } else { Then::Follow };
    reviews.execute(cx, shipment, release, on_failure, then).await?;
    if args.detach {
        return Ok(Outcome::Begun { plan });
    }
    Ok(if first { Outcome::Created { plan } } else { Outcome::Updated { plan } })
}

/// What is to be executed, or the outcome where nothing is.
async fn agree<'a>(
    cx: &'a Context,
    args: &DeployArgs,
    grounds: Grounds,
    shipment: &Shipment,
    release: &Release,
) -> Result<ControlFlow<Outcome, (Reviews<'a>, Plan)>, Error> {
    let reviews = Reviews::compute(cx, grounds, shipment, release).await?;
    if reviews.unchanged() {
        return Ok(ControlFlow::Break(Outcome::Unchanged));
    }
    let plan = reviews.plan();
    if args.dry_run {
        reviews.discard().await?;
        return Ok(ControlFlow::Break(Outcome::Planned { plan }));
    }
    cx.progress.note(plan.view().render(None));
    if let Err(refusal) = cx.confirm_aside(&format!("Make these changes to {}?", plan.stacks())).await {
        reviews.discard().await?;
        return Err(refusal);
    }
    Ok(ControlFlow::Continue((reviews, plan)))
}

#[cfg(test)]
pub(crate) use self::cause::tests;
