//! `srvls table put`: one item, written where nothing else has changed.

use serde_json::Value;

use super::{
    item_input::item_for,
    table_name::table_called,
    write::{Action, Conflict, Kept, Key, WriteReport, undo_line, unsealed},
};
use crate::{
    audit::{Target, is_sealed},
    aws::tables::{Expected, ItemWrites, KeySchema, TypedItem, Written, item_of_json, item_to_json, same_items},
    context::{
        Context,
        guard::{Danger, Permit, allow_write},
        input::text_of,
    },
    error::Error,
    privacy::masked_value,
};

/// Write one item
///
/// The item is plain JSON, as `srvls table get -o json` prints it. Keys get their types from the table. In the place of a
/// set an array stays a set, and base64 in the place of binary stays binary. What is new needs a tag to be more than
/// JSON: {"$string_set": ["a"]}, {"$number_set": [1]}, {"$binary": "aGk="}, {"$binary_set": ["aGk="]}. Numbers keep all
/// their 38 digits.
///
/// An item that is there is replaced as a whole, but only as it was read: a change by someone else meanwhile is not
/// overwritten. The answer has the command that brings the former item back.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls table put AppData '{\"userId\": \"u1\", \"dataId\": \"d1\", \"category\": \"notes\"}'
  srvls table put AppData @item.json --if-absent --reason T-1
  srvls table put UserProfiles - --if-exists --yes")]
pub(crate) struct PutArgs {
    /// Table, such as AppData, or its physical name
    table: String,
    /// Item as JSON, @FILE, or - for stdin
    #[arg(value_name = "JSON")]
    item: String,
    /// Replace no item: one with this key is an error
    #[arg(long, conflicts_with = "if_exists")]
    if_absent: bool,
    /// Add no item: there has to be one with this key
    #[arg(long)]
    if_exists: bool,
}

pub(crate) async fn run(cx: &Context, args: &PutArgs) -> Result<WriteReport, Error> {
    let text = text_of(&args.item)?;
    if !is_sealed(&text) {
        // What is no item at all is said before any call.
        check(&text)?;
    }
    let clearance = allow_write(cx, Danger::Mild).await?;
    let text = unsealed(cx, clearance.caller(), text).await?;
    let table = table_called(&cx.aws.stacks, &cx.stack_name(), &args.table).await?;
    let description = table.describe(&cx.aws.tables).await?;
    let item_like = |there| item_for(&description, &text, there).map_err(|why| no_item(&why));
    let key = Key::of(&item_like(None)?, &description.keys).ok_or_else(|| no_item("it has no key"))?;
    let there = cx.aws.tables.typed(&description.name, &key.operands).await?;
    let item = item_like(there.as_ref())?;
    let target = Target::items(&table.name, key.texts.iter().map(String::as_str));
    let permit = clearance.begin(&target).await?;
    let privacy = cx.privacy(&target).await?;
    let report = |action| WriteReport::new(action, &table.name, &item, &description.keys, privacy);
    let action = action(args, &key.shown(privacy), &item, there.as_ref())?;
    if action == Action::Unchanged {
        return Ok(report(action));
    }
    let verb = if action == Action::Added { "Add" } else { "Replace" };
    cx.confirm_showing(&format!("{verb} {} of {}?", key.shown(privacy), table.name), privacy).await?;
    let kept = match &there {
        Some(there) => Some(Kept::keep(cx, &permit.caller, there).await?),
        None => None,
    };
    let place = Place { name: &description.name, keys: &description.keys };
    let put = match put(&permit, &cx.aws.tables, &place, &item, there.as_ref()).await {
        Ok(put) => put,
        Err(error) => {
            kept.into_iter().for_each(|kept| kept.after_failure(cx, &table.name, &error));
            return Err(error);
        }
    };
    let (kept, note) = match &put.before {
        // An attribute that was added after the read is not in the condition.
        Some(before) if there.as_ref().is_none_or(|there| !same_items(there, before)) => {
            kept.into_iter().for_each(Kept::discard);
            let note = "attributes were added to the item meanwhile: the undo has them too".to_owned();
            (Some(Kept::keep(cx, &permit.caller, before).await?), Some(note))
        }
        _ => (kept, None),
    };
    let undo = match (kept, key.arguments(privacy)) {
        (Some(kept), _) => Some(format!("put {} {}", table.name, kept.argument())),
        (None, Some(key)) => Some(format!("delete {} {key}", table.name)),
        (None, None) => None,
    };
    let hidden =
        undo.is_none().then(|| "the key is personal data, so the undo is shown only with `--reveal`".to_owned());
    Ok(WriteReport {
        undo: undo.map(|undo| undo_line(cx, &undo)),
        note: note.or(hidden),
        consumed_capacity: put.consumed_capacity,
        ..report(action)
    })
}

