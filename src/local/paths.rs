//! Where the local stage keeps its files, and the one place that reads its environment variables.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use etcetera::BaseStrategy as _;

use super::LocalError;

const DEFAULT_PORT: u16 = 4566;
/// What any program needs of its user's environment; the emulator and its functions get no more.
const INHERITED: [&str; 4] = ["PATH", "HOME", "LANG", "TMPDIR"];
/// Switches of the launcher, for tests and demonstrations: handed on as they are.
const LAUNCHER_SWITCHES: &str = "SRVLS_EMULATOR_";

/// What the environment says about the local stage.
#[derive(Debug, Clone, Default)]
pub(super) struct Surroundings {
    /// `SRVLS_LOCAL_DIR`: holds the stages' folders, instead of `.srvls` beside `srvls.toml`.
    state: Option<PathBuf>,
    /// `SRVLS_LOCAL_PORT`.
    port: Option<String>,
    /// `SRVLS_LOCAL_IAM`: whether to enforce the IAM policies.
    pub(super) iam: Option<bool>,
    /// `SRVLS_PYTHON`: the interpreter to use.
    pub(super) python: Option<String>,
    pub(super) inherited: BTreeMap<OsString, OsString>,
    pub(super) launcher_switches: BTreeMap<OsString, OsString>,
}

impl Surroundings {
    pub(super) fn read() -> Self {
        Self {
            state: variable("SRVLS_LOCAL_DIR").map(PathBuf::from),
            port: variable("SRVLS_LOCAL_PORT"),
            iam: variable("SRVLS_LOCAL_IAM").map(|value| !matches!(value.as_str(), "0" | "false" | "no" | "off")),
            python: variable("SRVLS_PYTHON"),
            inherited: env::vars_os().filter(|(name, _)| INHERITED.iter().any(|known| name == known)).collect(),
            launcher_switches: env::vars_os()
                .filter(|(name, _)| name.to_string_lossy().starts_with(LAUNCHER_SWITCHES))
                .collect(),
        }
    }

    /// The environment's port, then the stage's, then the usual one.
    pub(super) fn port(&self, of_stage: Option<u16>) -> Result<u16, LocalError> {
        let Some(value) = &self.port else { return Ok(of_stage.unwrap_or(DEFAULT_PORT)) };
        value.parse().ok().filter(|port| *port > 0).ok_or_else(|| LocalError::Setting {
            name: "SRVLS_LOCAL_PORT",
            value: value.clone(),
            rule: "a number from 1 to 65535",
        })
    }
}

/// A variable's value; an empty one counts as unset.
#[expect(clippy::disallowed_methods, reason = "this is the one home of the local stage's variables")]
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// The files of one local stage, and the cache that all of the user's stages share.
#[derive(Debug, Clone)]
pub(super) struct Paths {
    /// Holds what the others name.
    pub(super) state: PathBuf,
    /// The emulator's data: what `srvls local reset` wipes.
    pub(super) data: PathBuf,
    /// What the emulator unpacks while it runs: the code of every function, above all.
    pub(super) scratch: PathBuf,
    /// The process that runs.
    pub(super) record: PathBuf,
    pub(super) log: PathBuf,
    /// The log of the run before.
    pub(super) old_log: PathBuf,
    /// Held while the emulator is started or stopped.
    pub(super) lock: PathBuf,
    /// The emulator's Python environments and launchers, by digest.
    pub(super) cache: PathBuf,
}

impl Paths {
    pub(super) fn new(root: &Path, stage: &str, surroundings: &Surroundings) -> Result<Self, LocalError> {
        let cache = etcetera::choose_base_strategy().map_err(LocalError::NoCache)?.cache_dir().join("srvls");
        let state = surroundings.state.clone().unwrap_or_else(|| root.join(".srvls")).join(stage);
        // The emulator runs in another folder, so a relative path would mean another file to it.
        let state = std::path::absolute(&state).unwrap_or(state);
        Ok(Self::at(&state, &cache))
    }

    pub(super) fn at(state: &Path, cache: &Path) -> Self {
        Self {
            data: state.join("data"),
            scratch: state.join("scratch"),
            record: state.join("emulator.json"),
            log: state.join("emulator.log"),
            old_log: state.join("emulator.old.log"),
            lock: state.join("lock"),
            state: state.to_owned(),
            cache: cache.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surroundings(port: Option<&str>) -> Surroundings {
        Surroundings { port: port.map(str::to_owned), ..Surroundings::default() }
    }

    #[test]
    fn the_environments_port_wins_over_the_stages() {
        assert_eq!(surroundings(Some("5001")).port(Some(5000)).expect("valid"), 5001);
        assert_eq!(surroundings(None).port(Some(5000)).expect("valid"), 5000);
        assert_eq!(surroundings(None).port(None).expect("valid"), 4566);
    }

    #[test]
    fn a_port_that_is_no_port_names_its_variable() {
        for value in ["http", "0", "65536", "-1"] {
            let error = surroundings(Some(value)).port(None).expect_err("no port");

            assert_eq!(
                error.to_string(),
                format!("`{value}` is not a valid SRVLS_LOCAL_PORT: a number from 1 to 65535")
            );
        }
    }

    #[test]
    fn each_stage_has_a_folder_of_its_own() {
        let elsewhere = Surroundings { state: Some("/elsewhere".into()), ..Surroundings::default() };

        let beside = Paths::new(Path::new("/app"), "local", &Surroundings::default()).expect("paths");
        let moved = Paths::new(Path::new("/app"), "local", &elsewhere).expect("paths");

        assert_eq!(beside.data, Path::new("/app/.srvls/local/data"));
        assert_eq!(moved.data, Path::new("/elsewhere/local/data"));
    }
}
