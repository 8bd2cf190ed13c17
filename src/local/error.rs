//! Errors of the local stage, and their hints.

use std::{fmt, fs, io, path::PathBuf};

use super::{port_owner::Owner, python_version::Version};
use crate::{error::Failure, exit::Exit};

#[derive(Debug, thiserror::Error)]
pub(crate) enum LocalError {
    #[error("`{value}` is not a valid {name}: {rule}")]
    Setting { name: &'static str, value: String, rule: &'static str },
    #[error("could not find the user's cache folder")]
    NoCache(#[source] etcetera::HomeDirError),
    #[error("could not find Python: tried {}", .names.join(", "))]
    PythonMissing { names: Vec<String> },
    #[error("the local emulator needs Python {}.{} or newer, but found only {}", Version::OLDEST.major, Version::OLDEST.minor, list(.found))]
    PythonTooOld { found: Vec<(String, Version)> },
    #[error("`{name}` (Python {version}) lacks the venv or ensurepip module, which the local emulator needs")]
    PythonIncomplete { name: String, version: Version },
    #[error("could not install the local emulator: {step} failed")]
    Install { step: &'static str, log: PathBuf, source: Tail },
    #[error("could not {action} {}", .path.display())]
    File { action: &'static str, path: PathBuf, source: io::Error },
    #[error("could not run `{program}`")]
    Run { program: String, source: io::Error },
    #[error("port {port} is in use{}", .owner.as_ref().map(|owner| format!(" by {owner}")).unwrap_or_default())]
    PortTaken { port: u16, owner: Option<Owner> },
    #[error("could not listen on port {port}")]
    Port { port: u16, source: io::Error },
    #[error("the local emulator exited during startup")]
    Died { log: PathBuf, source: Tail },
    #[error("the local emulator was not ready after {seconds} seconds")]
    NotReady { seconds: u64, log: PathBuf, source: Tail },
    #[error("the local emulator isn't running")]
    NotRunning,
    #[error("the local emulator (process {pid}) isn't answering")]
    NotAnswering { pid: i32 },
    #[error("could not check the local emulator's health")]
    Health(#[source] reqwest::Error),
    #[error("could not signal process {pid}")]
    Signal { pid: i32, source: io::Error },
    #[error("the local emulator (process {pid}) was still saving its data after {seconds} seconds")]
    StillRunning { pid: i32, seconds: u64 },
}

const ELSEWHERE: &str = "or point `--endpoint-url` at an emulator that you run yourself";
pub(crate) const IF_IT_STAYS_SILENT: &str =
    "if it stays so, run `srvls local down --force`, which may lose the latest data, then `srvls local up`";
const ANOTHER_PORT: &str = "choose another port with `port = N` for the stage in srvls.toml, or with SRVLS_LOCAL_PORT";

impl Failure for LocalError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::PythonMissing { .. } | Self::PythonTooOld { .. } => {
                format!("install Python 3.10 to 3.13, or point SRVLS_PYTHON at it; {ELSEWHERE}")
            }
            Self::PythonIncomplete { version, .. } => {
                let Version { major, minor, .. } = version;
                format!("on Debian and Ubuntu: `apt install python{major}.{minor}-venv`; {ELSEWHERE}")
            }
            Self::Install { log, .. } => format!(
                "the full output is in {}; try again, point SRVLS_PYTHON at a Python 3.10 to 3.13, {ELSEWHERE}",
                log.display()
            ),
            Self::PortTaken { .. } | Self::Port { .. } => ANOTHER_PORT.into(),
            Self::Died { log, .. } => format!("read {} (`srvls local logs`), {ELSEWHERE}", log.display()),
            Self::NotReady { log, .. } => {
                format!("read {}; run `srvls local down`, then `srvls local up` to restart it", log.display())
            }
            Self::NotRunning => "`srvls local up` starts it, and so does `srvls deploy`".into(),
            Self::NotAnswering { .. } => IF_IT_STAYS_SILENT.into(),
            Self::StillRunning { .. } => {
                "try again, or kill it with `srvls local down --force`, which may lose the latest data".into()
            }
            Self::Setting { .. }
            | Self::NoCache(_)
            | Self::File { .. }
            | Self::Run { .. }
            | Self::Health(_)
            | Self::Signal { .. } => return None,
        })
    }

    fn code(&self) -> &'static str {
        "local_stage"
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Setting { .. } => Exit::Usage,
            _ => Exit::Failure,
        }
    }
}

fn list(found: &[(String, Version)]) -> String {
    found.iter().map(|(name, version)| format!("{name} ({version})")).collect::<Vec<_>>().join(", ")
}

/// The last lines of a program's output, as the cause of its failure.
#[derive(Debug)]
pub(crate) struct Tail(String);

impl Tail {
    const LINES: usize = 12;

    /// The end of the file at `path`; empty when it cannot be read, as the failure itself matters more.
    pub(super) fn of(path: &std::path::Path) -> Self {
        Self::from_text(&String::from_utf8_lossy(&fs::read(path).unwrap_or_default()))
    }

    fn from_text(text: &str) -> Self {
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let last = &lines[lines.len().saturating_sub(Self::LINES)..];
        Self(last.join("\n    "))
    }
}

impl fmt::Display for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "it printed nothing" } else { &self.0 })
    }
}

impl std::error::Error for Tail {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_shown_without_blank_ones() {
        let text: String = (1..=20).map(|n| format!("line {n}\n\n")).collect();

        let tail = Tail::from_text(&text).to_string();

        assert!(tail.starts_with("line 9\n"), "{tail}");
        assert!(tail.ends_with("    line 20"), "{tail}");
    }

    #[test]
    fn a_python_that_is_too_old_is_named_with_its_version() {
        let version = Version { major: 3, minor: 8, patch: 10 };

        let error = LocalError::PythonTooOld { found: vec![("python3".into(), version)] };

        assert_eq!(error.to_string(), "the local emulator needs Python 3.10 or newer, but found only python3 (3.8.10)");
        assert!(error.hint().is_some_and(|hint| hint.contains("--endpoint-url")));
    }
}
