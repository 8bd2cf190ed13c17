//! `srvls local status`.

use serde::Serialize;

use super::report::Emulator;
use crate::{
    context::Context,
    error::Error,
    local::LocalStage,
    output::{Exit, Report, View},
};

/// Show whether the emulator runs, and where
#[derive(Debug, clap::Args)]
pub(crate) struct StatusArgs {
    /// Exit with 3 when it does not run
    #[arg(long)]
    exit_code: bool,
}

pub(super) async fn run(cx: &Context, local: &LocalStage, args: &StatusArgs) -> Result<StatusReport, Error> {
    let emulator = Emulator::of(local).await?;
    cx.progress.hint(match emulator.running {
        true => "run `srvls status` for what is deployed on it",
        false => "run `srvls local up` to start it",
    });
    Ok(StatusReport { exit_code: args.exit_code, emulator })
}

#[derive(Debug, Serialize)]
pub(super) struct StatusReport {
    #[serde(skip)]
    exit_code: bool,
    #[serde(flatten)]
    emulator: Emulator,
}

impl Report for StatusReport {
    fn view(&self) -> View {
        self.emulator.view()
    }

    fn exit(&self) -> Exit {
        if self.exit_code && !self.emulator.running { Exit::Wanting } else { Exit::Success }
    }
}
