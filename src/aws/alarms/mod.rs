//! CloudWatch alarms, metric and composite: their state and their history.

mod formula;
mod gateway;
mod history;
mod mutes;
mod muting;
mod query;
mod regions;
mod state;
mod subject;
mod window;

use std::{cmp::Reverse, fmt};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

pub(crate) use self::{
    gateway::CloudWatch,
    history::HistoryItem,
    mutes::{Means, Mute, MuteRule},
    muting::{Muting, RecordedMute},
    regions::Regions,
    state::AlarmState,
    subject::Subject,
};
use super::{AwsError, metrics::Query};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Alarm {
    pub(crate) name: String,
    /// `None` for an alarm that is missing.
    pub(crate) arn: Option<String>,
    pub(crate) kind: AlarmKind,
    pub(crate) description: Option<String>,
    /// The address of the dashboard.
    pub(crate) dashboard: Option<String>,
    pub(crate) state: AlarmState,
    /// When it entered this state.
    pub(crate) since: Option<Timestamp>,
    pub(crate) reason: Option<String>,
    /// When it was created or changed last.
    pub(crate) configured_at: Option<Timestamp>,
    /// What it is about; `None` for a composite alarm, and for metrics of the whole account.
    pub(crate) subject: Option<Subject>,
    pub(crate) watch: Option<Watch>,
    /// The value in the last evaluation.
    pub(crate) value: Option<f64>,
    /// The rule of a composite alarm.
    pub(crate) rule: Option<String>,
    pub(crate) actions_enabled: bool,
    /// The ARNs to notify when it fires.
    pub(crate) alarm_actions: Vec<String>,
    pub(crate) ok_actions: Vec<String>,
}

/// The comparison that a metric alarm makes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Watch {
    /// The metric's name; for metric math, the label or the expression.
    pub(crate) metric: String,
    /// The same, to read its series.
    #[serde(skip)]
    pub(crate) query: Option<Query>,
    /// What metric math computes, with the names of its metrics.
    pub(crate) formula: Option<String>,
    /// Of the value and the threshold: `%`, `ms` or a noun; `None` for what is only a number.
    pub(crate) unit: Option<String>,
    /// `>`, `>=`, `<`, `<=`, or CloudWatch's name of an anomaly-band comparison.
    pub(crate) comparison: String,
    pub(crate) threshold: Option<f64>,
    pub(crate) statistic: Option<String>,
    pub(crate) dimensions: Vec<String>,
    pub(crate) period_seconds: Option<i32>,
    pub(crate) evaluation_periods: Option<i32>,
    pub(crate) datapoints_to_alarm: Option<i32>,
    pub(crate) treat_missing_data: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AlarmKind {
    Metric,
    Composite,
    /// Of an alarm that is missing.
    Unknown,
}

/// How urgent an alarm is, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    Critical,
    Warning,
}

/// An alarm's name without the stack name, which every alarm of the stack starts with.
pub(crate) fn short_name<'a>(name: &'a str, stack: &str) -> &'a str {
    name.strip_prefix(stack).and_then(|rest| rest.strip_prefix('-')).unwrap_or(name)
}

/// Why an alarm without actions is silent.
pub(crate) const NO_ACTIONS: &str = "notifies no one";

/// An alarm gets its first state when it is created.
const FIRST_STATE: SignedDuration = SignedDuration::from_secs(5);

