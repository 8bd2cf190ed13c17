//! The file of an export: written beside its place until it is whole, and continued after a kill.

use std::{
    fs::{self, File},
    io::{Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::checkpoint::{Checkpoint, beside, lock, private, write_error};
use crate::error::Error;

/// What an export is of, and how far it has come.
pub(crate) trait Unfinished: Clone + Serialize + DeserializeOwned {
    /// What sets an earlier export apart from the one that is begun, such as `of another table`; `None` if this one goes
    /// on with it.
    fn differs(&self, begun: &Self) -> Option<&'static str>;
}

#[derive(Clone, Serialize, Deserialize)]
struct Standing<U> {
    /// What of the file counts: behind it is what a killed run wrote last.
    bytes: u64,
    rows: u64,
    of: U,
}

/// The file as far as it is written.
pub(crate) struct Partial<U> {
    /// Its place once it is whole.
    place: PathBuf,
    path: PathBuf,
    file: File,
    checkpoint: Checkpoint,
    standing: Standing<U>,
}

impl<U: Unfinished> Partial<U> {
    /// Begins the export to `place`, or goes on with the one that was begun there.
    ///
    /// # Errors
    /// When there is a file already, another export was begun there, or another run is at work on it.
    pub(crate) fn open(place: &Path, begun: U) -> Result<Self, Error> {
        if place.exists() {
            return Err(Error::usage(
                format!("`{}` is there already", place.display()),
                "choose another file with `--out`, or remove this one first",
            ));
        }
        let path = beside(place, ".partial");
        let open = private().read(true).write(true).create(true).truncate(false).open(&path);
        let file = open.map_err(write_error(&path))?;
        lock(&file, &path)?;
        let checkpoint = Checkpoint::at(beside(place, ".state.json"));
        let length = file.metadata().map_err(write_error(&path))?.len();
        let standing = match checkpoint.load::<Standing<U>>() {
            // A file that is shorter than it should be lost what was written last.
            Some(earlier) if earlier.bytes <= length => match earlier.of.differs(&begun) {
                None => earlier,
                Some(way) => return Err(another(&path, way)),
            },
            _ => Standing { bytes: 0, rows: 0, of: begun },
        };
        let mut partial = Self { place: place.to_owned(), path, file, checkpoint, standing };
        partial.cut()?;
        Ok(partial)
    }

    fn cut(&mut self) -> Result<(), Error> {
        self.file.set_len(self.standing.bytes).map_err(write_error(&self.path))?;
        self.file.seek(SeekFrom::End(0)).map(drop).map_err(write_error(&self.path))
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.standing.bytes > 0 || self.standing.rows > 0
    }

    pub(crate) fn rows(&self) -> u64 {
        self.standing.rows
    }

    pub(crate) fn of(&self) -> &U {
        &self.standing.of
    }

    pub(crate) fn of_mut(&mut self) -> &mut U {
        &mut self.standing.of
    }

    /// Throws away what is written.
    pub(crate) fn restart(&mut self, begun: U) -> Result<(), Error> {
        self.standing = Standing { bytes: 0, rows: 0, of: begun };
        self.save()?;
        self.cut()
    }

    /// Writes what stands before the first row.
    pub(crate) fn begin(&mut self, header: &str) -> Result<(), Error> {
        self.write(header.as_bytes())?;
        self.save()
    }

    /// Adds rows, each with its line break, and what has been done with them.
    pub(crate) fn add(&mut self, rows: &[String], advance: impl FnOnce(&mut U)) -> Result<(), Error> {
        self.write(rows.concat().as_bytes())?;
        self.standing.rows += u64::try_from(rows.len()).unwrap_or_default();
        advance(&mut self.standing.of);
        if self.checkpoint.is_due() { self.save() } else { Ok(()) }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(write_error(&self.path))?;
        self.standing.bytes += u64::try_from(bytes.len()).unwrap_or_default();
        Ok(())
    }

    pub(crate) fn save(&mut self) -> Result<(), Error> {
        self.checkpoint.save(&self.standing)
    }

    /// Moves the whole file to its place, and returns its size.
    pub(crate) fn finish(self) -> Result<u64, Error> {
        self.file.sync_all().map_err(write_error(&self.path))?;
        fs::rename(&self.path, &self.place).map_err(write_error(&self.place))?;
        self.checkpoint.remove();
        Ok(self.standing.bytes)
    }
}

fn another(path: &Path, way: &str) -> Error {
    Error::usage(
        format!("`{}` is an export {way} that was not finished", path.display()),
        "finish it by the command that began it, remove it, or choose another file with `--out`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of those whose rows are written.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Names(Vec<String>, bool);

    impl Unfinished for Names {
        fn differs(&self, begun: &Self) -> Option<&'static str> {
            (self.1 != begun.1).then_some("of others")
        }
    }

    fn begun() -> Names {
        Names(Vec::new(), false)
    }

    fn add(partial: &mut Partial<Names>, name: &str) {
        partial.add(&[format!("{name}\n")], |names| names.0.push(name.to_owned())).expect("added");
    }

    #[test]
    fn an_export_goes_on_after_what_was_saved() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("a.jsonl");
        let mut first = Partial::open(&place, begun()).expect("opened");
        first.begin("").expect("begun");
        add(&mut first, "1");
        first.save().expect("saved");
        add(&mut first, "2");
        drop(first);

        let mut second = Partial::open(&place, begun()).expect("opened");
        assert_eq!((second.rows(), &second.of().0[..]), (1, &["1".to_owned()][..]), "as it was saved");
        add(&mut second, "2");
        add(&mut second, "3");
        second.finish().expect("whole");

        assert_eq!(fs::read_to_string(&place).expect("read"), "1\n2\n3\n");
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1, "nothing else stays");
    }

    #[test]
    fn an_export_that_can_not_go_on_begins_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("a.jsonl");
        let mut partial = Partial::open(&place, begun()).expect("opened");
        add(&mut partial, "1");

        partial.restart(begun()).expect("restarted");
        add(&mut partial, "2");

        assert_eq!((partial.rows(), partial.of().0.len()), (1, 1));
        partial.finish().expect("whole");
        assert_eq!(fs::read_to_string(&place).expect("read"), "2\n");
    }

    #[test]
    fn another_export_of_the_same_name_is_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("a.jsonl");
        let mut first = Partial::open(&place, begun()).expect("opened");
        first.begin("").expect("begun");
        let refusal = |begun| Partial::open(&place, begun).err().expect("refused").to_string();
        assert!(refusal(begun()).starts_with("another run is at work on "));
        drop(first);

        assert!(refusal(Names(Vec::new(), true)).contains("an export of others that was not finished"));
        fs::write(&place, "mine").expect("written");
        assert!(refusal(begun()).ends_with("is there already"));
    }
}
