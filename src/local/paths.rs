//! Where the local stage keeps its files, and its environment variables.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use etcetera::BaseStrategy as _;

use super::LocalError;
use crate::environment::variable;

const DEFAULT_PORT: u16 = 4566;
/// The only variables of the user's environment that the emulator and its functions inherit.
const INHERITED: [&str; 4] = ["PATH", "HOME", "LANG", "TMPDIR"];
/// Switches of the launcher, for tests and demonstrations: passed on unchanged.
const LAUNCHER_SWITCHES: &str = "SRVLS_EMULATOR_";

/// The user's environment variables that concern the local stage.
#[derive(Debug, Clone, Default)]
pub(super) struct UserEnvironment {
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

impl UserEnvironment {
    pub(super) fn read() -> Self {
        Self {
            state: variable("SRVLS_LOCAL_DIR").map(PathBuf::from),
            port: variable("SRVLS_LOCAL_PORT"),
            iam: variable("SRVLS_LOCAL_IAM").map(|value| !matches!(value.as_str(), "0" | "false" | "no" | "off")),
            python: variable("SRVLS_PYTHON"),
            inherited: env::vars_os().filter(|(name, _)| INHERITED.iter().any(|inherited| name == inherited)).collect(),
            launcher_switches: env::vars_os()
                .filter(|(name, _)| name.to_string_lossy().starts_with(LAUNCHER_SWITCHES))
                .collect(),
        }
    }

    /// The environment's port, else the stage's, else the default.
    pub(super) fn port(&self, stage_port: Option<u16>) -> Result<u16, LocalError> {
        let Some(value) = &self.port else { return Ok(stage_port.unwrap_or(DEFAULT_PORT)) };
        value.parse().ok().filter(|port| *port > 0).ok_or_else(|| LocalError::Setting {
            name: "SRVLS_LOCAL_PORT",
            value: value.clone(),
            rule: "it must be a number from 1 to 65535",
        })
    }
}

/// The files of one local stage, and the cache that all of the user's stages share.
#[derive(Debug, Clone)]
pub(super) struct Paths {
    /// The folder that contains the others, except the cache.
    pub(super) state: PathBuf,
    /// The emulator's data: what `srvls local reset` wipes.
    pub(super) data: PathBuf,
    /// Files that the emulator unpacks while it runs, mostly function code.
    pub(super) scratch: PathBuf,
    /// The record of the running process.
    pub(super) record: PathBuf,
    pub(super) log: PathBuf,
    /// The log of the previous run.
    pub(super) old_log: PathBuf,
    /// Locked while the emulator is started or stopped.
    pub(super) lock: PathBuf,
    /// The emulator's Python environments and launchers, by digest.
    pub(super) cache: PathBuf,
}

impl Paths {
    pub(super) fn new(root: &Path, stage: &str, user_environment: &UserEnvironment) -> Result<Self, LocalError> {
        let cache = etcetera::choose_base_strategy().map_err(LocalError::NoCache)?.cache_dir().join("srvls");
        let state = user_environment.state.clone().unwrap_or_else(|| root.join(".srvls")).join(stage);
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

    fn user_environment(port: Option<&str>) -> UserEnvironment {
        UserEnvironment { port: port.map(str::to_owned), ..UserEnvironment::default() }
    }

    #[test]
    fn the_environments_port_wins_over_the_stages() {
        assert_eq!(user_environment(Some("5001")).port(Some(5000)).expect("valid"), 5001);
        assert_eq!(user_environment(None).port(Some(5000)).expect("valid"), 5000);
        assert_eq!(user_environment(None).port(None).expect("valid"), 4566);
    }

    #[test]
    fn an_invalid_port_names_its_variable() {
        for value in ["http", "0", "65536", "-1"] {
            let error = user_environment(Some(value)).port(None).expect_err("invalid");

            assert_eq!(
                error.to_string(),
                format!("`{value}` is not a valid SRVLS_LOCAL_PORT: it must be a number from 1 to 65535")
            );
        }
    }

    #[test]
    fn each_stage_has_a_folder_of_its_own() {
        let elsewhere = UserEnvironment { state: Some("/elsewhere".into()), ..UserEnvironment::default() };

        let beside = Paths::new(Path::new("/app"), "local", &UserEnvironment::default()).expect("paths");
        let moved = Paths::new(Path::new("/app"), "local", &elsewhere).expect("paths");

        assert_eq!(beside.data, Path::new("/app/.srvls/local/data"));
        assert_eq!(moved.data, Path::new("/elsewhere/local/data"));
    }
}
