//! CloudWatch Logs: the audit log, of which nothing is there before its first event, and the logs that a test fills.

use std::collections::BTreeMap;

use regex::Regex;
use serde_json::{Value, json};

use super::{
    Endpoint,
    http::{Request, Response},
    live_tail::{self, LiveTailMessage},
};

#[derive(Default)]
pub(super) struct Logs {
    has_group: bool,
    has_stream: bool,
    /// The messages of the audit log, in order.
    pub(super) messages: Vec<String>,
    /// The other groups, with the time and the message of each event.
    pub(super) groups: BTreeMap<String, Vec<(i64, String)>>,
    /// How many calls are throttled before the next is answered.
    pub(super) throttled: usize,
    /// What Insights answers, one after the other; the last one again and again.
    pub(super) query_results: Vec<Value>,
    /// The saved queries of Insights.
    pub(super) query_definitions: Vec<Value>,
    pub(super) live_tail: Vec<LiveTailMessage>,
    /// Events in a page.
    page_size: usize,
}

impl Logs {
    pub(super) fn in_pages_of(page_size: usize) -> Self {
        Self { page_size, ..Self::default() }
    }

    pub(super) fn answer(&mut self, operation: &str, request: &Request) -> Response {
        let missing = || Response::json(400, &json!({ "__type": "ResourceNotFoundException", "message": "none" }));
        if self.throttled > 0 {
            self.throttled -= 1;
            return Response::json(400, &json!({ "__type": "ThrottlingException", "message": "Rate exceeded" }));
        }
        match operation {
            "CreateLogGroup" => self.has_group = true,
            "CreateLogStream" if self.has_group => self.has_stream = true,
            "PutLogEvents" if self.has_stream => {
                let body: Value = serde_json::from_slice(&request.body).expect("JSON");
                let events = body["logEvents"].as_array().expect("events");
                self.messages.extend(events.iter().map(|event| event["message"].as_str().expect("text").to_owned()));
            }
            "CreateLogStream" | "PutLogEvents" => return missing(),
            "FilterLogEvents" => return self.filter(request).unwrap_or_else(missing),
            "StartLiveTail" => return live_tail::answer(&self.live_tail),
            "StartQuery" => return Response::json(200, &json!({ "queryId": "q-1" })),
            "DescribeQueryDefinitions" => {
                return Response::json(200, &json!({ "queryDefinitions": self.query_definitions }));
            }
            "GetQueryResults" => {
                let last = self.query_results.len() == 1;
                let next = if last { self.query_results[0].clone() } else { self.query_results.remove(0) };
                return Response::json(200, &next);
            }
            _ => {}
        }
        Response::json(200, &json!({}))
    }

    /// `None` if there is no such group.
    fn filter(&self, request: &Request) -> Option<Response> {
        let asked: Value = serde_json::from_slice(&request.body).expect("JSON");
        let group = asked["logGroupName"].as_str().expect("a group");
        let Some(events) = self.groups.get(group) else {
            let event =
                |(index, message): (usize, &String)| json!({ "eventId": index.to_string(), "message": message });
            let events: Vec<Value> = self.messages.iter().enumerate().map(event).collect();
            let is_audit = group.starts_with("/srvls/") && self.has_group;
            return is_audit.then(|| Response::json(200, &json!({ "events": events })));
        };
        let within = asked["startTime"].as_i64().unwrap_or(0)..=asked["endTime"].as_i64().unwrap_or(i64::MAX);
        let pattern = asked["filterPattern"].as_str().map(|pattern| match pattern.strip_prefix('%') {
            Some(expression) => Regex::new(&format!("(?s){}", expression.trim_end_matches('%'))).expect("valid"),
            None => Regex::new(&regex::escape(pattern.trim_matches('"'))).expect("valid"),
        });
        let event = |(index, (at, message)): (usize, &(i64, String))| json!({ "eventId": format!("{group}-{index}"), "timestamp": at, "message": message });
        let matches = |message: &str| pattern.as_ref().is_none_or(|pattern| pattern.is_match(message));
        let found = events.iter().enumerate().filter(|(_, (at, message))| within.contains(at) && matches(message));
        let mut found: Vec<Value> = found.map(event).collect();
        found.sort_by_key(|event| event["timestamp"].as_i64());
        if asked["startFromHead"] == false {
            found.reverse();
        }
        let start = asked["nextToken"].as_str().and_then(|token| token.parse::<usize>().ok()).unwrap_or(0);
        let end = found.len().min(start + self.page_size);
        let next = (end < found.len()).then(|| end.to_string());
        Some(Response::json(200, &json!({ "events": found[start..end], "nextToken": next })))
    }
}

/// What a test does to the logs.
impl Endpoint {
    /// Writes an event to a log group, this many seconds ago.
    pub(crate) fn log(&self, group: &str, seconds_ago: i64, message: &Value) {
        #[expect(clippy::disallowed_methods, reason = "this is AWS's own clock")]
        let at = jiff::Timestamp::now().as_millisecond() - seconds_ago * 1_000;
        let message = message.as_str().map_or_else(|| message.to_string(), str::to_owned);
        self.world().logs.groups.entry(group.to_owned()).or_default().push((at, message));
    }

    /// Throttles the next calls to CloudWatch Logs.
    pub(crate) fn throttle_logs(&self, calls: usize) {
        self.world().logs.throttled = calls;
    }

    /// Saves a query of Insights: members of a QueryDefinition.
    pub(crate) fn save_query(&self, definition: Value) {
        self.world().logs.query_definitions.push(definition);
    }

    /// What Insights answers about its query, one after the other.
    pub(crate) fn query_results(&self, results: &[Value]) {
        self.world().logs.query_results = results.to_vec();
    }
}

pub(super) fn denied() -> Response {
    Response::json(400, &json!({ "__type": "AccessDeniedException", "message": "denied" }))
}
