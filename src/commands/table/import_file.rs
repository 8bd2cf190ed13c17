//! The file of an import, row by row: where each ends, what it says, and which were rejected.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    checkpoint::{Checkpoint, beside, lock, private, read_error, write_error},
    file_format::{FileFormat, NoRow, of_line, of_record},
};
use crate::{
    aws::tables::{KeySchema, TypedItem},
    digest::sha256,
    error::Error,
};

/// A row of the file.
#[derive(Debug)]
pub(super) struct Row {
    /// Of its first line, counted from one.
    pub(super) line: u64,
    /// As it stands in the file.
    pub(super) text: String,
    pub(super) item: Result<TypedItem, NoRow>,
}

/// No row is longer: an item has 400 KB, and its JSON not ten times that.
const LONGEST_ROW: u64 = 8 << 20;

/// What is known of a file without reading all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Fingerprint {
    bytes: u64,
    modified_ms: u128,
    beginning: String,
}

impl Fingerprint {
    fn of(file: &mut File) -> std::io::Result<Self> {
        let metadata = file.metadata()?;
        let modified = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut beginning = Vec::new();
        file.take(1 << 16).read_to_end(&mut beginning)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Self { bytes: metadata.len(), modified_ms: modified.as_millis(), beginning: sha256(&beginning) })
    }
}

/// How many rows had which end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
        }
    }
}

/// Where an import stands: all rows before it are done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Standing {
    /// The table's ARN.
    table: String,
    file: Fingerprint,
    on_conflict: String,
    offset: u64,
    line: u64,
    counts: Counts,
    rejects_bytes: u64,
    consumed_capacity: f64,
}

/// The file as far as it is imported.
pub(super) struct Source {
    path: PathBuf,
    reader: BufReader<File>,
    format: FileFormat,
    columns: Vec<String>,
    /// Of what is read, which is ahead of what is done.
    offset: u64,
    line: u64,
    standing: Standing,
    checkpoint: Checkpoint,
    rejects: Option<File>,
    rejects_path: PathBuf,
}

impl Source {
    /// Opens the file, and goes on where an earlier import of it into the same table was stopped.
    pub(super) fn open(
        path: &Path,
        table: (&str, &str),
        on_conflict: String,
        format: FileFormat,
    ) -> Result<Self, Error> {
        let (name, arn) = table;
        let mut file = File::open(path).map_err(read_error(path))?;
        lock(&file, path)?;
        let fingerprint = Fingerprint::of(&mut file).map_err(read_error(path))?;
        let begun = Standing {
            table: arn.to_owned(),
            file: fingerprint,
            on_conflict,
            offset: 0,
            line: 0,
            counts: Counts::default(),
            rejects_bytes: 0,
            consumed_capacity: 0.0,
        };
        let checkpoint = Checkpoint::at(beside(path, &format!(".into-{name}.state.json")));
        let same = |earlier: &Standing| {
            (&earlier.table, &earlier.file, &earlier.on_conflict) == (&begun.table, &begun.file, &begun.on_conflict)
        };
        let standing = checkpoint.load::<Standing>().filter(same).unwrap_or(begun);
        let rejects_path = beside(path, ".rejects.jsonl");
        let mut source = Self {
            path: path.to_owned(),
            reader: BufReader::new(file),
            format,
            columns: Vec::new(),
            offset: 0,
            line: 0,
            standing,
            checkpoint,
            rejects: None,
            rejects_path,
        };
        if format == FileFormat::Csv {
            let header = source.next_record()?.map(|(_, text)| text).unwrap_or_default();
            source.columns = record_of(header.trim_start_matches('\u{feff}'))
                .unwrap_or_default()
                .iter()
                .map(str::to_owned)
                .collect();
        }
        if source.standing.offset > 0 {
            source.offset = source.standing.offset;
            source.line = source.standing.line;
            source.reader.seek(SeekFrom::Start(source.offset)).map_err(read_error(path))?;
        } else {
            source.standing.offset = source.offset;
            source.standing.line = source.line;
        }
        source.open_rejects()?;
        Ok(source)
    }

