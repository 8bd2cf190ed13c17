//! `srvls alarms watch`: what fires, as it changes.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use serde::Serialize;

use super::{
    list::{self, AlarmRow, AlarmsReport, ListArgs},
    name::short_name,
    number::quantity,
    situation::{self, Situation},
    stage_alarms,
    tone::state_tone,
};
use crate::{
    aws::{
        AwsError,
        alarms::{AlarmState, Severity},
    },
    context::Context,
    error::{Error, Failure as _},
    exit::Exit,
    terminal::{
        output::{Line, Output, Report, Text, Tone, View},
        signals::Signals,
    },
    time::clock,
};

/// Follow the alarms: the list in a terminal, a line for each change elsewhere
///
/// Rings the terminal's bell when an alarm begins to fire. Ctrl-C ends it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls alarms watch
  srvls -s prod alarms watch --until-ok")]
pub(crate) struct WatchArgs {
    /// End, with 0, as soon as no alarm fires
    #[arg(long)]
    until_ok: bool,
    /// Exit with 3 if an alarm fires at the end
    #[arg(long)]
    exit_code: bool,
}

/// CloudWatch evaluates once a minute, and mostly every ten seconds at the shortest.
const INTERVAL: Duration = Duration::from_secs(10);
const LOCAL_INTERVAL: Duration = Duration::from_secs(1);

pub(super) async fn run(cx: &Context, args: &WatchArgs, out: &Output) -> Result<Exit, Error> {
    let mut watch = Watch { cx, args, out, seen: Seen::default(), is_first: true, situation: None };
    if out.refreshes() {
        cx.progress.leave_terminal();
    }
    let ended = Signals::listen().unless_stopped(watch.run()).await;
    if args.exit_code && watch.seen.fires() && !matches!(ended, Ok(Err(_))) {
        return Ok(Exit::Findings);
    }
    match ended {
        Ok(ended) => ended.map(|()| Exit::Success),
        // That is how watching ends.
        Err(stop) => Ok(stop.exit()),
    }
}

struct Watch<'a> {
    cx: &'a Context,
    args: &'a WatchArgs,
    out: &'a Output,
    seen: Seen,
    is_first: bool,
    /// Of what fired when it was read.
    situation: Option<(Vec<String>, Option<Situation>)>,
}

impl Watch<'_> {
    async fn run(&mut self) -> Result<(), Error> {
        let is_local = self.cx.poll_interval() < LOCAL_INTERVAL;
        let interval = if is_local { LOCAL_INTERVAL } else { INTERVAL };
        let mut latest: Option<AlarmsReport> = None;
        loop {
            let round = self.round().await;
            let (report, changes, trouble) = match round {
                Ok(report) => {
                    let changes = self.seen.changes(&report, clock::now());
                    (latest.insert(report), changes, None)
                }
                Err(error) if is_transient(&error) => match latest.as_mut() {
                    Some(report) => (report, Vec::new(), Some(error)),
                    None => {
                        self.say(Some(&error));
                        tokio::time::sleep(interval).await;
                        continue;
                    }
                },
                Err(error) => return Err(error),
            };
            let (report, trouble): (&AlarmsReport, _) = (report, trouble);
            if !self.show(report, &changes, trouble.as_ref()).await? {
                return Ok(());
            }
            if self.args.until_ok && trouble.is_none() && !self.seen.fires() {
                return Ok(());
            }
            tokio::time::sleep(interval).await;
        }
    }

    async fn round(&mut self) -> Result<AlarmsReport, Error> {
        let found = stage_alarms::look(self.cx).await?;
        let firing = found.firing();
        let names: Vec<String> = firing.iter().map(|alarm| alarm.name.clone()).collect();
        let known = self.situation.as_ref().filter(|(of, _)| *of == names).map(|(_, situation)| situation.clone());
        let situation = match known {
            Some(situation) => situation,
            // What changed before an alarm is worth its reads only when another one fires.
            None if self.out.refreshes() => situation::read(self.cx, &found.deployed, &firing, found.now).await,
            None => None,
        };
        self.situation = Some((names, situation.clone()));
        let mut report = list::report(found, &ListArgs::default(), false);
        report.situation = situation;
        Ok(report)
    }

    /// `false` once the reader is gone.
    async fn show(
        &mut self,
        report: &AlarmsReport,
        changes: &[Change],
        trouble: Option<&Error>,
    ) -> Result<bool, Error> {
        if !self.out.refreshes() {
            self.say(trouble);
            for change in changes {
                if !self.out.emit_line(change).await? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        let began = changes.iter().any(|change| change.to == AlarmState::Alarm && change.from.is_some());
        let frame = Frame { heading: heading(trouble, clock::now()), report };
        let shown = self.out.refresh(&frame, std::mem::take(&mut self.is_first)).await?;
        if shown && began { self.out.ring().await } else { Ok(shown) }
    }

    /// Says once that nothing is seen any more, and once that it is again.
    fn say(&mut self, trouble: Option<&Error>) {
        match (trouble, self.seen.blind) {
            (Some(error), false) => {
                self.cx
                    .progress
                    .warn(format_args!("{error}; retrying: changes show late, and short ones may be missed"));
            }
            (None, true) => self.cx.progress.note("the alarms can be read again"),
            _ => {}
        }
        self.seen.blind = trouble.is_some();
    }
}

/// The list under the time at which it was read.
#[derive(Serialize)]
struct Frame<'a> {
    #[serde(skip)]
    heading: Text,
    #[serde(flatten)]
    report: &'a AlarmsReport,
}

impl Report for Frame<'_> {
    fn view(&self) -> View {
        View::new().text(self.heading.clone()).then(self.report.view())
    }
}

