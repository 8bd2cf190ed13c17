//! The tests' tools from PyPI and npm, node among them, installed by exact version into the user's cache on first use.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

use etcetera::BaseStrategy as _;
use sha2::{Digest as _, Sha256};

use super::ROOT;

/// A tool from the environment that `tests/tools/requirements.txt` pins.
pub(crate) fn tool(name: &str) -> Command {
    program("tests/tools/requirements.txt", name)
}

/// A program from the environment that the file `requirements` of the repository pins.
pub(crate) fn program(requirements: &str, name: &str) -> Command {
    Command::new(environment(&Path::new(ROOT).join(requirements)).join("bin").join(name))
}

/// A file from an npm package that the `package-lock.json` in `pins`, a folder of the repository, pins.
pub(crate) fn package_file(pins: &str, path: &str) -> PathBuf {
    let lock = Path::new(ROOT).join(pins).join("package-lock.json");
    let folder = installed("test-packages", &lock, |folder| {
        fs::create_dir_all(folder).unwrap();
        for file in [&lock, &lock.with_file_name("package.json")] {
            fs::copy(file, folder.join(file.file_name().unwrap())).unwrap();
        }
        // Without peer dependencies: for the rules of cfn-guard, that would be the whole CDK.
        let flags = ["ci", "--silent", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"];
        run(tool("npm").args(flags).current_dir(folder));
    });
    folder.join("node_modules").join(path)
}

/// The environment for a list of pins; another list gets another environment. uv fills it: pip takes five times as long.
fn environment(requirements: &Path) -> PathBuf {
    installed("test-tools", requirements, |folder| {
        let uv = || Command::new(uv().join("bin/uv"));
        let create = ["venv", "--quiet", "--no-config", "--clear", "--no-managed-python", "--no-python-downloads"];
        run(uv().args(create).arg(folder));
        let install = ["pip", "install", "--quiet", "--no-config", "--python"];
        run(uv().args(install).arg(folder).arg("--requirements").arg(requirements));
    })
}

fn uv() -> PathBuf {
    let pins = Path::new(ROOT).join("tests/tools/uv.txt");
    installed("test-tools", &pins, |folder| {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder));
        run(Command::new(folder.join("bin/python")).args(["-m", "pip", "install", "-q", "-r"]).arg(&pins));
    })
}

/// A folder in the user's cache that `install` fills, once for each content of the file `pins`.
fn installed(name: &str, pins: &Path, install: impl FnOnce(&Path)) -> PathBuf {
    let cache = etcetera::base_strategy::choose_base_strategy().expect("a home folder");
    let cache = cache.cache_dir().join("srvls");
    let folder = cache.join(format!("{name}-{}", digest(&fs::read(pins).expect("the pins"))));
    fs::create_dir_all(&cache).unwrap();
    let lock = File::create(folder.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    let done = folder.join("installed");
    if !done.exists() {
        install(&folder);
        File::create(done).unwrap();
    }
    folder
}

/// Runs a command that must succeed, and returns its stdout.
#[track_caller]
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?} failed:\n{stdout}{stderr}");
    stdout.into_owned()
}

/// Identifies a list of pins.
fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..6].iter().map(|byte| format!("{byte:02x}")).collect()
}
