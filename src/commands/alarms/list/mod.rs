//! `srvls alarms`: the stack's alarms, firing ones first.

mod cause;
mod reach;
mod view;

use std::cmp::Reverse;

use jiff::Timestamp;
use serde::Serialize;

use super::{
    muted::{Muted, Mutes},
    overdue,
    recipients::{Recipient, Recipients},
    situation::{self, Situation},
    stage_alarms::{self, StageAlarms},
};
use crate::{
    aws::alarms::{Alarm, AlarmKind, AlarmState, Severity, Subject},
    context::Context,
    error::Error,
};

#[derive(Debug, Default, clap::Args)]
pub(crate) struct ListArgs {
    /// Show only alarms in this state
    #[arg(long, value_enum, ignore_case = true)]
    state: Option<AlarmState>,
    /// Show only alarms of this severity
    #[arg(long, value_enum)]
    severity: Option<Severity>,
    /// Exit with 3 if a listed alarm is in ALARM
    #[arg(long)]
    exit_code: bool,
}

impl ListArgs {
    pub(super) fn is_given(&self) -> bool {
        self.state.is_some() || self.severity.is_some() || self.exit_code
    }
}

pub(super) async fn run(cx: &Context, args: &ListArgs) -> Result<AlarmsReport, Error> {
    let found = stage_alarms::look(cx).await?;
    found.mutes.report_unreadable(cx.progress);
    found.recipients.report_unreadable(cx.progress);
    let (firing, overdue) = (found.firing(), found.overdue());
    let (restored, situation) = tokio::join!(
        overdue::restore(cx, &overdue, &found.deployed.name.0),
        situation::read(cx, &found.deployed, &firing, found.now),
    );
    Ok(AlarmsReport { situation, ..report(found, args, restored) })
}

/// `restored` says whether the actions of what was overdue are enabled again.
pub(super) fn report(found: StageAlarms, args: &ListArgs, restored: bool) -> AlarmsReport {
    let StageAlarms { deployed, alarms, mutes, recipients, now } = found;
    let row = |alarm: Alarm| {
        if restored && mutes.is_overdue(&alarm, now) {
            return AlarmRow::new(Alarm { actions_enabled: true, ..alarm }, &Mutes::default(), &recipients);
        }
        AlarmRow::new(alarm, &mutes, &recipients)
    };
    let mut rows: Vec<AlarmRow> = alarms.into_iter().map(row).collect();
    rows.retain(|row| args.state.is_none_or(|state| row.state == state));
    rows.retain(|row| args.severity.is_none_or(|severity| row.severity == Some(severity)));
    // Unknown severity last; the newest change first.
    rows.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()).then_with(|| a.name.cmp(&b.name)));
    let (not_read, narrowed) = (mutes.not_read(), args.state.is_some() || args.severity.is_some());
    let (stack, exit_code) = (deployed.name.0.clone(), args.exit_code);
    AlarmsReport { alarms: rows, situation: None, not_read, stack, now, mutes, narrowed, exit_code }
}

