//! `srvls alarms unmute NAME...`: alarms notify again.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::{
    found::{Found, found, name_arguments, named, target},
    muted::Mutes,
    name::short_name,
    part_done::PartDone,
    window::remaining,
};
use crate::{
    aws::{
        AwsError,
        alarms::{Alarm, AlarmState, Means, Mute, MuteRule, Muting},
    },
    context::{
        Context,
        guard::{Danger, Permit, allow_write_beside},
    },
    error::Error,
    exit::Exit,
    terminal::{
        output::{Report, Text, Tone, View, fields},
        pasteable::quoted,
    },
    time::{clock, minute},
};

/// Let muted alarms notify again
///
/// Leaves the rules alone that others made for maintenance.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls alarms unmute api-5xx")]
pub(crate) struct UnmuteArgs {
    /// Alarm names, with or without the stack name
    #[arg(value_name = "NAME", required_unless_present = "all")]
    names: Vec<String>,
    /// Unmute every alarm of the stage
    #[arg(long, conflicts_with = "names")]
    all: bool,
}

pub(super) async fn run(cx: &Context, args: &UnmuteArgs) -> Result<UnmuteReport, Error> {
    let now = clock::now();
    let (clearance, found) = allow_write_beside(cx, Danger::Mild, found(cx, &args.names, now)).await?;
    let Found { deployed, all, targets, mutes } = found?;
    let stack = deployed.name.0;
    let names: Vec<&str> = targets.iter().map(|alarm| short_name(&alarm.name, &stack)).collect();
    let permit = clearance.begin(&target(&names)).await?;
    mutes.report_unreadable(cx.progress);
    let unmuted = unmute(&permit, &cx.alarms(), &targets, &mutes, &stack).await;
    let kept = unmuted.map_err(|failed| failed.with_commands(&names, "unmute", ""))?;
    let report = UnmuteReport::new(&targets, &all, &mutes, &kept, stack, now);
    Ok(UnmuteReport { undo: report.undo.map(|undo| cx.command_line(&undo)), ..report })
}

/// Ends what mutes the alarms, and returns the rules that are not srvls's to change.
async fn unmute(
    _permit: &Permit,
    muting: &impl Muting,
    targets: &[Alarm],
    mutes: &Mutes,
    stack: &str,
) -> Result<Vec<Mute>, PartDone> {
    let names: BTreeSet<&str> = targets.iter().map(|alarm| alarm.name.as_str()).collect();
    let disabled: Vec<Alarm> = targets.iter().filter(|alarm| !alarm.actions_enabled).cloned().collect();
    let (mut seen, mut kept, mut ended) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
    let failed = |ended: &BTreeSet<&str>, source: AwsError| {
        let done = ended.iter().map(|name| (*name).to_owned()).collect();
        PartDone::new("unmuted", done, targets.len(), source)
    };
    for mute in targets.iter().flat_map(|alarm| mutes.all_of(&alarm.name)) {
        let Means::Rule(rule) = &mute.means else { continue };
        if !seen.insert((&rule.region, &rule.name)) {
            continue;
        }
        if is_ours(rule, stack) {
            if let Err(source) = end(muting, rule, &names).await {
                ended.retain(|name| rule.alarms.iter().all(|alarm| alarm.as_str() != *name));
                return Err(failed(&ended, source));
            }
            // Its actions may be disabled as well.
            let is_audible = |name: &&str| disabled.iter().all(|alarm| alarm.name != **name);
            ended.extend(rule.alarms.iter().map(String::as_str).filter(|name| names.contains(name)).filter(is_audible));
        } else {
            kept.push(mute.clone());
        }
    }
    if !disabled.is_empty() {
        muting.enable_actions(&disabled).await.map_err(|source| failed(&ended, source))?;
    }
    Ok(kept)
}

/// A rule for once, with the name of the stage. What recurs is someone's maintenance window.
fn is_ours(rule: &MuteRule, stack: &str) -> bool {
    rule.is_one_time() && rule.name.strip_prefix(stack).is_some_and(|rest| rest.starts_with('-'))
}

/// The other alarms of the rule stay muted for as long as it lasts.
async fn end(muting: &impl Muting, rule: &MuteRule, names: &BTreeSet<&str>) -> Result<(), AwsError> {
    let others: Vec<String> = rule.alarms.iter().filter(|name| !names.contains(name.as_str())).cloned().collect();
    if others.is_empty() {
        return muting.delete_rule(rule).await;
    }
    muting.put_rule(&MuteRule { alarms: others, ..rule.clone() }).await.map(drop)
}

