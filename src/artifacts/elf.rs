//! Checks a binary before upload: Lambda would report a wrong one only when the first call fails.

use std::path::Path;

use object::{Object as _, read::File};

use super::{ArtifactError, glibc::Glibc};
use crate::template::Architecture;

pub(super) fn check(binary: &str, path: &Path, bytes: &[u8], expected: Architecture) -> Result<(), ArtifactError> {
    let file = File::parse(bytes).map_err(|source| ArtifactError::NotElf { path: path.to_owned(), source })?;
    let machine = match expected {
        Architecture::X86_64 => object::Architecture::X86_64,
        Architecture::Arm64 => object::Architecture::Aarch64,
    };
    if file.architecture() == machine {
        return Ok(());
    }
    let found = format!("{:?}", file.architecture());
    Err(ArtifactError::WrongArchitecture { binary: binary.to_owned(), found, expected })
}

/// Refuses a binary that needs a newer glibc than Lambda has: every call would fail with "version `GLIBC_2.36' not
/// found".
pub(super) fn check_glibc(binary: &str, path: &Path, bytes: &[u8]) -> Result<(), ArtifactError> {
    let needed = Glibc::needed_by(bytes).map_err(|source| ArtifactError::NotElf { path: path.to_owned(), source })?;
    match needed {
        Some(needed) if needed > Glibc::OF_LAMBDA => {
            Err(ArtifactError::NewerGlibc { binary: binary.to_owned(), needed })
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(architecture: Architecture) -> Architecture {
        match architecture {
            Architecture::X86_64 => Architecture::Arm64,
            Architecture::Arm64 => Architecture::X86_64,
        }
    }

    #[test]
    fn a_binary_for_another_machine_is_refused() {
        let path = std::env::current_exe().expect("a path");
        let bytes = std::fs::read(&path).expect("this test's own binary");

        assert!(check("me", &path, &bytes, Architecture::HOST).is_ok());
        let refused = check("me", &path, &bytes, other(Architecture::HOST));

        assert!(matches!(refused, Err(ArtifactError::WrongArchitecture { .. })));
    }

    #[test]
    fn a_script_is_refused() {
        let refused = check("me", Path::new("me"), b"#!/bin/sh\n", Architecture::HOST);

        assert!(matches!(refused, Err(ArtifactError::NotElf { .. })));
    }
}
