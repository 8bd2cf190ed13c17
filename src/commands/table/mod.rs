//! `srvls table`: the stack's tables and their items.

mod condition;
mod describe;
#[cfg(test)]
mod fuzz;
mod get;
mod items;
mod list;
mod path;
mod placeholders;
mod query;
mod scan;
mod table_name;
mod tokens;

use crate::{context::Context, error::Error, exit::Exit, terminal::output::Output};

/// Read the stack's tables
#[derive(Debug, clap::Subcommand)]
pub(crate) enum TableCommand {
    List(list::ListArgs),
    Describe(describe::DescribeArgs),
    Get(get::GetArgs),
    Query(query::QueryArgs),
    Scan(scan::ScanArgs),
}

pub(crate) async fn run(cx: &Context, command: &TableCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        TableCommand::List(args) => out.emit(&list::run(cx, args).await?).await,
        TableCommand::Describe(args) => out.emit(&describe::run(cx, args).await?).await,
        TableCommand::Get(args) => out.emit(&get::run(cx, args).await?).await,
        TableCommand::Query(args) => query::run(cx, args, out).await,
        TableCommand::Scan(args) => scan::run(cx, args, out).await,
    }
}
