//! A document as Markdown, for a ticket or a channel: lists, as a channel shows no tables.
//!
//! Texts come from elsewhere. A word with a character that means something to some flavour of Markdown stands as code,
//! where it means nothing: no mention, no link, no markup. Backslashes would be shown in a channel.

use jiff::Timestamp;

use super::document::{Block, Cell, Document, Mark, Rows, Section};
use crate::time::{ago, minute};

/// What a word stands as code for: markup, HTML, mentions, links and references.
const MEANINGS: [&str; 15] = ["@", "#", "://", "www.", "<", ">", "&", "`", "*", "_", "~", "[", "|", "\\", "!"];

pub(super) fn render(document: &Document) -> String {
    let facts = document.facts.iter().map(|cells| {
        let cells: Vec<String> = cells.iter().filter_map(|cell| shown(cell, document.now)).collect();
        cells.join(" ")
    });
    let facts: Vec<String> = facts.collect();
    let mut text = format!("# {}\n\n{}\n", plain(&document.title), facts.join(" · "));
    for section in &document.sections {
        text.push_str(&rendered(section, document.now));
    }
    text
}

fn rendered(section: &Section, now: Timestamp) -> String {
    let mut text = format!("\n## {}\n\n", section.title);
    for block in &section.blocks {
        match block {
            Block::Note(_, note) => text.push_str(&format!("- {}\n", plain(note))),
            Block::Rows(rows) => text.push_str(&list(rows, now)),
            Block::Charts { figures, marks } => {
                for figure in &figures.figures {
                    let lines: Vec<String> = figure.lines.iter().map(|line| line.summary(&figure.unit)).collect();
                    let limit = figure.limit_text().map(|limit| format!("; {limit}")).unwrap_or_default();
                    text.push_str(&format!("- **{}** {}\n", figure.title, plain(&(lines.join("; ") + &limit))));
                }
                for Mark { at, name } in marks {
                    text.push_str(&format!("- {}: {}\n", minute(*at), plain(name)));
                }
            }
        }
    }
    text
}

fn list(rows: &Rows, now: Timestamp) -> String {
    let indent = if rows.title.is_empty() { "" } else { "  " };
    let title = if rows.title.is_empty() { String::new() } else { format!("- {}:\n", rows.title) };
    rows.rows.iter().fold(title, |text, row| {
        let cells: Vec<String> = row.iter().filter_map(|cell| shown(cell, now)).collect();
        format!("{text}{indent}- {}\n", cells.join(" · "))
    })
}

/// `None` for an empty cell.
fn shown(cell: &Cell, now: Timestamp) -> Option<String> {
    Some(match cell {
        Cell::Empty => return None,
        Cell::Text(text) | Cell::Toned(_, text) => plain(text),
        Cell::Code(text) => code(text),
        Cell::Time(at) => format!("{} ({})", minute(*at), relative(*at, now)),
    })
}

/// `12m ago`, `in 30m`.
pub(super) fn relative(at: Timestamp, now: Timestamp) -> String {
    if at > now { format!("in {}", ago(now, at).trim_end_matches(" ago")) } else { ago(at, now) }
}

/// `text` whose words mean nothing but themselves.
fn plain(text: &str) -> String {
    let word = |word: &str| {
        let means = MEANINGS.iter().any(|meaning| word.to_ascii_lowercase().contains(meaning));
        if means { code(word) } else { word.to_owned() }
    };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

fn code(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
    // A channel that gets it from a program reads `<!channel>` even in code.
    let unaddressed =
        ["<!", "<@", "<#"].iter().fold(one_line, |text, sign| text.replace(sign, &format!("< {}", &sign[1..])));
    if unaddressed.is_empty() { String::new() } else { format!("`{unaddressed}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_a_meaning_stands_as_code() {
        assert_eq!(plain("hello, world (twice)"), "hello, world (twice)");
        assert_eq!(plain("ask @ops or a***@e***.com"), "ask `@ops` or `a***@e***.com`");
        assert_eq!(plain("see https://evil.example [x](y) #12"), "see `https://evil.example` `[x](y)` `#12`");
        assert_eq!(plain("<img src=x> **bold** a|b get_profile"), "`<img` `src=x>` `**bold**` `a|b` `get_profile`");
        assert_eq!(plain("WWW.evil.example"), "`WWW.evil.example`");
    }

    #[test]
    fn nothing_ends_a_code_span_or_a_line_early() {
        assert_eq!(code("a `b` c\n\n# d"), "`a 'b' c # d`");
        assert_eq!(plain("`` ` ``"), "`''` `'` `''`");
        assert_eq!(code("<!channel> <@U1> <#C1>"), "`< !channel> < @U1> < #C1>`");
        assert_eq!(code(""), "");
    }

    #[test]
    fn a_time_is_relative_in_both_directions() {
        let at = |text: &str| text.parse().expect("a time");

        assert_eq!(relative(at("2026-11-22T10:00:00Z"), at("2026-11-22T10:12:00Z")), "12m ago");
        assert_eq!(relative(at("2026-11-22T10:30:00Z"), at("2026-11-22T10:00:00Z")), "in 30m");
    }
}
