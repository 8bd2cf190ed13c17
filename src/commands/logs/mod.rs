//! `srvls logs`: the logs of the functions and of the API.

mod clause;
mod errors;
mod filter;
mod follow;
#[cfg(test)]
mod fuzz;
mod integers;
mod line_view;
mod live;
mod merge;
mod pattern;
mod query;
mod required;
mod tail;
mod window;

use crate::{context::Context, error::Error, exit::Exit, terminal::output::Output};

/// Read the logs of the functions and the API
#[derive(Debug, clap::Subcommand)]
pub(crate) enum LogsCommand {
    Tail(tail::TailArgs),
    Errors(errors::ErrorsArgs),
    Query(query::QueryArgs),
}

pub(crate) async fn run(cx: &Context, command: &LogsCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        LogsCommand::Tail(args) => tail::run(cx, args, out).await,
        LogsCommand::Query(args) => query::run(cx, args, out).await,
        LogsCommand::Errors(args) => out.emit(&errors::run(cx, args).await?).await,
    }
}
