//! `srvls alarms test NAME`: fire an alarm by hand, to see whom it notifies.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{
    found::{Found, found},
    name::short_name,
    recipients::{Recipient, Recipients},
};
use crate::{
    audit::Target,
    aws::{
        AwsError,
        alarms::{Alarm, AlarmKind, AlarmState, Alarms, HistoryItem, Muting as _},
        optional,
    },
    context::{
        Context,
        guard::{Danger, Permit, Refusal, allow_write_beside},
    },
    error::Error,
    exit::Exit,
    releases,
    terminal::{
        output::{Report, Text, Tone, View, fields},
        pasteable::quoted,
    },
    time::{clock, minute, patient},
};

/// Fire an alarm by hand, and say whom it notifies
///
/// Sets its state to ALARM until CloudWatch evaluates it again. A protected stage refuses: it would wake someone for nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls -s dev alarms test api-5xx")]
pub(crate) struct TestArgs {
    /// Alarm name, with or without the stack name
    name: String,
}

/// How long to wait for CloudWatch to say what it did.
const PATIENCE: Duration = Duration::from_secs(6);
/// Most services refuse a call whose sender's clock differs more from theirs
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);
const POLL_INTERVAL: Duration = Duration::from_millis(500);

pub(super) async fn run(cx: &Context, args: &TestArgs) -> Result<TestReport, Error> {
    if cx.stage.settings.protected {
        return Err(Refusal::TestOnProtected(cx.stage.name.clone()).into());
    }
    let regions = cx.alarms();
    let begun = clock::now();
    let names = std::slice::from_ref(&args.name);
    let (clearance, found) = allow_write_beside(cx, Danger::Mild, found(cx, names, begun)).await?;
    let Found { deployed, all, targets, mutes } = found?;
    let alarm = targets.into_iter().next().ok_or_else(|| Error::not_found("alarm", &args.name, None))?;
    let short = short_name(&alarm.name, &deployed.name.0).to_owned();
    refuse_if_firing(&alarm, &short)?;
    let target = Target::named("alarm", &short);
    let by = releases::short_name(&clearance.caller().arn).to_owned();
    let permit = clearance.begin(&target).await?;
    let privacy = cx.privacy(&target).await?;
    let region = regions.called(alarm.region());
    let (recipients, before) =
        tokio::join!(Recipients::read(&cx.aws.topics, &deployed, privacy), history(region, &alarm, begun));
    recipients.report_unreadable(cx.progress);
    mutes.report_unreadable(cx.progress);
    fire(&permit, cx, &alarm, &by).await?;
    let actions = match before {
        Ok(before) => actions(region, &alarm, begun, &before).await,
        Err(_) => None,
    };
    let parents = all.iter().filter(|other| other.is_made_of(&alarm.name));
    let parents = parents.map(|parent| short_name(&parent.name, &deployed.name.0).to_owned()).collect();
    let muted = mutes.of(&alarm.name);
    let muted = muted.muted_by.map(|by| {
        let until = muted.muted_until.map(|until| format!(" until {}", minute(until))).unwrap_or_default();
        format!("it is muted by {by}{until}")
    });
    Ok(TestReport {
        name: alarm.name.clone(),
        notified: recipients.of(&alarm),
        silent: muted.or_else(|| alarm.silent().or_else(|| recipients.silence(&alarm)).map(str::to_owned)),
        actions,
        may_fire_too: parents,
        goes_back: if alarm.kind == AlarmKind::Composite { GoesBack::WithItsParts } else { GoesBack::AtNextEvaluation },
        short,
    })
}

/// CloudWatch takes its actions when the state changes, and only then.
fn refuse_if_firing(alarm: &Alarm, short: &str) -> Result<(), Error> {
    if alarm.state != AlarmState::Alarm {
        return Ok(());
    }
    let message = format!("alarm `{short}` fires already: CloudWatch notifies no one again as long as it does");
    Err(Error::usage(message, format!("see what it has sent: `srvls alarms history {}`", quoted(short))))
}

async fn fire(_permit: &Permit, cx: &Context, alarm: &Alarm, by: &str) -> Result<(), Error> {
    let why = cx.global.masked_reason().map(|reason| format!(": {reason}")).unwrap_or_default();
    // CloudWatch takes 1023 characters.
    let reason: String = format!("test by {by} with srvls{why}").chars().take(1_000).collect();
    Ok(cx.alarms().set_alarm(alarm, &reason).await?)
}

/// What happened to the alarm since `begun`, and somewhat earlier: this machine's clock may be ahead.
async fn history(alarms: &impl Alarms, alarm: &Alarm, begun: Timestamp) -> Result<Vec<HistoryItem>, AwsError> {
    let since = begun.checked_sub(CLOCK_SKEW).unwrap_or(begun);
    optional(alarms.history(&alarm.name, since)).await
}

