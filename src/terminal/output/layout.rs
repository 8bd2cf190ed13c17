//! How tables, fields and paragraphs fit a terminal.
//!
//! comfy-table aligns the columns. It would break what is too long anywhere, so lines are broken here, between words.
//! Where columns don't fit side by side, each row becomes a record of its own.

use std::{borrow::Cow, collections::BTreeMap, iter, mem};

use anstyle::Style;
use comfy_table::presets::NOTHING;

use super::{
    text::{Text, Tone},
    words::{pieces, width, wrapped},
};

/// Between two columns.
const GAP: usize = 2;
/// What is longer than this may be wrapped, to this width at least.
const READABLE: usize = 16;
/// What is wider than this in the last column gets lines of its own.
const LAST: usize = 24;
/// Before a value that has lines of its own.
const INDENT: usize = 2;

/// One cell: escaped lines, and how they are painted.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    lines: Vec<String>,
    style: Style,
}

impl Cell {
    pub(super) fn toned(text: &Text, tone: Tone) -> Self {
        Self::styled(text, tone.style())
    }

    pub(super) fn styled(text: &Text, style: Style) -> Self {
        Self { lines: text.unstyled().split('\n').map(|line| line.trim_end().to_owned()).collect(), style }
    }

    fn is_empty(&self) -> bool {
        self.lines.iter().all(String::is_empty)
    }

    /// The columns that it takes if no line is wrapped.
    fn widest(&self) -> usize {
        self.lines.iter().map(|line| width(line)).max().unwrap_or_default()
    }

    /// The columns that it takes at least.
    fn least(&self) -> usize {
        let widest_piece = |line: &String| pieces(line).map(|(_, piece)| width(piece)).max().unwrap_or_default();
        let least = self.lines.iter().map(widest_piece).max().unwrap_or_default();
        least.max(self.widest().min(READABLE))
    }

    fn wrapped(&self, limit: usize) -> Vec<String> {
        self.lines.iter().flat_map(|line| wrapped(line, limit)).collect()
    }

    fn painted(&self, line: &str) -> Text {
        // Nothing has no style: the blanks before it are at the end of the line.
        if line.is_empty() { Text::default() } else { Text::styled(line, self.style) }
    }
}

/// Columns side by side, with lines between them that cross all columns.
struct Columns {
    table: comfy_table::Table,
    crossing: BTreeMap<usize, Text>,
}

impl Columns {
    fn new() -> Self {
        let mut table = comfy_table::Table::new();
        table.load_style(NOTHING);
        Self { table, crossing: BTreeMap::new() }
    }

    fn line(&mut self, cells: impl IntoIterator<Item = Text>) {
        self.table.add_row(cells.into_iter().map(|cell| cell.to_string()));
    }

    fn crossing_line(&mut self, text: Text) {
        self.crossing.insert(self.table.row_count(), text);
        self.line([Text::default()]);
    }

    /// The lines of one row, the last column of which has `room`.
    fn row(&mut self, row: &[Cell], widths: &[usize], limit: Option<usize>) {
        let mut cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, width)| cell.wrapped(*width)).collect();
        let room = widths.last().copied().unwrap_or_default();
        part_overlong_lines(&mut cells, room);
        let start = widths.iter().rev().skip(1).map(|width| width + GAP).sum::<usize>();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        for index in 0..height {
            let line = |lines: &Vec<String>| lines.get(index).cloned().unwrap_or_default();
            match row.last().zip(cells.last().map(line)).filter(|(_, text)| width(text) > room) {
                // It ends at the edge of the terminal.
                Some((cell, text)) => {
                    self.crossing_line(Text::from(" ".repeat(indent(start, &text, limit))) + cell.painted(&text));
                }
                None => self.line(row.iter().zip(&cells).map(|(cell, lines)| cell.painted(&line(lines)))),
            }
        }
    }

    fn text(mut self) -> Text {
        // Cells are padded on both sides; the outermost need no margin.
        let last = self.table.column_count().saturating_sub(1);
        for (index, column) in self.table.column_iter_mut().enumerate() {
            let gap = u16::try_from(GAP).unwrap_or_default();
            column.set_padding((0, if index < last { gap } else { 0 }));
        }
        let lines = self.table.lines().enumerate().map(|(index, line)| match self.crossing.get(&index) {
            Some(text) => text.to_string(),
            None => line.trim_end().to_owned(),
        });
        Text::of_lines(&lines.collect::<Vec<_>>())
    }
}