#[derive(Debug, Serialize)]
pub(crate) struct UnmuteReport {
    alarms: Vec<UnmutedAlarm>,
    /// Null where nothing was muted, or until when is not known.
    undo: Option<String>,
    /// The fields that are null because AWS did not say.
    not_read: &'static [&'static str],
    /// What could not be read, in words.
    #[serde(skip)]
    unread: Option<String>,
    #[serde(skip)]
    stack: String,
}

#[derive(Debug, PartialEq, Serialize)]
struct UnmutedAlarm {
    name: String,
    /// Whether anything muted it before.
    was_muted: bool,
    /// The rule that still mutes it.
    muted_by: Option<String>,
    muted_until: Option<Timestamp>,
    state: AlarmState,
}

impl UnmuteReport {
    fn new(targets: &[Alarm], all: &[Alarm], before: &Mutes, kept: &[Mute], stack: String, now: Timestamp) -> Self {
        let unmuted = |alarm: &Alarm| {
            let by = kept.iter().filter(|mute| mute.alarms.contains(&alarm.name)).max_by_key(|mute| mute.until);
            UnmutedAlarm {
                name: alarm.name.clone(),
                was_muted: !alarm.actions_enabled || before.of(&alarm.name).muted_by.is_some(),
                muted_by: by.map(|mute| mute.rule.clone()),
                muted_until: by.and_then(|mute| mute.until),
                state: alarm.state,
            }
        };
        let alarms: Vec<UnmutedAlarm> = targets.iter().map(unmuted).collect();
        let ended: Vec<&UnmutedAlarm> = alarms.iter().filter(|alarm| alarm.is_audible() && alarm.was_muted).collect();
        let until = ended.iter().filter_map(|alarm| before.of(&alarm.name).muted_until).max();
        let names: Vec<&str> = ended.iter().map(|alarm| alarm.name.as_str()).collect();
        let undo = until.filter(|until| *until > now).map(|until| {
            format!("srvls alarms mute {} --for {}", name_arguments(&names, all, &stack), remaining(until, now))
        });
        Self { alarms, undo, not_read: before.not_read(), unread: before.unread(), stack }
    }

    fn named(&self, which: impl Fn(&UnmutedAlarm) -> bool) -> Option<String> {
        let names: Vec<&str> =
            self.alarms.iter().filter(|alarm| which(alarm)).map(|alarm| short_name(&alarm.name, &self.stack)).collect();
        (!names.is_empty()).then(|| named(&names))
    }
}

impl UnmutedAlarm {
    fn is_audible(&self) -> bool {
        self.muted_by.is_none()
    }

    /// `api-5xx by nightly until 2026-11-22 12:00Z`
    fn still_muted(&self, stack: &str) -> Option<String> {
        let by = self.muted_by.as_ref()?;
        let until = self.muted_until.map(|until| format!(" until {}", minute(until))).unwrap_or_default();
        Some(format!("{} by {by}{until}, a rule that srvls did not make", short_name(&self.name, stack)))
    }
}

impl Report for UnmuteReport {
    const ROWS: Option<&'static str> = Some("alarms");

    fn view(&self) -> View {
        let ended = self.named(|alarm| alarm.is_audible() && alarm.was_muted);
        let fires = self.named(|alarm| alarm.is_audible() && alarm.was_muted && alarm.state == AlarmState::Alarm);
        let untouched = self.named(|alarm| !alarm.was_muted);
        let (untouched, unknown) = match &self.unread {
            None => (untouched, None),
            Some(unread) => (None, untouched.map(|names| format!("{names}: could not read {unread}"))),
        };
        let still = Text::lines(self.alarms.iter().filter_map(|alarm| alarm.still_muted(&self.stack)));
        let toned = |text: Option<String>, tone| text.map(|text| (Text::from(text), tone));
        fields([
            ("Notify again", toned(ended, Tone::Good)),
            ("Fire now", toned(fires, Tone::Bad)),
            ("Not muted", toned(untouched, Tone::Plain)),
            ("Not known", toned(unknown, Tone::Bad)),
            ("Still muted", (still != Text::default()).then_some((still, Tone::Bad))),
            ("Undo", toned(self.undo.clone(), Tone::Plain)),
        ])
        .into()
    }

