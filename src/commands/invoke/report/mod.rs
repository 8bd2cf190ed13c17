//! What a call came to: its answer, what it took, and its log.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Function, log::CallLog};
use crate::{
    aws::invocations::Invocation,
    error::{Error, Failure},
    exit::Exit,
    log_lines::{Level, LogLine},
    privacy::{Privacy, Withheld, redacted, redacted_value},
    stage::FunctionName,
    terminal::output::{Report, Text, Tone, View, fields},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Succeeded,
    Failed,
}

#[derive(Debug, Serialize)]
pub(super) struct InvokeReport {
    function: FunctionName,
    status: Status,
    /// Lambda's kind of failure; null if the function succeeded.
    function_error: Option<String>,
    payload: Value,
    duration_ms: Option<f64>,
    billed_duration_ms: Option<u64>,
    init_duration_ms: Option<f64>,
    memory_size_mb: Option<u64>,
    max_memory_used_mb: Option<u64>,
    request_id: Option<String>,
    version: Option<String>,
    /// The alias that was called, if the function's trigger calls one.
    alias: Option<String>,
    log: Vec<LogLine>,
    masked: bool,
    /// `log` where lines of it are missing, and what of Lambda's report could not be read.
    not_read: Vec<&'static str>,
    #[serde(skip)]
    why_not_read: Option<String>,
    #[serde(skip)]
    withheld: Withheld,
}

impl InvokeReport {
    pub(super) fn new(function: &Function, invocation: Invocation, log: CallLog, privacy: Privacy) -> Self {
        let payload = serde_json::from_str(&invocation.payload).unwrap_or(Value::String(invocation.payload));
        let (payload, withheld) = shown(payload, privacy);
        let number = |name: &str| log.report.as_ref().and_then(|report| report.fields.get(name));
        let [duration_ms, init_duration_ms] =
            ["duration_ms", "init_duration_ms"].map(|name| number(name).and_then(Value::as_f64));
        let [billed_duration_ms, memory_size_mb, max_memory_used_mb] =
            ["billed_duration_ms", "memory_size_mb", "max_memory_used_mb"]
                .map(|name| number(name).and_then(Value::as_u64));
        let unread = [(log.missing.is_some(), "log"), (log.report.is_none(), "report")];
        Self {
            function: function.name.clone(),
            status: if invocation.function_error.is_some() { Status::Failed } else { Status::Succeeded },
            function_error: invocation.function_error,
            payload,
            duration_ms,
            billed_duration_ms,
            init_duration_ms,
            memory_size_mb,
            max_memory_used_mb,
            request_id: log.request_id,
            version: invocation.version,
            alias: function.alias.as_ref().and_then(|arn| arn.rsplit(':').next()).map(str::to_owned),
            log: log.lines.into_iter().map(|line| line.masked(privacy)).collect(),
            masked: privacy.is_masked(),
            not_read: unread.into_iter().filter(|(is_unread, _)| *is_unread).map(|(_, name)| name).collect(),
            why_not_read: log.missing,
            withheld,
        }
    }

    /// `FAILED, Unhandled: something went wrong on our side`, or what the API's caller would have got.
    fn result(&self) -> (String, Tone) {
        match (&self.function_error, self.http_status()) {
            (Some(kind), _) => (format!("FAILED, {kind}{}", self.cause()), Tone::Bad),
            (None, Some(status)) if status < 400 => (format!("succeeded, HTTP {status}"), Tone::Good),
            (None, Some(status)) => (format!("succeeded, but HTTP {status}"), Tone::Warning),
            (None, None) => ("succeeded".to_owned(), Tone::Good),
        }
    }

    fn cause(&self) -> String {
        let message = self.payload["errorMessage"].as_str().map(str::trim).filter(|message| !message.is_empty());
        message.map(|message| format!(": {message}")).unwrap_or_default()
    }

    fn http_status(&self) -> Option<u64> {
        self.payload["statusCode"]
            .as_u64()
            .filter(|_| self.payload.get("body").is_some() || self.payload.get("headers").is_some())
    }

    /// `12.5 ms, billed 13 ms, with a cold start of 103 ms`; a report that was not read has no numbers.
    fn took(&self) -> Option<String> {
        let duration = self.duration_ms?;
        let billed = self.billed_duration_ms.map(|billed| format!(", billed {billed} ms")).unwrap_or_default();
        let cold = self.init_duration_ms.map(|init| format!(", cold start {init} ms")).unwrap_or_default();
        Some(format!("{duration} ms{billed}{cold}"))
    }

    fn memory(&self) -> Option<String> {
        Some(format!("{} of {} MB", self.max_memory_used_mb?, self.memory_size_mb?))
    }

    fn version(&self) -> Option<String> {
        let version = self.version.clone()?;
        Some(match &self.alias {
            Some(alias) => format!("{version}, by the alias {alias}"),
            None => version,
        })
    }

