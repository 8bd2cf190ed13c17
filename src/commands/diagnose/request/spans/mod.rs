//! The steps of a request in their order, from what is known of it.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;

use super::evidence::{AUTHORIZER, Evidence};
use crate::{
    aws::traces::{Outcome, Segment},
    log_lines::{Kind, Level, LogLine},
    privacy::Privacy,
    terminal::output::Tone,
};

/// One step. What it did within is the next ones, one deeper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Span {
    pub(super) what: String,
    pub(super) started_at: Option<Timestamp>,
    pub(super) duration_ms: Option<u64>,
    pub(super) outcome: String,
    pub(super) failed: bool,
    pub(super) depth: usize,
    /// What it said about a failure.
    pub(super) error: Option<String>,
}

impl Span {
    fn new(what: impl Into<String>, depth: usize) -> Self {
        Self {
            what: what.into(),
            started_at: None,
            duration_ms: None,
            outcome: String::new(),
            failed: false,
            depth,
            error: None,
        }
    }

    pub(super) fn tone(&self) -> Tone {
        if self.failed { Tone::Bad } else { Tone::Plain }
    }
}

/// All of them; deeper ones are parts of the one above.
pub(super) fn spans(evidence: &Evidence, privacy: Privacy) -> Vec<Span> {
    let below = usize::from(evidence.edge.is_some());
    let mut spans: Vec<Span> = Vec::new();
    spans.extend(evidence.edge.as_ref().map(edge));
    spans.extend(firewall(evidence));
    spans.extend(evidence.access.as_ref().map(|line| gateway(line, below)));
    let inside = below + usize::from(evidence.access.is_some());
    spans.extend(authorizer(evidence, inside, privacy));
    spans.extend(function(evidence, inside, privacy));
    if spans.is_empty() {
        // Only X-Ray knows it.
        spans.extend(evidence.trace.iter().flatten().map(|segment| of_segment(segment, 0)));
    }
    spans
}

/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html>
fn edge(line: &Value) -> Span {
    let text = |name: &str| line[name].as_str().map_or_else(|| line[name].to_string(), str::to_owned);
    let status: u64 = text("sc-status").parse().unwrap_or_default();
    let seconds: Option<f64> = text("time-taken").parse().ok();
    let ended_at: Option<Timestamp> = format!("{}T{}Z", text("date"), text("time")).parse().ok();
    let duration = seconds.map(milliseconds);
    Span {
        // CloudFront logs the second at which it was done.
        started_at: ended_at.zip(duration).and_then(|(ended, ms)| ended.checked_sub(span_of(ms)).ok()),
        duration_ms: duration,
        outcome: format!("{status} {}", text("x-edge-detailed-result-type")).trim().to_owned(),
        failed: status >= 400,
        ..Span::new("CloudFront", 0)
    }
}

/// <https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html>
fn firewall(evidence: &Evidence) -> Option<Span> {
    let Some(line) = &evidence.firewall else {
        // Of what it lets through, it keeps no line.
        let passed = Span { outcome: "let it through".into(), ..Span::new("firewall", 1) };
        return evidence.edge.as_ref().filter(|_| evidence.access.is_some()).map(|_| passed);
    };
    let blocked = line["action"] == "BLOCK";
    let rule = line["terminatingRuleId"].as_str().unwrap_or("a rule");
    Some(Span {
        started_at: line["timestamp"].as_i64().and_then(|ms| Timestamp::from_millisecond(ms).ok()),
        outcome: if blocked { format!("blocked it: rule {rule}") } else { format!("counted it, by {rule}") },
        failed: blocked,
        ..Span::new("firewall", 1)
    })
}

fn gateway(line: &LogLine, depth: usize) -> Span {
    let status = line.number_field("status").unwrap_or_default();
    let kind = line.text_field("errorType").map(|kind| format!(", {kind}")).unwrap_or_default();
    let error = ["integrationError", "authorizerError"].into_iter().find_map(|name| line.text_field(name));
    Span {
        started_at: Some(line.timestamp),
        duration_ms: number(line, "latency"),
        outcome: format!("{status}{kind}"),
        failed: status >= 400,
        error: error.map(str::to_owned),
        ..Span::new("API Gateway", depth)
    }
}

