//! Files in the user's cache, which the next run reads: whole at any moment, and readable only by the user.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    process,
};

use etcetera::BaseStrategy as _;

use crate::digest::sha256;

/// The file in `folder` that these parts identify. In the user's cache, as a file in the work tree would be part of the next
/// release's revision.
pub(crate) fn path(folder: &str, parts: &[&str]) -> Option<PathBuf> {
    let name = format!("{}.json", sha256(parts.join("\n").as_bytes()));
    Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("srvls").join(folder).join(name))
}

pub(crate) fn write(file: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let writing = file.with_extension(format!("{}.tmp", process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(&writing)?.write_all(text)?;
    fs::rename(&writing, file).inspect_err(|_| drop(fs::remove_file(&writing)))
}
