//! `srvls local reset`: wipes the emulator's data.

use serde::Serialize;

use super::report::Emulator;
use crate::{
    context::{Context, guard::Refusal},
    error::Error,
    local::LocalStage,
    terminal::output::{Report, View},
};

pub(super) const NEXT: &str = "run `srvls deploy` to deploy to it again";

/// Wipe the emulator's data: stacks, users, items and logs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls local reset")]
pub(crate) struct ResetArgs {}

pub(super) async fn run(cx: &Context, local: &LocalStage, _args: &ResetArgs) -> Result<ResetReport, Error> {
    if cx.global.read_only {
        return Err(Refusal::ReadOnly.into());
    }
    cx.confirm(&format!("Wipe everything on stage `{}` ({})?", cx.stage.name, local.data_folder().display())).await?;
    let was_running = local.wipe(cx.progress).await?;
    if was_running {
        local.start(cx.progress).await?;
    }
    Ok(ResetReport { wiped: true, restarted: was_running, emulator: Emulator::of(local).await? })
}

#[derive(Debug, Serialize)]
pub(super) struct ResetReport {
    wiped: bool,
    restarted: bool,
    #[serde(flatten)]
    emulator: Emulator,
}

impl Report for ResetReport {
    fn view(&self) -> View {
        self.emulator.view()
    }
}
