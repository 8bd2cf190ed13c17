//! The items that a query or scan found: masked, with their keys first.

use serde::Serialize;

use super::table_name::table_called;
use crate::{
    audit::Target,
    aws::tables::{Found, Item, KeySchema, Reading, Search, TableDescription, Tables},
    context::Context,
    error::Error,
    exit::Exit,
    privacy::{Privacy, Withheld},
    terminal::{
        output::{Output, Report, Rows, Table, Tone, View, cell, excerpt},
        progress::Progress,
    },
};

/// What to read: the table called `name`, in one partition or in all.
pub(super) struct Wanted<'a> {
    pub(super) table: &'a str,
    pub(super) partition: Option<&'a str>,
    /// Read units a second.
    pub(super) max_units: Option<u32>,
}

/// What a command reads.
pub(super) struct Plan {
    pub(super) search: Search,
    /// What is said before it is read.
    pub(super) note: Option<String>,
    /// What is read after it, in turn, as long as nothing was.
    pub(super) otherwise: Vec<Otherwise>,
    /// What is said if nothing was read at all.
    pub(super) hint: Option<String>,
}

pub(super) struct Otherwise {
    pub(super) search: Search,
    /// What is said if it finds something.
    pub(super) found: String,
}

impl Plan {
    pub(super) fn of(search: Search) -> Self {
        Self { search, note: None, otherwise: Vec::new(), hint: None }
    }
}

/// Prints the items that are found: as they come, where the format allows that.
pub(super) async fn show(
    cx: &Context,
    out: &Output,
    wanted: Wanted<'_>,
    plan: impl FnOnce(&TableDescription) -> Result<Plan, Error>,
) -> Result<Exit, Error> {
    let table = table_called(&cx.aws.stacks, &cx.stack_name(), wanted.table).await?;
    let description = table.describe(&cx.aws.tables).await?;
    let plan = plan(&description)?;
    let target = match wanted.partition {
        Some(partition) => Target::items(&table.name, [partition]),
        None => Target::named("table", &table.name),
    };
    let shown = Shown { keys: &description.keys, privacy: cx.privacy(&target).await? };
    plan.note.iter().for_each(|note| cx.progress.note(note));
    let mut read_before = Found::default();
    let first = Otherwise { search: plan.search, found: String::new() };
    let mut attempts = std::iter::once(first).chain(plan.otherwise).peekable();
    while let Some(Otherwise { search, found }) = attempts.next() {
        let reading = Reading::new(&cx.aws.tables, &search, wanted.max_units);
        let (read, printed) = match out.rows() {
            None => (collect(reading, &shown).await?, false),
            Some(rows) => match stream(reading, &shown, rows).await? {
                Some(report) => (report, true),
                None => return Ok(Exit::Success),
            },
        };
        let report = ItemsReport { index: search.index, ..read }.after(&read_before);
        if report.scanned_count == 0 && attempts.peek().is_some() {
            read_before = report.into_totals();
            continue;
        }
        if report.scanned_count > 0 && !found.is_empty() {
            cx.progress.note(found);
        }
        note_withheld(cx.progress, report.withheld);
        let report = report.or_if_none_read(plan.hint);
        if !printed {
            return out.emit(&report).await;
        }
        cx.progress.note(report.summary());
        out.hints(&report.hints());
        break;
    }
    Ok(Exit::Success)
}

/// How items are shown.
struct Shown<'a> {
    keys: &'a KeySchema,
    privacy: Privacy,
}

impl Shown<'_> {
    fn items(&self, items: Vec<Item>, withheld: &mut Withheld) -> Vec<Item> {
        let mut items: Vec<Item> = items.into_iter().map(|item| keys_first(item, self.keys)).collect();
        for item in &mut items {
            *withheld = withheld.and(self.privacy.apply(item));
        }
        items
    }
}

async fn collect(mut reading: Reading<'_, impl Tables>, shown: &Shown<'_>) -> Result<ItemsReport, Error> {
    let (mut items, mut withheld) = (Vec::new(), Withheld::default());
    while let Some(more) = reading.next().await? {
        items.extend(shown.items(more, &mut withheld));
    }
    Ok(ItemsReport { count: items.len(), items, withheld, ..ItemsReport::of(reading.into_totals()) })
}

