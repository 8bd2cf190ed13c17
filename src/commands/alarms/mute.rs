//! `srvls alarms mute NAME... --for 30m`: for a while, alarms notify no one.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{
    found::{Found, found, name_arguments, named, target},
    muted::Mutes,
    name::short_name,
    part_done::PartDone,
    still_notify::{StillNotifies, still_notify},
    window::{MuteWindow, length},
};
use crate::{
    aws::{
        AwsError,
        alarms::{Alarm, MuteRule, Muting, RecordedMute},
    },
    context::{
        Context,
        deployed_stack::DeployedStack,
        guard::{Danger, Permit, allow_write_beside},
    },
    digest::sha256,
    error::Error,
    releases,
    terminal::output::{Report, Text, Tone, View, fields},
    time::{clock, minute},
};

/// Mute alarms for a while: they notify no one, and stay in the list
///
/// Muting again sets the new end. Where the region has no mute rules, the alarms' actions are disabled, and `srvls alarms` enables them once the time is over.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls alarms mute api-5xx --for 30m --reason OPS-1
  srvls -s prod alarms mute --all --for 2h --reason OPS-2")]
pub(crate) struct MuteArgs {
    /// Alarm names, with or without the stack name
    #[arg(value_name = "NAME", required_unless_present = "all")]
    names: Vec<String>,
    /// How long: 30m, 2h, 3d; at most 15 days
    #[arg(long = "for", value_name = "T", value_parser = length)]
    length: SignedDuration,
    /// Mute every alarm of the stage
    #[arg(long, conflicts_with = "names")]
    all: bool,
}

pub(super) async fn run(cx: &Context, args: &MuteArgs) -> Result<MuteReport, Error> {
    let regions = cx.alarms();
    // All alarms of a protected stage are silent only if someone means this stage.
    let danger = if args.all { Danger::Severe } else { Danger::Mild };
    let now = clock::now();
    let (clearance, found) = allow_write_beside(cx, danger, found(cx, &args.names, now)).await?;
    let Found { deployed, all, targets, mutes } = found?;
    let names: Vec<&str> = targets.iter().map(|alarm| short_name(&alarm.name, &deployed.name.0)).collect();
    let caller = clearance.caller().clone();
    let permit = clearance.begin(&target(&names)).await?;
    let order = Order {
        window: MuteWindow::of(now, args.length),
        by: releases::short_name(&caller.arn).to_owned(),
        reason: cx.global.masked_reason(),
        prefixes: [cx.stage.edge_stack_name().0, deployed.name.0.clone()],
    };
    let muted = mute(&permit, &regions, &targets, &order).await;
    let muted = muted
        .map_err(|failed| failed.with_commands(&names, "mute", &format!(" --for {}m", args.length.as_mins().max(1))))?;
    mutes.report_unreadable(cx.progress);
    let report = MuteReport::new(&deployed, &all, muted, &mutes, order.window.until);
    Ok(MuteReport { undo: cx.command_line(&report.undo), ..report })
}

/// How to mute.
struct Order {
    window: MuteWindow,
    by: String,
    reason: Option<String>,
    /// The names of the stacks, the longest first: what a policy allows begins with one of them.
    prefixes: [String; 2],
}

/// How an alarm is muted.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct MutedAlarm {
    name: String,
    /// The rule; null where the region has none, so that the actions are disabled.
    rule: Option<String>,
}

/// A rule can target this many alarms.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MuteTargets.html>
const ALARMS_PER_RULE: usize = 100;

async fn mute(
    _permit: &Permit,
    muting: &impl Muting,
    targets: &[Alarm],
    order: &Order,
) -> Result<Vec<MutedAlarm>, PartDone> {
    let mut by_region: BTreeMap<&str, Vec<Alarm>> = BTreeMap::new();
    for alarm in targets {
        by_region.entry(alarm.region()).or_default().push(alarm.clone());
    }
    let mut muted: Vec<MutedAlarm> = Vec::new();
    for (region, alarms) in by_region {
        for alarms in alarms.chunks(ALARMS_PER_RULE) {
            match mute_together(muting, region, alarms, order).await {
                Ok(done) => muted.extend(done),
                Err(source) => {
                    let done = muted.into_iter().map(|muted| muted.name).collect();
                    return Err(PartDone::new("muted", done, targets.len(), source));
                }
            }
        }
    }
    Ok(muted)
}

/// Alarms of one region.
async fn mute_together(
    muting: &impl Muting,
    region: &str,
    alarms: &[Alarm],
    order: &Order,
) -> Result<Vec<MutedAlarm>, AwsError> {
    let rule = order.rule(region, alarms);
    let name = if muting.put_rule(&rule).await? {
        Some(rule.name)
    } else {
        let record = RecordedMute { until: order.window.until, by: order.by.clone() };
        muting.disable_actions(alarms, &record).await?;
        None
    };
    Ok(alarms.iter().map(|alarm| MutedAlarm { name: alarm.name.clone(), rule: name.clone() }).collect())
}

