//! One log line, as JSON and as text.

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    privacy::Privacy,
    stage::FunctionName,
    terminal::output::{Line, Text, Tone},
};

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
    pub(super) const ALL: [Self; 5] = [Self::Trace, Self::Debug, Self::Info, Self::Warn, Self::Error];

    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "trace" => Self::Trace,
            "debug" => Self::Debug,
            "info" | "notice" => Self::Info,
            "warn" | "warning" => Self::Warn,
            "error" | "fatal" | "critical" => Self::Error,
            _ => return None,
        })
    }

    fn label(self) -> (&'static str, Tone) {
        match self {
            Self::Trace => ("TRACE", Tone::Faint),
            Self::Debug => ("DEBUG", Tone::Faint),
            Self::Info => ("INFO", Tone::Good),
            Self::Warn => ("WARN", Tone::Warning),
            Self::Error => ("ERROR", Tone::Bad),
        }
    }
}

impl LogLine {
    /// The line as this caller may see it. Functions should log nothing personal: this is for those that do.
    pub(super) fn masked(mut self, privacy: Privacy) -> Self {
        self.message = privacy.show_text(&self.message);
        privacy.apply_to_texts(&mut self.fields);
        self
    }

    /// The text after time, level and function.
    pub(super) fn text(&self, layout: &Layout) -> String {
        let mut text = self.message.replace('\n', "\n    ");
        // The message of these already contains what matters of their fields.
        if !matches!(self.kind, Kind::Report | Kind::Request) || layout.verbose {
            for (name, value) in self.fields.iter().filter(|(_, value)| !value.is_null()) {
                let gap = if text.is_empty() { "" } else { "  " };
                text.push_str(&format!("{gap}{}={}", name.replace('\n', "\\n"), bare(value)));
            }
        }
        text
    }
}

/// A value, quoted only if it is empty or contains spaces or quotes.
fn bare(value: &Value) -> String {
    match value {
        Value::String(text) if !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '"') => {
            text.clone()
        }
        other => other.to_string(),
    }
}

/// How the lines of one command are laid out.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) zone: TimeZone,
    /// Whether the lines may span several days.
    pub(super) dates: bool,
    /// The length of the longest function name.
    pub(super) width: usize,
    pub(super) verbose: bool,
}

#[derive(Serialize)]
pub(super) struct LineView<'a> {
    #[serde(flatten)]
    pub(super) line: &'a LogLine,
    #[serde(skip)]
    pub(super) layout: &'a Layout,
}

impl Line for LineView<'_> {
    fn line(&self) -> Text {
        let Self { line, layout } = self;
        let format = if layout.dates { "%m-%d %H:%M:%S%.3f" } else { "%H:%M:%S%.3f" };
        let time = line.timestamp.to_zoned(layout.zone.clone()).strftime(format).to_string();
        let (level, level_tone) = line.level.map_or(("", Tone::Plain), Level::label);
        let width = layout.width;
        let start = Text::toned(&time, Tone::Faint) + " " + Text::toned(&format!("{level:<5}"), level_tone) + " ";
        let function = format!("{:<width$}", line.function.0);
        let text = line.text(layout);
        match (line.kind, line.level) {
            (Kind::Function | Kind::Request, _) | (_, Some(Level::Error)) => start + format!("{function}  {text}"),
            _ => start + Text::toned(&format!("{function}  {text}"), Tone::Faint),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;

    pub(in crate::commands::logs) fn layout() -> Layout {
        Layout { zone: TimeZone::UTC, dates: false, width: 11, verbose: false }
    }

    /// A line that `get_profile` wrote at 10:00:00.123 UTC.
    pub(in crate::commands::logs) fn line(level: Option<Level>, message: &str, fields: Value) -> LogLine {
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

    fn shown(line: &LogLine, layout: &Layout) -> String {
        LineView { line, layout }.line().unstyled()
    }

    #[test]
    fn a_line_shows_time_level_function_and_message() {
        let line =
            line(Some(Level::Error), "request failed", json!({ "status": 500, "error": "no table", "user_id": null }));

        assert_eq!(
            shown(&line, &Layout { width: 17, ..layout() }),
            r#"10:00:00.123 ERROR get_profile        request failed  status=500  error="no table""#
        );
    }

    #[test]
    fn a_text_without_a_level_keeps_its_column() {
        assert_eq!(shown(&line(None, "hello", json!({})), &layout()), "10:00:00.123       get_profile  hello");
    }

    #[test]
    fn lines_of_several_days_carry_their_date() {
        let layout = Layout { dates: true, ..layout() };

        assert!(shown(&line(None, "hello", json!({})), &layout).starts_with("11-22 10:00:00.123 "));
    }

    #[test]
    fn names_of_fields_are_masked_like_their_values_and_the_name_of_a_span_is_no_person() {
        let fields = json!({ "ada@example.com": 1, "span": { "name": "get_profile", "+82 10-1234-5678": "seen" } });
        let line = line(None, "hello", fields).masked(Privacy::Masked);

        let masked = json!({ "a***@e***.com": 1, "span": { "name": "get_profile", "+***78": "seen" } });
        assert_eq!(Value::Object(line.fields), masked);
    }

    #[test]
    fn a_report_shows_its_fields_only_with_verbose() {
        let mut report = line(Some(Level::Info), "took 3 ms", json!({ "duration_ms": 3 }));
        report.kind = Kind::Report;

        assert_eq!(shown(&report, &layout()), "10:00:00.123 INFO  get_profile  took 3 ms");
        let verbose = Layout { verbose: true, ..layout() };
        assert_eq!(shown(&report, &verbose), "10:00:00.123 INFO  get_profile  took 3 ms  duration_ms=3");
    }

    #[test]
    fn the_json_of_a_line_has_the_documented_fields() {
        let layout = layout();
        let line = line(Some(Level::Warn), "slow", json!({ "status": 200 }));

        let data = serde_json::to_value(LineView { line: &line, layout: &layout }).expect("data");

        assert_eq!(
            data,
            json!({
                "timestamp": "2026-11-22T10:00:00.123Z", "function": "get_profile", "level": "warn",
                "request_id": "r-1", "message": "slow", "fields": { "status": 200 },
            })
        );
    }
}
