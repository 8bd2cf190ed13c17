//! `srvls local up`.

use serde::Serialize;

use super::report::Emulator;
use crate::{
    context::Context,
    error::Error,
    local::{LocalStage, Start},
    output::{Report, View},
};

/// Start the emulator, installing it first if need be
#[derive(Debug, clap::Args)]
pub(crate) struct UpArgs {}

pub(super) async fn run(cx: &Context, local: &LocalStage, _args: &UpArgs) -> Result<UpReport, Error> {
    let start = local.start(cx.progress).await?;
    cx.progress.hint("run `srvls deploy`; `eval \"$(srvls local env)\"` points the AWS CLI at it");
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
