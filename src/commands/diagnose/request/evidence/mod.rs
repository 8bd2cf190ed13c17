//! What the logs and X-Ray have of one request.

use std::{collections::BTreeMap, time::Duration};

use futures_util::future::join_all;
use serde_json::Value;
use tokio::time::Instant;

use super::id::{RequestId, around};
use crate::{
    aws::{
        AwsError,
        logs::{EventOrder, EventQuery, LogEvent, Logs, Pattern},
        traces::{Segment, Traces},
    },
    log_lines::{LogLine, Source},
    stage::{FunctionName, StackName},
    time::{Window, patient},
};

/// Where a stage has what is known of requests.
pub(super) struct Places {
    pub(super) stack: StackName,
    pub(super) functions: Vec<Source>,
    /// The functions by method and path, such as `GET /user/profile`.
    pub(super) routes: BTreeMap<String, FunctionName>,
    /// The log groups of the edge, if the stage has one.
    pub(super) edge: Option<EdgeLogs>,
    /// The emulator keeps no traces.
    pub(super) has_traces: bool,
}

pub(super) struct EdgeLogs {
    pub(super) access: String,
    pub(super) firewall: String,
}

/// From where it is read.
pub(super) struct Readers<'a, L, T> {
    pub(super) logs: &'a L,
    pub(super) edge_logs: &'a L,
    pub(super) traces: &'a T,
}

/// What was looked for and not found, and why that may be.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct Missing {
    pub(super) what: &'static str,
    pub(super) why: String,
    /// Whether it could not be read, rather than not found.
    #[serde(skip)]
    pub(super) unread: bool,
}

#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// A line of CloudFront's log, and one of its firewall's.
    pub(super) edge: Option<Value>,
    pub(super) firewall: Option<Value>,
    /// What API Gateway says.
    pub(super) access: Option<LogLine>,
    /// Of the authorizer, and of the function that served it.
    pub(super) authorizer: Vec<LogLine>,
    pub(super) handler: Option<FunctionName>,
    pub(super) handler_lines: Vec<LogLine>,
    pub(super) trace: Option<Vec<Segment>>,
    pub(super) missing: Vec<Missing>,
}

pub(super) const AUTHORIZER: &str = "authorizer";

/// How long all reads may take together.
const LIMIT: Duration = Duration::from_secs(20);

const DELAY: &str = "a log line takes some seconds to get there: try again";

/// The events that were found.
#[derive(Default)]
struct Found {
    events: Vec<LogEvent>,
    /// Whether the log has no others.
    complete: bool,
}

/// The fields in which a line names its request.
const IDS: [&str; 6] =
    ["extendedRequestId", "integrationRequestId", "authorizerRequestId", "trace", "api_request_id", "edge_request_id"];

/// Whether the line is about the request with this id: a line may have the same text elsewhere.
fn is_of(line: &LogLine, id: &str) -> bool {
    line.request_id.as_deref() == Some(id)
        || IDS.iter().filter_map(|name| line.text_field(name)).any(|value| value.contains(id))
}

struct Search<'a, L, T> {
    at: &'a Places,
    from: &'a Readers<'a, L, T>,
    until: Instant,
    evidence: Evidence,
}

/// Everything that is known of the request.
pub(super) async fn gather<L: Logs, T: Traces>(
    at: &Places,
    from: &Readers<'_, L, T>,
    id: &RequestId,
    window: Window,
) -> Evidence {
    let mut search = Search { at, from, until: Instant::now() + patient(LIMIT), evidence: Evidence::default() };
    let window = id.narrowed(window);
    let api_id = match id {
        RequestId::Edge(id) => search.edge(id, window).await,
        RequestId::Request(id) | RequestId::Trace(id) => Some(id.clone()),
    };
    if let Some(id) = api_id {
        search.api(&id, window).await;
    }
    let trace = search.evidence.access.as_ref().and_then(|line| line.text_field("trace")).map(str::to_owned);
    let trace = if let RequestId::Trace(id) = id { Some(id.clone()) } else { trace };
    search.trace(trace).await;
    search.evidence
}

