//! `deploy --observe`: compares the new version with the previous one over an equally long period.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::{
    aws::{
        alarms::{Alarm, AlarmState, Alarms},
        metrics::{Metrics, Usage},
    },
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    stage::FunctionName,
    time::clock,
};

/// CloudWatch aggregates by the minute: polling more often shows nothing new.
const POLL_INTERVAL: Duration = Duration::from_secs(15);

/// The function whose errors are what API Gateway answers 401 to.
const AUTHORIZER: &str = "authorizer";

/// Fewer errors are chance.
const MIN_ERRORS: u64 = 3;
/// With fewer calls, latency means little.
const MIN_CALLS: u64 = 20;

/// How the new version compares with the previous one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Observed {
    pub(crate) ok: bool,
    seconds: u64,
    functions: Vec<Comparison>,
    /// Why it is worse.
    pub(crate) findings: Vec<String>,
    /// Worth knowing, but no proof of a fault.
    notes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Comparison {
    name: FunctionName,
    before: Usage,
    after: Usage,
}

/// What to compare the new version with, and since when.
struct Baseline {
    deployed: DeployedStack,
    /// Physical names with the operations'.
    functions: BTreeMap<String, FunctionName>,
    before: BTreeMap<String, Usage>,
    /// When the deployment began.
    deployment_started: Timestamp,
    /// When it ended, and all calls are the new version's.
    since: Timestamp,
}

/// Whether the observation goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Underway,
    End,
}

/// Observes the stage for `span`, or until a finding.
pub(crate) async fn observe(cx: &Context, deployment_started: Timestamp, span: Duration) -> Result<Observed, Error> {
    let baseline = Baseline::of(cx, deployment_started, span).await?;
    let bar = cx.progress.bar(Some(span.as_secs()), "{bar:30} {elapsed} of the observation {wide_msg}");
    cx.progress.note(format_args!("Observing the new version for {}s", span.as_secs()));
    let started = Instant::now();
    loop {
        let left = span.saturating_sub(started.elapsed());
        let moment = if left.is_zero() { Moment::End } else { Moment::Underway };
        let observed = baseline.compare(&cx.aws.metrics, &cx.alarms(), clock::now(), moment).await?;
        bar.set_message(observed.counts());
        bar.set_position(started.elapsed().as_secs());
        if !observed.ok || left.is_zero() {
            bar.finish_and_clear();
            return Ok(Observed { seconds: started.elapsed().as_secs(), ..observed });
        }
        tokio::time::sleep(POLL_INTERVAL.min(left)).await;
    }
}

impl Baseline {
    async fn of(cx: &Context, deployment_started: Timestamp, span: Duration) -> Result<Self, Error> {
        let deployed = cx.deployed().await?;
        let functions: BTreeMap<String, FunctionName> =
            deployed.functions().into_iter().map(|(name, resource)| (resource.physical_id.clone(), name)).collect();
        let names: Vec<String> = functions.keys().cloned().collect();
        let former = deployment_started - SignedDuration::try_from(span).unwrap_or(SignedDuration::MAX);
        let before = cx.aws.metrics.usage(&names, whole_minute(former), whole_minute(deployment_started)).await?;
        Ok(Self { deployed, functions, before, deployment_started, since: clock::now() })
    }

    async fn compare(
        &self,
        metrics: &impl Metrics,
        alarms: &impl Alarms,
        now: Timestamp,
        moment: Moment,
    ) -> Result<Observed, Error> {
        let names: Vec<String> = self.functions.keys().cloned().collect();
        let alarm_names = self.deployed.alarm_names();
        let since = self.first_whole_minute();
        let usage = async { if now > since { metrics.usage(&names, since, now).await } else { Ok(BTreeMap::new()) } };
        let (after, alarms) = tokio::join!(usage, alarms.named(&alarm_names));
        Ok(self.judge(&after?, &alarms?, moment))
    }

