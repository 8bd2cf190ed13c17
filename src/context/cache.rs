//! What srvls keeps between two runs, in the user's cache: a file in the work tree would be part of the next release's
//! revision.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    process,
};

use etcetera::BaseStrategy as _;
use serde::{Serialize, de::DeserializeOwned};

use super::Context;
use crate::digest::sha256;

impl Context {
    /// One file in a folder for each way to reach a stack.
    pub(crate) fn cache_file(&self, folder: &str) -> Option<PathBuf> {
        let cli = self.aws_cli();
        let account = self.stage.settings.account.as_deref();
        let parts = [Some(self.stack_name().0), Some(self.aws.region.clone()), cli.endpoint_url, cli.profile];
        let parts: Vec<&str> = parts.iter().map(|part| part.as_deref().unwrap_or_default()).chain(account).collect();
        path(folder, &parts)
    }
}

/// The file in `folder` that these parts identify.
pub(crate) fn path(folder: &str, parts: &[&str]) -> Option<PathBuf> {
    let name = format!("{}.json", sha256(parts.join("\n").as_bytes()));
    Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("srvls").join(folder).join(name))
}

pub(crate) fn load<T: DeserializeOwned>(file: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

/// Readable only by the user, and whole at any moment.
pub(crate) fn store(file: &Path, kept: &impl Serialize) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let writing = file.with_extension(format!("{}.tmp", process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(&writing)?.write_all(&serde_json::to_vec(kept)?)?;
    fs::rename(&writing, file).inspect_err(|_| drop(fs::remove_file(&writing)))
}
