//! A file lock, so that one srvls at a time changes the emulator; it ends with the process that holds it.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::Path,
};

use super::LocalError;
use crate::terminal::progress::Progress;

/// Waits for the lock at `path`, which is held until the returned file is dropped.
pub(super) async fn acquire(path: &Path, progress: Progress) -> Result<File, LocalError> {
    let failed = |source| LocalError::File { action: "lock", path: path.to_owned(), source };
    let file = open(path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(source)) => return Err(failed(source)),
    }
    let _step = progress.step("Waiting for another srvls that is using the local emulator");
    let locked = tokio::task::spawn_blocking(move || file.lock().map(|()| file)).await;
    locked.map_err(io::Error::other).flatten().map_err(failed)
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::options().create(true).truncate(false).write(true).open(path)
}
