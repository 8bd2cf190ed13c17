//! The emulator's Python environment in the user's cache folder, installed completely or not at all.

use std::{
    env::consts::ARCH,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::{self, Stdio},
};

use tokio::process::Command;

use super::{
    LocalError, emulator,
    error::Tail,
    lock,
    python::{self, Python},
};
use crate::terminal::progress::Progress;

/// pip settings that would install elsewhere; the user's index, proxy and certificate settings still apply.
const MISLEADING: [&str; 3] = ["PIP_PREFIX", "PIP_TARGET", "PIP_USER"];

/// The interpreter of the environment in `cache`; installs the environment on first use.
pub(super) async fn ensure(cache: &Path, chosen: Option<&str>, progress: Progress) -> Result<PathBuf, LocalError> {
    let python = python::find(chosen).await?;
    let environment = Environment::of(cache, &python);
    if !environment.is_usable() {
        let _lock = lock::acquire(&environment.beside("lock"), progress).await?;
        // The previous holder of the lock may have installed it.
        if !environment.is_usable() {
            environment.install(&python, progress).await?;
        }
    }
    Ok(environment.python())
}

struct Environment {
    folder: PathBuf,
}

impl Environment {
    fn of(cache: &Path, python: &Python) -> Self {
        let version = format!("{}.{}", python.version.major, python.version.minor);
        let digest = emulator::digest([emulator::REQUIREMENTS, &version, ARCH]);
        Self { folder: cache.join(format!("emulator-{digest}")) }
    }

    fn python(&self) -> PathBuf {
        self.folder.join("bin/python")
    }

    /// Also false when the Python it was created with is gone, because its interpreter is a link to that.
    fn is_usable(&self) -> bool {
        self.python().exists()
    }

    fn beside(&self, extension: &str) -> PathBuf {
        self.folder.with_extension(extension)
    }

    /// Builds the environment under a temporary name, then renames it: an interrupted build is never used.
    async fn install(&self, python: &Python, progress: Progress) -> Result<(), LocalError> {
        let step = progress.step(format_args!(
            "Installing the local emulator (once, about 30 seconds): ministack {} with {}",
            emulator::version(),
            python.name
        ));
        let failed = |action| move |source| LocalError::File { action, path: self.folder.clone(), source };
        self.remove_leftovers().map_err(failed("clear"))?;
        let building = self.beside(&format!("new-{}", process::id()));
        let requirements = self.beside("txt");
        fs::write(&requirements, emulator::REQUIREMENTS).map_err(failed("write"))?;

        self.run("python -m venv", Command::new(&python.name).args(["-I", "-m", "venv"]).arg(&building)).await?;
        let pip = ["-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-compile"];
        // Only pinned wheels: no compiler needed, and the same result everywhere.
        let pinned = ["--only-binary=:all:", "--no-deps", "--requirement"];
        self.run("pip install", Command::new(building.join("bin/python")).args(pip).args(pinned).arg(&requirements))
            .await?;
        fs::rename(&building, &self.folder).map_err(failed("write"))?;
        drop(step);
        progress.note(format_args!("Installed the local emulator in {}", self.folder.display()));
        Ok(())
    }

    /// Removes interrupted builds, and an environment whose Python is gone.
    fn remove_leftovers(&self) -> io::Result<()> {
        let name = self.folder.file_name().unwrap_or_default().to_string_lossy();
        for entry in fs::read_dir(self.folder.parent().unwrap_or(&self.folder))? {
            let entry = entry?;
            let other = entry.file_name();
            let other = other.to_string_lossy();
            if other == name || other.starts_with(&format!("{name}.new-")) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// Runs one step of the installation, with its output in a file next to the environment.
    async fn run(&self, step: &'static str, command: &mut Command) -> Result<(), LocalError> {
        let log = self.beside("log");
        let failed = |source| LocalError::File { action: "write", path: log.clone(), source };
        let output = File::create(&log).map_err(failed)?;
        let errors = output.try_clone().map_err(failed)?;
        for name in MISLEADING {
            command.env_remove(name);
        }
        let status = command.stdin(Stdio::null()).stdout(output).stderr(errors).kill_on_drop(true).status().await;
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(LocalError::Install { step, source: Tail::of(&log), log }),
            Err(source) => Err(LocalError::Run { program: step.to_owned(), source }),
        }
    }
}
