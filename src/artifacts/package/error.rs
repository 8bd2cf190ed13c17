//! Why a package is refused, and what to do then.

use std::{io, path::PathBuf};

use super::{FORMAT, MANIFEST};
use crate::{error::Failure, exit::Exit, stage::FunctionName, template::Architecture};

#[derive(Debug, thiserror::Error)]
pub(crate) enum PackageError {
    #[error("{} is not a package: it has no {MANIFEST}", .0.display())]
    Missing(PathBuf),
    #[error("{} contains other files, but no package", .0.display())]
    NotOurs(PathBuf),
    #[error("could not {action} {}", .path.display())]
    File { action: &'static str, path: PathBuf, source: io::Error },
    #[error("{} is not the manifest of a package", .path.display())]
    Manifest { path: PathBuf, source: serde_json::Error },
    #[error("{} has format {found}, but this srvls reads format {FORMAT}", .path.display())]
    Format { path: PathBuf, found: u64 },
    #[error("the package refers to a file outside of its folder: {}", .0.display())]
    Outside(PathBuf),
    #[error("the package lacks {}", .0.display())]
    Lacks(PathBuf),
    #[error("{} is not part of the package: {MANIFEST} does not list it", .0.display())]
    Unnamed(PathBuf),
    #[error("{} has changed since it was packaged: its SHA-256 is {found}, not {expected}", .file.display())]
    Changed { file: PathBuf, expected: String, found: String },
    #[error("the package is for app `{packaged}`, but the stage is of app `{app}`")]
    OtherApp { packaged: String, app: String },
    #[error("the package is for the emulator: its handlers are not optimized, and not checked against Lambda's glibc")]
    ForEmulator,
    #[error("the package has no code for function `{0}` of its template")]
    NoCode(FunctionName),
    #[error("`{function}` was packaged for {packaged}, but the stage runs it on {wanted}")]
    WrongArchitecture { function: FunctionName, packaged: Architecture, wanted: Architecture },
}

impl Failure for PackageError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Missing(folder) => format!("make one with `srvls package --out {}`", folder.display()),
            Self::NotOurs(_) => "choose another folder with `--out DIR`, or empty this one".into(),
            Self::Changed { .. } | Self::Lacks(_) | Self::Outside(_) | Self::Unnamed(_) | Self::Manifest { .. } => {
                "nothing was written; fetch the package again, or run `srvls package` again".into()
            }
            Self::Format { .. } => "deploy with the version of srvls that made the package".into(),
            Self::OtherApp { .. } | Self::NoCode(_) => "package this app with `srvls package`".into(),
            Self::ForEmulator => "package for this stage with `srvls package`".into(),
            Self::WrongArchitecture { wanted, .. } => format!(
                "package for this stage with `srvls package`, or set its parameter Architecture, which is now {wanted}"
            ),
            Self::File { .. } => return None,
        })
    }

    fn code(&self) -> &'static str {
        "bad_package"
    }

    fn exit(&self) -> Exit {
        Exit::Usage
    }
}
