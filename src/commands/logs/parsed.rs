//! An event of a log group, taken apart.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::line::{Kind, Level};

/// What an event's text says, before it is made fit for a terminal.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Parsed {
    pub(super) kind: Kind,
    pub(super) timestamp: Option<Timestamp>,
    pub(super) level: Option<Level>,
    pub(super) request_id: Option<String>,
    pub(super) message: String,
    pub(super) fields: Map<String, Value>,
}

impl Parsed {
    pub(super) fn text(text: &str) -> Self {
        Self { message: text.to_owned(), ..Self::default() }
    }
}
