//! A document as one page of HTML: nothing is loaded, nothing runs.

mod chart;

use base64::Engine as _;
use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::{
    document::{Block, Cell, Document, Rows, Section, Tone},
    markdown::relative,
};
use crate::time::minute;

const STYLE: &str = include_str!("style.css");

/// In characters.
const LONG: usize = 24;

pub(super) fn render(document: &Document) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                // Without one, a browser asks the server for it.
                link rel="icon" href="data:,";
                title { (document.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (document.title) }
                    ul.facts {
                        @for fact in &document.facts {
                            li { @for cell in fact { (shown(cell, document.now)) " " } }
                        }
                    }
                }
                main { @for section in &document.sections { (rendered(section, document.now)) } }
                footer { "Made by srvls " (env!("CARGO_PKG_VERSION")) " at " (time(document.now)) "." }
            }
        }
    };
    page.into_string()
}

/// Allows the page its own style and nothing else.
fn policy() -> String {
    let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'")
}

fn rendered(section: &Section, now: Timestamp) -> Markup {
    html! {
        section {
            h2 { (section.title) }
            @for block in &section.blocks {
                @match block {
                    Block::Note(tone, note) => p class=(class(*tone)) { (note) },
                    Block::Rows(rows) => (table(rows, section.title, now)),
                    Block::Charts { figures, marks } => (chart::charts(figures, marks)),
                }
            }
        }
    }
}

/// It scrolls by itself where it is wider than the screen, also by the keyboard.
fn table(rows: &Rows, section: &str, now: Timestamp) -> Markup {
    let name = if rows.title.is_empty() { section } else { rows.title };
    html! {
        @if !rows.title.is_empty() { h3 { (rows.title) } }
        div.scroll tabindex="0" role="region" aria-label=(name) {
            table {
                thead { tr { @for head in &rows.header { th scope="col" { (head) } } } }
                tbody {
                    @for row in &rows.rows {
                        tr { @for cell in row { td.long[is_long(cell)] { (shown(cell, now)) } } }
                    }
                }
            }
        }
    }
}

/// Whether it needs more room than a column of a phone has.
fn is_long(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) | Cell::Code(text) => text.chars().count() > LONG,
        Cell::Toned(..) | Cell::Time(_) | Cell::Empty => false,
    }
}

fn shown(cell: &Cell, now: Timestamp) -> Markup {
    html! {
        @match cell {
            Cell::Empty => "",
            Cell::Text(text) => (text),
            Cell::Toned(tone, text) => span class=(class(*tone)) { (text) },
            Cell::Code(text) => code { (text) },
            Cell::Time(at) => span { (time(*at)) " " small { (relative(*at, now)) } },
        }
    }
}

fn time(at: Timestamp) -> Markup {
    html! { time datetime=(at) { (minute(at)) } }
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Warning => "warning",
        Tone::Bad => "bad",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_with(cell: Cell, note: &str) -> String {
        let mut section = Section::new("Errors");
        section.note(Tone::Bad, note);
        section.rows("", &["One of them"], vec![vec![cell]]);
        render(&Document {
            title: "Handover of dev".into(),
            facts: Vec::new(),
            now: "2026-11-22T10:12:00Z".parse().expect("a time"),
            sections: vec![section],
        })
    }

    #[test]
    fn what_comes_from_elsewhere_stays_text() {
        let hostile = "</code><script>alert(1)</script><img src=x onerror=\"alert(1)\">&quot;'";

        let page = page_with(Cell::Code(hostile.into()), hostile);

        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert_eq!(page.matches("&lt;script&gt;").count(), 2);
        assert_eq!(page.matches("&amp;quot;").count(), 2);
    }

    #[test]
    fn the_page_allows_its_own_style_alone_and_names_nothing_to_load() {
        let page = page_with(Cell::Empty, "");

        assert!(page.contains("default-src 'none'; style-src 'sha256-"), "{page}");
        // The one address in it loads nothing.
        let loads = ["src=", "url(", "@import", "http://", "https://", "style=", "<script"];
        assert!(loads.iter().all(|load| !page.contains(load)), "{page}");
        assert_eq!(page.matches("href=").count(), 1);
    }
}
