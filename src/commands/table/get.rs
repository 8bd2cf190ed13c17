//! `srvls table get`: one item by its key.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    items::{keys_first, note_withheld},
    table_name::table_called,
};
use crate::{
    audit::Target,
    aws::tables::{Item, ItemWrites as _, KeyAttribute, KeySchema, KeyType, Operand, Tables as _, item_to_json},
    context::Context,
    error::Error,
    privacy::{Privacy, Withheld},
    terminal::{
        output::{Report, Tone, View, cell, fields},
        pasteable::quoted,
    },
};

/// Show one item
///
/// Values are plain JSON: sets are arrays, binary values are base64, and a number with more digits than JSON keeps is a
/// string. Personal data is masked unless you pass `--reveal`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls table get UserProfiles 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766
  srvls table get AppData 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766 note-1 --typed -o json")]
pub(crate) struct GetArgs {
    #[command(flatten)]
    key: KeyArgs,
    /// Show types that JSON has not as tags: {"$string_set": ["a"]}
    #[arg(long)]
    typed: bool,
}

/// The table and the key of one item.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct KeyArgs {
    /// Table, such as UserProfiles, or its physical name
    pub(super) table: String,
    /// Partition key value (base64 if binary)
    #[arg(value_name = "PK")]
    partition: String,
    /// Sort key value, if the table has a sort key
    #[arg(value_name = "SK")]
    sort: Option<String>,
}

pub(crate) async fn run(cx: &Context, args: &GetArgs) -> Result<ItemReport, Error> {
    let table = table_called(&cx.aws.stacks, &cx.stack_name(), &args.key.table).await?;
    let description = table.describe(&cx.aws.tables).await?;
    let key = key(&description.keys, &args.key)?;
    let values = [Some(&args.key.partition), args.key.sort.as_ref()].into_iter().flatten().map(String::as_str);
    let privacy = cx.privacy(&Target::items(&table.name, values)).await?;
    let item = match args.typed {
        true => cx.aws.tables.typed(&description.name, &key).await?.as_ref().map(item_to_json),
        false => cx.aws.tables.get(&description.name, &key).await?,
    };
    let item = item.ok_or_else(|| args.key.missing())?;
    let (report, withheld) = ItemReport::new(item, &description.keys, privacy);
    note_withheld(cx.progress, withheld);
    Ok(report)
}

impl KeyArgs {
    /// A command that can be pasted: an address as the key would be masked in it.
    fn look_around(&self) -> String {
        let Self { table, partition, .. } = self;
        if Privacy::Masked.show_text(partition) == *partition {
            return format!("srvls table query {} {}", quoted(table), quoted(partition));
        }
        format!("srvls table describe {table}")
    }

    pub(super) fn missing(&self) -> Error {
        let sort = self.sort.as_ref().map(|sort| format!(" {sort}")).unwrap_or_default();
        let hint = format!("run `{}` to see what is there", self.look_around());
        Error::not_found("item", format!("{}{sort}", self.partition), self.sort.is_some().then_some(hint))
    }
}

/// The key of the item, in the types of the schema.
pub(super) fn key(schema: &KeySchema, args: &KeyArgs) -> Result<BTreeMap<String, Operand>, Error> {
    let mut key = BTreeMap::from([key_value(&schema.partition, &args.partition)?]);
    match (&schema.sort, &args.sort) {
        (Some(sort), Some(text)) => key.extend([key_value(sort, text)?]),
        (None, None) => {}
        (Some(sort), None) => {
            return Err(Error::usage(
                format!("table `{}` has a sort key: the value of `{}` is missing", args.table, sort.name),
                format!("add it, or run `{}` to see what is there", args.look_around()),
            ));
        }
        (None, Some(text)) => {
            return Err(Error::usage(
                format!("table `{}` has no sort key, but got the value `{text}` for one", args.table),
                format!("pass only the partition key `{}`", schema.partition.name),
            ));
        }
    }
    Ok(key)
}

