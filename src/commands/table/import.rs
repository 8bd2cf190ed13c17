//! `srvls table import`: the rows of a file into a table, each written or rejected with its reason.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use indicatif::ProgressBar;
use serde::Serialize;

use super::{
    file_format::cells_of,
    hand_over::{self, is_large_file},
    import_rows::{Counts, OnConflict, Target},
    limits::default_write_units,
    table_name::table_called,
};
use crate::{
    audit,
    aws::tables::{BulkItems, ItemWrites, Pace},
    context::{
        Context,
        guard::{Danger, Permit, allow_write},
    },
    copies::{FileFormat, RowFile, RowLayout, Stopped, millis, read_error},
    error::Error,
    exit::Exit,
    terminal::{
        output::{Output, Report, Tone, View, fields, size},
        progress::Progress,
        signals::Signals,
    },
};

/// Write the items of a file into a table
///
/// The file is one that `srvls table export --reveal` wrote, or has a line of JSON or csv for each item. A row that is no
/// item, or whose key another item has, is in FILE.rejects.jsonl with its line and the reason, and the command fails at
/// its end. An equal item that is there counts as identical, so that an import can be repeated.
///
/// After an interruption, or a kill, the same command goes on where it stopped. Half of what the table can write in a
/// second is left to the app, where that is limited; `--max-units` sets another pace.
///
/// From s3://BUCKET/PREFIX, where DynamoDB exported a table, DynamoDB makes a new table by itself, with the keys of this
/// one: it imports into no table that exists. `srvls table jobs` shows these imports.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls table import AppData app-data.jsonl --reason T-1
  srvls table import AppData app-data.csv --on-conflict overwrite --max-units 100 --reason T-1
  srvls table import AppData s3://BUCKET/exports/AppData/AWSDynamoDB/0123/data/ --as copy --reason T-1")]
pub(crate) struct ImportArgs {
    /// Table, such as AppData, or its physical name
    table: String,
    /// File with the items, or s3://BUCKET/PREFIX with an export
    file: PathBuf,
    /// What to do where another item has the key
    #[arg(long, value_enum, value_name = "WHAT", default_value = "fail")]
    on_conflict: OnConflict,
    /// Format of the file [default: by its name]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<FileFormat>,
    /// Write at most this many capacity units a second
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_units: Option<u32>,
    /// Name of the new table that DynamoDB makes from S3
    #[arg(long = "as", value_name = "NAME", value_parser = table_suffix)]
    new_name: Option<String>,
    /// Write the file from this machine, whatever its size
    #[arg(long)]
    here: bool,
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html>
fn table_suffix(text: &str) -> Result<String, String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let fits = (1..=100).contains(&text.len()) && text.chars().all(is_name);
    if fits { Ok(text.to_owned()) } else { Err("a name has letters, digits, `-`, `_` and `.`, 100 at most".into()) }
}

/// The rows of a file for a table, by its ARN.
type Source = RowFile<(String, OnConflict), Counts>;

/// How many rows are under way at once, and how many bytes of them.
const WINDOW: (usize, usize) = (400, 1 << 20);

pub(crate) async fn run(cx: &Context, args: &ImportArgs, out: &Output) -> Result<Exit, Error> {
    let Some(folder) = args.file.to_str().and_then(|file| file.strip_prefix("s3://")) else {
        if args.new_name.is_some() {
            return Err(Error::usage(
                "`--as` names a table that DynamoDB makes from S3: the rows of a file go into an existing table",
                "leave out `--as`, or pass s3://BUCKET/PREFIX",
            ));
        }
        return out.emit(&copy_from_here(cx, args).await?).await;
    };
    let table = table_called(&cx.aws.stacks, &cx.stack_name(), &args.table).await?;
    let description = table.describe(&cx.aws.tables).await?;
    out.emit(&hand_over::import(cx, &table, &description, folder, args.new_name.as_deref()).await?).await
}

