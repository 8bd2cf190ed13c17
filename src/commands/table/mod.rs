//! `srvls table`: the stack's tables and their items.

mod condition;
mod delete;
mod describe;
mod export;
mod export_standing;
mod file_format;
#[cfg(test)]
mod fuzz;
mod get;
mod hand_over;
mod import;
mod import_rows;
mod index_choice;
mod item_input;
mod items;
mod jobs;
mod limits;
mod list;
mod path;
mod placeholders;
mod put;
mod query;
mod scan;
mod table_name;
mod tokens;
mod write;

use crate::{context::Context, error::Error, exit::Exit, terminal::output::Output};

/// Read and write the stack's tables
#[derive(Debug, clap::Subcommand)]
pub(crate) enum TableCommand {
    List(list::ListArgs),
    Describe(describe::DescribeArgs),
    Get(get::GetArgs),
    Query(query::QueryArgs),
    Scan(scan::ScanArgs),
    Put(put::PutArgs),
    Delete(delete::DeleteArgs),
    Export(export::ExportArgs),
    Import(import::ImportArgs),
    Jobs(jobs::JobsArgs),
}

impl TableCommand {
    /// Whether it changes nothing.
    pub(crate) fn reads(&self) -> bool {
        !matches!(self, Self::Put(_) | Self::Delete(_) | Self::Import(_))
    }
}

pub(crate) async fn run(cx: &Context, command: &TableCommand, out: &Output) -> Result<Exit, Error> {
    match command {
        TableCommand::List(args) => out.emit(&list::run(cx, args).await?).await,
        TableCommand::Describe(args) => out.emit(&describe::run(cx, args).await?).await,
        TableCommand::Get(args) => out.emit(&get::run(cx, args).await?).await,
        TableCommand::Query(args) => query::run(cx, args, out).await,
        TableCommand::Scan(args) => scan::run(cx, args, out).await,
        TableCommand::Put(args) => out.emit(&put::run(cx, args).await?).await,
        TableCommand::Delete(args) => out.emit(&delete::run(cx, args).await?).await,
        TableCommand::Export(args) => export::run(cx, args, out).await,
        TableCommand::Import(args) => import::run(cx, args, out).await,
        TableCommand::Jobs(args) => out.emit(&jobs::run(cx, args).await?).await,
    }
}
