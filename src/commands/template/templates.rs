//! The templates that a command is about.

use std::path::{Path, PathBuf};

use crate::{
    config::Config,
    error::{Error, FileError},
    options::GlobalArgs,
};

/// The templates that a command is about.
pub(super) struct Templates {
    pub(super) paths: Vec<PathBuf>,
    here: PathBuf,
}

impl Templates {
    pub(super) fn given(global: &GlobalArgs, files: &[PathBuf]) -> Result<Self, Error> {
        let here = std::env::current_dir().map_err(FileError::WorkingDirectory)?;
        let paths = match files {
            [] => Config::load(global.config.as_deref(), &here)?.template_paths(),
            files => files.to_vec(),
        };
        Ok(Self { paths, here })
    }

    /// A path as the output has it: relative to the working directory.
    pub(super) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.here).unwrap_or(path).display().to_string()
    }
}