/// Whether the authorizer was asked, and what it said: it logs each request by the id of API Gateway.
fn authorizer(evidence: &Evidence, depth: usize, privacy: Privacy) -> Option<Span> {
    let access = evidence.access.as_ref();
    let said = |message: &str| evidence.authorizer.iter().find(|line| line.message == message);
    let span =
        Span { duration_ms: access.and_then(|line| number(line, "authorizerLatency")), ..Span::new(AUTHORIZER, depth) };
    let id = access.and_then(|line| line.request_id.as_deref());
    let is_of_another =
        |line: &LogLine| line.text_field("api_request_id").is_some_and(|of| id.is_some_and(|id| of != id));
    if evidence.authorizer.is_empty() || evidence.authorizer.iter().any(is_of_another) {
        let is_known = access.is_some_and(|line| line.text_field("userId").is_some());
        let unread = evidence.missing.iter().any(|missing| missing.what == AUTHORIZER);
        // Where API Gateway names a call of it, that is logged, sooner or later.
        let was_called = access.is_some_and(|line| line.text_field("authorizerRequestId").is_some());
        let outcome = if was_called && evidence.authorizer.is_empty() {
            "accepted the token; its log has nothing of it yet"
        } else {
            "accepted the token before: from the cache of API Gateway"
        };
        return (is_known && !unread).then(|| Span { outcome: outcome.into(), ..span });
    }
    let failure = failure(&evidence.authorizer, privacy);
    let report = evidence.authorizer.iter().find(|line| line.kind == Kind::Report);
    let refused = said("token rejected").map(|line| line.text_field("reason").unwrap_or("no reason").to_owned());
    let outcome = match (&failure, &refused) {
        (Some(_), _) => "failed".to_owned(),
        (None, Some(reason)) => format!("refused the token: {reason}"),
        (None, None) => "accepted the token".to_owned(),
    };
    Some(Span {
        started_at: evidence.authorizer.first().map(|line| line.timestamp),
        duration_ms: span.duration_ms.or_else(|| report.and_then(|report| number(report, "duration_ms"))),
        outcome: format!("{outcome}{}", cold_start(report)),
        failed: failure.is_some() || refused.is_some(),
        error: failure,
        ..span
    })
}

/// The function that served it, and below it what that took.
fn function(evidence: &Evidence, depth: usize, privacy: Privacy) -> Vec<Span> {
    let Some(name) = &evidence.handler else { return Vec::new() };
    let access = evidence.access.as_ref();
    let integration = access.and_then(|line| number(line, "integrationLatency"));
    let lines = &evidence.handler_lines;
    if lines.is_empty() {
        let was_called =
            integration.is_some() || access.is_some_and(|line| line.fields.contains_key("integrationStatus"));
        let unread = evidence.missing.iter().any(|missing| missing.unread && missing.what == "function");
        let outcome = if unread { "its log was not read" } else { "its log has nothing of it" };
        let span = Span { duration_ms: integration, outcome: outcome.into(), ..Span::new(&name.0, depth) };
        return was_called.then_some(span).into_iter().collect();
    }
    let report = lines.iter().find(|line| line.kind == Kind::Report);
    let answered = lines.iter().find(|line| line.message == "request answered");
    let failure = failure(lines, privacy);
    let status = answered.and_then(|line| line.number_field("status"));
    let ended = report.and_then(|line| line.text_field("status")).map(|status| format!("ended by Lambda: {status}"));
    let outcome = match (ended, status, &failure) {
        (Some(ended), ..) => ended,
        (None, Some(status), _) => status.to_string(),
        (None, None, Some(_)) => "failed".to_owned(),
        (None, None, None) => "ran".to_owned(),
    };
    let mut spans = vec![Span {
        started_at: lines.first().map(|line| line.timestamp),
        duration_ms: report.and_then(|line| number(line, "duration_ms")).or(integration),
        outcome: format!("{outcome}{}", cold_start(report)),
        failed: failure.is_some() || status.is_some_and(|status| status >= 500),
        error: failure.clone(),
        ..Span::new(&name.0, depth)
    }];
    spans.extend(answered.into_iter().flat_map(|line| dependencies(line, failure.as_deref(), depth + 1)));
    spans.extend(evidence.trace.iter().flatten().flat_map(|segment| traced(segment, name.0.as_str(), depth + 1)));
    spans
}

