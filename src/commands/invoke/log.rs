//! The log of one call: what the answer brings of it, and the rest from the log group.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{
    aws::{
        AwsError,
        invocations::Invocation,
        logs::{EventOrder, EventQuery, LogEvent, Logs, Pattern},
    },
    log_lines::{Kind, LogLine, Source},
    time::Window,
};

/// The lines of one call.
#[derive(Debug, Default)]
pub(super) struct CallLog {
    /// Without Lambda's own.
    pub(super) lines: Vec<LogLine>,
    /// What Lambda reports of it.
    pub(super) report: Option<LogLine>,
    /// By which Lambda knows it.
    pub(super) request_id: Option<String>,
    /// Why lines may be missing.
    pub(super) missing: Option<String>,
}

/// An answer brings 4 KB of log at most, so a log of nearly that size may have lost its beginning.
const CUT_FROM: usize = 4_000;

/// How often the log group is asked: a line takes some seconds to get there.
const MOST_READS: u32 = 12;

/// How much earlier a line may be than the call, as Lambda's clock and ours differ.
const SKEW: SignedDuration = SignedDuration::from_mins(2);

/// The log of the call that began then. Never fails: the call is over, and its answer counts.
pub(super) async fn log_of(
    logs: &impl Logs,
    source: &Source,
    invocation: &Invocation,
    began_at: Timestamp,
    pause: Duration,
) -> CallLog {
    let tail = CallLog::of_tail(source, invocation, began_at);
    if invocation.log_tail.as_ref().is_some_and(|tail| tail.len() < CUT_FROM) {
        return tail;
    }
    let Some(id) = tail.request_id.clone() else {
        return CallLog { missing: Some("the answer does not say by which id the log has it".into()), ..tail };
    };
    let window = Window { since: began_at.checked_sub(SKEW).unwrap_or(began_at), until: None };
    let query = EventQuery {
        group: source.group.clone(),
        window,
        pattern: Some(Pattern::Phrase(id.clone())),
        order: EventOrder::Oldest,
    };
    for _ in 0..MOST_READS {
        match read(logs, &query).await {
            Ok(events) => {
                let whole = CallLog::of(source, &events, Some(id.clone()));
                if whole.report.is_some() {
                    return whole;
                }
            }
            Err(error) => return CallLog { missing: Some(error.to_string()), ..tail },
        }
        tokio::time::sleep(pause).await;
    }
    CallLog { missing: Some("the log group does not have all of it yet".into()), ..tail }
}

async fn read(logs: &impl Logs, query: &EventQuery) -> Result<Vec<LogEvent>, AwsError> {
    let (mut events, mut token) = (Vec::new(), None);
    loop {
        let Some(page) = logs.page(query, token.as_deref()).await? else { return Ok(events) };
        events.extend(page.events);
        token = page.next;
        if token.is_none() {
            return Ok(events);
        }
    }
}

impl CallLog {
    fn of_tail(source: &Source, invocation: &Invocation, began_at: Timestamp) -> Self {
        let lines = invocation.log_tail.as_deref().unwrap_or_default().lines();
        let event = |line: &str| LogEvent { id: String::new(), timestamp: began_at, message: line.to_owned() };
        let events: Vec<LogEvent> = lines.filter(|line| !line.trim().is_empty()).map(event).collect();
        Self::of(source, &events, invocation.request_id.clone())
    }

    fn of(source: &Source, events: &[LogEvent], request_id: Option<String>) -> Self {
        let mut log = Self { request_id, ..Self::default() };
        let mut ids = Vec::new();
        for line in events.iter().map(|event| source.line(event)) {
            ids.extend(line.request_id.clone());
            match line.kind {
                Kind::Report => log.report = Some(line),
                Kind::Noise => {}
                _ => log.lines.push(line),
            }
        }
        // The lines know it best: in between, something may have answered with an id of its own.
        if let Some(first) = ids.first()
            && ids.iter().all(|id| id == first)
        {
            log.request_id = Some(first.clone());
        }
        log
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        aws::logs::fake::{FakeLogs, event},
        stage::FunctionName,
    };

    const GROUP: &str = "/aws/lambda/shop-dev-get_profile";

    fn start() -> String {
        json!({ "type": "platform.start", "record": { "requestId": "r-1" } }).to_string()
    }

    fn line(message: &str) -> String {
        json!({ "level": "INFO", "message": message, "requestId": "r-1" }).to_string()
    }

    fn report() -> String {
        let record = json!({ "requestId": "r-1", "metrics": { "durationMs": 12.5, "billedDurationMs": 13 } });
        json!({ "type": "platform.report", "record": record }).to_string()
    }

    async fn log(logs: &FakeLogs, tail: Option<String>) -> CallLog {
        let invocation = Invocation { log_tail: tail, request_id: Some("r-1".into()), ..Invocation::default() };
        let source = Source::function(FunctionName("get_profile".into()), "shop-dev-get_profile");
        log_of(logs, &source, &invocation, Timestamp::UNIX_EPOCH, Duration::ZERO).await
    }

    fn messages(log: &CallLog) -> Vec<&str> {
        log.lines.iter().map(|line| line.message.as_str()).collect()
    }

    #[tokio::test]
    async fn a_short_log_comes_with_the_answer() {
        let tail = [start(), line("request answered"), report()].join("\n");

        let log = log(&FakeLogs::new(&[]), Some(tail)).await;

        assert_eq!(messages(&log), ["request answered"]);
        assert_eq!(log.report.expect("a report").fields["billed_duration_ms"], 13);
        assert_eq!((log.request_id.as_deref(), log.missing), (Some("r-1"), None));
    }

    #[tokio::test]
    async fn what_the_answer_cuts_off_is_read_from_the_log_group() {
        let events = [start(), line("first"), line("second"), report()];
        let events: Vec<LogEvent> = events.iter().enumerate().map(|(at, text)| event("1", at as i64, text)).collect();
        let logs = FakeLogs::new(&[(GROUP, &events)]);
        let cut = format!("{}\n{}", "x".repeat(4096), report());

        let log = log(&logs, Some(cut)).await;

        assert_eq!((messages(&log), &log.missing), (vec!["first", "second"], &None));
    }

    #[tokio::test]
    async fn a_log_that_is_not_there_yet_is_said_to_be_cut() {
        let cut = format!("{}\n{}\n{}", "x".repeat(4096), line("last"), report());

        let log = log(&FakeLogs::new(&[(GROUP, &[])]), Some(cut)).await;

        assert_eq!(messages(&log)[1], "last");
        assert!(log.missing.is_some_and(|why| why.contains("not have all of it yet")));
    }
}
