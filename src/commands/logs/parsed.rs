//! A log event parsed into its parts.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::line::{Kind, Level};

/// A parsed event, before secrets are redacted and control characters removed.
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
