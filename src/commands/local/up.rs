//! `srvls local up`: starts the emulator.

use serde::Serialize;

use super::report::Emulator;
use crate::{
    context::Context,
    error::Error,
    local::{LocalStage, Start},
    terminal::output::{Report, View},
};

pub(super) const NEXT: &str = "run `srvls deploy`; `eval \"$(srvls local env)\"` points the AWS CLI at it";

const EXAMPLES_AND_VARIABLES: &str = "\
Examples:
  srvls local up

Environment:
  SRVLS_LOCAL_PORT  Port to listen on, instead of the stage's
  SRVLS_LOCAL_DIR   Folder for the data, instead of .srvls next to srvls.toml
  SRVLS_LOCAL_IAM   1 enforces IAM policies, like `iam = true` in the stage
  SRVLS_PYTHON      Python to install the emulator with [default: the newest on PATH]";

/// Start the emulator, and install it first if needed
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES_AND_VARIABLES)]
pub(crate) struct UpArgs {}

pub(super) async fn run(cx: &Context, local: &LocalStage, _args: &UpArgs) -> Result<UpReport, Error> {
    let start = local.start(cx.progress).await?;
    Ok(UpReport { started_now: start == Start::Now, emulator: Emulator::of(local).await? })
}

#[derive(Debug, Serialize)]
pub(super) struct UpReport {
    started_now: bool,
    #[serde(flatten)]
    emulator: Emulator,
}

impl Report for UpReport {
    fn view(&self) -> View {
        self.emulator.view()
    }
}
