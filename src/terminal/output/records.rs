//! The data formats: JSON, JSON lines, YAML and CSV of one JSON value.

use serde_json::{Map, Value};

use super::OutputError;
use crate::{error::Error, options::Format};

/// `value` in `format`; `rows` names the field that holds its records.
pub(super) fn print(format: Format, value: &Value, rows: Option<&str>) -> Result<String, Error> {
    match format {
        Format::Table | Format::Json => serde_json::to_string_pretty(value).map_err(encode),
        Format::Yaml => serde_saphyr::to_string(value).map_err(encode),
        Format::Jsonl => Ok(records(value, rows).into_iter().map(|record| format!("{record}\n")).collect()),
        Format::Csv => csv(&records(value, rows)),
    }
}

/// The elements of the named list, of a bare list, or the value itself.
fn records<'a>(value: &'a Value, rows: Option<&str>) -> Vec<&'a Value> {
    match rows.map_or(value, |field| &value[field]) {
        Value::Array(records) => records.iter().collect(),
        record => vec![record],
    }
}

/// A header of every key seen, in the order seen; nested values as JSON, as there is no better cell.
fn csv(records: &[&Value]) -> Result<String, Error> {
    let mut columns: Vec<&str> = Vec::new();
    for key in records.iter().filter_map(|record| record.as_object()).flat_map(Map::keys) {
        if !columns.contains(&key.as_str()) {
            columns.push(key);
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    if !columns.is_empty() {
        writer.write_record(&columns).map_err(encode)?;
    }
    for record in records {
        let cells: Vec<String> = match record {
            Value::Object(fields) => columns.iter().map(|column| cell(fields.get(*column))).collect(),
            other => vec![cell(Some(other))],
        };
        writer.write_record(&cells).map_err(encode)?;
    }
    let bytes = writer.into_inner().map_err(|error| encode(error.into_error()))?;
    String::from_utf8(bytes).map_err(encode)
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

        let text = print(Format::Jsonl, &value, Some("users")).expect("printed");

        assert_eq!(text, "{\"sub\":\"a\"}\n{\"sub\":\"b\"}\n");
    }

    #[test]
    fn csv_has_every_key_and_quotes_what_must_be() {
        let value = json!([{ "name": "a,b", "n": 1 }, { "name": "c", "more": [1] }]);

        let text = print(Format::Csv, &value, None).expect("printed");

        assert_eq!(text, "name,n,more\n\"a,b\",1,\nc,,[1]\n");
    }
}
