//! CloudWatch Logs with one log group, of which nothing is there before the first event.

use serde_json::{Value, json};

use super::http::{Request, Response};

#[derive(Default)]
pub(super) struct Logs {
    has_group: bool,
    has_stream: bool,
    /// The messages of the events, in order.
    pub(super) messages: Vec<String>,
}

impl Logs {
    pub(super) fn answer(&mut self, operation: &str, request: &Request) -> Response {
        let missing = || Response::json(400, &json!({ "__type": "ResourceNotFoundException", "message": "none" }));
        match operation {
            "CreateLogGroup" => self.has_group = true,
            "CreateLogStream" if self.has_group => self.has_stream = true,
            "PutLogEvents" if self.has_stream => {
                let body: Value = serde_json::from_slice(&request.body).expect("JSON");
                let events = body["logEvents"].as_array().expect("events");
                self.messages.extend(events.iter().map(|event| event["message"].as_str().expect("text").to_owned()));
            }
            "CreateLogStream" | "PutLogEvents" => return missing(),
            "FilterLogEvents" if !self.has_group => return missing(),
            "FilterLogEvents" => {
                let event =
                    |(index, message): (usize, &String)| json!({ "eventId": index.to_string(), "message": message });
                let events: Vec<Value> = self.messages.iter().enumerate().map(event).collect();
                return Response::json(200, &json!({ "events": events }));
            }
            _ => {}
        }
        Response::json(200, &json!({}))
    }
}

pub(super) fn denied() -> Response {
    Response::json(400, &json!({ "__type": "AccessDeniedException", "message": "denied" }))
}
