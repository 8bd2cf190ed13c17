//! `srvls local down`: stops the emulator.

use serde::Serialize;

use crate::{
    context::Context,
    error::Error,
    local::{Force, LocalStage},
    terminal::output::{Report, View},
};

pub(super) const NEXT: &str = "run `srvls local up` to start it again, or `srvls local reset` to wipe its data";

/// Stop the emulator and keep its data
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls local down")]
pub(crate) struct DownArgs {
    /// Kill it even if its latest data is not saved
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(cx: &Context, local: &LocalStage, args: &DownArgs) -> Result<DownReport, Error> {
    let force = if args.force { Force::Kill } else { Force::No };
    let stopped = local.stop(force, cx.progress).await?;
    Ok(DownReport { stopped, running: false, data_dir: local.data_folder().display().to_string() })
}

#[derive(Debug, Serialize)]
pub(super) struct DownReport {
    /// Whether the emulator was running.
    stopped: bool,
    running: bool,
    data_dir: String,
}

impl Report for DownReport {
    fn view(&self) -> View {
        View::new().text(match self.stopped {
            true => format!("stopped the emulator; its data is in {}", self.data_dir),
            false => "the emulator was not running".to_owned(),
        })
    }
}
