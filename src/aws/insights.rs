//! CloudWatch Logs Insights: queries over log groups, which are paid for by what they scan.

use aws_config::SdkConfig;
use aws_sdk_cloudwatchlogs::{
    operation::get_query_results::GetQueryResultsOutput,
    types::{QueryStatus, ResultField},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    AwsError, aws_error,
    calls::client,
    metrics::{CloudWatchMetrics, Metric, Metrics as _, Query, Range, Series},
};

/// A query to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InsightsQuery {
    pub(crate) groups: Vec<String>,
    pub(crate) text: String,
    pub(crate) since: Timestamp,
    pub(crate) until: Timestamp,
    /// Of the rows.
    pub(crate) limit: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryState {
    /// Waiting, or at work.
    Running,
    Complete,
    /// AWS gave up, or it was stopped.
    Ended(&'static str),
}

/// What a query has found so far.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QueryResults {
    pub(crate) state: QueryState,
    /// Of each row, the columns in their order.
    pub(crate) rows: Vec<Map<String, Value>>,
    pub(crate) scanned_bytes: u64,
    pub(crate) scanned_lines: u64,
    pub(crate) matched_lines: u64,
}

pub(crate) trait Insights {
    /// How many bytes these log groups took in within the range, which is what a query over all of it scans. CloudWatch
    /// counts them a few minutes late.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html>
    async fn incoming_bytes(&self, groups: &[String], since: Timestamp, until: Timestamp) -> Result<u64, AwsError>;

    /// Starts a query, and returns its id.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html>
    async fn start(&self, query: &InsightsQuery) -> Result<String, AwsError>;

    async fn results(&self, id: &str) -> Result<QueryResults, AwsError>;

    /// Stops a query that is at work: what it has scanned is paid for, the rest is not.
    async fn stop(&self, id: &str) -> Result<(), AwsError>;
}

pub(crate) struct LogsInsights {
    logs: aws_sdk_cloudwatchlogs::Client,
    metrics: CloudWatchMetrics,
}

impl LogsInsights {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { logs: client!(aws_sdk_cloudwatchlogs, config), metrics: CloudWatchMetrics::new(config) }
    }
}

/// Long enough for logs of any age: CloudWatch keeps shorter periods for weeks only.
const HOUR: u32 = 3_600;

impl Insights for LogsInsights {
    async fn incoming_bytes(&self, groups: &[String], since: Timestamp, until: Timestamp) -> Result<u64, AwsError> {
        let query = |group: &String| Metric::new("AWS/Logs", "IncomingBytes", &[("LogGroupName", group)]).stat("Sum");
        let queries: Vec<Query> = groups.iter().map(query).collect();
        // Whole hours, so that the first one counts.
        let begin = since.as_second() - since.as_second().rem_euclid(i64::from(HOUR));
        let range = Range { since: Timestamp::from_second(begin).unwrap_or(since), until, period_seconds: HOUR };
        let series = self.metrics.series(&queries, range).await?;
        Series::all_complete(&series)?;
        Ok(count(series.iter().flat_map(|series| &series.points).map(|point| point.value).sum()))
    }

    async fn start(&self, query: &InsightsQuery) -> Result<String, AwsError> {
        let request = self.logs.start_query().set_log_group_names(Some(query.groups.clone())).query_string(&query.text);
        let request = request.start_time(query.since.as_second()).end_time(query.until.as_second());
        let started = request.limit(i32::from(query.limit)).send().await.map_err(aws_error("logs:StartQuery"))?;
        started.query_id.ok_or_else(|| AwsError::empty_answer("logs:StartQuery"))
    }

    async fn results(&self, id: &str) -> Result<QueryResults, AwsError> {
        let results = self.logs.get_query_results().query_id(id).send().await;
        results.map(QueryResults::from).map_err(aws_error("logs:GetQueryResults"))
    }

    async fn stop(&self, id: &str) -> Result<(), AwsError> {
        let stopped = self.logs.stop_query().query_id(id).send().await;
        stopped.map(drop).map_err(aws_error("logs:StopQuery"))
    }
}

impl From<GetQueryResultsOutput> for QueryResults {
    fn from(output: GetQueryResultsOutput) -> Self {
        let state = match output.status {
            Some(QueryStatus::Complete) => QueryState::Complete,
            Some(QueryStatus::Failed) => QueryState::Ended("failed"),
            Some(QueryStatus::Cancelled) => QueryState::Ended("was stopped"),
            Some(QueryStatus::Timeout) => QueryState::Ended("took longer than AWS allows"),
            _ => QueryState::Running,
        };
        let statistics = output.statistics;
        let number = |of: fn(&aws_sdk_cloudwatchlogs::types::QueryStatistics) -> f64| {
            statistics.as_ref().map(of).map(count).unwrap_or_default()
        };
        Self {
            state,
            scanned_bytes: number(|it| it.bytes_scanned),
            scanned_lines: number(|it| it.records_scanned),
            matched_lines: number(|it| it.records_matched),
            rows: output.results.unwrap_or_default().into_iter().map(row).collect(),
        }
    }
}

