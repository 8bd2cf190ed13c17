//! Why a handler could not be built or packaged, and what to do then.

use std::path::PathBuf;

use super::{
    glibc::Glibc,
    missing_tool::{GET_ZIGBUILD, Lack},
};
use crate::{error::Failure, template::Architecture};

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
    #[error("{} has no files: the function would have no code", .0.display())]
    NoFiles(PathBuf),
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
            Self::NoFiles(_) => Some("correct its `CodeUri` in the template: it is relative to the template".into()),
            Self::Read { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                Some("correct the function's `CodeUri` in the template: it is relative to the template".into())
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