impl Alarm {
    /// An alarm of the stack that CloudWatch doesn't have.
    pub(crate) fn missing(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            arn: None,
            kind: AlarmKind::Unknown,
            description: None,
            dashboard: None,
            state: AlarmState::Missing,
            since: None,
            reason: Some("it was deleted outside CloudFormation".into()),
            configured_at: None,
            subject: None,
            watch: None,
            value: None,
            rule: None,
            actions_enabled: false,
            alarm_actions: Vec::new(),
            ok_actions: Vec::new(),
        }
    }

    /// The alarms that fire, the most urgent first.
    pub(crate) fn firing<'a>(all: impl IntoIterator<Item = &'a Self>) -> Vec<&'a Self> {
        let mut firing: Vec<&Self> = all.into_iter().filter(|alarm| alarm.state == AlarmState::Alarm).collect();
        firing.sort_by_key(|alarm| (alarm.severity().is_none(), alarm.severity(), Reverse(alarm.since)));
        firing
    }

    /// By the template's convention, a description starts with `critical: ` or `warning: `.
    pub(crate) fn severity(&self) -> Option<Severity> {
        match self.description.as_deref()?.split_once(':')?.0 {
            "critical" => Some(Severity::Critical),
            "warning" => Some(Severity::Warning),
            _ => None,
        }
    }

    /// By the template's convention, a description ends with `. Dashboard: ` and its address, for those who read it in
    /// a mail.
    fn split_dashboard(description: Option<String>) -> (Option<String>, Option<String>) {
        match description.as_deref().and_then(|text| text.rsplit_once(". Dashboard: ")) {
            Some((text, address)) => (Some(text.to_owned()), Some(address.to_owned())),
            None => (description, None),
        }
    }

    /// The region that it is in, which its ARN names.
    pub(crate) fn region(&self) -> &str {
        self.arn.as_deref().and_then(|arn| arn.split(':').nth(3)).unwrap_or_default()
    }

    /// Whether the rule of a composite alarm names this alarm, by its name or its ARN.
    pub(crate) fn is_made_of(&self, name: &str) -> bool {
        self.rule.as_deref().is_some_and(|rule| names_alarm(rule, name))
    }

    /// Whether no evaluation ever had data: its state is the one that it was created with.
    pub(crate) fn never_had_data(&self) -> bool {
        let since_creation =
            |(since, configured): (Timestamp, Timestamp)| since.duration_since(configured) < FIRST_STATE;
        self.state == AlarmState::InsufficientData && self.since.zip(self.configured_at).is_some_and(since_creation)
    }

    /// Why the alarm would notify no one; `None` if it does notify.
    pub(crate) fn silent(&self) -> Option<&'static str> {
        if self.state == AlarmState::Missing {
            return Some("deleted by hand");
        }
        match (self.actions_enabled, self.alarm_actions.is_empty()) {
            (false, _) => Some("actions are disabled"),
            (true, true) => Some(NO_ACTIONS),
            (true, false) => None,
        }
    }
}

/// Whether the rule of a composite alarm names `name`, as it is or as the end of an ARN.
pub(crate) fn names_alarm(rule: &str, name: &str) -> bool {
    let mut words = rule.split(['(', ')', '"', '\'']).map(str::trim);
    words.any(|word| word.rsplit_once(":alarm:").map_or(word, |(_, of_arn)| of_arn) == name)
}

impl Watch {
    pub(crate) fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Critical => "critical",
            Self::Warning => "warning",
        })
    }
}

pub(crate) trait Alarms {
    /// The metric and composite alarms with these names; names without an alarm are left out.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html>
    async fn named(&self, names: &[String]) -> Result<Vec<Alarm>, AwsError>;

    /// The same, with the names without an alarm as missing ones.
    async fn all(&self, names: &[String]) -> Result<Vec<Alarm>, AwsError> {
        let mut alarms = self.named(names).await?;
        let is_missing = |name: &&String| !alarms.iter().any(|alarm| alarm.name == **name);
        let missing: Vec<Alarm> = names.iter().filter(is_missing).map(|name| Alarm::missing(name)).collect();
        alarms.extend(missing);
        Ok(alarms)
    }

    /// The history of an alarm, newest first. CloudWatch keeps it for 30 days.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html>
    async fn history(&self, name: &str, since: Timestamp) -> Result<Vec<HistoryItem>, AwsError>;

    /// The mute rules active at `now`, including those of other stages.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListAlarmMuteRules.html>
    async fn mutes(&self, now: Timestamp) -> Result<Vec<Mute>, AwsError>;
}

#[cfg(test)]
pub(crate) mod fake {
    pub(crate) use super::muting::fake::FakeMuting;
    use super::*;

    #[derive(Default)]
    pub(crate) struct FakeAlarms {
        pub(crate) alarms: Vec<Alarm>,
        pub(crate) history: Vec<HistoryItem>,
        /// `None` means that reading them is denied.
        pub(crate) mutes: Option<Vec<Mute>>,
        pub(crate) muting: FakeMuting,
    }

    impl Muting for FakeAlarms {
        async fn put_rule(&self, rule: &MuteRule) -> Result<bool, AwsError> {
            self.muting.put_rule(rule).await
        }

        async fn delete_rule(&self, rule: &MuteRule) -> Result<(), AwsError> {
            self.muting.delete_rule(rule).await
        }

        async fn disable_actions(&self, alarms: &[Alarm], mute: &RecordedMute) -> Result<(), AwsError> {
            self.muting.disable_actions(alarms, mute).await
        }

        async fn enable_actions(&self, alarms: &[Alarm]) -> Result<(), AwsError> {
            self.muting.enable_actions(alarms).await
        }

