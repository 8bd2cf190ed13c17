//! A local stage for tests, whose emulator is a shell script.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use super::{
    LocalStage,
    paths::{Paths, UserEnvironment},
};

/// A stage in `folder` whose Python is the shell script `script`.
pub(super) fn stage(folder: &Path, script: &str) -> (LocalStage, PathBuf) {
    let python = folder.join("python");
    fs::write(&python, format!("#!/bin/sh\n{script}\n")).expect("written");
    fs::set_permissions(&python, fs::Permissions::from_mode(0o755)).expect("executable");
    let paths = Paths::at(&folder.join("state"), &folder.join("cache"));
    let user_environment = UserEnvironment::default();
    // Nothing can listen on port 0, so the emulator never becomes healthy.
    (LocalStage { port: 0, iam: true, paths, user_environment }, python)
}
