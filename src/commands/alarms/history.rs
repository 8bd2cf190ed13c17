//! `srvls alarms history NAME`: an alarm's state changes and actions.

use jiff::Timestamp;
use serde::Serialize;

use super::{name::alarm_called, tone::state_tone};
use crate::{
    aws::alarms::{Alarms, HistoryItem},
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    terminal::output::{Report, Table, Tone, View},
    time::{TimeSpec, clock},
};

/// Show an alarm's history, newest first
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls alarms history api-5xx --since 2d")]
pub(crate) struct HistoryArgs {
    /// Alarm name, with or without the stack name
    name: String,
    /// How far back to look; CloudWatch keeps 30 days
    #[arg(long, value_name = "T", default_value = "7d")]
    since: TimeSpec,
}

pub(super) async fn run(cx: &Context, args: &HistoryArgs) -> Result<HistoryReport, Error> {
    let since = args.since.resolve(&clock::local());
    let deployed = cx.deployed().await?;
    history(&deployed, &cx.alarms(), &args.name, since).await
}

async fn history(
    deployed: &DeployedStack,
    alarms: &impl Alarms,
    name: &str,
    since: Timestamp,
) -> Result<HistoryReport, Error> {
    let name = alarm_called(deployed, alarms, name).await?.name;
    Ok(HistoryReport { history: alarms.history(&name, since).await?, name })
}

#[derive(Debug, Serialize)]
pub(crate) struct HistoryReport {
    name: String,
    history: Vec<HistoryItem>,
}

impl Report for HistoryReport {
    const ROWS: Option<&'static str> = Some("history");

    fn view(&self) -> View {
        if self.history.is_empty() {
            return View::new().text("the alarm has no history in this period");
        }
        let mut table = Table::new(["TIME", "EVENT", "STATE", "SUMMARY"]);
        for item in &self.history {
            let (to, to_tone) = item.to.map(|to| (to.to_string(), state_tone(to))).unwrap_or_default();
            table.row([
                (item.timestamp.to_string(), Tone::Plain),
                (item.kind.clone(), Tone::Plain),
                (to, to_tone),
                (item.reason.clone().unwrap_or_else(|| item.summary.clone()), Tone::Plain),
            ]);
        }
        table.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aws::alarms::AlarmState, commands::alarms::fixture};

    fn update(time: &str, to: AlarmState, reason: &str) -> HistoryItem {
        HistoryItem {
            timestamp: time.parse().expect("a time"),
            kind: "StateUpdate".into(),
            summary: "Alarm updated".into(),
            from: None,
            to: Some(to),
            reason: Some(reason.to_owned()),
        }
    }

    #[tokio::test]
    async fn the_history_shows_when_the_state_changed_and_why() {
        let (deployed, alarms) = fixture::firing(vec![
            update("2026-11-22T10:00:00Z", AlarmState::Alarm, "7 > 5"),
            update("2026-11-01T10:00:00Z", AlarmState::Ok, "1 > 5"),
        ]);
        let since = "2026-11-20T00:00:00Z".parse().expect("a time");

        let report = history(&deployed, &alarms, "5xx", since).await.expect("found");

        let text = report.view().render(None).unstyled();
        let expected = "\
TIME                  EVENT        STATE  SUMMARY
2026-11-22T10:00:00Z  StateUpdate  ALARM  7 > 5";
        assert_eq!(text, expected);
    }
}
