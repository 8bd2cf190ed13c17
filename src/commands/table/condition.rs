//! The grammar of `--sk` and `--where`: small conditions of our own, not DynamoDB expressions.

use std::{iter::Peekable, vec::IntoIter};

use super::{
    path::{Path, PathError},
    tokens::{Token, UnclosedQuote, tokens},
};
use crate::error::Error;

const SORT_KEY_FORMS: &str = "`= X`, `< X`, `<= X`, `> X`, `>= X`, `begins_with X` or `between A and B`";
const FILTER_FORMS: &str = "`NAME = X` (or != < <= > >=), `NAME begins_with X`, `NAME contains X`, \
                            `NAME between A and B`, `NAME exists`, `NAME missing`, joined by `and`";

/// A test of one attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) path: Path,
    pub(super) test: Test,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    Compare(Comparison, Literal),
    BeginsWith(Literal),
    Contains(Literal),
    Between(Literal, Literal),
    Exists,
    Missing,
}

impl Test {
    /// The values that it compares with.
    pub(super) fn literals(&self) -> Vec<&Literal> {
        match self {
            Self::Compare(_, value) | Self::BeginsWith(value) | Self::Contains(value) => vec![value],
            Self::Between(low, high) => vec![low, high],
            Self::Exists | Self::Missing => Vec::new(),
        }
    }

