//! A file that has another name until it is whole.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

/// It is beside its place, and is removed if it never gets there.
#[derive(Debug)]
pub(crate) struct PartFile {
    part: PathBuf,
    target: PathBuf,
    file: File,
}

impl PartFile {
    /// Begins the file with these permissions, as far as the umask leaves them.
    pub(crate) fn begin(target: &Path, mode: u32) -> io::Result<Self> {
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = target.with_file_name(name);
        // What another has put there under this name is not written through.
        let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&part)?;
        Ok(Self { part, target: target.to_owned(), file })
    }

    pub(crate) fn set_permissions(&self, permissions: Permissions) -> io::Result<()> {
        self.file.set_permissions(permissions)
    }

    pub(crate) fn write(&mut self, text: &str) -> io::Result<()> {
        self.file.write_all(text.as_bytes())?;
        self.file.sync_all()
    }

    /// Puts it in its place, instead of an earlier one.
    pub(crate) fn finish(self) -> io::Result<()> {
        fs::rename(&self.part, &self.target)
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        // Once the file has its name, there is none.
        let _ = fs::remove_file(&self.part);
    }
}
