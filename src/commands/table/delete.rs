//! `srvls table delete`: one item by its key, kept for the undo.

use super::{
    get::{KeyArgs, key},
    table_name::table_called,
    write::{Action, Conflict, Kept, Key, WriteReport, undo_line},
};
use crate::{
    audit::Target,
    aws::tables::{ItemWrites, KeySchema, TypedItem, Written, same_items},
    context::{
        Context,
        guard::{Danger, Permit, allow_write},
    },
    error::Error,
};

/// Delete one item
///
/// The item is deleted only as it was read: a change by someone else meanwhile is not lost. The answer has the command
/// that brings it back.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls table delete AppData 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766 note-1 --reason T-1")]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    key: KeyArgs,
}

pub(crate) async fn run(cx: &Context, args: &DeleteArgs) -> Result<WriteReport, Error> {
    let clearance = allow_write(cx, Danger::Mild).await?;
    let table = table_called(&cx.aws.stacks, &cx.stack_name(), &args.key.table).await?;
    let description = table.describe(&cx.aws.tables).await?;
    let operands = key(&description.keys, &args.key)?;
    let item = cx.aws.tables.typed(&description.name, &operands).await?.ok_or_else(|| args.key.missing())?;
    let key = Key::of(&item, &description.keys).ok_or_else(|| args.key.missing())?;
    let target = Target::items(&table.name, key.texts.iter().map(String::as_str));
    let permit = clearance.begin(&target).await?;
    let privacy = cx.privacy(&target).await?;
    cx.confirm_showing(&format!("Delete {} of {}?", key.shown(privacy), table.name), privacy).await?;
    let mut kept = Kept::keep(cx, &permit.caller, &item).await?;
    let deleted = match delete(&permit, &cx.aws.tables, &description.name, &description.keys, &item).await {
        Ok(deleted) => deleted,
        Err(error) => {
            kept.after_failure(cx, &table.name, &error);
            return Err(error);
        }
    };
    let mut report = WriteReport::new(Action::Deleted, &table.name, &item, &description.keys, privacy);
    if !same_items(&deleted.item, &item) {
        kept.discard();
        kept = Kept::keep(cx, &permit.caller, &deleted.item).await?;
        report.note = Some("attributes were added to the item meanwhile: the undo has them too".into());
    }
    let undo = format!("put {} {} --if-absent", table.name, kept.argument());
    Ok(WriteReport { undo: Some(undo_line(cx, &undo)), consumed_capacity: deleted.consumed_capacity, ..report })
}

struct Deleted {
    item: TypedItem,
    consumed_capacity: f64,
}

async fn delete(
    _permit: &Permit,
    tables: &impl ItemWrites,
    table: &str,
    keys: &KeySchema,
    item: &TypedItem,
) -> Result<Deleted, Error> {
    match tables.delete(table, keys, item).await? {
        Written::Done { before, consumed_capacity } => {
            Ok(Deleted { item: before.unwrap_or_else(|| item.clone()), consumed_capacity })
        }
        Written::Same | Written::Refused { there: None } => Ok(Deleted { item: item.clone(), consumed_capacity: 0.0 }),
        Written::Refused { there: Some(_) } => Err(Conflict::Changed.into()),
    }
}
