//! `srvls status`.

use serde::Serialize;

use crate::{
    context::Context,
    error::Error,
    output::{Report, View},
};

/// To be written
#[derive(Debug, clap::Args)]
pub(crate) struct StatusArgs {}

pub(crate) async fn run(_cx: &Context, _args: &StatusArgs) -> Result<StatusReport, Error> {
    Ok(StatusReport {})
}

#[derive(Debug, Serialize)]
pub(crate) struct StatusReport {}

impl Report for StatusReport {
    fn view(&self) -> View {
        View::new()
    }
}
