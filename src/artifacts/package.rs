//! A folder of everything that a deployment ships: built once, deployed as it is to every stage, without a toolchain.
//!
//! `manifest.json` names each file with its SHA-256. What is opened is verified whole, before anything uses it.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Artifact, BuildProfile, sha256};
use crate::{
    releases::Revision,
    stage::FunctionName,
    template::{Architecture, FunctionSource},
};

const MANIFEST: &str = "manifest.json";
const FORMAT: u32 = 1;
/// The app's own template; others lie beside it.
pub(crate) const TEMPLATE: &str = "template.json";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    format: u32,
    pub(crate) app: String,
    #[serde(flatten)]
    pub(crate) revision: Revision,
    pub(crate) profile: BuildProfile,
    pub(crate) templates: Vec<PackagedFile>,
    pub(crate) functions: Vec<PackagedFunction>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PackagedFile {
    /// Relative to the manifest.
    pub(crate) file: PathBuf,
    pub(crate) sha256: String,
    pub(crate) size_bytes: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PackagedFunction {
    pub(crate) name: FunctionName,
    logical_id: String,
    pub(crate) architecture: Architecture,
    #[serde(flatten)]
    pub(crate) file: PackagedFile,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum PackageError {
    #[error("{} holds no package: it has no {MANIFEST}", .0.display())]
    Missing(PathBuf),
    #[error("{} holds something else than a package", .0.display())]
    NotOurs(PathBuf),
    #[error("could not {action} {}", .path.display())]
    File { action: &'static str, path: PathBuf, source: io::Error },
    #[error("{} is not a manifest", .path.display())]
    Manifest { path: PathBuf, source: serde_json::Error },
    #[error("{} has format {found}, this srvls knows {FORMAT}", .path.display())]
    Format { path: PathBuf, found: u32 },
    #[error("the package names a file outside of it: {}", .0.display())]
    Outside(PathBuf),
    #[error("the package lacks {}", .0.display())]
    Lacks(PathBuf),
    #[error("{} is not what was packaged: its SHA-256 is {found} instead of {expected}", .file.display())]
    Changed { file: PathBuf, expected: String, found: String },
    #[error("the package is of app `{packaged}`, the stage of `{app}`")]
    OtherApp { packaged: String, app: String },
    #[error("the package has no code for `{0}`, which its template has")]
    NoCode(FunctionName),
    #[error("`{function}` was packaged for {packaged}, but the stage runs it on {wanted}")]
    WrongArchitecture { function: FunctionName, packaged: Architecture, wanted: Architecture },
}

impl PackageError {
    pub(crate) fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Missing(folder) => format!("make one with `srvls package --out {}`", folder.display()),
            Self::NotOurs(_) => "choose another folder with `--out DIR`, or empty this one".into(),
            Self::Changed { .. } | Self::Lacks(_) | Self::Outside(_) | Self::Manifest { .. } => {
                "nothing was written; package anew with `srvls package`, or fetch the package again".into()
            }
            Self::Format { .. } => "deploy with the srvls that packaged it".into(),
            Self::OtherApp { .. } | Self::NoCode(_) => "package this app with `srvls package`".into(),
            Self::WrongArchitecture { wanted, .. } => format!(
                "package for this stage with `srvls package`, or set its parameter Architecture; {wanted} is what it \
                 has now"
            ),
            Self::File { .. } => return None,
        })
    }
}

/// A package whose every byte was verified.
#[derive(Debug)]
pub(crate) struct Package {
    folder: PathBuf,
    pub(crate) manifest: Manifest,
    pub(crate) artifacts: Vec<Artifact>,
}

impl Package {
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
        // Asked first: another format may have other fields.
        let format = value["format"].as_u64().and_then(|format| u32::try_from(format).ok()).unwrap_or_default();
        if format != FORMAT {
            return Err(PackageError::Format { path, found: format });
        }
        let manifest: Manifest = serde_json::from_value(value).map_err(not_ours)?;
        for template in &manifest.templates {
            verified(folder, template)?;
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
    /// When it is another app's, or lacks what the stage's functions need.
    pub(crate) fn fits(&self, app: &str, functions: &[FunctionSource]) -> Result<(), PackageError> {
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
        Ok(())
    }
}

/// The bytes of a file of the package, which are those that were packaged.
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

/// What goes into a package.
pub(crate) struct Contents<'a> {
    pub(crate) app: &'a str,
    pub(crate) revision: Revision,
    pub(crate) profile: BuildProfile,
    pub(crate) functions: &'a [FunctionSource],
    pub(crate) artifacts: &'a [Artifact],
    /// The templates as JSON, by the names of their files.
    pub(crate) templates: Vec<(String, String)>,
}

/// Where a function's code lies in a package.
pub(crate) fn zip_of(name: &FunctionName) -> String {
    format!("functions/{name}.zip")
}

