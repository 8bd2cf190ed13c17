//! The usage of functions: invocations, errors and latency.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::{Metric, Query, Series};
use crate::aws::AwsError;

/// The metrics of one function over a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(crate) struct Usage {
    pub(crate) invocations: u64,
    pub(crate) errors: u64,
    /// The median of the 99th percentiles of each minute with calls, in milliseconds: one slow minute is not a trend.
    pub(crate) p99_ms: Option<u64>,
    /// The beginning of the first minute with a call.
    pub(crate) first_called_at: Option<Timestamp>,
}

/// The queries for each function: metric and statistic.
const QUERIES: [(&str, &str); 3] = [("Invocations", "Sum"), ("Errors", "Sum"), ("Duration", "p99")];

pub(super) fn queries(functions: &[String]) -> Vec<Query> {
    let of_function = |function: &String| {
        QUERIES.map(|(name, stat)| Metric::new("AWS/Lambda", name, &[("FunctionName", function)]).stat(stat))
    };
    functions.iter().flat_map(of_function).collect()
}

/// The usage of each function that was called, from the series of its [`queries`].
///
/// # Errors
/// When a series is incomplete.
pub(super) fn of(functions: &[String], series: &[Series]) -> Result<BTreeMap<String, Usage>, AwsError> {
    Series::all_complete(series)?;
    let used = functions.iter().zip(series.chunks(QUERIES.len())).map(|(name, of)| (name.clone(), Usage::of(of)));
    Ok(used.filter(|(_, usage)| usage.invocations > 0).collect())
}

impl Usage {
    /// From the series of [`QUERIES`], in that order.
    fn of(series: &[Series]) -> Self {
        let [calls, errors, durations] = series else { return Self::default() };
        let sum = |series: &Series| whole(series.points.iter().map(|point| point.value).sum());
        let mut durations: Vec<u64> = durations.points.iter().map(|point| whole(point.value)).collect();
        durations.sort_unstable();
        Self {
            invocations: sum(calls),
            errors: sum(errors),
            p99_ms: durations.get(durations.len() / 2).copied(),
            first_called_at: calls.points.iter().find(|point| point.value > 0.0).map(|point| point.at),
        }
    }
}

/// CloudWatch returns counts and milliseconds as floating point numbers.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts are whole, and far from the limits"
)]
fn whole(value: f64) -> u64 {
    value.max(0.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_without_calls_has_no_latency() {
        assert_eq!(Usage::of(&vec![Series::default(); 3]), Usage::default());
    }
}
