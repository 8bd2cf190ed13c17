//! A package: a folder with everything that a deployment needs, built once and deployed to any stage without a
//! toolchain.
//!
//! `manifest.json` lists each file with its SHA-256. Opening a package verifies all of them before anything is used.

mod error;
mod manifest;
mod write;

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

use serde_json::Value;

use self::manifest::{FORMAT, MANIFEST};
pub(crate) use self::{
    error::PackageError,
    manifest::{Manifest, PackagedFile, PackagedFunction},
    write::{Contents, write, zip_of},
};
use super::{Artifact, BuildProfile};
use crate::{digest::sha256, template::CodeSource};

/// The app's template; other templates are beside it.
pub(crate) const TEMPLATE: &str = "template.json";
/// The edge's template, which a deployment uses if it is there.
const EDGE: &str = "edge.json";

/// A package whose files are all verified.
#[derive(Debug)]
pub(crate) struct Package {
    folder: PathBuf,
    pub(crate) manifest: Manifest,
    pub(crate) artifacts: Vec<Artifact>,
}

impl Package {
    /// Reads the package in `folder` and verifies the SHA-256 of every file.
    ///
    /// # Errors
    /// When the folder is not a package, has another format, or has missing, changed or additional files.
    pub(crate) fn open(folder: &Path) -> Result<Self, PackageError> {
        let path = folder.join(MANIFEST);
        let text = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(PackageError::Missing(folder.to_owned()));
            }
            read => read.map_err(|source| PackageError::File { action: "read", path: path.clone(), source })?,
        };
        let not_ours = |source| PackageError::Manifest { path: path.clone(), source };
        let value: Value = serde_json::from_slice(&text).map_err(not_ours)?;
        // Checked first: another format may have other fields.
        if let Some(found) = value["format"].as_u64().filter(|found| *found != FORMAT) {
            return Err(PackageError::Format { path, found });
        }
        let manifest: Manifest = serde_json::from_value(value).map_err(not_ours)?;
        for template in &manifest.templates {
            verified(folder, template)?;
        }
        for file in [TEMPLATE, EDGE].map(Path::new) {
            if folder.join(file).exists() && manifest.templates.iter().all(|template| template.file != file) {
                return Err(PackageError::Unnamed(file.to_owned()));
            }
        }
        let artifacts = manifest.functions.iter().map(|function| {
            let zip = verified(folder, &function.file)?;
            let (logical_id, name) = (function.logical_id.clone(), function.name.clone());
            Ok(Artifact { logical_id, name, sha256: function.file.sha256.clone(), zip })
        });
        let artifacts = artifacts.collect::<Result<_, _>>()?;
        Ok(Self { folder: folder.to_owned(), manifest, artifacts })
    }

    pub(crate) fn template_path(&self) -> PathBuf {
        self.folder.join(TEMPLATE)
    }

    /// # Errors
    /// When the package is for another app, another architecture or the emulator, or lacks the code of a function.
    pub(crate) fn fits(&self, app: &str, profile: BuildProfile, functions: &[CodeSource]) -> Result<(), PackageError> {
        if self.manifest.app != app {
            return Err(PackageError::OtherApp { packaged: self.manifest.app.clone(), app: app.to_owned() });
        }
        for function in functions {
            let packaged = self.manifest.functions.iter().find(|packaged| packaged.logical_id == function.logical_id);
            let packaged = packaged.ok_or_else(|| PackageError::NoCode(function.name.clone()))?.architecture;
            if packaged != function.architecture {
                let (function, wanted) = (function.name.clone(), function.architecture);
                return Err(PackageError::WrongArchitecture { function, packaged, wanted });
            }
        }
        // The reverse is fine: the emulator runs what Lambda runs.
        if (self.manifest.profile, profile) == (BuildProfile::Dev, BuildProfile::Lambda) {
            return Err(PackageError::ForEmulator);
        }
        Ok(())
    }
}

