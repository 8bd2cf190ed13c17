//! Parses a log event into a line.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    line::{Kind, Level, LogLine},
    parsed::Parsed,
    platform,
};
use crate::{
    aws::logs::LogEvent,
    privacy::{redacted, redacted_value},
    stage::FunctionName,
};

/// The line that `function` or Lambda wrote.
pub(crate) fn parse(function: &FunctionName, event: &LogEvent) -> LogLine {
    let text = event.message.trim_end();
    let parsed = match serde_json::from_str(text) {
        Ok(Value::Object(object)) => platform::from_json(&object).unwrap_or_else(|| application(object)),
        _ => platform::from_text(text).unwrap_or_else(|| plain(text)),
    };
    line_of(function, event, parsed)
}

/// The line without secrets.
pub(crate) fn line_of(name: &FunctionName, event: &LogEvent, parsed: Parsed) -> LogLine {
    LogLine {
        timestamp: parsed.timestamp.and_then(to_millisecond).unwrap_or(event.timestamp),
        function: name.clone(),
        level: parsed.level,
        request_id: parsed.request_id.as_deref().map(redacted),
        message: redacted(&parsed.message),
        fields: match redacted_value(Value::Object(parsed.fields)) {
            Value::Object(fields) => fields,
            _ => Map::new(),
        },
        kind: parsed.kind,
    }
}

/// Milliseconds, like CloudWatch's own times in the same column.
fn to_millisecond(timestamp: Timestamp) -> Option<Timestamp> {
    Timestamp::from_millisecond(timestamp.as_millisecond()).ok()
}

/// What `tracing` and most other loggers write as JSON.
fn application(mut object: Map<String, Value>) -> Parsed {
    // tracing nests the event's own fields, unless configured to flatten them.
    if let Some(Value::Object(nested)) = object.shift_remove("fields") {
        object.extend(nested);
    }
    let timestamp = take_text(&mut object, &["timestamp", "time"]).and_then(|time| time.parse().ok());
    let level = take_text(&mut object, &["level"]).and_then(|level| Level::parse(&level));
    let failed = object.contains_key("errorType");
    let own_id = take_text(&mut object, &["requestId", "request_id", "AWSRequestId"]);
    let span_id = object.get_mut("span").and_then(Value::as_object_mut).and_then(|span| {
        let id = take_text(span, &["requestId"]);
        // The runtime's own span carries nothing but the request id.
        id.filter(|_| span.get("name").is_some_and(|name| name == "Lambda runtime invoke"))
    });
    if span_id.is_some() {
        object.shift_remove("span");
    }
    let message = take_text(&mut object, &["message", "msg", "errorMessage"]).unwrap_or_default();
    Parsed {
        kind: Kind::Function,
        timestamp,
        level: level.or(failed.then_some(Level::Error)),
        request_id: own_id.or(span_id),
        message,
        fields: object,
    }
}

fn plain(text: &str) -> Parsed {
    // A panic, or an error that `main` returns, goes to stderr and bypasses the logger.
    let crashed = text.starts_with("Error: ") || (text.starts_with("thread '") && text.contains(" panicked at "));
    Parsed { level: crashed.then_some(Level::Error), ..Parsed::text(text) }
}

/// Removes and returns the first of `names` that is a string.
fn take_text(object: &mut Map<String, Value>, names: &[&str]) -> Option<String> {
    let name = names.iter().find(|name| object.get(**name).is_some_and(Value::is_string))?;
    match object.shift_remove(*name)? {
        Value::String(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::logs::fake::event;

    fn line(message: &str) -> LogLine {
        parse(&FunctionName("get_profile".into()), &event("1", 1_000, message))
    }

    #[test]
    fn a_handlers_event_has_a_time_level_request_id_message_and_fields() {
        let line = line(
            r#"{"timestamp":"2026-11-22T10:00:00.123456Z","level":"INFO","message":"request answered","api_request_id":"g-1","status":200,"user_id":null,"span":{"requestId":"r-1","xrayTraceId":"Root=1-2","name":"Lambda runtime invoke"}}"#,
        );

        assert_eq!(line.timestamp.to_string(), "2026-11-22T10:00:00.123Z");
        assert_eq!((line.level, line.request_id.as_deref()), (Some(Level::Info), Some("r-1")));
        assert_eq!(line.message, "request answered");
        assert_eq!(Value::Object(line.fields), json!({ "api_request_id": "g-1", "status": 200, "user_id": null }));
    }

    #[test]
    fn nested_fields_are_lifted_and_a_foreign_span_is_kept() {
        let line = line(r#"{"level":"warn","fields":{"message":"slow","took_ms":9},"span":{"name":"load"}}"#);

        assert_eq!((line.level, line.message.as_str()), (Some(Level::Warn), "slow"));
        assert_eq!(Value::Object(line.fields), json!({ "span": { "name": "load" }, "took_ms": 9 }));
    }

    #[test]
    fn a_runtime_error_in_json_is_an_error() {
        let line = line(r#"{"errorType":"Runtime.ExitError","errorMessage":"exit status 1"}"#);

        assert_eq!((line.level, line.message.as_str()), (Some(Level::Error), "exit status 1"));
        assert_eq!(line.fields["errorType"], "Runtime.ExitError");
    }

    #[test]
    fn plain_text_has_the_time_of_its_event_and_no_level() {
        let line = line("hello\n");

        assert_eq!((line.message.as_str(), line.level), ("hello", None));
        assert_eq!(line.timestamp.as_millisecond(), 1_000);
    }

    #[test]
    fn what_a_crashing_process_writes_is_an_error() {
        assert_eq!(line("Error: environment variable `TABLE` is not set").level, Some(Level::Error));
        assert_eq!(line("thread 'main' panicked at src/main.rs:1:1:").level, Some(Level::Error));
    }

    #[test]
    fn broken_json_is_plain_text() {
        assert_eq!(line(r#"{"level":"INFO""#).message, r#"{"level":"INFO""#);
    }

    #[test]
    fn credentials_are_hidden_in_messages_and_fields() {
        let line =
            line(r#"{"message":"key AKIAIOSFODNN7EXAMPLE","password":"hunter2","nested":{"text":"\u001b[2Jhi"}}"#);

        assert_eq!(line.message, "key [redacted]");
        assert_eq!(
            Value::Object(line.fields),
            json!({ "password": "[redacted]", "nested": { "text": "\u{1b}[2Jhi" } })
        );
    }
}
