//! A copy of the app that a test may edit.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::ROOT;

/// What a checkout needs to be deployed.
const PARTS: [&str; 9] =
    [".cargo", "benches", "build.rs", "Cargo.lock", "Cargo.toml", "lambdas", "src", "srvls.toml", "templates"];

pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    pub(crate) fn copy() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for part in PARTS {
            copy(&Path::new(ROOT).join(part), &folder.path().join(part));
        }
        // The manifest names the integration test.
        fs::create_dir(folder.path().join("tests")).unwrap();
        fs::write(folder.path().join("tests/main.rs"), "fn main() {}\n").unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Replaces text in a file, which must have it.
    #[track_caller]
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.file(name)).unwrap();
        assert!(text.contains(from), "{name} has no `{from}`");
        fs::write(self.file(name), text.replacen(from, to, 1)).unwrap();
    }
}

/// Copies a file, or a folder with everything in it, with the times of its files: cargo has nothing to compile again.
pub(crate) fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).unwrap();
        let modified = fs::metadata(from).and_then(|metadata| metadata.modified()).unwrap();
        File::options().write(true).open(to).and_then(|file| file.set_modified(modified)).unwrap();
    }
}