    /// The minute in which the deployment ended has calls of the previous version too.
    fn first_whole_minute(&self) -> Timestamp {
        whole_minute(self.since) + SignedDuration::from_mins(1)
    }

    /// When the first minute was over in which the new version was called; `None` before that.
    fn first_called_minute_over(&self, after: &BTreeMap<String, Usage>) -> Option<Timestamp> {
        let called = after.iter().filter(|(name, _)| self.functions.contains_key(*name));
        let first = called.filter_map(|(_, usage)| usage.first_called_at).min()?;
        Some(first.max(self.first_whole_minute()) + SignedDuration::from_mins(1))
    }

    /// What went off before the new version was called for a minute may be about the previous one, and counts only if it
    /// still fires at the end.
    fn judge(&self, after: &BTreeMap<String, Usage>, alarms: &[Alarm], moment: Moment) -> Observed {
        let usage = |of: &BTreeMap<String, Usage>, name: &str| of.get(name).copied().unwrap_or_default();
        let compare = |(physical, name): (&String, &FunctionName)| Comparison {
            name: name.clone(),
            before: usage(&self.before, physical),
            after: usage(after, physical),
        };
        let functions: Vec<Comparison> = self.functions.iter().map(compare).collect();
        let firing = alarms.iter().filter(|alarm| alarm.state == AlarmState::Alarm);
        // CloudWatch may truncate to whole seconds.
        let began_by =
            |alarm: &Alarm, time: Timestamp| alarm.since.is_some_and(|since| since.as_second() < time.as_second());
        let (old, new): (Vec<&Alarm>, Vec<&Alarm>) = firing.partition(|alarm| began_by(alarm, self.deployment_started));
        let called = self.first_called_minute_over(after);
        let (early, late): (Vec<&Alarm>, Vec<&Alarm>) =
            new.into_iter().partition(|alarm| called.is_none_or(|called| began_by(alarm, called)));
        let (found, unclear) = match moment {
            Moment::Underway => (late, early),
            Moment::End => ([early, late].concat(), Vec::new()),
        };
        let mut findings: Vec<String> = found.iter().map(|alarm| format!("alarm {} went off", alarm.name)).collect();
        findings.extend(functions.iter().filter_map(Comparison::fails_more));
        let mut notes: Vec<String> =
            old.iter().map(|alarm| format!("alarm {} was already firing", alarm.name)).collect();
        notes.extend(
            unclear.iter().map(|alarm| format!("alarm {} went off before the new version was called", alarm.name)),
        );
        notes.extend(functions.iter().filter_map(Comparison::slower));
        Observed { ok: findings.is_empty(), seconds: 0, functions, findings, notes }
    }
}

impl Comparison {
    /// More than twice the previous error rate, plus one percentage point.
    fn fails_more(&self) -> Option<String> {
        let Self { name, before, after } = self;
        let more = share(after) > 2.0 * share(before) + 0.01;
        let counts = name.0 != AUTHORIZER || self.refuses_most();
        (after.errors >= MIN_ERRORS && more && counts).then(|| {
            let (now, then) = (counted(after), counted(before));
            format!("{name} fails more often: {now}, before {then}")
        })
    }

    /// The authorizer fails to say no, so only what it does to most of many says something of itself, as its alarm has it.
    fn refuses_most(&self) -> bool {
        let enough_calls = [self.before, self.after].iter().all(|usage| usage.invocations >= MIN_CALLS);
        enough_calls && share(&self.after) > 0.5
    }

    /// More than twice as slow, plus 100 ms. New instances start cold, so this is no proof of a fault.
    fn slower(&self) -> Option<String> {
        let Self { name, before, after } = self;
        let (then, now) = (before.p99_ms?, after.p99_ms?);
        let enough_calls = before.invocations >= MIN_CALLS && after.invocations >= MIN_CALLS;
        (enough_calls && now > 2 * then + 100).then(|| format!("{name} is slower: p99 {now} ms, before {then} ms"))
    }
}

