//! Parses what API Gateway writes about each request, in the format that the template gives its access log.
//!
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html>

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    line::{Kind, Level, LogLine},
    parse::line_of,
    parsed::Parsed,
};
use crate::{aws::logs::LogEvent, stage::FunctionName};

/// Variables without a value.
const ABSENT: [&str; 2] = ["-", ""];

pub(crate) fn parse(name: &FunctionName, event: &LogEvent) -> LogLine {
    let text = event.message.trim_end();
    let parsed = match serde_json::from_str(text) {
        Ok(Value::Object(object)) => request(object),
        _ => Parsed::text(text),
    };
    line_of(name, event, parsed)
}

/// API Gateway writes every variable as text.
fn request(object: Map<String, Value>) -> Parsed {
    let mut fields: Map<String, Value> = object.into_iter().filter(|(_, value)| !is_absent(value)).collect();
    let mut take = |name: &str| fields.shift_remove(name).map(|value| text(&value));
    let (request_id, time) = (take("requestId"), take("time"));
    for value in fields.values_mut() {
        if let Some(number) = value.as_str().and_then(|text| text.parse::<i64>().ok()) {
            *value = number.into();
        }
    }
    let shown = |name: &str| fields.get(name).map(text);
    let words = [shown("method"), shown("resource")];
    let latency = shown("latency").map(|latency| format!("in {latency} ms"));
    let message = words.into_iter().chain([shown("status"), latency]).flatten().collect::<Vec<_>>().join(" ");
    // What kind of error API Gateway answered itself, and what the integration said.
    let causes = ["errorType", "integrationError", "authorizerError"].into_iter().filter_map(shown);
    let failed = fields.get("status").and_then(Value::as_i64).is_some_and(|status| (500..600).contains(&status));
    Parsed {
        kind: Kind::Request,
        timestamp: time.and_then(|time| Timestamp::from_millisecond(time.parse().ok()?).ok()),
        level: Some(if failed { Level::Error } else { Level::Info }),
        request_id,
        message: [message].into_iter().chain(causes).collect::<Vec<_>>().join(", "),
        fields,
    }
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| ABSENT.contains(&text))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::logs::fake::event;

    fn line(status: &str, error: &str) -> LogLine {
        let message = json!({
            "requestId": "g-1", "time": "1795305600123", "method": "GET", "resource": "/user/profile",
            "status": status, "latency": "45", "errorType": error, "integrationRequestId": "r-1", "wafStatus": "-",
        });
        parse(&FunctionName("api".into()), &event("1", 1_000, &message.to_string()))
    }

    #[test]
    fn a_request_has_its_id_time_status_and_latency() {
        let line = line("200", "-");

        assert_eq!((line.request_id.as_deref(), line.timestamp.as_millisecond()), (Some("g-1"), 1_795_305_600_123));
        assert_eq!((line.message.as_str(), line.level), ("GET /user/profile 200 in 45 ms", Some(Level::Info)));
        let fields = json!({
            "method": "GET", "resource": "/user/profile", "status": 200, "latency": 45, "integrationRequestId": "r-1",
        });
        assert_eq!(Value::Object(line.fields), fields);
    }

    #[test]
    fn a_failure_of_ours_is_an_error_and_a_refused_token_is_none() {
        assert_eq!(line("502", "-").level, Some(Level::Error));
        let refused = line("401", "ACCESS_DENIED");
        assert_eq!(refused.level, Some(Level::Info));
        assert_eq!(refused.message, "GET /user/profile 401 in 45 ms, ACCESS_DENIED");
    }

    #[test]
    fn a_line_in_another_format_is_shown_as_it_is() {
        let line = parse(&FunctionName("api".into()), &event("1", 1_000, "GET /user/profile"));

        assert_eq!((line.message.as_str(), line.level), ("GET /user/profile", None));
    }
}
