//! Deployment packages: each handler built for Lambda, zipped, and named by the digest of its content.

mod build;
mod elf;
mod glibc;
pub(crate) mod package;
pub(crate) mod toolchain;
mod zip;

use std::path::PathBuf;

pub(crate) use self::build::{BuildProfile, build};
use self::{
    glibc::Glibc,
    toolchain::{GET_ZIGBUILD, Lack},
};
use crate::{
    aws::artifacts::Bucket,
    digest::sha256,
    error::Failure,
    stage::FunctionName,
    template::{Architecture, CodeLocation, FunctionSource},
};

#[derive(Debug, thiserror::Error)]
pub(crate) enum ArtifactError {
    #[error("could not run cargo")]
    NoCargo(#[source] std::io::Error),
    #[error("this machine can't build for {architecture}: it lacks {}", joined(.lacks, " and ", Lack::to_string))]
    NotReady { architecture: Architecture, lacks: Vec<Lack> },
    #[error("cargo could not build the handlers in {}", .0.display())]
    Build(PathBuf),
    #[error("cargo built no binary `{0}`")]
    NoBinary(String),
    #[error("could not read {}", .path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{} is not a Linux binary", .path.display())]
    NotElf { path: PathBuf, source: object::Error },
    #[error("`{binary}` was built for {found}, but its function runs on {expected}")]
    WrongArchitecture { binary: String, found: String, expected: Architecture },
    #[error("`{binary}` needs glibc {needed}, but the image of Lambda's `provided.al2023` has {}", Glibc::OF_LAMBDA)]
    NewerGlibc { binary: String, needed: Glibc },
    #[error("could not zip `{0}`")]
    Zip(String, #[source] ::zip::result::ZipError),
}

impl Failure for ArtifactError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NoCargo(_) => Some("install Rust with rustup: see https://rustup.rs".into()),
            Self::Build(_) => Some("the compiler's messages are above".into()),
            Self::NoBinary(binary) => {
                Some(format!("add `src/bin/{binary}.rs` to the package, or correct `Binary:` in the template"))
            }
            Self::NotReady { lacks, .. } => Some(joined(lacks, ", then ", |lack| lack.remedy())),
            Self::WrongArchitecture { .. } => {
                Some("unset CARGO_BUILD_TARGET, and remove `build.target` from cargo's configuration".into())
            }
            Self::NewerGlibc { .. } => {
                Some(format!("install cargo-zigbuild, and srvls builds for glibc {}: {GET_ZIGBUILD}", Glibc::OF_LAMBDA))
            }
            Self::Read { .. } | Self::NotElf { .. } | Self::Zip(..) => None,
        }
    }

    fn code(&self) -> &'static str {
        "build_failed"
    }
}

fn joined(lacks: &[Lack], separator: &str, text: impl Fn(&Lack) -> String) -> String {
    lacks.iter().map(text).collect::<Vec<_>>().join(separator)
}

/// A function's deployment package.
#[derive(Debug, Clone)]
pub(crate) struct Artifact {
    pub(crate) logical_id: String,
    pub(crate) name: FunctionName,
    pub(crate) zip: Vec<u8>,
    pub(crate) sha256: String,
}

impl Artifact {
    /// Checks and zips a built binary.
    ///
    /// # Errors
    /// When the binary is for another architecture, or needs a newer glibc than Lambda has (for AWS only).
    pub(crate) fn of(source: &FunctionSource, binary: &PathBuf, profile: BuildProfile) -> Result<Self, ArtifactError> {
        let bytes = std::fs::read(binary).map_err(|source| ArtifactError::Read { path: binary.clone(), source })?;
        let effort = match profile {
            BuildProfile::Dev => zip::Effort::Fast,
            BuildProfile::Lambda => zip::Effort::Best,
        };
        elf::check(&source.binary, binary, &bytes, source.architecture)?;
        if profile == BuildProfile::Lambda {
            elf::check_glibc(&source.binary, binary, &bytes)?;
        }
        let zip = zip::bootstrap(&bytes, effort).map_err(|error| ArtifactError::Zip(source.binary.clone(), error))?;
        Ok(Self { logical_id: source.logical_id.clone(), name: source.name.clone(), sha256: sha256(&zip), zip })
    }

    /// Where the zip goes in the artifact bucket. The same bytes have the same key, so they are uploaded only once.
    pub(crate) fn location(&self, bucket: &Bucket) -> CodeLocation {
        CodeLocation { bucket: bucket.name.clone(), key: self.name.artifact_key(&self.sha256) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// This test's own binary, as if built on a machine of the future: glibc 2.2.5 becomes 2.999.
    fn future_binary() -> Vec<u8> {
        const NAME: &[u8] = b"\0GLIBC_2.";
        let mut bytes = std::fs::read(std::env::current_exe().expect("a path")).expect("an own binary");
        let start = bytes.windows(NAME.len()).position(|window| window == NAME).expect("a version") + NAME.len();
        bytes[start..].iter_mut().take_while(|byte| **byte != 0).for_each(|byte| *byte = b'9');
        bytes
    }

    #[test]
    fn a_binary_that_needs_a_newer_glibc_runs_in_the_emulator_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let binary = folder.path().join("get_profile");
        std::fs::write(&binary, future_binary()).expect("a file");
        let source = FunctionSource {
            logical_id: "GetProfileFunction".into(),
            name: FunctionName("get_profile".into()),
            folder: folder.path().to_owned(),
            binary: "get_profile".into(),
            architecture: Architecture::HOST,
        };

        let shipped = Artifact::of(&source, &binary, BuildProfile::Lambda);
        let local = Artifact::of(&source, &binary, BuildProfile::Dev);

        let refused = shipped.expect_err("Lambda could not start it");
        let message = refused.to_string();
        assert!(message.starts_with("`get_profile` needs glibc 2.9") && message.contains("has 2.34"), "{message}");
        assert!(refused.hint().is_some_and(|hint| hint.contains("pip install cargo-zigbuild")));
        assert!(local.is_ok());
    }

    #[test]
    fn versions_compare_as_numbers() {
        let version = |name: &str| Glibc::named(name.as_bytes());

        assert!(version("GLIBC_2.4") < version("GLIBC_2.34"));
        assert!(version("GLIBC_2.2.5") < version("GLIBC_2.3"));
        assert!(version("GLIBC_ABI_DT_RELR") > Some(Glibc::OF_LAMBDA));
        assert_eq!(version("GLIBC_PRIVATE"), None);
        assert_eq!(version("GCC_3.0"), None);
    }
}
