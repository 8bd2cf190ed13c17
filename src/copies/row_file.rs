//! The file of an import, row by row: where each ends, and which were rejected.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;

use super::{
    checkpoint::{Checkpoint, beside, lock, read_error},
    side_file::SideFile,
};
use crate::{digest::sha256, error::Error};

/// A row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Of its first line, counted from one.
    pub(crate) line: u64,
    /// As it stands in the file.
    pub(crate) text: String,
    /// Whether a run that was killed may have done it already.
    pub(crate) in_doubt: bool,
}

/// Where a row ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowLayout {
    /// A row is a line.
    Lines,
    /// The same below a header.
    HeadedLines,
    /// Below a header, and a quoted cell may have line breaks.
    HeadedQuotedLines,
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

/// Where an import stands: all rows before it are done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Standing<I, C> {
    /// What the import is, besides its file.
    of: I,
    file: Fingerprint,
    offset: u64,
    line: u64,
    /// Before this, rows may be done that do not count yet.
    under_way: u64,
    counts: C,
    rejects_bytes: u64,
    pairs_bytes: u64,
}

/// The file as far as it is imported.
pub(crate) struct RowFile<I, C> {
    path: PathBuf,
    reader: BufReader<File>,
    layout: RowLayout,
    header: String,
    /// Of what is read, which is ahead of what is done.
    offset: u64,
    line: u64,
    /// Before this, an earlier run may have done rows that it did not count.
    in_doubt: u64,
    standing: Standing<I, C>,
    checkpoint: Checkpoint,
    rejects: SideFile,
    pairs: SideFile,
}

