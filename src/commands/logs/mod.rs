//! `srvls logs`: the functions' logs.

mod clause;
mod filter;
mod follow;
#[cfg(test)]
mod fuzz;
mod line;
mod merge;
mod parse;
mod parsed;
mod platform;
mod tail;

use crate::{context::Context, error::Error, exit::Exit, terminal::output::Output};

/// Read the functions' logs
#[derive(Debug, clap::Subcommand)]
pub(crate) enum LogsCommand {
    Tail(tail::TailArgs),
}

pub(crate) async fn run(cx: &Context, command: &LogsCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        LogsCommand::Tail(args) => tail::run(cx, args, out).await,
    }
}
