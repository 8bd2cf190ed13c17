//! `srvls template`: checks of the templates that need no AWS.

pub(crate) mod check;
pub(crate) mod describe;

use std::path::{Path, PathBuf};

use crate::{
    config::Config,
    error::{Error, FileError},
    exit::Exit,
    options::GlobalArgs,
    terminal::output::Output,
};

/// Check the templates, or say what they mean, without AWS
#[derive(Debug, clap::Subcommand)]
pub(crate) enum TemplateCommand {
    Check(check::CheckArgs),
    Describe(describe::DescribeArgs),
}

pub(crate) fn run(global: &GlobalArgs, command: &TemplateCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        TemplateCommand::Check(args) => out.emit(&check::run(global, args)?),
        TemplateCommand::Describe(args) => out.emit(&describe::run(global, args)?),
    }
}

/// The templates that a command is about.
struct Templates {
    paths: Vec<PathBuf>,
    here: PathBuf,
}

impl Templates {
    fn given(global: &GlobalArgs, files: &[PathBuf]) -> Result<Self, Error> {
        let here = std::env::current_dir().map_err(FileError::WorkingDirectory)?;
        let paths = match files {
            [] => Config::load(global.config.as_deref(), &here)?.template_paths(),
            files => files.to_vec(),
        };
        Ok(Self { paths, here })
    }

    /// A path as the output has it: relative to the working directory.
    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.here).unwrap_or(path).display().to_string()
    }
}
