//! What is shipped: each handler built for Lambda and zipped, named by what it holds.

mod build;
mod elf;
mod zip;

use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

pub(crate) use self::build::{BuildProfile, build};
use crate::{
    stage::FunctionName,
    template::{Architecture, CodeLocation, FunctionSource},
};

#[derive(Debug, thiserror::Error)]
pub(crate) enum ArtifactError {
    #[error("could not run cargo")]
    NoCargo(#[source] std::io::Error),
    #[error("cargo could not build the handlers in {}", .0.display())]
    Build(PathBuf),
    #[error("cargo built no binary `{0}`")]
    NoBinary(String),
    #[error("could not read {}", .path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{} is not a Linux binary", .path.display())]
    NotElf { path: PathBuf, source: object::Error },
    #[error("`{binary}` was built for {found}, but its function runs on {expected:?}")]
    WrongArchitecture { binary: String, found: String, expected: Architecture },
    #[error("could not zip `{0}`")]
    Zip(String, #[source] ::zip::result::ZipError),
}

impl ArtifactError {
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::NoCargo(_) => Some("install Rust with rustup: see https://rustup.rs".into()),
            Self::Build(_) => Some("the compiler's messages are above".into()),
            Self::NoBinary(binary) => {
                Some(format!("add `src/bin/{binary}.rs` to the package, or correct `Binary:` in the template"))
            }
            Self::WrongArchitecture { .. } => Some(
                "set the template's `Architectures` to this machine's, or build with cargo-zigbuild: \
                 `pip install cargo-zigbuild ziglang` and `rustup target add aarch64-unknown-linux-gnu`"
                    .into(),
            ),
            Self::Read { .. } | Self::NotElf { .. } | Self::Zip(..) => None,
        }
    }
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
    pub(crate) fn of(source: &FunctionSource, binary: &PathBuf, profile: BuildProfile) -> Result<Self, ArtifactError> {
        let bytes = std::fs::read(binary).map_err(|source| ArtifactError::Read { path: binary.clone(), source })?;
        let effort = match profile {
            BuildProfile::Dev => zip::Effort::Fast,
            BuildProfile::Lambda => zip::Effort::Best,
        };
        elf::check(&source.binary, binary, &bytes, source.architecture)?;
        let zip = zip::bootstrap(&bytes, effort).map_err(|error| ArtifactError::Zip(source.binary.clone(), error))?;
        Ok(Self { logical_id: source.logical_id.clone(), name: source.name.clone(), sha256: sha256(&zip), zip })
    }

    /// The same bytes have the same key: what is there already need not be sent again.
    pub(crate) fn location(&self, bucket: &str) -> CodeLocation {
        CodeLocation { bucket: bucket.to_owned(), key: self.name.artifact_key(&self.sha256) }
    }
}

/// The SHA-256 of `bytes` in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
