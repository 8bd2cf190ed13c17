//! What `srvls doctor` asks of the local stage: nothing is installed or started.

use super::{LocalError, LocalStage, port, python};

impl LocalStage {
    /// The Python that the emulator runs with, by name and version.
    pub(crate) async fn python(&self) -> Result<String, LocalError> {
        let found = python::find(self.surroundings.python.as_deref()).await?;
        Ok(format!("{} ({})", found.name, found.version))
    }

    /// # Errors
    /// When something else has the emulator's port.
    pub(crate) fn check_port(&self) -> Result<(), LocalError> {
        port::check_free(self.port)
    }
}