#[derive(Debug, Serialize)]
pub(crate) struct AlarmsReport {
    pub(super) alarms: Vec<AlarmRow>,
    /// What is hit, what changed, what to do; null when nothing fires.
    pub(super) situation: Option<Situation>,
    /// The fields that are null because AWS did not say.
    not_read: &'static [&'static str],
    #[serde(skip)]
    pub(super) stack: String,
    #[serde(skip)]
    now: Timestamp,
    #[serde(skip)]
    mutes: Mutes,
    /// Whether these are only the alarms that were asked for.
    #[serde(skip)]
    narrowed: bool,
    #[serde(skip)]
    exit_code: bool,
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct AlarmRow {
    pub(super) name: String,
    pub(super) severity: Option<Severity>,
    pub(super) state: AlarmState,
    pub(super) since: Option<Timestamp>,
    pub(super) reason: Option<String>,
    /// The metric; for a composite alarm, its rule.
    pub(super) metric: Option<String>,
    pub(super) comparison: Option<String>,
    pub(super) threshold: Option<f64>,
    /// Of the threshold and the value.
    pub(super) unit: Option<String>,
    pub(super) value: Option<f64>,
    pub(super) actions_enabled: bool,
    #[serde(flatten)]
    pub(super) muted: Muted,
    pub(super) kind: AlarmKind,
    /// Why the alarm notifies no one.
    pub(super) silent: Option<&'static str>,
    /// The same, where that is the alarm's own doing and not that of its topics.
    #[serde(skip)]
    pub(super) own_silence: Option<&'static str>,
    /// Whom it notifies; null if that could not be read.
    pub(super) notifies: Option<Vec<Recipient>>,
    /// Whether no evaluation ever had data.
    pub(super) never_had_data: bool,
    /// What the alarm is about.
    pub(super) subject: Option<Subject>,
}

impl AlarmRow {
    fn new(alarm: Alarm, mutes: &Mutes, recipients: &Recipients) -> Self {
        let (severity, own_silence) = (alarm.severity(), alarm.silent());
        let silent = own_silence.or_else(|| recipients.silence(&alarm));
        let (notifies, never_had_data) = (recipients.of(&alarm), alarm.never_had_data());
        let (metric, comparison, threshold, unit) = match alarm.watch {
            Some(watch) => (Some(watch.metric), Some(watch.comparison), watch.threshold, watch.unit),
            None => (alarm.rule, None, None, None),
        };
        Self {
            muted: mutes.of(&alarm.name),
            name: alarm.name,
            severity,
            state: alarm.state,
            since: alarm.since,
            reason: alarm.reason,
            metric,
            comparison,
            threshold,
            unit,
            value: alarm.value,
            actions_enabled: alarm.actions_enabled,
            kind: alarm.kind,
            silent,
            own_silence,
            notifies,
            never_had_data,
            subject: alarm.subject,
        }
    }

    fn sort_key(&self) -> (AlarmState, bool, Option<Severity>, Reverse<Option<Timestamp>>) {
        (self.state, self.severity.is_none(), self.severity, Reverse(self.since))
    }
}

