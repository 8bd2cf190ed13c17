//! What a person sees: tables, aligned fields and paragraphs, fitted to the terminal, never to a pipe.

use std::fmt::{self, Display};

use anstyle::{Effects, Style};

use super::{
    layout::{self, Cell, Sections},
    text::{Text, Tone},
};

const HEADER: Style = Style::new().effects(Effects::BOLD);

/// Blocks of text, a blank line between them.
#[derive(Debug, Default)]
pub(crate) struct View {
    blocks: Vec<Block>,
}

#[derive(Debug)]
enum Block {
    Text(Text),
    Verbatim(Text),
    Table(Table),
    Drawing(Box<dyn Drawing>),
}

/// What is drawn anew for each width, such as a chart.
pub(crate) trait Drawing: fmt::Debug {
    /// For a terminal of this width; without one, for a program.
    fn fitted(&self, width: Option<u16>) -> Text;
}

impl View {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A paragraph, wrapped to the terminal.
    pub(crate) fn text(mut self, text: impl Into<Text>) -> Self {
        self.blocks.push(Block::Text(text.into()));
        self
    }

    /// Text that another program reads once it is copied: shown as it is.
    pub(crate) fn verbatim(mut self, text: impl Into<Text>) -> Self {
        self.blocks.push(Block::Verbatim(text.into()));
        self
    }

    pub(crate) fn table(mut self, table: Table) -> Self {
        self.blocks.push(Block::Table(table));
        self
    }

    /// The blocks of `other` below these.
    pub(crate) fn then(mut self, other: Self) -> Self {
        self.blocks.extend(other.blocks);
        self
    }

    pub(crate) fn drawing(mut self, drawing: impl Drawing + 'static) -> Self {
        self.blocks.push(Block::Drawing(Box::new(drawing)));
        self
    }

    /// The whole, fitted to a terminal of so many columns.
    pub(crate) fn render(self, columns: Option<u16>) -> Text {
        let width = columns.map(usize::from);
        let blocks = self.blocks.into_iter().map(|block| match block {
            Block::Text(text) => text.wrapped(width, 0),
            Block::Verbatim(text) => text,
            Block::Table(table) => table.render(width),
            Block::Drawing(drawing) => drawing.fitted(columns),
        });
        blocks.reduce(|above, below| above + "\n\n" + below).unwrap_or_default()
    }
}

impl From<Table> for View {
    fn from(table: Table) -> Self {
        Self::new().table(table)
    }
}

#[derive(Debug)]
pub(crate) struct Table(Rows);

#[derive(Debug)]
enum Rows {
    Columns { header: Vec<Cell>, rows: Vec<Vec<Cell>>, sections: Sections },
    Fields(Vec<[Cell; 2]>),
}

impl Table {
    pub(crate) fn new<'a>(header: impl IntoIterator<Item = &'a str>) -> Self {
        let header = header.into_iter().map(|name| Cell::styled(&Text::one_line(name), HEADER)).collect();
        Self(Rows::Columns { header, rows: Vec::new(), sections: Sections::new() })
    }

    /// Begins a part of the table with a title of its own.
    pub(crate) fn section(&mut self, title: &str) {
        if let Rows::Columns { rows, sections, .. } = &mut self.0 {
            sections.insert(rows.len(), Cell::styled(&Text::one_line(title), HEADER));
        }
    }

    pub(crate) fn row<C: CellText>(&mut self, cells: impl IntoIterator<Item = (C, Tone)>) {
        let mut cells = cells.into_iter().map(|(text, tone)| Cell::toned(&text.cell_text(), tone));
        match &mut self.0 {
            Rows::Columns { header, rows, .. } => {
                rows.push(header.iter().map(|_| cells.next().unwrap_or_default()).collect());
            }
            Rows::Fields(rows) => rows.push([cells.next().unwrap_or_default(), cells.next().unwrap_or_default()]),
        }
    }

    fn render(&self, width: Option<usize>) -> Text {
        match &self.0 {
            Rows::Columns { header, rows, sections } => layout::table(header, rows, sections, width),
            Rows::Fields(rows) => layout::fields(rows, width),
        }
    }
}

