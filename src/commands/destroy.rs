//! `srvls destroy`.

use serde::Serialize;

use crate::{
    context::Context,
    error::Error,
    output::{Report, View},
};

/// To be written
#[derive(Debug, clap::Args)]
pub(crate) struct DestroyArgs {}

pub(crate) async fn run(_cx: &Context, _args: &DestroyArgs) -> Result<DestroyReport, Error> {
    Ok(DestroyReport {})
}

#[derive(Debug, Serialize)]
pub(crate) struct DestroyReport {}

impl Report for DestroyReport {
    fn view(&self) -> View {
        View::new()
    }
}