fn counted(usage: &Usage) -> String {
    format!("{} of {} calls", usage.errors, usage.invocations)
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no more than 52 bits")]
fn share(usage: &Usage) -> f64 {
    if usage.invocations == 0 { 0.0 } else { usage.errors as f64 / usage.invocations as f64 }
}

fn whole_minute(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second() / 60 * 60).unwrap_or(time)
}

impl Observed {
    fn sum(&self, of: fn(&Usage) -> u64) -> u64 {
        self.functions.iter().map(|function| of(&function.after)).sum()
    }

    fn counts(&self) -> String {
        format!("{} calls, {} errors", self.sum(|usage| usage.invocations), self.sum(|usage| usage.errors))
    }

    /// For a person: what was seen, and a line for everything remarkable.
    pub(crate) fn lines(&self) -> String {
        let verdict = match (self.ok, self.sum(|usage| usage.invocations)) {
            (false, _) => "worse than the previous version",
            // CloudWatch lags, or there was no traffic.
            (true, 0) => "no calls to compare, and no new alarm",
            (true, _) => "no worse than the previous version",
        };
        let seen = format!("observed for {}s: {}, {verdict}", self.seconds, self.counts());
        let remarks = self.findings.iter().chain(&self.notes).cloned();
        [seen].into_iter().chain(remarks).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::{
            alarms::fake::{FakeAlarms, alarm},
            metrics::fake::FakeMetrics,
        },
        context::deployed_stack::fake::deployed,
    };

    const NAME: &str = "srvls-dev-get_profile";

