//! The file of a page: whole or not there, and for its owner alone.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    error::{Error, Failure},
    exit::Exit,
    part_file::PartFile,
};

#[derive(Debug, thiserror::Error)]
#[error("could not write the page `{file}`")]
struct Unwritable {
    file: String,
    source: io::Error,
}

impl Failure for Unwritable {
    fn hint(&self) -> Option<String> {
        Some("pass a file in a folder that exists and that you may write to".into())
    }

    fn code(&self) -> &'static str {
        "unwritable_page"
    }

    fn exit(&self) -> Exit {
        Exit::Usage
    }
}

#[derive(Debug)]
pub(crate) struct PageFile {
    target: PathBuf,
    part: PartFile,
}

impl PageFile {
    /// Begins the file before anything is read: where it can't be written, nothing has to be.
    ///
    /// # Errors
    /// When the folder is not there, or not to be written to, or when there is something other than a file.
    pub(crate) fn create(target: &Path) -> Result<Self, Error> {
        let unwritable = |source| Unwritable { file: target.display().to_string(), source };
        if target.file_name().is_none() || target.is_dir() {
            return Err(unwritable(io::ErrorKind::IsADirectory.into()).into());
        }
        let part = PartFile::begin(target, 0o600).map_err(unwritable)?;
        Ok(Self { target: target.to_owned(), part })
    }

    /// Puts the page in its place, instead of an earlier one. The answer is where that is.
    ///
    /// # Errors
    /// When the disk is full, for one.
    pub(crate) fn finish(mut self, page: &str) -> Result<PathBuf, Error> {
        let unwritable = |source| Error::from(Unwritable { file: self.target.display().to_string(), source });
        self.part.write(page).and_then(|()| self.part.finish()).map_err(unwritable)?;
        Ok(fs::canonicalize(&self.target).unwrap_or_else(|_| self.target.clone()))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_page_replaces_an_earlier_one_as_a_whole_and_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("page.html");
        fs::write(&target, "earlier").expect("written");

        let begun = PageFile::create(&target).expect("begun");
        assert_eq!(fs::read_to_string(&target).expect("there"), "earlier");
        let place = begun.finish("<p>later").expect("written");

        assert_eq!(fs::read_to_string(&place).expect("there"), "<p>later");
        assert_eq!(fs::metadata(&place).expect("there").permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);
    }

    #[test]
    fn a_page_that_is_given_up_leaves_the_earlier_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("page.html");
        fs::write(&target, "earlier").expect("written");

        drop(PageFile::create(&target).expect("begun"));

        assert_eq!(fs::read_to_string(&target).expect("there"), "earlier");
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);
    }

    #[test]
    fn what_can_not_be_written_is_refused_first() {
        let folder = tempfile::tempdir().expect("a folder");

        for target in [folder.path().to_owned(), folder.path().join("missing/page.html"), PathBuf::from("/")] {
            let error = PageFile::create(&target).expect_err("refused");

            assert_eq!((error.code(), error.exit()), ("unwritable_page", Exit::Usage), "{}", target.display());
        }
    }
}
