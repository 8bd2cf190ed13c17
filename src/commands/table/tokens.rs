//! Splits an expression into words, quoted strings and operators.

use std::{iter::Peekable, str::Chars};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// As written; a path can have quoted parts.
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
            _ if is_quote(next) => tokens.push(after_quote(&mut rest)?),
            _ if is_sign(next) => tokens.push(Token::Sign(take_while(&mut rest, is_sign))),
            _ => tokens.push(Token::Word(word(String::new(), &mut rest)?)),
        }
    }
    Ok(tokens)
}

fn is_sign(c: char) -> bool {
    matches!(c, '=' | '<' | '>' | '!')
}

fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '"')
}

/// A quoted string, or a path that begins with a quoted name.
fn after_quote(rest: &mut Peekable<Chars<'_>>) -> Result<Token, UnclosedQuote> {
    let text = quoted(rest)?;
    match rest.peek() {
        Some('.' | '[') => Ok(Token::Word(word(requoted(&text), rest)?)),
        _ => Ok(Token::Quoted(text)),
    }
}

/// `start` and what follows up to a blank or a sign. A quote after a dot begins a literal name of a path.
fn word(start: String, rest: &mut Peekable<Chars<'_>>) -> Result<String, UnclosedQuote> {
    let mut word = start;
    while let Some(&next) = rest.peek().filter(|c| !c.is_whitespace() && !is_sign(**c)) {
        if is_quote(next) && word.ends_with('.') {
            word.push_str(&requoted(&quoted(rest)?));
        } else {
            word.extend(rest.next());
        }
    }
    Ok(word)
}

fn requoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

/// The string up to its closing quote; a backslash escapes the next character.
pub(super) fn quoted(rest: &mut Peekable<Chars<'_>>) -> Result<String, UnclosedQuote> {
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
    fn a_path_keeps_its_quoted_parts_in_one_word() {
        assert_eq!(tokens(r#"a."b c".d = 1"#), Ok(vec![word(r"a.'b c'.d"), sign("="), word("1")]));
        assert_eq!(tokens(r"'a b'[0] 'c'"), Ok(vec![word("'a b'[0]"), Token::Quoted("c".into())]));
        assert_eq!(tokens("it's"), Ok(vec![word("it's")]));
    }

    #[test]
    fn an_unclosed_quote_is_an_error() {
        assert_eq!(tokens("a = 'b"), Err(UnclosedQuote));
        assert_eq!(tokens(r"'a\"), Err(UnclosedQuote));
    }
}
