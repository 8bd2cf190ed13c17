//! Where `srvls.toml` is not valid TOML, or has a value that srvls can't read.

use std::fmt;

use crate::nearest::nearest;

/// The longest piece of the file that an error shows.
const WIDTH: usize = 120;

/// What the parser says, with no more of the file than fits on a line or two.
#[derive(Debug)]
pub(crate) struct SyntaxError(String);

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SyntaxError {}

impl SyntaxError {
    pub(super) fn new(error: &toml::de::Error, text: &str) -> Self {
        let whole = error.to_string();
        if whole.lines().all(|line| line.chars().count() <= WIDTH) {
            return Self(whole);
        }
        let message = shortened(error.message());
        let Some(start) = error.span().map(|span| span.start).filter(|start| text.is_char_boundary(*start)) else {
            return Self(message);
        };
        let (before, after) = text.split_at(start);
        let line = before.matches('\n').count() + 1;
        let before = before.rsplit('\n').next().unwrap_or_default();
        let after = after.lines().next().unwrap_or_default();
        let column = before.chars().count() + 1;
        // The start of the line has its key; the place of the error may be far behind it.
        let begin: String = before.chars().take(WIDTH / 3).collect();
        let skipped = if begin.len() < before.len() { "…" } else { "" };
        let there: String = after.chars().take(WIDTH / 3).collect();
        let rest = if there.len() < after.len() { "…" } else { "" };
        let gutter = " ".repeat(line.to_string().len());
        let indent = " ".repeat(begin.chars().count() + skipped.chars().count());
        Self(format!(
            "TOML parse error at line {line}, column {column}\n{gutter} |\n{line} | {begin}{skipped}{there}{rest}\n\
             {gutter} | {indent}^\n{message}"
        ))
    }
}

/// The beginning and the end of a long text.
pub(super) fn shortened(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= WIDTH {
        return text.to_owned();
    }
    let part = |characters: &[char]| characters.iter().collect::<String>();
    let (begin, end) = (&characters[..WIDTH / 2], &characters[characters.len() - WIDTH / 3..]);
    format!("{}…{}", part(begin), part(end))
}

/// How to fix a file that does not parse, by the parser's message: its errors have no codes.
pub(super) fn hint_of(message: &str) -> Option<String> {
    if let Some(key) = nearest_word(message) {
        return Some(format!("did you mean `{key}`?"));
    }
    if let Some(field) = message.strip_prefix("missing field ") {
        let field = field.trim_matches('`');
        return Some(format!("add `{field} = \"NAME\"` above the first `[stages.NAME]`"));
    }
    if let Some(value) = message.strip_prefix("invalid type: ").and_then(|it| it.strip_suffix(", expected a string")) {
        let value = shortened(value.split('`').nth(1).unwrap_or("…"));
        return Some(format!("it must be a string: put it in quotes, \"{value}\""));
    }
    if message.ends_with(", expected a boolean") {
        return Some("write `true` or `false`, without quotes".into());
    }
    // An account may begin with a zero.
    let unquoted = ["string values must be quoted", "unexpected leading zero"].iter().any(|it| message.starts_with(it));
    unquoted.then(|| "put strings in quotes: `region = \"eu-west-1\"`, `account = \"012345678901\"`".into())
}

/// The key or value that was probably meant, read from serde's "unknown field `x`, expected one of `a`, `b`".
fn nearest_word(message: &str) -> Option<String> {
    let named = message.strip_prefix("unknown field ").or_else(|| message.strip_prefix("unknown variant "))?;
    let mut quoted = named.split('`').skip(1).step_by(2);
    let unknown = quoted.next()?;
    nearest(unknown, quoted).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        let error = toml::from_str::<toml::Table>(text).expect_err("not valid");
        SyntaxError::new(&error, text).to_string()
    }

    #[test]
    fn an_error_on_a_short_line_is_shown_as_the_parser_has_it() {
        let text = "app = 'shop'\nregion = eu";

        assert_eq!(error(text), toml::from_str::<toml::Table>(text).expect_err("not valid").to_string());
    }

    #[test]
    fn an_error_on_a_very_long_line_is_cut_around_its_place() {
        let long = format!("app = 'shop'\nname = \"{}\\q{}\"\n", "a".repeat(200_000), "b".repeat(100_000));

        let shown = error(&long);

        assert!(shown.len() < 600, "{} bytes", shown.len());
        assert!(shown.starts_with("TOML parse error at line 2, column 200"), "{shown}");
        assert!(shown.contains("\n2 | name = \"aaa") && shown.contains("aaa…"), "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        let caret = lines[3].chars().position(|c| c == '^').expect("a caret");
        assert!(lines[2].chars().nth(caret).is_some_and(|c| "\\qb".contains(c)), "{shown}");
    }

    #[test]
    fn a_very_long_word_in_the_message_is_cut_too() {
        assert!(shortened(&"ä".repeat(100_000)).chars().count() < 200);
        assert_eq!(shortened("short"), "short");
    }
}
