//! The event of API Gateway, parsed so that no header can make a function fail.

use lambda_http::request::LambdaRequest;
use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::{Value, value::RawValue};

pub(super) struct Event(pub(super) LambdaRequest);

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let event = Box::<RawValue>::deserialize(deserializer)?;
        let request = serde_json::from_str(event.get()).or_else(|_| serde_json::from_value(printable(event.get())?));
        request.map(Self).map_err(D::Error::custom)
    }
}

/// Replaces every control character in the headers with a `?`. HTTP forbids these characters, but not every server
/// rejects them, and the library's types cannot hold them: any caller could make the function fail and set off an alarm.
fn printable(event: &str) -> serde_json::Result<Value> {
    let mut event: Value = serde_json::from_str(event)?;
    for name in ["headers", "multiValueHeaders"] {
        event.get_mut(name).and_then(Value::as_object_mut).into_iter().flat_map(|map| map.values_mut()).for_each(clean);
    }
    Ok(event)
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.replace(|letter: char| letter.is_control() && letter != '\t', "?"),
        Value::Array(values) => values.iter_mut().for_each(clean),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use lambda_http::Request;
    use serde_json::json;

    use super::*;

    fn if_match(value: &str) -> Vec<u8> {
        let event = json!({
            "httpMethod": "PUT", "path": "/user/profile", "resource": "/user/profile",
            "headers": { "host": "api.example.com", "if-match": value },
            "multiValueHeaders": { "host": ["api.example.com"], "if-match": [value] },
            "queryStringParameters": null, "multiValueQueryStringParameters": null, "pathParameters": null,
            "stageVariables": null, "body": null, "isBase64Encoded": false,
            "requestContext": { "requestId": "1", "httpMethod": "PUT", "path": "/user/profile" },
        });
        let Event(request) = serde_json::from_str(&event.to_string()).expect("an event");
        Request::from(request).headers()["if-match"].as_bytes().to_vec()
    }

    #[test]
    fn a_header_stays_as_sent() {
        assert_eq!(if_match("\"a\tb é 🦀\""), "\"a\tb é 🦀\"".as_bytes());
    }

    #[test]
    fn a_control_character_in_a_header_becomes_a_question_mark() {
        assert_eq!(if_match("\"a\u{11}\0b\tc\r\nd\u{7f}\""), b"\"a??b\tc??d?\"");
    }

    #[test]
    fn an_event_of_another_kind_is_rejected() {
        assert!(serde_json::from_str::<Event>("{\"Records\":[]}").is_err());
        assert!(serde_json::from_str::<Event>("[]").is_err());
    }
}