impl<L: Logs, T: Traces> Search<'_, L, T> {
    fn lacks(&mut self, what: &'static str, why: impl Into<String>) {
        self.evidence.missing.push(Missing { what, why: why.into(), unread: false });
    }

    fn unread(&mut self, what: &'static str, error: &AwsError) {
        let why = format!("{error}: {}", error.message());
        self.evidence.missing.push(Missing { what, why, unread: true });
    }

    /// The newest events with this text; stops at the first page that has any.
    async fn newest(&self, logs: &L, group: String, window: Window, text: &str) -> Result<Found, AwsError> {
        let pattern = Some(Pattern::Phrase(text.to_owned()));
        let query = EventQuery { group, window, pattern, order: EventOrder::Newest };
        let mut token = None;
        while Instant::now() < self.until {
            let Some(page) = logs.page(&query, token.as_deref()).await? else { break };
            if !page.events.is_empty() || page.next.is_none() {
                return Ok(Found { events: page.events, complete: page.next.is_none() });
            }
            token = page.next;
        }
        Ok(Found { events: Vec::new(), complete: token.is_none() })
    }

    /// All lines of a function with this text.
    async fn lines(&self, function: &FunctionName, window: Window, text: &str) -> Result<Vec<LogLine>, AwsError> {
        let Some(source) = self.at.functions.iter().find(|source| source.name == *function) else {
            return Ok(Vec::new());
        };
        let pattern = Some(Pattern::Phrase(text.to_owned()));
        let query = EventQuery { group: source.group.clone(), window, pattern, order: EventOrder::Oldest };
        let (mut lines, mut token) = (Vec::new(), None);
        loop {
            let Some(page) = self.from.logs.page(&query, token.as_deref()).await? else { return Ok(lines) };
            lines.extend(page.events.iter().map(|event| source.line(event)));
            token = page.next;
            if token.is_none() || Instant::now() > self.until {
                return Ok(lines);
            }
        }
    }

    /// What CloudFront and its firewall say; the id that API Gateway gave the request, if a function logged both.
    async fn edge(&mut self, id: &str, window: Window) -> Option<String> {
        let Some(groups) = &self.at.edge else {
            self.lacks("CloudFront", "the stage has no edge");
            return None;
        };
        let logs = self.from.edge_logs;
        let (access, firewall) = tokio::join!(
            self.newest(logs, groups.access.clone(), window, id),
            self.newest(logs, groups.firewall.clone(), window, id)
        );
        let first = |found: Found| serde_json::from_str(&found.events.first()?.message).ok();
        match access.map(|found| (found.complete, first(found))) {
            Ok((_, Some(line))) => self.evidence.edge = Some(line),
            Ok((true, None)) => {
                self.lacks("CloudFront", format!("not in its log of that time; {DELAY}, or look back with `--since`"))
            }
            Ok((false, None)) => {
                self.lacks("CloudFront", "its log could not be read to the end in time: narrow it with `--since`")
            }
            Err(error) => self.unread("CloudFront", &error),
        }
        match firewall.map(first) {
            Ok(line) => self.evidence.firewall = line,
            Err(error) => self.unread("firewall", &error),
        }
        let line = self.of_functions(id, window).await;
        if line.is_none() {
            let why = "no function logged CloudFront's id of it: API Gateway can't, so a request that reached none is known \
                       by its `requestId` alone";
            self.lacks("API Gateway", why);
        }
        line.and_then(|line| line.text_field("api_request_id").map(str::to_owned))
    }

    /// A line of any function with this text.
    async fn of_functions(&mut self, text: &str, window: Window) -> Option<LogLine> {
        let each = self.at.functions.iter().map(async |source| {
            let found = self.newest(self.from.logs, source.group.clone(), window, text).await?;
            let mut lines = found.events.iter().map(|event| source.line(event));
            Ok(lines.find(|line| line.request_id.is_some() && is_of(line, text)))
        });
        let found: Vec<Result<Option<LogLine>, AwsError>> = join_all(each).await;
        let mut first = None;
        for line in found {
            match line {
                Ok(line) => first = first.or(line),
                Err(error) if !self.evidence.missing.iter().any(|missing| missing.what == "functions") => {
                    self.unread("functions", &error);
                }
                Err(_) => {}
            }
        }
        first
    }

    /// What API Gateway, the authorizer and the function say of the request with this id.
    async fn api(&mut self, id: &str, window: Window) {
        let source = Source::api(&self.at.stack);
        match self.newest(self.from.logs, source.group.clone(), window, id).await {
            Ok(found) => match found.events.iter().map(|event| source.line(event)).find(|line| is_of(line, id)) {
                Some(line) => self.evidence.access = Some(line),
                None if found.complete => self.lacks(
                    "API Gateway",
                    format!("not in its access log since {}; {DELAY}, or look back with `--since`", window.since),
                ),
                None => self.lacks(
                    "API Gateway",
                    "its access log could not be read to the end in time: narrow it with `--since`",
                ),
            },
            Err(error) => self.unread("API Gateway", &error),
        }
        let Some(access) = self.evidence.access.clone() else {
            // A call that no request made, or a log that is not there yet.
            if let Some(line) = self.of_functions(id, window).await {
                self.handler(
                    &line.function.clone(),
                    &line.request_id.clone().unwrap_or_default(),
                    around(line.timestamp),
                )
                .await;
            }
            return;
        };
        let near = around(access.timestamp);
        let api_id = access.request_id.clone().unwrap_or_default();
        let function = access.route().and_then(|route| self.at.routes.get(&route)).cloned();
        let lambda_id = access.text_field("integrationRequestId").map(str::to_owned);
        if let Some(function) = function {
            self.handler(&function, lambda_id.as_deref().unwrap_or(&api_id), near).await;
        }
        self.authorizer(&api_id, access.text_field("authorizerRequestId"), near).await;
    }

    /// The lines of the invocation that this id, of Lambda's or of API Gateway's, leads to.
    async fn handler(&mut self, function: &FunctionName, id: &str, window: Window) {
        self.evidence.handler = Some(function.clone());
        match self.invocation(function, id, window).await {
            Ok(lines) => self.evidence.handler_lines = lines,
            Err(error) => self.unread("function", &error),
        }
    }

    async fn authorizer(&mut self, api_id: &str, lambda_id: Option<&str>, window: Window) {
        let function = FunctionName(AUTHORIZER.to_owned());
        if !self.at.functions.iter().any(|source| source.name == function) {
            return;
        }
        match self.invocation(&function, lambda_id.unwrap_or(api_id), window).await {
            Ok(lines) => self.evidence.authorizer = lines,
            Err(error) => self.unread("authorizer", &error),
        }
    }

    async fn invocation(&self, function: &FunctionName, id: &str, window: Window) -> Result<Vec<LogLine>, AwsError> {
        let lines = self.lines(function, window, id).await?;
        // Lambda's own lines have Lambda's id alone.
        match lines.iter().find_map(|line| line.request_id.clone()).filter(|own| own != id) {
            Some(own) => self.lines(function, window, &own).await,
            None => Ok(lines),
        }
    }

    async fn trace(&mut self, id: Option<String>) {
        if !self.at.has_traces {
            self.lacks("X-Ray", "the emulator keeps no traces");
            return;
        }
        let Some(id) = id else { return };
        match self.from.traces.trace(&id).await {
            Ok(Some(segments)) if !segments.is_empty() => self.evidence.trace = Some(segments),
            Ok(_) => {
                let why = "X-Ray has no trace of it: it records one request a second and 5 % of the others, and keeps traces \
                           for 30 days";
                self.lacks("X-Ray", why);
            }
            Err(error) => self.unread("X-Ray", &error),
        }
    }
}

#[cfg(test)]
mod tests;
