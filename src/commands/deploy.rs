//! `srvls deploy`.

use serde::Serialize;

use crate::{
    context::Context,
    error::Error,
    output::{Report, View},
};

/// To be written
#[derive(Debug, clap::Args)]
pub(crate) struct DeployArgs {}

pub(crate) async fn run(_cx: &Context, _args: &DeployArgs) -> Result<DeployReport, Error> {
    Ok(DeployReport {})
}

#[derive(Debug, Serialize)]
pub(crate) struct DeployReport {}

impl Report for DeployReport {
    fn view(&self) -> View {
        View::new()
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum DeployError {}

impl DeployError {
    pub(crate) fn hint(&self) -> Option<String> {
        None
    }

    pub(crate) fn code(&self) -> &'static str {
        "deploy_failed"
    }
}
