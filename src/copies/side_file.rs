//! A file beside the one that is imported, of which a run that goes on keeps what was saved.

use std::{
    fs::{self, File},
    io::{ErrorKind, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use super::checkpoint::{private, write_error};
use crate::error::Error;

/// It is there as soon as something is in it.
pub(crate) struct SideFile {
    path: PathBuf,
    file: Option<File>,
    bytes: u64,
}

impl SideFile {
    /// With as many bytes as count: behind them is what a killed run wrote last.
    pub(crate) fn open(path: PathBuf, bytes: u64) -> Result<Self, Error> {
        let file = if bytes == 0 {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(write_error(&path)(error)),
                _ => None,
            }
        } else {
            let open = private().write(true).create(true).truncate(false).open(&path);
            let mut file = open.map_err(write_error(&path))?;
            file.set_len(bytes).map_err(write_error(&path))?;
            file.seek(SeekFrom::End(0)).map_err(write_error(&path))?;
            Some(file)
        };
        Ok(Self { path, file, bytes })
    }

    pub(crate) fn append(&mut self, line: &str) -> Result<(), Error> {
        let file = match &mut self.file {
            Some(file) => file,
            None => {
                let open = private().write(true).create(true).truncate(true).open(&self.path);
                self.file.insert(open.map_err(write_error(&self.path))?)
            }
        };
        file.write_all(line.as_bytes()).map_err(write_error(&self.path))?;
        self.bytes += u64::try_from(line.len()).unwrap_or_default();
        Ok(())
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// `None` while it is empty.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.file.is_some().then_some(self.path.as_path())
    }
}
