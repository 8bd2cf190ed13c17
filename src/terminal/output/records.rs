//! The data formats: JSON, JSON lines, YAML and CSV of one JSON value.

use serde_json::{Map, Value};

use super::{
    error::OutputError,
    text::{Text, acts, escaped_json, escaped_yaml},
};
use crate::{error::Error, options::Format, privacy::fold};

/// `value` in `format`; `rows` names the field that holds its records.
///
/// Every datum is whole in it. Characters that act on a terminal are escapes in JSON and YAML; csv has no escapes, so
/// that `cells` decides.
pub(super) fn print(format: Format, value: &Value, rows: Option<&str>, cells: Cells) -> Result<String, Error> {
    match format {
        Format::Table | Format::Json => Ok(escaped_json(&serde_json::to_string_pretty(value).map_err(encode)?)),
        Format::Yaml => yaml(value),
        Format::Jsonl => {
            Ok(records(value, rows).into_iter().map(|record| escaped_json(&format!("{record}\n"))).collect())
        }
        Format::Csv => csv(&records(value, rows), cells),
    }
}

/// `value`, one record, as csv without a header.
pub(super) fn csv_row(value: &Value, cells: Cells) -> Result<String, Error> {
    csv_rows(&columns([value].into_iter()), &[value], false, cells)
}

/// How the cells of csv are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    /// As they are.
    Raw,
    /// As they are; but what a spreadsheet would take for a formula begins with an apostrophe.
    /// <https://owasp.org/www-community/attacks/CSV_Injection>
    Inert,
    /// Inert, and with what acts on a terminal made visible.
    Visible,
}

impl Cells {
    fn write(self, cell: String) -> String {
        let inert = match self {
            Self::Inert | Self::Visible if may_be_formula(&cell) => format!("'{cell}"),
            _ => cell,
        };
        if self == Self::Visible { Text::one_line(&inert).to_string() } else { inert }
    }
}

/// Spreadsheets skip blanks and invisible characters, and take full-width signs for their ASCII ones.
pub(crate) fn may_be_formula(cell: &str) -> bool {
    let is_sign = |c| matches!(c, '=' | '+' | '-' | '@');
    cell.starts_with(['\t', '\r', '\n'])
        || cell.chars().filter_map(fold).find(|c| !c.is_whitespace()).is_some_and(is_sign)
}

/// YAML; or JSON, which is YAML too, where a character would stand in it that acts on a terminal.
fn yaml(value: &Value) -> Result<String, Error> {
    let yaml = serde_saphyr::to_string(value).map_err(encode)?;
    if yaml.chars().any(|c| c != '\n' && acts(c)) {
        return match value {
            // Also the pieces of a stream, which together are one list.
            Value::Array(items) if !items.is_empty() => {
                Ok(items.iter().map(|item| format!("- {}\n", escaped_yaml(&item.to_string()))).collect())
            }
            _ => Ok(escaped_yaml(&serde_json::to_string_pretty(value).map_err(encode)?)),
        };
    }
    Ok(yaml)
}

/// The elements of the named list, of a bare list, or the value itself.
fn records<'a>(value: &'a Value, rows: Option<&str>) -> Vec<&'a Value> {
    match rows.map_or(value, |field| &value[field]) {
        Value::Array(records) => records.iter().collect(),
        record => vec![record],
    }
}

/// The header has every key seen, in the order seen; nested values are JSON, as there is no better cell.
fn csv(records: &[&Value], cells: Cells) -> Result<String, Error> {
    csv_rows(&columns(records.iter().copied()), records, true, cells)
}

/// Every key seen, in the order seen.
pub(super) fn columns<'a>(records: impl Iterator<Item = &'a Value>) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for key in records.filter_map(Value::as_object).flat_map(Map::keys) {
        if !columns.contains(key) {
            columns.push(key.clone());
        }
    }
    columns
}

