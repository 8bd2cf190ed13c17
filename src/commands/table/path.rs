//! An attribute's name in `--where`, or the path to a value inside it: `content.tags[0]`. A quoted name is literal:
//! `'hwid.metric'`, `content.'with space'`.

use std::{fmt, iter::Peekable, str::Chars};

use super::tokens::{UnclosedQuote, quoted};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path(pub(super) Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Name(String),
    /// In a list.
    Position(u32),
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum PathError {
    #[error(transparent)]
    Quote(#[from] UnclosedQuote),
    #[error("a name is missing in the path `{0}`: a name with dots, brackets or blanks needs quotes")]
    Nameless(String),
    #[error("the path `{0}` needs a position in its brackets, such as `tags[0]`: a name with brackets needs quotes")]
    Position(String),
    #[error("the path `{0}` is more than 32 levels deep")]
    Depth(String),
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html>
const DEEPEST: usize = 32;

impl Path {
    /// The attribute called `name`, whatever characters are in it.
    pub(super) fn attribute(name: &str) -> Self {
        Self(vec![Step::Name(name.to_owned())])
    }

    pub(super) fn parse(text: &str) -> Result<Self, PathError> {
        let mut rest = text.chars().peekable();
        let mut steps = Vec::new();
        loop {
            steps.push(name(&mut rest)?.ok_or_else(|| PathError::Nameless(text.to_owned()))?);
            while rest.next_if_eq(&'[').is_some() {
                steps.push(position(&mut rest).ok_or_else(|| PathError::Position(text.to_owned()))?);
            }
            match rest.next() {
                None if steps.len() <= DEEPEST => return Ok(Self(steps)),
                None => return Err(PathError::Depth(text.to_owned())),
                Some('.') => {}
                Some(']') => return Err(PathError::Position(text.to_owned())),
                Some(_) => return Err(PathError::Nameless(text.to_owned())),
            }
        }
    }

    /// Whether this is the attribute itself, not something inside it.
    pub(super) fn is_attribute(&self, name: &str) -> bool {
        matches!(&self.0[..], [Step::Name(only)] if only == name)
    }
}

fn name(rest: &mut Peekable<Chars<'_>>) -> Result<Option<Step>, PathError> {
    let name = match rest.peek() {
        Some('\'' | '"') => quoted(rest)?,
        _ => std::iter::from_fn(|| rest.next_if(|c| !".[]".contains(*c))).collect(),
    };
    Ok(Some(name).filter(|name| !name.is_empty()).map(Step::Name))
}

fn position(rest: &mut Peekable<Chars<'_>>) -> Option<Step> {
    let digits: String = std::iter::from_fn(|| rest.next_if(char::is_ascii_digit)).collect();
    rest.next_if_eq(&']')?;
    digits.parse().ok().map(Step::Position)
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Name(name) if index == 0 => f.write_str(name)?,
                Step::Name(name) => write!(f, ".{name}")?,
                Step::Position(position) => write!(f, "[{position}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(text: &str) -> Vec<String> {
        let step = |step| match step {
            Step::Name(name) => name,
            Step::Position(position) => format!("[{position}]"),
        };
        Path::parse(text).expect("a path").0.into_iter().map(step).collect()
    }

    #[test]
    fn a_path_has_names_and_positions() {
        assert_eq!(steps("content.tags[0][12].x"), ["content", "tags", "[0]", "[12]", "x"]);
    }

    #[test]
    fn a_quoted_name_is_literal_also_inside_a_path() {
        assert_eq!(steps("content.'a.b[0] c'[1].\"d\\\"\""), ["content", "a.b[0] c", "[1]", "d\""]);
    }

    #[test]
    fn what_dynamodb_would_reject_is_no_path() {
        for text in ["a[", "a[]", "a[x]", "a[-1]", "a[0", "a]", "a[99999999999]"] {
            assert_eq!(Path::parse(text), Err(PathError::Position(text.into())), "{text}");
        }
        for text in ["", ".", "a.", ".a", "a..b", "[0]", "a[0]b", "''", "a.''", "'a'b"] {
            assert_eq!(Path::parse(text), Err(PathError::Nameless(text.into())), "{text}");
        }
        assert_eq!(Path::parse("'a"), Err(PathError::Quote(UnclosedQuote)));
        assert!(matches!(Path::parse(&["a"; 33].join(".")), Err(PathError::Depth(_))));
    }
}
