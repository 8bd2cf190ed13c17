//! Lines break between words only: what can be copied is never broken.
//!
//! Names, ids, ARNs, addresses and numbers have no blank in them; commands stand in backticks or, as JSON does, fill
//! their line: none of them is broken, even if a line gets too long by it. A terminal continues such a line on its next
//! row, and copies it whole.

use std::iter;

use anstream::adapter::strip_str;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The columns that `text` takes on a terminal, without its styles.
pub(super) fn width(text: &str) -> usize {
    if text.contains('\u{1b}') { strip_str(text).to_string().width() } else { text.width() }
}

/// `line` in lines of at most `limit` columns, as far as nothing is broken that has to stay whole.
pub(crate) fn wrapped(line: &str, limit: usize) -> Vec<String> {
    wrapped_below(line, limit, 0)
}

/// The same with all lines but the first indented by `indent` at least.
pub(super) fn wrapped_below(line: &str, limit: usize, indent: usize) -> Vec<String> {
    if width(line) <= limit {
        return vec![line.to_owned()];
    }
    let own = line.len() - line.trim_start_matches(' ').len();
    let indent = " ".repeat(own.max(indent));
    let (mut lines, mut taken) = (vec![String::new()], 0);
    for (blanks, piece) in pieces(line) {
        let needed = blanks.len() + width(piece);
        let begun = lines.len() > 1 || taken > 0;
        if begun && taken + needed > limit {
            lines.push(format!("{indent}{piece}"));
            taken = indent.len() + width(piece);
        } else if let Some(last) = lines.last_mut() {
            last.push_str(blanks);
            last.push_str(piece);
            taken += needed;
        }
    }
    lines
}

/// What is not broken, each piece with the blanks before it.
pub(super) fn pieces(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = line.trim_end_matches(' ');
    let starts = |start: &&str| rest.trim_start_matches(' ').starts_with(*start);
    let is_whole = ["srvls ", "aws ", "Usage: ", "{", "["].iter().any(starts);
    iter::from_fn(move || {
        let (blanks, text) = rest.split_at(rest.len() - rest.trim_start_matches(' ').len());
        let (piece, after) = text.split_at(if is_whole { text.len() } else { end_of_piece(text) });
        rest = after;
        (!piece.is_empty()).then_some((blanks, piece))
    })
}

/// Where the piece ends that `text` begins with: before a blank, or between two letters of a script without blanks.
fn end_of_piece(text: &str) -> usize {
    let (mut is_command, mut last) = (false, ' ');
    for (at, c) in text.char_indices() {
        match c {
            '`' => is_command = !is_command && text[at + 1..].contains('`'),
            ' ' if !is_command => return at,
            c if !is_command && is_ideograph(last) && is_ideograph(c) => return at,
            _ => {}
        }
        last = c;
    }
    text.len()
}

fn is_ideograph(c: char) -> bool {
    c.is_alphabetic() && c.width() == Some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_copied_is_whole() {
        let whole = [
            "arn:aws:sns:us-east-1:000000000000:critical",
            "http://127.0.0.1:4621/_aws/execute-api/4391da91/v1",
            "6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766",
            "`srvls alarms mute api-5xx --for 30m`",
            "srvls-local-AppDataTable-89B8C92AF53D0",
        ];
        let text = format!("see {} and more", whole.join(" or "));
        let command = "  srvls user resend 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766";

        for limit in 0..60 {
            let lines = wrapped(&text, limit);
            for value in whole {
                assert!(lines.iter().any(|line| line.contains(value)), "{limit}: {value} in {lines:#?}");
            }
            assert_eq!(wrapped(command, limit), [command]);
        }
    }

    #[test]
    fn a_backtick_without_a_second_one_quotes_nothing() {
        assert_eq!(wrapped("one ` two three", 5), ["one `", "two", "three"]);
    }

    #[test]
    fn wide_letters_count_twice_and_may_be_parted() {
        assert_eq!((width("이도"), width("👩‍💻"), width("\u{1b}[31mred\u{1b}[0m")), (4, 2, 3));
        assert_eq!(wrapped("表は端末に合わせる", 10), ["表は端末に", "合わせる"]);
    }

    #[test]
    fn later_lines_stay_below_the_first() {
        assert_eq!(wrapped("  get_profile is slow", 16), ["  get_profile is", "  slow"]);
        assert_eq!(wrapped_below("error: it failed", 10, 2), ["error: it", "  failed"]);
    }
}