/// Parses `text` as a value of this key.
pub(super) fn key_value(key: &KeyAttribute, text: &str) -> Result<(String, Operand), Error> {
    if text.is_empty() {
        return Err(Error::usage(
            format!("the value of `{}` is empty", key.name),
            "no item has an empty key: give its value",
        ));
    }
    let kind = match key.kind {
        KeyType::String => "a string",
        KeyType::Number => "a number of at most 38 digits",
        KeyType::Binary => "binary, in base64",
    };
    let invalid =
        || Error::usage(format!("`{text}` is not a valid `{}`", key.name), format!("the key `{}` is {kind}", key.name));
    Operand::of_key(key.kind, text).map(|operand| (key.name.clone(), operand)).ok_or_else(invalid)
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct ItemReport(Item);

impl ItemReport {
    /// Also returns what is withheld: the JSON is the bare item, with no field for it.
    fn new(item: Item, keys: &KeySchema, privacy: Privacy) -> (Self, Withheld) {
        let mut item = keys_first(item, keys);
        let withheld = privacy.apply(&mut item);
        (Self(item), withheld)
    }
}

impl Report for ItemReport {
    fn view(&self) -> View {
        fields(self.0.iter().map(|(name, value)| (name.as_str(), Some((cell(Some(value)), Tone::Plain))))).into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::tables::fake::{app_data, key as attribute};

    fn args(partition: &str, sort: Option<&str>) -> KeyArgs {
        KeyArgs { table: "AppData".into(), partition: partition.into(), sort: sort.map(str::to_owned) }
    }

    fn numbered() -> KeySchema {
        KeySchema { partition: attribute("n", KeyType::Number), sort: None }
    }

    #[test]
    fn a_key_has_the_type_of_its_schema() {
        let key = key(&numbered(), &args("12345678901234567890123456789", None)).expect("a key");

        assert_eq!(key["n"], Operand::Number("12345678901234567890123456789".into()));
    }

    #[test]
    fn a_missing_sort_key_is_named() {
        let error = key(&app_data("t").keys, &args("u", None)).expect_err("no sort key");

        assert_eq!(error.to_string(), "table `AppData` has a sort key: the value of `dataId` is missing");
        assert_eq!(error.code(), "usage");
    }

    #[test]
    fn a_hint_leaves_out_an_address() {
        let hint = |partition| args(partition, Some("s")).missing().hint().expect("a hint");

        assert_eq!(hint("u"), "run `srvls table query AppData u` to see what is there");
        assert_eq!(hint("ada@example.com"), "run `srvls table describe AppData` to see what is there");
    }

    #[test]
    fn a_superfluous_sort_key_is_refused() {
        let error = key(&numbered(), &args("1", Some("2"))).expect_err("no sort key in the schema");

        assert_eq!(error.hint().as_deref(), Some("pass only the partition key `n`"));
    }

    #[test]
    fn a_word_is_not_a_number() {
        let error = key(&numbered(), &args("nan", None)).expect_err("no number");

        assert_eq!(error.hint().as_deref(), Some("the key `n` is a number of at most 38 digits"));
    }

    #[test]
    fn an_empty_key_is_refused() {
        for args in [args("", Some("s")), args("u", Some(""))] {
            let error = key(&app_data("t").keys, &args).expect_err("an empty key");

            assert!(error.to_string().ends_with("Id` is empty"), "{error}");
            assert_eq!(error.code(), "usage");
        }
    }

    #[test]
    fn the_item_is_plain_json_masked_in_place() {
        let item = serde_json::from_value(json!({ "email": "ada@example.com", "version": 2, "userId": "u" }));

        let (report, withheld) = ItemReport::new(item.expect("an item"), &app_data("t").keys, Privacy::Masked);

        assert!(withheld.personal);
        let text = serde_json::to_string(&report).expect("JSON");
        assert_eq!(text, r#"{"userId":"u","email":"a***@e***.com","version":2}"#);
    }
}
