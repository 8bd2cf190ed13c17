//! Read-only checks for `srvls doctor`: they install and start nothing.

use super::{LocalError, LocalStage, port, python};

impl LocalStage {
    /// The Python that the emulator runs with, by name and version.
    pub(crate) async fn python(&self) -> Result<String, LocalError> {
        let found = python::find(self.user_environment.python.as_deref()).await?;
        Ok(format!("{} ({})", found.name, found.version))
    }

    /// # Errors
    /// When another process listens on the emulator's port.
    pub(crate) fn check_port(&self) -> Result<(), LocalError> {
        port::check_free(self.port)
    }
}
