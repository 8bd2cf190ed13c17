//! What keeps alarms from notifying, if the caller may read it.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    aws::{
        AwsError,
        alarms::{Alarm, Alarms, Means, Mute, Muting},
        optional,
    },
    terminal::progress::Progress,
    time::minute,
};

/// The mutes in effect, and why some could not be read: then an alarm that seems not to be muted may be.
#[derive(Debug, Default)]
pub(super) struct Mutes {
    mutes: Vec<Mute>,
    unread: Vec<(&'static str, AwsError)>,
}

impl Mutes {
    /// The mute rules.
    pub(super) async fn read(alarms: &impl Alarms, now: Timestamp) -> Self {
        Self::default().with("the mute rules", optional(alarms.mutes(now)).await)
    }

    /// These and what the alarms with disabled actions have recorded.
    pub(super) async fn and_recorded(self, muting: &impl Muting, alarms: &[Alarm]) -> Self {
        self.with("the alarms' tags", optional(muting.recorded_mutes(alarms)).await)
    }

    fn with(mut self, what: &'static str, read: Result<Vec<Mute>, AwsError>) -> Self {
        match read {
            Ok(mutes) => self.mutes.extend(mutes),
            Err(error) => self.unread.push((what, error)),
        }
        self
    }

    /// Everything that mutes an alarm.
    pub(super) fn all_of(&self, alarm: &str) -> impl Iterator<Item = &Mute> {
        self.mutes.iter().filter(move |mute| mute.alarms.iter().any(|name| name == alarm))
    }

    /// What mutes an alarm: of several, the one that lasts longest.
    pub(super) fn of(&self, alarm: &str) -> Muted {
        let longest = self.all_of(alarm).max_by_key(|mute| mute.until);
        longest.map_or_else(Muted::default, |mute| Muted {
            muted_by: Some(mute.rule.clone()),
            muted_until: mute.until,
            means: Some(mute.means.clone()),
        })
    }

    /// Whether the alarm's actions are still disabled although its mute is over.
    pub(super) fn is_overdue(&self, alarm: &Alarm, now: Timestamp) -> bool {
        !alarm.actions_enabled && self.all_of(&alarm.name).any(|mute| mute.is_overdue(now))
    }

    /// Says why some could not be read.
    pub(super) fn report_unreadable(&self, progress: Progress) {
        for (what, error) in &self.unread {
            progress.warn(format_args!("could not read {what}: {error}"));
        }
    }

    /// What could not be read, in words.
    pub(super) fn unread(&self) -> Option<String> {
        let unread: Vec<&str> = self.unread.iter().map(|(what, _)| *what).collect();
        (!unread.is_empty()).then(|| unread.join(" and "))
    }

    /// The fields of an alarm that are null because the mutes could not be read.
    pub(super) fn not_read(&self) -> &'static [&'static str] {
        if self.unread.is_empty() { &[] } else { &["muted_by", "muted_until"] }
    }
}

/// Both null for an alarm that is not muted.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Muted {
    /// The rule; of disabled actions, who disabled them.
    pub(super) muted_by: Option<String>,
    /// Also null if srvls cannot parse the rule's schedule.
    pub(super) muted_until: Option<Timestamp>,
    #[serde(skip)]
    pub(super) means: Option<Means>,
}

impl Muted {
    /// `by nightly, until 2026-11-22T12:00:00Z`
    pub(super) fn sentence(&self) -> Option<String> {
        let by = self.muted_by.as_ref()?;
        let until = self.muted_until.map(|until| format!(", until {until}")).unwrap_or_default();
        let means = if self.by_disabled_actions() { " (actions disabled)" } else { "" };
        Some(format!("by {by}{until}{means}"))
    }

    /// The same, short enough for a column.
    pub(super) fn note(&self, now: Timestamp) -> Option<String> {
        let by = self.muted_by.as_ref()?;
        Some(match self.muted_until {
            Some(until) if until <= now => format!("actions still disabled, due {}", minute(until)),
            Some(until) => format!("muted until {until}"),
            None => format!("muted by {by}"),
        })
    }

    pub(super) fn by_disabled_actions(&self) -> bool {
        self.means == Some(Means::DisabledActions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::alarms::{
        AlarmState, MuteRule,
        fake::{FakeAlarms, FakeMuting, alarm},
    };

    const NOW: &str = "2026-11-22T10:12:00Z";

    fn mute(rule: &str, alarm: &str, until: Option<&str>) -> Mute {
        let until = until.map(|until| until.parse().expect("a time"));
        Mute { rule: rule.into(), alarms: vec![alarm.into()], until, means: Means::Rule(MuteRule::default()) }
    }

    #[tokio::test]
    async fn the_rule_that_mutes_longest_wins() {
        let mutes = vec![
            mute("unknown", "a", None),
            mute("later", "a", Some("2026-11-22T12:00:00Z")),
            mute("sooner", "a", Some("2026-11-22T11:00:00Z")),
            mute("unknown", "b", None),
        ];
        let alarms = FakeAlarms { mutes: Some(mutes), ..FakeAlarms::default() };
        let now = NOW.parse().expect("a time");

        let mutes = Mutes::read(&alarms, now).await;

        let described = |alarm| (mutes.of(alarm).note(now), mutes.of(alarm).sentence());
        assert_eq!(
            described("a"),
            (Some("muted until 2026-11-22T12:00:00Z".into()), Some("by later, until 2026-11-22T12:00:00Z".into()))
        );
        assert_eq!(described("b"), (Some("muted by unknown".into()), Some("by unknown".into())));
        assert_eq!(described("c"), (None, None));
    }

    #[tokio::test]
    async fn unreadable_rules_mute_nothing() {
        let mutes = Mutes::read(&FakeAlarms { mutes: None, ..FakeAlarms::default() }, Timestamp::UNIX_EPOCH).await;

        assert_eq!(mutes.of("a"), Muted::default());
        assert_eq!(mutes.unread().as_deref(), Some("the mute rules"));
    }

    #[tokio::test]
    async fn a_recorded_end_counts_for_as_long_as_the_actions_are_disabled() {
        let until = "2026-11-22T10:00:00Z".parse().ok();
        let recorded =
            vec![Mute { rule: "ada".into(), alarms: vec!["a".into()], until, means: Means::DisabledActions }];
        let muting = FakeMuting { recorded, ..FakeMuting::default() };
        let now = NOW.parse().expect("a time");
        let disabled = Alarm { actions_enabled: false, ..alarm("a", AlarmState::Ok, "") };

        let mutes = Mutes::default().and_recorded(&muting, std::slice::from_ref(&disabled)).await;

        assert!(mutes.is_overdue(&disabled, now));
        assert_eq!(mutes.of("a").note(now).as_deref(), Some("actions still disabled, due 2026-11-22 10:00Z"));
        assert!(!mutes.is_overdue(&disabled, "2026-11-22T09:00:00Z".parse().expect("a time")), "not yet");
        let enabled = alarm("a", AlarmState::Ok, "");
        assert!(!mutes.is_overdue(&enabled, now), "a deployment enabled it");
        let mutes = Mutes::default().and_recorded(&muting, &[enabled]).await;
        assert_eq!(mutes.of("a"), Muted::default());
    }
}
