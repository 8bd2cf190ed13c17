//! Reads the events of one log, newest first, as far as the time and the number of events allow.

use std::cell::Cell;

use jiff::Timestamp;
use tokio::time::{Instant, timeout_at};

use crate::aws::{
    AwsError,
    logs::{EventQuery, LogEvent, Logs},
};

/// How much may be read in one search, of all logs together.
pub(super) struct Budget {
    pub(super) until: Instant,
    pub(super) events: Cell<usize>,
}

/// What was read of a log.
#[derive(Debug)]
pub(super) struct Read {
    /// Oldest first.
    pub(super) events: Vec<LogEvent>,
    pub(super) end: End,
}

#[derive(Debug)]
pub(super) enum End {
    /// This is all of the window.
    Complete,
    /// There is no such log.
    NoLog,
    /// Only what is not older than this was read; `None` if not even the newest.
    Early(Option<Timestamp>),
    Failed(AwsError),
}

pub(super) async fn read(logs: &impl Logs, query: &EventQuery, budget: &Budget) -> Read {
    let (mut events, mut token) = (Vec::<LogEvent>::new(), None::<String>);
    let end = loop {
        if budget.events.get() == 0 {
            break End::Early(events.last().map(|event| event.timestamp));
        }
        let Ok(page) = timeout_at(budget.until, logs.page(query, token.as_deref())).await else {
            break End::Early(events.last().map(|event| event.timestamp));
        };
        match page {
            Ok(Some(page)) => {
                budget.events.set(budget.events.get().saturating_sub(page.events.len()));
                events.extend(page.events);
                token = page.next;
                if token.is_none() {
                    break End::Complete;
                }
            }
            Ok(None) => break End::NoLog,
            Err(error) => break End::Failed(error),
        }
    };
    // Those of one millisecond stay in the order in which they were written.
    events.reverse();
    events.sort_by_key(|event| event.timestamp);
    Read { events, end }
}
