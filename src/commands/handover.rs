//! `srvls handover`: what the next shift has to know, as Markdown, as data or as a page.

use std::path::PathBuf;

use serde::Serialize;

use crate::{
    context::Context,
    error::Error,
    handover::{Handover, PageFile},
    terminal::output::{Report, Text, View, counted},
    time::{TimeSpec, clock},
};

/// Show what the next shift has to know, as Markdown
///
/// What fires and what fired, deployments, failures, metrics and actions since then, and what is still open, each with the
/// command that says more. It is always masked.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls handover
  srvls handover --since 8h --html handover.html
  srvls -s prod handover --since 2026-11-22T18:00 -o json")]
pub(crate) struct HandoverArgs {
    /// Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00
    #[arg(long, value_name = "T", default_value = "12h")]
    since: TimeSpec,
    /// Write a page with charts to this file instead
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

pub(crate) async fn run(cx: &Context, args: &HandoverArgs) -> Result<HandoverReport, Error> {
    let page = args.html.as_deref().map(PageFile::create).transpose()?;
    let _step = cx.progress.step("Reading the stage");
    let handover = Handover::read(cx, args.since.resolve(&clock::local())).await?;
    let page = page.map(|page| page.finish(&handover.page("Handover"))).transpose()?;
    Ok(HandoverReport { html: page.map(|page| page.display().to_string()), handover })
}

#[derive(Debug, Serialize)]
pub(crate) struct HandoverReport {
    #[serde(flatten)]
    handover: Handover,
    /// Where the page is; null if none was asked for.
    html: Option<String>,
}

impl Report for HandoverReport {
    fn view(&self) -> View {
        match &self.html {
            Some(file) => {
                let questions = counted(self.handover.open_questions(), "open question");
                View::new().text(format!("wrote {file}: {questions}, readable by you alone"))
            }
            None => View::new().verbatim(Text::lines(self.handover.markdown().lines().map(str::to_owned))),
        }
    }
}