/// Whose time a function's line has.
pub(super) const SERVICES: [&str; 3] = ["DynamoDB", "Cognito", "S3"];

/// What the function's line counts of the time that others took.
fn dependencies(line: &LogLine, failure: Option<&str>, depth: usize) -> Vec<Span> {
    let spent = SERVICES.into_iter().filter_map(|what| {
        let word = what.to_ascii_lowercase();
        let duration = number(line, &format!("{word}_ms"))?;
        let blamed = failure.is_some_and(|failure| failure.to_ascii_lowercase().contains(&word));
        let outcome = if blamed { "named in the failure" } else { "all calls together" };
        Some(Span { duration_ms: Some(duration), outcome: outcome.into(), failed: blamed, ..Span::new(what, depth) })
    });
    spent.collect()
}

/// What X-Ray adds: how Lambda spent its time around the function.
fn traced(segment: &Segment, function: &str, depth: usize) -> Vec<Span> {
    let is_it = segment.origin.as_deref() == Some("AWS::Lambda::Function") && segment.name.ends_with(function);
    if !is_it {
        return Vec::new();
    }
    segment.parts.iter().map(|part| of_segment(part, depth)).collect()
}

fn of_segment(segment: &Segment, depth: usize) -> Span {
    let outcome = match segment.outcome {
        Outcome::Fine => "fine, by X-Ray",
        Outcome::Throttled => "throttled, by X-Ray",
        Outcome::Error => "error, by X-Ray",
        Outcome::Fault => "fault, by X-Ray",
    };
    let duration = segment.ended_at.map(|ended| ended.duration_since(segment.started_at).as_millis());
    Span {
        started_at: Some(segment.started_at),
        duration_ms: duration.and_then(|ms| u64::try_from(ms).ok()),
        outcome: outcome.into(),
        failed: segment.outcome != Outcome::Fine,
        ..Span::new(&segment.name, depth)
    }
}

/// What the function or Lambda says went wrong.
fn failure(lines: &[LogLine], privacy: Privacy) -> Option<String> {
    let failed = lines.iter().filter(|line| line.level == Some(Level::Error) && line.kind == Kind::Function);
    let said = |line: &LogLine| {
        let cause = ["error", "errorMessage"].into_iter().find_map(|name| line.text_field(name)).map(str::to_owned);
        let reason = || line.text_field("reason").map(|reason| format!("{}: {reason}", line.message));
        privacy.show_text(&cause.or_else(reason).unwrap_or_else(|| line.message.clone()))
    };
    failed.map(said).next()
}

fn cold_start(report: Option<&LogLine>) -> String {
    let init = report.and_then(|report| report.fields.get("init_duration_ms")).and_then(Value::as_f64);
    init.map(|ms| format!(", cold start {} ms", milliseconds(ms / 1000.0))).unwrap_or_default()
}

fn number(line: &LogLine, name: &str) -> Option<u64> {
    line.fields.get(name).and_then(Value::as_f64).map(|ms| milliseconds(ms / 1000.0))
}

/// Whole milliseconds: no step is known more exactly.
fn milliseconds(seconds: f64) -> u64 {
    u64::try_from(std::time::Duration::from_secs_f64(seconds.clamp(0.0, 86_400.0)).as_millis()).unwrap_or(u64::MAX)
}

fn span_of(ms: u64) -> SignedDuration {
    SignedDuration::from_millis(i64::try_from(ms).unwrap_or(i64::MAX))
}

#[cfg(test)]
pub(super) mod tests;
