//! One request, as its steps and a verdict on them.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    evidence::{AUTHORIZER, Evidence, Missing},
    id::RequestId,
    spans::{SERVICES, Span, spans},
};
use crate::{
    privacy::Privacy,
    stage::FunctionName,
    terminal::{
        chart::quantity,
        output::{Report, Table, Text, Tone, View, fields},
    },
    time::ago,
};

#[derive(Debug, Default, Serialize)]
struct Request {
    /// As it was asked for.
    id: String,
    api_request_id: Option<String>,
    lambda_request_id: Option<String>,
    trace_id: Option<String>,
    method: Option<String>,
    resource: Option<String>,
    status: Option<i64>,
    function: Option<FunctionName>,
    /// The sub, which is a pseudonym.
    user_id: Option<String>,
    started_at: Option<Timestamp>,
    duration_ms: Option<u64>,
}

#[derive(Debug, Serialize)]
pub(in crate::commands::diagnose) struct RequestReport {
    request: Request,
    verdict: String,
    spans: Vec<Span>,
    not_found: Vec<Missing>,
    not_read: Vec<&'static str>,
    /// What to look at next.
    next: Vec<String>,
    #[serde(skip)]
    now: Timestamp,
}

/// What a caller notices.
const SLOW_MS: u64 = 1_000;

#[expect(clippy::cast_precision_loss, reason = "a duration for people")]
fn in_words(ms: u64) -> String {
    quantity(ms as f64, "ms")
}

impl RequestReport {
    /// `None` if nothing at all is known of the request.
    pub(super) fn of(id: &RequestId, evidence: Evidence, now: Timestamp, privacy: Privacy) -> Option<Self> {
        let spans = spans(&evidence, privacy);
        if spans.is_empty() {
            return None;
        }
        let access = evidence.access.as_ref();
        let answered = evidence.handler_lines.iter().find(|line| line.message == "request answered");
        let text = |name: &str| {
            [access, answered].into_iter().flatten().find_map(|line| line.text_field(name)).map(str::to_owned)
        };
        let number = |name: &str| [access, answered].into_iter().flatten().find_map(|line| line.number_field(name));
        let request = Request {
            id: id.text().to_owned(),
            api_request_id: access.and_then(|line| line.request_id.clone()).or_else(|| text("api_request_id")),
            lambda_request_id: evidence.handler_lines.iter().find_map(|line| line.request_id.clone()),
            trace_id: text("trace").or_else(|| matches!(id, RequestId::Trace(_)).then(|| id.text().to_owned())),
            method: text("method"),
            resource: text("resource"),
            status: number("status"),
            function: evidence.handler.clone(),
            user_id: text("userId").or_else(|| text("user_id")),
            started_at: spans.iter().find_map(|span| span.started_at),
            duration_ms: spans.iter().find_map(|span| span.duration_ms),
        };
        let (unread, missing) = evidence.missing.iter().cloned().partition::<Vec<_>, _>(|missing| missing.unread);
        let mut report = Self {
            verdict: String::new(),
            next: Vec::new(),
            request,
            spans,
            not_found: missing,
            not_read: unread.iter().map(|missing| missing.what).collect(),
            now,
        };
        report.not_found.extend(unread);
        report.verdict = report.judged();
        report.next = report.steps();
        Some(report)
    }

    /// The deepest step that failed: those above it failed because of it.
    fn culprit(&self) -> Option<&Span> {
        let failed = self.spans.iter().filter(|span| span.failed);
        failed.max_by_key(|span| (span.error.is_some(), span.depth))
    }

    /// `GET /user/profile`, or the id where that is not known.
    fn name(&self) -> String {
        let Request { method, resource, function, id, .. } = &self.request;
        match (method, resource, function) {
            (Some(method), Some(resource), _) => format!("{method} {resource}"),
            (_, _, Some(function)) => format!("a call of {function}"),
            _ => id.clone(),
        }
    }

    fn judged(&self) -> String {
        let name = self.name();
        let status = self.request.status.map(|status| format!(" with {status}")).unwrap_or_default();
        let Some(culprit) = self.culprit() else {
            return format!("{name} succeeded{status}{}", self.slowness().unwrap_or_default());
        };
        let because = culprit.error.clone().unwrap_or_else(|| culprit.outcome.clone());
        // Such as a code that was not mailed, of which the caller learns nothing.
        if let Some(status) = self.request.status.filter(|status| *status < 400) {
            return format!("{name} was answered with {status}, but {} failed: {because}", culprit.what);
        }
        let verb = match self.request.status {
            Some(status) if status < 500 => "was refused",
            _ => "FAILED",
        };
        format!("{name} {verb}{status}, in {}: {because}", culprit.what)
    }

