//! `cargo build` of the handlers.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::Command,
};

use super::{
    ArtifactError,
    glibc::Glibc,
    toolchain::{has_zigbuild, ready_for},
};
use crate::template::Architecture;

/// How handlers are compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BuildProfile {
    /// For the local stage: fast to build, sharing the CLI's own dependencies.
    Dev,
    /// For AWS: small and fast to start (`[profile.lambda]` in Cargo.toml).
    Lambda,
}

/// How cargo reports its progress on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CargoProgress {
    /// As cargo decides: with a bar at a terminal.
    Default,
    /// In lines only, because something else writes to stderr at the same time.
    Lines,
}

/// What to build, and how.
pub(crate) struct Build<'a> {
    /// The package.
    pub(crate) folder: &'a Path,
    pub(crate) binaries: &'a [&'a str],
    pub(crate) profile: BuildProfile,
    pub(crate) architecture: Architecture,
    pub(crate) progress: CargoProgress,
}

/// Builds the binaries, and returns the path of each.
///
/// # Errors
/// When cargo can't run or the build fails, or when the package has no such binary.
pub(crate) async fn build(build: Build<'_>) -> Result<BTreeMap<String, PathBuf>, ArtifactError> {
    let Build { folder, binaries, profile, architecture, progress } = build;
    let linker = Linker::of(profile, architecture, folder).await?;
    let mut command = cargo(folder, profile, architecture, linker);
    if profile == BuildProfile::Lambda {
        let folders = Folders::of(folder).await?;
        let cargo_home = cargo_home().ok_or_else(|| ArtifactError::Build(folder.to_owned()))?;
        command.env("CARGO_ENCODED_RUSTFLAGS", folders.without_paths(&cargo_home));
        // An incremental build would give different bytes.
        command.env("CARGO_INCREMENTAL", "0");
    }
    if progress == CargoProgress::Lines {
        command.env("CARGO_TERM_PROGRESS_WHEN", "never");
    }
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

/// What links a handler to the C library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Linker {
    /// This machine's linker: for its own architecture and its own version of glibc.
    Host,
    /// Zig, through cargo-zigbuild: for any architecture, and for Lambda's glibc.
    Zig,
}

impl Linker {
    /// # Errors
    /// When this machine has no linker for `architecture`.
    async fn of(profile: BuildProfile, architecture: Architecture, folder: &Path) -> Result<Self, ArtifactError> {
        let native = cfg!(target_os = "linux") && architecture == Architecture::HOST;
        // This machine's glibc may be old enough for Lambda; without cargo-zigbuild, there is no other choice.
        if profile == BuildProfile::Dev || native && !has_zigbuild().await {
            return Ok(Self::Host);
        }
        ready_for(architecture, folder).await?;
        Ok(Self::Zig)
    }
}

fn cargo(folder: &Path, profile: BuildProfile, architecture: Architecture, linker: Linker) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(folder).arg(match linker {
        Linker::Host => "build",
        Linker::Zig => "zigbuild",
    });
    command.args(["--locked", "--message-format=json-render-diagnostics"]);
    match profile {
        // Selects the whole workspace, so that features unify as in the build of the CLI.
        BuildProfile::Dev => command.arg("--workspace"),
        // Of a package that has no such profile, it is the release profile.
        BuildProfile::Lambda => {
            command.args(["--profile", "lambda", "--config", "profile.lambda.inherits=\"release\""])
        }
    };
    if linker == Linker::Zig {
        command.args(["--target", &format!("{}.{}", architecture.rust_target(), Glibc::OF_LAMBDA)]);
    }
    // `cargo run` sets cargo's variables for srvls itself; they would confuse the build scripts.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_cargo_run_variable) {
            command.env_remove(name);
        }
    }
    command
}

/// The folders of a package, as `cargo metadata` reports them.
#[derive(Deserialize)]
struct Folders {
    workspace_root: PathBuf,
    /// Also holds what build scripts generate.
    build_directory: PathBuf,
}

impl Folders {
    async fn of(package: &Path) -> Result<Self, ArtifactError> {
        let mut command = Command::new("cargo");
        command.current_dir(package).args(["metadata", "--no-deps", "--format-version", "1"]);
        let output = command.stderr(Stdio::inherit()).output().await.map_err(ArtifactError::NoCargo)?;
        serde_json::from_slice(&output.stdout).map_err(|_| ArtifactError::Build(package.to_owned()))
    }

    /// Compiler flags that keep this machine's paths out of the binaries, so that every machine builds the same bytes.
    fn without_paths(&self, cargo_home: &Path) -> OsString {
        let mut flags = OsString::new();
        // The last matching prefix applies, and the build folder is often inside the workspace.
        for (folder, name) in
            [(&*self.workspace_root, "/srvls"), (cargo_home, "/cargo"), (&*self.build_directory, "/build")]
        {
            if !flags.is_empty() {
                flags.push("\u{1f}");
            }
            flags.push("--remap-path-prefix=");
            flags.push(folder);
            flags.push("=");
            flags.push(name);
        }
        flags
    }
}

/// The folder of cargo's downloads.
fn cargo_home() -> Option<PathBuf> {
    let set = std::env::vars_os().find(|(name, _)| name == "CARGO_HOME").map(|(_, folder)| PathBuf::from(folder));
    set.or_else(|| Some(std::env::home_dir()?.join(".cargo")))
}

fn is_cargo_run_variable(name: &str) -> bool {
    name == "CARGO" || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
}

/// A line of cargo's JSON, as far as we read it.
/// <https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages>
#[derive(Deserialize)]
struct Message {
    target: Option<CargoTarget>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct CargoTarget {
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
    fn zig_links_to_the_glibc_of_lambda() {
        let command = cargo(Path::new("."), BuildProfile::Lambda, Architecture::Arm64, Linker::Zig);

        let line = format!("{:?}", command.as_std());

        assert!(line.contains(r#""zigbuild""#) && line.contains(r#""aarch64-unknown-linux-gnu.2.34""#), "{line}");
    }

    #[test]
    fn only_messages_about_binaries_have_an_executable() {
        let library = r#"{"reason":"compiler-artifact","target":{"name":"srvls_lambdas"},"executable":null}"#;
        let binary = r#"{"reason":"compiler-artifact","target":{"name":"get_profile"},"executable":"/t/get_profile"}"#;

        assert_eq!(executable(library), None);
        assert_eq!(executable(binary), Some(("get_profile".into(), "/t/get_profile".into())));
        assert_eq!(executable("not json"), None);
    }

    #[test]
    fn the_folders_of_this_machine_are_replaced_by_fixed_names() {
        let folders =
            Folders { workspace_root: "/home/ada/work".into(), build_directory: "/home/ada/work/target".into() };

        let flags = folders.without_paths(Path::new("/home/ada/.cargo"));

        let flags = flags.to_string_lossy();
        let flags: Vec<&str> =
            flags.split('\u{1f}').map(|flag| flag.trim_start_matches("--remap-path-prefix=")).collect();
        assert_eq!(flags, ["/home/ada/work=/srvls", "/home/ada/.cargo=/cargo", "/home/ada/work/target=/build"]);
    }
}
