//! The user's Python: one that is new enough and can make virtual environments.

use std::{fmt, process::Stdio};

use tokio::process::Command;

use super::LocalError;

/// The commands to try, on `PATH`: the newest version that the pinned packages support first.
const NAMES: [&str; 5] = ["python3.13", "python3.12", "python3.11", "python3.10", "python3"];

/// Prints the version, then fails unless environments can be made. Debian leaves `ensurepip` to another package.
const PROBE: &str = "import sys; print('%d.%d.%d' % sys.version_info[:3]); sys.stdout.flush(); import ensurepip, venv";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub(crate) major: u16,
    pub(crate) minor: u16,
    pub(crate) patch: u16,
}

impl Version {
    pub(crate) const OLDEST: Self = Self { major: 3, minor: 10, patch: 0 };

    /// The version that the probe printed.
    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.trim().splitn(3, '.').map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some(Self { major: next()?, minor: next()?, patch: next()? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// An interpreter that responded to the probe.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Python {
    /// The command that runs it.
    pub(super) name: String,
    pub(super) version: Version,
    makes_environments: bool,
}

impl Python {
    fn is_usable(&self) -> bool {
        self.version >= Version::OLDEST && self.makes_environments
    }
}

/// `chosen`, or the first of the usual commands that is usable.
///
/// # Errors
/// When none is usable: why the closest one is not.
pub(super) async fn find(chosen: Option<&str>) -> Result<Python, LocalError> {
    let names: Vec<&str> = chosen.map_or_else(|| NAMES.to_vec(), |name| vec![name]);
    let mut found = Vec::new();
    for name in &names {
        match probe(name).await {
            Some(python) if python.is_usable() => return Ok(python),
            Some(python) => found.push(python),
            None => {}
        }
    }
    Err(why_none(&names, found))
}

/// Runs `name`; `None` when there is no such command, or it is not Python.
async fn probe(name: &str) -> Option<Python> {
    let output = Command::new(name).args(["-I", "-c", PROBE]).stdin(Stdio::null()).output().await.ok()?;
    let version = Version::parse(&String::from_utf8_lossy(&output.stdout))?;
    Some(Python { name: name.to_owned(), version, makes_environments: output.status.success() })
}

fn why_none(names: &[&str], found: Vec<Python>) -> LocalError {
    if let Some(python) = found.iter().find(|python| python.version >= Version::OLDEST) {
        return LocalError::PythonIncomplete { name: python.name.clone(), version: python.version };
    }
    if found.is_empty() {
        return LocalError::PythonMissing { names: names.iter().map(|name| format!("`{name}`")).collect() };
    }
    LocalError::PythonTooOld { found: found.into_iter().map(|python| (python.name, python.version)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Failure as _;

    fn python(name: &str, minor: u16) -> Python {
        Python { name: name.into(), version: Version { major: 3, minor, patch: 1 }, makes_environments: false }
    }

    #[test]
    fn a_version_is_three_numbers() {
        assert_eq!(Version::parse("3.11.7\n"), Some(Version { major: 3, minor: 11, patch: 7 }));
        assert_eq!(Version::parse("3.11"), None);
        assert_eq!(Version::parse("Python 3.11.7"), None);
        assert_eq!(Version::parse(""), None);
    }

    #[test]
    fn minor_versions_are_compared_as_numbers() {
        assert!(python("python3", 9).version < Version::OLDEST);
        assert!(python("python3", 10).version > Version::OLDEST);
    }

    #[test]
    fn a_new_python_without_venv_is_closer_than_an_old_one() {
        let error = why_none(&["python3.11", "python3"], vec![python("python3.11", 11), python("python3", 8)]);

        assert_eq!(
            error.to_string(),
            "`python3.11` (Python 3.11.1) lacks the venv or ensurepip module, which the local emulator needs"
        );
        assert!(error.hint().is_some_and(|hint| hint.contains("apt install python3.11-venv")));
    }

    #[test]
    fn without_any_python_the_tried_names_are_listed() {
        let error = why_none(&["python3.10", "python3"], Vec::new());

        assert_eq!(error.to_string(), "could not find Python: tried `python3.10`, `python3`");
    }
}
