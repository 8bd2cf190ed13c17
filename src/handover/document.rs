//! What a page and a ticket both show: sections of notes, rows and charts.

use jiff::Timestamp;

use super::figures::Figures;

#[derive(Debug)]
pub(super) struct Document {
    pub(super) title: String,
    /// Of what, of which time, and how it is shown.
    pub(super) facts: Vec<Vec<Cell>>,
    /// What relative times are relative to.
    pub(super) now: Timestamp,
    pub(super) sections: Vec<Section>,
}

#[derive(Debug)]
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) blocks: Vec<Block>,
}

#[derive(Debug)]
pub(super) enum Block {
    Note(Tone, String),
    Rows(Rows),
    Charts { figures: Figures, marks: Vec<Mark> },
}

#[derive(Debug)]
pub(super) struct Rows {
    pub(super) title: &'static str,
    pub(super) header: Vec<&'static str>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A moment that may explain a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) at: Timestamp,
    pub(super) name: String,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Toned(Tone, String),
    /// What is copied, or stood somewhere like that.
    Code(String),
    Time(Timestamp),
    Empty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Good,
    Warning,
    Bad,
}

impl Section {
    pub(super) fn new(title: &'static str) -> Self {
        Self { title, blocks: Vec::new() }
    }

    pub(super) fn note(&mut self, tone: Tone, text: impl Into<String>) {
        self.blocks.push(Block::Note(tone, text.into()));
    }

    /// Rows, if there are any.
    pub(super) fn rows(&mut self, title: &'static str, header: &[&'static str], rows: Vec<Vec<Cell>>) {
        if !rows.is_empty() {
            self.blocks.push(Block::Rows(Rows { title, header: header.to_vec(), rows }));
        }
    }
}

impl Cell {
    pub(super) fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    pub(super) fn code(text: Option<&str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Empty, |text| Self::Code(text.to_owned()))
    }

    pub(super) fn optional(text: Option<&String>) -> Self {
        text.map_or(Self::Empty, |text| Self::text(text))
    }

    pub(super) fn time(at: Option<Timestamp>) -> Self {
        at.map_or(Self::Empty, Self::Time)
    }
}
