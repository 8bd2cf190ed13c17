//! The values that an alarm compares, over time, as a chart.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::marks::{Deployment, StateChange};
use crate::{
    aws::{
        alarms::{Alarm, AlarmState},
        metrics::{Incomplete, Metrics, Point, Query, Range, RangeError},
    },
    error::Error,
    terminal::{
        chart::{Chart, Line, Mark, Threshold, quantity},
        output::{Drawing, Text},
    },
};

const USUAL: SignedDuration = SignedDuration::from_hours(3);
/// A chart of more shows little of how it began.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);
/// What is shown before an alarm began to fire.
const BEFORE: SignedDuration = SignedDuration::from_hours(1);
/// More do not fit on a terminal.
const MOST_POINTS: usize = 180;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::commands::alarms) struct AlarmSeries {
    pub(super) since: Timestamp,
    pub(super) until: Timestamp,
    pub(super) period_seconds: u32,
    /// A period without data has none.
    pub(super) points: Vec<Point>,
    /// Why points may be missing that CloudWatch has.
    pub(super) incomplete: Option<Incomplete>,
}

/// The last hours, or since an hour before the alarm began to fire, in its own periods at least.
pub(super) fn range(alarm: &Alarm, now: Timestamp) -> Result<Range, RangeError> {
    let back = |by| now.checked_sub(by).unwrap_or(now);
    let fired = alarm.since.filter(|_| alarm.state == AlarmState::Alarm);
    let fired = fired.and_then(|since| since.checked_sub(BEFORE).ok());
    let since = fired.map_or(back(USUAL), |fired| fired.min(back(USUAL))).max(back(LONGEST));
    let fitting = Range::fitting(since, now, since, now, MOST_POINTS)?;
    let own = alarm.watch.as_ref().and_then(|watch| u32::try_from(watch.period_seconds?).ok()).unwrap_or_default();
    if own <= fitting.period_seconds || !own.is_multiple_of(60) {
        return Ok(fitting);
    }
    Range::with_period(since, now, since, now, own)
}

pub(super) async fn series(metrics: &impl Metrics, query: &Query, range: Range) -> Result<AlarmSeries, Error> {
    let found = metrics.series(std::slice::from_ref(query), range).await?.into_iter().next().unwrap_or_default();
    let Range { since, until, period_seconds } = range;
    Ok(AlarmSeries { since, until, period_seconds, points: found.points, incomplete: found.incomplete })
}

/// The chart of an alarm; a line of its values for a program.
#[derive(Debug)]
pub(in crate::commands::alarms) struct AlarmChart(Chart);

impl AlarmChart {
    pub(in crate::commands::alarms) fn of(
        alarm: &Alarm,
        series: &AlarmSeries,
        changes: &[StateChange],
        deployments: &[Deployment],
    ) -> Option<Self> {
        let watch = alarm.watch.as_ref()?;
        let unit = watch.unit().unwrap_or_default().to_owned();
        let change = |change: &StateChange| Mark { at: change.at, name: format!("the alarm is {}", change.to) };
        let deployed = |deployment: &Deployment| Mark { at: deployment.at, name: deployment.release.clone() };
        let mut marks: Vec<Mark> = changes.iter().map(change).chain(deployments.iter().map(deployed)).collect();
        marks.sort_by_key(|mark| mark.at);
        Some(Self(Chart {
            since: series.since,
            until: series.until,
            period_seconds: series.period_seconds,
            unit,
            line: Line {
                name: watch.metric.clone(),
                points: series.points.iter().map(|point| (point.at, point.value)).collect(),
            },
            other: None,
            threshold: watch.threshold.map(|value| Threshold { name: format!("fires if {}", watch.comparison), value }),
            marks,
        }))
    }
}

impl Drawing for AlarmChart {
    fn fitted(&self, width: Option<u16>) -> Text {
        if width.is_some() {
            return self.0.fitted(width);
        }
        let Chart { line, unit, since, .. } = &self.0;
        let values = || line.points.iter().map(|(_, value)| *value);
        match (values().reduce(f64::min), values().reduce(f64::max)) {
            (Some(lowest), Some(highest)) => {
                let (lowest, highest) = (quantity(lowest, unit), quantity(highest, unit));
                format!("{}: {lowest} to {highest} since {since}; `-o json` has the series", line.name).into()
            }
            _ => format!("{}: no data since {since}", line.name).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{alarms::fake::alarm, metrics::fake::minutes};

    const NOW: &str = "2026-11-22T10:12:00Z";

    fn now() -> Timestamp {
        NOW.parse().expect("a time")
    }

    fn fired(since: &str) -> Alarm {
        Alarm { since: since.parse().ok(), ..alarm("srvls-dev-5xx", AlarmState::Alarm, "critical: call") }
    }

    #[test]
    fn the_range_shows_how_it_began() {
        let begin = |since: &str| range(&fired(since), now()).expect("a range");

        assert_eq!(begin("2026-11-22T10:00:00Z").since.to_string(), "2026-11-22T07:12:00Z");
        assert_eq!(begin("2026-11-22T05:00:00Z").since.to_string(), "2026-11-22T04:00:00Z");
        let long_ago = begin("2026-11-01T05:00:00Z");
        assert!(now().duration_since(long_ago.since) <= SignedDuration::from_hours(25), "{long_ago:?}");
        let mut slow = fired("2026-11-22T10:00:00Z");
        slow.watch.as_mut().expect("a metric alarm").period_seconds = Some(900);
        assert_eq!(range(&slow, now()).expect("a range").period_seconds, 900, "CloudWatch compares no shorter one");
    }

    fn chart() -> AlarmChart {
        let since: Timestamp = "2026-11-22T09:42:00Z".parse().expect("a time");
        let values: Vec<Option<f64>> = (0..30).map(|minute| if minute < 18 { Some(0.0) } else { Some(0.25) }).collect();
        let series = AlarmSeries {
            since,
            until: now(),
            period_seconds: 60,
            points: minutes(since, &values).points,
            incomplete: None,
        };
        let changes = [StateChange { at: "2026-11-22T10:02:00Z".parse().expect("a time"), to: AlarmState::Alarm }];
        AlarmChart::of(&fired("2026-11-22T10:02:00Z"), &series, &changes, &[]).expect("a chart")
    }

    #[test]
    fn a_chart_has_the_threshold_and_when_the_alarm_fired() {
        let text = chart().fitted(Some(60)).unstyled();

        assert!(text.contains("fires if >: 0.01"), "{text}");
        assert!(text.contains("a  10:02Z  the alarm is ALARM"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
    }

    #[test]
    fn a_program_gets_the_range_of_the_values() {
        assert_eq!(
            chart().fitted(None).unstyled(),
            "AWS/ApiGateway 5XXError: 0 to 0.25 since 2026-11-22T09:42:00Z; `-o json` has the series"
        );
    }
}
