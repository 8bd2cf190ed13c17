//! `srvls table export`: every item of a table in a file, read in parallel segments, in little memory.

use std::{cell::RefCell, path::PathBuf, time::Instant};

use futures_util::future::try_join_all;
use indicatif::ProgressBar;
use serde::Serialize;
use tokio::sync::Mutex;

use super::{
    export_standing::{SegmentStanding, TableStanding},
    file_format::{Encoder, columns_of},
    hand_over::{self, is_large},
    limits::default_read_units,
    table_name::{StackTable, table_called},
};
use crate::{
    audit::Target,
    aws::tables::{BulkItems, Pace, Segment, SegmentPage, TableDescription},
    context::Context,
    copies::{FileFormat, Partial, Stopped, millis, patiently},
    error::Error,
    exit::Exit,
    terminal::{
        output::{Output, Report, Tone, View, counted, fields, size},
        progress::Progress,
        signals::Signals,
    },
};

/// Copy a table into a file
///
/// The file has a line of JSON or csv for each item, with every type: `srvls table import` writes equal items from it. It
/// appears under its name when it is whole; until then it is FILE.partial, and after an interruption, or a kill, the same
/// command goes on with it. The table is read while it changes: the file is no snapshot.
///
/// Personal data is masked unless you pass `--reveal`, and a masked file can't be imported. Half of what the table can
/// read in a second is left to the app, where that is limited; `--max-units` sets another pace.
///
/// A table of more than 10 million items or 10 GiB is exported by DynamoDB itself, to the stage's artifact bucket: as it
/// was at one moment, without any of its capacity. `srvls table jobs` shows these exports.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls table export AppData --out app-data.jsonl --reveal --reason T-1
  srvls table export AppData --out app-data.csv --segments 8 --max-units 100
  srvls table export AppData --to-s3 --reveal --reason T-1")]
pub(crate) struct ExportArgs {
    /// Table, such as AppData, or its physical name
    table: String,
    /// File to write [default: TABLE.jsonl or TABLE.csv]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Format of the file [default: by its name]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<FileFormat>,
    /// Read this many parts of the table at once
    #[arg(long, value_name = "N", default_value = "4", value_parser = clap::value_parser!(u16).range(1..=64))]
    segments: u16,
    /// Read at most this many capacity units a second
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_units: Option<u32>,
    /// Have DynamoDB export the table to S3, whatever its size
    #[arg(long, conflicts_with_all = ["out", "here"])]
    to_s3: bool,
    /// Read the table on this machine, whatever its size
    #[arg(long)]
    here: bool,
}

/// How many items a page has: more would only take more memory.
const PAGE: usize = 1000;
/// How many items decide about the columns of csv.
const SAMPLE: usize = 1000;

pub(crate) async fn run(cx: &Context, args: &ExportArgs, out: &Output) -> Result<Exit, Error> {
    let table = table_called(&cx.aws.stacks, &cx.stack_name(), &args.table).await?;
    let description = table.describe(&cx.aws.tables).await?;
    let is_large = is_large(&description) && !args.here;
    if args.to_s3 || is_large {
        if is_large {
            let (items, bytes) = (description.item_count, size(description.size_bytes));
            cx.progress.note(format_args!(
                "DynamoDB exports this table to S3 by itself, as it is large ({items} items, {bytes}); `--here` reads it \
                 on this machine"
            ));
        }
        return out.emit(&hand_over::export(cx, &table, &description).await?).await;
    }
    out.emit(&copy_here(cx, args, &table, description).await?).await
}

/// Copies the table through this machine.
async fn copy_here(
    cx: &Context,
    args: &ExportArgs,
    table: &StackTable,
    description: TableDescription,
) -> Result<ExportReport, Error> {
    let begun = Instant::now();
    let ending = args.format.unwrap_or(FileFormat::Jsonl).ending();
    let place = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.{ending}", table.name)));
    let format = args.format.unwrap_or_else(|| FileFormat::of(&place));
    let privacy = cx.privacy(&Target::named("table", &table.name)).await?;
    let standing = TableStanding::of(&description.arn, format, privacy.is_masked(), usize::from(args.segments));
    let mut partial = Partial::open(&place, standing)?;
    if partial.has_begun() {
        let items = partial.rows();
        cx.progress.note(format_args!("going on after the {} of an earlier run", counted(items, "item")));
    }
    if privacy.is_masked() {
        cx.progress.note("personal data is masked, so this file can't be imported; pass `--reveal` to copy the data");
    }
    let max_units = args.max_units.or_else(|| default_read_units(description.billing));
    if let Some(units) = max_units {
        cx.progress.note(format_args!("reading at most {units} capacity units a second"));
    }
    let source = Source { tables: &cx.aws.tables, table: &description, progress: cx.progress };
    let mut signals = Signals::listen();
    if !partial.has_begun() {
        let sample = if format == FileFormat::Csv { source.sample().await? } else { SegmentPage::default() };
        let standing = partial.of_mut();
        standing.columns = columns_of(&sample.items, &description.keys);
        standing.consumed_capacity += sample.consumed_capacity;
    }
    let columns = partial.of().columns.clone();
    let encoder = Encoder { format, keys: &description.keys, privacy, columns };
    if !partial.has_begun() {
        partial.begin(&encoder.header())?;
    }
    let bar = bar(cx.progress, &description, partial.rows());
    let pace = max_units.map(|units| Mutex::new(Pace::of(units)));
    let partial = RefCell::new(partial);
    let read = signals.unless_stopped(source.copy(&partial, &encoder, pace.as_ref(), &bar)).await;
    bar.finish_and_clear();
    let mut partial = partial.into_inner();
    let items = partial.rows();
    match read {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            partial.save()?;
            cx.progress.note(format_args!(
                "{} are in {}.partial: the same command goes on from there",
                counted(items, "item"),
                place.display()
            ));
            return Err(error);
        }
        Err(stop) => {
            partial.save()?;
            return Err(Stopped {
                stop,
                done: format!("{} are in {}.partial", counted(items, "item"), place.display()),
            }
            .into());
        }
    }
    let standing = partial.of().clone();
    Ok(ExportReport {
        table: table.name.clone(),
        file: place.display().to_string(),
        format,
        items,
        size_bytes: partial.finish()?,
        segments: standing.segments.len(),
        consumed_capacity: standing.consumed_capacity,
        masked: privacy.is_masked(),
        duration_ms: millis(begun),
    })
}