    /// `, after 3 s, 2.9 s of it in DynamoDB`; `None` of a request that was as quick as most.
    fn slowness(&self) -> Option<String> {
        let whole = self.request.duration_ms.filter(|ms| *ms >= SLOW_MS)?;
        let services = self.spans.iter().filter(|span| SERVICES.contains(&span.what.as_str()));
        let services: Vec<(&str, u64)> =
            services.filter_map(|span| Some((span.what.as_str(), span.duration_ms?))).collect();
        let function = self.request.function.as_ref().map(|function| function.0.as_str());
        let own = self.spans.iter().find(|span| Some(span.what.as_str()) == function);
        let of_services = services.iter().map(|(_, ms)| ms).sum();
        let own = own.and_then(|span| Some((span.what.as_str(), span.duration_ms?.saturating_sub(of_services))));
        let most = services.iter().copied().chain(own).max_by_key(|(_, ms)| *ms).filter(|(_, ms)| ms * 2 >= whole);
        let most = most.map(|(what, ms)| {
            let itself = if Some(what) == function { " itself" } else { "" };
            format!(", {} of it in {what}{itself}", in_words(ms))
        });
        Some(format!(", after {}{}", in_words(whole), most.unwrap_or_default()))
    }

    fn steps(&self) -> Vec<String> {
        let failed_in = self.culprit().map(|span| span.what.as_str());
        let function = self.request.function.as_ref().filter(|_| failed_in.is_some());
        let log = function.zip(self.request.lambda_request_id.as_ref()).map(|(function, id)| {
            format!("`srvls logs tail {function} --request-id {id} --since 24h` shows all of its log")
        });
        let authorizer = (failed_in == Some(AUTHORIZER))
            .then(|| "`srvls logs tail authorizer` shows which tokens are refused, and why".to_owned());
        let slow = (failed_in.is_none() && self.slowness().is_some())
            .then(|| "`srvls diagnose --since 1h` says whether other requests are slow, and what to do".to_owned());
        log.into_iter().chain(authorizer).chain(slow).collect()
    }

    fn tone(&self) -> Tone {
        match (self.culprit(), self.request.status) {
            (None, _) if self.slowness().is_some() => Tone::Warning,
            (None, _) => Tone::Good,
            (Some(_), Some(status)) if status < 500 => Tone::Warning,
            _ => Tone::Bad,
        }
    }

    fn tree(&self) -> Table {
        let mut table = Table::new(["STARTED", "TOOK", "STEP", "OUTCOME"]);
        for span in &self.spans {
            let started = span.started_at.map(|at| at.strftime("%H:%M:%S%.3f").to_string()).unwrap_or_default();
            let took = span.duration_ms.map(|ms| format!("{ms} ms")).unwrap_or_default();
            let step = format!("{}{}", "  ".repeat(span.depth), span.what);
            let outcome = Text::lines([Some(span.outcome.clone()), span.error.clone()].into_iter().flatten());
            table.row([
                (Text::from(started), Tone::Faint),
                (Text::from(took), Tone::Plain),
                (Text::from(step), Tone::Plain),
                (outcome, span.tone()),
            ]);
        }
        table
    }
}

impl Report for RequestReport {
    const ROWS: Option<&'static str> = Some("spans");

    fn view(&self) -> View {
        let Request { started_at, user_id, api_request_id, lambda_request_id, trace_id, .. } = &self.request;
        let plain = |text: String| (Text::from(text), Tone::Plain);
        let when = started_at.map(|at| format!("{} UTC, {}", at.strftime("%Y-%m-%d %H:%M:%S"), ago(at, self.now)));
        let known = fields([
            ("When", when.map(plain)),
            ("User", user_id.clone().map(plain)),
            ("API", api_request_id.clone().map(plain)),
            ("Lambda", lambda_request_id.clone().map(plain)),
            ("X-Ray", trace_id.clone().map(plain)),
        ]);
        let view = View::new().text(Text::toned(&self.verdict, self.tone())).table(known);
        let view = if self.spans.is_empty() { view } else { view.table(self.tree()) };
        let missing = self.not_found.iter().map(|missing| {
            let word = if missing.unread { "not read: " } else { "" };
            (missing.what, Some((Text::from(format!("{word}{}", missing.why)), Tone::Warning)))
        });
        if self.not_found.is_empty() { view } else { view.text("What is not known").table(fields(missing)) }
    }

    fn hints(&self) -> Vec<String> {
        self.next.clone()
    }
}

#[cfg(test)]
mod tests;