    /// Drops from an earlier file of rejects what a killed run wrote last.
    fn open_rejects(&mut self) -> Result<(), Error> {
        if self.standing.rejects_bytes == 0 {
            return match fs::remove_file(&self.rejects_path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(write_error(&self.rejects_path)(error))
                }
                _ => Ok(()),
            };
        }
        let open = private().write(true).create(true).truncate(false).open(&self.rejects_path);
        let mut file = open.map_err(write_error(&self.rejects_path))?;
        file.set_len(self.standing.rejects_bytes).map_err(write_error(&self.rejects_path))?;
        file.seek(SeekFrom::End(0)).map_err(write_error(&self.rejects_path))?;
        self.rejects = Some(file);
        Ok(())
    }

    pub(super) fn counts(&self) -> Counts {
        self.standing.counts
    }

    pub(super) fn consumed_capacity(&self) -> f64 {
        self.standing.consumed_capacity
    }

    /// How much of the file is done, of how much.
    pub(super) fn bytes(&self) -> (u64, u64) {
        (self.standing.offset, self.standing.file.bytes)
    }

    pub(super) fn rejects(&self) -> Option<&Path> {
        self.rejects.is_some().then_some(self.rejects_path.as_path())
    }

    /// The next rows: at most so many, and so many bytes. Empty at the end of the file.
    pub(super) fn window(&mut self, keys: &KeySchema, rows: usize, bytes: usize) -> Result<Vec<Row>, Error> {
        let (mut window, mut size) = (Vec::new(), 0);
        while window.len() < rows && size < bytes {
            let Some((line, text)) = self.next_record()? else { break };
            if text.trim().is_empty() {
                continue;
            }
            size += text.len();
            let item = match self.format {
                FileFormat::Jsonl => of_line(&text),
                FileFormat::Csv => record_of(&text)
                    .ok_or_else(|| NoRow::Invalid("it is not valid csv".into()))
                    .and_then(|cells| of_record(&self.columns, &cells, keys)),
            };
            window.push(Row { line, text: text.trim_end_matches(['\n', '\r']).to_owned(), item });
        }
        Ok(window)
    }

    /// The next line, or of csv as many as a quoted cell spans; and the number of its first one.
    fn next_record(&mut self) -> Result<Option<(u64, String)>, Error> {
        let mut bytes = Vec::new();
        let (first, mut quotes) = (self.line + 1, 0);
        loop {
            let before = bytes.len();
            let room = LONGEST_ROW.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            let read = (&mut self.reader).take(room).read_until(b'\n', &mut bytes).map_err(read_error(&self.path))?;
            self.offset += u64::try_from(read).unwrap_or_default();
            self.line += u64::from(read > 0);
            quotes += bytes[before..].iter().filter(|byte| **byte == b'"').count();
            let open_quote = self.format == FileFormat::Csv && quotes % 2 == 1;
            if read == 0 || !open_quote {
                break;
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        if !bytes.ends_with(b"\n") && u64::try_from(bytes.len()).is_ok_and(|length| length >= LONGEST_ROW) {
            return Err(Error::usage(
                format!("line {first} of `{}` is longer than any item", self.path.display()),
                "the file needs a line of JSON, or a row of csv, for each item",
            ));
        }
        // What is no UTF-8 is no item either, and rejected as such.
        Ok(Some((first, String::from_utf8_lossy(&bytes).into_owned())))
    }

    /// Takes all rows that were read as done, with these counts.
    pub(super) fn done(
        &mut self,
        counts: Counts,
        consumed_capacity: f64,
        rejected: &[(Row, String)],
    ) -> Result<(), Error> {
        for (row, reason) in rejected {
            self.reject(row, reason)?;
        }
        self.standing.counts = counts;
        self.standing.consumed_capacity += consumed_capacity;
        (self.standing.offset, self.standing.line) = (self.offset, self.line);
        if self.checkpoint.is_due() { self.save() } else { Ok(()) }
    }

    fn reject(&mut self, row: &Row, reason: &str) -> Result<(), Error> {
        let file = match &mut self.rejects {
            Some(file) => file,
            None => {
                let open = private().write(true).create(true).truncate(true).open(&self.rejects_path);
                self.rejects.insert(open.map_err(write_error(&self.rejects_path))?)
            }
        };
        let line = format!("{}\n", json!({ "line": row.line, "reason": reason, "row": row.text }));
        file.write_all(line.as_bytes()).map_err(write_error(&self.rejects_path))?;
        self.standing.rejects_bytes += u64::try_from(line.len()).unwrap_or_default();
        Ok(())
    }

    pub(super) fn save(&mut self) -> Result<(), Error> {
        self.checkpoint.save(&self.standing)
    }

    /// At the end of the file.
    pub(super) fn finish(self) {
        self.checkpoint.remove();
    }
}

fn record_of(text: &str) -> Option<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::tables::fake::app_data;

    fn open(path: &Path) -> Source {
        Source::open(path, ("t", "arn"), "skip".into(), FileFormat::of(path)).expect("opened")
    }

    fn lines(source: &mut Source, rows: usize) -> Vec<(u64, bool)> {
        let window = source.window(&app_data("t").keys, rows, 1 << 20).expect("read");
        window.iter().map(|row| (row.line, row.item.is_ok())).collect()
    }

    #[test]
    fn an_import_goes_on_after_what_was_saved_and_drops_later_rejects() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "{\"a\":1}\n\n{\"a\":\n{\"a\":3}\n{\"a\":4}").expect("written");
        let mut first = open(&path);
        assert_eq!(lines(&mut first, 2), [(1, true), (3, false)]);
        let row = || Row { line: 3, text: "{\"a\":".into(), item: Err(NoRow::Invalid("x".into())) };
        first.done(Counts { rows: 2, rejected: 1, ..Counts::default() }, 1.0, &[(row(), "x".into())]).expect("done");
        first.save().expect("saved");
        assert_eq!(lines(&mut first, 1), [(4, true)]);
        first.reject(&row(), "lost").expect("rejected");
        drop(first);

        let mut second = open(&path);

        assert_eq!((second.counts().rows, second.counts().rejected, second.consumed_capacity()), (2, 1, 1.0));
        assert_eq!(lines(&mut second, 9), [(4, true), (5, true)]);
        let rejects = fs::read_to_string(second.rejects().expect("rejects")).expect("read");
        assert_eq!(rejects, "{\"line\":3,\"reason\":\"x\",\"row\":\"{\\\"a\\\":\"}\n");
        second.finish();
        let names = fs::read_dir(folder.path()).expect("read").count();
        assert_eq!(names, 2, "the file and its rejects");
    }

    #[test]
    fn a_file_that_changed_is_imported_from_its_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "{\"a\":1}\n{\"a\":2}\n").expect("written");
        let mut first = open(&path);
        lines(&mut first, 1);
        first.done(Counts { rows: 1, ..Counts::default() }, 0.0, &[]).expect("done");
        first.save().expect("saved");
        drop(first);
        fs::write(&path, "{\"a\":1}\n{\"a\":22}\n").expect("written");

        assert_eq!(open(&path).counts().rows, 0);
    }

    #[test]
    fn a_row_of_csv_may_span_lines() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        fs::write(&path, "userId,dataId,text\nu,d,\"one\n\"\"two\"\"\"\nu,e,x\n").expect("written");
        let mut source = open(&path);

        let window = source.window(&app_data("t").keys, 9, 1 << 20).expect("read");

        assert_eq!(window.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
        let item = window[0].item.as_ref().expect("an item");
        assert_eq!(item["text"], crate::aws::tables::Typed::String("one\n\"two\"".into()));
    }
}
