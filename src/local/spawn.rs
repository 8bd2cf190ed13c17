//! Spawns the emulator's process, in a clean environment.

use std::{
    fs::{self, File},
    io,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Command, Stdio},
};

use rustix::process::Signal;

use super::{
    LocalError, LocalStage, emulator,
    error::Tail,
    process::{Process, Started},
};
use crate::time::clock;

impl LocalStage {
    pub(super) fn spawn(&self, python: &Path) -> Result<Process, LocalError> {
        let paths = &self.paths;
        let launcher = emulator::unpack(&paths.cache)?;
        fs::create_dir_all(&paths.data).map_err(self.failed("create", &paths.data))?;
        // Left over from an emulator that was killed.
        let _ = fs::remove_dir_all(&paths.scratch);
        fs::create_dir_all(&paths.scratch).map_err(self.failed("create", &paths.scratch))?;
        let ignore = paths.state.join(".gitignore");
        fs::write(&ignore, "*\n").map_err(self.failed("write", &ignore))?;
        // On the first start, there is no log to keep.
        let _ = fs::rename(&paths.log, &paths.old_log);
        let log = File::create(&paths.log).map_err(self.failed("write", &paths.log))?;
        let errors = log.try_clone().map_err(self.failed("write", &paths.log))?;

        let child = Command::new(python)
            .arg("-u")
            .arg(launcher)
            // The functions inherit this environment, so it must not contain the user's AWS settings.
            .env_clear()
            .envs(&self.user_environment.inherited)
            .envs(&self.user_environment.launcher_switches)
            .envs(self.variables())
            .env("STATE_DIR", &paths.data)
            .env("TMPDIR", &paths.scratch)
            .current_dir(&paths.state)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            // Ctrl-C at the terminal ends srvls, not the emulator.
            .process_group(0)
            .spawn()
            .map_err(|source| LocalError::Run { program: python.display().to_string(), source })?;

        let started = Started {
            settings: self.settings(),
            iam: self.iam,
            port: self.port,
            version: emulator::version(),
            at: clock::now(),
        };
        let process = Process::of(child.id(), started).ok_or_else(|| self.died())?;
        if let Err(error) = process.save(&paths.record) {
            // Without its record, srvls could never stop it.
            process.signal(Signal::TERM)?;
            return Err(error);
        }
        Ok(process)
    }

    fn variables(&self) -> [(&'static str, String); 3] {
        [
            ("GATEWAY_PORT", self.port.to_string()),
            ("AWS_ENDPOINT_URL", self.endpoint_url()),
            ("AUTH", self.iam.to_string()),
        ]
    }

    /// A digest of everything that affects how the emulator behaves.
    pub(super) fn settings(&self) -> String {
        let launcher = emulator::launcher_digest();
        let switches = self.user_environment.launcher_switches.iter();
        let switches: Vec<String> =
            switches.map(|(name, value)| format!("{}={}", name.display(), value.display())).collect();
        let variables = self.variables();
        let parts = [emulator::REQUIREMENTS, launcher.as_str()].into_iter();
        emulator::digest(
            parts.chain(variables.iter().map(|(_, value)| value.as_str())).chain(switches.iter().map(String::as_str)),
        )
    }

    pub(super) fn died(&self) -> LocalError {
        LocalError::Died { log: self.paths.log.clone(), source: Tail::of(&self.paths.log) }
    }

    pub(super) fn failed(&self, action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> LocalError + use<> {
        let path = path.to_owned();
        move |source| LocalError::File { action, path, source }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::local::fixture::stage;

    #[tokio::test]
    async fn nothing_of_the_users_environment_reaches_the_emulator() {
        let folder = tempfile::tempdir().expect("a folder");
        let (local, python) = stage(folder.path(), "/usr/bin/env; /bin/sleep 2");

        let process = local.spawn(&python).expect("started");
        while process.is_alive() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }

        let log = fs::read_to_string(local.log_file()).expect("the log");
        let mut names: Vec<&str> = log.lines().filter_map(|line| Some(line.split_once('=')?.0)).collect();
        // The shell's own.
        names.retain(|name| !["PWD", "OLDPWD", "SHLVL", "_"].contains(name));
        names.sort_unstable();
        assert_eq!(names, ["AUTH", "AWS_ENDPOINT_URL", "GATEWAY_PORT", "STATE_DIR", "TMPDIR"]);
    }

    #[test]
    fn different_settings_have_a_different_digest() {
        let folder = tempfile::tempdir().expect("a folder");
        let (local, _) = stage(folder.path(), "");

        let open = LocalStage { iam: false, ..local.clone() };
        let elsewhere = LocalStage { port: 1, ..local.clone() };

        assert_eq!(local.settings(), local.clone().settings());
        assert_ne!(local.settings(), open.settings());
        assert_ne!(local.settings(), elsewhere.settings());
    }
}
