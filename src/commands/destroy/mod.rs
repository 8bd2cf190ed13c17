//! `srvls destroy`: delete the stage's stacks; name and price what their templates retain.
//!
//! The artifact bucket with the ledger stays too, unless asked for: it is what a mistaken destroy is undone from. No
//! other bucket is ever emptied.

mod artifacts;
mod deletion_plan;
mod plan;
mod previous;
mod report;
mod resource;
mod retained;

use self::{artifacts::ArtifactBucket, deletion_plan::DeletionPlan, plan::Plan, report::DestroyReport};
use crate::{
    audit::Target,
    aws::{AwsError, Partition},
    context::{
        Context,
        guard::{Danger, Permit, Refusal, allow_write},
    },
    deployment::follow::Screen,
    error::{Error, Failure},
    exit::Exit,
    stage::{EDGE_REGION, StackName},
};

/// Delete the stage's stacks, and list what their templates retain
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls -s dev destroy --dry-run
  srvls -s dev destroy")]
pub(crate) struct DestroyArgs {
    /// Show what would be deleted, and delete nothing
    #[arg(long)]
    dry_run: bool,
    /// Also delete the artifact bucket and the release ledger in it
    #[arg(long)]
    purge_artifacts: bool,
}

/// The stack doesn't exist.
#[derive(Debug, thiserror::Error)]
#[error("there is nothing to destroy: stack `{stack}` is not deployed")]
struct NothingToDestroy {
    stack: StackName,
    /// What is still there of it all the same.
    remaining: String,
}

impl Failure for NothingToDestroy {
    fn hint(&self) -> Option<String> {
        Some(self.remaining.clone())
    }

    fn code(&self) -> &'static str {
        "not_deployed"
    }

    fn exit(&self) -> Exit {
        Exit::NotFound
    }
}

pub(crate) async fn run(cx: &Context, args: &DestroyArgs) -> Result<DestroyReport, Error> {
    let danger = if args.dry_run { Danger::Preview } else { Danger::Severe };
    let stack = Target::named("stack", cx.stack_name());
    let Permit { caller, .. } = allow_write(cx, danger).await?.begin(&stack).await?;
    // The edge first: it refers to the API.
    let mut deletion: Vec<DeletionPlan<'_>> = edge(cx).await?.into_iter().collect();
    deletion.extend(DeletionPlan::find(cx.api()).await?);
    let mut artifacts = ArtifactBucket::find(cx, &caller).await?;
    let purges = args.purge_artifacts && artifacts.is_some();
    if deletion.is_empty() && !purges {
        let remaining = previous::remaining(cx, &caller, artifacts.as_ref()).await;
        return Err(NothingToDestroy { stack: cx.stack_name(), remaining }.into());
    }
    if let Some(bucket) = artifacts.as_ref().filter(|_| purges) {
        bucket.refuse_foreign(cx).await?;
    }
    let retained = || deletion.iter().flat_map(|deletion| deletion.retained(cx)).collect();
    if args.dry_run {
        return Ok(DestroyReport::planned(cx, &deletion, retained(), artifacts));
    }
    if let Some(stack) = deletion.iter().find(|deletion| deletion.stack.termination_protection) {
        let (stack, region) = (stack.target.name.clone(), stack.region().to_owned());
        return Err(Refusal::TerminationProtection { stack, region }.into());
    }
    let plan = Plan::of(&deletion, artifacts.as_ref().filter(|_| purges));
    cx.progress.show(&plan.view().render(cx.progress.width()));
    cx.confirm(&question(cx, &deletion, purges)).await?;
    let mut report = DestroyReport::begun(cx, retained());
    let mut screen = Screen::new(cx, deletion.iter().map(|deletion| deletion.resources.len()).sum());
    for deletion in &deletion {
        let followed = deletion.delete(cx, &mut screen).await?;
        report.ended(deletion, &followed);
    }
    drop(screen);
    if let Some(bucket) = artifacts.as_mut().filter(|_| purges) {
        bucket.purge(cx).await?;
    }
    report.artifacts = artifacts;
    Ok(report)
}

/// The edge stack, even if the stage no longer wants one.
async fn edge(cx: &Context) -> Result<Option<DeletionPlan<'_>>, Error> {
    let (target, wanted) = (cx.edge(), cx.wants_edge());
    if !wanted && !Partition::of(&cx.aws.region).has_edge_region() {
        return Ok(None);
    }
    if !wanted
        && let Err(error) = target.find().await
        && is_denied(&error)
    {
        let name = &target.name;
        cx.progress.warn(format_args!("could not check whether {EDGE_REGION} has a stack {name}: {error}"));
        return Ok(None);
    }
    DeletionPlan::find(target).await
}

/// Whether the region is closed to the caller, as organisations close all but their own.
fn is_denied(error: &Error) -> bool {
    error.downcast_ref::<AwsError>().is_some_and(|error| error.exit() == Exit::NotAllowed)
}

fn question(cx: &Context, deletion: &[DeletionPlan<'_>], purges: bool) -> String {
    let mut names: Vec<&str> = deletion.iter().map(|deletion| deletion.target.name.0.as_str()).collect();
    if purges {
        names.push("the artifact bucket");
    }
    format!("Delete {} of stage {}?", names.join(" and "), cx.stage.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::AwsErrorKind;

    #[test]
    fn a_denied_region_is_not_mistaken_for_a_failing_one() {
        let refused = |kind| {
            let mut error = AwsError::service("cloudformation:DescribeStacks", "made by a test");
            error.kind = kind;
            is_denied(&error.into())
        };

        assert!(refused(AwsErrorKind::NotAllowed) && refused(AwsErrorKind::Credentials));
        assert!(refused(AwsErrorKind::NoCredentials));
        assert!(!refused(AwsErrorKind::Throttled) && !refused(AwsErrorKind::Unreachable));
    }
}