/// The report has no items: they are printed. `None` once the reader is gone.
async fn stream(
    mut reading: Reading<'_, impl Tables>,
    shown: &Shown<'_>,
    mut rows: Rows<'_>,
) -> Result<Option<ItemsReport>, Error> {
    let (mut count, mut withheld) = (0, Withheld::default());
    while let Some(more) = reading.next().await? {
        let items = shown.items(more, &mut withheld);
        count += items.len();
        if !rows.emit(items, reading.is_over()).await? {
            return Ok(None);
        }
    }
    Ok(Some(ItemsReport { count, withheld, ..ItemsReport::of(reading.into_totals()) }))
}

/// The longest cell of a table, in characters; JSON has the whole value.
const LONGEST_CELL: usize = 60;

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct ItemsReport {
    items: Vec<Item>,
    count: usize,
    scanned_count: u64,
    consumed_capacity: f64,
    truncated: bool,
    /// The index that was read; `None` for the table itself.
    index: Option<String>,
    #[serde(skip)]
    withheld: Withheld,
    #[serde(skip)]
    hint: Option<String>,
}

impl ItemsReport {
    /// What a search cost, without its items.
    fn of(totals: Found) -> Self {
        Self {
            items: Vec::new(),
            count: 0,
            scanned_count: totals.scanned_count,
            consumed_capacity: totals.consumed_capacity,
            truncated: totals.truncated,
            index: None,
            withheld: Withheld::default(),
            hint: None,
        }
    }

    /// What it cost, without its items.
    fn into_totals(self) -> Found {
        let Self { scanned_count, consumed_capacity, .. } = self;
        Found { scanned_count, consumed_capacity, ..Found::default() }
    }

    /// The same with what was read before in vain.
    fn after(self, before: &Found) -> Self {
        Self { consumed_capacity: self.consumed_capacity + before.consumed_capacity, ..self }
    }

    fn summary(&self) -> String {
        format!(
            "{} of {} scanned items{}, {} read capacity units",
            self.count,
            self.scanned_count,
            if self.truncated { ", more follow" } else { "" },
            self.consumed_capacity
        )
    }

    /// Says after the answer what to run instead, if nothing was read.
    pub(super) fn or_if_none_read(self, hint: Option<String>) -> Self {
        Self { hint: hint.filter(|_| self.scanned_count == 0), ..self }
    }
}

pub(super) fn note_withheld(progress: Progress, withheld: Withheld) {
    if let Some(note) = withheld.note() {
        progress.note(note);
    }
}

impl Report for ItemsReport {
    const ROWS: Option<&'static str> = Some("items");

    fn view(&self) -> View {
        let mut columns: Vec<&str> = Vec::new();
        for name in self.items.iter().flat_map(Item::keys) {
            if !columns.contains(&name.as_str()) {
                columns.push(name);
            }
        }
        let summary = self.summary();
        if self.items.is_empty() {
            return View::new().text(summary);
        }
        let mut table = Table::new(columns.iter().copied());
        for item in &self.items {
            table.row(columns.iter().map(|column| (excerpt(&cell(item.get(*column)), LONGEST_CELL), Tone::Plain)));
        }
        View::new().table(table).text(summary)
    }

    fn hints(&self) -> Vec<String> {
        let more = || format!("there are more than {} items: raise `--limit`", self.count);
        self.hint.clone().or_else(|| self.truncated.then(more)).into_iter().collect()
    }
}

