//! `srvls init`: files that a project needs once.

mod github;

use crate::{error::Error, exit::Exit, options::GlobalArgs, terminal::output::Output};

/// Write the files of a pipeline into the project
#[derive(Debug, clap::Subcommand)]
pub(crate) enum InitCommand {
    Github(github::GithubArgs),
}

pub(crate) async fn run(global: &GlobalArgs, command: &InitCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        InitCommand::Github(args) => out.emit(&github::run(global, args).await?).await,
    }
}
