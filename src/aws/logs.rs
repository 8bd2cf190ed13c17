//! CloudWatch log groups.

use aws_config::SdkConfig;
use aws_sdk_cloudwatchlogs::{error::ProvideErrorMetadata as _, types::FilteredLogEvent};
use jiff::Timestamp;

use super::{AwsError, aws_error, calls::client};
use crate::time::Window;

/// The events to read, and the log group to read them from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EventQuery {
    pub(crate) group: String,
    pub(crate) window: Window,
    /// Only events that match this.
    pub(crate) pattern: Option<Pattern>,
    pub(crate) order: EventOrder,
}

/// Which events come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EventOrder {
    Oldest,
    /// Of a window that begins in 2024 or later: AWS refuses others.
    Newest,
}

/// When CloudWatch Logs began to sort from the newest event on: 2024-01-01.
const EARLIEST_SORTED_FROM_NEWEST: i64 = 1_704_067_200_000;

/// A filter pattern: what CloudWatch Logs leaves out is not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// The event contains this text.
    Phrase(String),
    /// This regular expression, in the syntax of filter patterns, matches some part of the event.
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html>
    Expression(String),
}

impl Pattern {
    pub(super) fn syntax(&self) -> String {
        match self {
            Self::Phrase(phrase) => format!("\"{}\"", phrase.replace('\\', "\\\\").replace('"', "\\\"")),
            Self::Expression(expression) => format!("%{expression}%"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogEvent {
    /// The same event has the same id in every response.
    pub(crate) id: String,
    pub(crate) timestamp: Timestamp,
    pub(crate) message: String,
}

/// Some of the events, in the query's order. A page can be empty although more pages follow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct EventPage {
    pub(crate) events: Vec<LogEvent>,
    pub(crate) next: Option<String>,
}

pub(crate) trait Logs {
    /// The page for the token, or the first one; `None` when there is no such log group. Page by page, so that days of
    /// logs are printed as they arrive and not collected first.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html>
    async fn page(&self, query: &EventQuery, token: Option<&str>) -> Result<Option<EventPage>, AwsError>;
}

pub(crate) struct CloudWatchLogs {
    pub(super) client: aws_sdk_cloudwatchlogs::Client,
}

impl CloudWatchLogs {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { client: client!(aws_sdk_cloudwatchlogs, config) }
    }
}

impl Logs for CloudWatchLogs {
    async fn page(&self, query: &EventQuery, token: Option<&str>) -> Result<Option<EventPage>, AwsError> {
        let (earliest, from_head) = match query.order {
            EventOrder::Oldest => (0, None),
            EventOrder::Newest => (EARLIEST_SORTED_FROM_NEWEST, Some(false)),
        };
        let request = self
            .client
            .filter_log_events()
            .log_group_name(&query.group)
            .start_time(query.window.since.as_millisecond().max(earliest))
            .set_start_from_head(from_head)
            .set_end_time(query.window.until.map(Timestamp::as_millisecond))
            .set_filter_pattern(query.pattern.as_ref().map(Pattern::syntax))
            .set_next_token(token.map(str::to_owned));
        match request.send().await {
            Ok(output) => Ok(Some(EventPage {
                events: output.events.unwrap_or_default().into_iter().map(LogEvent::from).collect(),
                // The last page repeats the token of its request, or has none.
                next: output.next_token.filter(|next| Some(next.as_str()) != token),
            })),
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(None),
            Err(error) => Err(aws_error("logs:FilterLogEvents")(error)),
        }
    }
}

/// The newest events, from at most `most_pages` pages.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NewestEvents {
    /// Oldest first.
    pub(crate) events: Vec<LogEvent>,
    /// Whether these are all of the window.
    pub(crate) complete: bool,
}

/// The newest events of a group, of those that match the pattern if there is one; `None` if there is no such log group.
pub(crate) async fn newest(
    logs: &impl Logs,
    (group, since, pattern): (String, Timestamp, impl Into<Option<Pattern>>),
    most_pages: usize,
) -> Result<Option<NewestEvents>, AwsError> {
    let window = Window { since, until: None };
    let query = EventQuery { group, window, pattern: pattern.into(), order: EventOrder::Newest };
    let (mut events, mut token) = (Vec::new(), None);
    for _ in 0..most_pages {
        let Some(page) = logs.page(&query, token.as_deref()).await? else { return Ok(None) };
        events.extend(page.events);
        token = page.next;
        if token.is_none() {
            break;
        }
    }
    // Those of one millisecond stay in the order in which they were written.
    events.reverse();
    events.sort_by_key(|event| event.timestamp);
    Ok(Some(NewestEvents { events, complete: token.is_none() }))
}

impl From<FilteredLogEvent> for LogEvent {
    fn from(event: FilteredLogEvent) -> Self {
        Self {
            id: event.event_id.unwrap_or_default(),
            timestamp: event.timestamp.and_then(|millis| Timestamp::from_millisecond(millis).ok()).unwrap_or_default(),
            message: event.message.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use std::{cell::RefCell, collections::BTreeMap};

    use super::*;

    /// Log groups in memory, with pages of `page_size` events.
    pub(crate) struct FakeLogs {
        pub(crate) groups: RefCell<BTreeMap<String, Vec<LogEvent>>>,
        pub(crate) page_size: usize,
    }

    impl FakeLogs {
        pub(crate) fn new(groups: &[(&str, &[LogEvent])]) -> Self {
            let groups = groups.iter().map(|(name, events)| ((*name).to_owned(), events.to_vec())).collect();
            Self { groups: RefCell::new(groups), page_size: 2 }
        }

        pub(crate) fn push(&self, group: &str, event: LogEvent) {
            let mut groups = self.groups.borrow_mut();
            let events = groups.entry(group.to_owned()).or_default();
            events.push(event);
            events.sort_by_key(|event| event.timestamp);
        }
    }

    impl Logs for FakeLogs {
        async fn page(&self, query: &EventQuery, token: Option<&str>) -> Result<Option<EventPage>, AwsError> {
            let groups = self.groups.borrow();
            let Some(events) = groups.get(&query.group) else { return Ok(None) };
            let Window { since, until } = query.window;
            let asked =
                |event: &&LogEvent| event.timestamp >= since && until.is_none_or(|until| event.timestamp <= until);
            let mut found: Vec<LogEvent> = events.iter().filter(asked).cloned().collect();
            if query.order == EventOrder::Newest {
                found.reverse();
            }
            let start = token.and_then(|token| token.parse().ok()).unwrap_or(0);
            let end = found.len().min(start + self.page_size);
            let next = (end < found.len()).then(|| end.to_string());
            Ok(Some(EventPage { events: found[start..end].to_vec(), next }))
        }
    }

    pub(crate) fn event(id: &str, millisecond: i64, message: &str) -> LogEvent {
        let timestamp = Timestamp::from_millisecond(millisecond).expect("in range");
        LogEvent { id: id.to_owned(), timestamp, message: message.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const FILTER_LOG_EVENTS: &str = "Logs_20140328.FilterLogEvents";

    fn query() -> EventQuery {
        let window = Window { since: Timestamp::UNIX_EPOCH, until: None };
        let pattern = Some(Pattern::Phrase("r-1".into()));
        EventQuery { group: "/aws/lambda/a".into(), window, pattern, order: EventOrder::Oldest }
    }

    fn answer(id: &str, next: &str) -> Answer {
        let event = json!({ "eventId": id, "timestamp": 1_500, "message": "hello" });
        Answer::json(FILTER_LOG_EVENTS, 200, &json!({ "events": [event], "nextToken": next }))
    }

    #[tokio::test]
    async fn a_page_has_its_events_and_the_token_of_the_next() {
        let replay = Replay::new([answer("1", "more"), answer("2", "more")]);
        let logs = CloudWatchLogs::new(&replay.config());

        let page = logs.page(&query(), None).await.expect("answered").expect("exists");
        let last = logs.page(&query(), page.next.as_deref()).await.expect("answered").expect("exists");

        assert_eq!(page.events, [fake::event("1", 1_500, "hello")]);
        assert_eq!(last, EventPage { events: vec![fake::event("2", 1_500, "hello")], next: None });
        let [first, second] = &replay.requests()[..] else { panic!("two requests") };
        assert_eq!(first.body["filterPattern"], "\"r-1\"");
        assert_eq!((&first.body["nextToken"], &first.body["endTime"]), (&Value::Null, &Value::Null));
        assert_eq!(second.body["nextToken"], "more");
        assert_eq!(first.body["startFromHead"], Value::Null);
    }

    #[tokio::test]
    async fn the_newest_events_are_asked_for_first_and_returned_in_order() {
        let event = |id: &str, at: i64| json!({ "eventId": id, "timestamp": at, "message": id });
        let page = json!({ "events": [event("late", 9), event("early", 5)], "nextToken": "more" });
        let replay = Replay::new([Answer::json(FILTER_LOG_EVENTS, 200, &page)]);
        let logs = CloudWatchLogs::new(&replay.config());
        let about = ("/aws/lambda/a".to_owned(), Timestamp::UNIX_EPOCH, Pattern::Phrase("r-1".into()));

        let read = newest(&logs, about, 1).await.expect("answered").expect("exists");

        assert_eq!(read.events.iter().map(|event| event.id.as_str()).collect::<Vec<_>>(), ["early", "late"]);
        assert!(!read.complete);
        let [request] = &replay.requests()[..] else { panic!("one request") };
        assert_eq!(request.body["startFromHead"], false);
        assert_eq!(request.body["startTime"], EARLIEST_SORTED_FROM_NEWEST);
    }

    #[tokio::test]
    async fn a_missing_log_group_is_none() {
        let missing = json!({ "__type": "ResourceNotFoundException" });
        let logs = CloudWatchLogs::new(&Replay::new([Answer::json(FILTER_LOG_EVENTS, 400, &missing)]).config());

        assert_eq!(logs.page(&query(), None).await.expect("answered"), None);
    }

    #[tokio::test]
    async fn a_refused_query_is_an_error_with_its_code() {
        let refused = json!({ "__type": "InvalidParameterException" });
        let logs = CloudWatchLogs::new(&Replay::new([Answer::json(FILTER_LOG_EVENTS, 400, &refused)]).config());

        let error = logs.page(&query(), None).await.expect_err("refused");

        assert!(error.has_code("InvalidParameterException"));
        assert_eq!(error.action, "logs:FilterLogEvents");
    }

    #[test]
    fn a_quote_in_a_phrase_stays_inside_the_pattern() {
        assert_eq!(Pattern::Phrase(r#"a" -"b\"#.into()).syntax(), r#""a\" -\"b\\""#);
        assert_eq!(Pattern::Expression("[Ee]rror".into()).syntax(), "%[Ee]rror%");
    }
}
