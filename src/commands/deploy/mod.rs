//! `srvls deploy`: build, package, show what would change, ask, execute, and follow it to its end.

mod cause;
mod cures;
mod error;
mod explain;
mod follow;
mod gate;
mod ground;
mod journal;
mod leftovers;
mod observe;
mod only;
mod packaged;
mod plan;
mod prepare;
mod protect;
mod reason;
mod report;
mod restore;
mod review;
mod rollback;
mod ship;
mod shipment;
mod smoke;
mod stateful;
mod survey;

use std::{
    ops::ControlFlow,
    path::PathBuf,
    time::{Duration, Instant},
};

pub(crate) use self::{
    cause::Failure,
    error::DeployError,
    explain::explain,
    follow::{Followed, Screen},
    ground::busy,
    packaged::packaged,
    plan::{DIGEST_LENGTH, Plan, is_stateful},
    prepare::{built, sources},
    report::DeployReport,
    rollback::{RollbackArgs, run as roll_back},
};
use self::{
    journal::{Before, live_now, prune, recorded},
    leftovers::tidily,
    observe::{Observed, observe},
    packaged::revision,
    prepare::{Choice, Pace, Templates, prepare},
    report::Outcome,
    ship::{Grounds, Reviews, Then},
    shipment::Shipment,
    stateful::{refuse_change, refuse_loss, refuse_replacement},
};
use crate::{
    artifacts::package::Package,
    aws::{change_sets::OnFailure, identity::Caller},
    context::Context,
    error::Error,
    guard::{Danger, Refusal, allow_write},
    releases::{Record, Release},
    when::duration,
};

/// Build the handlers and ship them with the stack
#[derive(Debug, clap::Args)]
pub(crate) struct DeployArgs {
    #[command(flatten)]
    extent: Extent,
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

/// How far to go.
#[derive(Debug, clap::Args)]
struct Extent {
    /// Stop after showing what would change
    #[arg(long)]
    dry_run: bool,
    /// Only if this is still the plan: the digest that `--dry-run` or `srvls diff` told
    #[arg(long, value_name = "DIGEST", conflicts_with = "dry_run", value_parser = digest)]
    plan: Option<String>,
}

impl Extent {
    fn danger(&self) -> Danger {
        if self.dry_run { Danger::Preview } else { Danger::Severe }
    }
}

pub(crate) async fn run(cx: &mut Context, args: &DeployArgs) -> Result<DeployReport, Error> {
    let started = Instant::now();
    // Verified before anything is asked of AWS.
    let package = args.artifacts.as_deref().map(|folder| packaged(cx, folder)).transpose()?;
    let cx = &*cx;
    let caller = allow_write(cx, args.extent.danger()).await?;
    let templates = Templates::read(cx, package.as_ref())?;
    let release = Release::begin(cx, &caller, revision(cx, package.as_ref()).await);
    let grounds = Grounds::settled(cx).await?;
    if !args.extent.dry_run {
        templates.refuse_loss(cx, &args.allow).await?;
    }
    let shipment = prepare(cx, &caller, &templates, package, args.choice()).await?;
    let order = Order {
        caller: &caller,
        release: &release,
        shipment: &shipment,
        extent: &args.extent,
        allowed: &args.allow,
        on_failure: if args.no_rollback { OnFailure::Stop } else { OnFailure::RollBack },
        then: if args.detach { Then::Detach } else { Then::Follow },
    };
    let report = deliver(cx, &order, grounds, started).await?;
    match (args.watch, report.begun()) {
        (Some(span), Some(begun)) => watch(cx, &caller, report, observe(cx, begun, span).await?).await,
        _ => Ok(report),
    }
}

fn digest(text: &str) -> Result<String, String> {
    let is_digest = text.len() >= DIGEST_LENGTH && text.chars().all(|c| c.is_ascii_hexdigit());
    is_digest.then(|| text.to_lowercase()).ok_or_else(|| format!("it has {DIGEST_LENGTH} digits or more, from 0 to f"))
}

fn span(text: &str) -> Result<Duration, &'static str> {
    let span = duration(text).and_then(|span| Duration::try_from(span).ok());
    span.filter(|span| !span.is_zero()).ok_or("it is a time like 90s, 5m or 1h")
}

/// Offers the way back from a version that is not well.
async fn watch(cx: &Context, caller: &Caller, report: DeployReport, observed: Observed) -> Result<DeployReport, Error> {
    if observed.ok {
        return Ok(report.with(observed));
    }
    if !rollback::leads_somewhere(cx, caller).await {
        cx.progress.hint("there is no former release to go back to: correct it and deploy again");
        return Ok(report.with(observed));
    }
    if !cx.attended() {
        cx.progress.hint("`srvls rollback` brings back what was live before");
        return Ok(report.with(observed));
    }
    cx.progress.warn(observed.lines());
    match rollback::back(cx, caller, &RollbackArgs::PREVIOUS).await {
        Ok(back) => Ok(back.with(observed)),
        Err(Error::Declined) => Ok(report.with(observed)),
        Err(error) => Err(error),
    }
}

/// What is to be shipped, how, and for whom.
struct Order<'a> {
    caller: &'a Caller,
    release: &'a Release,
    shipment: &'a Shipment,
    extent: &'a Extent,
    allowed: &'a [String],
    on_failure: OnFailure,
    then: Then,
}

