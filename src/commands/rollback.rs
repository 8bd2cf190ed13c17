//! `srvls rollback`: redeploy an earlier release, with the same plan, guards and progress as any deployment.

use crate::{
    audit::Target,
    context::{
        Context,
        guard::{Permit, allow_write},
    },
    deployment::{
        guards::preflight::WORDS,
        report::DeployReport,
        request::PlanOptions,
        roll_back::{Parts, RollbackRequest, roll_back},
    },
    error::Error,
};

/// Roll back to an earlier release, from its stored artifacts
///
/// Needs neither a toolchain nor a checkout of its commit. Refuses to change any resource that holds data. After a rollback, the default is the release before the one that it
/// rolled back to.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls rollback
  srvls -s prod rollback r20261122T151600123Z")]
pub(crate) struct RollbackArgs {
    /// Release id, the start of one, or a commit [default: the previous release]
    release: Option<String>,
    #[command(flatten)]
    options: PlanOptions,
    /// Roll back only the functions' code; templates and parameters stay as they are
    #[arg(long)]
    code_only: bool,
    /// Roll back despite `drift` or `mutes`
    #[arg(long, value_name = "NAME", value_parser = WORDS)]
    allow: Vec<String>,
}

pub(crate) async fn run(cx: &Context, args: &RollbackArgs) -> Result<DeployReport, Error> {
    let stack = Target::named("stack", cx.stack_name());
    let Permit { caller, .. } = allow_write(cx, args.options.danger()).await?.begin(&stack).await?;
    let request = RollbackRequest {
        release: args.release.as_deref(),
        parts: if args.code_only { Parts::Code } else { Parts::Everything },
        options: &args.options,
        allowed: &args.allow,
    };
    roll_back(cx, &caller, request).await
}