impl Order {
    fn rule(&self, region: &str, alarms: &[Alarm]) -> MuteRule {
        let mut names: Vec<String> = alarms.iter().map(|alarm| alarm.name.clone()).collect();
        names.sort_unstable();
        let reason = self.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let description = format!("muted by {} with srvls{reason}", self.by);
        MuteRule {
            region: region.to_owned(),
            name: self.rule_name(&names),
            description: Some(description.chars().take(1024).collect()),
            alarms: names,
            expression: self.window.expression(),
            duration: self.window.duration(),
            timezone: None,
            expires: None,
        }
    }

    /// The same for the same alarms, so that muting them again replaces the rule.
    fn rule_name(&self, names: &[String]) -> String {
        if let [only] = names {
            return only.clone();
        }
        let covers = |prefix: &&String| names.iter().all(|name| name.starts_with(&format!("{prefix}-")));
        let prefix = self.prefixes.iter().find(covers).map(String::as_str).unwrap_or_default();
        format!("{prefix}-{}-alarms-{}", names.len(), &sha256(names.join("\n").as_bytes())[..12])
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct MuteReport {
    alarms: Vec<MutedAlarm>,
    until: Timestamp,
    /// Whether AWS ends it; otherwise the next `srvls alarms` does.
    ends_by_itself: bool,
    /// What can still notify someone about the same.
    still_notify: Vec<StillNotifies>,
    /// What muted them before, and lasts longer.
    longer: Vec<String>,
    undo: String,
    #[serde(skip)]
    stack: String,
}

impl MuteReport {
    fn new(deployed: &DeployedStack, all: &[Alarm], alarms: Vec<MutedAlarm>, before: &Mutes, until: Timestamp) -> Self {
        let stack = deployed.name.0.clone();
        let names: Vec<&str> = alarms.iter().map(|muted| muted.name.as_str()).collect();
        let is_own = |by: &str| alarms.iter().any(|muted| muted.rule.as_deref() == Some(by));
        let longer = |name: &&str| {
            let muted = before.of(name);
            let by = muted.muted_by.as_ref().filter(|by| !is_own(by) && !muted.by_disabled_actions())?;
            let lasts = muted.muted_until.filter(|end| *end > until)?;
            Some(format!("{} is muted by {by} until {}", short_name(name, &stack), minute(lasts)))
        };
        Self {
            until,
            ends_by_itself: alarms.iter().all(|muted| muted.rule.is_some()),
            still_notify: still_notify(all, &names, before),
            longer: names.iter().filter_map(longer).collect(),
            undo: format!("srvls alarms unmute {}", name_arguments(&names, all, &stack)),
            alarms,
            stack,
        }
    }
}

impl Report for MuteReport {
    const ROWS: Option<&'static str> = Some("alarms");

    fn view(&self) -> View {
        let names: Vec<&str> = self.alarms.iter().map(|muted| short_name(&muted.name, &self.stack)).collect();
        let still = self.still_notify.iter().map(|other| other.words(&self.stack));
        let list = |lines: Vec<String>, tone| (!lines.is_empty()).then(|| (Text::lines(lines), tone));
        let end = if self.ends_by_itself {
            "by itself; what fires then notifies again"
        } else {
            "with the next `srvls alarms` after that: this region has no mute rules, so actions are disabled"
        };
        let plain = |text: &str| Some((Text::from(text), Tone::Plain));
        fields([
            ("Muted", Some((format!("{} until {}", named(&names), minute(self.until)).into(), Tone::Good))),
            ("Ends", plain(end)),
            ("Still notify", list(still.collect(), Tone::Warning)),
            ("Lasts longer", list(self.longer.clone(), Tone::Plain)),
            ("Note", plain("a muted alarm stays in the list, and still stops a deployment")),
            ("Undo", plain(&self.undo)),
        ])
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::alarms::{
            AlarmKind, AlarmState, Means, Mute,
            fake::{FakeAlarms, FakeMuting, alarm},
        },
        context::deployed_stack::fake::deployed,
        exit::Exit,
    };

    fn order() -> Order {
        let now = "2026-11-22T10:12:34Z".parse().expect("a time");
        Order {
            window: MuteWindow::of(now, SignedDuration::from_mins(30)),
            by: "ada".into(),
            reason: Some("OPS-1".into()),
            prefixes: ["srvls-dev-edge".into(), "srvls-dev".into()],
        }
    }

    fn in_region(name: &str, region: &str) -> Alarm {
        Alarm {
            arn: Some(format!("arn:aws:cloudwatch:{region}:000000000000:alarm:{name}")),
            ..alarm(name, AlarmState::Ok, "critical: call")
        }
    }

    async fn muted(muting: &FakeMuting, targets: &[Alarm]) -> Result<Vec<MutedAlarm>, PartDone> {
        mute(&Permit::of_test(), muting, targets, &order()).await
    }

    #[tokio::test]
    async fn alarms_are_muted_by_one_rule_for_each_region() {
        let muting = FakeMuting::default();
        let targets = [
            in_region("srvls-dev-edge-cdn-5xx", "us-east-1"),
            in_region("srvls-dev-b", "eu-west-1"),
            in_region("srvls-dev-a", "eu-west-1"),
        ];

        muted(&muting, &targets).await.expect("muted");

        let digest = &sha256(b"srvls-dev-a\nsrvls-dev-b")[..12];
        let expected = [
            format!("put srvls-dev-2-alarms-{digest} in eu-west-1: srvls-dev-a+srvls-dev-b at(2026-11-22T10:12) PT31M"),
            "put srvls-dev-edge-cdn-5xx in us-east-1: srvls-dev-edge-cdn-5xx at(2026-11-22T10:12) PT31M".into(),
        ];
        assert_eq!(*muting.calls.borrow(), expected);
    }

    #[tokio::test]
    async fn a_region_without_rules_disables_actions_and_records_the_end() {
        let muting = FakeMuting { lacks_rules: true, ..FakeMuting::default() };

        let muted = muted(&muting, &[in_region("srvls-dev-a", "eu-west-1")]).await.expect("muted");

        assert_eq!(*muting.calls.borrow(), ["disable until 2026-11-22T10:43:00Z srvls-dev-a"]);
        assert_eq!(muted[0].rule, None);
    }

    #[tokio::test]
    async fn what_is_muted_when_the_rest_fails_is_said() {
        let muting = FakeMuting { denied: Some("us-east-1"), ..FakeMuting::default() };
        let targets = [in_region("srvls-dev-a", "eu-west-1"), in_region("srvls-dev-edge-b", "us-east-1")];

        let error = muted(&muting, &targets).await.expect_err("denied");
        let error = Error::from(error.with_commands(&["a", "edge-b"], "mute", " --for 30m"));

        assert_eq!(error.to_string(), "muted srvls-dev-a, but not the other 1");
        assert_eq!(error.exit(), Exit::NotAllowed);
        assert!(error.hint().is_some_and(|hint| hint.contains("`srvls alarms mute a edge-b --for 30m`")));
    }

    #[test]
    fn a_rule_for_more_than_a_hundred_alarms_is_two() {
        let names: Vec<String> = (0..3).map(|index| format!("srvls-dev-edge-{index}")).collect();

        assert!(order().rule_name(&names).starts_with("srvls-dev-edge-3-alarms-"));
        assert_eq!(order().rule_name(&names[..1]), "srvls-dev-edge-0");
    }

    /// `api-down` is made of `5xx`, which a maintenance window mutes for longer.
    async fn report(lacks_rules: bool) -> MuteReport {
        let resources = ["srvls-dev-5xx", "srvls-dev-api-down"].map(|name| ("AWS::CloudWatch::Alarm", "A", name));
        let down = Alarm {
            kind: AlarmKind::Composite,
            rule: Some("ALARM(srvls-dev-5xx)".into()),
            ..alarm("srvls-dev-api-down", AlarmState::Ok, "critical: call")
        };
        let all = [alarm("srvls-dev-5xx", AlarmState::Alarm, "critical: call"), down];
        let longer = Mute {
            rule: "maintenance".into(),
            alarms: vec!["srvls-dev-5xx".into()],
            until: "2026-11-22T23:00:00Z".parse().ok(),
            means: Means::Rule(MuteRule::default()),
        };
        let alarms = FakeAlarms { mutes: Some(vec![longer]), ..FakeAlarms::default() };
        let before = Mutes::read(&alarms, Timestamp::UNIX_EPOCH).await;
        let muting = FakeMuting { lacks_rules, ..FakeMuting::default() };
        let muted = muted(&muting, &all[..1]).await.expect("muted");
        MuteReport::new(&deployed(&resources), &all, muted, &before, order().window.until)
    }

    #[tokio::test]
    async fn the_answer_says_what_still_notifies_and_the_undo() {
        insta::assert_snapshot!(report(false).await.view().render(Some(80)).unstyled(), @"
        Muted         5xx until 2026-11-22 10:43Z
        Ends          by itself; what fires then notifies again
        Still notify  api-down, which is made of 5xx
        Lasts longer  5xx is muted by maintenance until 2026-11-22 23:00Z
        Note          a muted alarm stays in the list, and still stops a deployment
        Undo          srvls alarms unmute 5xx
        ");
    }

    #[tokio::test]
    async fn disabled_actions_need_someone_to_end_them() {
        let report = report(true).await;

        assert!(!report.ends_by_itself);
        let text = report.view().render(None).unstyled();
        assert!(text.contains("Ends          with the next `srvls alarms` after that"), "{text}");
    }
}
