//! New files: all of them whole, or none of them there.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::Serialize;

use crate::{error::Failure, exit::Exit, part_file::PartFile};

/// A file could not be written, or what is in its place could not be read.
#[derive(Debug, thiserror::Error)]
#[error("could not write `{}`", .file.display())]
pub(super) struct Unwritable {
    file: PathBuf,
    source: io::Error,
}

impl Failure for Unwritable {
    fn hint(&self) -> Option<String> {
        Some("check that you may write to its folder, and that the path is not a folder itself".into())
    }

    fn code(&self) -> &'static str {
        "unwritable_file"
    }

    fn exit(&self) -> Exit {
        Exit::Failure
    }
}

#[derive(Debug)]
pub(super) struct NewFile {
    /// As it is shown.
    pub(super) name: String,
    path: PathBuf,
    text: String,
}

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    Created,
    Replaced,
    Unchanged,
}

impl NewFile {
    pub(super) fn new(root: &Path, name: String, text: String) -> Self {
        Self { path: root.join(&name), name, text }
    }

    /// What writing it would do.
    ///
    /// # Errors
    /// When something else than a file is there, or a file that can't be read.
    pub(super) fn outcome(&self) -> Result<Outcome, Unwritable> {
        match fs::read(&self.path) {
            Ok(there) if there == self.text.as_bytes() => Ok(Outcome::Unchanged),
            Ok(_) => Ok(Outcome::Replaced),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Outcome::Created),
            Err(source) => Err(self.unwritable(source)),
        }
    }

    /// Writes it beside its place.
    fn write_beside(&self) -> io::Result<PartFile> {
        fs::create_dir_all(self.path.parent().unwrap_or(Path::new(".")))?;
        let mut part = PartFile::begin(&self.path, 0o666)?;
        if let Ok(former) = fs::metadata(&self.path) {
            part.set_permissions(former.permissions())?;
        }
        part.write(&self.text)?;
        Ok(part)
    }

    fn unwritable(&self, source: io::Error) -> Unwritable {
        Unwritable { file: self.path.clone(), source }
    }
}

/// Writes every file before the first gets its name.
pub(super) fn write(files: &[&NewFile]) -> Result<(), Unwritable> {
    let mut parts = Vec::new();
    for file in files {
        parts.push((file, file.write_beside().map_err(|source| file.unwritable(source))?));
    }
    for (file, part) in parts {
        part.finish().map_err(|source| file.unwritable(source))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_created_with_their_folders_and_known_when_they_are_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = NewFile::new(folder.path(), "a/b/c.yml".into(), "text\n".into());
        assert_eq!(file.outcome().expect("readable"), Outcome::Created);

        write(&[&file]).expect("written");

        assert_eq!(file.outcome().expect("readable"), Outcome::Unchanged);
        let other = NewFile::new(folder.path(), "a/b/c.yml".into(), "other\n".into());
        assert_eq!(other.outcome().expect("readable"), Outcome::Replaced);
        assert_eq!(names(&folder.path().join("a/b")), ["c.yml"]);
    }

    #[test]
    fn where_one_can_not_be_written_none_is() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("taken"), "").expect("written");
        let first = NewFile::new(folder.path(), "first.yml".into(), "text\n".into());
        let second = NewFile::new(folder.path(), "taken/second.yml".into(), "text\n".into());

        let error = write(&[&first, &second]).expect_err("no folder");

        assert!(error.to_string().ends_with("taken/second.yml`"), "{error}");
        assert_eq!(names(folder.path()), ["taken"]);
    }

    #[test]
    fn a_folder_in_its_place_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("a.yml")).expect("made");

        NewFile::new(folder.path(), "a.yml".into(), String::new()).outcome().expect_err("a folder");
    }
}