    fn time(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    async fn observed(before: Usage, after: Usage, alarms: Vec<Alarm>) -> Observed {
        observed_at(Moment::End, before, after, alarms).await
    }

    async fn observed_at(moment: Moment, before: Usage, after: Usage, alarms: Vec<Alarm>) -> Observed {
        let baseline = Baseline {
            deployed: deployed(&[("AWS::CloudWatch::Alarm", "ErrorsAlarm", "srvls-dev-errors")]),
            functions: BTreeMap::from([(NAME.to_owned(), FunctionName("get_profile".into()))]),
            before: BTreeMap::from([(NAME.to_owned(), before)]),
            deployment_started: time("2026-11-22T08:58:00Z"),
            since: time("2026-11-22T09:00:00Z"),
        };
        let metrics = FakeMetrics(BTreeMap::from([(NAME.to_owned(), after)]));
        let alarms = FakeAlarms { alarms, ..FakeAlarms::default() };
        baseline.compare(&metrics, &alarms, time("2026-11-22T09:05:00Z"), moment).await.expect("looked")
    }

    fn usage(invocations: u64, errors: u64, p99_ms: u64) -> Usage {
        Usage { invocations, errors, p99_ms: Some(p99_ms), first_called_at: Some(time("2026-11-22T09:01:00Z")) }
    }

    #[tokio::test]
    async fn a_version_that_fails_more_often_is_worse() {
        let observed = observed(usage(1000, 10, 50), usage(100, 9, 50), Vec::new()).await;

        assert!(!observed.ok);
        assert_eq!(observed.findings, ["get_profile fails more often: 9 of 100 calls, before 10 of 1000 calls"]);
    }

    #[tokio::test]
    async fn errors_that_were_there_before_or_are_few_are_no_finding() {
        assert!(observed(usage(1000, 100, 50), usage(100, 11, 50), Vec::new()).await.ok);
        assert!(observed(usage(1000, 0, 50), usage(10, 2, 50), Vec::new()).await.ok);
    }

    #[tokio::test]
    async fn an_alarm_that_went_off_is_a_finding_and_one_that_fired_before_is_not() {
        let new = alarm("srvls-dev-errors", AlarmState::Alarm, "critical: look");
        let meanwhile = Alarm { since: Some(time("2026-11-22T08:59:00Z")), ..new.clone() };
        let old = Alarm { since: Some(time("2026-11-22T08:00:00Z")), ..new.clone() };

        let went_off = observed(usage(9, 0, 50), usage(9, 0, 50), vec![new]).await;
        let went_off_meanwhile = observed(usage(9, 0, 50), usage(9, 0, 50), vec![meanwhile]).await;
        let fired_before = observed(usage(9, 0, 50), usage(9, 0, 50), vec![old]).await;

        assert_eq!((went_off.ok, went_off.findings), (false, vec!["alarm srvls-dev-errors went off".to_owned()]));
        assert!(!went_off_meanwhile.ok, "it still fires for the new version");
        assert_eq!(
            (fired_before.ok, fired_before.notes),
            (true, vec!["alarm srvls-dev-errors was already firing".to_owned()])
        );
    }

    #[tokio::test]
    async fn an_alarm_that_was_about_to_go_off_counts_only_if_it_still_fires_at_the_end() {
        let errors = |since: &str| {
            vec![Alarm { since: since.parse().ok(), ..alarm("srvls-dev-errors", AlarmState::Alarm, "critical: look") }]
        };
        let calls = usage(9, 0, 50);

        for early in ["2026-11-22T08:59:00Z", "2026-11-22T09:01:30Z"] {
            assert!(observed_at(Moment::Underway, calls, calls, errors(early)).await.ok, "{early}");
            assert!(!observed_at(Moment::End, calls, calls, errors(early)).await.ok, "{early}");
        }
        assert!(!observed_at(Moment::Underway, calls, calls, errors("2026-11-22T09:02:00Z")).await.ok);
    }

    #[tokio::test]
    async fn an_alarm_counts_from_the_first_call_of_the_new_version_on() {
        let alarm = Alarm {
            since: Some(time("2026-11-22T09:03:30Z")),
            ..alarm("srvls-dev-errors", AlarmState::Alarm, "critical: look")
        };
        let called_at = |at: Option<&str>| Usage { first_called_at: at.map(time), ..usage(9, 0, 50) };
        let passes = async |moment, first_called| {
            observed_at(moment, usage(9, 0, 50), called_at(first_called), vec![alarm.clone()]).await.ok
        };

        assert!(passes(Moment::Underway, None).await, "the new version was not called yet");
        assert!(passes(Moment::Underway, Some("2026-11-22T09:03:00Z")).await, "it began with its first minute");
        assert!(!passes(Moment::Underway, Some("2026-11-22T09:02:00Z")).await);
        assert!(!passes(Moment::End, None).await, "it still fires");
    }

    #[test]
    fn strangers_at_the_door_are_no_fault_of_the_authorizer_but_refusing_everybody_is() {
        let compare = |before, after| Comparison { name: FunctionName(AUTHORIZER.into()), before, after };

        let strangers = compare(Usage::default(), usage(30, 30, 5));
        let everybody = compare(usage(200, 10, 5), usage(40, 40, 5));

        assert_eq!(strangers.fails_more(), None);
        let finding = everybody.fails_more().expect("refuses all");
        assert_eq!(finding, "authorizer fails more often: 40 of 40 calls, before 10 of 200 calls");
    }

    #[tokio::test]
    async fn a_slower_version_is_reported_and_fails_nothing() {
        let observed = observed(usage(1000, 0, 50), usage(100, 0, 900), Vec::new()).await;

        assert!(observed.ok);
        assert!(observed.lines().ends_with("get_profile is slower: p99 900 ms, before 50 ms"), "{}", observed.lines());
    }

    #[tokio::test]
    async fn a_version_without_calls_gets_no_verdict_on_them() {
        let observed = observed(usage(1000, 0, 50), Usage::default(), Vec::new()).await;

        assert_eq!(observed.lines(), "observed for 0s: 0 calls, 0 errors, no calls to compare, and no new alarm");
    }
}
