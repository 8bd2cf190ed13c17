//! The newest log lines of a function, or about one user.

use futures_util::future::join_all;
use jiff::SignedDuration;

use super::snapshot::Part;
use crate::{
    aws::logs::{Logs, Pattern, newest},
    context::deployed_stack::DeployedStack,
    error::Error,
    log_lines::{LogLine, Source, sources},
    privacy::Privacy,
    stage::FunctionName,
    time::clock,
};

/// How far back.
const SHOWN: SignedDuration = SignedDuration::from_mins(15);
const MOST_LINES: usize = 200;
/// A page can be empty although more follow.
const MOST_PAGES: usize = 5;

/// Whose lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LogView {
    Function(FunctionName),
    /// By the id that the logs know the user by.
    User(String),
}

#[derive(Debug)]
pub(super) struct LogLines {
    pub(super) of: LogView,
    pub(super) lines: Part<Newest>,
}

#[derive(Debug, Default)]
pub(super) struct Newest {
    /// The newest first.
    pub(super) lines: Vec<LogLine>,
    /// Whether these are all.
    pub(super) complete: bool,
}

pub(super) async fn read(logs: &impl Logs, deployed: &DeployedStack, of: LogView, privacy: Privacy) -> LogLines {
    let lines = lines(logs, deployed, &of, privacy).await.into();
    LogLines { of, lines }
}

async fn lines(logs: &impl Logs, deployed: &DeployedStack, of: &LogView, privacy: Privacy) -> Result<Newest, Error> {
    let (names, pattern) = match of {
        LogView::Function(name) => (vec![name.0.clone()], None),
        LogView::User(user) => (Vec::new(), Some(Pattern::Phrase(user.clone()))),
    };
    let sources = sources(deployed, &names)?;
    let read = join_all(sources.iter().map(async |source| page(logs, source, pattern.clone()).await)).await;
    let mut newest = Newest { lines: Vec::new(), complete: true };
    for read in read {
        let (lines, complete) = read?;
        newest.lines.extend(lines);
        newest.complete &= complete;
    }
    newest.lines.sort_by_key(|line| std::cmp::Reverse(line.timestamp));
    newest.complete &= newest.lines.len() <= MOST_LINES;
    newest.lines.truncate(MOST_LINES);
    newest.lines = newest.lines.into_iter().map(|line| line.masked(privacy)).collect();
    Ok(newest)
}

/// The newest lines of one source, and whether these are all; none of a function that never ran.
async fn page(logs: &impl Logs, source: &Source, pattern: Option<Pattern>) -> Result<(Vec<LogLine>, bool), Error> {
    let now = clock::now();
    let since = now.checked_sub(SHOWN).unwrap_or(now);
    let pages = if pattern.is_some() { MOST_PAGES } else { 1 };
    let read = newest(logs, (source.group.clone(), since, pattern), pages).await?;
    let Some(read) = read else { return Ok((Vec::new(), true)) };
    Ok((read.events.iter().rev().map(|event| source.line(event)).collect(), read.complete))
}
