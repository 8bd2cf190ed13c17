//! Read-only checks: they install and start nothing.

use std::time::Duration;

use super::{
    LocalError, LocalStage, health::Health, lifecycle::Status, port, port_owner::owners, process::Process, python,
};

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

    /// # Errors
    /// When what listens on the emulator's port is another process than this stage's emulator: its answers would be
    /// about something else.
    pub(crate) fn check_owner(&self) -> Result<(), LocalError> {
        let own = Process::running(&self.paths.record).filter(|process| process.port == self.port);
        let others: Vec<_> = owners(self.port);
        match own {
            Some(own) if others.is_empty() || others.iter().any(|owner| owner.pid == own.pid) => Ok(()),
            _ => match others.into_iter().next() {
                Some(owner) => Err(LocalError::PortTaken { port: self.port, owner: Some(owner) }),
                None => Ok(()),
            },
        }
    }

    /// The emulator's status, if it answers.
    ///
    /// # Errors
    /// When it is not running, or does not answer.
    pub(crate) async fn answering(&self) -> Result<Status, LocalError> {
        match self.status().await? {
            Some(status) if status.ready => Ok(status),
            Some(status) => Err(LocalError::NotAnswering { pid: status.pid }),
            None => Err(LocalError::NotRunning),
        }
    }

    /// Why a call got no answer, if that is because of the emulator.
    pub(crate) async fn why_silent(&self) -> Option<LocalError> {
        let Some(process) = Process::running(&self.paths.record) else { return Some(LocalError::NotRunning) };
        let health = Health::new().ok()?;
        let healthy = tokio::time::timeout(Duration::from_secs(1), health.is_healthy(&process)).await;
        (healthy != Ok(true)).then_some(LocalError::NotAnswering { pid: process.pid })
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;
    use crate::local::fixture::stage;

    #[tokio::test]
    async fn an_emulator_that_is_down_is_named_as_the_reason() {
        let folder = tempfile::tempdir().expect("a folder");
        let (local, python) = stage(folder.path(), "exec /bin/sleep 60");

        assert!(matches!(local.why_silent().await, Some(LocalError::NotRunning)));
        assert!(matches!(local.answering().await, Err(LocalError::NotRunning)));
        let process = local.spawn(&python).expect("started");
        let silent = local.why_silent().await;
        let answering = local.answering().await;
        process.signal(rustix::process::Signal::TERM).expect("stopped");

        assert!(matches!(silent, Some(LocalError::NotAnswering { pid }) if pid == process.pid));
        assert!(matches!(answering, Err(LocalError::NotAnswering { pid }) if pid == process.pid));
    }

    #[test]
    fn another_process_on_the_port_is_not_taken_for_the_emulator() {
        let folder = tempfile::tempdir().expect("a folder");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let local = LocalStage { port, ..stage(folder.path(), "").0 };

        let error = local.check_owner().expect_err("this test holds it");
        drop(listener);

        assert!(error.to_string().starts_with(&format!("port {port} is in use by `srvls")), "{error}");
        assert!(local.check_owner().is_ok(), "a call then says that nothing runs");
    }
}
