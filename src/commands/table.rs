//! `srvls table`.

use crate::{
    context::Context,
    error::Error,
    output::{Exit, Output},
};

/// To be written
#[derive(Debug, clap::Subcommand)]
pub(crate) enum TableCommand {
    /// To be written
    Todo,
}

pub(crate) async fn run(_cx: &Context, _command: &TableCommand, _out: &Output) -> Result<Exit, Error> {
    Ok(Exit::Success)
}
