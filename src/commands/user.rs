//! `srvls user`.

use crate::{
    context::Context,
    error::Error,
    output::{Exit, Output},
};

/// To be written
#[derive(Debug, clap::Subcommand)]
pub(crate) enum UserCommand {
    /// To be written
    Todo,
}

pub(crate) async fn run(_cx: &Context, _command: &UserCommand, _out: &Output) -> Result<Exit, Error> {
    Ok(Exit::Success)
}