    /// The body of a response of the API as the JSON that it is, everything else whole.
    fn answer(&self) -> String {
        let body = self.http_status().and_then(|_| self.payload["body"].as_str());
        let body = body.and_then(|body| serde_json::from_str::<Value>(body).ok());
        let answer = body.as_ref().unwrap_or(&self.payload);
        serde_json::to_string_pretty(answer).unwrap_or_default()
    }

    fn log_view(&self) -> Text {
        let lines = self.log.iter().map(log_line);
        let log = lines.reduce(|above, below| above + "\n" + below);
        log.unwrap_or_else(|| Text::toned("it logged nothing", Tone::Faint))
    }
}

/// `10:00:00.123 INFO  request answered  status=200`.
fn log_line(line: &LogLine) -> Text {
    let time = line.timestamp.strftime("%H:%M:%S%.3f").to_string();
    let level = line.level.and_then(|level| serde_json::to_value(level).ok());
    let level = level.as_ref().and_then(Value::as_str).unwrap_or_default().to_ascii_uppercase();
    let tone = match line.level {
        Some(Level::Error) => Tone::Bad,
        Some(Level::Warn) => Tone::Warning,
        _ => Tone::Plain,
    };
    let fields = line.fields.iter().filter(|(_, value)| !value.is_null());
    let fields: String = fields.map(|(name, value)| format!("  {name}={value}")).collect();
    let text = Text::toned(&time, Tone::Faint) + " " + Text::toned(&format!("{level:<5}"), tone) + " ";
    text + Text::one_line(&format!("{}{fields}", line.message))
}

/// What of an answer may be seen: no credentials, and personal data as far as `privacy` shows it.
fn shown(value: Value, privacy: Privacy) -> (Value, Withheld) {
    let mut wrapped = Map::from_iter([("payload".to_owned(), without_secrets(redacted_value(value)))]);
    let withheld = privacy.apply(&mut wrapped);
    (wrapped.remove("payload").unwrap_or_default(), withheld)
}

/// The same where a text is JSON, as the body of a response is.
fn without_secrets(value: Value) -> Value {
    match value {
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            let inner = serde_json::from_str(&text).map(|inner| without_secrets(redacted_value(inner)));
            Value::String(inner.map_or(text, |inner| redacted(&inner.to_string())))
        }
        Value::Array(values) => values.into_iter().map(without_secrets).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, without_secrets(value))).collect(),
        other => other,
    }
}

impl Report for InvokeReport {
    fn view(&self) -> View {
        let plain = |text: String| (Text::from(text), Tone::Plain);
        let (result, tone) = self.result();
        let not_read = |name: &str| self.not_read.contains(&name).then(|| (Text::from("not read"), Tone::Warning));
        let table = fields([
            ("Function", Some(plain(self.function.0.clone()))),
            ("Result", Some((Text::one_line(&result), tone))),
            ("Took", self.took().map(plain).or_else(|| not_read("report"))),
            ("Memory", self.memory().map(plain)),
            ("Version", self.version().map(plain)),
            ("Request", self.request_id.clone().map(plain)),
        ]);
        let view = View::new().table(table).verbatim(self.answer()).verbatim(self.log_view());
        let view = match &self.why_not_read {
            Some(why) => view.text(format!("the log is not whole: {why}")),
            None => view,
        };
        match self.withheld.note() {
            Some(note) => view.text(note),
            None => view,
        }
    }

    fn exit(&self) -> Exit {
        if self.status == Status::Failed { Exit::Failure } else { Exit::Success }
    }

    fn hints(&self) -> Vec<String> {
        let Some(id) = self.request_id.as_ref().filter(|_| self.not_read.contains(&"log")) else { return Vec::new() };
        vec![format!("the rest of the log, once it is there: `srvls logs tail {} --request-id {id}`", self.function)]
    }

    fn failures(&self) -> Vec<Error> {
        let failed = |kind: &String| {
            let what = format!("{kind}{}", self.cause());
            FunctionFailed { function: self.function.clone(), what }.into()
        };
        self.function_error.as_ref().map(failed).into_iter().collect()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("`{function}` failed: {what}")]
struct FunctionFailed {
    function: FunctionName,
    what: String,
}

impl Failure for FunctionFailed {
    fn code(&self) -> &'static str {
        "function_failed"
    }
}

/// The event that a call would have, as it is passed to the next one.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub(super) struct EventReport(Value);

impl EventReport {
    pub(super) fn new(event: &str, privacy: Privacy) -> Self {
        let value = serde_json::from_str(event).unwrap_or(Value::String(event.to_owned()));
        Self(shown(value, privacy).0)
    }
}

impl Report for EventReport {
    fn view(&self) -> View {
        View::new().verbatim(serde_json::to_string_pretty(&self.0).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;
