//! `srvls template`: checks of the templates that need no AWS.

pub(crate) mod check;
pub(crate) mod describe;
mod templates;

use crate::{error::Error, exit::Exit, options::GlobalArgs, terminal::output::Output};

/// Check the templates, or say what they mean, without AWS
#[derive(Debug, clap::Subcommand)]
pub(crate) enum TemplateCommand {
    Check(check::CheckArgs),
    Describe(describe::DescribeArgs),
}

pub(crate) async fn run(global: &GlobalArgs, command: &TemplateCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        TemplateCommand::Check(args) => out.emit(&check::run(global, args)?).await,
        TemplateCommand::Describe(args) => out.emit(&describe::run(global, args)?).await,
    }
}
