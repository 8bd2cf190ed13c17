//! `srvls deploy`: build, package, show what would change, ask, execute, and follow it to its end.

mod cause;
mod error;
mod follow;
mod gate;
mod ground;
mod only;
mod packaged;
mod plan;
mod prepare;
mod protect;
mod report;
mod review;
mod ship;
mod shipment;
mod smoke;
mod stateful;
mod survey;

use std::{path::PathBuf, time::Instant};

pub(crate) use self::{
    cause::{Failure, root_cause},
    error::DeployError,
    follow::{Followed, Screen},
    ground::busy,
    packaged::packaged,
    plan::Plan,
    prepare::{built, sources},
    report::DeployReport,
};
use self::{
    packaged::revision,
    prepare::{Templates, prepare},
    report::Outcome,
    ship::{Grounds, Reviews},
    shipment::Shipment,
    stateful::refuse_loss,
};
use crate::{
    artifacts::package::Package,
    aws::{change_sets::OnFailure, identity::Caller},
    context::Context,
    error::Error,
    guard::{Danger, Refusal, allow_write},
    releases::Release,
};

/// Build the handlers and ship them with the stack
#[derive(Debug, clap::Args)]
pub(crate) struct DeployArgs {
    /// Stop after showing what would change
    #[arg(long)]
    dry_run: bool,
    /// Only if this is still the plan: the digest that `srvls diff` told
    #[arg(long, value_name = "DIGEST", conflicts_with = "dry_run")]
    plan: Option<String>,
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
}

pub(crate) async fn run(cx: &mut Context, args: &DeployArgs) -> Result<DeployReport, Error> {
    let started = Instant::now();
    let danger = if args.dry_run { Danger::Preview } else { Danger::Severe };
    // Verified before anything is asked of AWS.
    let package = args.artifacts.as_deref().map(|folder| packaged(cx, folder)).transpose()?;
    let cx = &*cx;
    let caller = allow_write(cx, danger).await?;
    let templates = Templates::read(cx, package.as_ref())?;
    let release = Release::begin(cx, &caller, revision(cx, package.as_ref()).await);
    let grounds = Grounds::look(cx).await?;
    if !args.dry_run {
        templates.refuse_loss(cx, &args.allow).await?;
    }
    let shipment = prepare(cx, &caller, &templates, package, &args.only).await?;
    let outcome = match args.dry_run {
        true => Outcome::Planned { plan: planned(cx, grounds, &shipment, &release).await? },
        false => ship(cx, args, grounds, &shipment, &release).await?,
    };
    if outcome.went_live() {
        release.record(cx, &caller).await;
    }
    DeployReport::new(cx, outcome, release, shipment.functions, started).await
}

/// What a deployment would change; nothing of it is left behind.
pub(crate) async fn preview(cx: &Context, caller: &Caller, package: Option<Package>) -> Result<Plan, Error> {
    let templates = Templates::read(cx, package.as_ref())?;
    let release = Release::begin(cx, caller, revision(cx, package.as_ref()).await);
    let grounds = Grounds::look(cx).await?;
    let shipment = prepare(cx, caller, &templates, package, &[]).await?;
    planned(cx, grounds, &shipment, &release).await
}

async fn planned(cx: &Context, grounds: Grounds, shipment: &Shipment, release: &Release) -> Result<Plan, Error> {
    let reviews = Reviews::compute(cx, grounds, shipment, release).await?;
    let plan = reviews.plan(cx, &shipment.functions).await;
    reviews.discard().await?;
    Ok(plan)
}

async fn ship(
    cx: &Context,
    args: &DeployArgs,
    mut grounds: Grounds,
    shipment: &Shipment,
    release: &Release,
) -> Result<Outcome, Error> {
    grounds.clear(cx).await?;
    let reviews = Reviews::compute(cx, grounds, shipment, release).await?;
    let plan = reviews.plan(cx, &shipment.functions).await;
    let asked = asked_for(args.plan.as_deref(), &plan);
    if asked.is_ok() && reviews.unchanged() {
        protect(cx, &[]).await?;
        return Ok(Outcome::Unchanged);
    }
    let accepted = match asked {
        Ok(()) => accept(cx, &plan, &args.allow).await,
        Err(refusal) => Err(refusal),
    };
    if let Err(refusal) = accepted {
        reviews.discard().await?;
        return Err(refusal);
    }
    let first = reviews.first();
    let on_failure = if args.no_rollback { OnFailure::Stop } else { OnFailure::RollBack };
    protect(cx, &args.allow).await?;
    let executed = reviews.execute(cx, shipment, release, on_failure).await;
    // Whatever came of it, what was let go this once is safe again.
    let protected = protect(cx, &[]).await;
    executed?;
    protected?;
    Ok(if first { Outcome::Created { plan } } else { Outcome::Updated { plan } })
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
async fn accept(cx: &Context, plan: &Plan, allowed: &[String]) -> Result<(), Error> {
    cx.progress.note(plan.view().render(None));
    refuse_loss(plan, allowed)?;
    gate::pass(cx, plan, allowed).await?;
    cx.confirm(&format!("Make these changes to {}?", plan.stacks()))
}

/// On a protected stage, sets what protects its stacks; `let_go` may be lost.
async fn protect(cx: &Context, let_go: &[String]) -> Result<(), Error> {
    protect::protect(cx, &cx.api(), let_go).await?;
    if cx.wants_edge() { protect::protect(cx, &cx.edge(), let_go).await } else { Ok(()) }
}

#[cfg(test)]
pub(crate) use self::cause::tests;
