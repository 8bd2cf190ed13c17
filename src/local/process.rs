//! The emulator's process, recorded in a file across runs of srvls, and never mistaken for another.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use rustix::process::{Pid, Signal, kill_process};
use serde::{Deserialize, Serialize};

use super::LocalError;

/// A process that was started as an emulator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Process {
    pub(super) pid: i32,
    /// When the process started, as the system reports it: a process that reuses the pid has another value.
    birth: String,
    /// A digest of the settings it was started with; differs if this srvls would start it differently.
    pub(super) settings: String,
    pub(super) iam: bool,
    pub(super) port: u16,
    pub(super) version: String,
    pub(super) started: Timestamp,
}

/// How an emulator was started.
pub(super) struct Started {
    pub(super) settings: String,
    pub(super) iam: bool,
    pub(super) port: u16,
    pub(super) version: &'static str,
    pub(super) at: Timestamp,
}

impl Process {
    /// The process `pid`, just started; `None` when it has already ended.
    pub(super) fn of(pid: u32, started: Started) -> Option<Self> {
        let pid = i32::try_from(pid).ok()?;
        let Started { settings, iam, port, version, at } = started;
        Some(Self { pid, birth: birth(pid)?, settings, iam, port, version: version.to_owned(), started: at })
    }

    /// The process recorded in the file, if it is still running.
    pub(super) fn running(record: &Path) -> Option<Self> {
        // An unreadable file counts as none: the check of the port then shows whether something is running.
        let process: Self = serde_json::from_slice(&fs::read(record).ok()?).ok()?;
        process.is_alive().then_some(process)
    }

    pub(super) fn is_alive(&self) -> bool {
        birth(self.pid).as_ref() == Some(&self.birth)
    }

    /// Saves the process to the file, which is never half-written.
    pub(super) fn save(&self, record: &Path) -> Result<(), LocalError> {
        let failed = |source| LocalError::File { action: "write", path: record.to_owned(), source };
        let text = serde_json::to_string_pretty(self).map_err(io::Error::from).map_err(failed)?;
        let writing: PathBuf = record.with_extension("new");
        fs::write(&writing, text).and_then(|()| fs::rename(&writing, record)).map_err(failed)
    }

    pub(super) fn signal(&self, signal: Signal) -> Result<(), LocalError> {
        match Pid::from_raw(self.pid).map(|pid| kill_process(pid, signal)) {
            None | Some(Ok(()) | Err(rustix::io::Errno::SRCH)) => Ok(()),
            Some(Err(error)) => Err(LocalError::Signal { pid: self.pid, source: error.into() }),
        }
    }
}

/// When a process started, in the system's own format; `None` when it has exited.
#[cfg(target_os = "linux")]
fn birth(pid: i32) -> Option<String> {
    birth_in_stat(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// The start time (field 22) of `/proc/PID/stat`. See proc_pid_stat(5).
#[cfg(target_os = "linux")]
fn birth_in_stat(stat: &str) -> Option<String> {
    // The name (field 2) is in parentheses and may hold blanks and parentheses itself.
    let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace();
    let state = fields.next()?;
    // A zombie has exited, but its parent has not reaped it; in some containers that never happens.
    let ended = matches!(state, "Z" | "X");
    fields.nth(18).filter(|_| !ended).map(str::to_owned)
}

/// When a process started, in the system's own format; `None` when it has exited.
#[cfg(not(target_os = "linux"))]
fn birth(pid: i32) -> Option<String> {
    let output = std::process::Command::new("ps").args(["-o", "state=,lstart=", "-p", &pid.to_string()]).output();
    let text = String::from_utf8(output.ok()?.stdout).ok()?;
    let (state, birth) = text.trim().split_once(' ')?;
    (!state.starts_with('Z')).then(|| birth.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::process::{Child, Command};

    use super::*;

    fn sleeper() -> Child {
        Command::new("sleep").arg("60").spawn().expect("sleep runs")
    }

    fn started() -> Started {
        Started { settings: "a".into(), iam: false, port: 4566, version: "1", at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn a_saved_process_is_found_until_it_exits() {
        let folder = tempfile::tempdir().expect("a folder");
        let record = folder.path().join("emulator.json");
        let mut child = sleeper();
        let process = Process::of(child.id(), started()).expect("it runs");
        process.save(&record).expect("written");

        let while_it_runs = Process::running(&record);
        process.signal(Signal::TERM).expect("signalled");
        child.wait().expect("ended");

        assert_eq!(while_it_runs, Some(process));
        assert_eq!(Process::running(&record), None);
    }

    #[test]
    fn another_process_with_the_same_pid_is_not_the_saved_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let record = folder.path().join("emulator.json");
        let mut child = sleeper();
        let process = Process::of(child.id(), started()).expect("it runs");

        Process { birth: "1".into(), ..process.clone() }.save(&record).expect("written");

        assert_eq!(Process::running(&record), None);
        child.kill().expect("killed");
        child.wait().expect("ended");
    }

    #[test]
    fn a_missing_or_broken_record_has_no_process() {
        let folder = tempfile::tempdir().expect("a folder");
        let record = folder.path().join("emulator.json");

        assert_eq!(Process::running(&record), None);
        for text in ["", "4711", "{\"pid\": 1"] {
            fs::write(&record, text).expect("written");
            assert_eq!(Process::running(&record), None);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_name_may_hold_anything() {
        let stat = |state| format!("7 (a b) c)) {state} 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 4096 12");

        assert_eq!(birth_in_stat(&stat("S")).as_deref(), Some("98765"));
        assert_eq!(birth_in_stat(&stat("Z")), None);
        assert_eq!(birth_in_stat("garbage"), None);
    }
}
