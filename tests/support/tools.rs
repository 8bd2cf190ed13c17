//! Python tools of the tests, installed by exact version into the user's cache on first use.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

use etcetera::BaseStrategy as _;
use sha2::{Digest as _, Sha256};

use super::ROOT;

/// A tool of the environment that `tests/tools/requirements.txt` pins.
pub(crate) fn tool(name: &str) -> Command {
    program("tests/tools/requirements.txt", name)
}

/// A program of the environment that the repository's file `requirements` pins.
pub(crate) fn program(requirements: &str, name: &str) -> Command {
    Command::new(environment(&Path::new(ROOT).join(requirements)).join("bin").join(name))
}

/// The environment, made anew for every other list of pins.
fn environment(requirements: &Path) -> PathBuf {
    let pins = fs::read_to_string(requirements).expect("the pins");
    let cache = etcetera::base_strategy::choose_base_strategy().expect("a home folder");
    let cache = cache.cache_dir().join("srvls");
    let folder = cache.join(format!("test-tools-{}", digest(pins.as_bytes())));
    fs::create_dir_all(&cache).unwrap();
    let lock = File::create(folder.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    let done = folder.join("installed");
    if !done.exists() {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
        run(Command::new(folder.join("bin/python")).args(["-m", "pip", "install", "-q", "-r"]).arg(requirements));
        File::create(done).unwrap();
    }
    folder
}

/// Runs a command that has to succeed.
#[track_caller]
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?} failed:\n{stdout}{stderr}");
    stdout.into_owned()
}

/// Tells one list of pins from another.
fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..6].iter().map(|byte| format!("{byte:02x}")).collect()
}
