//! The newest log lines of a function, or of what one user met.

use futures_util::future::join_all;
use jiff::SignedDuration;

use super::snapshot::Part;
use crate::{
    aws::logs::{EventOrder, EventQuery, Logs, Pattern},
    context::deployed_stack::DeployedStack,
    error::Error,
    log_lines::{LogLine, Source, sources},
    privacy::Privacy,
    stage::FunctionName,
    time::{Window, clock},
};

/// How far back.
const SHOWN: SignedDuration = SignedDuration::from_mins(15);
const MOST_LINES: usize = 200;

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
    /// The newest first.
    pub(super) lines: Part<Vec<LogLine>>,
}

pub(super) async fn read(logs: &impl Logs, deployed: &DeployedStack, of: LogView, privacy: Privacy) -> LogLines {
    let lines = lines(logs, deployed, &of, privacy).await.into();
    LogLines { of, lines }
}

async fn lines(
    logs: &impl Logs,
    deployed: &DeployedStack,
    of: &LogView,
    privacy: Privacy,
) -> Result<Vec<LogLine>, Error> {
    let (names, pattern) = match of {
        LogView::Function(name) => (vec![name.0.clone()], None),
        LogView::User(user) => (Vec::new(), Some(Pattern::Phrase(user.clone()))),
    };
    let sources = sources(deployed, &names)?;
    let read = join_all(sources.iter().map(async |source| page(logs, source, pattern.clone()).await)).await;
    let mut lines = Vec::new();
    for read in read {
        lines.extend(read?);
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.timestamp));
    lines.truncate(MOST_LINES);
    Ok(lines.into_iter().map(|line| line.masked(privacy)).collect())
}

/// The newest lines of one source; none of a function that never ran.
async fn page(logs: &impl Logs, source: &Source, pattern: Option<Pattern>) -> Result<Vec<LogLine>, Error> {
    let now = clock::now();
    let window = Window { since: now.checked_sub(SHOWN).unwrap_or(now), until: None };
    let query = EventQuery { group: source.group.clone(), window, pattern, order: EventOrder::Newest };
    let page = logs.page(&query, None).await?.unwrap_or_default();
    Ok(page.events.iter().map(|event| source.line(event)).collect())
}
