//! What is behind one alarm: its values over time, when it fired, what was deployed meanwhile, and what fails.

mod errors;
mod marks;
mod series;

use jiff::Timestamp;
use serde::Serialize;

pub(super) use self::series::AlarmChart;
use self::{
    errors::{FailureShape, failures},
    marks::{Deployment, StateChange},
    series::{AlarmSeries, range, series},
};
use super::in_time::{NotRead, in_time, or_not_read};
use crate::{
    aws::{
        alarms::{Alarm, Alarms as _, HistoryItem},
        identity::Identity as _,
        metrics::Range,
    },
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    privacy::Privacy,
    releases::{History, Record},
};

/// Each part is null if it could not be read.
#[derive(Debug, Default, Serialize)]
pub(super) struct Behind {
    /// Also null for a composite alarm, which has no values.
    pub(super) series: Option<AlarmSeries>,
    /// In the time of the series, oldest first.
    pub(super) state_changes: Option<Vec<StateChange>>,
    pub(super) deployments: Option<Vec<Deployment>>,
    /// What fails at the moment, the most frequent first.
    pub(super) errors: Option<Vec<FailureShape>>,
    #[serde(skip)]
    pub(super) not_read: Vec<NotRead>,
}

/// How many releases are looked at.
const RELEASES: usize = 5;

pub(super) async fn read(
    cx: &Context,
    deployed: &DeployedStack,
    alarm: &Alarm,
    privacy: Privacy,
    now: Timestamp,
) -> Behind {
    let Ok(range) = range(alarm, now) else { return Behind::default() };
    let query = alarm.watch.as_ref().and_then(|watch| watch.query.clone());
    let series = async {
        match &query {
            Some(query) => series(&cx.metrics(), query, range).await.map(Some),
            None => Ok(None),
        }
    };
    let history = async { Ok(cx.alarms().history(&alarm.name, range.since).await?) };
    let (series, history, deployments, errors) = tokio::join!(
        in_time(series),
        in_time(history),
        in_time(deployments(cx, range)),
        in_time(failures(cx, deployed, alarm, privacy, now)),
    );
    let mut not_read = Vec::new();
    let series = or_not_read(series, "series", &mut not_read).flatten();
    let state_changes = or_not_read(history, "state_changes", &mut not_read).map(|history| state_changes(&history));
    let deployments = or_not_read(deployments, "deployments", &mut not_read);
    let errors = or_not_read(errors, "errors", &mut not_read);
    Behind { series, state_changes, deployments, errors, not_read }
}

fn state_changes(history: &[HistoryItem]) -> Vec<StateChange> {
    let change = |item: &HistoryItem| Some(StateChange { at: item.timestamp, to: item.to? });
    let mut changes: Vec<StateChange> = history.iter().filter_map(change).collect();
    changes.sort_by_key(|change| change.at);
    changes
}

async fn deployments(cx: &Context, range: Range) -> Result<Vec<Deployment>, Error> {
    let caller = cx.aws.identity.caller().await?;
    let history = History::read(cx, &caller, RELEASES).await?;
    history.require_readable_unless(!history.entries.is_empty())?;
    let deployment = |record: &Record| Deployment {
        at: record.ended_at().unwrap_or(record.release.created_at),
        release: record.release.name(),
        outcome: record.outcome,
    };
    let all = history.entries.iter().rev().map(|entry| deployment(&entry.record));
    Ok(all.filter(|deployment| deployment.at >= range.since).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::alarms::AlarmState;

    #[test]
    fn only_changes_of_the_state_are_marks_oldest_first() {
        let item = |second: i64, to| HistoryItem {
            timestamp: Timestamp::from_second(second).expect("in range"),
            kind: "StateUpdate".into(),
            summary: String::new(),
            from: None,
            to,
            reason: None,
        };

        let changes = state_changes(&[item(9, Some(AlarmState::Ok)), item(5, None), item(1, Some(AlarmState::Alarm))]);

        let changes: Vec<(i64, AlarmState)> = changes.iter().map(|change| (change.at.as_second(), change.to)).collect();
        assert_eq!(changes, [(1, AlarmState::Alarm), (9, AlarmState::Ok)]);
    }
}
