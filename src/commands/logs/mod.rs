//! `srvls logs`: the logs of the functions and of the API.

mod access_log;
mod clause;
mod filter;
mod follow;
#[cfg(test)]
mod fuzz;
mod integers;
mod line;
mod merge;
mod parse;
mod parsed;
mod pattern;
mod platform;
mod required;
mod source;
mod tail;

use crate::{context::Context, error::Error, exit::Exit, terminal::output::Output};

/// Read the logs of the functions and the API
#[derive(Debug, clap::Subcommand)]
pub(crate) enum LogsCommand {
    Tail(tail::TailArgs),
}

pub(crate) async fn run(cx: &Context, command: &LogsCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        LogsCommand::Tail(args) => tail::run(cx, args, out).await,
    }
}
