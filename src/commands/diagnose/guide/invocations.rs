//! What Lambda reports of each invocation: how long it took, how much memory, whether it was a cold start. And what the
//! handlers say of the requests that they answered: how long DynamoDB and Cognito took.

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    aws::logs::{Logs, Pattern, newest},
    log_lines::{Kind, LogLine, Source},
    stage::FunctionName,
};

/// Lambda's report, which has `durationMs`, and the handler's line about a request.
const LINES: &str = "platform.report|duration_ms";

/// Reads at a time: an account has 25 a second, in some regions 5.
const AT_ONCE: usize = 5;

/// One invocation.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Invocation {
    pub(super) duration_ms: f64,
    pub(super) billed_ms: f64,
    /// `None` where the report does not say: the emulator does not measure it.
    pub(super) used_mb: Option<u64>,
    pub(super) size_mb: Option<u64>,
    pub(super) init_ms: Option<f64>,
}

/// One request that a handler answered, as its line has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Answer {
    pub(super) duration_ms: f64,
    /// All calls of the request together.
    pub(super) dynamodb_ms: f64,
    pub(super) cognito_ms: f64,
    pub(super) request_id: Option<String>,
}

/// The newest invocations of each function, and the functions whose log was not read.
#[derive(Debug, Default)]
pub(super) struct Invocations {
    pub(super) of: BTreeMap<FunctionName, Vec<Invocation>>,
    /// Of the functions whose lines say how long a request took.
    pub(super) answers: BTreeMap<FunctionName, Vec<Answer>>,
    pub(super) unread: Vec<String>,
}

pub(super) async fn read(logs: &impl Logs, functions: &[Source], since: Timestamp) -> Invocations {
    let each = functions.iter().map(|source| async move {
        let pattern = Pattern::Expression(LINES.to_owned());
        let read = newest(logs, (source.group.clone(), since, pattern), 1).await;
        (source.name.clone(), read.map(|found| found.map(|found| (found, source))))
    });
    let mut reads = stream::iter(each).buffered(AT_ONCE);
    let mut invocations = Invocations::default();
    while let Some((function, read)) = reads.next().await {
        match read {
            // An empty page can come before the events.
            Ok(Some((found, _))) if found.events.is_empty() && !found.complete => invocations.unread.push(function.0),
            Ok(Some((found, source))) => {
                let lines: Vec<LogLine> = found.events.iter().map(|event| source.line(event)).collect();
                let answers: Vec<Answer> = lines.iter().filter_map(Answer::of).collect();
                if !answers.is_empty() {
                    invocations.answers.insert(function.clone(), answers);
                }
                invocations.of.insert(function, lines.iter().filter_map(Invocation::of).collect());
            }
            // A function that never ran has no log group yet.
            Ok(None) => {}
            Err(_) => invocations.unread.push(function.0),
        }
    }
    invocations
}

impl Invocation {
    fn of(line: &LogLine) -> Option<Self> {
        if line.kind != Kind::Report {
            return None;
        }
        let number = |name: &str| line.fields.get(name).and_then(Value::as_f64);
        let whole = |name: &str| line.fields.get(name).and_then(Value::as_u64).filter(|mb| *mb > 0);
        Some(Self {
            duration_ms: number("duration_ms")?,
            billed_ms: number("billed_duration_ms")?,
            used_mb: whole("max_memory_used_mb"),
            size_mb: whole("memory_size_mb"),
            init_ms: number("init_duration_ms"),
        })
    }
}

impl Answer {
    fn of(line: &LogLine) -> Option<Self> {
        if line.message != "request answered" {
            return None;
        }
        let number = |name: &str| line.fields.get(name).and_then(Value::as_f64);
        Some(Self {
            duration_ms: number("duration_ms")?,
            dynamodb_ms: number("dynamodb_ms").unwrap_or_default(),
            cognito_ms: number("cognito_ms").unwrap_or_default(),
            request_id: line.text_field("api_request_id").map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::logs::fake::{FakeLogs, event};

    #[tokio::test]
    async fn reports_become_invocations_and_other_lines_do_not() {
        let metrics = json!({
            "durationMs": 12.5, "billedDurationMs": 13, "memorySizeMB": 256, "maxMemoryUsedMB": 31, "initDurationMs": 100.5,
        });
        let report = json!({ "type": "platform.report", "record": { "requestId": "r", "metrics": metrics } });
        let answered = json!({
            "level": "INFO", "message": "request answered", "duration_ms": 12, "dynamodb_ms": 9, "api_request_id": "g-1",
        });
        let events = [
            event("1", 1, &report.to_string()),
            event("2", 2, "said platform.report"),
            event("3", 3, &answered.to_string()),
        ];
        let mut logs = FakeLogs::new(&[("/aws/lambda/shop-dev-get_data", &events)]);
        logs.page_size = events.len();
        let functions = ["get_data", "put_data"]
            .map(|name| Source::function(FunctionName(name.into()), &format!("shop-dev-{name}")));

        let found = read(&logs, &functions, Timestamp::UNIX_EPOCH).await;

        let expected = Invocation {
            duration_ms: 12.5,
            billed_ms: 13.0,
            used_mb: Some(31),
            size_mb: Some(256),
            init_ms: Some(100.5),
        };
        assert_eq!(found.of, BTreeMap::from([(functions[0].name.clone(), vec![expected])]));
        let answer = Answer { duration_ms: 12.0, dynamodb_ms: 9.0, cognito_ms: 0.0, request_id: Some("g-1".into()) };
        assert_eq!(found.answers, BTreeMap::from([(functions[0].name.clone(), vec![answer])]));
        assert!(found.unread.is_empty(), "a function that never ran is no failure");
    }
}
