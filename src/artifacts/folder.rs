//! The files of a handler that needs no build: everything in its folder, but for what belongs to this machine.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{ArtifactError, zip::ZippedFile};

/// What is never shipped: secrets and state of this machine, and what an interpreter writes while it runs.
const LEFT_OUT: [&str; 9] =
    [".DS_Store", ".aws", ".aws-sam", ".git", ".pytest_cache", ".srvls", ".venv", "__pycache__", "srvls.toml"];

fn is_left_out(name: &str) -> bool {
    LEFT_OUT.contains(&name) || name == ".env" || name.starts_with(".env.")
}

/// The files in `folder` and below, sorted by name. Links are followed, except to a folder that they are in.
///
/// # Errors
/// When something can't be read, or there are no files.
pub(super) fn files(folder: &Path) -> Result<Vec<ZippedFile>, ArtifactError> {
    let mut found = Vec::new();
    collect(folder, "", &mut Vec::new(), &mut found)?;
    if found.is_empty() {
        return Err(ArtifactError::NoFiles(folder.to_owned()));
    }
    Ok(found)
}

fn collect(
    folder: &Path,
    prefix: &str,
    above: &mut Vec<PathBuf>,
    found: &mut Vec<ZippedFile>,
) -> Result<(), ArtifactError> {
    let failed = |source| ArtifactError::Read { path: folder.to_owned(), source };
    let real = folder.canonicalize().map_err(failed)?;
    if above.contains(&real) {
        return Ok(());
    }
    above.push(real);
    let entries = fs::read_dir(folder).map_err(failed)?.map(|entry| Ok(entry?.path()));
    let mut paths: Vec<PathBuf> = entries.collect::<Result<_, _>>().map_err(failed)?;
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if is_left_out(&name) {
            continue;
        }
        let name = format!("{prefix}{name}");
        let failed = |source| ArtifactError::Read { path: path.clone(), source };
        let metadata = fs::metadata(&path).map_err(failed)?;
        if metadata.is_dir() {
            collect(&path, &format!("{name}/"), above, found)?;
        } else {
            let content = fs::read(&path).map_err(failed)?;
            found.push(ZippedFile { name, content, executable: is_executable(&metadata) });
        }
    }
    above.pop();
    Ok(())
}

#[cfg(unix)]
fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    false
}

/// The file that names packages which are not in `folder`: srvls installs none.
pub(crate) fn uninstalled(folder: &Path) -> Option<&'static str> {
    let text = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let names_packages =
        |text: String| text.lines().any(|line| !line.trim().is_empty() && !line.trim().starts_with('#'));
    if text("requirements.txt").is_some_and(names_packages) && !has_installed(folder) {
        return Some("requirements.txt");
    }
    let depends = |text: String| {
        let manifest: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        manifest["dependencies"].as_object().is_some_and(|packages| !packages.is_empty())
    };
    let missing = text("package.json").is_some_and(depends) && !folder.join("node_modules").is_dir();
    missing.then_some("package.json")
}

/// Whether pip installed something here.
fn has_installed(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().ends_with(".dist-info"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, name: &str, text: &str) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    #[test]
    fn everything_is_shipped_but_what_belongs_to_this_machine() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b/c.py", "app.py", ".env", ".env.local", ".aws/credentials", "__pycache__/app.pyc", ".git/config"]
        {
            write(folder.path(), name, "text");
        }

        let files = files(folder.path()).expect("readable");

        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["app.py", "b/c.py"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_folder_it_is_in_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "app.py", "text");
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).expect("a link");

        assert_eq!(files(folder.path()).expect("readable").len(), 1);
    }

    #[test]
    fn a_folder_without_files_or_none_at_all_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");

        let empty = files(folder.path()).expect_err("empty");
        let missing = files(&folder.path().join("gone")).expect_err("missing");

        assert!(matches!(empty, ArtifactError::NoFiles(_)), "{empty}");
        assert!(matches!(missing, ArtifactError::Read { .. }), "{missing}");
    }

    #[test]
    fn packages_that_are_named_but_not_installed_are_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "requirements.txt", "# none\n");
        assert_eq!(uninstalled(folder.path()), None);

        write(folder.path(), "requirements.txt", "requests\n");
        assert_eq!(uninstalled(folder.path()), Some("requirements.txt"));
        write(folder.path(), "requests-2.0.dist-info/METADATA", "");
        assert_eq!(uninstalled(folder.path()), None);

        write(folder.path(), "package.json", r#"{"dependencies": {"uuid": "1"}}"#);
        assert_eq!(uninstalled(folder.path()), Some("package.json"));
    }
}
