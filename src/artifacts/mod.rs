//! Deployment packages: each handler built for Lambda, zipped, and named by the digest of its content.

mod build;
mod elf;
mod error;
mod folder;
mod glibc;
mod missing_tool;
pub(crate) mod package;
pub(crate) mod toolchain;
mod zip;

use std::path::Path;

pub(crate) use self::{
    build::{Build, BuildProfile, CargoProgress, build},
    error::ArtifactError,
    folder::uninstalled,
};
use crate::{
    aws::artifacts::Bucket,
    digest::sha256,
    stage::FunctionName,
    template::{CodeLocation, CodeSource},
};

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
    pub(crate) fn of_binary(
        source: &CodeSource,
        name: &str,
        binary: &Path,
        profile: BuildProfile,
    ) -> Result<Self, ArtifactError> {
        let bytes = read(binary)?;
        elf::check(name, binary, &bytes, source.architecture)?;
        if profile == BuildProfile::Lambda {
            elf::check_glibc(name, binary, &bytes)?;
        }
        let zip = zip::bootstrap(&bytes, profile.into());
        Ok(Self::zipped(source, zip.map_err(|error| ArtifactError::Zip(name.to_owned(), error))?))
    }

    /// Zips a folder as it is.
    ///
    /// # Errors
    /// When it can't be read, or has no files.
    pub(crate) fn of_folder(source: &CodeSource, folder: &Path, profile: BuildProfile) -> Result<Self, ArtifactError> {
        let files = folder::files(folder)?;
        let zip = zip::files(&files, profile.into());
        Ok(Self::zipped(source, zip.map_err(|error| ArtifactError::Zip(folder.display().to_string(), error))?))
    }

    /// Takes a file that is a zip already.
    ///
    /// # Errors
    /// When it can't be read.
    pub(crate) fn of_archive(source: &CodeSource, archive: &Path) -> Result<Self, ArtifactError> {
        Ok(Self::zipped(source, read(archive)?))
    }

    fn zipped(source: &CodeSource, zip: Vec<u8>) -> Self {
        Self { logical_id: source.logical_id.clone(), name: source.name.clone(), sha256: sha256(&zip), zip }
    }

    /// Where the zip goes in the artifact bucket. The same bytes have the same key, so they are uploaded only once.
    pub(crate) fn location(&self, bucket: &Bucket) -> CodeLocation {
        CodeLocation { bucket: bucket.name.clone(), key: self.name.artifact_key(&self.sha256) }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, ArtifactError> {
    std::fs::read(path).map_err(|source| ArtifactError::Read { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::{glibc::Glibc, *};
    use crate::{
        error::Failure as _,
        template::{Architecture, Code},
    };

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
        let source = CodeSource {
            logical_id: "GetProfileFunction".into(),
            name: FunctionName("get_profile".into()),
            code: Code::Binary { name: "get_profile".into(), folder: folder.path().to_owned() },
            architecture: Architecture::HOST,
        };

        let shipped = Artifact::of_binary(&source, "get_profile", &binary, BuildProfile::Lambda);
        let local = Artifact::of_binary(&source, "get_profile", &binary, BuildProfile::Dev);

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
