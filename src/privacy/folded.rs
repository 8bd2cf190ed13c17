//! Text in one form for comparing: the digits, signs and blanks of every script as ASCII, and nothing invisible.

use std::ops::Range;

/// The zeros of the scripts whose decimal digits follow one another.
const ZEROS: [char; 20] = [
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{17e0}',
    '\u{1810}',
    '\u{1d7ce}',
];

/// A text's folded characters, each with its place in the text.
pub(super) struct Folded {
    pub(super) chars: Vec<char>,
    places: Vec<Range<usize>>,
}

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let mut folded = Self { chars: Vec::new(), places: Vec::new() };
        let mut start = 0;
        while let Some(c) = text[start..].chars().next() {
            let (kept, length) = match &text.as_bytes()[start..] {
                // The `+` of a number in a URL.
                [b'%', b'2', b'B' | b'b', digit, ..] if digit.is_ascii_digit() => (Some('+'), "%2B".len()),
                _ => (fold(c), c.len_utf8()),
            };
            if let Some(kept) = kept {
                folded.chars.push(kept);
                folded.places.push(start..start + length);
            }
            start += length;
        }
        folded
    }

    /// Where these characters, at least one, are in the text.
    pub(super) fn place(&self, chars: &Range<usize>) -> Range<usize> {
        self.places[chars.start].start..self.places[chars.end - 1].end
    }
}

/// `None` for invisible characters.
pub(crate) fn fold(c: char) -> Option<char> {
    Some(match c {
        c if c.is_control() && !c.is_whitespace() => return None,
        c if c.is_ascii() => c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {
            return None;
        }
        '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}' => return None,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' => '-',
        '\u{3002}' | '\u{ff61}' => '.',
        '\u{fe6b}' => '@',
        // Full width: the same order as in ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        // Mathematical digits come in five styles.
        '\u{1d7ce}'..='\u{1d7ff}' => digit((u32::from(c) - 0x1d7ce) % 10),
        c => digit_of_script(c).unwrap_or(c),
    })
}

fn digit_of_script(c: char) -> Option<char> {
    let value = ZEROS.iter().filter_map(|zero| u32::from(c).checked_sub(u32::from(*zero))).find(|value| *value < 10);
    value.map(digit)
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('0')
}