/// What CloudWatch says that it did, without what was in its history `before`; `None` if that could not be read.
async fn actions(alarms: &impl Alarms, alarm: &Alarm, begun: Timestamp, before: &[HistoryItem]) -> Option<Vec<String>> {
    let started = Instant::now();
    loop {
        let history = history(alarms, alarm, begun).await.ok()?;
        let new = history.into_iter().filter(|item| item.kind == "Action" && !before.contains(item));
        let actions: Vec<String> = new.map(|item| item.summary).collect();
        let expected = if alarm.actions_enabled { alarm.alarm_actions.len() } else { 0 };
        if actions.len() >= expected || started.elapsed() > patient(PATIENCE) {
            return Some(actions);
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct TestReport {
    name: String,
    /// Whom its topics reach; null if that could not be read.
    notified: Option<Vec<Recipient>>,
    /// Why no one is notified.
    silent: Option<String>,
    /// What the alarm's history says that CloudWatch did; null if it could not be read.
    actions: Option<Vec<String>>,
    /// The composite alarms that are made of it.
    may_fire_too: Vec<String>,
    goes_back: GoesBack,
    #[serde(skip)]
    short: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum GoesBack {
    AtNextEvaluation,
    WithItsParts,
}

impl Report for TestReport {
    fn view(&self) -> View {
        let plain = |text: String| Some((Text::from(text), Tone::Plain));
        let notified = match (&self.silent, &self.notified) {
            (Some(silent), _) => (format!("no one: {silent}").into(), Tone::Bad),
            (None, None) => ("not known: its topics' subscriptions could not be read".into(), Tone::Warning),
            (None, Some(recipients)) => (Text::lines(recipients.iter().map(in_words)), Tone::Good),
        };
        let evidence = match self.actions.as_deref() {
            None => "the history could not be read".to_owned(),
            Some([]) => format!("no action in the history yet: srvls alarms history {}", quoted(&self.short)),
            Some(actions) => actions.join("\n"),
        };
        let back = match self.goes_back {
            GoesBack::AtNextEvaluation => {
                "CloudWatch sets the state back at its next evaluation, mostly within a minute"
            }
            GoesBack::WithItsParts => "a composite alarm goes back once one of its parts changes its state",
        };
        let too = (!self.may_fire_too.is_empty()).then(|| self.may_fire_too.join(", "));
        fields([
            ("Fired", plain(format!("{}, by hand", self.short))),
            ("Notified", Some(notified)),
            ("CloudWatch", Some((Text::lines(evidence.lines().map(str::to_owned)), Tone::Plain))),
            ("May fire too", too.and_then(plain)),
            ("Then", plain(back.to_owned())),
        ])
        .into()
    }

    fn exit(&self) -> Exit {
        if self.silent.is_some() { Exit::Failure } else { Exit::Success }
    }
}

/// `o***@e***.com by email, from critical`
fn in_words(recipient: &Recipient) -> String {
    let topic = Some(&recipient.topic).filter(|topic| !topic.is_empty());
    let topic = topic.map(|topic| format!(", from {topic}")).unwrap_or_default();
    format!("{} by {}{topic}", recipient.name(), recipient.protocol)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::alarms::fake::{FakeAlarms, alarm};

    fn report() -> TestReport {
        TestReport {
            name: "srvls-dev-5xx".into(),
            notified: Some(vec![Recipient {
                protocol: "email".into(),
                address: "o***@e***.com".into(),
                is_confirmed: true,
                topic: "critical".into(),
            }]),
            silent: None,
            actions: Some(vec!["Successfully executed action arn:aws:sns:us-east-1:000000000000:critical".into()]),
            may_fire_too: vec!["api-down".into()],
            goes_back: GoesBack::AtNextEvaluation,
            short: "5xx".into(),
        }
    }

    #[test]
    fn the_answer_says_whom_it_notified_and_when_it_goes_back() {
        insta::assert_snapshot!(report().view().render(Some(80)).unstyled(), @"
        Fired         5xx, by hand
        Notified      o***@e***.com by email, from critical
        CloudWatch    Successfully executed action
                      arn:aws:sns:us-east-1:000000000000:critical
        May fire too  api-down
        Then          CloudWatch sets the state back at its next evaluation, mostly
                      within a minute
        ");
        assert_eq!(report().exit(), Exit::Success);
    }

    #[test]
    fn a_test_that_reaches_no_one_fails_and_what_is_unknown_is_said() {
        let silent = TestReport { silent: Some("no subscription is confirmed".into()), ..report() };
        let unknown = TestReport { notified: None, actions: None, ..report() };
        let shown = |report: &TestReport| report.view().render(None).unstyled();

        assert_eq!(silent.exit(), Exit::Failure);
        assert!(shown(&silent).contains("Notified      no one: no subscription is confirmed"), "{}", shown(&silent));
        assert!(shown(&unknown).contains("Notified      not known"), "{}", shown(&unknown));
        assert!(shown(&unknown).contains("the history could not be read"), "{}", shown(&unknown));
    }

    #[tokio::test]
    async fn only_the_actions_of_the_test_are_its_evidence_whatever_this_machines_clock_says() {
        let item = |time: &str, kind: &str| HistoryItem {
            timestamp: time.parse().expect("a time"),
            kind: kind.into(),
            summary: format!("{kind} {time}"),
            from: None,
            to: None,
            reason: None,
        };
        let alarm = alarm("srvls-dev-5xx", AlarmState::Ok, "critical: call");
        let before = [item("2026-11-22T09:57:00Z", "Action")];
        let new = [item("2026-11-22T09:58:01Z", "StateUpdate"), item("2026-11-22T09:58:01Z", "Action")];
        let history = [&new[..], &before].concat();
        let alarms = FakeAlarms { alarms: vec![alarm.clone()], history, ..FakeAlarms::default() };

        let actions = actions(&alarms, &alarm, "2026-11-22T10:00:00Z".parse().expect("a time"), &before).await;

        assert_eq!(actions.expect("read"), ["Action 2026-11-22T09:58:01Z"]);
    }

    #[test]
    fn a_firing_alarm_can_not_be_tested() {
        let error = refuse_if_firing(&alarm("srvls-dev-5xx", AlarmState::Alarm, ""), "5xx").expect_err("fires");

        assert!(error.hint().is_some_and(|hint| hint.contains("`srvls alarms history 5xx`")));
        assert!(refuse_if_firing(&alarm("srvls-dev-5xx", AlarmState::InsufficientData, ""), "5xx").is_ok());
    }
}
