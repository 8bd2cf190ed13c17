//! The emulator as `up`, `status` and `reset` show it.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    error::Error,
    local::LocalStage,
    terminal::output::{Tone, View, fields},
};

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Emulator {
    pub(super) running: bool,
    /// Whether it responds; one that is running but not ready is starting or stuck.
    pub(super) ready: bool,
    pid: Option<i32>,
    endpoint_url: String,
    /// Whether it enforces the IAM policies.
    iam: Option<bool>,
    data_dir: String,
    log: String,
    version: Option<String>,
    started: Option<Timestamp>,
}

impl Emulator {
    pub(super) async fn of(local: &LocalStage) -> Result<Self, Error> {
        let status = local.status().await?;
        Ok(Self {
            running: status.is_some(),
            ready: status.as_ref().is_some_and(|status| status.ready),
            pid: status.as_ref().map(|status| status.pid),
            endpoint_url: match &status {
                Some(status) => LocalStage::url(status.port),
                None => local.endpoint_url(),
            },
            iam: status.as_ref().map(|status| status.iam),
            data_dir: local.data_folder().display().to_string(),
            log: local.log_file().display().to_string(),
            version: status.as_ref().map(|status| status.version.clone()),
            started: status.map(|status| status.started),
        })
    }

    pub(super) fn view(&self) -> View {
        let plain = |text: String| (text, Tone::Plain);
        let state = match (self.running, self.ready) {
            (true, true) => ("running".to_owned(), Tone::Good),
            (true, false) => ("not answering".to_owned(), Tone::Warning),
            (false, _) => ("not running".to_owned(), Tone::Faint),
        };
        fields([
            ("emulator", Some(state)),
            ("endpoint", Some(plain(self.endpoint_url.clone()))),
            ("process", self.pid.map(|pid| plain(pid.to_string()))),
            ("started", self.started.map(|started| plain(started.to_string()))),
            ("version", self.version.clone().map(|version| plain(format!("ministack {version}")))),
            ("iam", self.iam.map(|iam| plain(if iam { "enforced" } else { "not enforced" }.to_owned()))),
            ("data", Some(plain(self.data_dir.clone()))),
            ("log", Some(plain(self.log.clone()))),
        ])
        .into()
    }
}
