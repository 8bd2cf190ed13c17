//! The file of an export: written beside its place until it is whole, and continued after a kill.

use std::{
    fs::{self, File},
    io::{Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    checkpoint::{Checkpoint, beside, lock, private, write_error},
    file_format::{Encoder, FileFormat},
};
use crate::{
    aws::tables::{Item, Position, SegmentPage},
    error::Error,
};

/// Where an export stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Standing {
    /// The table's ARN.
    pub(super) table: String,
    pub(super) format: FileFormat,
    pub(super) masked: bool,
    pub(super) columns: Vec<String>,
    pub(super) segments: Vec<SegmentStanding>,
    /// What of the file counts: behind it is what a killed run wrote last.
    bytes: u64,
    pub(super) items: u64,
    pub(super) consumed_capacity: f64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct SegmentStanding {
    /// The key after which its next page begins.
    next: Option<Item>,
    pub(super) done: bool,
}

impl SegmentStanding {
    pub(super) fn position(&self) -> Option<Position> {
        self.next.clone().and_then(Position::of_json)
    }
}

impl Standing {
    /// At the start.
    pub(super) fn of(table: &str, format: FileFormat, masked: bool, segments: usize) -> Self {
        Self {
            table: table.to_owned(),
            format,
            masked,
            columns: Vec::new(),
            segments: vec![SegmentStanding::default(); segments],
            bytes: 0,
            items: 0,
            consumed_capacity: 0.0,
        }
    }

    /// Whether it is the same export, in however many segments.
    fn continues(&self, other: &Self) -> bool {
        (&self.table, self.format, self.masked) == (&other.table, other.format, other.masked)
    }
}

/// The file as far as it is written.
pub(super) struct Partial {
    /// Its place once it is whole.
    place: PathBuf,
    path: PathBuf,
    file: File,
    checkpoint: Checkpoint,
    pub(super) standing: Standing,
}

impl Partial {
    /// Begins the export to `place`, or goes on with the one that was begun there.
    ///
    /// # Errors
    /// When there is a file already, another export was begun there, or another run is at work on it.
    pub(super) fn open(place: &Path, begun: Standing) -> Result<Self, Error> {
        if place.exists() {
            return Err(Error::usage(
                format!("`{}` is there already", place.display()),
                "choose another file with `--out`, or remove this one first",
            ));
        }
        let path = beside(place, ".partial");
        let open = private().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open.map_err(write_error(&path))?;
        lock(&file, &path)?;
        let checkpoint = Checkpoint::at(beside(place, ".state.json"));
        let length = file.metadata().map_err(write_error(&path))?.len();
        let standing = match checkpoint.load::<Standing>() {
            // A file that is shorter than it should be lost what was written last.
            Some(earlier) if earlier.bytes <= length && earlier.continues(&begun) => earlier,
            Some(earlier) if earlier.bytes <= length => return Err(another(&path, &earlier, &begun)),
            _ => begun,
        };
        file.set_len(standing.bytes).map_err(write_error(&path))?;
        file.seek(SeekFrom::End(0)).map_err(write_error(&path))?;
        Ok(Self { place: place.to_owned(), path, file, checkpoint, standing })
    }

    pub(super) fn has_begun(&self) -> bool {
        self.standing.bytes > 0 || self.standing.items > 0
    }

    /// Writes what stands before the first row.
    pub(super) fn begin(&mut self, header: &str) -> Result<(), Error> {
        self.write(header.as_bytes())?;
        self.save()
    }

    /// Adds a page of a segment.
    pub(super) fn add(&mut self, index: usize, page: SegmentPage, encoder: &Encoder<'_>) -> Result<(), Error> {
        let rows: String = page.items.iter().map(|item| encoder.row(item)).collect();
        self.write(rows.as_bytes())?;
        self.standing.items += u64::try_from(page.items.len()).unwrap_or_default();
        self.standing.consumed_capacity += page.consumed_capacity;
        let next = page.next.as_ref().map(Position::to_json);
        self.standing.segments[index] = SegmentStanding { done: next.is_none(), next };
        if self.checkpoint.is_due() { self.save() } else { Ok(()) }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(write_error(&self.path))?;
        self.standing.bytes += u64::try_from(bytes.len()).unwrap_or_default();
        Ok(())
    }

    pub(super) fn save(&mut self) -> Result<(), Error> {
        self.checkpoint.save(&self.standing)
    }

    /// Moves the whole file to its place, and returns its size.
    pub(super) fn finish(self) -> Result<u64, Error> {
        self.file.sync_all().map_err(write_error(&self.path))?;
        fs::rename(&self.path, &self.place).map_err(write_error(&self.place))?;
        self.checkpoint.remove();
        Ok(self.standing.bytes)
    }
}

fn another(path: &Path, earlier: &Standing, begun: &Standing) -> Error {
    let way = if earlier.table != begun.table {
        "of another table"
    } else if earlier.masked != begun.masked {
        if earlier.masked { "with masked data" } else { "with `--reveal`" }
    } else {
        "in another format"
    };
    Error::usage(
        format!("`{}` is an export {way} that was not finished", path.display()),
        "finish it by the command that began it, remove it, or choose another file with `--out`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::tables::{TypedItem, fake::app_data, item_of_json},
        privacy::Privacy,
    };

    fn begun() -> Standing {
        Standing::of("arn", FileFormat::Jsonl, false, 2)
    }

    fn page(ids: &[&str], more: bool) -> SegmentPage {
        let item = |id: &&str| item_of_json(&format!(r#"{{"userId":"{id}","dataId":"d"}}"#), None).expect("an item");
        let items: Vec<TypedItem> = ids.iter().map(item).collect();
        let next = more.then(|| Position::of_json(serde_json::Map::new()).expect("a position"));
        SegmentPage { items, consumed_capacity: 1.5, next }
    }

    fn add(partial: &mut Partial, index: usize, page: SegmentPage) {
        let keys = app_data("t").keys;
        let encoder =
            Encoder { format: FileFormat::Jsonl, keys: &keys, privacy: Privacy::Revealed, columns: Vec::new() };
        partial.add(index, page, &encoder).expect("added");
    }

    #[test]
    fn an_export_goes_on_after_what_was_saved() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("a.jsonl");
        let mut first = Partial::open(&place, begun()).expect("opened");
        first.begin("").expect("begun");
        add(&mut first, 0, page(&["1"], true));
        first.save().expect("saved");
        add(&mut first, 1, page(&["2"], false));
        drop(first);

        let mut second = Partial::open(&place, Standing::of("arn", FileFormat::Jsonl, false, 7)).expect("opened");
        assert_eq!((second.standing.items, second.standing.segments.len()), (1, 2), "as it was saved");
        assert!(!second.standing.segments[1].done && second.standing.segments[0].position().is_some());
        add(&mut second, 1, page(&["2"], false));
        add(&mut second, 0, page(&["3"], false));
        second.finish().expect("whole");

        let rows = fs::read_to_string(&place).expect("read");
        assert_eq!(
            rows,
            "{\"userId\":\"1\",\"dataId\":\"d\"}\n{\"userId\":\"2\",\"dataId\":\"d\"}\n{\"userId\":\"3\",\"dataId\":\"d\"}\n"
        );
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1, "nothing else stays");
    }

    #[test]
    fn another_export_of_the_same_name_is_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("a.jsonl");
        let mut first = Partial::open(&place, begun()).expect("opened");
        first.begin("").expect("begun");
        let refusal = |standing| Partial::open(&place, standing).err().expect("refused").to_string();
        assert!(refusal(begun()).starts_with("another run is at work on "));
        drop(first);

        assert!(
            refusal(Standing { masked: true, ..begun() }).contains("an export with `--reveal` that was not finished")
        );
        assert!(refusal(Standing { table: "b".into(), ..begun() }).contains("of another table"));
        assert!(refusal(Standing { format: FileFormat::Csv, ..begun() }).contains("in another format"));
        fs::write(&place, "mine").expect("written");
        assert!(refusal(begun()).ends_with("is there already"));
    }
}
