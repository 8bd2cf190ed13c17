//! The local stage: an AWS emulator that srvls installs and starts by itself.

mod paths;

use std::path::Path;

use crate::{progress::Progress, stage::Stage};

#[derive(Debug, thiserror::Error)]
pub(crate) enum LocalError {
    #[error("not written yet")]
    NotWritten,
}

impl LocalError {
    pub(crate) fn hint(&self) -> Option<String> {
        None
    }
}

/// The emulator of one stage of one app.
#[derive(Debug, Clone)]
pub(crate) struct LocalStage {
    port: u16,
}

impl LocalStage {
    pub(crate) const REGION: &str = "us-east-1";

    pub(crate) fn new(_root: &Path, stage: &Stage) -> Result<Self, LocalError> {
        Ok(Self { port: stage.settings.port.unwrap_or(4566) })
    }

    pub(crate) fn region(&self) -> &'static str {
        Self::REGION
    }

    pub(crate) fn endpoint_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Installs and starts the emulator unless it runs.
    pub(crate) async fn ensure_running(&self, _progress: Progress) -> Result<(), LocalError> {
        Err(LocalError::NotWritten)
    }

    /// An API's address as the emulator serves it; any other output unchanged.
    pub(crate) fn callable(&self, output: &str) -> String {
        output.to_owned()
    }
}

/// A template that the emulator can deploy.
pub(crate) struct Adapted {
    pub(crate) template: serde_json::Value,
    /// What was left out, a sentence each.
    pub(crate) left_out: Vec<String>,
    /// What the local stage sets.
    pub(crate) parameters: std::collections::BTreeMap<String, String>,
}

impl LocalStage {
    pub(crate) fn adapt(&self, template: serde_json::Value) -> Adapted {
        Adapted { template, left_out: Vec::new(), parameters: Default::default() }
    }
}