impl<I, C> RowFile<I, C>
where
    I: PartialEq + Serialize + DeserializeOwned,
    C: Copy + Default + Serialize + DeserializeOwned,
{
    /// Opens the file, and goes on where an earlier import of it, which was the same, was stopped. `place` names what it
    /// is imported into.
    pub(crate) fn open(path: &Path, place: &str, of: I, layout: RowLayout) -> Result<Self, Error> {
        let mut file = File::open(path).map_err(read_error(path))?;
        lock(&file, path)?;
        let fingerprint = Fingerprint::of(&mut file).map_err(read_error(path))?;
        let checkpoint = Checkpoint::at(beside(path, &format!(".into-{place}.state.json")));
        let earlier = checkpoint.load::<Standing<I, C>>();
        let earlier = earlier.filter(|earlier| (&earlier.of, &earlier.file) == (&of, &fingerprint));
        let standing = earlier.unwrap_or_else(|| Standing {
            of,
            file: fingerprint,
            offset: 0,
            line: 0,
            under_way: 0,
            counts: C::default(),
            rejects_bytes: 0,
            pairs_bytes: 0,
        });
        let mut rows = Self {
            path: path.to_owned(),
            reader: BufReader::new(file),
            layout,
            header: String::new(),
            offset: 0,
            line: 0,
            in_doubt: standing.under_way,
            rejects: SideFile::open(beside(path, ".rejects.jsonl"), standing.rejects_bytes)?,
            pairs: SideFile::open(beside(path, ".subs.csv"), standing.pairs_bytes)?,
            standing,
            checkpoint,
        };
        rows.seek()?;
        Ok(rows)
    }

    /// To the first row that is not done.
    fn seek(&mut self) -> Result<(), Error> {
        if self.layout != RowLayout::Lines {
            let header = self.next_record()?.map(|(_, text)| text).unwrap_or_default();
            header.trim_start_matches('\u{feff}').clone_into(&mut self.header);
        }
        if self.standing.offset > 0 {
            (self.offset, self.line) = (self.standing.offset, self.standing.line);
            self.reader.seek(SeekFrom::Start(self.offset)).map_err(read_error(&self.path))?;
        } else {
            (self.standing.offset, self.standing.line) = (self.offset, self.line);
        }
        Ok(())
    }

    /// Empty where the layout has none.
    pub(crate) fn header(&self) -> &str {
        &self.header
    }

    pub(crate) fn counts(&self) -> C {
        self.standing.counts
    }

    /// How much of the file is done, of how much.
    pub(crate) fn bytes(&self) -> (u64, u64) {
        (self.standing.offset, self.standing.file.bytes)
    }

    pub(crate) fn rejects(&self) -> Option<&Path> {
        self.rejects.path()
    }

    pub(crate) fn pairs(&self) -> Option<&Path> {
        self.pairs.path()
    }

    /// The next rows: at most so many, and so many bytes. Empty at the end of the file.
    pub(crate) fn window(&mut self, rows: usize, bytes: usize) -> Result<Vec<Row>, Error> {
        let (mut window, mut size) = (Vec::new(), 0);
        while window.len() < rows && size < bytes {
            let in_doubt = self.offset < self.in_doubt;
            let Some((line, text)) = self.next_record()? else { break };
            if text.trim().is_empty() {
                continue;
            }
            size += text.len();
            window.push(Row { line, text: text.trim_end_matches(['\n', '\r']).to_owned(), in_doubt });
        }
        Ok(window)
    }

    /// Remembers that the rows that were read may be done from now on, even if they are not counted.
    pub(crate) fn begin_window(&mut self, counts: C) -> Result<(), Error> {
        self.standing.counts = counts;
        self.standing.under_way = self.offset;
        self.save()
    }

    /// The next line, or as many as a quoted cell spans; and the number of its first one.
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
            let open_quote = self.layout == RowLayout::HeadedQuotedLines && quotes % 2 == 1;
            if read == 0 || !open_quote {
                break;
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        if !bytes.ends_with(b"\n") && u64::try_from(bytes.len()).is_ok_and(|length| length >= LONGEST_ROW) {
            return Err(Error::usage(
                format!("line {first} of `{}` is longer than any row", self.path.display()),
                "the file needs a line of JSON, or a row of csv, for each",
            ));
        }
        // What is no UTF-8 is no row either, and rejected as such.
        Ok(Some((first, String::from_utf8_lossy(&bytes).into_owned())))
    }

    /// Takes all rows that were read as done, with these counts.
    pub(crate) fn done<'a>(
        &mut self,
        counts: C,
        rejected: impl IntoIterator<Item = (&'a Row, &'a str)>,
    ) -> Result<(), Error> {
        for (row, reason) in rejected {
            let line = json!({ "line": row.line, "reason": reason, "row": row.text });
            self.rejects.append(&format!("{line}\n"))?;
        }
        self.standing.rejects_bytes = self.rejects.bytes();
        self.standing.counts = counts;
        (self.standing.offset, self.standing.line) = (self.offset, self.line);
        if self.checkpoint.is_due() { self.save() } else { Ok(()) }
    }

    /// Adds a line to what says which id became which; it counts with the rows that are done next.
    pub(crate) fn pair(&mut self, line: &str) -> Result<(), Error> {
        self.pairs.append(&format!("{line}\n"))?;
        self.standing.pairs_bytes = self.pairs.bytes();
        Ok(())
    }

    pub(crate) fn save(&mut self) -> Result<(), Error> {
        self.checkpoint.save(&self.standing)
    }

    /// At the end of the file.
    pub(crate) fn finish(self) {
        self.checkpoint.remove();
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Of a table, with a count of rows.
    type Rows = RowFile<String, u64>;

    fn open(path: &Path, layout: RowLayout) -> Rows {
        RowFile::open(path, "t", "arn".to_owned(), layout).expect("opened")
    }

    fn lines(rows: &mut Rows, most: usize) -> Vec<u64> {
        rows.window(most, 1 << 20).expect("read").iter().map(|row| row.line).collect()
    }

    #[test]
    fn an_import_goes_on_after_what_was_saved_and_drops_what_was_written_later() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "{\"a\":1}\n\n{\"a\":\n{\"a\":3}\n{\"a\":4}").expect("written");
        let mut first = open(&path, RowLayout::Lines);
        let window = first.window(2, 1 << 20).expect("read");
        assert_eq!(window.iter().map(|row| (row.line, row.in_doubt)).collect::<Vec<_>>(), [(1, false), (3, false)]);
        first.pair("1,2").expect("noted");
        first.done(2, [(&window[1], "x")]).expect("done");
        first.save().expect("saved");
        assert_eq!(lines(&mut first, 1), [4]);
        first.begin_window(2).expect("begun");
        first.pair("3,4").expect("noted");
        first.rejects.append("lost").expect("written");
        drop(first);

        let mut second = open(&path, RowLayout::Lines);

        assert_eq!(second.counts(), 2);
        let rest = second.window(9, 1 << 20).expect("read");
        assert_eq!(rest.iter().map(|row| (row.line, row.in_doubt)).collect::<Vec<_>>(), [(4, true), (5, false)]);
        let read = |path: Option<&Path>| fs::read_to_string(path.expect("a file")).expect("read");
        assert_eq!(read(second.rejects()), "{\"line\":3,\"reason\":\"x\",\"row\":\"{\\\"a\\\":\"}\n");
        assert_eq!(read(second.pairs()), "1,2\n");
        second.finish();
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 3, "the file, its rejects and its pairs");
    }

    #[test]
    fn a_file_that_changed_is_imported_from_its_start() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "{\"a\":1}\n{\"a\":2}\n").expect("written");
        let mut first = open(&path, RowLayout::Lines);
        lines(&mut first, 1);
        first.done(1, []).expect("done");
        first.save().expect("saved");
        drop(first);
        fs::write(&path, "{\"a\":1}\n{\"a\":22}\n").expect("written");

        assert_eq!(open(&path, RowLayout::Lines).counts(), 0);
    }

    #[test]
    fn a_quoted_cell_may_span_lines_where_the_layout_has_quotes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        fs::write(&path, "\u{feff}userId,text\nu,\"one\n\"\"two\"\"\"\nu,x\n").expect("written");

        let mut quoted = open(&path, RowLayout::HeadedQuotedLines);
        assert_eq!(quoted.header(), "userId,text\n");
        assert_eq!(lines(&mut quoted, 9), [2, 4]);
        drop(quoted);
        assert_eq!(lines(&mut open(&path, RowLayout::HeadedLines), 9), [2, 3, 4]);
    }
}
