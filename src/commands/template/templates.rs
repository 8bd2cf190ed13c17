//! The templates that a command is about.

use std::path::{Path, PathBuf};

use crate::{
    config::{Config, ConfigError},
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
        let config = match Config::load(global.config.as_deref(), &here) {
            Err(ConfigError::Missing) if !files.is_empty() => None,
            config => Some(config?),
        };
        let stage = config.as_ref().map(|config| config.stage(global.stage.as_deref()));
        let strictness = match stage {
            Some(Ok(stage)) => stage.settings.strict.into(),
            // A stage that is asked for has to be there.
            Some(Err(error)) if global.stage.is_some() => return Err(error.into()),
            _ => Strictness::Lenient,
        };
        let paths = match config {
            Some(config) if files.is_empty() => config.template_paths(),
            _ => files.to_vec(),
        };
        Ok(Self { paths, strictness, here })
    }

    /// A path as the output has it: relative to the working directory.
    pub(super) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.here).unwrap_or(path).display().to_string()
    }
}
