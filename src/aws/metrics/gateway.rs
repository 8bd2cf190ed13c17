//! The gateway to CloudWatch's metrics.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use aws_sdk_cloudwatch::types::{
    self, Dimension, MessageData, MetricDataQuery, MetricDataResult, MetricStat, ScanBy, StatusCode,
};
use aws_smithy_types::DateTime;
use futures_util::future::try_join_all;
use jiff::Timestamp;
use regex::Regex;

use super::{Incomplete, Metric, Metrics, Point, Query, Range, Series};
use crate::aws::{AwsError, aws_error, calls::client, timestamp};

/// The quotas of one GetMetricData call.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html>
const QUERIES_PER_CALL: usize = 500;
const POINTS_PER_CALL: usize = 100_800;

pub(crate) struct CloudWatchMetrics {
    client: aws_sdk_cloudwatch::Client,
}

impl CloudWatchMetrics {
    pub(in crate::aws) fn new(config: &SdkConfig) -> Self {
        Self { client: client!(aws_sdk_cloudwatch, config) }
    }

    /// The series of queries that fit one call, from all its pages.
    async fn read(&self, queries: &[Query], range: Range) -> Result<Vec<Series>, AwsError> {
        let asked = queries.iter().enumerate().flat_map(|(index, query)| query.structures(index, range.period_seconds));
        let request = self.client.get_metric_data().set_metric_data_queries(Some(asked.collect()));
        let request = request.start_time(time(range.since)).end_time(time(range.until));
        let mut pages = request.scan_by(ScanBy::TimestampAscending).into_paginator().send();
        let mut read = vec![Read::default(); queries.len()];
        let mut of_call = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(aws_error("cloudwatch:GetMetricData"))?;
            for result in page.metric_data_results.unwrap_or_default() {
                let index = result.id().and_then(|id| id.strip_prefix('q')?.parse::<usize>().ok());
                if let Some(read) = index.and_then(|index| read.get_mut(index)) {
                    read.add(result);
                }
            }
            of_call.extend(page.messages.unwrap_or_default().into_iter().map(sentence));
        }
        Ok(read.into_iter().map(|read| read.into_series(&of_call)).collect())
    }

    async fn read_all(&self, queries: &[Query], range: Range) -> Result<Vec<Series>, AwsError> {
        let batches = batches(queries, range.periods());
        let read = try_join_all(batches.into_iter().map(|batch| self.read(batch, range))).await?;
        Ok(read.into_iter().flatten().collect())
    }
}

impl Metrics for CloudWatchMetrics {
    async fn series(&self, queries: &[Query], range: Range) -> Result<Vec<Series>, AwsError> {
        let mut series = self.read_all(queries, range).await?;
        // "InternalError indicates that an error occurred. Retry your request": once, and of these queries alone.
        let has_failed = |index: &usize| series[*index].incomplete == Some(Incomplete::InternalError);
        let failed: Vec<usize> = (0..series.len()).filter(has_failed).collect();
        let again: Vec<Query> = failed.iter().map(|index| queries[*index].clone()).collect();
        for (index, read) in failed.into_iter().zip(self.read_all(&again, range).await?) {
            series[index] = read;
        }
        Ok(series)
    }
}

/// Queries that fit one call each, with the inputs of metric math counted too.
fn batches(queries: &[Query], periods: usize) -> Vec<&[Query]> {
    let most = QUERIES_PER_CALL.min(POINTS_PER_CALL / periods.max(1)).max(1);
    let mut batches = Vec::new();
    let (mut rest, mut size, mut taken) = (queries, 0, 0);
    for query in queries {
        let needed = query.size();
        if taken > 0 && size + needed > most {
            let (batch, after) = rest.split_at(taken);
            batches.push(batch);
            (rest, size, taken) = (after, 0, 0);
        }
        (size, taken) = (size + needed, taken + 1);
    }
    batches.extend(Some(rest).filter(|rest| !rest.is_empty()));
    batches
}

/// What the pages say about one query.
#[derive(Debug, Clone, Default)]
struct Read {
    values: BTreeMap<Timestamp, f64>,
    /// By the last page that mentions it.
    status: Option<StatusCode>,
    messages: Vec<String>,
}

impl Read {
    fn add(&mut self, result: MetricDataResult) {
        let times = result.timestamps.unwrap_or_default();
        let points = times.iter().zip(result.values.unwrap_or_default());
        self.values.extend(points.filter_map(|(time, value)| Some((timestamp(time)?, value))));
        self.messages.extend(result.messages.unwrap_or_default().into_iter().map(sentence));
        // Answers without one are taken for what they are.
        self.status = Some(result.status_code.unwrap_or(StatusCode::Complete));
    }