/// The titles of the parts of a table, by the index of the first row below.
pub(super) type Sections = BTreeMap<usize, Cell>;

/// Rows below their header, side by side or, where they don't fit, each as a record.
pub(super) fn table(header: &[Cell], rows: &[Vec<Cell>], sections: &Sections, limit: Option<usize>) -> Text {
    let title = |index: usize| sections.get(&index).map(|title| title.painted(&title.lines.join(" ")));
    let below: Vec<Cow<'_, [Cell]>> =
        rows.iter().map(|row| if sections.is_empty() { row.into() } else { indented(row).into() }).collect();
    let all: Vec<&[Cell]> = iter::once(header).chain(below.iter().map(AsRef::as_ref)).collect();
    let Some(widths) = column_widths(&all, limit) else {
        let records = rows
            .iter()
            .enumerate()
            .flat_map(|(index, row)| title(index).into_iter().chain([record(header, row, limit)]));
        return joined(records, "\n\n");
    };
    let mut columns = Columns::new();
    columns.row(header, &widths, limit);
    for (index, row) in below.iter().enumerate() {
        title(index).into_iter().for_each(|title| columns.crossing_line(title));
        columns.row(row, &widths, limit);
    }
    columns.text()
}

/// The row with its first cell below the title of its section.
fn indented(row: &[Cell]) -> Vec<Cell> {
    let mut row = row.to_vec();
    let lines = row.first_mut().into_iter().flat_map(|first| &mut first.lines);
    lines.for_each(|line| line.insert_str(0, &" ".repeat(INDENT)));
    row
}

/// A name on the left, its value beside it, or below it where that fits better.
pub(super) fn fields(rows: &[[Cell; 2]], limit: Option<usize>) -> Text {
    let names = rows.iter().map(|[name, _]| name.widest()).max().unwrap_or_default();
    let room = limit.map_or(usize::MAX, |limit| limit.saturating_sub(names + GAP));
    let mut columns = Columns::new();
    for row @ [name, value] in rows {
        if value.widest() <= room || room >= READABLE && value.least() <= room {
            columns.row(row, &[names, room], limit);
            continue;
        }
        columns.row(&[name.clone(), Cell::default()], &[names, room], limit);
        for line in value.wrapped(limit.unwrap_or(usize::MAX).saturating_sub(INDENT)) {
            columns.crossing_line(Text::from(" ".repeat(indent(INDENT, &line, limit))) + value.painted(&line));
        }
    }
    columns.text()
}

/// How far to indent a line of its own: less than `wanted` where the terminal would break the line otherwise.
fn indent(wanted: usize, line: &str, limit: Option<usize>) -> usize {
    let Some(limit) = limit else { return wanted };
    limit.checked_sub(width(line)).map_or(INDENT, |left| wanted.min(left))
}

/// The cells that have a value, as fields; a cell without a name goes before the next one.
fn record(header: &[Cell], row: &[Cell], limit: Option<usize>) -> Text {
    let mut fields: Vec<[Cell; 2]> = Vec::new();
    let mut unnamed = String::new();
    for (name, value) in header.iter().zip(row).filter(|(_, value)| !value.is_empty()) {
        if name.is_empty() {
            unnamed = format!("{} ", value.lines.join(" "));
            continue;
        }
        let mut value = value.clone();
        if let Some(first) = value.lines.first_mut() {
            first.insert_str(0, &mem::take(&mut unnamed));
        }
        fields.push([name.clone(), value]);
    }
    self::fields(&fields, limit)
}

/// How wide each column is within `limit`; `None` if they don't fit side by side.
fn column_widths(rows: &[&[Cell]], limit: Option<usize>) -> Option<Vec<usize>> {
    let widest_of = |measure: fn(&Cell) -> usize| -> Vec<usize> {
        let columns = rows.iter().map(|row| row.len()).max().unwrap_or_default();
        let column = |index: usize| rows.iter().filter_map(move |row| row.get(index));
        (0..columns).map(|index| column(index).map(measure).max().unwrap_or_default()).collect()
    };
    let mut widths = widest_of(Cell::widest);
    let Some(limit) = limit else { return Some(widths) };
    let room = limit.checked_sub(GAP * widths.len().saturating_sub(1))?;
    if widths.iter().sum::<usize>() <= room {
        return Some(widths);
    }
    let mut least = widest_of(Cell::least);
    if let Some(last) = least.last_mut() {
        *last = LAST.min(*last);
    }
    if least.iter().sum::<usize>() > room {
        return None;
    }
    // What is widest gives first.
    for _ in room..widths.iter().sum() {
        let wide = (0..widths.len()).filter(|index| widths[*index] > least[*index]);
        let widest = wide.max_by_key(|index| widths[*index])?;
        widths[widest] -= 1;
    }
    Some(widths)
}

