//! `cargo build` of the handlers.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::Command,
};

use super::ArtifactError;
use crate::{context::Context, template::Architecture};

/// How handlers are compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BuildProfile {
    /// For the local stage: fast to build, sharing the CLI's own dependencies.
    Dev,
    /// For AWS: small and fast to start (`[profile.lambda]` in Cargo.toml).
    Lambda,
}

impl BuildProfile {
    /// What the stage's handlers are for.
    pub(crate) fn of(cx: &Context) -> Self {
        if cx.local.is_some() { Self::Dev } else { Self::Lambda }
    }
}

/// Builds `binaries` of the package in `folder`, and says where each one is.
pub(crate) async fn build(
    folder: &Path,
    binaries: &[&str],
    profile: BuildProfile,
    architecture: Architecture,
) -> Result<BTreeMap<String, PathBuf>, ArtifactError> {
    let mut command = cargo(folder, profile, architecture);
    for binary in binaries {
        command.args(["--bin", binary]);
    }
    let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().map_err(ArtifactError::NoCargo)?;
    let mut executables = BTreeMap::new();
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next_line().await.map_err(ArtifactError::NoCargo)? {
            executables.extend(executable(&line));
        }
    }
    let status = child.wait().await.map_err(ArtifactError::NoCargo)?;
    if !status.success() {
        return Err(ArtifactError::Build(folder.to_owned()));
    }
    match binaries.iter().find(|binary| !executables.contains_key(**binary)) {
        Some(missing) => Err(ArtifactError::NoBinary((*missing).to_owned())),
        None => Ok(executables),
    }
}

fn cargo(folder: &Path, profile: BuildProfile, architecture: Architecture) -> Command {
    let mut command = Command::new("cargo");
    let native = architecture == Architecture::HOST;
    command.current_dir(folder).arg(if native { "build" } else { "zigbuild" });
    command.args(["--locked", "--message-format=json-render-diagnostics"]);
    match profile {
        // The whole workspace is selected so that features unify as they did for the CLI itself.
        BuildProfile::Dev => command.arg("--workspace"),
        BuildProfile::Lambda => command.args(["--profile", "lambda"]),
    };
    if !native {
        // The oldest glibc of Lambda's al2023 image.
        command.args(["--target", &format!("{}.2.34", architecture.rust_target())]);
    }
    // Under `cargo run`, cargo's own variables are about this program and would confuse the build scripts.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_cargo_run_variable) {
            command.env_remove(name);
        }
    }
    command
}

fn is_cargo_run_variable(name: &str) -> bool {
    name == "CARGO" || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
}

/// A line of cargo's JSON, as far as we read it.
/// <https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages>
#[derive(Deserialize)]
struct Message {
    target: Option<Target>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

fn executable(line: &str) -> Option<(String, PathBuf)> {
    let message: Message = serde_json::from_str(line).ok()?;
    Some((message.target?.name, message.executable?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_messages_about_binaries_name_an_executable() {
        let library = r#"{"reason":"compiler-artifact","target":{"name":"srvls_lambdas"},"executable":null}"#;
        let binary = r#"{"reason":"compiler-artifact","target":{"name":"get_profile"},"executable":"/t/get_profile"}"#;

        assert_eq!(executable(library), None);
        assert_eq!(executable(binary), Some(("get_profile".into(), "/t/get_profile".into())));
        assert_eq!(executable("not json"), None);
    }
}
