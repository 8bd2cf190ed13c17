//! What support did about a user, from the audit log, which names them by a pseudonym.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    audit::{Outcome, PseudonymKey, Record, records},
    aws::{
        AwsError,
        logs::{Logs, NewestEvents, Pattern, newest},
    },
    time::minute,
};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct SupportAction {
    pub(super) at: Timestamp,
    pub(super) who: String,
    pub(super) command: String,
    pub(super) reason: Option<String>,
    pub(super) outcome: Outcome,
}

/// Newest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(super) struct SupportActions {
    pub(super) actions: Vec<SupportAction>,
    /// Whether these are all of the time that was asked for.
    pub(super) complete: bool,
}

/// The newest records, from at most `most_pages` of the log. A log that is missing has no records yet.
pub(super) async fn support_actions(
    logs: &impl Logs,
    group: &str,
    key: &PseudonymKey,
    sub: &str,
    since: Timestamp,
    most_pages: usize,
) -> Result<SupportActions, AwsError> {
    let pseudonym = key.pseudonym(sub);
    let about = (group.to_owned(), since, Pattern::Phrase(pseudonym.clone()));
    let read = newest(logs, about, most_pages).await?;
    let NewestEvents { events, complete } = read.unwrap_or(NewestEvents { events: Vec::new(), complete: true });
    let (records, _) = records(events.iter().map(|event| event.message.as_str()));
    let about = records.into_iter().filter(|record| record.is_about(std::slice::from_ref(&pseudonym)));
    Ok(SupportActions { actions: about.map(SupportAction::from).collect(), complete })
}

impl From<Record> for SupportAction {
    fn from(record: Record) -> Self {
        Self {
            at: record.at,
            who: record.short_who().to_owned(),
            command: record.command,
            reason: record.reason,
            outcome: record.outcome,
        }
    }
}

impl SupportAction {
    /// `user disable by ada: T-1`; how it ended, too, unless it is done.
    pub(super) fn words(&self) -> String {
        let reason = self.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let outcome =
            if self.outcome == Outcome::Done { String::new() } else { format!(" ({})", self.outcome.words()) };
        format!("{}{outcome} by {}{reason}", self.command, self.who)
    }
}

impl SupportActions {
    /// Who disabled the account, when and why, as far as that is recorded.
    pub(super) fn disabling(&self) -> Option<String> {
        let mut done = self.actions.iter().filter(|action| action.outcome == Outcome::Done);
        let of_state = |action: &&SupportAction| {
            ["user disable", "user contain", "user enable"].contains(&action.command.as_str())
        };
        let last = done.find(of_state).filter(|action| action.command != "user enable")?;
        let reason = last.reason.as_ref().map(|reason| format!(", for {reason}")).unwrap_or_default();
        Some(format!("by {} on {}{reason}", last.who, minute(last.at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::fake::record,
        aws::logs::{
            LogEvent,
            fake::{FakeLogs, event},
        },
    };

    const GROUP: &str = "/srvls/srvls-dev/audit";

    fn about(sub: &str, id: &str, command: &str, hour: i64) -> LogEvent {
        let at = Timestamp::from_second(1_795_300_000 + 3600 * hour).expect("a time");
        let target = Some(format!("user:{}", PseudonymKey::of_test().pseudonym(sub)));
        let record = Record { target, command: command.into(), at, ..record(id, Outcome::Done) };
        event(id, at.as_millisecond(), &serde_json::to_string(&record).expect("JSON"))
    }

    async fn read(events: &[LogEvent]) -> SupportActions {
        let logs = FakeLogs::new(&[(GROUP, events)]);
        support_actions(&logs, GROUP, &PseudonymKey::of_test(), "ada", Timestamp::UNIX_EPOCH, 9).await.expect("read")
    }

    #[tokio::test]
    async fn only_what_is_about_the_user_is_listed_newest_first() {
        let read = read(&[
            about("ada", "1", "user disable", 1),
            about("bob", "2", "user disable", 2),
            about("ada", "3", "user enable", 3),
        ])
        .await;

        let commands: Vec<&str> = read.actions.iter().map(|action| action.command.as_str()).collect();
        assert_eq!((commands, read.complete), (vec!["user enable", "user disable"], true));
        assert_eq!(read.disabling(), None, "enabled since");
    }

    #[tokio::test]
    async fn a_disabled_account_says_who_did_it_and_why() {
        let read = read(&[about("ada", "1", "user contain", 1), about("ada", "2", "user lookup --reveal", 2)]).await;

        assert_eq!(read.disabling().as_deref(), Some("by ada on 2026-11-21 23:26Z, for T-1"));
    }
}
