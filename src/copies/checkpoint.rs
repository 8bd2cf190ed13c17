//! Where a long run stands, in a file beside its own, so that the next run goes on from there.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::{Error, Failure, FileError},
    exit::Exit,
    terminal::signals::Stop,
};

/// How much work a kill may lose.
const INTERVAL: Duration = Duration::from_millis(500);

/// The run was asked to stop, and has stopped cleanly.
#[derive(Debug, thiserror::Error)]
#[error("interrupted: {done}")]
pub(crate) struct Stopped {
    pub(crate) stop: Stop,
    /// How far it came.
    pub(crate) done: String,
}

impl Failure for Stopped {
    fn hint(&self) -> Option<String> {
        Some("run the same command again to go on from there".into())
    }

    fn code(&self) -> &'static str {
        self.stop.code()
    }

    fn exit(&self) -> Exit {
        self.stop.exit()
    }
}

/// Another run has the file.
#[derive(Debug, thiserror::Error)]
#[error("another run is at work on `{file}`")]
struct Busy {
    file: String,
}

impl Failure for Busy {
    fn hint(&self) -> Option<String> {
        Some("wait until it has ended, or choose another file".into())
    }

    fn code(&self) -> &'static str {
        "busy"
    }
}

/// A file of this run's own: readable only by the user, as it holds the users' data.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// `FILE` with something after its name.
pub(crate) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

pub(crate) fn write_error(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let name = path.display().to_string();
    move |source| FileError::Write { name, source }.into()
}

pub(crate) fn read_error(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let name = path.display().to_string();
    move |source| FileError::Read { name, source }.into()
}

/// Keeps others away from a file for as long as it is held; the system lets go of it when the process ends.
pub(crate) fn lock(file: &File, path: &Path) -> Result<(), Error> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(fs::TryLockError::WouldBlock) => Err(Busy { file: path.display().to_string() }.into()),
        // A file system without locks.
        Err(fs::TryLockError::Error(_)) => Ok(()),
    }
}

pub(crate) struct Checkpoint {
    path: PathBuf,
    saved: Instant,
}

impl Checkpoint {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path, saved: Instant::now() }
    }

    /// What an earlier run left; `None` if there is none, or none that this srvls can read.
    pub(crate) fn load<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&fs::read(&self.path).ok()?).ok()
    }

    /// Whether it is time to save again.
    pub(crate) fn is_due(&self) -> bool {
        self.saved.elapsed() >= INTERVAL
    }

    /// Saves it: whole at any moment.
    pub(crate) fn save(&mut self, state: &impl Serialize) -> Result<(), Error> {
        let writing = beside(&self.path, ".tmp");
        let save = || {
            let mut file = private().write(true).create(true).truncate(true).open(&writing)?;
            file.write_all(&serde_json::to_vec(state)?)?;
            fs::rename(&writing, &self.path)
        };
        save().map_err(write_error(&self.path))?;
        self.saved = Instant::now();
        Ok(())
    }

    /// At the end of the work.
    pub(crate) fn remove(&self) {
        // A run that finds it without the rest ignores it.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_checkpoint_is_its_users_and_comes_back_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.jsonl.state.json");
        let mut checkpoint = Checkpoint::at(path.clone());
        assert_eq!(checkpoint.load::<Vec<u32>>(), None);

        checkpoint.save(&vec![1, 2]).expect("saved");
        checkpoint.save(&vec![3]).expect("saved");

        assert_eq!(checkpoint.load::<Vec<u32>>(), Some(vec![3]));
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        fs::write(&path, "[").expect("written");
        assert_eq!(checkpoint.load::<Vec<u32>>(), None);
        checkpoint.remove();
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 0, "nothing stays");
    }

    #[test]
    fn a_file_has_one_run_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let open = || private().write(true).create(true).truncate(false).open(&path).expect("opened");
        let (first, second) = (open(), open());

        lock(&first, &path).expect("free");
        let busy = lock(&second, &path).expect_err("taken");
        drop(first);

        assert_eq!(busy.code(), "busy");
        lock(&second, &path).expect("free again");
    }
}
