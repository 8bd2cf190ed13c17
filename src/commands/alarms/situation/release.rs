//! The last deployment, and whether it can be the cause.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::{
    aws::identity::Identity as _,
    context::Context,
    error::Error,
    releases::{History, Outcome, Record, short_name},
    stage::FunctionName,
    time::ago,
};

/// What changed longer before the first alarm is not its cause.
pub(super) const BEFORE: SignedDuration = SignedDuration::from_hours(2);

/// The deployment before last is among these, unless many failed in a row.
const SEARCH_LIMIT: usize = 5;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct LastRelease {
    id: String,
    commit: Option<String>,
    by: String,
    outcome: Outcome,
    /// When it ended, as far as that is known.
    at: Timestamp,
    /// The functions whose code it changed.
    functions: Vec<FunctionName>,
    parameters: Vec<ParameterChange>,
    /// The command that takes it back, where it can be the cause.
    pub(super) rollback: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct ParameterChange {
    name: String,
    before: Option<String>,
    after: Option<String>,
}

/// `None` if nothing was ever deployed.
pub(super) async fn read(cx: &Context, first_alarm: Timestamp) -> Result<Option<LastRelease>, Error> {
    let caller = cx.aws.identity.caller().await?;
    let history = History::read(cx, &caller, SEARCH_LIMIT).await?;
    history.require_readable_unless(!history.entries.is_empty())?;
    let last = last(&history, first_alarm);
    Ok(last.map(|last| LastRelease { rollback: last.rollback.map(|rollback| cx.command_line(&rollback)), ..last }))
}

fn last(history: &History, first_alarm: Timestamp) -> Option<LastRelease> {
    let index = history.entries.iter().position(|entry| entry.record.outcome != Outcome::Interrupted)?;
    let (entry, before) = (&history.entries[index], &history.entries[index + 1..]);
    let before = before.iter().find(|entry| entry.record.outcome == Outcome::Succeeded).map(|entry| &entry.record);
    let record = &entry.record;
    let at = record.ended_at().unwrap_or(record.release.created_at);
    // A rollback may take a while to begin to fail, too.
    let in_time = record.release.created_at <= first_alarm && first_alarm.duration_since(at) <= BEFORE;
    let fits = entry.live && record.outcome == Outcome::Succeeded && in_time && history.rollback_target().is_some();
    Some(LastRelease {
        id: record.release.id.clone(),
        commit: record.release.revision().short(),
        by: short_name(&record.release.by).to_owned(),
        outcome: record.outcome,
        at,
        functions: before.map(|before| changed_functions(before, record)).unwrap_or_default(),
        parameters: before.map(|before| changed_parameters(before, record)).unwrap_or_default(),
        rollback: fits.then(|| ROLLBACK.to_owned()),
    })
}

/// On-call decides whether to wake ops for it.
const ROLLBACK: &str = concat!("srvls", " rollback");

fn changed_functions(before: &Record, after: &Record) -> Vec<FunctionName> {
    let code = |record: &Record| -> BTreeSet<(FunctionName, String)> {
        record.functions.iter().map(|function| (function.name.clone(), function.sha256.clone())).collect()
    };
    code(after).difference(&code(before)).map(|(name, _)| name.clone()).collect()
}

/// Secret values are not recorded.
fn changed_parameters(before: &Record, after: &Record) -> Vec<ParameterChange> {
    let all = |record: &Record| -> BTreeMap<String, String> {
        record.stacks.iter().flat_map(|stack| stack.parameters.clone()).collect()
    };
    let (before, after) = (all(before), all(after));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |name: &&String| ParameterChange {
        name: (*name).clone(),
        before: before.get(*name).cloned(),
        after: after.get(*name).cloned(),
    };
    names.iter().map(change).filter(|change| change.before != change.after).collect()
}

impl LastRelease {
    /// `r20261122T101000000Z (03c0ffee) by ada, 3m before the first alarm`, and what it changed.
    pub(super) fn lines(&self, first_alarm: Timestamp, now: Timestamp) -> Vec<String> {
        let commit = self.commit.as_ref().map(|commit| format!(" ({commit})")).unwrap_or_default();
        let when = match first_alarm.duration_since(self.at).as_mins() {
            // Of what was deployed long ago, only when matters.
            minutes if minutes > BEFORE.as_mins() => format!("nothing deployed since {}: ", ago(self.at, now)),
            _ => String::new(),
        };
        let relation = match first_alarm.duration_since(self.at) {
            before if !when.is_empty() || before.is_zero() => String::new(),
            before if before.is_positive() => format!(", {} before the first alarm", short(before.as_secs())),
            after => format!(", {} after the first alarm", short(-after.as_secs())),
        };
        let outcome = match self.outcome {
            Outcome::Succeeded => String::new(),
            other => format!(", {}", other.words()),
        };
        let mut lines = vec![format!("{when}{}{commit} by {}{outcome}{relation}", self.id, self.by)];
        if !when.is_empty() {
            return lines;
        }
        let functions: Vec<&str> = self.functions.iter().map(|function| function.0.as_str()).collect();
        if !functions.is_empty() {
            lines.push(format!("code of {}", few(&functions)));
        }
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        let parameter = |change: &ParameterChange| {
            format!("parameter {}: {} -> {}", change.name, value(&change.before), value(&change.after))
        };
        lines.extend(self.parameters.iter().map(parameter));
        lines
    }
}

/// `3m`, `2h`
fn short(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{seconds}s"),
        60..7_200 => format!("{}m", seconds / 60),
        _ => format!("{}h", seconds / 3_600),
    }
}

