//! The grammar of `--where`: `FIELD OP VALUE`.
//!
//! FIELD is `level`, `function`, `request_id`, `message` or a field of the line (`status`, `headers.host`).
//! OP is `=`, `!=`, `<`, `<=`, `>`, `>=`, or `~` for a regular expression. VALUE may be quoted.
//! Numbers compare as numbers, everything else as text. A missing field satisfies only `!=`.

use std::{cmp::Ordering, str::FromStr};

use regex::Regex;
use serde_json::Value;

use super::line::LogLine;

#[derive(Debug, Clone)]
pub(super) struct Clause {
    field: String,
    test: Test,
}

#[derive(Debug, Clone)]
enum Test {
    Matches(Regex),
    Compares { accepts: Accepts, value: String, if_absent: bool },
}

/// Whether an operator accepts the order of a field's value relative to its operand.
type Accepts = fn(Ordering) -> bool;

#[derive(Debug, thiserror::Error)]
pub(super) enum ClauseError {
    #[error("expected FIELD OP VALUE, such as `status>=500`, `user_id=42` or `error~timeout`")]
    Grammar,
    #[error("the regular expression is not valid")]
    Pattern(#[from] regex::Error),
}

impl FromStr for Clause {
    type Err = ClauseError;

    fn from_str(text: &str) -> Result<Self, ClauseError> {
        let text = text.trim();
        let end = text.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).ok_or(ClauseError::Grammar)?;
        let (field, rest) = text.split_at(end);
        if field.is_empty() {
            return Err(ClauseError::Grammar);
        }
        Ok(Self { field: field.to_owned(), test: test(rest.trim_start())? })
    }
}

fn test(text: &str) -> Result<Test, ClauseError> {
    if let Some(pattern) = text.strip_prefix('~') {
        return Ok(Test::Matches(Regex::new(unquoted(pattern))?));
    }
    // Longer operators first: each starts with a shorter one.
    let operators: [(&str, Accepts); 7] = [
        ("!=", Ordering::is_ne),
        ("<=", Ordering::is_le),
        (">=", Ordering::is_ge),
        ("==", Ordering::is_eq),
        ("=", Ordering::is_eq),
        ("<", Ordering::is_lt),
        (">", Ordering::is_gt),
    ];
    let found = operators.into_iter().find_map(|(name, accepts)| Some((name, accepts, text.strip_prefix(name)?)));
    let (name, accepts, value) = found.ok_or(ClauseError::Grammar)?;
    Ok(Test::Compares { accepts, value: unquoted(value).to_owned(), if_absent: name == "!=" })
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inside = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

impl Clause {
    pub(super) fn holds(&self, line: &LogLine) -> bool {
        let value = value(line, &self.field);
        match (&self.test, value) {
            (Test::Matches(pattern), value) => value.is_some_and(|value| pattern.is_match(&text(&value))),
            (Test::Compares { if_absent, .. }, None) => *if_absent,
            (Test::Compares { accepts, value: operand, .. }, Some(value)) => {
                compare(&value, operand).is_some_and(accepts)
            }
        }
    }
}

fn value(line: &LogLine, field: &str) -> Option<Value> {
    match field {
        "level" => serde_json::to_value(line.level?).ok(),
        "function" => Some(Value::String(line.function.0.clone())),
        "request_id" => line.request_id.clone().map(Value::String),
        "message" => Some(Value::String(line.message.clone())),
        field => {
            let field = field.strip_prefix("fields.").unwrap_or(field);
            // A field name with a dot takes precedence over a path.
            line.fields
                .get(field)
                .or_else(|| {
                    let (first, rest) = field.split_once('.')?;
                    rest.split('.').try_fold(line.fields.get(first)?, |value, name| value.get(name))
                })
                .cloned()
        }
    }
}

fn compare(value: &Value, operand: &str) -> Option<Ordering> {
    match (value.as_f64(), operand.parse::<f64>()) {
        (Some(value), Ok(operand)) => value.partial_cmp(&operand),
        _ => Some(text(value).as_str().cmp(operand)),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::commands::logs::line::{Level, tests::line};

    fn holds(clause: &str) -> bool {
        let fields =
            json!({ "status": 500, "error": "no table", "user_id": null, "http": { "host": "a.b" }, "a.b": 1 });
        let line = line(Some(Level::Error), "request failed", fields);
        clause.parse::<Clause>().expect("a clause").holds(&line)
    }

    #[test]
    fn numbers_compare_as_numbers() {
        assert!(holds("status>=500"));
        assert!(holds("status > 99"));
        assert!(holds("status==500.0"));
        assert!(!holds("status<500"));
        assert!(!holds("status!=500"));
    }

    #[test]
    fn everything_else_compares_as_text() {
        assert!(holds("error='no table'"));
        assert!(holds(r#"error = "no table""#));
        assert!(holds("level=error"));
        assert!(holds("function!=put_profile"));
        assert!(holds("request_id=r-1"));
        assert!(holds("user_id=null"));
    }

    #[test]
    fn a_tilde_matches_a_regular_expression() {
        assert!(holds("error~^no .*e$"));
        assert!(holds("message ~ failed"));
        assert!(holds("status~^5"));
        assert!(!holds("error~timeout"));
    }

    #[test]
    fn a_path_reads_nested_fields_and_a_dotted_name_is_found() {
        assert!(holds("http.host=a.b"));
        assert!(holds("fields.http.host=a.b"));
        assert!(holds("a.b=1"));
    }

    #[test]
    fn a_missing_field_satisfies_only_unequal() {
        assert!(holds("missing!=1"));
        assert!(!holds("missing=1"));
        assert!(!holds("missing<1"));
        assert!(!holds("missing~."));
    }

    #[test]
    fn anything_but_a_clause_is_refused() {
        for text in ["", "status", "=500", "status ? 500"] {
            assert!(matches!(text.parse::<Clause>(), Err(ClauseError::Grammar)), "{text}");
        }
        assert!(matches!("error~(".parse::<Clause>(), Err(ClauseError::Pattern(_))));
    }
}
