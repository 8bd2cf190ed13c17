//! `srvls local status`: whether the emulator is running.

use serde::Serialize;

use super::report::Emulator;
use crate::{
    error::Error,
    exit::Exit,
    local::{IF_IT_STAYS_SILENT, LocalStage},
    terminal::output::{Report, View},
};

/// Show whether the emulator is running, and where
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls local status --exit-code")]
pub(crate) struct StatusArgs {
    /// Exit with 3 if it is not running
    #[arg(long)]
    exit_code: bool,
}

pub(super) async fn run(local: &LocalStage, args: &StatusArgs) -> Result<StatusReport, Error> {
    Ok(StatusReport { exit_code: args.exit_code, emulator: Emulator::of(local).await? })
}

#[derive(Debug, Serialize)]
pub(super) struct StatusReport {
    #[serde(skip)]
    exit_code: bool,
    #[serde(flatten)]
    emulator: Emulator,
}

impl StatusReport {
    pub(super) fn next(&self) -> &'static str {
        match (self.emulator.running, self.emulator.ready) {
            (true, true) => "run `srvls status` to see what is deployed on it",
            (true, false) => IF_IT_STAYS_SILENT,
            (false, _) => "run `srvls local up` to start it",
        }
    }
}

impl Report for StatusReport {
    fn view(&self) -> View {
        self.emulator.view()
    }

    fn exit(&self) -> Exit {
        if self.exit_code && !self.emulator.running { Exit::Findings } else { Exit::Success }
    }
}
