//! `srvls local down`.

use serde::Serialize;

use crate::{
    context::Context,
    error::Error,
    local::{Force, LocalStage},
    terminal::output::{Report, View},
};

pub(super) const NEXT: &str = "run `srvls local up` to go on where it was, `srvls local reset` to wipe its data";

/// Stop the emulator; its data stays
#[derive(Debug, clap::Args)]
pub(crate) struct DownArgs {
    /// End it even if it cannot save its latest data
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
    /// Whether there was something to stop.
    stopped: bool,
    running: bool,
    data_dir: String,
}

impl Report for DownReport {
    fn view(&self) -> View {
        View::new().text(match self.stopped {
            true => format!("stopped; its data is in {}", self.data_dir),
            false => "was not running".to_owned(),
        })
    }
}