/// The length is DynamoDB's count, which is hours old; without one, there is nothing to compare with.
fn bar(progress: Progress, table: &TableDescription, done: u64) -> ProgressBar {
    let bar = match u64::try_from(table.item_count).unwrap_or_default() {
        0 => progress.bar(None, "{spinner} {human_pos} items, {per_sec}"),
        about => progress
            .bar(Some(about.max(done)), "{wide_bar} {human_pos} of about {human_len} items, {per_sec}, {eta} left"),
    };
    bar.set_position(done);
    bar.reset_eta();
    bar
}

/// The table that is read.
struct Source<'a, T> {
    tables: &'a T,
    table: &'a TableDescription,
    progress: Progress,
}

impl<T: BulkItems> Source<'_, T> {
    async fn page(&self, segment: Segment, at: &SegmentStanding, size: usize) -> Result<SegmentPage, Error> {
        let page = async || self.tables.segment_page(&self.table.name, segment, at.position(), size).await;
        Ok(patiently(self.progress, page).await?)
    }

    /// Some items, to know what attributes there are.
    async fn sample(&self) -> Result<SegmentPage, Error> {
        self.page(Segment { index: 0, total: 1 }, &SegmentStanding::default(), SAMPLE).await
    }

    /// Reads what is left of every segment, all at once.
    async fn copy(
        &self,
        partial: &RefCell<Partial<TableStanding>>,
        encoder: &Encoder<'_>,
        pace: Option<&Mutex<Pace>>,
        bar: &ProgressBar,
    ) -> Result<(), Error> {
        let total = partial.borrow().of().segments.len();
        let segments = (0..total).map(|index| async move {
            loop {
                let at = partial.borrow().of().segments[index].clone();
                if at.done {
                    return Ok::<(), Error>(());
                }
                let segment = Segment { index, total };
                let page = match pace {
                    None => self.page(segment, &at, PAGE).await?,
                    Some(pace) => {
                        // One at a time, so that the segments together keep the pace.
                        let mut pace = pace.lock().await;
                        pace.wait().await;
                        let (read, consumed) = {
                            let partial = partial.borrow();
                            (partial.rows(), partial.of().consumed_capacity)
                        };
                        let page = self.page(segment, &at, pace.page_size(read, consumed)).await?;
                        pace.consumed(page.consumed_capacity);
                        page
                    }
                };
                let rows: Vec<String> = page.items.iter().map(|item| encoder.row(item)).collect();
                partial.borrow_mut().add(&rows, |standing| standing.page_done(index, &page))?;
                bar.set_position(partial.borrow().rows());
                // Lets a request to stop come through, however fast the pages come.
                tokio::task::yield_now().await;
            }
        });
        try_join_all(segments).await.map(drop)
    }
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct ExportReport {
    table: String,
    file: String,
    format: FileFormat,
    items: u64,
    size_bytes: u64,
    segments: usize,
    consumed_capacity: f64,
    /// Whether personal data is masked in it; then it can't be imported.
    masked: bool,
    duration_ms: u64,
}

impl Report for ExportReport {
    fn view(&self) -> View {
        let masked = self.masked.then(|| ("masked: for reading only, it can't be imported".to_owned(), Tone::Warning));
        fields([
            ("Table", Some((self.table.clone(), Tone::Plain))),
            ("File", Some((self.file.clone(), Tone::Plain))),
            ("Items", Some((format!("{}, {}", self.items, size(self.size_bytes)), Tone::Good))),
            ("Cost", Some((format!("{} read capacity units", self.consumed_capacity), Tone::Plain))),
            ("Personal data", masked),
        ])
        .into()
    }

    fn hints(&self) -> Vec<String> {
        let import = || format!("ops copies it into a table with `srvls table import {} {}`", self.table, self.file);
        (!self.masked).then(import).into_iter().collect()
    }
}
