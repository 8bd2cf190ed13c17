//! The event stream of a live tail: all that the script has for it, and its end.

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use serde_json::{Value, json};

use super::{Endpoint, http::Response};

/// What AWS sends: an event, or the exception that ends the stream.
pub(crate) enum LiveTailMessage {
    Event(&'static str, Value),
    Exception(&'static str, Value),
}

/// A `sessionUpdate` with lines, each with the name of its log group.
pub(crate) fn session_update(sampled: bool, lines: &[(&str, &str)]) -> LiveTailMessage {
    let line = |(group, message): &(&str, &str)| {
        json!({
            "logGroupIdentifier": format!("000000000000:{group}"), "message": message, "timestamp": 1_764_410_400_000_i64,
        })
    };
    let lines: Vec<Value> = lines.iter().map(line).collect();
    let update = json!({ "sessionMetadata": { "sampled": sampled }, "sessionResults": lines });
    LiveTailMessage::Event("sessionUpdate", update)
}

pub(super) fn answer(messages: &[LiveTailMessage]) -> Response {
    let mut body = frame("event", "event-type", "initial-response", &json!({}));
    for message in messages {
        body.extend(match message {
            LiveTailMessage::Event(kind, payload) => frame("event", "event-type", kind, payload),
            LiveTailMessage::Exception(kind, payload) => frame("exception", "exception-type", kind, payload),
        });
    }
    Response::event_stream(body)
}

fn frame(message: &str, key: &str, kind: &str, payload: &Value) -> Vec<u8> {
    let text = |text: &str| HeaderValue::String(text.to_owned().into());
    let message = Message::new(payload.to_string())
        .add_header(Header::new(":message-type", text(message)))
        .add_header(Header::new(format!(":{key}"), text(kind)))
        .add_header(Header::new(":content-type", text("application/json")));
    let mut bytes = Vec::new();
    write_message_to(&message, &mut bytes).expect("a frame");
    bytes
}

impl Endpoint {
    /// What the next live tail gets.
    pub(crate) fn live_tail(&self, messages: Vec<LiveTailMessage>) {
        self.world().logs.live_tail = messages;
    }
}
