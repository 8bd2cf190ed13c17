//! A long list that is printed as it comes, so that it needs no more memory than a part of it.

use serde_json::{Map, Value};

use super::{Output, records};
use crate::{error::Error, options::Format};

/// The last column of csv: what a row has beside the columns of the first ones, as JSON. The header is printed before all
/// rows are known.
const OTHERS: &str = "other_attributes";

/// Rows in a format that has no end to close.
pub(crate) struct Rows<'a> {
    out: &'a Output,
    /// Of csv, once the header is printed.
    columns: Option<Vec<String>>,
}

impl Output {
    /// Where rows can be printed as they come; `None` where the answer has to be there as a whole: its format has an end,
    /// or a query looks at all of it.
    pub(crate) fn rows(&self) -> Option<Rows<'_>> {
        let streams = matches!(self.format, Format::Jsonl | Format::Csv) && self.query.is_none();
        streams.then_some(Rows { out: self, columns: None })
    }
}

impl Rows<'_> {
    /// Prints these rows; `are_last` if no more follow. `false` once the reader has closed stdout.
    pub(crate) async fn emit(&mut self, rows: Vec<Map<String, Value>>, are_last: bool) -> Result<bool, Error> {
        if rows.is_empty() {
            return Ok(true);
        }
        let rows: Vec<Value> = rows.into_iter().map(Value::Object).collect();
        let text = match self.out.format {
            Format::Csv => self.csv(rows, are_last)?,
            format => records::print(format, &Value::Array(rows), None, self.out.cells())?,
        };
        self.out.write(&text).await
    }

    fn csv(&mut self, mut rows: Vec<Value>, are_last: bool) -> Result<String, Error> {
        let cells = self.out.cells();
        let Some(columns) = &self.columns else {
            if are_last {
                return records::print(Format::Csv, &Value::Array(rows), None, cells);
            }
            let mut columns = records::columns(rows.iter());
            columns.push(OTHERS.to_owned());
            let text = records::csv_rows(&columns, &rows.iter().collect::<Vec<_>>(), true, cells);
            self.columns = Some(columns);
            return text;
        };
        rows.iter_mut().filter_map(Value::as_object_mut).for_each(|row| gather_others(row, columns));
        records::csv_rows(columns, &rows.iter().collect::<Vec<_>>(), false, cells)
    }
}

/// Moves what has no column into the last one.
fn gather_others(row: &mut Map<String, Value>, columns: &[String]) {
    let others: Vec<String> = row.keys().filter(|key| !columns.contains(key)).cloned().collect();
    let others: Map<String, Value> = others.into_iter().filter_map(|key| row.shift_remove_entry(&key)).collect();
    if !others.is_empty() {
        row.insert(OTHERS.to_owned(), Value::Object(others));
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use serde_json::json;

    use super::*;
    use crate::options::GlobalArgs;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        global: GlobalArgs,
    }

    fn output(flags: &[&str]) -> Output {
        Output::new(&Line::parse_from(["srvls"].iter().chain(flags)).global)
    }

    fn csv(pages: &[Value]) -> String {
        let out = output(&["-o", "csv"]);
        let mut rows = out.rows().expect("csv is printed as it comes");
        let page = |(index, page): (usize, &Value)| {
            let page = page.as_array().expect("rows").clone();
            rows.csv(page, index + 1 == pages.len()).expect("printed")
        };
        pages.iter().enumerate().map(page).collect()
    }

    #[test]
    fn a_later_row_loses_nothing_that_the_header_lacks() {
        let pages = [json!([{ "id": 1, "a": "x" }]), json!([{ "id": 2, "b": "y", "c": [1] }, { "id": 3, "a": "z" }])];

        assert_eq!(csv(&pages), "id,a,other_attributes\n1,x,\n2,,\"{\"\"b\"\":\"\"y\"\",\"\"c\"\":[1]}\"\n3,z,\n");
    }

    #[test]
    fn rows_that_come_at_once_have_a_column_for_everything() {
        assert_eq!(csv(&[json!([{ "id": 1 }, { "id": 2, "b": "y" }])]), "id,b\n1,\n2,y\n");
    }

    #[test]
    fn only_a_format_without_an_end_is_printed_as_it_comes() {
        for flags in [&["-o", "json"][..], &["-o", "yaml"], &[], &["-o", "jsonl", "--query", "items"]] {
            assert!(output(flags).rows().is_none(), "{flags:?}");
        }
        assert!(output(&["-o", "jsonl"]).rows().is_some());
    }
}