/// Whether the same call can succeed later.
fn is_transient(error: &Error) -> bool {
    error.downcast_ref::<AwsError>().is_some_and(AwsError::is_transient)
}

fn heading(trouble: Option<&Error>, now: Timestamp) -> Text {
    let time = now.strftime("%H:%M:%SZ");
    match trouble {
        None => Text::toned(&format!("{time}, Ctrl-C ends"), Tone::Faint),
        Some(error) => Text::toned(&format!("{time}, as seen before: {error}; retrying"), Tone::Warning),
    }
}

/// What the last round saw.
#[derive(Debug, Default)]
struct Seen {
    states: Option<BTreeMap<String, AlarmState>>,
    /// Whether the last round could not read the alarms, as was said.
    blind: bool,
}

impl Seen {
    fn fires(&self) -> bool {
        self.states.iter().flatten().any(|(_, state)| *state == AlarmState::Alarm)
    }

    /// What is different from the last round; in the first one, what fires.
    fn changes(&mut self, report: &AlarmsReport, now: Timestamp) -> Vec<Change> {
        let before = self.states.take();
        let change = |row: &AlarmRow| {
            let from = before.as_ref().and_then(|before| before.get(&row.name)).copied();
            let is_new = if before.is_some() { from != Some(row.state) } else { row.state == AlarmState::Alarm };
            is_new.then(|| Change::of(row, from, &report.stack, now))
        };
        let changes = report.alarms.iter().filter_map(change).collect();
        self.states = Some(report.alarms.iter().map(|row| (row.name.clone(), row.state)).collect());
        changes
    }
}

/// A change of an alarm's state.
#[derive(Debug, PartialEq, Serialize)]
struct Change {
    at: Timestamp,
    name: String,
    severity: Option<Severity>,
    /// Null when it was not seen before.
    from: Option<AlarmState>,
    to: AlarmState,
    value: Option<f64>,
    threshold: Option<f64>,
    unit: Option<String>,
    muted_until: Option<Timestamp>,
    reason: Option<String>,
    #[serde(skip)]
    short: String,
}

impl Change {
    fn of(row: &AlarmRow, from: Option<AlarmState>, stack: &str, now: Timestamp) -> Self {
        Self {
            at: row.since.unwrap_or(now),
            name: row.name.clone(),
            severity: row.severity,
            from,
            to: row.state,
            value: row.value,
            threshold: row.threshold,
            unit: row.unit.clone(),
            muted_until: row.muted.muted_until,
            reason: row.reason.clone(),
            short: short_name(&row.name, stack).to_owned(),
        }
    }
}

impl Line for Change {
    fn line(&self) -> Text {
        let severity = self.severity.map(|severity| format!("  {severity}")).unwrap_or_default();
        let number = |value: Option<f64>| value.map(|value| quantity(value, self.unit.as_deref()));
        let value = number(self.value).map(|value| format!("  {value}")).unwrap_or_default();
        let limit = number(self.threshold).map(|limit| format!(" (limit {limit})")).unwrap_or_default();
        let muted = self.muted_until.map(|until| format!("  muted until {until}")).unwrap_or_default();
        Text::from(format!("{}  ", self.at.strftime("%Y-%m-%d %H:%M:%SZ")))
            + Text::toned(&self.to.to_string(), state_tone(self.to))
            + format!("  {}{severity}{value}{limit}{muted}", self.short)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aws::alarms::fake::alarm, commands::alarms::list::listed};

    const NOW: &str = "2026-11-22T10:12:00Z";

    async fn report(states: &[(&str, AlarmState)]) -> AlarmsReport {
        let alarms = states.iter().map(|(name, state)| alarm(&format!("srvls-dev-{name}"), *state, "critical: call"));
        listed(alarms.collect(), ListArgs::default()).await
    }

    async fn lines(seen: &mut Seen, states: &[(&str, AlarmState)]) -> Vec<String> {
        let changes = seen.changes(&report(states).await, NOW.parse().expect("a time"));
        changes.iter().map(|change| change.line().unstyled()).collect()
    }

    #[tokio::test]
    async fn at_first_what_fires_is_said_and_then_what_changes() {
        let mut seen = Seen::default();
        let (alarm, ok) = (AlarmState::Alarm, AlarmState::Ok);

        let first = lines(&mut seen, &[("5xx", alarm), ("4xx", ok)]).await;
        assert_eq!(first, ["2026-11-22 10:00:00Z  ALARM  5xx  critical  0.25 (limit 0.01)"]);
        assert!(seen.fires());
        assert_eq!(lines(&mut seen, &[("5xx", alarm), ("4xx", ok)]).await, [""; 0], "nothing changed");
        let both = lines(&mut seen, &[("5xx", ok), ("4xx", alarm), ("new", ok)]).await;
        assert_eq!(both.len(), 3);
        assert!(both[0].contains("ALARM  4xx"), "{both:?}");
        lines(&mut seen, &[("5xx", ok), ("4xx", ok)]).await;
        assert!(!seen.fires());
    }

    #[test]
    fn a_round_without_an_answer_is_marked() {
        let error = Error::from(AwsError::refused("cloudwatch:DescribeAlarms", "Throttling", "slow down"));
        let shown = |trouble| heading(trouble, NOW.parse().expect("a time")).unstyled();

        assert_eq!(shown(None), "10:12:00Z, Ctrl-C ends");
        assert!(is_transient(&error));
        assert!(
            shown(Some(&error)).starts_with("10:12:00Z, as seen before: cloudwatch:DescribeAlarms is still throttled")
        );
        assert!(!is_transient(&Error::usage("no", "no")));
    }
}
