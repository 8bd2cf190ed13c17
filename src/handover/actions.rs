//! What people did in the shift, by the audit trail.

use jiff::Timestamp;
use serde::Serialize;

use super::wording::Wording;
use crate::{
    audit::{Outcome, Record, read_records},
    aws::logs::{EventOrder, EventQuery, Logs},
    error::Error,
    time::Window,
};

/// More than these are only counted.
const MOST: usize = 60;

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Actions {
    /// Newest first.
    pub(super) actions: Vec<Action>,
    /// How many more there are.
    pub(super) more: usize,
    /// How many events of the log are no records.
    pub(super) unreadable: usize,
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Action {
    pub(super) at: Timestamp,
    pub(super) who: String,
    pub(super) command: String,
    pub(super) target: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) outcome: Outcome,
    pub(super) code: Option<String>,
}

/// # Errors
/// When the log can't be read, or is not there: that is not the same as nothing done.
pub(super) async fn read(logs: &impl Logs, group: &str, wording: &Wording, since: Timestamp) -> Result<Actions, Error> {
    let window = Window { since, until: None };
    let query = EventQuery { group: group.to_owned(), window, pattern: None, order: EventOrder::Oldest };
    let missing = || Error::not_found("log group", group, None);
    let (records, unreadable) = read_records(logs, &query).await?.ok_or_else(missing)?;
    // The log has the ends of records that began before.
    let of_shift: Vec<Record> = records.into_iter().filter(|record| record.at >= since).collect();
    Ok(Actions {
        more: of_shift.len().saturating_sub(MOST),
        actions: of_shift.iter().take(MOST).map(|record| Action::of(record, wording)).collect(),
        unreadable,
    })
}

impl Action {
    fn of(record: &Record, wording: &Wording) -> Self {
        Self {
            at: record.at,
            who: wording.who(&record.who),
            command: wording.text(&record.command),
            target: wording.optional(record.target.as_ref()),
            reason: wording.optional(record.reason.as_ref()),
            outcome: record.outcome,
            code: wording.optional(record.code.as_ref()),
        }
    }

    /// `user disable user:3f9a2b1c0d4e5f60`
    pub(super) fn what(&self) -> String {
        let target = self.target.as_ref().map(|target| format!(" {target}")).unwrap_or_default();
        format!("{}{target}", self.command)
    }

    /// `failed: not_allowed`
    pub(super) fn end(&self) -> String {
        let words = self.outcome.words();
        match &self.code {
            Some(code) if code != words => format!("{words}: {code}"),
            _ => words.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::wording::fake::wording, *};
    use crate::{
        audit::fake::record,
        aws::logs::fake::{FakeLogs, event},
    };

    const GROUP: &str = "/srvls/shop-dev/audit";

    #[tokio::test]
    async fn an_action_is_masked_and_one_from_before_the_shift_left_out() {
        let with_address = Record {
            who: "arn:aws:sts::1:assumed-role/Support/ada@example.com".into(),
            reason: Some("asked by bob@example.com".into()),
            ..record("1", Outcome::Done)
        };
        let earlier = Record { at: Timestamp::UNIX_EPOCH, ..record("2", Outcome::Done) };
        let json = |record: &Record| serde_json::to_string(record).expect("JSON");
        let since: Timestamp = "2026-11-22T09:00:00Z".parse().expect("a time");
        // The end of the earlier one is in the log of the shift.
        let at = since.as_millisecond();
        let events = [event("2", at + 1, &json(&earlier)), event("1", at + 2, &json(&with_address))];

        let read = read(&FakeLogs::new(&[(GROUP, &events)]), GROUP, &wording(), since).await.expect("read");

        let [action] = &read.actions[..] else { panic!("{read:?}") };
        assert_eq!((action.who.as_str(), action.reason.as_deref()), ("a***@e***.com", Some("asked by b***@e***.com")));
        assert_eq!(action.what(), "user disable user:3f9a2b1c0d4e5f60");
    }

    #[tokio::test]
    async fn a_stage_without_an_audit_log_is_not_one_where_nothing_was_done() {
        let read = read(&FakeLogs::new(&[]), GROUP, &wording(), Timestamp::UNIX_EPOCH).await;

        assert!(read.expect_err("unknown").to_string().contains(GROUP));
    }
}
