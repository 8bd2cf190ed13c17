//! The templates that a command is about.

use std::path::{Path, PathBuf};

use crate::{
    config::Config,
    error::{Error, FileError},
    options::GlobalArgs,
    template::Strictness,
};

/// The templates that a command is about.
pub(super) struct Templates {
    pub(super) paths: Vec<PathBuf>,
    /// Of the stage in hand; without one, advice stays advice.
    pub(super) strictness: Strictness,
    here: PathBuf,
}

impl Templates {
    pub(super) fn given(global: &GlobalArgs, files: &[PathBuf]) -> Result<Self, Error> {
        let here = std::env::current_dir().map_err(FileError::WorkingDirectory)?;
        let config = Config::load(global.config.as_deref(), &here);
        let stage = config.as_ref().ok().and_then(|config| config.stage(global.stage.as_deref()).ok());
        let strictness = stage.is_some_and(|stage| stage.settings.strict).into();
        let paths = match files {
            [] => config?.template_paths(),
            files => files.to_vec(),
        };
        Ok(Self { paths, strictness, here })
    }

    /// A path as the output has it: relative to the working directory.
    pub(super) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.here).unwrap_or(path).display().to_string()
    }
}
