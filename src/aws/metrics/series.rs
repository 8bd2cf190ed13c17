//! The datapoints of one query, and whether these are all that there are.

use std::{collections::BTreeMap, fmt};

use jiff::Timestamp;
use serde::Serialize;

use crate::aws::AwsError;

/// The value of one period, by the time at which the period begins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Point {
    #[serde(rename = "t")]
    pub(crate) at: Timestamp,
    #[serde(rename = "v")]
    pub(crate) value: f64,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Series {
    /// Oldest first.
    pub(crate) points: Vec<Point>,
    /// Why points may be missing that CloudWatch has.
    pub(crate) incomplete: Option<Incomplete>,
    /// What CloudWatch says about the data.
    pub(crate) messages: Vec<String>,
}

/// CloudWatch answered the call, but not all of this query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Incomplete {
    /// Some points are missing, and there is no next page with them.
    PartialData,
    InternalError,
    Forbidden,
    /// The answer does not mention the query.
    NoAnswer,
}

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PartialData => "CloudWatch has more data than it returned",
            Self::InternalError => "CloudWatch failed to read it",
            Self::Forbidden => "CloudWatch does not allow you to read it",
            Self::NoAnswer => "CloudWatch returned nothing for it",
        })
    }
}

impl Series {
    /// # Errors
    /// When one of them is incomplete: half a sum would pass for a whole one.
    pub(in crate::aws) fn all_complete(series: &[Self]) -> Result<(), AwsError> {
        let Some(incomplete) = series.iter().find_map(|series| series.incomplete) else { return Ok(()) };
        let code = match incomplete {
            Incomplete::Forbidden => "AccessDenied",
            Incomplete::PartialData => "PartialData",
            Incomplete::InternalError | Incomplete::NoAnswer => "InternalError",
        };
        Err(AwsError::refused("cloudwatch:GetMetricData", code, &incomplete.to_string()))
    }

    pub(crate) fn latest(&self) -> Option<Point> {
        self.points.last().copied()
    }

    /// What `combine` makes of the values that several series have in each period, in the order of the series.
    pub(crate) fn combined(parts: &[&Self], combine: impl Fn(&[Option<f64>]) -> Option<f64>) -> Self {
        let mut periods: BTreeMap<Timestamp, Vec<Option<f64>>> = BTreeMap::new();
        for (index, part) in parts.iter().enumerate() {
            for point in &part.points {
                periods.entry(point.at).or_insert_with(|| vec![None; parts.len()])[index] = Some(point.value);
            }
        }
        let points = periods.into_iter().filter_map(|(at, values)| Some(Point { at, value: combine(&values)? }));
        let mut messages: Vec<String> = parts.iter().flat_map(|part| part.messages.clone()).collect();
        messages.dedup();
        Self { points: points.collect(), incomplete: parts.iter().filter_map(|part| part.incomplete).max(), messages }
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// A value a minute from `since` on; `None` is a gap.
    pub(crate) fn minutes(since: Timestamp, values: &[Option<f64>]) -> Series {
        let at = |minute: usize| since + jiff::SignedDuration::from_mins(i64::try_from(minute).expect("few"));
        let points =
            values.iter().enumerate().filter_map(|(minute, value)| Some(Point { at: at(minute), value: (*value)? }));
        Series { points: points.collect(), ..Series::default() }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::aws::metrics::Range;

    #[test]
    fn a_period_without_data_is_a_gap_and_not_zero() {
        let since = Timestamp::UNIX_EPOCH;
        let range = Range { since, until: since + SignedDuration::from_mins(4), period_seconds: 60 };
        let series = fake::minutes(since, &[Some(1.0), None, Some(0.0)]);

        assert_eq!(range.values(&series.points), [Some(1.0), None, Some(0.0), None]);
        assert_eq!(series.latest().map(|point| point.value), Some(0.0));
    }

    #[test]
    fn a_combination_is_as_incomplete_as_its_parts() {
        let minutes = |values: &[Option<f64>]| fake::minutes(Timestamp::UNIX_EPOCH, values);
        let (errors, calls) = (minutes(&[Some(1.0), Some(2.0), None]), minutes(&[Some(4.0), None, Some(5.0)]));
        let calls = Series { incomplete: Some(Incomplete::PartialData), ..calls };

        let rate = Series::combined(&[&errors, &calls], |values| Some(100.0 * values[0]? / values[1]?));

        assert_eq!(rate.points.iter().map(|point| point.value).collect::<Vec<_>>(), [25.0]);
        assert_eq!(rate.incomplete, Some(Incomplete::PartialData));
    }
}
