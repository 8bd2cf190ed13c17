//! What a person sees: tables and aligned fields, wrapped to the terminal, never to a pipe.

use comfy_table::{Attribute, Cell, Color, ContentArrangement, presets::NOTHING};

use super::text::{Text, Tone};

/// Blocks of text, a blank line between them.
#[derive(Debug, Default)]
pub(crate) struct View {
    blocks: Vec<Block>,
}

#[derive(Debug)]
enum Block {
    Text(Text),
    Table(Box<Table>),
}

impl View {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn text(mut self, text: impl Into<Text>) -> Self {
        self.blocks.push(Block::Text(text.into()));
        self
    }

    pub(crate) fn table(mut self, table: Table) -> Self {
        self.blocks.push(Block::Table(Box::new(table)));
        self
    }

    /// The whole, wrapped to `width`.
    pub(crate) fn render(self, width: Option<u16>) -> Text {
        let blocks = self.blocks.into_iter().map(|block| match block {
            Block::Text(text) => text,
            Block::Table(table) => table.render(width),
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
pub(crate) struct Table(comfy_table::Table);

impl Table {
    pub(crate) fn new<'a>(header: impl IntoIterator<Item = &'a str>) -> Self {
        let mut table = Self::bare();
        table
            .0
            .set_header(header.into_iter().map(|name| Cell::new(Text::one_line(name)).add_attribute(Attribute::Bold)));
        table
    }

    fn bare() -> Self {
        let mut table = comfy_table::Table::new();
        table.load_style(NOTHING).enforce_styling();
        Self(table)
    }

    pub(crate) fn row<C: CellText>(&mut self, cells: impl IntoIterator<Item = (C, Tone)>) {
        self.0.add_row(cells.into_iter().map(|(text, tone)| paint(&text.cell_text(), tone)));
    }

    fn render(mut self, width: Option<u16>) -> Text {
        if let Some(width) = width {
            self.0.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        // Cells are padded on both sides; the outermost need no margin.
        let last = self.0.column_count().saturating_sub(1);
        for (index, column) in self.0.column_iter_mut().enumerate() {
            column.set_padding((u16::from(index > 0), u16::from(index < last)));
        }
        Text::of_cells(self.0.lines().map(|line| without_trailing_blanks(&line)).collect::<Vec<_>>().join("\n"))
    }
}

/// comfy-table pads the last cell too, and a coloured one inside its colour.
fn without_trailing_blanks(line: &str) -> String {
    let is_style = |code: &str| code.strip_suffix('m').is_some_and(|code| !code.contains('m'));
    let (mut text, mut styles) = (line.trim_end(), Vec::new());
    while let Some((rest, code)) = text.rsplit_once("\u{1b}[").filter(|(_, code)| is_style(code)) {
        styles.push(format!("\u{1b}[{code}"));
        text = rest.trim_end();
    }
    styles.push(text.to_owned());
    styles.into_iter().rev().collect()
}

impl<C: CellText, const N: usize> FromIterator<[(C, Tone); N]> for Table {
    /// A table without a header.
    fn from_iter<I: IntoIterator<Item = [(C, Tone); N]>>(rows: I) -> Self {
        let mut table = Self::bare();
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

fn paint(text: &Text, tone: Tone) -> Cell {
    let cell = Cell::new(text);
    match tone {
        Tone::Plain => cell,
        Tone::Good => cell.fg(Color::DarkGreen),
        Tone::Warning => cell.fg(Color::DarkYellow),
        Tone::Bad => cell.fg(Color::DarkRed),
        Tone::Faint => cell.add_attribute(Attribute::Dim),
    }
}

/// `12.00 KiB`, as for every size that srvls shows; only settings, such as a function's memory, have AWS's MB.
/// A negative size, which no service should answer, counts as 0.
pub(crate) fn size(bytes: impl TryInto<u64>) -> String {
    indicatif::HumanBytes(bytes.try_into().unwrap_or_default()).to_string()
}

/// `1 object`, `2 objects`.
pub(crate) fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
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
    fn an_absent_field_is_left_out() {
        let table = fields([("Stack", Some(("a".to_owned(), Tone::Plain))), ("Phone", None)]);

        assert_eq!(plain(table.into()), "Stack  a");
    }
}