/// `a, b, c and 20 more`
pub(super) fn few(names: &[&str]) -> String {
    const MOST: usize = 3;
    match names.len() {
        0..=MOST => names.join(", "),
        count => format!("{} and {} more", names[..MOST].join(", "), count - MOST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::releases::{Entry, fake::record};

    fn history(records: Vec<Record>) -> History {
        let entries = records.into_iter().enumerate().map(|(index, record)| Entry { live: index == 0, record });
        History::of_test(entries.collect())
    }

    /// Deployed at 10:03, done half a minute later.
    fn changed() -> Record {
        let mut changed = record(3);
        changed.previous = Some(record(1).release.id);
        changed.stacks[0].parameters.insert("ApiRateLimit".into(), "5".into());
        changed
    }

    fn time(text: &str) -> Timestamp {
        format!("2026-11-22T{text}:00Z").parse().expect("a time")
    }

    #[test]
    fn the_last_deployment_before_the_alarm_says_what_it_changed_and_how_to_take_it_back() {
        let last = last(&history(vec![changed(), record(1)]), time("10:07")).expect("deployed");

        assert_eq!(last.rollback.as_deref(), Some("srvls rollback"));
        let expected = [
            "r20261122T100300000Z (03c0ffee) by ada, 3m before the first alarm",
            "code of get_profile",
            "parameter ApiRateLimit: none -> 5",
        ];
        assert_eq!(last.lines(time("10:07"), time("10:12")), expected);
    }

    #[test]
    fn what_can_not_be_the_cause_is_not_taken_back() {
        let of = |records: Vec<Record>, first: &str| last(&history(records), time(first)).expect("deployed");

        let long_ago = of(vec![changed(), record(1)], "18:00");
        assert_eq!(long_ago.rollback, None);
        assert_eq!(
            long_ago.lines(time("18:00"), time("18:03")),
            ["nothing deployed since 7h ago: r20261122T100300000Z (03c0ffee) by ada"]
        );
        let after = of(vec![changed(), record(1)], "10:01");
        assert_eq!(after.rollback, None);
        assert!(after.lines(time("10:01"), time("10:12"))[0].ends_with("2m after the first alarm"));
        assert_eq!(of(vec![record(1)], "10:02").rollback, None, "there is nothing before it");
        let failed = of(vec![Record { outcome: Outcome::RolledBack, ..changed() }, record(1)], "10:07");
        assert_eq!(failed.rollback, None);
        assert!(failed.lines(time("10:07"), time("10:12"))[0].contains("rolled back"));
        assert!(last(&History::default(), time("10:07")).is_none());
    }

    #[test]
    fn many_names_are_counted() {
        assert_eq!(few(&["a", "b", "c"]), "a, b, c");
        assert_eq!(few(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
    }
}