    fn into_series(self, of_call: &[String]) -> Series {
        let incomplete = match self.status {
            // A message on the whole call says what the call leaves out.
            Some(StatusCode::Complete) => (!of_call.is_empty()).then_some(Incomplete::PartialData),
            Some(StatusCode::Forbidden) => Some(Incomplete::Forbidden),
            Some(StatusCode::PartialData) => Some(Incomplete::PartialData),
            Some(_) => Some(Incomplete::InternalError),
            None => Some(Incomplete::NoAnswer),
        };
        let points = self.values.into_iter().map(|(at, value)| Point { at, value });
        let messages = self.messages.into_iter().chain(of_call.iter().cloned());
        Series { points: points.collect(), incomplete, messages: messages.collect() }
    }
}

fn sentence(message: MessageData) -> String {
    [message.code, message.value].into_iter().flatten().collect::<Vec<_>>().join(": ")
}

fn time(time: Timestamp) -> DateTime {
    DateTime::from_secs(time.as_second())
}

impl Query {
    /// How many structures it takes in a call.
    fn size(&self) -> usize {
        match self {
            Self::Stat { .. } => 1,
            Self::Math { inputs, .. } => 1 + inputs.len(),
        }
    }

    /// The structures of the query with this index: the ids of one call are unique.
    fn structures(&self, index: usize, period_seconds: u32) -> Vec<MetricDataQuery> {
        let id = format!("q{index}");
        match self {
            Self::Stat { metric, stat } => {
                vec![MetricDataQuery::builder().id(id).metric_stat(metric_stat(metric, stat, period_seconds)).build()]
            }
            Self::Math { expression, inputs } => {
                let answer = MetricDataQuery::builder().id(&id).expression(renamed(expression, inputs, &id)).build();
                let input = |(name, metric, stat): &(String, Metric, String)| {
                    let stat = metric_stat(metric, stat, period_seconds);
                    MetricDataQuery::builder().id(format!("{id}_{name}")).metric_stat(stat).return_data(false).build()
                };
                [answer].into_iter().chain(inputs.iter().map(input)).collect()
            }
        }
    }
}

fn metric_stat(metric: &Metric, stat: &str, period_seconds: u32) -> MetricStat {
    let dimension = |(name, value): &(String, String)| Dimension::builder().name(name).value(value).build();
    let metric = types::Metric::builder()
        .namespace(&metric.namespace)
        .metric_name(&metric.name)
        .set_dimensions(Some(metric.dimensions.iter().map(dimension).collect()))
        .build();
    // Longer than CloudWatch's longest period is no i32 either.
    MetricStat::builder().metric(metric).stat(stat).period(i32::try_from(period_seconds).unwrap_or(i32::MAX)).build()
}

/// `expression` with the ids that its inputs have in the call.
fn renamed(expression: &str, inputs: &[(String, Metric, String)], id: &str) -> String {
    let Ok(ids) = Regex::new("\\b[a-z][A-Za-z0-9_]*\\b") else { return expression.to_owned() };
    let new = |captures: &regex::Captures<'_>| match inputs.iter().any(|(name, ..)| *name == captures[0]) {
        true => format!("{id}_{}", &captures[0]),
        false => captures[0].to_owned(),
    };
    ids.replace_all(expression, new).into_owned()
}

#[cfg(test)]
mod tests {
    use ciborium::{Value as Cbor, cbor, tag};
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::{
        metrics::Usage,
        replay::{Answer, Replay},
    };

    const GET_METRIC_DATA: &str =
        "https://monitoring.us-east-1.amazonaws.com/service/GraniteServiceVersion20100801/operation/GetMetricData";
    /// The CBOR tag for a time.
    const EPOCH_SECONDS: u64 = 1;

    fn page(page: Result<Cbor, ciborium::value::Error>) -> Answer {
        Answer::cbor(GET_METRIC_DATA, 200, &page.expect("CBOR"))
    }

