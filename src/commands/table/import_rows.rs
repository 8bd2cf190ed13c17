//! Writes rows of a file into a table, and says what became of each.

use std::collections::HashMap;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize};

use super::{
    file_format::{NoRow, cells_of, of_line, of_record},
    item_input::with_schema,
    write::Key,
};
use crate::{
    aws::{
        AwsError,
        tables::{BulkItems, Expected, ItemWrites, MOST_PER_BATCH, TableDescription, TypedItem, Written},
    },
    context::guard::Permit,
    copies::{FileFormat, Row, patiently},
    error::{Error, Failure},
    exit::Exit,
    terminal::progress::Progress,
};

/// What an import does with an item that is there already, and differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OnConflict {
    /// Reject the row, and fail at the end
    Fail,
    /// Leave the item as it is
    Skip,
    /// Replace the item
    Overwrite,
}

/// The file was exported masked.
#[derive(Debug, thiserror::Error)]
#[error("line {line} is of a masked export: importing it would write masks in the place of the data")]
pub(super) struct MaskedRow {
    line: u64,
}

impl Failure for MaskedRow {
    fn hint(&self) -> Option<String> {
        Some("export the table again with `--reveal`".into())
    }

    fn code(&self) -> &'static str {
        "masked_file"
    }

    fn exit(&self) -> Exit {
        Exit::Refused
    }
}

/// How many writes are under way at once.
const AT_ONCE: usize = 16;
/// The error codes that are about one item.
const OF_AN_ITEM: [&str; 2] = ["ValidationException", "ItemCollectionSizeLimitExceededException"];

enum End {
    Written,
    Identical,
    Skipped,
    Rejected(String),
}

/// How many rows had which end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) rows: u64,
    pub(super) written: u64,
    /// An equal item was there.
    pub(super) identical: u64,
    /// Another item was there, and stays.
    pub(super) skipped: u64,
    /// A later row has the same key.
    pub(super) superseded: u64,
    pub(super) rejected: u64,
    pub(super) consumed_capacity: f64,
}

impl Counts {
    pub(super) fn plus(self, more: Self) -> Self {
        Self {
            rows: self.rows + more.rows,
            written: self.written + more.written,
            identical: self.identical + more.identical,
            skipped: self.skipped + more.skipped,
            superseded: self.superseded + more.superseded,
            rejected: self.rejected + more.rejected,
            consumed_capacity: self.consumed_capacity + more.consumed_capacity,
        }
    }
}

/// The table that is written to, from rows of this format.
pub(super) struct Target<'a, T> {
    pub(super) tables: &'a T,
    pub(super) table: &'a TableDescription,
    pub(super) format: FileFormat,
    /// Of csv.
    pub(super) columns: Vec<String>,
    pub(super) on_conflict: OnConflict,
    pub(super) progress: Progress,
}

/// What became of a window.
#[derive(Default)]
pub(super) struct Ended {
    pub(super) counts: Counts,
    pub(super) rejected: Vec<(Row, String)>,
}

/// A row that is an item of the table.
struct Valid {
    row: Row,
    item: TypedItem,
}