/// Rows under these columns, after their names where `header` says so.
pub(super) fn csv_rows(columns: &[String], records: &[&Value], header: bool, cells: Cells) -> Result<String, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    if header && !columns.is_empty() {
        writer.write_record(columns.iter().map(|column| cells.write(column.clone()))).map_err(encode)?;
    }
    for record in records {
        let row: Vec<String> = match record {
            Value::Object(fields) => columns.iter().map(|column| csv_cell(fields.get(column), cells)).collect(),
            other => vec![csv_cell(Some(other), cells)],
        };
        writer.write_record(&row).map_err(encode)?;
    }
    let bytes = writer.into_inner().map_err(|error| encode(error.into_error()))?;
    let mut text = String::from_utf8(bytes).map_err(encode)?;
    // Readers take a byte order mark at the start for no part of the first name: they get one to take.
    if header && text.starts_with(BYTE_ORDER_MARK) {
        text.insert(0, BYTE_ORDER_MARK);
    }
    Ok(text)
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Only text can be a formula: a negative number is none.
fn csv_cell(value: Option<&Value>, cells: Cells) -> String {
    match value {
        Some(Value::Number(number)) => number.to_string(),
        other => cells.write(cell(other)),
    }
}

/// A value as the text of one cell.
pub(crate) fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn encode(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    OutputError::Encode(error.into()).into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_lines_hold_one_record_each() {
        let value = json!({ "users": [{ "sub": "a" }, { "sub": "b" }], "next": null });

        let text = print(Format::Jsonl, &value, Some("users"), Cells::Raw).expect("printed");

        assert_eq!(text, "{\"sub\":\"a\"}\n{\"sub\":\"b\"}\n");
    }

    #[test]
    fn csv_has_every_key_and_quotes_what_must_be() {
        let value = json!([{ "name": "a,b", "n": 1 }, { "name": "c", "more": [1] }]);

        let text = print(Format::Csv, &value, None, Cells::Raw).expect("printed");

        assert_eq!(text, "name,n,more\n\"a,b\",1,\nc,,[1]\n");
    }

    #[test]
    fn a_name_that_begins_with_a_byte_order_mark_keeps_it() {
        let csv = print(Format::Csv, &json!({ "\u{feff}name": 1 }), None, Cells::Raw).expect("printed");

        let mut reader = csv::Reader::from_reader(csv.as_bytes());

        assert_eq!(reader.headers().expect("a header"), vec!["\u{feff}name"]);
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_text() {
        let value = json!([{ "a": "=HYPERLINK(\"http://x\")", "b": -5, "c": "-5", "@d": "plain" }]);
        let csv = |cells| print(Format::Csv, &value, None, cells).expect("printed");

        assert_eq!(csv(Cells::Inert), "a,b,c,'@d\n\"'=HYPERLINK(\"\"http://x\"\")\",-5,'-5,plain\n");
        assert_eq!(csv(Cells::Raw), "a,b,c,@d\n\"=HYPERLINK(\"\"http://x\"\")\",-5,-5,plain\n");
    }

    #[test]
    fn a_formula_is_found_behind_blanks_and_in_full_width() {
        let inert = |text: &str| Cells::Inert.write(text.to_owned());

        for formula in ["\n=1", " =1", "\u{a0}=1", "\u{200b}=1", "\u{ff1d}1", "\u{ff20}SUM(1)", " \u{ff0b}1", "\tx"] {
            assert_eq!(inert(formula), format!("'{formula}"));
        }
        for text in ["", " ", "a=1", "1-2", "\u{ac00}=1"] {
            assert_eq!(inert(text), text);
        }
    }

    #[test]
    fn a_terminal_gets_no_control_character_in_any_format_and_data_stay_whole() {
        let value = json!({ "k\u{9b}": "\u{1b}]0;x\u{7}\u{202e}\u{e0041}\u{7f}", "list": ["a\r\nb"] });
        for format in [Format::Json, Format::Jsonl, Format::Yaml, Format::Csv] {
            let text = print(format, &value, None, Cells::Visible).expect("printed");

            assert!(!text.chars().any(|c| c != '\n' && acts(c)), "{format:?}: {text:?}");
        }
        let yaml: Value =
            serde_saphyr::from_str(&print(Format::Yaml, &value, None, Cells::Raw).expect("printed")).expect("YAML");
        assert_eq!(yaml, value);
        let csv = print(Format::Csv, &value, None, Cells::Raw).expect("printed");
        assert!(csv.contains("\u{1b}]0;x\u{7}\u{202e}\u{e0041}\u{7f}"), "{csv:?}");
    }
}
