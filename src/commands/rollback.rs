//! `srvls rollback`: bring a former release back, by the same plan, guards and progress as any deployment.

use crate::{
    context::{Context, guard::allow_write},
    deployment::{
        report::DeployReport,
        request::PlanOptions,
        roll_back::{RollBack, roll_back},
    },
    error::Error,
};

/// Bring a former release back, from its stored artifacts
///
/// Needs neither a toolchain nor a checkout of its commit. Refused when something that holds data would change.
#[derive(Debug, clap::Args)]
pub(crate) struct RollbackArgs {
    /// Its id, the beginning of it, or its commit [default: what was live before]
    release: Option<String>,
    #[command(flatten)]
    options: PlanOptions,
    /// Go back in spite of `drift` or `mutes`
    #[arg(long, value_name = "NAME")]
    allow: Vec<String>,
}

pub(crate) async fn run(cx: &Context, args: &RollbackArgs) -> Result<DeployReport, Error> {
    let caller = allow_write(cx, args.options.danger()).await?;
    let wanted = RollBack { release: args.release.as_deref(), options: &args.options, allowed: &args.allow };
    roll_back(cx, &caller, wanted).await
}
