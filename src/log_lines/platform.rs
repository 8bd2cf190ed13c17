//! Parses what Lambda itself writes to a function's log, in its JSON format and in its text format.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html>

use serde_json::{Map, Value};

use super::{
    line::{Kind, Level},
    parsed::Parsed,
};

/// A report's metrics: the name in the text format, in the JSON format, and in our output.
const METRICS: [(&str, &str, &str); 6] = [
    ("Duration", "durationMs", "duration_ms"),
    ("Billed Duration", "billedDurationMs", "billed_duration_ms"),
    ("Memory Size", "memorySizeMB", "memory_size_mb"),
    ("Max Memory Used", "maxMemoryUsedMB", "max_memory_used_mb"),
    ("Init Duration", "initDurationMs", "init_duration_ms"),
    ("Restore Duration", "restoreDurationMs", "restore_duration_ms"),
];

/// Whether a field of a line has a name of ours, which the event does not contain.
pub(crate) fn has_own_name(field: &str) -> bool {
    field == "error_type" || METRICS.iter().any(|(.., ours)| *ours == field)
}

/// `{"time": .., "type": "platform.report", "record": {..}}`.
pub(super) fn from_json(event: &Map<String, Value>) -> Option<Parsed> {
    let name = event.get("type")?.as_str()?.strip_prefix("platform.")?;
    let record = event.get("record")?.as_object()?;
    let text = |key: &str| record.get(key).and_then(Value::as_str).map(str::to_owned);
    let request_id = text("requestId");
    if name == "report" {
        let metrics = record.get("metrics").and_then(Value::as_object);
        let number = |(_, key, ours): (&str, &str, &str)| Some((ours.to_owned(), metrics?.get(key)?.clone()));
        let mut fields: Map<String, Value> = METRICS.into_iter().filter_map(number).collect();
        insert_some(&mut fields, "status", text("status").filter(|status| status != "success"));
        insert_some(&mut fields, "error_type", text("errorType"));
        return Some(report(request_id, fields));
    }
    let failed = text("status").is_some_and(|status| status != "success") || name == "logsDropped";
    let kind = if failed { Kind::Function } else { Kind::Noise };
    let level = if failed { Level::Error } else { Level::Info };
    let message = format!("platform.{name}");
    Some(Parsed { kind, level: Some(level), request_id, message, fields: record.clone(), timestamp: None })
}

/// `START RequestId: .. Version: ..`, `REPORT RequestId: ..\tDuration: 3 ms\t..` and similar lines.
pub(super) fn from_text(text: &str) -> Option<Parsed> {
    if let Some(rest) = text.strip_prefix("REPORT RequestId: ") {
        return Some(text_report(rest));
    }
    if text.starts_with("INIT_START ") {
        return Some(noise(None, text));
    }
    for mark in ["START RequestId: ", "END RequestId: "] {
        if let Some(rest) = text.strip_prefix(mark) {
            return Some(noise(first_word(rest), text));
        }
    }
    if let Some(rest) = text.strip_prefix("RequestId: ")
        && text.contains(" Error: ")
    {
        return Some(failure(first_word(rest), text));
    }
    // `2026-11-22T10:00:03.000Z <request id> Task timed out after 3.00 seconds`
    let mut words = text.splitn(3, ' ').skip(1);
    let (request_id, rest) = (words.next()?, words.next()?);
    rest.starts_with("Task timed out after ").then(|| failure(Some(request_id.to_owned()), rest))
}

fn text_report(rest: &str) -> Parsed {
    let mut parts = rest.split('\t').map(str::trim);
    let request_id = parts.next().filter(|id| !id.is_empty()).map(str::to_owned);
    let mut fields = Map::new();
    for (name, value) in parts.filter_map(|part| part.split_once(": ")) {
        let metric = METRICS.iter().find(|(ours, ..)| *ours == name);
        let number = value.split(' ').next().and_then(|number| serde_json::from_str(number).ok());
        match (metric, number, name) {
            (Some((.., field)), Some(number), _) => {
                fields.insert((*field).to_owned(), number);
            }
            (_, _, "Status") => insert_some(&mut fields, "status", Some(value.to_owned())),
            (_, _, "Error Type") => insert_some(&mut fields, "error_type", Some(value.to_owned())),
            _ => {}
        }
    }
    report(request_id, fields)
}

fn report(request_id: Option<String>, fields: Map<String, Value>) -> Parsed {
    let number = |name: &str| fields.get(name).map(Value::to_string);
    let mut parts: Vec<String> = Vec::new();
    parts.extend(number("duration_ms").map(|duration| format!("took {duration} ms")));
    parts.extend(number("max_memory_used_mb").map(|used| match number("memory_size_mb") {
        Some(size) => format!("used {used} of {size} MB"),
        None => format!("used {used} MB"),
    }));
    parts.extend(number("init_duration_ms").map(|init| format!("cold start {init} ms")));
    let status = fields.get("status").and_then(Value::as_str);
    let level = if status.is_some() { Level::Error } else { Level::Info };
    parts.extend(status.map(|status| format!("status {status}")));
    let message = parts.join(", ");
    Parsed { kind: Kind::Report, level: Some(level), request_id, message, fields, timestamp: None }
}