/// Writes a package, in place of an earlier one.
pub(crate) fn write(folder: &Path, contents: Contents<'_>) -> Result<Manifest, PackageError> {
    let Contents { app, revision, profile, functions, artifacts, templates } = contents;
    clear(folder)?;
    let mut manifest = Manifest {
        format: FORMAT,
        app: app.to_owned(),
        revision,
        profile,
        templates: Vec::new(),
        functions: Vec::new(),
    };
    for (file, text) in templates {
        manifest.templates.push(put(folder, file.into(), text.as_bytes())?);
    }
    for artifact in artifacts {
        let source = functions.iter().find(|source| source.logical_id == artifact.logical_id);
        let source = source.ok_or_else(|| PackageError::NoCode(artifact.name.clone()))?;
        manifest.functions.push(PackagedFunction {
            name: artifact.name.clone(),
            logical_id: artifact.logical_id.clone(),
            architecture: source.architecture,
            file: put(folder, zip_of(&artifact.name).into(), &artifact.zip)?,
        });
    }
    // Last, so that a package that was interrupted is none.
    let text = serde_json::to_string_pretty(&manifest)
        .map_err(|source| PackageError::Manifest { path: folder.join(MANIFEST), source })?;
    put(folder, MANIFEST.into(), text.as_bytes())?;
    Ok(manifest)
}

/// Removes an earlier package, and nothing else.
fn clear(folder: &Path) -> Result<(), PackageError> {
    let failed = |source| PackageError::File { action: "clear", path: folder.to_owned(), source };
    let empty = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        entries => entries.map_err(failed)?.next().is_none(),
    };
    if empty {
        return Ok(());
    }
    if !folder.join(MANIFEST).is_file() {
        return Err(PackageError::NotOurs(folder.to_owned()));
    }
    fs::remove_file(folder.join(MANIFEST)).map_err(failed)?;
    match fs::remove_dir_all(folder.join("functions")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
        _ => Ok(()),
    }
}

fn put(folder: &Path, file: PathBuf, bytes: &[u8]) -> Result<PackagedFile, PackageError> {
    let path = folder.join(&file);
    let parent = path.parent().unwrap_or(folder);
    let written = fs::create_dir_all(parent).and_then(|()| fs::write(&path, bytes));
    written.map_err(|source| PackageError::File { action: "write", path, source })?;
    Ok(PackagedFile { file, sha256: sha256(bytes), size_bytes: bytes.len() })
}

#[cfg(test)]
impl Manifest {
    pub(crate) fn of_test(revision: Revision, templates: Vec<PackagedFile>, functions: Vec<PackagedFunction>) -> Self {
        Self { format: FORMAT, app: "srvls".into(), revision, profile: BuildProfile::Lambda, templates, functions }
    }
}

#[cfg(test)]
impl PackagedFunction {
    pub(crate) fn of_test(name: FunctionName, architecture: Architecture, file: PackagedFile) -> Self {
        Self { logical_id: "GetProfileFunction".into(), name, architecture, file }
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn source(architecture: Architecture) -> FunctionSource {
        FunctionSource {
            logical_id: "GetProfileFunction".into(),
            name: FunctionName("get_profile".into()),
            binary: "get_profile".into(),
            folder: "lambdas".into(),
            architecture,
        }
    }

    fn packaged() -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), contents(&artifacts(), &[source(Architecture::Arm64)])).expect("written");
        folder
    }

    fn artifacts() -> Vec<Artifact> {
        let zip = b"zip".to_vec();
        let name = FunctionName("get_profile".into());
        vec![Artifact { logical_id: "GetProfileFunction".into(), name, sha256: sha256(&zip), zip }]
    }

    fn contents<'a>(artifacts: &'a [Artifact], functions: &'a [FunctionSource]) -> Contents<'a> {
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
    fn what_was_packaged_is_what_is_opened() {
        let folder = packaged();

        let package = Package::open(folder.path()).expect("whole");

        assert_eq!(package.artifacts[0].zip, b"zip");
        assert_eq!(package.manifest.revision.commit.as_deref(), Some("abc"));
        assert!(package.fits("srvls", &[source(Architecture::Arm64)]).is_ok());
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
    fn another_architecture_than_the_stages_is_refused() {
        let folder = packaged();
        let package = Package::open(folder.path()).expect("whole");

        let error = package.fits("srvls", &[source(Architecture::X86_64)]).expect_err("another architecture");

        assert_eq!(error.to_string(), "`get_profile` was packaged for arm64, but the stage runs it on x86_64");
    }

    #[test]
    fn another_apps_package_is_refused() {
        let package = Package::open(packaged().path()).expect("whole");

        assert!(matches!(package.fits("shop", &[]), Err(PackageError::OtherApp { .. })));
    }

    #[test]
    fn a_later_format_is_told_as_such() {
        let folder = packaged();
        fs::write(folder.path().join(MANIFEST), r#"{"format": 2, "new": true}"#).expect("written");

        let error = Package::open(folder.path()).expect_err("newer");

        assert!(matches!(error, PackageError::Format { found: 2, .. }), "{error}");
    }

    #[test]
    fn a_folder_with_other_things_is_not_written_to() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("thesis.txt"), "years of work").expect("written");

        let refused = write(folder.path(), contents(&artifacts(), &[source(Architecture::Arm64)]));

        assert!(matches!(refused, Err(PackageError::NotOurs(_))));
        assert!(matches!(Package::open(folder.path()), Err(PackageError::Missing(_))));
    }

    #[test]
    fn packaging_again_leaves_nothing_of_the_former_package() {
        let folder = packaged();
        fs::write(folder.path().join("functions/old.zip"), "old").expect("written");

        write(folder.path(), contents(&artifacts(), &[source(Architecture::Arm64)])).expect("written");

        assert!(!folder.path().join("functions/old.zip").exists());
    }
}
