//! `srvls template`: checks of the templates that need no AWS.

pub(crate) mod check;

use crate::{error::Error, exit::Exit, options::GlobalArgs, terminal::output::Output};

/// Check the templates without AWS
#[derive(Debug, clap::Subcommand)]
pub(crate) enum TemplateCommand {
    Check(check::CheckArgs),
}

pub(crate) async fn run(global: &GlobalArgs, command: &TemplateCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        TemplateCommand::Check(args) => out.emit(&check::run(global, args)?).await,
    }
}