/// Moves what is too long for the last column to lines on which no other cell has any text.
fn part_overlong_lines(cells: &mut [Vec<String>], room: usize) {
    let Some((last, others)) = cells.split_last_mut() else { return };
    let mut at = 0;
    while at < last.len() {
        if width(&last[at]) > room {
            if others.iter().any(|lines| lines.get(at).is_some_and(|line| !line.is_empty())) {
                last.insert(at, String::new());
                at += 1;
            }
            others.iter_mut().filter(|lines| lines.len() > at).for_each(|lines| lines.insert(at, String::new()));
        }
        at += 1;
    }
}

fn joined(lines: impl IntoIterator<Item = Text>, between: &str) -> Text {
    lines.into_iter().reduce(|above, below| above + between + below).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Cell {
        Cell::toned(&text.into(), Tone::Plain)
    }

    fn cells(texts: &[&str]) -> Vec<Cell> {
        texts.iter().map(|text| cell(text)).collect()
    }

    fn shown(rows: &[&[&str]], limit: usize) -> String {
        let rows: Vec<Vec<Cell>> = rows.iter().map(|row| cells(row)).collect();
        table(&rows[0], &rows[1..], &Sections::new(), Some(limit)).unstyled()
    }

    const RELEASES: [&[&str]; 2] = [
        &["RELEASE", "WHAT IT IS"],
        &["r20261128T202110885Z-api-and-edge", "the one before the last one that is live"],
    ];

    #[test]
    fn columns_get_narrower_between_words_only() {
        insta::assert_snapshot!(shown(&RELEASES, 60), @"
        RELEASE                            WHAT IT IS
        r20261128T202110885Z-api-and-edge  the one before the last
                                           one that is live
        ");
    }

    #[test]
    fn columns_that_do_not_fit_become_records() {
        insta::assert_snapshot!(shown(&RELEASES, 40), @"
        RELEASE
          r20261128T202110885Z-api-and-edge
        WHAT IT IS  the one before the last one
                    that is live
        ");
        let rows: [&[&str]; 3] = [&["", "NAME", "NOTE"], &["+", "a-very-long-name", ""], &["-", "b", "c"]];
        insta::assert_snapshot!(shown(&rows, 20), @"
        NAME
          + a-very-long-name

        NAME  - b
        NOTE  c
        ");
    }

    #[test]
    fn what_is_too_long_for_the_last_column_has_a_line_of_its_own() {
        let rows: [&[&str]; 3] = [
            &["CHECK", "RESULT", "DETAIL"],
            &["two words in it", "PASS", "see https://docs.aws.amazon.com/a/long/address/of/a/page for more of it"],
            &["b", "FAIL", "no"],
        ];

        insta::assert_snapshot!(shown(&rows, 52), @"
        CHECK            RESULT  DETAIL
        two words in it  PASS    see
        https://docs.aws.amazon.com/a/long/address/of/a/page
                                 for more of it
        b                FAIL    no
        ");
    }

    #[test]
    fn a_line_of_its_own_is_indented_less_if_it_only_just_fits() {
        let shown = |width| fields(&[[cell("stolen"), cell("srvls`contain`0123456789")]], Some(width)).unstyled();

        assert_eq!(shown(26), "stolen\n  srvls`contain`0123456789");
        assert_eq!(shown(25), "stolen\n srvls`contain`0123456789");
        assert_eq!(shown(24), "stolen\nsrvls`contain`0123456789");
        assert_eq!(shown(20), "stolen\n  srvls`contain`0123456789", "the terminal breaks it anyway");
    }

    #[test]
    fn an_unknown_width_wraps_nothing() {
        let rows = [cells(&["a", &"long ".repeat(100)])];

        assert_eq!(table(&cells(&["A", "B"]), &rows, &Sections::new(), None).unstyled().lines().count(), 2);
    }

    #[test]
    fn columns_of_wide_letters_are_aligned() {
        let rows: [&[&str]; 3] = [&["NAME", "N"], &["이도", "1"], &["👩‍💻", "2"]];

        let text = shown(&rows, 80);

        let ends: Vec<usize> = text.lines().map(width).collect();
        assert_eq!(ends, [7, 7, 7], "{text}");
    }
}
