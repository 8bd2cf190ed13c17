//! Starting, stopping, wiping the emulator: one srvls at a time, and only ever the process it started.

use std::{
    fs::{self, File},
    io,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use rustix::process::Signal;

use super::{
    LocalError, LocalStage, emulator, environment,
    error::Tail,
    lock, port,
    process::{Process, Started},
};
use crate::{clock, progress::Progress};

/// How long a start may take: seconds on a fast machine, but its first imports compile everything.
const READY_WITHIN: Duration = Duration::from_secs(90);
/// How long the emulator may take to save its data.
const STOPPED_WITHIN: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(50);

/// What a start found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    Now,
    RanAlready,
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
    /// Whether it answers.
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
        let ready = Health::new()?.is_good(&process).await;
        let Process { pid, port, iam, version, started, .. } = process;
        Ok(Some(Status { pid, ready, port, iam, version, started }))
    }

    /// Installs and starts the emulator, unless it runs as it should.
    pub(crate) async fn start(&self, progress: Progress) -> Result<Start, LocalError> {
        let _lock = lock::acquire(&self.paths.lock, progress).await?;
        if let Some(process) = Process::running(&self.paths.record) {
            if process.settings == self.settings() {
                self.wait_until_ready(&process).await?;
                return Ok(Start::RanAlready);
            }
            progress.note("The local emulator runs with other settings: restarting it");
            self.end(&process, Force::No, progress).await?;
        }
        port::check_free(self.port)?;
        let python = environment::ensure(&self.paths.cache, self.surroundings.python.as_deref(), progress).await?;
        let _step = progress.step("Starting the local emulator");
        let process = self.spawn(&python)?;
        self.wait_until_ready(&process).await?;
        Ok(Start::Now)
    }

    /// Ends the emulator once its data is saved. `false` when it was not running.
    pub(crate) async fn stop(&self, force: Force, progress: Progress) -> Result<bool, LocalError> {
        let _lock = lock::acquire(&self.paths.lock, progress).await?;
        self.stop_locked(force, progress).await
    }

    /// Wipes the data, ending the emulator first. `true` when it had been running.
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

    /// Asks the process to end and waits for it; its last act is to save the data.
    async fn end(&self, process: &Process, force: Force, progress: Progress) -> Result<(), LocalError> {
        let _step = progress.step("Stopping the local emulator");
        process.signal(Signal::TERM)?;
        if !ended(process, STOPPED_WITHIN).await && force == Force::Kill {
            process.signal(Signal::KILL)?;
        }
        if !ended(process, POLL * 20).await {
            return Err(LocalError::StillRunning { pid: process.pid, seconds: STOPPED_WITHIN.as_secs() });
        }
        fs::remove_file(&self.paths.record).map_err(self.failed("remove", &self.paths.record))
    }

    fn spawn(&self, python: &Path) -> Result<Process, LocalError> {
        let paths = &self.paths;
        let launcher = emulator::unpack(&paths.cache)?;
        fs::create_dir_all(&paths.data).map_err(self.failed("make", &paths.data))?;
        let ignore = paths.state.join(".gitignore");
        fs::write(&ignore, "*\n").map_err(self.failed("write", &ignore))?;
        // Nothing to keep after the first start.
        let _ = fs::rename(&paths.log, &paths.old_log);
        let log = File::create(&paths.log).map_err(self.failed("write", &paths.log))?;
        let errors = log.try_clone().map_err(self.failed("write", &paths.log))?;

        let child = Command::new(python)
            .arg("-u")
            .arg(launcher)
            // The functions inherit it: nothing of the user's AWS settings may reach them.
            .env_clear()
            .envs(&self.surroundings.inherited)
            .envs(&self.surroundings.launcher_switches)
            .envs(self.variables())
            .env("STATE_DIR", &paths.data)
            .current_dir(&paths.state)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            // Ctrl-C at the terminal ends srvls, not the emulator.
            .process_group(0)
            .spawn()
            .map_err(|source| LocalError::Run { program: python.display().to_string(), source })?;

        let started = Started {
            settings: self.settings(),
            iam: self.iam,
            port: self.port,
            version: emulator::version(),
            at: clock::now(),
        };
        let process = Process::of(child.id(), started).ok_or_else(|| self.died())?;
        process.remember(&paths.record)?;
        Ok(process)
    }

    fn variables(&self) -> [(&'static str, String); 3] {
        [
            ("GATEWAY_PORT", self.port.to_string()),
            ("AWS_ENDPOINT_URL", self.endpoint_url()),
            ("AUTH", self.iam.to_string()),
        ]
    }

    /// Names everything that makes one emulator behave unlike another.
    fn settings(&self) -> String {
        let launcher = emulator::launcher_digest();
        let switches = self.surroundings.launcher_switches.iter();
        let switches: Vec<String> =
            switches.map(|(name, value)| format!("{}={}", name.display(), value.display())).collect();
        let variables = self.variables();
        let parts = [emulator::REQUIREMENTS, launcher.as_str()].into_iter();
        emulator::digest(
            parts.chain(variables.iter().map(|(_, value)| value.as_str())).chain(switches.iter().map(String::as_str)),
        )
    }

    async fn wait_until_ready(&self, process: &Process) -> Result<(), LocalError> {
        let health = Health::new()?;
        let deadline = Instant::now() + READY_WITHIN;
        while !health.is_good(process).await {
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

    fn died(&self) -> LocalError {
        LocalError::Died { log: self.paths.log.clone(), source: Tail::of(&self.paths.log) }
    }

    fn failed(&self, action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> LocalError + use<> {
        let path = path.to_owned();
        move |source| LocalError::File { action, path, source }
    }
}

async fn ended(process: &Process, within: Duration) -> bool {
    let deadline = Instant::now() + within;
    while process.is_alive() {
        if Instant::now() > deadline {
            return false;
        }
        tokio::time::sleep(POLL).await;
    }
    true
}

/// Asks an emulator whether it can serve.
struct Health(reqwest::Client);

impl Health {
    fn new() -> Result<Self, LocalError> {
        // A proxy would look for the emulator on its own machine.
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(5)).build();
        client.map(Self).map_err(LocalError::Health)
    }

    /// Whether `process` answers: not another emulator that took the port in between.
    async fn is_good(&self, process: &Process) -> bool {
        let url = format!("http://127.0.0.1:{}/_ministack/health", process.port);
        let answer = self.0.get(url).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
            && process.is_alive()
            && port::may_be_held_by(process.pid, process.port)
    }
}
