//! Whether the emulator can serve.

use std::time::Duration;

use super::{LocalError, port, process::Process};

/// Asks an emulator whether it can serve.
pub(super) struct Health(reqwest::Client);

impl Health {
    pub(super) fn new() -> Result<Self, LocalError> {
        // A proxy would look for the emulator on its own machine.
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(5)).build();
        client.map(Self).map_err(LocalError::Health)
    }

    /// Whether `process` answers: not another emulator that took the port in between.
    pub(super) async fn is_good(&self, process: &Process) -> bool {
        let url = format!("http://127.0.0.1:{}/_ministack/health", process.port);
        let answer = self.0.get(url).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
            && process.is_alive()
            && port::may_be_held_by(process.pid, process.port)
    }
}