/// `@ptr` only leads back to the event within the console.
fn row(fields: Vec<ResultField>) -> Map<String, Value> {
    let named = fields.into_iter().filter_map(|field| Some((field.field?, field.value.unwrap_or_default())));
    named.filter(|(name, _)| name != "@ptr").map(|(name, value)| (name, plain(value))).collect()
}

/// Insights returns text only: what prints the same as a number is one.
fn plain(text: String) -> Value {
    let integer = text.parse::<i64>().ok().filter(|number| number.to_string() == text).map(Value::from);
    let fraction = || text.parse::<f64>().ok().filter(|number| number.to_string() == text).map(Value::from);
    integer.or_else(fraction).unwrap_or(Value::String(text))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of bytes or lines")]
fn count(number: f64) -> u64 {
    number.max(0.0) as u64
}

#[cfg(test)]
pub(crate) mod fake {
    use std::cell::RefCell;

    use super::*;

    /// Answers with these results, one after the other.
    #[derive(Default)]
    pub(crate) struct FakeInsights {
        pub(crate) incoming: Option<u64>,
        pub(crate) results: RefCell<Vec<QueryResults>>,
        pub(crate) started: RefCell<Vec<InsightsQuery>>,
        pub(crate) stopped: RefCell<Vec<String>>,
    }

    impl Insights for FakeInsights {
        async fn incoming_bytes(&self, _: &[String], _: Timestamp, _: Timestamp) -> Result<u64, AwsError> {
            self.incoming.ok_or_else(|| AwsError::service("cloudwatch:GetMetricData", "AccessDenied"))
        }

        async fn start(&self, query: &InsightsQuery) -> Result<String, AwsError> {
            self.started.borrow_mut().push(query.clone());
            Ok("q-1".to_owned())
        }

        async fn results(&self, _: &str) -> Result<QueryResults, AwsError> {
            let next = {
                let mut results = self.results.borrow_mut();
                (!results.is_empty()).then(|| results.remove(0))
            };
            match next {
                Some(results) => Ok(results),
                // A query that never ends.
                None => std::future::pending().await,
            }
        }

        async fn stop(&self, id: &str) -> Result<(), AwsError> {
            self.stopped.borrow_mut().push(id.to_owned());
            Ok(())
        }
    }

    pub(crate) fn results(state: QueryState, rows: &[&[(&str, &str)]]) -> QueryResults {
        let row = |fields: &&[(&str, &str)]| {
            fields.iter().map(|(name, value)| ((*name).to_owned(), plain((*value).to_owned()))).collect()
        };
        let rows = rows.iter().map(row).collect();
        QueryResults { state, rows, scanned_bytes: 3_000_000_000, scanned_lines: 9_000, matched_lines: 7 }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    #[tokio::test]
    async fn a_query_is_started_and_its_rows_are_read_in_the_order_of_their_columns() {
        let field = |name: &str, value: &str| json!({ "field": name, "value": value });
        let rows = json!([[field("resource", "/data"), field("p99", "12.5"), field("n", "7"), field("@ptr", "x")]]);
        let statistics = json!({ "bytesScanned": 3.5e9, "recordsScanned": 12.0, "recordsMatched": 3.0 });
        let found = json!({ "status": "Complete", "results": rows, "statistics": statistics });
        let replay = Replay::new([
            Answer::json("Logs_20140328.StartQuery", 200, &json!({ "queryId": "q-1" })),
            Answer::json("Logs_20140328.GetQueryResults", 200, &found),
        ]);
        let insights = LogsInsights::new(&replay.config());
        let at = |second| Timestamp::from_second(second).expect("in range");
        let query = InsightsQuery {
            groups: vec!["a".into(), "b".into()],
            text: "fields @message".into(),
            since: at(10),
            until: at(20),
            limit: 5,
        };

        let id = insights.start(&query).await.expect("started");
        let found = insights.results(&id).await.expect("read");

        assert_eq!((found.state, found.scanned_bytes), (QueryState::Complete, 3_500_000_000));
        assert_eq!(serde_json::to_string(&found.rows).expect("JSON"), r#"[{"resource":"/data","p99":12.5,"n":7}]"#);
        let body = &replay.requests()[0].body;
        assert_eq!(
            (&body["logGroupNames"], &body["startTime"], &body["limit"]),
            (&json!(["a", "b"]), &10.into(), &5.into())
        );
    }

    #[test]
    fn a_text_that_only_looks_like_a_number_stays_one() {
        for text in ["01", "1e3", "+1", "1.10", "12345678901234567890", ""] {
            assert_eq!(plain(text.to_owned()), Value::String(text.to_owned()));
        }
        assert_eq!((plain("-7".into()), plain("0.25".into())), (json!(-7), json!(0.25)));
    }
}
