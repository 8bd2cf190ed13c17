//! Metrics of functions from CloudWatch: invocations, errors and latency.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use aws_sdk_cloudwatch::types::{Dimension, Metric, MetricDataQuery, MetricStat};
use aws_smithy_types::DateTime;
use jiff::Timestamp;
use serde::Serialize;

use super::{AwsError, aws_error, calls::client, timestamp};

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

pub(crate) trait Metrics {
    /// The usage of each of these functions that was called. CloudWatch counts per minute, a minute or two late.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html>
    async fn usage(
        &self,
        functions: &[String],
        since: Timestamp,
        until: Timestamp,
    ) -> Result<BTreeMap<String, Usage>, AwsError>;
}

pub(crate) struct CloudWatchMetrics {
    client: aws_sdk_cloudwatch::Client,
}

impl CloudWatchMetrics {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { client: client!(aws_sdk_cloudwatch, config) }
    }
}

const PERIOD_SECONDS: i32 = 60;
/// The queries for each function: metric and statistic.
const QUERIES: [(&str, &str); 3] = [("Invocations", "Sum"), ("Errors", "Sum"), ("Duration", "p99")];
/// One GetMetricData call accepts 500 queries.
const FUNCTIONS_PER_CALL: usize = 500 / QUERIES.len();

impl Metrics for CloudWatchMetrics {
    async fn usage(
        &self,
        functions: &[String],
        since: Timestamp,
        until: Timestamp,
    ) -> Result<BTreeMap<String, Usage>, AwsError> {
        let mut usage = BTreeMap::new();
        for functions in functions.chunks(FUNCTIONS_PER_CALL) {
            let mut series: Vec<Series> = vec![Series::default(); functions.len() * QUERIES.len()];
            let request = self.client.get_metric_data().set_metric_data_queries(Some(queries(functions)));
            let request = request.start_time(time(since)).end_time(time(until));
            let mut pages = request.into_paginator().send();
            while let Some(page) = pages.next().await {
                let page = page.map_err(aws_error("cloudwatch:GetMetricData"))?;
                for result in page.metric_data_results.unwrap_or_default() {
                    let index = result.id().and_then(|id| id.strip_prefix('q')?.parse::<usize>().ok());
                    if let Some(series) = index.and_then(|index| series.get_mut(index)) {
                        series.extend(&result.timestamps.unwrap_or_default(), result.values.unwrap_or_default());
                    }
                }
            }
            let used =
                functions.iter().zip(series.chunks(QUERIES.len())).map(|(name, of)| (name.clone(), Usage::of(of)));
            usage.extend(used.filter(|(_, usage)| usage.invocations > 0));
        }
        Ok(usage)
    }
}

fn queries(functions: &[String]) -> Vec<MetricDataQuery> {
    let asked = functions.iter().flat_map(|function| QUERIES.map(|(metric, stat)| (function, metric, stat)));
    let query = |(index, (function, metric, stat)): (usize, (&String, &str, &str))| {
        let dimension = Dimension::builder().name("FunctionName").value(function).build();
        let metric = Metric::builder().namespace("AWS/Lambda").metric_name(metric).dimensions(dimension).build();
        let stat = MetricStat::builder().metric(metric).stat(stat).period(PERIOD_SECONDS).build();
        MetricDataQuery::builder().id(format!("q{index}")).metric_stat(stat).build()
    };
    asked.enumerate().map(query).collect()
}

fn time(time: Timestamp) -> DateTime {
    DateTime::from_secs(time.as_second())
}

/// The values of one metric of one function.
#[derive(Debug, Clone, Default)]
struct Series {
    values: Vec<f64>,
    /// The first time of a value that is not zero.
    began_at: Option<Timestamp>,
}

impl Series {
    fn extend(&mut self, times: &[DateTime], values: Vec<f64>) {
        let began = times.iter().zip(&values).filter(|(_, value)| **value > 0.0);
        let began = began.filter_map(|(time, _)| timestamp(time)).chain(self.began_at);
        self.began_at = began.min();
        self.values.extend(values);
    }
}

impl Usage {
    /// From the series of [`QUERIES`], in that order.
    fn of(series: &[Series]) -> Self {
        let [calls, errors, durations] = series else { return Self::default() };
        let sum = |series: &Series| whole(series.values.iter().sum());
        let mut durations: Vec<u64> = durations.values.iter().copied().map(whole).collect();
        durations.sort_unstable();
        Self {
            invocations: sum(calls),
            errors: sum(errors),
            p99_ms: durations.get(durations.len() / 2).copied(),
            first_called_at: calls.began_at,
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
pub(crate) mod fake {
    use super::*;

    /// The same usage for any period.
    #[derive(Default)]
    pub(crate) struct FakeMetrics(pub(crate) BTreeMap<String, Usage>);

    impl Metrics for FakeMetrics {
        async fn usage(
            &self,
            functions: &[String],
            _since: Timestamp,
            _until: Timestamp,
        ) -> Result<BTreeMap<String, Usage>, AwsError> {
            let asked = self.0.iter().filter(|(name, _)| functions.contains(name));
            Ok(asked.map(|(name, usage)| (name.clone(), *usage)).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use ciborium::{Value as Cbor, cbor, tag};

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const GET_METRIC_DATA: &str =
        "https://monitoring.us-east-1.amazonaws.com/service/GraniteServiceVersion20100801/operation/GetMetricData";

    fn page(page: Result<Cbor, ciborium::value::Error>) -> Answer {
        Answer::cbor(GET_METRIC_DATA, 200, &page.expect("CBOR"))
    }

    #[tokio::test]
    async fn calls_and_errors_are_summed_over_every_page_and_uncalled_functions_are_left_out() {
        let time = tag::Required::<i64, 1>;
        let first = cbor!({
            "MetricDataResults" => [
                { "Id" => "q0", "Values" => [3.0, 4.0], "Timestamps" => [time(180), time(120)] },
                { "Id" => "q1", "Values" => [1.0] },
                { "Id" => "q2", "Values" => [90.0, 10.4, 20.0] },
            ],
            "NextToken" => "more",
        });
        let second = cbor!({ "MetricDataResults" => [
                { "Id" => "q0", "Values" => [5.0, 0.0], "Timestamps" => [time(240), time(60)] },
                { "Id" => "q3", "Values" => [] },
            ] });
        let replay = Replay::new([page(first), page(second)]);
        let metrics = CloudWatchMetrics::new(&replay.config());
        let minute = |minute: i64| Timestamp::from_second(minute * 60).expect("a time");

        let usage = metrics.usage(&["a".into(), "b".into()], minute(1), minute(3)).await.expect("counted");

        let first_called_at = Some(minute(2));
        let a = Usage { invocations: 12, errors: 1, p99_ms: Some(20), first_called_at };
        assert_eq!(usage, BTreeMap::from([("a".to_owned(), a)]));
        let asked = &replay.requests()[0].body;
        assert_eq!(asked["MetricDataQueries"].as_array().map(Vec::len), Some(6));
        assert_eq!(asked["MetricDataQueries"][2]["MetricStat"]["Stat"], "p99");
    }

    #[test]
    fn a_function_without_calls_has_no_latency() {
        assert_eq!(Usage::of(&vec![Series::default(); 3]), Usage::default());
    }
}
