//! The rows that a query found, and the queries that a template ships.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::price::ScanPrice;
use crate::{
    aws::insights::{InsightsQuery, QueryResults, QueryState},
    privacy::{Privacy, redacted_value},
    template::SavedQuery,
    terminal::output::{Report, Table, Tone, View, counted, excerpt, size},
};

/// Of a value in the table: JSON has all of it.
const LONGEST: usize = 200;

#[derive(Debug, Serialize)]
pub(super) struct QueryReport {
    /// Of a saved query.
    name: Option<String>,
    query: String,
    since: Timestamp,
    until: Timestamp,
    rows: Vec<Map<String, Value>>,
    /// Whether there may be more rows than were asked for.
    truncated: bool,
    scanned_bytes: u64,
    scanned_lines: u64,
    matched_lines: u64,
    /// `null` where the price is not known.
    usd: Option<f64>,
    #[serde(skip)]
    price: ScanPrice,
}

impl QueryReport {
    pub(super) fn of(
        name: Option<String>,
        query: InsightsQuery,
        results: QueryResults,
        price: ScanPrice,
        privacy: Privacy,
    ) -> Self {
        let QueryResults { rows, scanned_bytes, scanned_lines, matched_lines, .. } = results;
        Self {
            name,
            query: query.text,
            since: query.since,
            until: query.until,
            truncated: rows.len() >= usize::from(query.limit),
            rows: rows.into_iter().map(|row| shown(row, privacy)).collect(),
            scanned_bytes,
            scanned_lines,
            matched_lines,
            usd: price.dollars(scanned_bytes),
            price,
        }
    }

    /// Every row may have others.
    fn columns(&self) -> Vec<&str> {
        let mut columns: Vec<&str> = Vec::new();
        for name in self.rows.iter().flat_map(Map::keys) {
            if !columns.contains(&name.as_str()) {
                columns.push(name);
            }
        }
        columns
    }
}

/// As in every log line: without credentials, and without the addresses and numbers in texts.
fn shown(row: Map<String, Value>, privacy: Privacy) -> Map<String, Value> {
    let Value::Object(mut row) = redacted_value(Value::Object(row)) else { return Map::new() };
    privacy.apply_to_texts(&mut row);
    row
}

impl QueryResults {
    /// Of a query that was stopped.
    pub(super) fn none() -> Self {
        Self {
            state: QueryState::Ended("was stopped"),
            rows: Vec::new(),
            scanned_bytes: 0,
            scanned_lines: 0,
            matched_lines: 0,
        }
    }
}

impl Report for QueryReport {
    const ROWS: Option<&'static str> = Some("rows");

    fn view(&self) -> View {
        let scanned = format!("{} scanned, {}", size(self.scanned_bytes), self.price.words(self.scanned_bytes));
        if self.rows.is_empty() {
            return View::new().text(format!("no rows; {scanned}"));
        }
        let columns = self.columns();
        let mut table = Table::new(columns.iter().copied());
        for row in &self.rows {
            table.row(columns.iter().map(|name| (row.get(*name).map(cell).unwrap_or_default(), Tone::Plain)));
        }
        View::new().table(table).text(format!("{}; {scanned}", counted(self.rows.len(), "row")))
    }

    fn hints(&self) -> Vec<String> {
        let more = self.truncated.then(|| format!("only {} were asked for: more with `--limit`", self.rows.len()));
        more.into_iter().collect()
    }
}

fn cell(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), |text| text.trim_end().to_owned());
    excerpt(&text, LONGEST)
}

#[derive(Debug, Serialize)]
pub(super) struct SavedReport {
    queries: Vec<SavedRow>,
}

#[derive(Debug, Serialize)]
struct SavedRow {
    name: String,
    about: String,
    query: String,
}

impl SavedReport {
    pub(super) fn of(saved: Vec<SavedQuery>) -> Self {
        let row = |SavedQuery { name, about, text, .. }| SavedRow { name, about, query: text };
        Self { queries: saved.into_iter().map(row).collect() }
    }
}

impl Report for SavedReport {
    const ROWS: Option<&'static str> = Some("queries");

    fn view(&self) -> View {
        if self.queries.is_empty() {
            return View::new().text("the template ships no queries (AWS::Logs::QueryDefinition)");
        }
        let mut table = Table::new(["QUERY", "SHOWS"]);
        for SavedRow { name, about, .. } in &self.queries {
            table.row([(name.clone(), Tone::Plain), (about.clone(), Tone::Plain)]);
        }
        table.into()
    }

    fn hints(&self) -> Vec<String> {
        let first = self.queries.first().map(|query| format!("`srvls logs query {} --since 1h` runs it", query.name));
        first.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::insights::fake::results;

    fn report(rows: &[&[(&str, &str)]]) -> QueryReport {
        let (since, until) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
        let query = InsightsQuery { groups: Vec::new(), text: "stats".into(), since, until, limit: 2 };
        QueryReport::of(None, query, results(QueryState::Complete, rows), ScanPrice::of("us-east-1"), Privacy::Masked)
    }

    #[test]
    fn rows_are_a_table_with_what_they_cost_and_nothing_personal() {
        let report = report(&[
            &[("resource", "/data"), ("p99", "12.5"), ("@message", "to ada@example.com\u{1b}[2J")],
            &[("resource", "/user"), ("password", "hunter2")],
        ]);

        let text = report.view().render(None).unstyled();

        let expected = "\
resource  p99   @message                   password
/data     12.5  to a***@e***.com\\u{1b}[2J
/user                                      [redacted]

2 rows; 2.79 GiB scanned, $0.01";
        assert_eq!(text, expected);
        assert_eq!(report.hints(), ["only 2 were asked for: more with `--limit`"]);
    }

    #[test]
    fn no_row_still_cost_something() {
        assert_eq!(report(&[]).view().render(None).unstyled(), "no rows; 2.79 GiB scanned, $0.01");
    }

    #[test]
    fn a_script_finds_rows_and_what_was_scanned() {
        let json = serde_json::to_value(report(&[&[("n", "7")]])).expect("JSON");

        assert_eq!((&json["rows"], &json["scanned_bytes"]), (&json!([{ "n": 7 }]), &json!(3_000_000_000_u64)));
        assert_eq!((&json["truncated"], &json["matched_lines"]), (&json!(false), &json!(7)));
    }
}