impl<T: BulkItems + ItemWrites> Target<'_, T> {
    /// Writes these rows.
    ///
    /// # Errors
    /// When a row is masked, and when DynamoDB fails otherwise than for one item.
    pub(super) async fn write(&self, _permit: &Permit, rows: Vec<Row>) -> Result<Ended, Error> {
        let mut ended = Ended::default();
        ended.counts.rows = u64::try_from(rows.len()).unwrap_or_default();
        let mut valid = Vec::with_capacity(rows.len());
        for row in rows {
            let item = match self.item_of(&row.text) {
                Err(NoRow::Masked) => return Err(MaskedRow { line: row.line }.into()),
                Err(NoRow::Invalid(reason)) => Err(reason),
                Ok(item) => with_schema(self.table, item),
            };
            match item {
                Ok(item) => valid.push(Valid { row, item }),
                Err(reason) => ended.rejected.push((row, reason)),
            }
        }
        match self.on_conflict {
            OnConflict::Overwrite => self.overwrite(valid, &mut ended).await?,
            OnConflict::Fail | OnConflict::Skip => {
                let (first, again) = self.first_of_each_key(valid);
                self.put_all(first, Expected::Nothing, &mut ended).await?;
                // One by one: each of these is there by now.
                for row in again {
                    self.put_all(vec![row], Expected::Nothing, &mut ended).await?;
                }
            }
        }
        ended.rejected.sort_by_key(|(row, _)| row.line);
        ended.counts.rejected = u64::try_from(ended.rejected.len()).unwrap_or_default();
        Ok(ended)
    }

    fn item_of(&self, row: &str) -> Result<TypedItem, NoRow> {
        match self.format {
            FileFormat::Jsonl => of_line(row),
            FileFormat::Csv => {
                let cells = cells_of(row).ok_or_else(|| NoRow::Invalid("it is not valid csv".into()))?;
                of_record(&self.columns, &cells, &self.table.keys)
            }
        }
    }

    fn key_of(&self, item: &TypedItem) -> Vec<String> {
        Key::of(item, &self.table.keys).map(|key| key.texts).unwrap_or_default()
    }

    fn first_of_each_key(&self, rows: Vec<Valid>) -> (Vec<Valid>, Vec<Valid>) {
        let mut seen = std::collections::HashSet::new();
        rows.into_iter().partition(|row| seen.insert(self.key_of(&row.item)))
    }

    /// The last row of each key wins, as if they were written one after the other. A batch has no key twice.
    async fn overwrite(&self, rows: Vec<Valid>, ended: &mut Ended) -> Result<(), Error> {
        let mut last: HashMap<Vec<String>, Valid> = HashMap::with_capacity(rows.len());
        for row in rows {
            if last.insert(self.key_of(&row.item), row).is_some() {
                ended.counts.superseded += 1;
            }
        }
        let mut rows: Vec<Valid> = last.into_values().collect();
        rows.sort_by_key(|row| row.row.line);
        let mut batches = Vec::new();
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(MOST_PER_BATCH));
            batches.push(std::mem::replace(&mut rows, rest));
        }
        let written = stream::iter(batches).map(|batch| self.batch(batch)).buffer_unordered(AT_ONCE);
        let written: Vec<(f64, u64, Vec<Valid>)> = written.try_collect().await?;
        let mut singly = Vec::new();
        for (consumed_capacity, count, refused) in written {
            ended.counts.consumed_capacity += consumed_capacity;
            ended.counts.written += count;
            singly.extend(refused);
        }
        self.put_all(singly, Expected::Anything, ended).await
    }

    /// Writes a batch until nothing is left of it: what it consumed, how many it wrote, and the rows of a batch that
    /// DynamoDB refuses for one of them.
    async fn batch(&self, rows: Vec<Valid>) -> Result<(f64, u64, Vec<Valid>), Error> {
        let mut items: Vec<TypedItem> = rows.iter().map(|row| row.item.clone()).collect();
        let (mut consumed, mut pause) = (0.0, 50);
        while !items.is_empty() {
            let write = async || self.tables.write_batch(&self.table.name, items.clone()).await;
            let batch = match patiently(self.progress, write).await {
                Err(error) if is_of_an_item(&error) => return Ok((consumed, 0, rows)),
                written => written?,
            };
            consumed += batch.consumed_capacity;
            if batch.unprocessed.len() < items.len() {
                pause = 50;
            }
            items = batch.unprocessed;
            if !items.is_empty() {
                // <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html#Programming.Errors.BatchOperations>
                tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
                pause = (pause * 2).min(5_000);
            }
        }
        Ok((consumed, u64::try_from(rows.len()).unwrap_or_default(), Vec::new()))
    }

    /// Writes rows one at a time, many at once.
    async fn put_all(&self, rows: Vec<Valid>, expected: Expected, ended: &mut Ended) -> Result<(), Error> {
        let expected = &expected;
        let puts = stream::iter(rows).map(|row| async move {
            let put = async || self.tables.put(&self.table.name, &self.table.keys, &row.item, expected).await;
            let (end, consumed) = self.end_of(patiently(self.progress, put).await, refused_units(&row.row))?;
            Ok::<_, Error>((row.row, end, consumed))
        });
        let ends: Vec<(Row, End, f64)> = puts.buffer_unordered(AT_ONCE).try_collect().await?;
        for (row, end, consumed) in ends {
            ended.counts.consumed_capacity += consumed;
            match end {
                End::Written => ended.counts.written += 1,
                End::Identical => ended.counts.identical += 1,
                End::Skipped => ended.counts.skipped += 1,
                End::Rejected(reason) => ended.rejected.push((row, reason)),
            }
        }
        Ok(())
    }

    fn end_of(&self, put: Result<Written, AwsError>, refused: f64) -> Result<(End, f64), Error> {
        Ok(match put {
            Ok(Written::Done { consumed_capacity, .. }) => (End::Written, consumed_capacity),
            Ok(Written::Same) => (End::Identical, refused),
            Ok(Written::Refused { .. }) if self.on_conflict == OnConflict::Skip => (End::Skipped, refused),
            Ok(Written::Refused { .. }) => (End::Rejected("another item with this key is there".into()), refused),
            Err(error) if is_of_an_item(&error) => (End::Rejected(error.message()), 0.0),
            Err(error) => return Err(error.into()),
        })
    }
}

/// About what a write costs that its condition refuses: DynamoDB bills it by the size of the item, and does not say so.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html>
fn refused_units(row: &Row) -> f64 {
    u32::try_from(row.text.len().div_ceil(1024)).map_or(1.0, f64::from).max(1.0)
}

fn is_of_an_item(error: &AwsError) -> bool {
    OF_AN_ITEM.iter().any(|code| error.has_code(code))
}
