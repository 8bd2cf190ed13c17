//! Starts, stops and wipes the emulator: one srvls at a time, and only the process that srvls started.

use std::{
    fs, io,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use rustix::process::Signal;

use super::{LocalError, LocalStage, environment, error::Tail, health::Health, lock, port, process::Process};
use crate::{terminal::progress::Progress, time::clock};

/// A start takes seconds on a fast machine, but the first one compiles every Python module.
const READY_WITHIN: Duration = Duration::from_secs(90);
/// How long the emulator may take to save its data.
const STOPPED_WITHIN: Duration = Duration::from_secs(30);
/// How long a running emulator may leave a caller without an answer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(15);
/// How long it is waited for before a step says so.
const AT_ONCE: Duration = Duration::from_secs(3);
const POLL: Duration = Duration::from_millis(50);

/// Whether the emulator was started now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    Now,
    AlreadyRunning,
}

/// Whether to wait for data to be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Force {
    No,
    Kill,
}

/// A running emulator.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Status {
    pub(crate) pid: i32,
    /// Whether it responds.
    pub(crate) ready: bool,
    pub(crate) port: u16,
    pub(crate) iam: bool,
    pub(crate) version: String,
    pub(crate) started: Timestamp,
}

impl LocalStage {
    /// The running emulator of this stage, if there is one.
    pub(crate) async fn status(&self) -> Result<Option<Status>, LocalError> {
        let Some(process) = Process::running(&self.paths.record) else { return Ok(None) };
        let ready = Health::new()?.is_healthy(&process).await;
        let Process { pid, port, iam, version, started, .. } = process;
        Ok(Some(Status { pid, ready, port, iam, version, started }))
    }

    /// Installs and starts the emulator, unless it is already running with the same settings.
    pub(crate) async fn start(&self, progress: Progress) -> Result<Start, LocalError> {
        let _lock = lock::acquire(&self.paths.lock, progress).await?;
        if let Some(process) = Process::running(&self.paths.record) {
            if process.settings == self.settings() {
                return self.wait_for_answer(&process, progress).await.map(|()| Start::AlreadyRunning);
            }
            if process.port != self.port {
                // Before the one that runs is stopped: it would be missed.
                port::check_free(self.port)?;
            }
            progress.note("The local emulator is running with different settings: restarting it");
            self.end(&process, Force::No, progress).await?;
        }
        port::check_free(self.port)?;
        let python = environment::ensure(&self.paths.cache, self.user_environment.python.as_deref(), progress).await?;
        let _step = progress.step("Starting the local emulator");
        let process = self.spawn(&python)?;
        self.wait_until_ready(&process).await?;
        Ok(Start::Now)
    }

    /// Stops the emulator once its data is saved. `false` when it was not running.
    pub(crate) async fn stop(&self, force: Force, progress: Progress) -> Result<bool, LocalError> {
        let _lock = lock::acquire(&self.paths.lock, progress).await?;
        self.stop_locked(force, progress).await
    }

