//! The alarms: what fires, what fired in the shift, what is muted, and what can notify no one.

use std::cmp::Reverse;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::Timestamp;
use serde::Serialize;

use super::{part::Part, wording::Wording};
use crate::{
    aws::{
        AwsError,
        alarms::{Alarm, AlarmState, Alarms, HistoryItem, Mute, Muting, NO_ACTIONS, Severity},
        topics::{Subscribers, Topics, subscribers_of, unheard},
    },
    context::deployed_stack::DeployedStack,
};

/// CloudWatch allows 20 calls a second for the history of alarms.
const HISTORIES_AT_ONCE: usize = 6;

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct AlarmReport {
    /// How many alarms the stage has.
    pub(super) total: usize,
    /// The most urgent first.
    pub(super) firing: Vec<Firing>,
    /// Those that began to fire in the shift, or stopped in it.
    pub(super) fired: Part<Vec<Fired>>,
    pub(super) mutes: Part<Vec<MutedAlarms>>,
    /// The alarms that can notify no one now, but for those that are muted.
    pub(super) silent: Vec<Silent>,
    /// The topics whose subscribers could not be read, and why.
    #[serde(skip)]
    pub(super) unread_topics: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Firing {
    pub(super) alarm: String,
    pub(super) severity: Option<Severity>,
    pub(super) since: Option<Timestamp>,
    /// What its description says, without the severity.
    pub(super) about: Option<String>,
    pub(super) reason: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Fired {
    pub(super) alarm: String,
    pub(super) severity: Option<Severity>,
    /// How often it began to fire in the shift; zero if it began before.
    pub(super) times: usize,
    pub(super) first_at: Option<Timestamp>,
    pub(super) last_at: Option<Timestamp>,
    /// When it stopped; null while it fires.
    pub(super) ended_at: Option<Timestamp>,
    pub(super) reason: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct MutedAlarms {
    pub(super) alarms: Vec<String>,
    pub(super) by: String,
    /// Null if that is not known.
    pub(super) until: Option<Timestamp>,
    /// Whether the time is over, and the actions are still disabled.
    pub(super) overdue: bool,
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Silent {
    pub(super) alarms: Vec<String>,
    pub(super) why: &'static str,
}

/// What is asked of CloudWatch and SNS besides the alarms themselves.
pub(super) async fn read(
    alarms: &(impl Alarms + Muting),
    topics: &impl Topics,
    deployed: &DeployedStack,
    all: &[Alarm],
    wording: &Wording,
    (since, now): (Timestamp, Timestamp),
) -> AlarmReport {
    let arns = deployed.topic_arns();
    let (histories, mutes, subscribers) =
        tokio::join!(histories(alarms, all, since), mutes(alarms, all, now), subscribers_of(topics, &arns));
    let muted: Vec<Mute> = mutes.as_ref().cloned().unwrap_or_default();
    let why = |error: &AwsError| wording.text(&format!("{error}: {}", error.message()));
    let mut fired = histories.map(|histories| fired(&histories, wording));
    if let Ok(fired) = &mut fired {
        fired.sort_by_key(|fired| (fired.severity.is_none(), fired.severity, Reverse(fired.last_at)));
    }
    let failed = subscribers.iter().find_map(|(_, read)| read.as_ref().err());
    AlarmReport {
        total: all.len(),
        firing: firing(all, wording),
        silent: silent(all, &muted, &subscribers, wording),
        unread_topics: failed.map(why),
        fired: fired.map_or_else(|error| Part::Unread(why(&error)), Part::Read),
        mutes: mutes
            .map_or_else(|error| Part::Unread(why(&error)), |mutes| Part::Read(muted_alarms(&mutes, now, wording))),
    }
}

fn firing(all: &[Alarm], wording: &Wording) -> Vec<Firing> {
    let row = |alarm: &Alarm| Firing {
        alarm: wording.alarm(&alarm.name),
        severity: alarm.severity(),
        since: alarm.since,
        about: about(alarm).map(|about| wording.text(about)),
        reason: wording.optional(alarm.reason.as_ref()),
    };
    Alarm::firing(all).into_iter().map(row).collect()
}

fn about(alarm: &Alarm) -> Option<&str> {
    let description = alarm.description.as_deref()?;
    match (alarm.severity(), description.split_once(':')) {
        (Some(_), Some((_, about))) => Some(about.trim()),
        _ => Some(description),
    }
}

/// The history of each alarm that changed its state in the shift.
async fn histories<'a>(
    alarms: &impl Alarms,
    all: &'a [Alarm],
    since: Timestamp,
) -> Result<Vec<(&'a Alarm, Vec<HistoryItem>)>, AwsError> {
    let has_changed = |alarm: &&Alarm| alarm.state != AlarmState::Missing && alarm.since.is_none_or(|at| at >= since);
    let changed = all.iter().filter(has_changed);
    let reads = changed.map(async |alarm| Ok((alarm, alarms.history(&alarm.name, since).await?)));
    stream::iter(reads).buffered(HISTORIES_AT_ONCE).try_collect().await
}

fn fired(histories: &[(&Alarm, Vec<HistoryItem>)], wording: &Wording) -> Vec<Fired> {
    let row = |(alarm, history): &(&Alarm, Vec<HistoryItem>)| {
        // Newest first.
        let began: Vec<&HistoryItem> = history.iter().filter(|item| item.to == Some(AlarmState::Alarm)).collect();
        let last_at = began.first().map(|item| item.timestamp);
        let ended = history.iter().find(|item| {
            item.from == Some(AlarmState::Alarm) && last_at.is_none_or(|last_at| item.timestamp >= last_at)
        });
        (last_at.is_some() || ended.is_some()).then(|| Fired {
            alarm: wording.alarm(&alarm.name),
            severity: alarm.severity(),
            times: began.len(),
            first_at: began.last().map(|item| item.timestamp),
            last_at,
            ended_at: ended.map(|item| item.timestamp),
            reason: began.first().and_then(|item| wording.optional(item.reason.as_ref())),
        })
    };
    histories.iter().filter_map(row).collect()
}

/// The rules that are active, and what alarms with disabled actions have recorded.
async fn mutes(alarms: &(impl Alarms + Muting), all: &[Alarm], now: Timestamp) -> Result<Vec<Mute>, AwsError> {
    let (rules, recorded) = tokio::try_join!(alarms.mutes(now), alarms.recorded_mutes(all))?;
    let names: Vec<String> = all.iter().map(|alarm| alarm.name.clone()).collect();
    let of_stage = |mut mute: Mute| {
        mute.alarms.retain(|alarm| names.contains(alarm));
        (!mute.alarms.is_empty()).then_some(mute)
    };
    Ok(rules.into_iter().chain(recorded).filter_map(of_stage).collect())
}

fn muted_alarms(mutes: &[Mute], now: Timestamp, wording: &Wording) -> Vec<MutedAlarms> {
    let row = |mute: &Mute| MutedAlarms {
        alarms: mute.alarms.iter().map(|alarm| wording.alarm(alarm)).collect(),
        by: wording.text(&mute.rule),
        until: mute.until,
        overdue: mute.is_overdue(now),
    };
    let mut rows: Vec<MutedAlarms> = Vec::new();
    for mute in mutes.iter().map(row) {
        // Recorded mutes are one an alarm.
        let same = |row: &&mut MutedAlarms| (&row.by, row.until, row.overdue) == (&mute.by, mute.until, mute.overdue);
        match rows.iter_mut().find(same) {
            Some(row) => row.alarms.extend(mute.alarms),
            None => rows.push(mute),
        }
    }
    rows
}

fn silent(all: &[Alarm], mutes: &[Mute], subscribers: &Subscribers, wording: &Wording) -> Vec<Silent> {
    let is_muted = |alarm: &Alarm| mutes.iter().any(|mute| mute.covers(std::slice::from_ref(&alarm.name)));
    // A part of a composite alarm needs no actions of its own.
    let is_part = |alarm: &Alarm| all.iter().any(|whole| whole.is_made_of(&alarm.name));
    let mut rows: Vec<Silent> = Vec::new();
    for alarm in all.iter().filter(|alarm| !is_muted(alarm)) {
        let why = alarm.silent().or_else(|| unheard(&alarm.alarm_actions, subscribers));
        let Some(why) = why.filter(|why| *why != NO_ACTIONS || !is_part(alarm)) else { continue };
        match rows.iter_mut().find(|row| row.why == why) {
            Some(row) => row.alarms.push(wording.alarm(&alarm.name)),
            None => rows.push(Silent { alarms: vec![wording.alarm(&alarm.name)], why }),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{super::wording::fake::wording, *};
    use crate::aws::{
        alarms::{Means, MuteRule, fake::alarm},
        topics::Subscriber,
    };

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn change(time: &str, from: AlarmState, to: AlarmState) -> HistoryItem {
        HistoryItem {
            timestamp: at(time),
            kind: "StateUpdate".into(),
            summary: String::new(),
            from: Some(from),
            to: Some(to),
            reason: Some(format!("{from} to {to} by ada@example.com")),
        }
    }

    #[test]
    fn an_alarm_that_fired_twice_is_one_row_with_its_last_end() {
        use AlarmState::{Alarm, Ok};
        let history = vec![
            change("2026-11-22T10:30:00Z", Alarm, Ok),
            change("2026-11-22T10:20:00Z", Ok, Alarm),
            change("2026-11-22T10:10:00Z", Alarm, Ok),
            change("2026-11-22T10:00:00Z", Ok, Alarm),
        ];
        let alarm = alarm("shop-dev-5xx", Ok, "critical: the API fails");

        let rows = fired(&[(&alarm, history)], &wording());

        let [row] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((row.alarm.as_str(), row.times), ("5xx", 2));
        assert_eq!((row.first_at, row.last_at), (Some(at("2026-11-22T10:00:00Z")), Some(at("2026-11-22T10:20:00Z"))));
        assert_eq!(row.ended_at, Some(at("2026-11-22T10:30:00Z")));
        assert_eq!(row.reason.as_deref(), Some("OK to ALARM by a***@e***.com"));
    }

    #[test]
    fn an_alarm_that_still_fires_has_no_end_and_one_that_began_before_has_no_beginning() {
        use AlarmState::{Alarm, InsufficientData, Ok};
        let alarm = alarm("shop-dev-5xx", Alarm, "critical: the API fails");
        let row = |history| fired(&[(&alarm, history)], &wording()).pop();

        let still = row(vec![change("2026-11-22T10:20:00Z", Ok, Alarm), change("2026-11-22T10:10:00Z", Alarm, Ok)]);
        let before = row(vec![change("2026-11-22T10:10:00Z", Alarm, Ok)]);

        assert_eq!(still.map(|row| (row.times, row.ended_at)), Some((1, None)));
        assert_eq!(before.map(|row| (row.times, row.last_at, row.ended_at.is_some())), Some((0, None, true)));
        assert_eq!(row(vec![change("2026-11-22T10:10:00Z", InsufficientData, Ok)]), None);
    }

    #[test]
    fn what_is_silent_says_why_unless_it_is_muted_or_not_known() {
        let heard = alarm("shop-dev-heard", AlarmState::Ok, "");
        let topic = heard.alarm_actions[0].clone();
        let subscriber = |is_confirmed| Subscriber { protocol: "email".into(), endpoint: "a@b.c".into(), is_confirmed };
        let silence = |read| {
            let alarms = std::slice::from_ref(&heard);
            silent(alarms, &[], &BTreeMap::from([(topic.clone(), read)]), &wording()).pop().map(|row| row.why)
        };

        assert_eq!(silence(Ok(vec![subscriber(true)])), None);
        assert_eq!(silence(Ok(vec![subscriber(false)])), Some("no subscription is confirmed"));
        assert_eq!(silence(Ok(Vec::new())), Some("no one subscribes to the topic"));
        assert_eq!(silence(Err(AwsError::service("sns:ListSubscriptionsByTopic", "AccessDenied"))), None);

        let disabled = Alarm { actions_enabled: false, ..alarm("shop-dev-off", AlarmState::Ok, "") };
        let mute = Mute { rule: "ada".into(), alarms: vec![disabled.name.clone()], ..Mute::default() };
        let of = |mutes: &[Mute]| silent(std::slice::from_ref(&disabled), mutes, &BTreeMap::new(), &wording()).len();
        assert_eq!((of(&[]), of(&[mute])), (1, 0));
    }

    #[test]
    fn a_mute_is_overdue_only_where_nothing_ends_it() {
        let until = Some(at("2026-11-22T10:00:00Z"));
        let mute = |alarm: &str, means| Mute { rule: "ada".into(), alarms: vec![alarm.into()], until, means };
        let mutes = [
            mute("shop-dev-a", Means::DisabledActions),
            mute("shop-dev-b", Means::DisabledActions),
            mute("shop-dev-c", Means::Rule(MuteRule::default())),
        ];

        let rows = muted_alarms(&mutes, at("2026-11-22T10:12:00Z"), &wording());

        let rows: Vec<_> = rows.iter().map(|row| (row.alarms.join(" "), row.overdue)).collect();
        assert_eq!(rows, [("a b".to_owned(), true), ("c".to_owned(), false)]);
    }
}
