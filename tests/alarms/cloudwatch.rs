//! CloudWatch: metrics by the minute, and the state of an alarm, as AWS documents its evaluation.

use std::collections::BTreeMap;

use super::alarm::{Alarm, Missing, Stat};

/// A metric: its namespace, its name, and its dimensions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Series {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) dimensions: BTreeMap<String, String>,
}

/// What happened in one minute: values, and how often each.
#[derive(Debug, Clone, Default)]
struct Minute(Vec<(f64, f64)>);

impl Minute {
    fn count(&self) -> f64 {
        self.0.iter().map(|(_, count)| count).sum()
    }

    fn sum(&self) -> f64 {
        self.0.iter().map(|(value, count)| value * count).sum()
    }
}

#[derive(Debug, Default)]
pub(crate) struct CloudWatch {
    series: BTreeMap<Series, Vec<Minute>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum State {
    Ok,
    Ringing,
}

impl CloudWatch {
    pub(crate) fn put(&mut self, series: Series, minute: usize, value: f64, count: f64) {
        let minutes = self.series.entry(series).or_default();
        if minutes.len() <= minute {
            minutes.resize(minute + 1, Minute::default());
        }
        minutes[minute].0.push((value, count));
    }

    /// Whether anything was ever published as this metric.
    pub(crate) fn knows(&self, series: &Series) -> bool {
        self.series.contains_key(series)
    }

    /// The statistic of a period that ends before the minute `end`, of what is there at `now`.
    pub(crate) fn statistic(&self, stat: &Stat, end: usize, now: usize) -> Option<f64> {
        // A minute is published a while after it is over.
        const DELAY: usize = 1;
        let minutes = self.series.get(&stat.series)?;
        let (start, end) =
            (end.saturating_sub(stat.period_minutes), end.min(now.saturating_sub(DELAY)).min(minutes.len()));
        let there: Vec<&Minute> = minutes.get(start..end)?.iter().filter(|minute| !minute.0.is_empty()).collect();
        let all = there.iter().flat_map(|minute| &minute.0);
        let count: f64 = there.iter().map(|minute| minute.count()).sum();
        let sum: f64 = there.iter().map(|minute| minute.sum()).sum();
        let value = match stat.statistic.as_str() {
            _ if there.is_empty() => return None,
            "Sum" => sum,
            "Average" => sum / count,
            "Maximum" => all.map(|(value, _)| *value).fold(f64::MIN, f64::max),
            "Minimum" => all.map(|(value, _)| *value).fold(f64::MAX, f64::min),
            "SampleCount" => count,
            other => {
                let percent = other.strip_prefix('p').and_then(|percent| percent.parse::<f64>().ok());
                let percent = percent.unwrap_or_else(|| panic!("the statistic {other} is not modelled"));
                percentile(all.copied().collect(), count * percent / 100.0)
            }
        };
        Some(value)
    }

    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html>
    pub(crate) fn evaluate(&self, alarm: &Alarm, now: usize, before: State) -> State {
        // CloudWatch looks at a few periods more than it needs, in case some have no data.
        let range = alarm.evaluation_periods + 2;
        // The window slides: whatever the period, an alarm is evaluated every minute.
        let ends = (0..range).map_while(|back| now.checked_sub(back * alarm.period_minutes()));
        let values = ends.map(|end| {
            alarm.answer.value(&|id| self.statistic(&alarm.metrics[id], end, now)).map(|value| alarm.breaches(value))
        });
        let mut real: Vec<bool> = values.flatten().collect();
        real.truncate(alarm.evaluation_periods);
        let lacking = alarm.evaluation_periods - real.len();
        let breaching = real.iter().filter(|breaches| **breaches).count();
        if breaching >= alarm.datapoints_to_alarm {
            return State::Ringing;
        }
        match alarm.missing {
            Missing::Ignored if lacking > 0 => before,
            Missing::Ignored | Missing::NotBreaching => State::Ok,
        }
    }
}

/// The value that `rank` of the values do not exceed.
fn percentile(mut values: Vec<(f64, f64)>, rank: f64) -> f64 {
    values.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut passed = 0.0;
    let reaches = |(_, count): &&(f64, f64)| {
        passed += count;
        passed >= rank
    };
    values.iter().find(reaches).expect("a value").0
}