impl<C: CellText> FromIterator<[(C, Tone); 2]> for Table {
    /// A table without a header.
    fn from_iter<I: IntoIterator<Item = [(C, Tone); 2]>>(rows: I) -> Self {
        let mut table = Self(Rows::Fields(Vec::new()));
        for row in rows {
            table.row(row);
        }
        table
    }
}

/// Names and values, the values aligned; absent values are left out.
pub(crate) fn fields<'a, C: CellText>(fields: impl IntoIterator<Item = (&'a str, Option<(C, Tone)>)>) -> Table {
    let present = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    present.map(|(name, (text, tone))| [(Text::from(name), Tone::Faint), (text.cell_text(), tone)]).collect()
}

/// What a cell is made of.
pub(crate) trait CellText {
    fn cell_text(self) -> Text;
}

impl CellText for String {
    /// On one line: a line break could begin what looks like another row.
    fn cell_text(self) -> Text {
        Text::one_line(&self)
    }
}

impl CellText for Text {
    fn cell_text(self) -> Text {
        self
    }
}

/// `12.00 KiB`, as for every size that srvls shows; only settings, such as a function's memory, have AWS's MB.
/// A negative size, which no service should answer, counts as 0.
pub(crate) fn size(bytes: impl TryInto<u64>) -> String {
    indicatif::HumanBytes(bytes.try_into().unwrap_or_default()).to_string()
}

/// What has no blank in it, such as an id, an ARN or an address, is cut only past this many characters.
const LONGEST_WORD: usize = 256;

/// The start of `text`, where it is longer than `longest` characters: the JSON has all of it.
pub(crate) fn excerpt(text: &str, longest: usize) -> String {
    let is_word = !text.starts_with(['{', '[']) && !text.contains(char::is_whitespace);
    let longest = if is_word { longest.max(LONGEST_WORD) } else { longest };
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    text.chars().take(longest - 1).chain(['…']).collect()
}

/// `a, b and c`.
pub(crate) fn listed<S: AsRef<str>>(words: &[S]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => words.concat(),
    }
}

/// `1 object`, `2 objects`.
pub(crate) fn counted<N: Display + PartialEq + From<u8>>(count: N, one: &str) -> String {
    if count == N::from(1) { format!("1 {one}") } else { format!("{count} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(view: View) -> String {
        view.render(None).unstyled()
    }

    #[test]
    fn columns_are_aligned_and_lines_have_no_trailing_blanks() {
        let mut table = Table::new(["STACK", "STATE"]);
        table.row([("srvls-dev".to_owned(), Tone::Plain), ("ready".into(), Tone::Good)]);

        assert_eq!(plain(table.into()), "STACK      STATE\nsrvls-dev  ready");
    }

    #[test]
    fn a_coloured_last_cell_leaves_no_trailing_blanks_either() {
        let mut table = Table::new(["STACK", "STATE"]);
        table.row([("a".to_owned(), Tone::Plain), ("ready".into(), Tone::Good)]);
        table.row([("b".to_owned(), Tone::Plain), ("x".into(), Tone::Bad)]);
        table.row([("c".to_owned(), Tone::Plain), (String::new(), Tone::Warning)]);

        assert_eq!(plain(table.into()), "STACK  STATE\na      ready\nb      x\nc");
    }

    #[test]
    fn only_sentences_and_documents_are_cut() {
        let arn = format!("arn:aws:sns:us-east-1:000000000000:{}", "a".repeat(60));

        assert_eq!(excerpt(&arn, 48), arn);
        assert_eq!(excerpt("one two three", 8), "one two…");
        assert_eq!(excerpt("{\"a\":[1,2,3]}", 8), "{\"a\":[1…");
        assert_eq!(excerpt(&"a".repeat(1000), 8).chars().count(), LONGEST_WORD);
    }

    #[test]
    fn an_absent_field_is_left_out() {
        let table = fields([("Stack", Some(("a".to_owned(), Tone::Plain))), ("Phone", None)]);

        assert_eq!(plain(table.into()), "Stack  a");
    }
}
