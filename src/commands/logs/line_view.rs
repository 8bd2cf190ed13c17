//! How a log line is shown: its time, level and function in columns, then its text.

use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::Value;

use crate::{
    log_lines::{Kind, Level, LogLine},
    terminal::output::{Line, Text, Tone},
};

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

impl Layout {
    /// The text of a line after its time, level and function.
    pub(super) fn text(&self, line: &LogLine) -> String {
        let mut text = line.message.replace('\n', "\n    ");
        // The message of these already contains what matters of their fields.
        if !matches!(line.kind, Kind::Report | Kind::Request) || self.verbose {
            for (name, value) in line.fields.iter().filter(|(_, value)| !value.is_null()) {
                let gap = if text.is_empty() { "" } else { "  " };
                text.push_str(&format!("{gap}{}={}", name.replace('\n', "\\n"), bare(value)));
            }
        }
        text
    }
}

fn label(level: Level) -> (&'static str, Tone) {
    match level {
        Level::Trace => ("TRACE", Tone::Faint),
        Level::Debug => ("DEBUG", Tone::Faint),
        Level::Info => ("INFO", Tone::Good),
        Level::Warn => ("WARN", Tone::Warning),
        Level::Error => ("ERROR", Tone::Bad),
    }
}

impl Line for LineView<'_> {
    fn line(&self) -> Text {
        let Self { line, layout } = self;
        let format = if layout.dates { "%m-%d %H:%M:%S%.3f" } else { "%H:%M:%S%.3f" };
        let time = line.timestamp.to_zoned(layout.zone.clone()).strftime(format).to_string();
        let (level, level_tone) = line.level.map_or(("", Tone::Plain), label);
        let width = layout.width;
        let start = Text::toned(&time, Tone::Faint) + " " + Text::toned(&format!("{level:<5}"), level_tone) + " ";
        let function = format!("{:<width$}", line.function.0);
        let text = layout.text(line);
        match (line.kind, line.level) {
            (Kind::Function | Kind::Request, _) | (_, Some(Level::Error)) => start + format!("{function}  {text}"),
            _ => start + Text::toned(&format!("{function}  {text}"), Tone::Faint),
        }
    }
}

#[cfg(test)]
pub(super) mod fake {
    use super::*;

    pub(in crate::commands::logs) fn layout() -> Layout {
        Layout { zone: TimeZone::UTC, dates: false, width: 11, verbose: false }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{fake::layout, *};
    use crate::log_lines::fake::line;

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