fn noise(request_id: Option<String>, text: &str) -> Parsed {
    Parsed { kind: Kind::Noise, level: Some(Level::Info), request_id, ..Parsed::text(text) }
}

fn failure(request_id: Option<String>, text: &str) -> Parsed {
    Parsed { level: Some(Level::Error), request_id, ..Parsed::text(text) }
}

fn first_word(text: &str) -> Option<String> {
    text.split_whitespace().next().map(str::to_owned)
}

fn insert_some(fields: &mut Map<String, Value>, name: &str, value: Option<String>) {
    if let Some(value) = value {
        fields.insert(name.to_owned(), Value::String(value));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn json_event(event: Value) -> Parsed {
        let Value::Object(event) = event else { panic!("an object") };
        from_json(&event).expect("a platform event")
    }

    #[test]
    fn both_formats_of_a_report_parse_to_the_same() {
        let text = from_text(
            "REPORT RequestId: r-1\tDuration: 12.34 ms\tBilled Duration: 113 ms\tMemory Size: 256 MB\tMax Memory Used: 31 MB\tInit Duration: 100.5 ms\t",
        );
        let json = json_event(json!({ "time": "2026-11-22T10:00:00.000Z", "type": "platform.report", "record": {
            "requestId": "r-1", "status": "success", "metrics": {
                "durationMs": 12.34, "billedDurationMs": 113, "memorySizeMB": 256, "maxMemoryUsedMB": 31, "initDurationMs": 100.5,
            },
        } }));

        assert_eq!(text, Some(json.clone()));
        assert_eq!(json.message, "took 12.34 ms, used 31 of 256 MB, cold start 100.5 ms");
        assert_eq!(
            Value::Object(json.fields),
            json!({
                "duration_ms": 12.34, "billed_duration_ms": 113, "memory_size_mb": 256, "max_memory_used_mb": 31,
                "init_duration_ms": 100.5,
            })
        );
        assert_eq!((json.kind, json.level), (Kind::Report, Some(Level::Info)));
    }

    #[test]
    fn a_report_of_a_failed_invocation_is_an_error() {
        let text = from_text("REPORT RequestId: r-1\tDuration: 3000.00 ms\tMax Memory Used: 31 MB\tStatus: timeout");
        let report = text.expect("a report");

        assert_eq!(report.level, Some(Level::Error));
        assert_eq!(report.message, "took 3000.0 ms, used 31 MB, status timeout");
    }

    #[test]
    fn starts_and_ends_are_noise() {
        for text in ["START RequestId: r-1 Version: $LATEST", "END RequestId: r-1"] {
            let parsed = from_text(text).expect("a platform line");

            assert_eq!((parsed.kind, parsed.request_id.as_deref()), (Kind::Noise, Some("r-1")), "{text}");
        }
        let init = from_text("INIT_START Runtime Version: provided:al2023.v66\tRuntime Version ARN: arn:..");
        assert_eq!(init.map(|init| init.kind), Some(Kind::Noise));
        let start =
            json_event(json!({ "type": "platform.start", "record": { "requestId": "r-1", "version": "$LATEST" } }));
        assert_eq!((start.kind, start.request_id.as_deref()), (Kind::Noise, Some("r-1")));
    }

    #[test]
    fn a_failed_initialization_is_an_error() {
        let done =
            json_event(json!({ "type": "platform.initRuntimeDone", "record": { "phase": "init", "status": "error" } }));

        assert_eq!((done.kind, done.level), (Kind::Function, Some(Level::Error)));
    }

    #[test]
    fn a_timeout_and_a_crash_are_errors_of_their_request() {
        let timeout = from_text("2026-11-22T10:00:03.000Z r-1 Task timed out after 3.00 seconds").expect("a timeout");
        assert_eq!(timeout.message, "Task timed out after 3.00 seconds");
        assert_eq!((timeout.level, timeout.request_id.as_deref()), (Some(Level::Error), Some("r-1")));

        let crash = from_text("RequestId: r-2 Error: Runtime exited with error: exit status 1").expect("a crash");
        assert_eq!((crash.level, crash.request_id.as_deref()), (Some(Level::Error), Some("r-2")));
    }

    #[test]
    fn a_functions_own_text_is_left_alone() {
        for text in ["hello", "START of something", "a b c", ""] {
            assert_eq!(from_text(text), None, "{text}");
        }
    }
}
