//! The mute rules in effect, if the caller may read them.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    aws::{
        AwsError,
        alarms::{Alarms, Mute},
        optional,
    },
    terminal::progress::Progress,
};

/// The mute rules in effect, or why they could not be read: then no alarm counts as muted.
#[derive(Debug)]
pub(super) struct Mutes(Result<Vec<Mute>, AwsError>);

impl Mutes {
    pub(super) async fn read(alarms: &impl Alarms, now: Timestamp) -> Self {
        Self(optional(alarms.mutes(now)).await)
    }

    /// What mutes an alarm: of several rules, the one that lasts longest.
    pub(super) fn of(&self, alarm: &str) -> Muted {
        let mutes = self.0.iter().flatten();
        let longest = mutes.filter(|mute| mute.alarms.iter().any(|name| name == alarm)).max_by_key(|mute| mute.until);
        longest.map_or_else(Muted::default, |mute| Muted { muted_by: Some(mute.rule.clone()), muted_until: mute.until })
    }

    /// Says why the rules could not be read.
    pub(super) fn report_unreadable(&self, progress: Progress) {
        if let Err(error) = &self.0 {
            progress.warn(format_args!("could not read the mute rules: {error}"));
        }
    }

    /// The fields of an alarm that are null because the rules could not be read.
    pub(super) fn not_read(&self) -> &'static [&'static str] {
        if self.0.is_err() { &["muted_by", "muted_until"] } else { &[] }
    }
}

/// Both null for an alarm that is not muted.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Muted {
    /// The rule.
    muted_by: Option<String>,
    /// Also null if srvls cannot parse the rule's schedule.
    muted_until: Option<Timestamp>,
}

impl Muted {
    /// `by nightly, until 2026-11-22T12:00:00Z`
    pub(super) fn sentence(&self) -> Option<String> {
        let rule = self.muted_by.as_ref()?;
        let until = self.muted_until.map(|until| format!(", until {until}")).unwrap_or_default();
        Some(format!("by {rule}{until}"))
    }

    /// The same, short enough for a column.
    pub(super) fn note(&self) -> Option<String> {
        let rule = self.muted_by.as_ref()?;
        Some(self.muted_until.map_or_else(|| format!("muted by {rule}"), |until| format!("muted until {until}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::alarms::fake::FakeAlarms;

    fn mute(rule: &str, alarm: &str, until: Option<&str>) -> Mute {
        let until = until.map(|until| until.parse().expect("a time"));
        Mute { rule: rule.into(), alarms: vec![alarm.into()], until }
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

        let mutes = Mutes::read(&alarms, Timestamp::UNIX_EPOCH).await;

        let described = |alarm| (mutes.of(alarm).note(), mutes.of(alarm).sentence());
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
    }
}
