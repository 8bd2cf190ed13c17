//! Whether the emulator responds.

use std::time::Duration;

use super::{LocalError, port, process::Process};
use crate::{http, time::patient};

/// The emulator does one thing at a time, and this machine may be busy: after a few seconds of silence, it need not be stuck.
const PATIENCE: Duration = Duration::from_secs(10);

/// A client for the emulator's health endpoint.
pub(super) struct Health(reqwest::Client);

impl Health {
    pub(super) fn new() -> Result<Self, LocalError> {
        // A proxy would connect to 127.0.0.1 on its own machine.
        let client = http::client().no_proxy().timeout(patient(PATIENCE)).build();
        client.map(Self).map_err(LocalError::Health)
    }

    /// Whether `process` itself responds, and not another emulator that has taken its port.
    pub(super) async fn is_healthy(&self, process: &Process) -> bool {
        let url = format!("http://127.0.0.1:{}/_ministack/health", process.port);
        let response = self.0.get(url).send().await;
        response.is_ok_and(|response| response.status().is_success())
            && process.is_alive()
            && port::may_be_held_by(process.pid, process.port)
    }
}