/// The item with its keys first.
pub(super) fn keys_first(mut item: Item, keys: &KeySchema) -> Item {
    let mut ordered = Item::new();
    for key in keys.attributes() {
        ordered.extend(item.shift_remove_entry(&key.name));
    }
    ordered.extend(item);
    ordered
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::tables::fake::app_data;

    fn report_with(items: Value, privacy: Privacy) -> ItemsReport {
        let mut withheld = Withheld::default();
        let shown = Shown { keys: &app_data("t").keys, privacy };
        let items = shown.items(serde_json::from_value(items).expect("items"), &mut withheld);
        let totals = Found { scanned_count: 3, consumed_capacity: 0.5, truncated: true, ..Found::default() };
        ItemsReport { count: items.len(), items, withheld, ..ItemsReport::of(totals) }
    }

    fn report(items: Value) -> ItemsReport {
        report_with(items, Privacy::Masked)
    }

    #[test]
    fn the_keys_come_first_and_the_rest_in_order() {
        let report = report(json!([{ "a": 1, "b": 2, "c": 3, "dataId": "d", "e": 4, "userId": "u" }]));

        let names: Vec<_> = report.items[0].keys().collect();
        assert_eq!(names, ["userId", "dataId", "a", "b", "c", "e"]);
    }

    #[test]
    fn personal_data_is_masked_in_every_item() {
        let report = report(json!([{ "email": "ada@example.com" }, { "email": "bob@example.com" }]));

        assert!(report.withheld.personal);
        assert_eq!(
            serde_json::to_value(&report).expect("JSON"),
            json!({
                "items": [{ "email": "a***@e***.com" }, { "email": "b***@e***.com" }],
                "count": 2, "scanned_count": 3, "consumed_capacity": 0.5, "truncated": true,
                "index": null,
            })
        );
    }

    #[test]
    fn content_is_hidden_on_a_protected_stage_in_table_and_data() {
        let items = json!([{ "userId": "u", "content": { "text": "a secret", "n": 1 } }]);

        let report = report_with(items, Privacy::Strict);

        assert!(report.withheld.content);
        let (table, data) = (report.view().render(None).unstyled(), serde_json::to_string(&report).expect("JSON"));
        for text in [table, data] {
            assert!(text.contains("(hidden: 2 fields)") && !text.contains("secret"), "{text}");
        }
    }

    #[test]
    fn items_with_long_keys_are_records_at_eighty_columns_and_less() {
        let report = report(json!([
            {
                "userId": "7a0c4e52-0000-4000-8000-000000000001", "dataId": "d6a1b5d0-0000-4000-8000-000000000002",
                "category": "이도의 메모", "content": { "text": "one two three", "tags": ["a", "b"] },
                "link": "https://example.com/a/very/long/path/that/nobody/would/want/to/see/broken/in/two",
            },
            { "userId": "7a0c4e52-0000-4000-8000-000000000001", "dataId": "2", "category": "👩‍💻" },
        ]));

        insta::assert_snapshot!(report.view().render(Some(80)).unstyled(), @r#"
        userId    7a0c4e52-0000-4000-8000-000000000001
        dataId    d6a1b5d0-0000-4000-8000-000000000002
        category  이도의 메모
        content   {"text":"one two three","tags":["a","b"]}
        link
        https://example.com/a/very/long/path/that/nobody/would/want/to/see/broken/in/two

        userId    7a0c4e52-0000-4000-8000-000000000001
        dataId    2
        category  👩‍💻

        2 of 3 scanned items, more follow, 0.5 read capacity units
        "#);
        insta::assert_snapshot!(report.view().render(Some(40)).unstyled(), @r#"
        userId
          7a0c4e52-0000-4000-8000-000000000001
        dataId
          d6a1b5d0-0000-4000-8000-000000000002
        category  이도의 메모
        content
          {"text":"one two three","tags":["a","b"]}
        link
          https://example.com/a/very/long/path/that/nobody/would/want/to/see/broken/in/two

        userId
          7a0c4e52-0000-4000-8000-000000000001
        dataId    2
        category  👩‍💻

        2 of 3 scanned items, more follow, 0.5
        read capacity units
        "#);
    }

    #[test]
    fn the_view_has_a_column_for_every_attribute_and_the_cost_below() {
        let report = report(json!([{ "userId": "u", "n": 1 }, { "userId": "v", "more": [1] }]));

        let text = report.view().render(None).unstyled();

        assert_eq!(
            text,
            "userId  n  more\nu       1\nv          [1]\n\n2 of 3 scanned items, more follow, 0.5 read capacity units"
        );
    }
}