#[cfg(test)]
pub(super) use self::tests::listed;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        aws::{
            alarms::{
                Means, Mute, MuteRule,
                fake::{FakeAlarms, FakeMuting, alarm},
            },
            topics::fake::{FakeTopics, subscriber},
        },
        commands::alarms::name::short_name,
        context::deployed_stack::fake::deployed,
        exit::Exit,
        privacy::Privacy,
        terminal::output::Report as _,
    };

    const TOPIC: &str = "arn:aws:sns:us-east-1:000000000000:critical";
    const NOW: &str = "2026-11-22T10:12:00Z";

    pub(super) fn fires_since(name: &str, description: &str, since: &str) -> Alarm {
        Alarm { since: since.parse().ok(), ..alarm(name, AlarmState::Alarm, description) }
    }

    pub(in crate::commands::alarms) async fn listed(alarms: Vec<Alarm>, args: ListArgs) -> AlarmsReport {
        listed_from(FakeAlarms { alarms, mutes: Some(Vec::new()), ..FakeAlarms::default() }, args).await
    }

    pub(super) async fn listed_from(alarms: FakeAlarms, args: ListArgs) -> AlarmsReport {
        let names = alarms.alarms.iter().map(|alarm| alarm.name.as_str());
        let alarm = |name| ("AWS::CloudWatch::Alarm", "AnAlarm", name);
        let topic = ("AWS::SNS::Topic", "CriticalTopic", TOPIC);
        let resources: Vec<_> = names.map(alarm).chain([topic]).collect();
        let deployed = deployed(&resources);
        let topics = FakeTopics([(TOPIC, vec![subscriber("email", "ops@example.com", true)])].into());
        let now = NOW.parse().expect("a time");
        let found = stage_alarms::read(async { Ok(deployed) }, &alarms, &topics, Privacy::Masked, now).await;
        report(found.expect("found"), &args, false)
    }

    fn names(report: &AlarmsReport) -> Vec<&str> {
        report.alarms.iter().map(|alarm| short_name(&alarm.name, "srvls-dev")).collect()
    }

    pub(super) fn every_state() -> Vec<Alarm> {
        vec![
            alarm("srvls-dev-ok", AlarmState::Ok, "critical: call"),
            alarm("srvls-dev-unknown", AlarmState::Alarm, "no severity"),
            fires_since("srvls-dev-warns", "warning: look", "2026-11-22T10:05:00Z"),
            fires_since("srvls-dev-older", "critical: call", "2026-11-22T09:00:00Z"),
            fires_since("srvls-dev-newer", "critical: call", "2026-11-22T10:00:00Z"),
            alarm("srvls-dev-silent", AlarmState::InsufficientData, "critical: call"),
        ]
    }

    #[tokio::test]
    async fn firing_alarms_come_first_and_critical_ones_before_the_rest() {
        let report = listed(every_state(), ListArgs::default()).await;

        assert_eq!(names(&report), ["newer", "older", "warns", "unknown", "silent", "ok"]);
    }

    #[tokio::test]
    async fn the_list_is_narrowed_by_state_and_severity() {
        let args = ListArgs { state: Some(AlarmState::Alarm), severity: Some(Severity::Critical), exit_code: false };

        assert_eq!(names(&listed(every_state(), args).await), ["newer", "older"]);
    }

    #[tokio::test]
    async fn a_firing_alarm_sets_the_exit_code_only_with_the_flag() {
        let with_exit_code = || ListArgs { exit_code: true, ..ListArgs::default() };

        assert_eq!(listed(every_state(), with_exit_code()).await.exit(), Exit::Findings);
        assert_eq!(listed(every_state(), ListArgs::default()).await.exit(), Exit::Success);
        let fine = vec![alarm("srvls-dev-ok", AlarmState::Ok, "critical: call")];
        assert_eq!(listed(fine, with_exit_code()).await.exit(), Exit::Success);
    }

    #[tokio::test]
    async fn an_alarm_has_the_documented_fields() {
        let report =
            listed(vec![alarm("srvls-dev-5xx", AlarmState::Alarm, "critical: call")], ListArgs::default()).await;

        assert_eq!(
            serde_json::to_value(&report).expect("data"),
            json!({ "alarms": [{
                "name": "srvls-dev-5xx", "severity": "critical", "state": "ALARM", "since": "2026-11-22T10:00:00Z",
                "reason": "Threshold Crossed", "metric": "AWS/ApiGateway 5XXError", "comparison": ">",
                "threshold": 0.01, "unit": null, "value": 0.25, "actions_enabled": true, "muted_by": null, "muted_until": null,
                "kind": "metric", "silent": null, "never_had_data": false, "notifies": [{
                    "protocol": "email", "address": "o***@e***.com", "is_confirmed": true, "topic": "critical",
                }], "subject": { "kind": "API", "name": "srvls-dev" },
            }], "situation": null, "not_read": [] })
        );
    }

    #[tokio::test]
    async fn mute_rules_that_can_not_be_read_are_named_beside_the_null() {
        let alarms = vec![alarm("srvls-dev-5xx", AlarmState::Alarm, "critical: call")];

        let report = listed_from(FakeAlarms { alarms, ..FakeAlarms::default() }, ListArgs::default()).await;

        let data = serde_json::to_value(&report).expect("data");
        assert_eq!(
            (&data["alarms"][0]["muted_until"], &data["not_read"]),
            (&json!(null), &json!(["muted_by", "muted_until"]))
        );
        let text = report.view().render(Some(80)).unstyled();
        assert!(text.ends_with("\n\nnot read: the mute rules, so an alarm may be muted"), "{text}");
    }

    #[tokio::test]
    async fn an_alarm_that_was_deleted_by_hand_is_missing() {
        let deployed = deployed(&[("AWS::CloudWatch::Alarm", "AnAlarm", "srvls-dev-5xx")]);
        let now = NOW.parse().expect("a time");

        let (alarms, topics) = (FakeAlarms::default(), FakeTopics::default());
        let found = stage_alarms::read(async { Ok(deployed) }, &alarms, &topics, Privacy::Masked, now).await;
        let report = report(found.expect("found"), &ListArgs::default(), false);

        assert_eq!(names(&report), ["5xx"]);
        assert_eq!((report.alarms[0].state, report.alarms[0].actions_enabled), (AlarmState::Missing, false));
        assert_eq!(serde_json::to_value(&report).expect("data")["alarms"][0]["state"], "MISSING");
    }

    #[tokio::test]
    async fn a_muted_alarm_shows_until_when() {
        let night = Mute {
            rule: "night".into(),
            alarms: vec!["srvls-dev-5xx".into()],
            until: "2026-11-22T12:00:00Z".parse().ok(),
            means: Means::Rule(MuteRule::default()),
        };
        let both = ["srvls-dev-4xx", "srvls-dev-5xx"].map(|name| alarm(name, AlarmState::Alarm, "critical: call"));
        let alarms = FakeAlarms { alarms: both.into(), mutes: Some(vec![night]), ..FakeAlarms::default() };

        let report = listed_from(alarms, ListArgs::default()).await;

        let rows = serde_json::to_value(&report).expect("data");
        let muted = |row: usize| (&rows["alarms"][row]["muted_until"], &rows["alarms"][row]["muted_by"]);
        assert_eq!(muted(0), (&json!(null), &json!(null)));
        assert_eq!(muted(1), (&json!("2026-11-22T12:00:00Z"), &json!("night")));
        let text = report.view().render(None).unstyled();
        assert!(text.contains("> 0.01  muted until 2026-11-22T12:00:00Z\n"), "{text}");
        assert!(text.ends_with("Can't notify  5xx: muted until 2026-11-22T12:00:00Z"), "{text}");
    }

    #[tokio::test]
    async fn an_overdue_mute_is_said_until_someone_has_ended_it() {
        let until = "2026-11-22T10:00:00Z".parse().ok();
        let recorded =
            Mute { rule: "ada".into(), alarms: vec!["srvls-dev-5xx".into()], until, means: Means::DisabledActions };
        let found = async || {
            let disabled =
                Alarm { actions_enabled: false, ..alarm("srvls-dev-5xx", AlarmState::Alarm, "critical: call") };
            let muting = FakeMuting { recorded: vec![recorded.clone()], ..FakeMuting::default() };
            let alarms =
                FakeAlarms { alarms: vec![disabled], mutes: Some(Vec::new()), muting, ..FakeAlarms::default() };
            let deployed = deployed(&[("AWS::CloudWatch::Alarm", "AnAlarm", "srvls-dev-5xx")]);
            let (topics, now) = (FakeTopics::default(), NOW.parse().expect("a time"));
            stage_alarms::read(async { Ok(deployed) }, &alarms, &topics, Privacy::Masked, now).await.expect("found")
        };

        let overdue: Vec<String> = found().await.overdue().into_iter().map(|alarm| alarm.name).collect();
        let still = report(found().await, &ListArgs::default(), false);
        let restored = report(found().await, &ListArgs::default(), true);

        assert_eq!(overdue, ["srvls-dev-5xx"]);
        let text = still.view().render(None).unstyled();
        assert!(text.contains("actions still disabled, due 2026-11-22 10:00Z"), "{text}");
        assert_eq!((restored.alarms[0].actions_enabled, &restored.alarms[0].muted), (true, &Muted::default()));
    }
}
