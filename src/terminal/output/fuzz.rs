//! Whatever a user or AWS puts into an answer: a terminal is safe from it, and data formats lose nothing of it.

use proptest::{collection, prelude::*};
use serde_json::{Map, Value};

use super::{
    records::{self, Cells},
    text::acts,
    *,
};

/// Text with what terminals, csv and YAML are sensitive to, far more often than chance would have it.
fn hostile() -> impl Strategy<Value = String> {
    let sharp = prop_oneof![
        Just("\u{1b}]52;c;ZXZpbA==\u{7}".to_owned()),
        Just("\u{1b}]0;unterminated".to_owned()),
        Just("\u{1b}[2J".to_owned()),
        Just("\u{9b}31m".to_owned()),
        Just("\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}".to_owned()),
        Just("\r\n".to_owned()),
        Just("=HYPERLINK(\"http://x\")".to_owned()),
        Just("\"x,y".to_owned()),
        Just(": #\n- ~\n".to_owned()),
        any::<char>().prop_map(String::from),
        "[a-z0-9 ]{0,8}",
    ];
    collection::vec(sharp, 0..6).prop_map(|parts| parts.concat())
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        hostile().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![collection::vec(inner.clone(), 0..4).prop_map(Value::from), object(inner).prop_map(Value::Object),]
    })
}

fn object(values: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    collection::vec((hostile(), values), 0..4).prop_map(|fields| fields.into_iter().collect())
}

/// JMESPath, and what is nearly that.
fn query() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        8 => "[a-z]|\\[[0-9:*?-]{0,4}\\]|\\.|\\||\\[\\]|&&|@|\\{a:|\\}|\\(|\\)|`1`|'x'",
        4 => "(length|sort|sort_by|max|join|keys|sum|avg|to_number|reverse|map|merge)\\(",
        1 => any::<String>(),
    ];
    collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

/// The characters of `text` that a terminal would act on, besides line breaks.
fn acting(text: &str) -> String {
    text.chars().filter(|c| *c != '\n' && acts(*c)).collect()
}

proptest! {
    // What a failure shows belongs into a test of its own, not into a file of seeds.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_view_has_no_character_that_acts_on_a_terminal(
        cells in collection::vec((hostile(), hostile()), 0..5),
        text in hostile(),
        width in prop_oneof![Just(None), (0..120_u16).prop_map(Some)],
    ) {
        let mut table = Table::new(["NAME", text.as_str()]);
        for (first, second) in cells {
            table.row([(first, Tone::Bad), (second, Tone::Plain)]);
        }

        let shown = View::new().text(text.as_str()).table(table).text(Text::toned(&text, Tone::Good)).render(width);

        prop_assert_eq!(acting(&without_our_styles(&shown.to_string())), "");
    }

    #[test]
    fn no_word_is_broken_at_any_width(
        rows in collection::vec(collection::vec("([a-zA-Z0-9:/._-]{1,40} ?){1,6}|[가-힣 ]{0,20}", 3), 1..4),
        width in 0..120_u16,
    ) {
        let mut table = Table::new(["NAME", "WHAT", "WHY"]);
        for row in &rows {
            table.row(row.iter().map(|cell| (cell.clone(), Tone::Plain)));
        }

        let shown = View::from(table).render(Some(width)).unstyled();

        let shown: Vec<&str> = shown.split_whitespace().collect();
        for word in rows.iter().flatten().flat_map(|cell| cell.split_whitespace()).filter(|word| word.is_ascii()) {
            prop_assert!(shown.contains(&word), "{word} in {shown:?}");
        }
    }

    #[test]
    fn a_row_is_one_line_where_nothing_wraps_it(first in hostile(), second in hostile()) {
        let mut table = Table::new(["A", "B"]);
        table.row([(first, Tone::Plain), (second, Tone::Plain)]);

        let shown = View::from(table).render(None).to_string();

        prop_assert_eq!(shown.split('\n').count(), 2);
    }

    #[test]
    fn data_formats_are_read_back_equal_and_safe_on_a_terminal(value in value()) {
        let print = |format| records::print(format, &value, None, Cells::Raw).expect("printed");
        let (json, yaml) = (print(Format::Json), print(Format::Yaml));

        prop_assert_eq!(&serde_json::from_str::<Value>(&json).expect("JSON"), &value);
        prop_assert_eq!(&serde_saphyr::from_str::<Value>(&yaml).expect("YAML"), &value);
        prop_assert_eq!(acting(&json), "");
        prop_assert_eq!(acting(&yaml), "");
    }

    #[test]
    fn json_lines_and_csv_keep_every_record_whole(records in collection::vec(object(hostile().prop_map(Value::from)), 1..4)) {
        let value = Value::from_iter(records.iter().cloned().map(Value::Object));
        let print = |format, cells| records::print(format, &value, None, cells).expect("printed");

        let lines: Vec<Value> =
            print(Format::Jsonl, Cells::Raw).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        prop_assert_eq!(&Value::from(lines), &value);

        let csv = print(Format::Csv, Cells::Raw);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header = reader.headers().expect("a header").clone();
        for (row, record) in reader.records().zip(&records) {
            for (name, cell) in header.iter().zip(&row.expect("a row")) {
                prop_assert_eq!(cell, record.get(name).and_then(Value::as_str).unwrap_or_default());
            }
        }
        prop_assert_eq!(acting(&print(Format::Csv, Cells::Visible)), "");
    }

    #[test]
    fn no_query_makes_srvls_panic(query in query(), value in value()) {
        if let Ok(compiled) = compile(&query) {
            let _ = compiled.search(value);
        }
    }
}

/// `text` without the sequences `ESC [ digits m` that our tones are made of.
fn without_our_styles(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let style = part.find('m').filter(|end| part[..*end].bytes().all(|byte| byte.is_ascii_digit() || byte == b';'));
        match style {
            Some(end) => plain.push_str(&part[end + 1..]),
            None => plain.push_str(&format!("\u{1b}[{part}")),
        }
    }
    plain
}