    fn hints(&self) -> Vec<String> {
        let rule = self.alarms.iter().find_map(|alarm| alarm.muted_by.as_ref());
        let hint = |rule| {
            format!("its owner can delete it: `aws cloudwatch delete-alarm-mute-rule --alarm-mute-rule-name {rule}`")
        };
        rule.map(|rule| hint(quoted(rule))).into_iter().collect()
    }

    fn exit(&self) -> Exit {
        let is_done = self.unread.is_none() && self.alarms.iter().all(UnmutedAlarm::is_audible);
        if is_done { Exit::Success } else { Exit::Failure }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::alarms::fake::{FakeAlarms, FakeMuting, alarm};

    const NOW: &str = "2026-11-22T10:12:00Z";

    fn rule(name: &str, alarms: &[&str], expression: &str) -> Mute {
        let alarms: Vec<String> = alarms.iter().map(|alarm| (*alarm).to_owned()).collect();
        let rule = MuteRule {
            region: "us-east-1".into(),
            name: name.into(),
            alarms: alarms.clone(),
            expression: expression.into(),
            duration: "PT1H".into(),
            ..MuteRule::default()
        };
        let until = "2026-11-22T10:42:00Z".parse().ok();
        Mute { rule: name.into(), alarms, until, means: Means::Rule(rule) }
    }

    async fn unmuted(mutes: Vec<Mute>, targets: &[Alarm]) -> (UnmuteReport, Vec<String>) {
        let now = NOW.parse().expect("a time");
        let alarms = FakeAlarms { mutes: Some(mutes), ..FakeAlarms::default() };
        let mutes = Mutes::read(&alarms, now).await;
        let muting = FakeMuting::default();
        let kept = unmute(&Permit::of_test(), &muting, targets, &mutes, "srvls-dev").await.expect("unmuted");
        (UnmuteReport::new(targets, targets, &mutes, &kept, "srvls-dev".into(), now), muting.calls.take())
    }

    fn firing(name: &str) -> Alarm {
        alarm(name, AlarmState::Alarm, "critical: call")
    }

    #[tokio::test]
    async fn the_rule_goes_and_its_other_alarms_stay_muted() {
        let own = rule("srvls-dev-5xx", &["srvls-dev-5xx"], "at(2026-11-22T10:00)");
        let shared = rule("srvls-dev-2-alarms-0", &["srvls-dev-5xx", "srvls-dev-4xx"], "at(2026-11-22T10:00)");

        let (report, calls) = unmuted(vec![own, shared], &[firing("srvls-dev-5xx")]).await;

        assert_eq!(
            calls,
            ["delete srvls-dev-5xx", "put srvls-dev-2-alarms-0 in us-east-1: srvls-dev-4xx at(2026-11-22T10:00) PT1H"]
        );
        insta::assert_snapshot!(report.view().render(Some(80)).unstyled(), @"
        Notify again  5xx
        Fire now      5xx
        Undo          srvls alarms mute 5xx --for 30m
        ");
    }

    #[tokio::test]
    async fn a_maintenance_window_is_left_alone_and_said() {
        let nightly = rule("srvls-dev-nightly", &["srvls-dev-5xx"], "cron(0 10 * * *)");
        let foreign = rule("another", &["srvls-dev-5xx"], "at(2026-11-22T10:00)");

        for mute in [nightly, foreign] {
            let name = mute.rule.clone();
            let (report, calls) = unmuted(vec![mute], &[firing("srvls-dev-5xx")]).await;

            assert_eq!((calls, report.exit()), (Vec::new(), Exit::Failure));
            let text = report.view().render(None).unstyled();
            assert!(text.contains(&format!("Still muted  5xx by {name} until 2026-11-22 10:42Z")), "{text}");
            assert!(report.hints()[0].contains(&name));
        }
    }

    #[tokio::test]
    async fn actions_that_another_person_disabled_are_enabled() {
        let disabled = Alarm { actions_enabled: false, ..alarm("srvls-dev-5xx", AlarmState::Ok, "critical: call") };

        let (report, calls) = unmuted(Vec::new(), &[disabled]).await;

        assert_eq!(calls, ["enable srvls-dev-5xx"]);
        assert_eq!((report.alarms[0].was_muted, report.undo), (true, None));
    }

    #[tokio::test]
    async fn an_alarm_that_is_not_muted_stays_as_it_is() {
        let (report, calls) = unmuted(Vec::new(), &[firing("srvls-dev-5xx")]).await;

        assert_eq!((calls, report.exit()), (Vec::new(), Exit::Success));
        assert_eq!(report.view().render(None).unstyled(), "Not muted  5xx");
    }
}
