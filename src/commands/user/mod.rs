//! `srvls user`: who the users are, and what keeps them out.

mod handle;
mod lookup;
mod verdict;

use crate::{
    context::Context,
    error::Error,
    output::{Exit, Output},
};

/// Look after the users
#[derive(Debug, clap::Subcommand)]
pub(crate) enum UserCommand {
    Lookup(lookup::LookupArgs),
}

pub(crate) async fn run(cx: &Context, command: &UserCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        UserCommand::Lookup(args) => out.emit(&lookup::run(cx, args).await?),
    }
}