        async fn recorded_mutes(&self, alarms: &[Alarm]) -> Result<Vec<Mute>, AwsError> {
            self.muting.recorded_mutes(alarms).await
        }

        async fn set_alarm(&self, alarm: &Alarm, reason: &str) -> Result<(), AwsError> {
            self.muting.set_alarm(alarm, reason).await
        }
    }

    impl Alarms for FakeAlarms {
        async fn named(&self, names: &[String]) -> Result<Vec<Alarm>, AwsError> {
            Ok(self.alarms.iter().filter(|alarm| names.contains(&alarm.name)).cloned().collect())
        }

        async fn history(&self, name: &str, since: Timestamp) -> Result<Vec<HistoryItem>, AwsError> {
            assert!(self.alarms.iter().any(|alarm| alarm.name == name), "asked for a known alarm");
            Ok(self.history.iter().filter(|item| item.timestamp >= since).cloned().collect())
        }

        async fn mutes(&self, _: Timestamp) -> Result<Vec<Mute>, AwsError> {
            self.mutes.clone().ok_or_else(|| AwsError::service("cloudwatch:ListAlarmMuteRules", "AccessDenied"))
        }
    }

    /// An alarm on 5xx responses with an action.
    pub(crate) fn alarm(name: &str, state: AlarmState, description: &str) -> Alarm {
        Alarm {
            name: name.to_owned(),
            arn: Some(format!("arn:aws:cloudwatch:us-east-1:000000000000:alarm:{name}")),
            kind: AlarmKind::Metric,
            description: Some(description.to_owned()),
            dashboard: None,
            state,
            since: "2026-11-22T10:00:00Z".parse().ok(),
            reason: Some("Threshold Crossed".into()),
            configured_at: "2026-11-01T10:00:00Z".parse().ok(),
            subject: Some(Subject { kind: "API", name: "srvls-dev".into() }),
            watch: Some(Watch {
                query: None,
                formula: None,
                unit: None,
                metric: "AWS/ApiGateway 5XXError".into(),
                comparison: ">".into(),
                threshold: Some(0.01),
                statistic: Some("Average".into()),
                dimensions: vec!["ApiName=srvls-dev".into()],
                period_seconds: Some(60),
                evaluation_periods: Some(5),
                datapoints_to_alarm: Some(3),
                treat_missing_data: Some("notBreaching".into()),
            }),
            value: Some(0.25),
            rule: None,
            actions_enabled: true,
            alarm_actions: vec!["arn:aws:sns:us-east-1:000000000000:critical".into()],
            ok_actions: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_severity_is_the_prefix_of_the_description() {
        assert_eq!(fake::alarm("a", AlarmState::Ok, "critical: call").severity(), Some(Severity::Critical));
        assert_eq!(fake::alarm("a", AlarmState::Ok, "warning: look").severity(), Some(Severity::Warning));
        assert_eq!(fake::alarm("a", AlarmState::Ok, "critical mass").severity(), None);
    }

    #[test]
    fn the_dashboard_is_the_end_of_the_description() {
        let split = |text: &str| Alarm::split_dashboard(Some(text.to_owned()));

        let linked = split("warning: it is slow. Dashboard: https://aws/#a");
        assert_eq!(linked, (Some("warning: it is slow".into()), Some("https://aws/#a".into())));
        assert_eq!(split("warning: it is slow"), (Some("warning: it is slow".into()), None));
        assert_eq!(Alarm::split_dashboard(None), (None, None));
    }

    #[test]
    fn an_alarm_that_changed_its_state_once_had_data() {
        let created = |state, since: &str| Alarm {
            since: since.parse().ok(),
            configured_at: "2026-11-22T10:00:00Z".parse().ok(),
            ..fake::alarm("a", state, "")
        };

        assert!(created(AlarmState::InsufficientData, "2026-11-22T10:00:00.2Z").never_had_data());
        assert!(!created(AlarmState::InsufficientData, "2026-11-22T11:00:00Z").never_had_data());
        assert!(!created(AlarmState::Ok, "2026-11-22T10:00:00Z").never_had_data());
    }

    #[test]
    fn a_silent_alarm_has_a_reason() {
        let mut alarm = fake::alarm("a", AlarmState::Ok, "");
        assert_eq!(alarm.silent(), None);

        alarm.alarm_actions.clear();
        assert_eq!(alarm.silent(), Some("notifies no one"));

        alarm.actions_enabled = false;
        assert_eq!(alarm.silent(), Some("actions are disabled"));
    }
}