/// From the change set to the report: the way of every deployment, and of every way back.
async fn deliver(cx: &Context, order: &Order<'_>, grounds: Grounds, started: Instant) -> Result<DeployReport, Error> {
    let outcome = if order.extent.dry_run {
        let plan = planned(cx, grounds, order.shipment, order.release).await?;
        if order.release.rollback_of.is_some() {
            refuse_change(&plan)?;
        }
        Outcome::Planned { plan }
    } else {
        ship(cx, order, grounds).await?
    };
    if outcome.went_live() {
        prune(cx, order).await;
    }
    DeployReport::new(cx, outcome, order.release.clone(), order.shipment.functions.clone(), started).await
}

/// What a deployment would change; nothing of it is left behind.
pub(crate) async fn preview(cx: &Context, caller: &Caller, package: Option<Package>) -> Result<Plan, Error> {
    let templates = Templates::read(cx, package.as_ref())?;
    let release = Release::begin(cx, caller, revision(cx, package.as_ref()).await);
    let grounds = Grounds::look(cx).await?;
    let shipment = prepare(cx, caller, &templates, package, Choice::EVERYTHING).await?;
    planned(cx, grounds, &shipment, &release).await
}

async fn planned(cx: &Context, grounds: Grounds, shipment: &Shipment, release: &Release) -> Result<Plan, Error> {
    let planned = async {
        let reviews = Reviews::compute(cx, grounds, shipment, release).await?;
        let plan = reviews.plan(cx, &shipment.functions).await;
        reviews.discard().await?;
        Ok(plan)
    };
    tidily(cx, release, planned).await
}

async fn ship(cx: &Context, order: &Order<'_>, mut grounds: Grounds) -> Result<Outcome, Error> {
    if let (Some(_), Some((name, stack))) = (&order.extent.plan, grounds.remains(cx)) {
        return Err(Refusal::NoPlan { stack: name, status: stack.status.0.clone() }.into());
    }
    grounds.clear(cx, order.on_failure).await?;
    let (agreed, live) = tokio::join!(tidily(cx, order.release, agree(cx, order, grounds)), live_now(cx, order));
    let (reviews, plan) = match agreed? {
        ControlFlow::Continue(agreed) => agreed,
        ControlFlow::Break(plan) => return unchanged(cx, order, plan, live).await,
    };
    let first = reviews.first();
    protect(cx, order.allowed).await?;
    // What CloudFormation only lists takes no step.
    let executed = reviews.execute(cx, order, plan.changes.len());
    let executed = recorded(cx, order, Before { live, plan: &plan }, executed).await;
    if order.then == Then::Detach && executed.is_ok() {
        return Ok(Outcome::Begun { plan });
    }
    // Whatever came of it, what was let go this once is safe again.
    let protected = protect(cx, &[]).await;
    executed?;
    protected?;
    Ok(if first { Outcome::Created { plan } } else { Outcome::Updated { plan } })
}

/// What is to be executed; the plan alone where nothing is.
async fn agree<'a>(
    cx: &'a Context,
    order: &Order<'_>,
    grounds: Grounds,
) -> Result<ControlFlow<Plan, (Reviews<'a>, Plan)>, Error> {
    let reviews = Reviews::compute(cx, grounds, order.shipment, order.release).await?;
    let plan = reviews.plan(cx, &order.shipment.functions).await;
    if reviews.unchanged() {
        return Ok(ControlFlow::Break(plan));
    }
    let accepted = match asked_for(order.extent.plan.as_deref(), &plan) {
        Ok(()) => accept(cx, order, &plan).await,
        Err(refusal) => Err(refusal),
    };
    if let Err(refusal) = accepted {
        reviews.discard().await?;
        return Err(refusal);
    }
    Ok(ControlFlow::Continue((reviews, plan)))
}

async fn unchanged(cx: &Context, order: &Order<'_>, plan: Plan, live: Option<Record>) -> Result<Outcome, Error> {
    let asked = order.extent.plan.as_deref();
    // The plan that was asked for may be what is live already, as when a job is run again.
    let done = live.as_ref().and_then(|live| live.plan.as_deref());
    if !done.zip(asked).is_some_and(|(done, asked)| done.starts_with(asked)) {
        asked_for(asked, &plan)?;
    }
    protect(cx, &[]).await?;
    Ok(Outcome::Unchanged { plan, live: live.map(|live| live.release) })
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
async fn accept(cx: &Context, order: &Order<'_>, plan: &Plan) -> Result<(), Error> {
    cx.progress.note(plan.view().render(None));
    let Some(former) = &order.release.rollback_of else {
        refuse_loss(plan, order.allowed)?;
        if order.on_failure == OnFailure::Stop {
            refuse_replacement(plan)?;
        }
        gate::pass(cx, plan, order.allowed).await?;
        return cx.confirm_aside(&format!("Make these changes to {}?", plan.stacks())).await;
    };
    refuse_change(plan)?;
    // A firing alarm is why one goes back.
    let allowed: Vec<String> = order.allowed.iter().cloned().chain([gate::ALARMS.to_owned()]).collect();
    gate::pass(cx, plan, &allowed).await?;
    cx.confirm_aside(&format!("Make these changes to {}, back to {former}?", plan.stacks())).await
}

/// On a protected stage, sets what protects its stacks; `let_go` may be lost.
async fn protect(cx: &Context, let_go: &[String]) -> Result<(), Error> {
    protect::protect(cx, &cx.api(), let_go).await?;
    if cx.wants_edge() { protect::protect(cx, &cx.edge(), let_go).await } else { Ok(()) }
}

#[cfg(test)]
pub(crate) use self::cause::tests;