    /// Whether DynamoDB takes it as a condition on a sort key.
    pub(super) fn is_of_key(&self) -> bool {
        match self {
            Self::Compare(comparison, _) => *comparison != Comparison::NotEqual,
            Self::BeginsWith(_) | Self::Between(..) => true,
            Self::Contains(_) | Self::Exists | Self::Missing => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    fn of(sign: &str) -> Option<Self> {
        Some(match sign {
            "=" | "==" => Self::Equal,
            "!=" | "<>" => Self::NotEqual,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    /// DynamoDB's operator.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// A value as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) text: String,
    /// A quoted value is always a string.
    pub(super) quoted: bool,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum SyntaxError {
    #[error("it is empty")]
    Empty,
    #[error(transparent)]
    Quote(#[from] UnclosedQuote),
    #[error(transparent)]
    Path(#[from] PathError),
    #[error("`{0}` is not an operator here")]
    Operator(String),
    #[error("something is missing after `{0}`")]
    EndsAfter(String),
    #[error("`{0}` is unexpected after a complete condition")]
    Trailing(String),
}

/// The test that `--sk` describes.
pub(super) fn sort_key_test(text: &str) -> Result<Test, Error> {
    let parse = || {
        let mut parser = Parser::new(text)?;
        let test = parser.test("--sk")?;
        parser.end()?;
        match test {
            Test::Compare(Comparison::NotEqual, _) => Err(SyntaxError::Operator("!=".into())),
            Test::Contains(_) => Err(SyntaxError::Operator("contains".into())),
            Test::Exists => Err(SyntaxError::Operator("exists".into())),
            Test::Missing => Err(SyntaxError::Operator("missing".into())),
            test => Ok(test),
        }
    };
    parse().map_err(|error| usage("--sk", text, &error, SORT_KEY_FORMS))
}

/// The conditions that `--where` describes, all of which must hold.
pub(super) fn filter_conditions(text: &str) -> Result<Vec<Condition>, Error> {
    let parse = || {
        let mut parser = Parser::new(text)?;
        let mut conditions = vec![parser.condition()?];
        while parser.skip_word("and") {
            conditions.push(parser.condition()?);
        }
        parser.end()?;
        Ok(conditions)
    };
    parse().map_err(|error| usage("--where", text, &error, FILTER_FORMS))
}

fn usage(flag: &str, text: &str, error: &SyntaxError, forms: &str) -> Error {
    Error::usage(format!("could not parse `{flag} {text}`: {error}"), format!("{flag} takes {forms}"))
}

struct Parser {
    rest: Peekable<IntoIter<Token>>,
}

impl Parser {
    fn new(text: &str) -> Result<Self, SyntaxError> {
        let tokens = tokens(text)?;
        if tokens.is_empty() {
            return Err(SyntaxError::Empty);
        }
        Ok(Self { rest: tokens.into_iter().peekable() })
    }

    fn condition(&mut self) -> Result<Condition, SyntaxError> {
        let path = match self.rest.next() {
            Some(Token::Word(path)) => Path::parse(&path)?,
            Some(Token::Quoted(name)) if name.is_empty() => return Err(PathError::Nameless(name).into()),
            Some(Token::Quoted(name)) => Path::attribute(&name),
            Some(Token::Sign(text)) => return Err(SyntaxError::Operator(text)),
            None => return Err(SyntaxError::EndsAfter("and".into())),
        };
        Ok(Condition { test: self.test(&path.to_string())?, path })
    }

    /// The operator and its values.
    fn test(&mut self, subject: &str) -> Result<Test, SyntaxError> {
        let operator = match self.rest.next() {
            None => return Err(SyntaxError::EndsAfter(subject.into())),
            Some(Token::Quoted(text)) => return Err(SyntaxError::Operator(text)),
            Some(Token::Word(word) | Token::Sign(word)) => word,
        };
        if let Some(comparison) = Comparison::of(&operator) {
            return Ok(Test::Compare(comparison, self.literal(&operator)?));
        }
        match operator.to_ascii_lowercase().as_str() {
            "begins_with" => Ok(Test::BeginsWith(self.literal(&operator)?)),
            "contains" => Ok(Test::Contains(self.literal(&operator)?)),
            "between" => {
                let low = self.literal(&operator)?;
                // As in SQL, or just two values.
                self.skip_word("and");
                Ok(Test::Between(low, self.literal("between")?))
            }
            "exists" => Ok(Test::Exists),
            "missing" => Ok(Test::Missing),
            _ => Err(SyntaxError::Operator(operator)),
        }
    }

    fn literal(&mut self, after: &str) -> Result<Literal, SyntaxError> {
        match self.rest.next() {
            Some(Token::Word(text)) => Ok(Literal { text, quoted: false }),
            Some(Token::Quoted(text)) => Ok(Literal { text, quoted: true }),
            Some(Token::Sign(sign)) => Err(SyntaxError::Operator(sign)),
            None => Err(SyntaxError::EndsAfter(after.into())),
        }
    }

    fn skip_word(&mut self, word: &str) -> bool {
        let is_word = |token: &Token| matches!(token, Token::Word(text) if text.eq_ignore_ascii_case(word));
        self.rest.next_if(is_word).is_some()
    }

    fn end(&mut self) -> Result<(), SyntaxError> {
        match self.rest.next() {
            None => Ok(()),
            Some(Token::Word(text) | Token::Quoted(text) | Token::Sign(text)) => Err(SyntaxError::Trailing(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(text: &str) -> Literal {
        Literal { text: text.into(), quoted: false }
    }

    fn quoted(text: &str) -> Literal {
        Literal { text: text.into(), quoted: true }
    }

    fn path(text: &str) -> Path {
        Path::parse(text).expect("a path")
    }

    fn refusal(result: Result<impl Sized, Error>) -> String {
        result.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_sort_key_is_compared_prefixed_or_bounded() {
        assert_eq!(sort_key_test("= x").expect("valid"), Test::Compare(Comparison::Equal, bare("x")));
        assert_eq!(sort_key_test("<=5").expect("valid"), Test::Compare(Comparison::LessOrEqual, bare("5")));
        assert_eq!(sort_key_test("begins_with 2026-11").expect("valid"), Test::BeginsWith(bare("2026-11")));
        assert_eq!(sort_key_test("BETWEEN 'a b' AND c").expect("valid"), Test::Between(quoted("a b"), bare("c")));
        assert_eq!(sort_key_test("between a c").expect("valid"), Test::Between(bare("a"), bare("c")));
    }

    #[test]
    fn a_sort_key_takes_only_operators_of_a_key_condition() {
        for text in ["!= x", "contains x", "exists", "missing"] {
            assert!(refusal(sort_key_test(text)).contains("is not an operator here"), "{text}");
        }
    }

    #[test]
    fn conditions_are_joined_by_and_also_after_between() {
        let conditions = filter_conditions("n between 1 and 5 and content.tags[0] != 'a and b' and x exists");

        assert_eq!(
            conditions.expect("valid"),
            [
                Condition { path: path("n"), test: Test::Between(bare("1"), bare("5")) },
                Condition {
                    path: path("content.tags[0]"),
                    test: Test::Compare(Comparison::NotEqual, quoted("a and b"))
                },
                Condition { path: path("x"), test: Test::Exists },
            ]
        );
    }

    #[test]
    fn a_quoted_name_is_literal() {
        for name in ["with space", "hwid.metric.fidelity", "a[0]", "and"] {
            let conditions = filter_conditions(&format!("\"{name}\" = x")).expect("valid");

            assert_eq!(conditions[0].path, Path::attribute(name), "{name}");
        }
    }

    #[test]
    fn a_syntax_error_names_the_problem() {
        for (text, why) in [
            ("", "it is empty"),
            ("a", "something is missing after `a`"),
            ("a =", "something is missing after `=`"),
            ("a = 1 and", "something is missing after `and`"),
            ("a = 1 b = 2", "`b` is unexpected"),
            ("a or b", "`or` is not an operator"),
            ("a =< 1", "`=<` is not an operator"),
            ("a between 1", "something is missing after `between`"),
            ("a = 'b", "a quote is not closed"),
            ("= 1", "`=` is not an operator"),
            ("a[ exists", "the path `a[` needs a position in its brackets"),
            ("a..b exists", "a name is missing in the path `a..b`"),
            ("'' exists", "a name is missing"),
        ] {
            assert!(refusal(filter_conditions(text)).contains(why), "{text}: {}", refusal(filter_conditions(text)));
        }
    }
}