fn no_item(why: &str) -> Error {
    Error::usage(
        format!("this is no item of the table: {why}"),
        "write it as `srvls table get -o json` prints one, as `@FILE`, or as `-` from stdin",
    )
}

/// What the mask shows is not what was stored.
fn check(text: &str) -> Result<(), Error> {
    let item = item_of_json(text, None).map_err(|error| no_item(&error.to_string()))?;
    let Some(name) = masked_value(&Value::Object(item_to_json(&item))) else { return Ok(()) };
    Err(Error::usage(
        format!("`{name}` is masked in this item: writing it would destroy the data"),
        "read the item with `--reveal` first",
    ))
}

/// What the write does to `there`.
fn action(args: &PutArgs, key: &str, item: &TypedItem, there: Option<&TypedItem>) -> Result<Action, Error> {
    match there {
        Some(there) if same_items(there, item) => Ok(Action::Unchanged),
        Some(_) if args.if_absent => Err(Conflict::Exists.into()),
        Some(_) => Ok(Action::Replaced),
        None if args.if_exists => {
            Err(Error::not_found("item", key, Some("leave out `--if-exists` to add it".to_owned())))
        }
        None => Ok(Action::Added),
    }
}

struct Place<'a> {
    name: &'a str,
    keys: &'a KeySchema,
}

struct Put {
    before: Option<TypedItem>,
    consumed_capacity: f64,
}

/// Writes the item where `there` is still what it was.
async fn put(
    _permit: &Permit,
    tables: &impl ItemWrites,
    place: &Place<'_>,
    item: &TypedItem,
    there: Option<&TypedItem>,
) -> Result<Put, Error> {
    let expected = there.cloned().map_or(Expected::Nothing, Expected::Item);
    match tables.put(place.name, place.keys, item, &expected).await? {
        Written::Done { before, consumed_capacity } => Ok(Put { before, consumed_capacity }),
        Written::Same => Ok(Put { before: there.cloned(), consumed_capacity: 0.0 }),
        Written::Refused { there: None } => Err(Conflict::Gone.into()),
        Written::Refused { .. } if expected == Expected::Nothing => Err(Conflict::Exists.into()),
        Written::Refused { .. } => Err(Conflict::Changed.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args() -> PutArgs {
        PutArgs { table: "AppData".into(), item: String::new(), if_absent: false, if_exists: false }
    }

    fn item(text: &str) -> TypedItem {
        item_of_json(text, None).expect("an item")
    }

    #[test]
    fn the_same_item_is_not_written_again() {
        let (one, other) = (item(r#"{"a":{"$string_set":["x","y"]}}"#), item(r#"{"a":{"$string_set":["y","x"]}}"#));

        assert_eq!(action(&args(), "k", &one, Some(&other)).expect("possible"), Action::Unchanged);
        assert_eq!(action(&args(), "k", &one, Some(&item("{}"))).expect("possible"), Action::Replaced);
        assert_eq!(action(&args(), "k", &one, None).expect("possible"), Action::Added);
    }

    #[test]
    fn a_condition_on_what_is_there_is_kept() {
        let absent = PutArgs { if_absent: true, ..args() };
        let exists = PutArgs { if_exists: true, ..args() };

        let there = action(&absent, "k", &item("{}"), Some(&item(r#"{"a":1}"#))).expect_err("it is there");
        let gone = action(&exists, "k", &item("{}"), None).expect_err("it is not there");

        assert_eq!((there.code(), gone.code()), ("item_exists", "not_found"));
    }

    #[test]
    fn a_masked_item_is_refused() {
        let error = check(r#"{"userId":"u","email":"a***@e***.com"}"#).expect_err("masked");

        assert_eq!(error.to_string(), "`email` is masked in this item: writing it would destroy the data");
        assert!(check(r#"{"email":"ada@example.com"}"#).is_ok());
    }
}
