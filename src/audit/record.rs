//! One record of the audit trail, and how its events become it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An event as it is written down. A field that an older srvls did not write has a default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The same in both events of a record.
    pub(crate) id: String,
    /// When it began.
    pub(crate) at: Timestamp,
    /// The caller's ARN, as STS returned it to the caller's machine.
    pub(crate) who: String,
    pub(crate) stage: String,
    /// The words of the command line, without their values.
    pub(crate) command: String,
    /// `None` if it has none, or if the stage's key could not be read.
    #[serde(default)]
    pub(crate) target: Option<String>,
    #[serde(default)]
    pub(crate) reason: Option<String>,
    pub(crate) outcome: Outcome,
    /// The code of the error that ended it.
    #[serde(default)]
    pub(crate) code: Option<String>,
    #[serde(default)]
    pub(crate) ended_at: Option<Timestamp>,
    /// The version of srvls.
    #[serde(default)]
    pub(crate) srvls: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// Under way, or its end was not recorded.
    Begun,
    Done,
    Failed,
    /// By a guard, or by a no to the question.
    Refused,
    Interrupted,
    /// Begun and never completed; also a word of a newer srvls.
    #[serde(other)]
    Unknown,
}

impl Outcome {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Interrupted => "interrupted",
            Self::Unknown => "unknown",
        }
    }
}

impl Record {
    /// Whether this caller made it, by the whole ARN or by its last part.
    pub(crate) fn is_by(&self, who: &str) -> bool {
        self.who == who || self.short_who() == who
    }

    /// A user's name, or that of a role's session.
    pub(crate) fn short_who(&self) -> &str {
        self.who.rsplit(['/', ':']).next().unwrap_or(&self.who)
    }

    /// Whether its target has one of these pseudonyms.
    pub(crate) fn is_about(&self, pseudonyms: &[String]) -> bool {
        let name = self.target.as_deref().and_then(|target| target.split_once(':')).map(|(_, name)| name);
        name.is_some_and(|name| name.split('/').any(|part| pseudonyms.iter().any(|pseudonym| pseudonym == part)))
    }

    /// What the completion adds to the beginning. The rest stays as it was begun.
    fn complete(&mut self, completion: Self) {
        if self.outcome == Outcome::Begun {
            self.outcome = completion.outcome;
            self.code = completion.code;
            self.ended_at = completion.ended_at;
            self.target = completion.target.or(self.target.take());
        }
    }
}

/// The records of these events, newest first, and how many events are no record.
pub(crate) fn records<'a>(events: impl IntoIterator<Item = &'a str>) -> (Vec<Record>, usize) {
    let (mut records, mut unreadable) = (Vec::<Record>::new(), 0);
    let mut index_of = BTreeMap::new();
    for event in events {
        let Ok(record) = serde_json::from_str::<Record>(event) else {
            unreadable += 1;
            continue;
        };
        match index_of.get(&record.id) {
            Some(&index) => {
                let earlier: &mut Record = &mut records[index];
                earlier.complete(record);
            }
            None => {
                index_of.insert(record.id.clone(), records.len());
                records.push(record);
            }
        }
    }
    for record in records.iter_mut().filter(|record| record.outcome == Outcome::Begun) {
        record.outcome = Outcome::Unknown;
    }
    records.reverse();
    records.sort_by_key(|record| std::cmp::Reverse(record.at));
    (records, unreadable)
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    pub(crate) fn record(id: &str, outcome: Outcome) -> Record {
        Record {
            id: id.to_owned(),
            at: "2026-11-22T10:00:00Z".parse().expect("a time"),
            who: "arn:aws:sts::123456789012:assumed-role/Support/ada".into(),
            stage: "prod".into(),
            command: "user disable".into(),
            target: Some("user:3f9a2b1c0d4e5f60".into()),
            reason: Some("T-1".into()),
            outcome,
            code: None,
            ended_at: None,
            srvls: "0.1.0".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{fake::record, *};

    fn read(events: &[Record]) -> Vec<Record> {
        let events: Vec<String> = events.iter().map(|event| serde_json::to_string(event).expect("JSON")).collect();
        records(events.iter().map(String::as_str)).0
    }

    #[test]
    fn two_events_make_one_record() {
        let ended_at = "2026-11-22T10:00:01Z".parse().ok();
        let failed = Record { code: Some("not_allowed".into()), ended_at, ..record("1", Outcome::Failed) };

        assert_eq!(read(&[record("1", Outcome::Begun), failed.clone()]), [failed]);
    }

    #[test]
    fn a_record_without_a_completion_is_unknown() {
        assert_eq!(read(&[record("1", Outcome::Begun)])[0].outcome, Outcome::Unknown);
    }

    #[test]
    fn a_later_event_changes_neither_the_outcome_nor_who_it_was() {
        let other = Record { who: "arn:aws:iam::1:user/mallory".into(), ..record("1", Outcome::Done) };

        let found = read(&[record("1", Outcome::Begun), other, record("1", Outcome::Failed)]);

        assert_eq!(found, [record("1", Outcome::Done)]);
    }

    #[test]
    fn a_target_that_becomes_known_later_replaces_the_first() {
        let target = Some("release:r1".to_owned());

        let found =
            read(&[record("1", Outcome::Begun), Record { target: target.clone(), ..record("1", Outcome::Done) }]);

        assert_eq!(found[0].target, target);
    }

    #[test]
    fn the_newest_comes_first() {
        let later = Record { at: "2026-11-22T11:00:00Z".parse().expect("a time"), ..record("2", Outcome::Done) };

        let ids: Vec<String> = read(&[record("1", Outcome::Done), later, record("3", Outcome::Done)])
            .into_iter()
            .map(|it| it.id)
            .collect();

        assert_eq!(ids, ["2", "3", "1"]);
    }

    #[test]
    fn events_that_are_no_records_are_counted() {
        assert_eq!(records(["", "{}", "hello"]), (Vec::new(), 3));
    }

    #[test]
    fn a_word_of_a_newer_srvls_is_unknown() {
        let mut newer = serde_json::to_value(record("1", Outcome::Done)).expect("JSON");
        newer["outcome"] = "postponed".into();

        assert_eq!(records([newer.to_string().as_str()]).0[0].outcome, Outcome::Unknown);
    }

    #[test]
    fn a_caller_is_named_by_the_arn_or_its_last_part() {
        let record = record("1", Outcome::Done);

        assert!(record.is_by("ada") && record.is_by("arn:aws:sts::123456789012:assumed-role/Support/ada"));
        assert!(!record.is_by("da") && !record.is_by("Support/ada") && !record.is_by(""));
    }

    #[test]
    fn a_target_matches_by_whole_pseudonyms() {
        let of = |target: &str| Record { target: Some(target.into()), ..record("1", Outcome::Done) };
        let is_about = |target: &str| of(target).is_about(&["3f9a".to_owned()]);

        assert!(is_about("user:3f9a") && is_about("AppData:3f9a/77"));
        assert!(!is_about("user:3f9a2") && !is_about("3f9a") && !is_about("stack:dev"));
    }
}
