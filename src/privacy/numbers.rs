//! Telephone numbers inside text.
//!
//! Only forms that hardly anything else has are taken for one: with `+` or `00`, with a trunk `0`, with a bracketed area
//! code, and the groups of North America, China and Brazil. What else is a number may be an id, an amount or a time.

use std::ops::Range;

const SEPARATORS: &str = " .-/()";
/// Between two groups: `) -`.
const MOST_SEPARATORS: usize = 3;
/// `06 12 34 56 78` has five; a country code and a bracketed zero are two more.
const MOST_GROUPS: usize = 8;

/// The numbers in `chars`, each character looked at a bounded number of times.
pub(super) fn numbers(chars: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let number = if begins(chars, at) { number_at(chars, at) } else { None };
        match number {
            Some(number) => {
                at = number.end;
                found.push(number);
            }
            None if chars[at].is_ascii_digit() => at = end_of_digits(chars, at),
            None => at += 1,
        }
    }
    found
}

/// Whether what is before `at` leaves room for a number: not an id, a version or a UUID that goes on here.
fn begins(chars: &[char], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|at| chars[at]);
    let digit_before = before(2).is_some_and(|c| c.is_ascii_digit());
    match (chars[at], before(1)) {
        ('+' | '(', Some(c)) => !in_id(c),
        ('0'..='9', Some('-')) => !before(2).is_some_and(in_id),
        ('0'..='9', Some('.' | '/')) => !digit_before,
        ('0'..='9', Some(c)) => !in_id(c),
        ('+' | '(' | '0'..='9', None) => true,
        _ => false,
    }
}

fn in_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn end_of_digits(chars: &[char], start: usize) -> usize {
    start + chars[start..].iter().take_while(|c| c.is_ascii_digit()).count()
}

/// The longest number that begins at `at`.
fn number_at(chars: &[char], at: usize) -> Option<Range<usize>> {
    let signs = chars[at..].iter().take(2).take_while(|c| matches!(c, '+' | '(')).count();
    let plus = chars[at..at + signs].iter().position(|c| *c == '+').map(|place| at + place);
    let groups = groups(chars, at + signs)?;
    let ends_word = |end: usize| !chars.get(end).copied().is_some_and(in_id);
    let length = (1..=groups.len()).rev().find(|length| {
        let end = groups[length - 1].end;
        // A number ends within a row of digits only where there is a blank.
        let ends = match groups.get(*length) {
            Some(next) => chars[end..next.start].contains(&' '),
            None => ends_word(end),
        };
        ends && Candidate { chars, plus: plus.is_some(), groups: &groups[..*length] }.is_number()
    })?;
    let start = plus.unwrap_or(groups[0].start);
    let end = groups[length - 1].end;
    let count = |sign: char| chars[start..end].iter().filter(|c| **c == sign).count();
    let opened_before = count(')') > count('(') && start > at;
    Some(if opened_before { start - 1..end } else { start..end })
}

/// The groups of digits from `start` on, a few separators between them.
fn groups(chars: &[char], start: usize) -> Option<Vec<Range<usize>>> {
    let mut groups = Vec::new();
    let mut next = start;
    while groups.len() < MOST_GROUPS && chars.get(next).is_some_and(char::is_ascii_digit) {
        let end = end_of_digits(chars, next);
        groups.push(next..end);
        let separators = chars[end..].iter().take_while(|c| SEPARATORS.contains(**c)).count();
        if separators == 0 || separators > MOST_SEPARATORS {
            break;
        }
        next = end + separators;
    }
    (!groups.is_empty()).then_some(groups)
}

struct Candidate<'a> {
    chars: &'a [char],
    plus: bool,
    groups: &'a [Range<usize>],
}

impl Candidate<'_> {
    fn is_number(&self) -> bool {
        let lengths: Vec<usize> = self.groups.iter().map(Range::len).collect();
        let total: usize = lengths.iter().sum();
        if total > 16 {
            return false;
        }
        let digits: String = self.groups.iter().flat_map(|group| &self.chars[group.clone()]).collect();
        let starts = |prefix: &str, from: char| {
            let next = digits.strip_prefix(prefix).and_then(|rest| rest.chars().next());
            next.is_some_and(|next| next >= from)
        };
        if self.plus {
            let few_single_digits = lengths.iter().skip(2).zip(self.groups.iter().skip(2));
            let tidy = few_single_digits.into_iter().all(|(length, group)| *length > 1 || self.is_bracketed(group));
            return (8..=15).contains(&total) && starts("", '1') && tidy && !self.is_decimal(&lengths);
        }
        if starts("00", '1') {
            return (11..=16).contains(&total) && (lengths.len() > 1 || total >= 13);
        }
        match lengths[..] {
            [1, 3, 3, 4] => return starts("1", '2'),
            [3, 3, 4] if starts("", '2') => return true,
            [3, 4, 4] if starts("1", '3') => return true,
            [2, 5, 4] if starts("", '1') => return self.separator(0).contains(&' ') && self.separator(1) == ['-'],
            _ if lengths.contains(&1) => return false,
            _ => {}
        }
        if self.is_bracketed(&self.groups[0]) && lengths.len() > 1 {
            return (9..=11).contains(&total);
        }
        let totals = if lengths.len() == 1 { 10..=11 } else { 9..=12 };
        // Accounts of AWS are written in three groups of four.
        starts("0", '1') && totals.contains(&total) && lengths != [4, 4, 4] && !self.begins_with_date(&lengths)
    }

    fn separator(&self, after: usize) -> &[char] {
        &self.chars[self.groups[after].end..self.groups[after + 1].start]
    }

    fn is_bracketed(&self, group: &Range<usize>) -> bool {
        let before = group.start.checked_sub(1).map(|before| self.chars[before]);
        before == Some('(') && self.chars.get(group.end) == Some(&')')
    }

    /// `+1234.56789`, while `+1.7035550123` is how registrars write a number.
    fn is_decimal(&self, lengths: &[usize]) -> bool {
        let [whole, fraction] = lengths else { return false };
        self.separator(0) == ['.'] && !(*whole <= 3 && *fraction >= 7)
    }

    /// `03/04/2026 10`.
    fn begins_with_date(&self, lengths: &[usize]) -> bool {
        let is_date = matches!(lengths, [2, 2, 4, ..]);
        is_date && matches!(self.chars[self.groups[2].clone()], ['1', '9', ..] | ['2', '0', ..])
    }
}
