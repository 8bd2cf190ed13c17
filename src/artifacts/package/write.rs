//! Writes a package: first the files, then the manifest, which makes the folder a package.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{EDGE, FORMAT, MANIFEST, Manifest, PackageError, PackagedFile, PackagedFunction};
use crate::{
    artifacts::{Artifact, BuildProfile},
    digest::sha256,
    revision::Revision,
    stage::FunctionName,
    template::CodeSource,
};

/// The contents of a package.
pub(crate) struct Contents<'a> {
    pub(crate) app: &'a str,
    pub(crate) revision: Revision,
    pub(crate) profile: BuildProfile,
    pub(crate) functions: &'a [CodeSource],
    pub(crate) artifacts: &'a [Artifact],
    /// The templates as JSON, by file name.
    pub(crate) templates: Vec<(String, String)>,
}

/// The path of a function's zip in a package.
pub(crate) fn zip_of(name: &FunctionName) -> String {
    format!("functions/{name}.zip")
}

/// Writes a package, and replaces an earlier one.
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
    // Last, so that an interrupted run leaves no package.
    let text = serde_json::to_string_pretty(&manifest)
        .map_err(|source| PackageError::Manifest { path: folder.join(MANIFEST), source })?;
    put(folder, MANIFEST.into(), text.as_bytes())?;
    Ok(manifest)
}

/// Removes an earlier package, but no other files.
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
    // The manifest first, so that a half-removed package is not one; the edge's template, in case the app no longer has
    // one.
    for file in [MANIFEST, EDGE] {
        removed_or_absent(fs::remove_file(folder.join(file))).map_err(failed)?;
    }
    removed_or_absent(fs::remove_dir_all(folder.join("functions"))).map_err(failed)
}

/// A file that is already removed_or_absent counts as removed.
fn removed_or_absent(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
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
mod tests {
    use super::{
        super::tests::{artifacts, contents, packaged, source},
        *,
    };
    use crate::{artifacts::package::Package, template::Architecture};

    #[test]
    fn a_folder_with_other_files_is_not_written_to() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("thesis.txt"), "years of work").expect("written");

        let refused = write(folder.path(), contents(&artifacts(), &[source(Architecture::Arm64)]));

        assert!(matches!(refused, Err(PackageError::NotOurs(_))));
        assert!(matches!(Package::open(folder.path()), Err(PackageError::Missing(_))));
    }

    #[test]
    fn packaging_again_removes_the_previous_package() {
        let folder = packaged();
        fs::write(folder.path().join("functions/old.zip"), "old").expect("written");

        write(folder.path(), contents(&artifacts(), &[source(Architecture::Arm64)])).expect("written");

        assert!(!folder.path().join("functions/old.zip").exists());
    }
}
