//! Merges the events of several log groups in time order.

use std::collections::VecDeque;

use crate::aws::{
    AwsError,
    logs::{EventQuery, LogEvent, Logs},
};
use futures_util::future::join_all;

/// Buffers at most one page per group, so days of logs need little memory.
pub(super) struct Merge<'a, L> {
    logs: &'a L,
    sources: Vec<Source>,
}

struct Source {
    query: EventQuery,
    read: VecDeque<LogEvent>,
    next: Next,
}

#[derive(Debug, PartialEq)]
enum Next {
    First,
    Page(String),
    End,
}

impl<'a, L: Logs> Merge<'a, L> {
    pub(super) fn new(logs: &'a L, queries: impl IntoIterator<Item = EventQuery>) -> Self {
        let source = |query| Source { query, read: VecDeque::new(), next: Next::First };
        Self { logs, sources: queries.into_iter().map(source).collect() }
    }

    /// The oldest event not returned yet, with the index of its query.
    pub(super) async fn next(&mut self) -> Result<Option<(usize, LogEvent)>, AwsError> {
        let logs = self.logs;
        let empty = self.sources.iter_mut().filter(|source| source.read.is_empty() && source.next != Next::End);
        for filled in join_all(empty.map(|source| source.fill(logs))).await {
            filled?;
        }
        let heads = self.sources.iter().enumerate();
        let heads = heads.filter_map(|(index, source)| Some((source.read.front()?.timestamp, index)));
        let Some((_, index)) = heads.min() else { return Ok(None) };
        Ok(self.sources[index].read.pop_front().map(|event| (index, event)))
    }
}

impl Source {
    /// Reads pages until one has events, or until there are no more.
    async fn fill(&mut self, logs: &impl Logs) -> Result<(), AwsError> {
        while self.read.is_empty() {
            let token = match &self.next {
                Next::First => None,
                Next::Page(token) => Some(token.as_str()),
                Next::End => return Ok(()),
            };
            // A missing group has no events: a function that never ran may not have its group yet.
            let page = logs.page(&self.query, token).await?.unwrap_or_default();
            self.next = page.next.map_or(Next::End, Next::Page);
            self.read = page.events.into();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{
        aws::logs::{
            EventOrder,
            fake::{FakeLogs, event},
        },
        time::Window,
    };

    fn query(group: &str) -> EventQuery {
        let window = Window { since: Timestamp::UNIX_EPOCH, until: None };
        EventQuery { group: group.to_owned(), window, pattern: None, order: EventOrder::Oldest }
    }

    #[tokio::test]
    async fn events_of_several_groups_and_pages_come_in_time_order() {
        let a = [event("1", 10, ""), event("2", 30, ""), event("3", 30, ""), event("5", 50, ""), event("6", 60, "")];
        let b = [event("7", 5, ""), event("4", 40, "")];
        let logs = FakeLogs::new(&[("a", &a), ("b", &b)]);
        let mut merge = Merge::new(&logs, ["a", "missing", "b"].map(query));

        let mut ids = Vec::new();
        while let Some((index, event)) = merge.next().await.expect("read") {
            ids.push(format!("{index}:{}", event.id));
        }

        assert_eq!(ids, ["2:7", "0:1", "0:2", "0:3", "2:4", "0:5", "0:6"]);
    }
}
