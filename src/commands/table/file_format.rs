//! Items in a file, without loss: a line of JSON each, or csv.
//!
//! In csv, text is written as it is, unless it could be read as JSON or run as a formula: then it is JSON, as every other
//! value. A cell of a key is its text or digits. An attribute without a column is in the last one, a JSON object.

use serde_json::Value;

use super::items::keys_first;
use crate::{
    aws::tables::{Item, KeySchema, TypedItem, item_of_json, item_to_json},
    copies::FileFormat,
    privacy::Privacy,
    terminal::output::may_be_formula,
};

/// The last column of csv, for what has none of its own.
const OTHERS: &str = "$other_attributes";
/// Stands in every row in which personal data may be masked, so that none is taken for the data themselves.
const MASKED: &str = "$masked";

/// Writes items as rows.
pub(super) struct Encoder<'a> {
    pub(super) format: FileFormat,
    pub(super) keys: &'a KeySchema,
    pub(super) privacy: Privacy,
    /// Of csv, the keys first.
    pub(super) columns: Vec<String>,
}

/// The columns of csv for these items: more follow, whose other attributes share a column.
pub(super) fn columns_of(items: &[TypedItem], keys: &KeySchema) -> Vec<String> {
    let mut columns: Vec<String> = keys.attributes().map(|key| key.name.clone()).collect();
    for name in items.iter().flat_map(TypedItem::keys).filter(|name| ![OTHERS, MASKED].contains(&name.as_str())) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    columns
}

impl Encoder<'_> {
    /// What stands before the first row.
    pub(super) fn header(&self) -> String {
        if self.format == FileFormat::Jsonl {
            return String::new();
        }
        let masked = self.privacy.is_masked().then_some(MASKED);
        csv_line(self.columns.iter().map(String::as_str).chain([OTHERS]).chain(masked))
    }

    /// A row, with its line break.
    pub(super) fn row(&self, item: &TypedItem) -> String {
        let mut item = keys_first(item_to_json(item), self.keys);
        self.privacy.apply(&mut item);
        match self.format {
            FileFormat::Jsonl => {
                if self.privacy.is_masked() {
                    item.insert(MASKED.to_owned(), Value::Bool(true));
                }
                format!("{}\n", Value::Object(item))
            }
            FileFormat::Csv => self.csv_row(item),
        }
    }

    fn csv_row(&self, mut item: Item) -> String {
        let is_key = |name: &str| self.keys.attributes().any(|key| key.name == name);
        let mut cells: Vec<String> = Vec::with_capacity(self.columns.len() + 2);
        for column in &self.columns {
            let value = item.shift_remove(column);
            cells.push(
                value.map_or_else(String::new, |value| if is_key(column) { key_cell(value) } else { cell(value) }),
            );
        }
        cells.push(if item.is_empty() { String::new() } else { Value::Object(item).to_string() });
        if self.privacy.is_masked() {
            cells.push("true".into());
        }
        csv_line(cells.iter().map(String::as_str))
    }
}

