//! A log event parsed into its parts.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::line::{Kind, Level};

/// A parsed event, before secrets are redacted and control characters removed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Parsed {
    pub(crate) kind: Kind,
    pub(crate) timestamp: Option<Timestamp>,
    pub(crate) level: Option<Level>,
    pub(crate) request_id: Option<String>,
    pub(crate) message: String,
    pub(crate) fields: Map<String, Value>,
}

impl Parsed {
    pub(crate) fn text(text: &str) -> Self {
        Self { message: text.to_owned(), ..Self::default() }
    }
}
