//! Running the built binary, as a user would.

use std::{
    path::Path,
    process::{self, Command, Output, Stdio},
};

use serde_json::Value;

/// The result of one run of `srvls`.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// stdout as JSON, of a run that succeeded.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "srvls failed:\n{}", self.stderr);
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in:\n{}", self.stdout))
    }

    /// stdout as JSON lines, of a run that succeeded.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        assert_eq!(self.code, 0, "srvls failed:\n{}", self.stderr);
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// The process whose end stops the emulator, which would otherwise outlive a test that is killed.
pub(crate) const LIFELINE: &str = "SRVLS_EMULATOR_LIFELINE";

/// How many times as long as usual the command waits for an answer.
pub(crate) const PATIENCE_FACTOR: &str = "SRVLS_TEST_PATIENCE";

/// A command for the built binary in `folder`, without the developer's own settings.
pub(crate) fn srvls(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_srvls"));
    command.current_dir(folder).stdin(Stdio::null());
    without_own_settings(&mut command);
    command.env(LIFELINE, process::id().to_string());
    command
}

/// Removes the variables that a developer or a CI job may have set for srvls.
pub(crate) fn without_own_settings(command: &mut Command) {
    for name in ["SRVLS_STAGE", "SRVLS_CONFIG", "SRVLS_OUTPUT", "SRVLS_REASON", "SRVLS_READ_ONLY"] {
        command.env_remove(name);
    }
    for name in ["AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    for name in ["AWS_CA_BUNDLE", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "GITHUB_ACTIONS", "SRVLS_PAGER", "PAGER"] {
        command.env_remove(name);
    }
}

pub(crate) fn run(command: &mut Command) -> Run {
    result_of(command.output().expect("srvls starts"))
}

pub(crate) fn result_of(Output { status, stdout, stderr }: Output) -> Run {
    Run {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8(stdout).expect("UTF-8"),
        stderr: String::from_utf8(stderr).expect("UTF-8"),
    }
}