/// # Errors
/// When the file is one that DynamoDB should import itself.
fn refuse_large(args: &ImportArgs) -> Result<(), Error> {
    let bytes = fs::metadata(&args.file).map_err(read_error(&args.file))?.len();
    if args.here || !is_large_file(bytes) {
        return Ok(());
    }
    Err(Error::usage(
        format!("{} is more than one machine should write", size(bytes)),
        "have DynamoDB make a new table from an export in S3, s3://BUCKET/PREFIX with `--as NAME`, or pass `--here`",
    ))
}

/// Writes the rows of a file of this machine.
async fn copy_from_here(cx: &Context, args: &ImportArgs) -> Result<ImportReport, Error> {
    let begun = Instant::now();
    refuse_large(args)?;
    let danger = if args.on_conflict == OnConflict::Overwrite { Danger::Severe } else { Danger::Mild };
    let clearance = allow_write(cx, danger).await?;
    let table = table_called(&cx.aws.stacks, &cx.stack_name(), &args.table).await?;
    let description = table.describe(&cx.aws.tables).await?;
    let format = args.format.unwrap_or_else(|| FileFormat::of(&args.file));
    let layout = match format {
        FileFormat::Jsonl => RowLayout::Lines,
        FileFormat::Csv => RowLayout::HeadedQuotedLines,
    };
    let this = (description.arn.clone(), args.on_conflict);
    let mut source = Source::open(&args.file, &description.name, this, layout)?;
    let permit = clearance.begin(&audit::Target::named("table", &table.name)).await?;
    let rows = source.counts().rows;
    if rows > 0 {
        cx.progress.note(format_args!("going on after the {rows} rows of an earlier run"));
    }
    cx.confirm(&question(&args.file, &table.name, args.on_conflict, source.bytes().1)).await?;
    let max_units = args.max_units.or_else(|| default_write_units(description.billing));
    if let Some(units) = max_units {
        cx.progress.note(format_args!("writing at most {units} capacity units a second"));
    }
    let target = Target {
        tables: &cx.aws.tables,
        table: &description,
        format,
        columns: cells_of(source.header()).unwrap_or_default().iter().map(str::to_owned).collect(),
        on_conflict: args.on_conflict,
        progress: cx.progress,
    };
    let bar = bar(cx.progress, &source);
    let mut signals = Signals::listen();
    let written = signals.unless_stopped(copy(&permit, &mut source, &target, max_units.map(Pace::of), &bar)).await;
    bar.finish_and_clear();
    match written {
        Ok(Ok(())) => {}
        Ok(Err(error)) if source.counts().rows == 0 => {
            source.finish();
            return Err(error);
        }
        Ok(Err(error)) => {
            source.save()?;
            let rows = source.counts().rows;
            cx.progress.note(format_args!("{rows} rows are done: the same command goes on from there"));
            return Err(error);
        }
        Err(stop) => {
            source.save()?;
            return Err(Stopped { stop, done: format!("{} rows are done", source.counts().rows) }.into());
        }
    }
    let counts = source.counts();
    let report = ImportReport {
        table: table.name,
        file: args.file.display().to_string(),
        on_conflict: args.on_conflict,
        counts,
        rejects: source.rejects().map(|path| path.display().to_string()),
        duration_ms: millis(begun),
    };
    source.finish();
    Ok(report)
}

fn question(file: &Path, table: &str, on_conflict: OnConflict, bytes: u64) -> String {
    let there = match on_conflict {
        OnConflict::Fail => "Other items stay as they are, and fail the import.",
        OnConflict::Skip => "Other items stay as they are.",
        OnConflict::Overwrite => "Other items with the same keys are lost.",
    };
    format!("Import {} ({}) into {table}? {there}", file.display(), size(bytes))
}

