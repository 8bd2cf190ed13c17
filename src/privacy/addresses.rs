//! E-mail addresses inside text.

use std::ops::Range;

use super::field_name::is_personal;

/// An address, as places among the characters that it was found in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// The name before it, as in `Ada Lovelace <ada@example.com>`.
    pub(super) display_name: Option<Range<usize>>,
    pub(super) local: Range<usize>,
    pub(super) domain: Range<usize>,
}

/// Longer names in front of an address are sentences.
const LONGEST_NAME: usize = 64;

/// The addresses in `chars`, each character looked at a bounded number of times.
pub(super) fn addresses(chars: &[char]) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    let mut free = 0;
    let mut at = 0;
    while at < chars.len() {
        let sign = sign_at(chars, at);
        if sign > 0
            && let Some(address) = address_at(chars, free, at, at + sign)
        {
            at = address.domain.end;
            free = at;
            found.push(address);
        } else {
            at += 1;
        }
    }
    found
}

/// The length of the `@`, which is `%40` in a URL.
fn sign_at(chars: &[char], at: usize) -> usize {
    match chars[at..] {
        ['@', ..] => 1,
        ['%', '4', '0', ..] => 3,
        _ => 0,
    }
}

fn address_at(chars: &[char], free: usize, sign: usize, after_sign: usize) -> Option<Address> {
    let domain = domain(chars, after_sign)?;
    let local = quoted_local(chars, free, sign).or_else(|| local(chars, free, sign))?;
    // The account that every clone by SSH uses is no person.
    if chars[local.clone()] == ['g', 'i', 't'] {
        return None;
    }
    Some(Address { display_name: display_name(chars, free, local.start), local, domain })
}

/// The domain that starts at `start`: at least two labels, one of which but the first begins with letters.
fn domain(chars: &[char], start: usize) -> Option<Range<usize>> {
    if chars.get(start) == Some(&'[') {
        let end = start + chars[start..].iter().take(48).position(|c| *c == ']')?;
        let literal = &chars[start + 1..end];
        let is_ip = |c: &char| c.is_ascii_hexdigit() || "IPv.:".contains(*c);
        return (literal.len() > 2 && literal.iter().all(is_ip)).then_some(start..end + 1);
    }
    let length = chars[start..].iter().take_while(|c| in_domain(**c)).count();
    let trailing = chars[start..start + length].iter().rev().take_while(|c| matches!(c, '.' | '-')).count();
    let end = start + length - trailing;
    let labels: Vec<&[char]> = chars[start..end].split(|c| *c == '.').collect();
    let (first, rest) = labels.split_first()?;
    let begins_with_letters = |label: &&[char]| label.len() > 1 && label.iter().take(2).all(|c| !c.is_ascii_digit());
    if first.is_empty() || !rest.iter().any(begins_with_letters) || is_version(first, rest) || is_image(first, rest) {
        return None;
    }
    Some(start..end)
}

/// `left-pad@1.3.0-beta.next`.
fn is_version(first: &[char], rest: &[&[char]]) -> bool {
    let is_digits = |label: &[char]| label.iter().all(char::is_ascii_digit);
    is_digits(first) && rest.first().is_some_and(|second| second.first().is_some_and(char::is_ascii_digit))
}

/// `icon@2x.png`.
fn is_image(first: &[char], rest: &[&[char]]) -> bool {
    matches!(first, [digit, 'x'] if digit.is_ascii_digit()) && rest.len() == 1
}

fn in_domain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') || !c.is_ascii() && in_word(c)
}

/// Letters, their marks and symbols of any script, but no blank and no punctuation that ends a word.
fn in_word(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !matches!(c, '«' | '»' | '¿' | '¡' | '\u{2010}'..='\u{205e}' | '\u{3001}'..='\u{3020}' | '؟' | '،' | '؛')
}

fn local(chars: &[char], free: usize, sign: usize) -> Option<Range<usize>> {
    let length = chars[free..sign].iter().rev().take_while(|c| in_local(**c)).count();
    let mut start = sign - length;
    // `email=ada@example.com` names the field that the address is in.
    if let Some(equals) = chars[start..sign].iter().position(|c| *c == '=')
        && is_personal(&String::from_iter(&chars[start..start + equals]))
    {
        start += equals + 1;
    }
    start += chars[start..sign].iter().take_while(|c| matches!(c, '\'' | '*' | '.' | '=' | '~')).count();
    (start < sign).then_some(start..sign)
}

/// What separates an address from what is before it, in text, JSON and URLs.
fn in_local(c: char) -> bool {
    if c.is_ascii() { !c.is_ascii_control() && !" @<>()[]{},;:\"?&/\\|`".contains(c) } else { in_word(c) }
}

/// `"Ada Lovelace"@example.com`.
fn quoted_local(chars: &[char], free: usize, sign: usize) -> Option<Range<usize>> {
    let close = sign.checked_sub(1).filter(|close| *close > free && chars[*close] == '"')?;
    let earliest = free.max(close.saturating_sub(LONGEST_NAME));
    let open = (earliest..close).rev().find(|at| chars[*at] == '"' && (*at == 0 || chars[at - 1] != '\\'))?;
    (open + 1 < close).then_some(open + 1..close)
}

fn display_name(chars: &[char], free: usize, local: usize) -> Option<Range<usize>> {
    let bracket = local.checked_sub(1).filter(|before| *before > free && chars[*before] == '<')?;
    let blanks = chars[free..bracket].iter().rev().take_while(|c| **c == ' ').count();
    let end = bracket - blanks;
    let earliest = free.max(end.saturating_sub(LONGEST_NAME));
    if end > free && chars[end - 1] == '"' {
        let open = (earliest..end - 1).rev().find(|at| chars[*at] == '"')?;
        return (open + 1 < end - 1).then_some(open + 1..end - 1);
    }
    let length = chars[earliest..end].iter().rev().take_while(|c| !",;:<>()\"\n".contains(**c)).count();
    let mut start = end - length;
    start += chars[start..end].iter().take_while(|c| **c == ' ').count();
    (start < end).then_some(start..end)
}