fn csv_line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Memory takes it, and what is text stays text.
    let _ = writer.write_record(cells);
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn cell(value: Value) -> String {
    match value {
        Value::String(text) if text.is_empty() || may_be_formula(&text) || is_json(&text) => {
            Value::String(text).to_string()
        }
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Text, digits or base64: the table's schema says which.
fn key_cell(value: Value) -> String {
    match value {
        Value::String(text) if text.starts_with('"') || may_be_formula(&text) => Value::String(text).to_string(),
        Value::String(text) => text,
        Value::Object(mut tagged) => {
            let inner = ["$binary", "$number"].into_iter().find_map(|tag| tagged.remove(tag));
            inner.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        other => other.to_string(),
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Why a row is no item.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoRow {
    /// It was exported masked: nothing of the file is the data themselves.
    Masked,
    Invalid(String),
}

/// The item in a line of JSON.
pub(super) fn of_line(line: &str) -> Result<TypedItem, NoRow> {
    let item = item_of_json(line, None).map_err(|error| NoRow::Invalid(error.to_string()))?;
    if item.contains_key(MASKED) { Err(NoRow::Masked) } else { Ok(item) }
}

/// The cells of a row of csv; `None` if it is none.
pub(super) fn cells_of(text: &str) -> Option<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().next()?.ok()
}

/// The item in a row of csv under these columns.
pub(super) fn of_record(columns: &[String], cells: &csv::StringRecord, keys: &KeySchema) -> Result<TypedItem, NoRow> {
    if columns.iter().any(|column| column == MASKED) {
        return Err(NoRow::Masked);
    }
    if cells.len() != columns.len() {
        return Err(NoRow::Invalid(format!("it has {} cells, not {}", cells.len(), columns.len())));
    }
    // As JSON once more, so that there is one way from text to an item.
    let mut object = String::from("{");
    let mut add = |member: String| {
        if object.len() > 1 {
            object.push(',');
        }
        object.push_str(&member);
    };
    for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        if column == OTHERS {
            let inner = cell.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            let inner = inner.ok_or_else(|| NoRow::Invalid(format!("`{OTHERS}` is no JSON object")))?;
            if !inner.trim().is_empty() {
                add(inner.to_owned());
            }
            continue;
        }
        let is_key = keys.attributes().any(|key| key.name == *column);
        let is_value = if is_key { cell.starts_with('"') && is_json(cell) } else { is_json(cell) };
        let value = if is_value { cell.to_owned() } else { Value::String(cell.to_owned()).to_string() };
        add(format!("{}:{value}", Value::String(column.clone())));
    }
    object.push('}');
    item_of_json(&object, None).map_err(|error| NoRow::Invalid(error.to_string()))
}

/// The item that a reader of the file finds.
#[cfg(test)]
fn parsed(format: FileFormat, header: &str, row: &str, keys: &KeySchema) -> Result<TypedItem, NoRow> {
    match format {
        FileFormat::Jsonl => of_line(row.trim_end_matches('\n')),
        FileFormat::Csv => {
            let text = format!("{header}{row}");
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
            let columns: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
            let record = reader.records().next().expect("a row").expect("csv");
            of_record(&columns, &record, keys)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::aws::tables::{
        KeyType, Typed,
        fake::{app_data, key},
    };

    fn encoder<'a>(format: FileFormat, keys: &'a KeySchema, columns: &[&str]) -> Encoder<'a> {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        Encoder { format, keys, privacy: Privacy::Revealed, columns }
    }

    fn item(text: &str) -> TypedItem {
        item_of_json(text, None).expect("an item")
    }

    #[test]
    fn csv_has_text_as_it_is_and_all_else_as_json() {
        let keys = app_data("t").keys;
        let encoder = encoder(FileFormat::Csv, &keys, &["userId", "dataId", "a", "b", "c", "d", "e"]);
        let item = item(
            r#"{"userId":"5","dataId":"=x","a":"5","b":5,"c":"","d":"=1+1","e":"plain, text","x":{"$binary":"aGk="},"y":12345678901234567890123}"#,
        );

        let row = encoder.row(&item);

        assert_eq!(
            row,
            "5,\"\"\"=x\"\"\",\"\"\"5\"\"\",5,\"\"\"\"\"\",\"\"\"=1+1\"\"\",\"plain, text\",\"{\"\"x\"\":{\"\"$binary\"\":\"\"aGk=\"\"},\"\"y\"\":{\"\"$number\"\":\"\"12345678901234567890123\"\"}}\"\n"
        );
        assert_eq!(parsed(FileFormat::Csv, &encoder.header(), &row, &keys), Ok(item));
    }

    #[test]
    fn keys_of_any_type_survive_csv() {
        let keys = KeySchema { partition: key("n", KeyType::Number), sort: Some(key("b", KeyType::Binary)) };
        let encoder = encoder(FileFormat::Csv, &keys, &["n", "b"]);
        let item = item(r#"{"n":12345678901234567890123456789,"b":{"$binary":"aGk="}}"#);

        assert_eq!(encoder.row(&item), "12345678901234567890123456789,aGk=,\n");
    }

    #[test]
    fn a_masked_row_says_so_and_is_none_to_import() {
        let keys = app_data("t").keys;
        let item = item(r#"{"userId":"u","dataId":"d","email":"ada@example.com"}"#);
        for (format, shown) in [
            (FileFormat::Jsonl, "{\"userId\":\"u\",\"dataId\":\"d\",\"email\":\"a***@e***.com\",\"$masked\":true}\n"),
            (FileFormat::Csv, "u,d,a***@e***.com,,true\n"),
        ] {
            let encoder =
                Encoder { privacy: Privacy::Masked, ..encoder(format, &keys, &["userId", "dataId", "email"]) };

            assert_eq!(encoder.row(&item), shown);
            assert_eq!(parsed(format, &encoder.header(), shown, &keys), Err(NoRow::Masked));
        }
    }

    #[test]
    fn a_row_of_another_width_is_none() {
        let record = csv::StringRecord::from(vec!["u"]);

        let row = of_record(&["userId".into(), "dataId".into()], &record, &app_data("t").keys);

        assert_eq!(row, Err(NoRow::Invalid("it has 1 cells, not 2".into())));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_text_survives_both_formats(text in ".*", user in ".+", data in ".+", other in ".*") {
            let keys = app_data("t").keys;
            let item = TypedItem::from([
                ("userId".to_owned(), Typed::String(user)),
                ("dataId".to_owned(), Typed::String(data)),
                ("text".to_owned(), Typed::String(text)),
                ("other".to_owned(), Typed::List(vec![Typed::String(other)])),
            ]);
            for format in [FileFormat::Jsonl, FileFormat::Csv] {
                let encoder = encoder(format, &keys, &["userId", "dataId", "text"]);
                let row = encoder.row(&item);

                prop_assert_eq!(parsed(format, &encoder.header(), &row, &keys), Ok(item.clone()), "{}", row);
            }
        }
    }
}
