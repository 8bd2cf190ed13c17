//! What a machine needs besides cargo to build for Lambda, and how to install it.

use std::{fmt, path::Path};

use tokio::process::Command;

use super::ArtifactError;
use crate::template::Architecture;

/// One shell line that needs no system package: most systems refuse `pip install` outside of a virtual environment
/// (PEP 668). The environment has to be active, because cargo-zigbuild runs Zig through the first `python3` on the
/// PATH.
pub(crate) const GET_ZIGBUILD: &str =
    "`python3 -m venv ~/.zigbuild && . ~/.zigbuild/bin/activate && pip install cargo-zigbuild ziglang`";

/// What a machine may lack to build for another processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lack {
    /// Rust's standard library for that target.
    Library(&'static str),
    /// A linker for that target.
    Zigbuild,
}

impl Lack {
    pub(super) fn remedy(self) -> String {
        match self {
            Self::Library(target) => format!("`rustup target add {target}`"),
            Self::Zigbuild => GET_ZIGBUILD.to_owned(),
        }
    }
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Library(target) => write!(f, "Rust's standard library for {target}"),
            Self::Zigbuild => f.write_str("cargo-zigbuild, the linker for it"),
        }
    }
}

/// Checks both before cargo runs, which would report only the first, and in the middle of the build.
///
/// # Errors
/// When the target's standard library or cargo-zigbuild is missing, or rustc can't run.
pub(crate) async fn ready_for(architecture: Architecture, folder: &Path) -> Result<(), ArtifactError> {
    let target = architecture.rust_target();
    let mut lacks = Vec::new();
    if !has_library(target, folder).await? {
        lacks.push(Lack::Library(target));
    }
    if !has_zigbuild().await {
        lacks.push(Lack::Zigbuild);
    }
    if lacks.is_empty() { Ok(()) } else { Err(ArtifactError::NotReady { architecture, lacks }) }
}

pub(super) async fn has_zigbuild() -> bool {
    let version = Command::new("cargo-zigbuild").arg("--version").kill_on_drop(true).output().await;
    version.is_ok_and(|output| output.status.success())
}

/// Asks rustc in `folder`, which may select its own toolchain.
async fn has_library(target: &str, folder: &Path) -> Result<bool, ArtifactError> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", target]).current_dir(folder).kill_on_drop(true);
    let output = rustc.output().await.map_err(ArtifactError::NoCargo)?;
    Ok(Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Failure as _;

    #[tokio::test]
    async fn only_an_installed_target_has_a_library() {
        let here = Path::new(".");

        assert!(has_library(Architecture::HOST.rust_target(), here).await.expect("rustc"));
        assert!(!has_library("no-such-target", here).await.expect("rustc"));
    }

    #[test]
    fn a_missing_library_and_a_missing_linker_are_reported_together() {
        let lacks = vec![Lack::Library("aarch64-unknown-linux-gnu"), Lack::Zigbuild];

        let error = ArtifactError::NotReady { architecture: Architecture::Arm64, lacks };

        assert_eq!(
            error.to_string(),
            "this machine can't build for arm64: it lacks Rust's standard library for aarch64-unknown-linux-gnu \
             and cargo-zigbuild, the linker for it"
        );
        let hint = error.hint().expect("a hint");
        assert!(hint.starts_with("`rustup target add aarch64-unknown-linux-gnu`, then `python3 -m venv "), "{hint}");
    }
}