    /// Stops the emulator and wipes its data. `true` when it was running.
    pub(crate) async fn wipe(&self, progress: Progress) -> Result<bool, LocalError> {
        let _lock = lock::acquire(&self.paths.lock, progress).await?;
        let was_running = self.stop_locked(Force::No, progress).await?;
        match fs::remove_dir_all(&self.paths.data) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(self.failed("remove", &self.paths.data)(error))
            }
            _ => Ok(was_running),
        }
    }

    async fn stop_locked(&self, force: Force, progress: Progress) -> Result<bool, LocalError> {
        match Process::running(&self.paths.record) {
            Some(process) => self.end(&process, force, progress).await.map(|()| true),
            None => Ok(false),
        }
    }

    /// Sends SIGTERM and waits: the process saves its data before it exits.
    async fn end(&self, process: &Process, force: Force, progress: Progress) -> Result<(), LocalError> {
        let _step = progress.step("Stopping the local emulator");
        process.signal(Signal::TERM)?;
        if !exited_within(process, STOPPED_WITHIN).await && force == Force::Kill {
            process.signal(Signal::KILL)?;
        }
        if !exited_within(process, POLL * 20).await {
            return Err(LocalError::StillRunning { pid: process.pid, seconds: STOPPED_WITHIN.as_secs() });
        }
        // No longer needed; the next start removes what is still in use.
        let _ = fs::remove_dir_all(&self.paths.scratch);
        fs::remove_file(&self.paths.record).map_err(self.failed("remove", &self.paths.record))
    }

    /// What runs already answers at once, unless it is still starting, or stopped by a signal.
    async fn wait_for_answer(&self, process: &Process, progress: Progress) -> Result<(), LocalError> {
        let health = Health::new()?;
        if tokio::time::timeout(AT_ONCE, health.is_healthy(process)).await == Ok(true) {
            return Ok(());
        }
        let _step = progress.step("Waiting for the local emulator");
        let age = Duration::try_from(clock::now().duration_since(process.started)).unwrap_or_default();
        let limit = READY_WITHIN.saturating_sub(age).max(ANSWERS_WITHIN);
        match tokio::time::timeout(limit, self.wait_until_ready(process)).await {
            Ok(ready) => ready,
            Err(_) => Err(LocalError::NotAnswering { pid: process.pid }),
        }
    }

    async fn wait_until_ready(&self, process: &Process) -> Result<(), LocalError> {
        let health = Health::new()?;
        let deadline = Instant::now() + READY_WITHIN;
        while !health.is_healthy(process).await {
            if !process.is_alive() {
                return Err(self.died());
            }
            if Instant::now() > deadline {
                let log = self.paths.log.clone();
                return Err(LocalError::NotReady { seconds: READY_WITHIN.as_secs(), source: Tail::of(&log), log });
            }
            tokio::time::sleep(POLL).await;
        }
        Ok(())
    }
}

async fn exited_within(process: &Process, limit: Duration) -> bool {
    let deadline = Instant::now() + limit;
    while process.is_alive() {
        if Instant::now() > deadline {
            return false;
        }
        tokio::time::sleep(POLL).await;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::fixture::stage;

    const PROGRESS: Progress = Progress::QUIET;

    #[tokio::test]
    async fn a_started_emulator_runs_until_it_is_stopped() {
        let folder = tempfile::tempdir().expect("a folder");
        let (local, python) = stage(folder.path(), "exec /bin/sleep 60");

        let process = local.spawn(&python).expect("started");
        let status = local.status().await.expect("known").expect("running");
        let stopped = local.stop(Force::No, PROGRESS).await.expect("stopped");

        assert_eq!((status.pid, status.ready, status.iam), (process.pid, false, true));
        assert!(stopped);
        assert_eq!(local.status().await.expect("known"), None);
        assert!(!local.stop(Force::No, PROGRESS).await.expect("nothing to stop"));
    }

    #[tokio::test]
    async fn an_emulator_goes_on_while_the_port_that_it_is_to_move_to_is_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let (local, python) = stage(folder.path(), "exec /bin/sleep 60");
        let process = local.spawn(&python).expect("started");
        let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = taken.local_addr().expect("an address").port();
        let moved = LocalStage { port, ..local };

        let error = moved.start(PROGRESS).await.expect_err("the port is taken");

        let runs = Process::running(&moved.paths.record).is_some();
        process.signal(Signal::TERM).expect("stopped");
        assert!(error.to_string().starts_with(&format!("port {port} is in use")), "{error}");
        assert!(runs, "it is stopped only for a port that is free");
    }

    #[tokio::test]
    async fn an_emulator_that_exits_at_once_shows_its_last_output() {
        let folder = tempfile::tempdir().expect("a folder");
        let (local, python) = stage(folder.path(), "/bin/sleep 2; echo 'error: no luck today' >&2; exit 1");
        let process = local.spawn(&python).expect("started");

        let error = local.wait_until_ready(&process).await.expect_err("it ended");

        assert!(matches!(&error, LocalError::Died { source, .. } if source.to_string() == "error: no luck today"));
    }

    #[tokio::test]
    async fn wiping_removes_the_data_and_keeps_the_log() {
        let folder = tempfile::tempdir().expect("a folder");
        let (local, python) = stage(folder.path(), "exec /bin/sleep 60");
        local.spawn(&python).expect("started");
        fs::write(local.data_folder().join("tables.json"), "{}").expect("written");

        let was_running = local.wipe(PROGRESS).await.expect("wiped");

        assert!(was_running);
        assert!(!local.data_folder().exists());
        assert!(local.log_file().exists());
        assert!(!local.wipe(PROGRESS).await.expect("nothing left to wipe"));
    }
}
