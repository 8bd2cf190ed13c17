//! The items that a query or scan found: masked, with their keys first.

use serde::Serialize;

use super::table_name::table_called;
use crate::{
    audit::Target,
    aws::tables::{Found, Item, KeySchema, Search, TableDescription, Tables as _},
    context::Context,
    error::Error,
    privacy::{Privacy, Withheld},
    terminal::{
        output::{Report, Table, Tone, View, cell, excerpt},
        progress::Progress,
    },
};

/// Searches the table called `name`, in one partition or in all.
pub(super) async fn search_table(
    cx: &Context,
    name: &str,
    partition: Option<&str>,
    search: impl FnOnce(&TableDescription) -> Result<Search, Error>,
) -> Result<ItemsReport, Error> {
    let table = table_called(&cx.aws.stacks, &cx.stack_name(), name).await?;
    let description = table.describe(&cx.aws.tables).await?;
    let search = search(&description)?;
    let target = match partition {
        Some(partition) => Target::items(&table.name, [partition]),
        None => Target::named("table", &table.name),
    };
    let privacy = cx.privacy(&target).await?;
    let found = cx.aws.tables.search(&search).await?;
    let report = ItemsReport::new(found, &description.keys, privacy);
    note_withheld(cx.progress, report.withheld);
    Ok(report)
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
    #[serde(skip)]
    withheld: Withheld,
    #[serde(skip)]
    hint: Option<String>,
}

impl ItemsReport {
    pub(super) fn new(found: Found, keys: &KeySchema, privacy: Privacy) -> Self {
        let mut items: Vec<Item> = found.items.into_iter().map(|item| keys_first(item, keys)).collect();
        let withheld = items.iter_mut().map(|item| privacy.apply(item)).fold(Withheld::default(), Withheld::and);
        Self {
            hint: found.truncated.then(|| format!("there are more than {} items: raise `--limit`", items.len())),
            count: items.len(),
            items,
            scanned_count: found.scanned_count,
            consumed_capacity: found.consumed_capacity,
            truncated: found.truncated,
            withheld,
        }
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
        let summary = format!(
            "{} of {} scanned items{}, {} read capacity units",
            self.count,
            self.scanned_count,
            if self.truncated { ", more follow" } else { "" },
            self.consumed_capacity
        );
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
        self.hint.iter().cloned().collect()
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

    fn found(items: Value) -> Found {
        Found {
            items: serde_json::from_value(items).expect("items"),
            scanned_count: 3,
            consumed_capacity: 0.5,
            truncated: true,
        }
    }

    fn report(items: Value) -> ItemsReport {
        ItemsReport::new(found(items), &app_data("t").keys, Privacy::Masked)
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
            })
        );
    }

    #[test]
    fn content_is_hidden_on_a_protected_stage_in_table_and_data() {
        let items = found(json!([{ "userId": "u", "content": { "text": "a secret", "n": 1 } }]));

        let report = ItemsReport::new(items, &app_data("t").keys, Privacy::Strict);

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
