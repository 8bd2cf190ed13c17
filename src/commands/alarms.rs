//! `srvls alarms`.

use serde::Serialize;

use crate::{
    context::Context,
    error::Error,
    output::{Report, View},
};

/// To be written
#[derive(Debug, clap::Args)]
pub(crate) struct AlarmsArgs {}

pub(crate) async fn run(_cx: &Context, _args: &AlarmsArgs) -> Result<AlarmsReport, Error> {
    Ok(AlarmsReport {})
}

#[derive(Debug, Serialize)]
pub(crate) struct AlarmsReport {}

impl Report for AlarmsReport {
    fn view(&self) -> View {
        View::new()
    }
}