/// The bytes of a file of the package, verified against its digest.
fn verified(folder: &Path, packaged: &PackagedFile) -> Result<Vec<u8>, PackageError> {
    let PackagedFile { file, sha256: expected, .. } = packaged;
    if !file.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(PackageError::Outside(file.clone()));
    }
    let path = folder.join(file);
    let bytes = match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(PackageError::Lacks(file.clone())),
        read => read.map_err(|source| PackageError::File { action: "read", path, source })?,
    };
    let found = sha256(&bytes);
    if found != *expected {
        return Err(PackageError::Changed { file: file.clone(), expected: expected.clone(), found });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::{
        revision::Revision,
        stage::FunctionName,
        template::{Architecture, Code},
    };

    pub(super) fn source(architecture: Architecture) -> CodeSource {
        CodeSource {
            logical_id: "GetProfileFunction".into(),
            name: FunctionName("get_profile".into()),
            code: Code::Binary { name: "get_profile".into(), folder: "lambdas".into() },
            architecture,
        }
    }

    pub(super) fn packaged() -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), contents(&artifacts(), &[source(Architecture::Arm64)])).expect("written");
        folder
    }

    pub(super) fn artifacts() -> Vec<Artifact> {
        let zip = b"zip".to_vec();
        let name = FunctionName("get_profile".into());
        vec![Artifact { logical_id: "GetProfileFunction".into(), name, sha256: sha256(&zip), zip }]
    }

    pub(super) fn contents<'a>(artifacts: &'a [Artifact], functions: &'a [CodeSource]) -> Contents<'a> {
        Contents {
            app: "srvls",
            revision: Revision { commit: Some("abc".into()), dirty: false },
            profile: BuildProfile::Lambda,
            functions,
            artifacts,
            templates: vec![(TEMPLATE.into(), "{}".into())],
        }
    }

    #[test]
    fn a_package_opens_with_what_was_packaged() {
        let folder = packaged();

        let package = Package::open(folder.path()).expect("whole");

        assert_eq!(package.artifacts[0].zip, b"zip");
        assert_eq!(package.manifest.revision.commit.as_deref(), Some("abc"));
        assert!(package.fits("srvls", BuildProfile::Lambda, &[source(Architecture::Arm64)]).is_ok());
    }

    #[test]
    fn a_changed_byte_is_refused() {
        for file in ["functions/get_profile.zip", "template.json"] {
            let folder = packaged();
            fs::write(folder.path().join(file), "zap").expect("written");

            let error = Package::open(folder.path()).expect_err("changed");

            assert!(
                matches!(&error, PackageError::Changed { file: changed, .. } if changed == Path::new(file)),
                "{error}"
            );
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = packaged();
        fs::remove_file(folder.path().join("functions/get_profile.zip")).expect("removed");

        let error = Package::open(folder.path()).expect_err("incomplete");

        assert_eq!(error.to_string(), "the package lacks functions/get_profile.zip");
    }

    #[test]
    fn a_file_outside_of_the_package_is_refused() {
        let folder = packaged();
        let manifest = folder.path().join(MANIFEST);
        let text = fs::read_to_string(&manifest).expect("text");
        fs::write(&manifest, text.replace("functions/get_profile.zip", "../get_profile.zip")).expect("written");

        let error = Package::open(folder.path()).expect_err("outside");

        assert!(matches!(error, PackageError::Outside(_)), "{error}");
    }

    #[test]
    fn a_package_for_another_architecture_is_refused() {
        let folder = packaged();
        let package = Package::open(folder.path()).expect("whole");

        let refused = package.fits("srvls", BuildProfile::Lambda, &[source(Architecture::X86_64)]);

        let error = refused.expect_err("another architecture");
        assert_eq!(error.to_string(), "`get_profile` was packaged for arm64, but the stage runs it on x86_64");
    }

    #[test]
    fn a_package_of_another_app_is_refused() {
        let package = Package::open(packaged().path()).expect("whole");

        assert!(matches!(package.fits("shop", BuildProfile::Lambda, &[]), Err(PackageError::OtherApp { .. })));
    }

    #[test]
    fn a_package_for_the_emulator_is_not_deployed_to_aws() {
        let folder = tempfile::tempdir().expect("a folder");
        let (artifacts, functions) = (artifacts(), [source(Architecture::HOST)]);
        let contents = Contents { profile: BuildProfile::Dev, ..contents(&artifacts, &functions) };
        write(folder.path(), contents).expect("written");

        let package = Package::open(folder.path()).expect("whole");
        let local = package.fits("srvls", BuildProfile::Dev, &functions);
        let refused = package.fits("srvls", BuildProfile::Lambda, &functions);

        assert!(local.is_ok());
        assert!(matches!(refused, Err(PackageError::ForEmulator)));
    }

    #[test]
    fn a_template_that_was_not_packaged_is_refused_and_removed_by_the_next_package() {
        let folder = packaged();
        fs::write(folder.path().join(EDGE), "{}").expect("written");

        let error = Package::open(folder.path()).expect_err("another template");
        write(folder.path(), contents(&artifacts(), &[source(Architecture::Arm64)])).expect("written");

        assert_eq!(error.to_string(), "edge.json is not part of the package: manifest.json does not list it");
        assert!(Package::open(folder.path()).is_ok());
    }

    #[test]
    fn an_unknown_format_is_refused() {
        let folder = packaged();
        fs::write(folder.path().join(MANIFEST), r#"{"format": 2, "new": true}"#).expect("written");

        let error = Package::open(folder.path()).expect_err("newer");

        assert!(matches!(error, PackageError::Format { found: 2, .. }), "{error}");
    }

    #[test]
    fn an_unrelated_manifest_is_refused() {
        let folder = packaged();
        fs::write(folder.path().join(MANIFEST), r#"{"name": "A web app", "start_url": "/"}"#).expect("written");

        let error = Package::open(folder.path()).expect_err("something else");

        assert!(matches!(error, PackageError::Manifest { .. }), "{error}");
    }
}
