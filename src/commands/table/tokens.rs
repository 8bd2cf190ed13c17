//! Splits an expression into bare words, quoted strings and operators.

use std::{iter::Peekable, str::Chars};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Quoted(String),
    Sign(String),
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a quote is not closed")]
pub(super) struct UnclosedQuote;

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, UnclosedQuote> {
    let mut tokens = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(&next) = rest.peek() {
        match next {
            _ if next.is_whitespace() => drop(rest.next()),
            '\'' | '"' => tokens.push(Token::Quoted(quoted(&mut rest)?)),
            _ if is_sign(next) => tokens.push(Token::Sign(take_while(&mut rest, is_sign))),
            _ => tokens.push(Token::Word(take_while(&mut rest, |c| !c.is_whitespace() && !is_sign(c)))),
        }
    }
    Ok(tokens)
}

fn is_sign(c: char) -> bool {
    matches!(c, '=' | '<' | '>' | '!')
}

/// The string up to its closing quote; a backslash escapes the next character.
fn quoted(rest: &mut Peekable<Chars<'_>>) -> Result<String, UnclosedQuote> {
    let quote = rest.next();
    let mut text = String::new();
    loop {
        match rest.next() {
            None => return Err(UnclosedQuote),
            Some('\\') => text.push(rest.next().ok_or(UnclosedQuote)?),
            end if end == quote => return Ok(text),
            Some(c) => text.push(c),
        }
    }
}

fn take_while(rest: &mut Peekable<Chars<'_>>, belongs: impl Fn(char) -> bool) -> String {
    std::iter::from_fn(|| rest.next_if(|c| belongs(*c))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Token {
        Token::Word(text.into())
    }

    fn sign(text: &str) -> Token {
        Token::Sign(text.into())
    }

    #[test]
    fn signs_need_no_spaces_around_them() {
        assert_eq!(tokens("a>=1"), Ok(vec![word("a"), sign(">="), word("1")]));
        assert_eq!(tokens(" a  =  b "), Ok(vec![word("a"), sign("="), word("b")]));
    }

    #[test]
    fn quotes_hold_spaces_signs_and_escaped_quotes() {
        assert_eq!(tokens(r#"'it\'s = "so"'"#), Ok(vec![Token::Quoted(r#"it's = "so""#.into())]));
        assert_eq!(tokens(r#""""#), Ok(vec![Token::Quoted(String::new())]));
    }

    #[test]
    fn an_unclosed_quote_is_an_error() {
        assert_eq!(tokens("a = 'b"), Err(UnclosedQuote));
        assert_eq!(tokens(r"'a\"), Err(UnclosedQuote));
    }
}
