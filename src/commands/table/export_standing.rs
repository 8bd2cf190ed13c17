//! How far the export of a table has come.

use serde::{Deserialize, Serialize};

use crate::{
    aws::tables::{Item, Position, SegmentPage},
    copies::{FileFormat, Unfinished},
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct TableStanding {
    /// The table's ARN.
    table: String,
    format: FileFormat,
    masked: bool,
    pub(super) columns: Vec<String>,
    pub(super) segments: Vec<SegmentStanding>,
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

impl TableStanding {
    /// At the start.
    pub(super) fn of(table: &str, format: FileFormat, masked: bool, segments: usize) -> Self {
        Self {
            table: table.to_owned(),
            format,
            masked,
            columns: Vec::new(),
            segments: vec![SegmentStanding::default(); segments],
            consumed_capacity: 0.0,
        }
    }

    pub(super) fn page_done(&mut self, segment: usize, page: &SegmentPage) {
        self.consumed_capacity += page.consumed_capacity;
        let next = page.next.as_ref().map(Position::to_json);
        self.segments[segment] = SegmentStanding { done: next.is_none(), next };
    }
}

impl Unfinished for TableStanding {
    /// In however many segments.
    fn differs(&self, begun: &Self) -> Option<&'static str> {
        if self.table != begun.table {
            Some("of another table")
        } else if self.masked != begun.masked {
            Some(if self.masked { "with masked data" } else { "with `--reveal`" })
        } else if self.format != begun.format {
            Some("in another format")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun() -> TableStanding {
        TableStanding::of("arn", FileFormat::Jsonl, false, 2)
    }

    #[test]
    fn a_segment_goes_on_after_its_last_page() {
        let mut standing = begun();
        let page = |more: bool| {
            let next = more.then(|| Position::of_json(serde_json::Map::new()).expect("a position"));
            SegmentPage { items: Vec::new(), consumed_capacity: 1.5, next }
        };

        standing.page_done(0, &page(true));
        standing.page_done(1, &page(false));

        assert!(standing.segments[0].position().is_some() && !standing.segments[0].done);
        assert!(standing.segments[1].done);
        assert!((standing.consumed_capacity - 3.0).abs() < f64::EPSILON);
    }

    #[test]
    fn an_export_goes_on_in_any_number_of_segments_but_not_as_another() {
        let differs = |other: TableStanding| other.differs(&begun());

        assert_eq!(differs(TableStanding::of("arn", FileFormat::Jsonl, false, 7)), None);
        assert_eq!(differs(TableStanding { masked: true, ..begun() }), Some("with masked data"));
        assert_eq!(differs(TableStanding { table: "b".into(), ..begun() }), Some("of another table"));
        assert_eq!(differs(TableStanding { format: FileFormat::Csv, ..begun() }), Some("in another format"));
    }
}