    fn at(seconds: i64) -> tag::Required<i64, EPOCH_SECONDS> {
        tag::Required(seconds)
    }

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).expect("a time")
    }

    fn hour() -> Range {
        Range { since: minute(0), until: minute(60), period_seconds: 60 }
    }

    fn errors_of(function: &str) -> Query {
        Metric::new("AWS/Lambda", "Errors", &[("FunctionName", function)]).stat("Sum")
    }

    async fn series(replay: &Replay, queries: &[Query]) -> Vec<Series> {
        CloudWatchMetrics::new(&replay.config()).series(queries, hour()).await.expect("answered")
    }

    #[tokio::test]
    async fn a_series_has_the_points_of_every_page_oldest_first() {
        let first = cbor!({ "MetricDataResults" => [
                { "Id" => "q0", "Values" => [3.0], "Timestamps" => [at(180)], "StatusCode" => "PartialData" },
                { "Id" => "q1", "Values" => [7.0], "Timestamps" => [at(60)], "StatusCode" => "Complete" },
            ], "NextToken" => "more" });
        let second = cbor!({ "MetricDataResults" => [
                { "Id" => "q0", "Values" => [1.0], "Timestamps" => [at(60)], "StatusCode" => "Complete" },
            ] });
        let replay = Replay::new([page(first), page(second)]);

        let series = series(&replay, &[errors_of("a"), errors_of("b")]).await;

        let points = |series: &Series| series.points.iter().map(|point| (point.at, point.value)).collect::<Vec<_>>();
        assert_eq!(points(&series[0]), [(minute(1), 1.0), (minute(3), 3.0)]);
        assert_eq!(points(&series[1]), [(minute(1), 7.0)]);
        // What a later page completes is whole.
        assert_eq!((series[0].incomplete, series[1].incomplete), (None, None));
        let [first, second] = &replay.requests()[..] else { panic!("two requests") };
        assert_eq!((&first.body["NextToken"], &second.body["NextToken"]), (&Value::Null, &json!("more")));
        assert_eq!((&first.body["StartTime"], &first.body["EndTime"]), (&json!(0.0), &json!(3_600.0)));
    }

    #[tokio::test]
    async fn what_cloudwatch_leaves_out_is_said() {
        let results = || {
            cbor!({ "MetricDataResults" => [
                { "Id" => "q0", "StatusCode" => "PartialData", "Values" => [1.0], "Timestamps" => [at(60)] },
                { "Id" => "q1", "StatusCode" => "Forbidden" },
                { "Id" => "q3", "StatusCode" => "Complete",
                  "Messages" => [{ "Code" => "ArithmeticError", "Value" => "division by zero" }] },
            ] })
        };
        let replay = Replay::new([page(results())]);

        let series = series(&replay, &["a", "b", "c", "d"].map(errors_of)).await;

        let incomplete: Vec<_> = series.iter().map(|series| series.incomplete).collect();
        let (partial, forbidden) = (Some(Incomplete::PartialData), Some(Incomplete::Forbidden));
        assert_eq!(incomplete, [partial, forbidden, Some(Incomplete::NoAnswer), None]);
        assert_eq!(series[0].points.len(), 1);
        assert_eq!(series[3].messages, ["ArithmeticError: division by zero"]);
    }

    #[tokio::test]
    async fn an_internal_error_is_asked_for_once_more_and_then_said() {
        let failed = |id: &str| cbor!({ "Id" => id, "StatusCode" => "InternalError" }).expect("CBOR");
        let well = cbor!({ "Id" => "q0", "StatusCode" => "Complete", "Values" => [1.0], "Timestamps" => [at(60)] });
        let well = well.expect("CBOR");
        let answers = [vec![failed("q1"), well, failed("q2")], vec![failed("q0"), failed("q1")]];
        let replay = Replay::new(answers.map(|results| page(cbor!({ "MetricDataResults" => results }))));

        let series = series(&replay, &["a", "b", "c"].map(errors_of)).await;

        assert_eq!(series[0].incomplete, None);
        assert_eq!(series[1].incomplete, Some(Incomplete::InternalError));
        let again = &replay.requests()[1].body["MetricDataQueries"];
        let functions: Vec<&Value> = again
            .as_array()
            .expect("queries")
            .iter()
            .map(|query| &query["MetricStat"]["Metric"]["Dimensions"][0]["Value"])
            .collect();
        assert_eq!(functions, ["b", "c"]);
    }

    #[tokio::test]
    async fn a_message_on_the_whole_call_makes_all_of_it_incomplete() {
        let answer = cbor!({
            "MetricDataResults" => [{ "Id" => "q0", "StatusCode" => "Complete" }],
            "Messages" => [{ "Code" => "MaxMetricsExceeded", "Value" => "too many" }],
        });

        let series = series(&Replay::new([page(answer)]), &[errors_of("a")]).await;

        assert_eq!(series[0].incomplete, Some(Incomplete::PartialData));
        assert_eq!(series[0].messages, ["MaxMetricsExceeded: too many"]);
    }

    #[tokio::test]
    async fn metric_math_has_inputs_whose_ids_are_unique_in_the_call() {
        let input = |id: &str, name: &str| (id.to_owned(), Metric::new("AWS/ApiGateway", name, &[]), "Sum".to_owned());
        let rate = Query::Math {
            expression: "IF(requests >= 3, 100 * errors / requests, 0)".into(),
            inputs: vec![input("errors", "5XXError"), input("requests", "Count")],
        };
        let replay = Replay::new([page(cbor!({ "MetricDataResults" => [] }))]);

        series(&replay, &[errors_of("a"), rate]).await;

        let asked = &replay.requests()[0].body["MetricDataQueries"];
        assert_eq!(asked[1]["Expression"], "IF(q1_requests >= 3, 100 * q1_errors / q1_requests, 0)");
        assert_eq!((&asked[2]["Id"], &asked[3]["Id"]), (&json!("q1_errors"), &json!("q1_requests")));
        assert_eq!((&asked[1]["ReturnData"], &asked[2]["ReturnData"]), (&Value::Null, &json!(false)));
    }

    #[test]
    fn a_call_stays_below_the_quotas_of_queries_and_of_points() {
        let math = Query::Math {
            expression: "a".into(),
            inputs: vec![("a".into(), Metric::new("n", "m", &[]), "Sum".into())],
        };
        let sizes =
            |queries: &[Query], periods| batches(queries, periods).iter().map(|batch| batch.len()).collect::<Vec<_>>();

        assert_eq!(sizes(&vec![errors_of("a"); 1_001], 30), [500, 500, 1]);
        assert_eq!(sizes(&vec![math; 251], 30), [250, 1]);
        assert_eq!(sizes(&vec![errors_of("a"); 100], 1_440), [70, 30]);
        assert_eq!(sizes(&vec![errors_of("a"); 2], 200_000), [1, 1]);
        assert_eq!(sizes(&[], 30), [0; 0]);
    }

    #[tokio::test]
    async fn calls_and_errors_are_summed_over_every_page_and_uncalled_functions_are_left_out() {
        let first = cbor!({
            "MetricDataResults" => [
                { "Id" => "q0", "Values" => [3.0, 4.0], "Timestamps" => [at(180), at(120)] },
                { "Id" => "q1", "Values" => [1.0], "Timestamps" => [at(180)] },
                { "Id" => "q2", "Values" => [90.0, 10.4, 20.0], "Timestamps" => [at(60), at(120), at(180)] },
            ],
            "NextToken" => "more",
        });
        let of_uncalled = |id: &str| cbor!({ "Id" => id, "Values" => [] }).expect("CBOR");
        let mut rest: Vec<Cbor> = ["q3", "q4", "q5"].map(of_uncalled).into();
        rest.push(cbor!({ "Id" => "q0", "Values" => [5.0, 0.0], "Timestamps" => [at(240), at(60)] }).expect("CBOR"));
        let replay = Replay::new([page(first), page(cbor!({ "MetricDataResults" => rest }))]);
        let metrics = CloudWatchMetrics::new(&replay.config());

        let usage = metrics.usage(&["a".into(), "b".into()], minute(1), minute(5)).await.expect("counted");

        let first_called_at = Some(minute(2));
        let a = Usage { invocations: 12, errors: 1, p99_ms: Some(20), first_called_at };
        assert_eq!(usage, BTreeMap::from([("a".to_owned(), a)]));
        let asked = &replay.requests()[0].body;
        assert_eq!(asked["MetricDataQueries"].as_array().map(Vec::len), Some(6));
        assert_eq!(asked["MetricDataQueries"][2]["MetricStat"]["Stat"], "p99");
    }

    #[tokio::test]
    async fn half_a_count_is_no_count() {
        let with_status = |id, status| cbor!({ "Id" => id, "StatusCode" => status }).expect("CBOR");
        let results = [with_status("q0", "Complete"), with_status("q1", "PartialData"), with_status("q2", "Complete")];
        let replay = Replay::new([page(cbor!({ "MetricDataResults" => results }))]);
        let metrics = CloudWatchMetrics::new(&replay.config());

        let error = metrics.usage(&["a".into()], minute(1), minute(5)).await.expect_err("incomplete");

        assert_eq!(error.message(), "PartialData: CloudWatch has more data than it returned");
    }
}
