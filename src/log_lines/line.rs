//! One log line of any writer.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{privacy::Privacy, stage::FunctionName};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct LogLine {
    pub(crate) timestamp: Timestamp,
    pub(crate) function: FunctionName,
    /// `None` when the line has no level.
    pub(crate) level: Option<Level>,
    pub(crate) request_id: Option<String>,
    pub(crate) message: String,
    pub(crate) fields: Map<String, Value>,
    #[serde(skip)]
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

/// Who wrote a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The function.
    #[default]
    Function,
    /// Lambda: the duration and memory of an invocation.
    Report,
    /// Lambda: an invocation starts or ends.
    Noise,
    /// API Gateway: a request was answered.
    Request,
}

impl Level {
    /// From the lowest to the highest.
    pub(crate) const ALL: [Self; 5] = [Self::Trace, Self::Debug, Self::Info, Self::Warn, Self::Error];

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "trace" => Self::Trace,
            "debug" => Self::Debug,
            "info" | "notice" => Self::Info,
            "warn" | "warning" => Self::Warn,
            "error" | "fatal" | "critical" => Self::Error,
            _ => return None,
        })
    }
}

impl LogLine {
    /// The line as this caller may see it. Functions should log nothing personal: this is for those that do.
    pub(crate) fn masked(mut self, privacy: Privacy) -> Self {
        self.message = privacy.show_text(&self.message);
        privacy.apply_to_texts(&mut self.fields);
        self
    }

    /// `GET /user/profile`, of a line about a request.
    pub(crate) fn route(&self) -> Option<String> {
        Some(format!("{} {}", self.text_field("method")?, self.text_field("resource")?))
    }

    /// A field that is text and not empty.
    pub(crate) fn text_field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A field that is a whole number.
    pub(crate) fn number_field(&self, name: &str) -> Option<i64> {
        self.fields.get(name).and_then(Value::as_i64)
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// A line that `get_profile` wrote at 10:00:00.123 UTC.
    pub(crate) fn line(level: Option<Level>, message: &str, fields: Value) -> LogLine {
        let Value::Object(fields) = fields else { panic!("fields are an object") };
        LogLine {
            timestamp: "2026-11-22T10:00:00.123Z".parse().expect("a time"),
            function: FunctionName("get_profile".into()),
            level,
            request_id: Some("r-1".into()),
            message: message.to_owned(),
            fields,
            kind: Kind::Function,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{fake::line, *};

    #[test]
    fn names_of_fields_are_masked_like_their_values_and_the_name_of_a_span_is_no_person() {
        let fields = json!({ "ada@example.com": 1, "span": { "name": "get_profile", "+82 10-1234-5678": "seen" } });
        let line = line(None, "hello", fields).masked(Privacy::Masked);

        let masked = json!({ "a***@e***.com": 1, "span": { "name": "get_profile", "+***78": "seen" } });
        assert_eq!(Value::Object(line.fields), masked);
    }
}
