//! Reads the records of a window.

use super::{Record, records};
use crate::aws::{
    AwsError,
    logs::{EventQuery, Logs},
};

/// All records of the window, and how many events are none; `None` if there is no log.
pub(crate) async fn read_records(
    logs: &impl Logs,
    query: &EventQuery,
) -> Result<Option<(Vec<Record>, usize)>, AwsError> {
    let mut messages = Vec::new();
    let mut token = None;
    loop {
        let Some(page) = logs.page(query, token.as_deref()).await? else { return Ok(None) };
        messages.extend(page.events.into_iter().map(|event| event.message));
        token = page.next;
        if token.is_none() {
            return Ok(Some(records(messages.iter().map(String::as_str))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::{Outcome, fake::record},
        aws::logs::{
            EventOrder,
            fake::{FakeLogs, event},
        },
        time::Window,
    };

    fn query() -> EventQuery {
        let window = Window { since: jiff::Timestamp::UNIX_EPOCH, until: None };
        EventQuery { group: "/srvls/shop-dev/audit".into(), window, pattern: None, order: EventOrder::Oldest }
    }

    #[tokio::test]
    async fn the_records_of_every_page_are_read() {
        let events: Vec<_> = ["1", "2", "3"]
            .iter()
            .zip(1..)
            .map(|(id, at)| event(id, at, &serde_json::to_string(&record(id, Outcome::Done)).expect("JSON")))
            .collect();
        let logs = FakeLogs::new(&[("/srvls/shop-dev/audit", &events)]);

        let read = read_records(&logs, &query()).await.expect("answered");

        assert_eq!(read.map(|(records, unreadable)| (records.len(), unreadable)), Some((3, 0)));
    }

    #[tokio::test]
    async fn a_missing_log_is_not_an_empty_one() {
        assert!(read_records(&FakeLogs::new(&[]), &query()).await.expect("answered").is_none());
        let empty = FakeLogs::new(&[("/srvls/shop-dev/audit", &[])]);
        assert_eq!(read_records(&empty, &query()).await.expect("answered"), Some((Vec::new(), 0)));
    }
}