fn bar(progress: Progress, source: &Source) -> ProgressBar {
    let (done, bytes) = source.bytes();
    let bar = progress.bar(Some(bytes), "{wide_bar} {msg} rows, {percent} %, {bytes_per_sec}, {eta} left");
    bar.set_message(source.counts().rows.to_string());
    bar.set_position(done);
    bar.reset_eta();
    bar
}

/// Writes what is left of the file.
async fn copy(
    permit: &Permit,
    source: &mut Source,
    target: &Target<'_, impl BulkItems + ItemWrites>,
    mut pace: Option<Pace>,
    bar: &ProgressBar,
) -> Result<(), Error> {
    // The first windows of a paced import are small, as it is not known yet what a row costs.
    let mut rows_at_once = if pace.is_some() { 25 } else { WINDOW.0 };
    loop {
        if let Some(pace) = &pace {
            pace.wait().await;
        }
        let window = source.window(rows_at_once, WINDOW.1)?;
        if window.is_empty() {
            return Ok(());
        }
        let ended = target.write(permit, window).await?;
        let counts = source.counts().plus(ended.counts);
        source.done(counts, ended.rejected.iter().map(|(row, reason)| (row, reason.as_str())))?;
        if let Some(pace) = &mut pace {
            pace.consumed(ended.counts.consumed_capacity);
            rows_at_once = pace.page_size(counts.rows, counts.consumed_capacity).min(WINDOW.0);
        }
        bar.set_position(source.bytes().0);
        bar.set_message(counts.rows.to_string());
        // Lets a request to stop come through, however fast the writes are.
        tokio::task::yield_now().await;
    }
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct ImportReport {
    table: String,
    file: String,
    on_conflict: OnConflict,
    #[serde(flatten)]
    counts: Counts,
    /// The file with the rows that were rejected; `None` if all were taken.
    rejects: Option<String>,
    duration_ms: u64,
}

impl Report for ImportReport {
    fn view(&self) -> View {
        let Counts { rows, written, identical, skipped, superseded, rejected, consumed_capacity } = self.counts;
        let count = |count: u64, what: &str, tone| (count > 0).then(|| (format!("{count} {what}"), tone));
        fields([
            ("Table", Some((self.table.clone(), Tone::Plain))),
            ("Rows", Some((format!("{rows} of {}", self.file), Tone::Plain))),
            ("Written", Some((written.to_string(), Tone::Good))),
            ("Identical", count(identical, "were there already", Tone::Plain)),
            ("Skipped", count(skipped, "have another item with their key", Tone::Warning)),
            ("Superseded", count(superseded, "by a later row with the same key", Tone::Warning)),
            ("Rejected", count(rejected, "with the reason in the file of rejects", Tone::Bad)),
            ("Rejects", self.rejects.clone().map(|file| (file, Tone::Plain))),
            ("Cost", Some((format!("{consumed_capacity} write capacity units"), Tone::Plain))),
        ])
        .into()
    }

    fn exit(&self) -> Exit {
        if self.counts.rejected > 0 { Exit::Failure } else { Exit::Success }
    }

    fn hints(&self) -> Vec<String> {
        let mend = || "fix the rejected rows, or choose another `--on-conflict`, and import again".to_owned();
        (self.counts.rejected > 0).then(mend).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_with_rejected_rows_is_no_success() {
        let report = |rejected| ImportReport {
            table: "AppData".into(),
            file: "a.jsonl".into(),
            on_conflict: OnConflict::Fail,
            counts: Counts { rows: 3, written: 3 - rejected, rejected, consumed_capacity: 3.0, ..Counts::default() },
            rejects: (rejected > 0).then(|| "a.jsonl.rejects.jsonl".into()),
            duration_ms: 5,
        };

        assert_eq!((report(0).exit(), report(1).exit()), (Exit::Success, Exit::Failure));
        let shown = report(1).view().render(None).unstyled();
        assert!(shown.contains("Rejected  1 with the reason in the file of rejects"), "{shown}");
        assert!(!report(0).view().render(None).unstyled().contains("Rejected"));
    }
}
