//! `srvls local env`: the environment variables that point AWS tools at the emulator.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    local::LocalStage,
    terminal::output::{Report, View},
};

/// Print exports that point the AWS CLI at the emulator
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  eval \"$(srvls local env)\"")]
pub(crate) struct EnvArgs {}

pub(super) fn run(local: &LocalStage, _args: &EnvArgs) -> EnvReport {
    EnvReport(BTreeMap::from([
        ("AWS_ENDPOINT_URL", local.endpoint_url()),
        ("AWS_ACCESS_KEY_ID", LocalStage::KEY.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", LocalStage::KEY.to_owned()),
        ("AWS_REGION", local.region().to_owned()),
        ("AWS_DEFAULT_REGION", local.region().to_owned()),
    ]))
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct EnvReport(BTreeMap<&'static str, String>);

impl Report for EnvReport {
    fn view(&self) -> View {
        // These would take precedence over the keys, or be sent along with them.
        let unset = "unset AWS_PROFILE AWS_SESSION_TOKEN".to_owned();
        let exports = self.0.iter().map(|(name, value)| format!("export {name}={value}"));
        View::new().verbatim(std::iter::once(unset).chain(exports).collect::<Vec<_>>().join("\n"))
    }
}
