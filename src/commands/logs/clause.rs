//! The grammar of `--where`: `FIELD OP VALUE`.
//!
//! FIELD is `level`, `function`, `request_id`, `message` or a field of the line (`status`, `headers.host`); a quoted one
//! is a field's literal name. OP is `=`, `!=`, `<`, `<=`, `>`, `>=`, or `~` for a regular expression. VALUE may be quoted.
//! Levels compare by severity, in any case, and a line without one counts as INFO, as for `--level`. A VALUE that is a
//! number compares only with numbers, everything else as text. A missing field satisfies only `!=`, and so does a value
//! of another type.

use std::{cmp::Ordering, str::FromStr};

use regex::{Regex, RegexBuilder};
use serde_json::Value;

use super::integers::Integers;
use crate::log_lines::{Level, LogLine};

#[derive(Debug, Clone)]
pub(super) struct Clause {
    field: Field,
    test: Test,
}

#[derive(Debug, Clone)]
enum Field {
    Level,
    Function,
    RequestId,
    Message,
    /// A field of the line, or a path into one.
    Path(String),
    /// A field of the line, by its literal name.
    Name(String),
}

#[derive(Debug, Clone)]
enum Test {
    Matches(Regex),
    Compares { accepts: Accepts, operand: Operand, if_incomparable: bool },
}

#[derive(Debug, Clone)]
enum Operand {
    Level(Level),
    /// Unquoted; the text that it was written as is kept for values that are text.
    Number(f64, String),
    Text(String),
}

/// Whether an operator accepts the order of a field's value relative to its operand.
type Accepts = fn(Ordering) -> bool;

#[derive(Debug, thiserror::Error)]
pub(super) enum ClauseError {
    #[error("expected FIELD OP VALUE, such as `status>=500`, `user_id=42` or `error~timeout`")]
    Grammar,
    #[error("`{0}` is not a level: use trace, debug, info, warn or error")]
    Level(String),
    #[error("the regular expression is not valid")]
    Pattern(#[from] regex::Error),
}

impl FromStr for Clause {
    type Err = ClauseError;

    fn from_str(text: &str) -> Result<Self, ClauseError> {
        let (field, rest) = field(text.trim())?;
        let test = test(&field, rest.trim_start())?;
        Ok(Self { field, test })
    }
}

fn field(text: &str) -> Result<(Field, &str), ClauseError> {
    if let Some(quote) = text.chars().next().filter(|c| QUOTES.contains(c)) {
        let (name, rest) = text[1..].split_once(quote).ok_or(ClauseError::Grammar)?;
        return Ok((Field::Name(name.to_owned()), rest));
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).ok_or(ClauseError::Grammar)?;
    let (name, rest) = text.split_at(end);
    let field = match name {
        "" => return Err(ClauseError::Grammar),
        "level" => Field::Level,
        "function" => Field::Function,
        "request_id" => Field::RequestId,
        "message" => Field::Message,
        name => Field::Path(name.strip_prefix("fields.").unwrap_or(name).to_owned()),
    };
    Ok((field, rest))
}

fn test(field: &Field, text: &str) -> Result<Test, ClauseError> {
    if let Some(pattern) = text.strip_prefix('~') {
        let any_case = matches!(field, Field::Level);
        return Ok(Test::Matches(RegexBuilder::new(unquoted(pattern)).case_insensitive(any_case).build()?));
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
    Ok(Test::Compares { accepts, operand: operand(field, value.trim())?, if_incomparable: name == "!=" })
}

fn operand(field: &Field, text: &str) -> Result<Operand, ClauseError> {
    let bare = unquoted(text);
    if matches!(field, Field::Level) {
        return Level::parse(bare).map(Operand::Level).ok_or_else(|| ClauseError::Level(bare.to_owned()));
    }
    Ok(match number(text) {
        Some(number) => Operand::Number(number, text.to_owned()),
        None => Operand::Text(bare.to_owned()),
    })
}

const QUOTES: [char; 2] = ['"', '\''];

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    QUOTES.iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(text)
}

/// Not `inf` and `nan`, which `f64` parses too.
fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// What every line has that a clause accepts.
#[derive(Debug, PartialEq)]
pub(super) enum Implied<'a> {
    /// This level or a higher one.
    Level(Level),
    /// A value that is this text.
    Text(&'a str),
    /// A field of this name, the last one of a path, with a number that has one of these integer parts.
    Number { field: &'a str, integers: Integers },
    /// A text that this regular expression matches.
    Match(&'a str),
}

impl Clause {
    /// `None` where that can't be said as simply. What a line may lack altogether, as for `!=`, implies nothing.
    pub(super) fn implied(&self) -> Option<Implied<'_>> {
        let (accepts, operand) = match (&self.test, &self.field) {
            (Test::Matches(pattern), Field::Level) => {
                let name = |level: &Level| serde_json::to_value(level).map(|level| text(&level));
                let is_named = |level: &Level| name(level).is_ok_and(|name| pattern.is_match(&name));
                return Level::ALL.into_iter().find(is_named).map(Implied::Level);
            }
            (Test::Matches(_), Field::Function) | (Test::Compares { if_incomparable: true, .. }, _) => return None,
            (Test::Matches(pattern), _) => return Some(Implied::Match(pattern.as_str())),
            (Test::Compares { accepts, operand, .. }, _) => (accepts, operand),
        };
        let [less, equal, greater] = [Ordering::Less, Ordering::Equal, Ordering::Greater].map(accepts);
        match (&self.field, operand) {
            (_, Operand::Level(level)) => {
                Level::ALL.into_iter().find(|any| accepts(any.cmp(level))).map(Implied::Level)
            }
            (Field::Function, _) => None,
            (_, Operand::Text(text)) => (!less && equal && !greater).then_some(Implied::Text(text)),
            (Field::Path(name) | Field::Name(name), Operand::Number(number, _)) => {
                let field = match &self.field {
                    Field::Path(path) => path.rsplit('.').next().unwrap_or(path),
                    _ => name,
                };
                let integers = Integers::of(*number, [less, equal, greater])?;
                Some(Implied::Number { field, integers })
            }
            _ => None,
        }
    }

    pub(super) fn holds(&self, line: &LogLine) -> bool {
        let value = value(line, &self.field);
        match &self.test {
            Test::Matches(pattern) => value.is_some_and(|value| pattern.is_match(&text(&value))),
            Test::Compares { accepts, operand, if_incomparable } => {
                value.and_then(|value| compare(&value, operand)).map_or(*if_incomparable, accepts)
            }
        }
    }
}

fn value(line: &LogLine, field: &Field) -> Option<Value> {
    match field {
        Field::Level => serde_json::to_value(line.level.unwrap_or(Level::Info)).ok(),
        Field::Function => Some(Value::String(line.function.0.clone())),
        Field::RequestId => line.request_id.clone().map(Value::String),
        Field::Message => Some(Value::String(line.message.clone())),
        Field::Name(name) => line.fields.get(name).cloned(),
        // A field name with a dot takes precedence over a path.
        Field::Path(path) => line
            .fields
            .get(path)
            .or_else(|| {
                let (first, rest) = path.split_once('.')?;
                rest.split('.').try_fold(line.fields.get(first)?, |value, name| value.get(name))
            })
            .cloned(),
    }
}

/// `None` when the two have no order: a number and a word, or anything and a value that is neither.
fn compare(value: &Value, operand: &Operand) -> Option<Ordering> {
    let equal = |text: &str| (self::text(value) == text).then_some(Ordering::Equal);
    match (operand, value) {
        (Operand::Level(level), value) => Some(Level::parse(value.as_str()?)?.cmp(level)),
        // Ids can have more digits than `f64`.
        (Operand::Number(_, digits), Value::Number(_) | Value::String(_)) if equal(digits).is_some() => {
            Some(Ordering::Equal)
        }
        (Operand::Number(operand, digits), Value::Number(_) | Value::String(_)) => {
            let text = text(value);
            match (text.parse::<i128>(), digits.parse::<i128>()) {
                (Ok(value), Ok(operand)) => Some(value.cmp(&operand)),
                _ => number(&text)?.partial_cmp(operand),
            }
        }
        (Operand::Text(operand), Value::String(text)) => Some(text.as_str().cmp(operand)),
        (Operand::Text(text) | Operand::Number(_, text), _) => equal(text),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::log_lines::fake::line;

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
    fn levels_compare_by_severity_in_any_case() {
        let holds = |level, clause: &str| {
            clause.parse::<Clause>().expect("a clause").holds(&line(level, "request failed", json!({})))
        };

        for clause in ["level>=warn", "level=ERROR", "level == 'Error'", "level!=INFO", "level>info", "level~^ERR"] {
            assert!(holds(Some(Level::Error), clause), "{clause}");
        }
        for clause in ["level<error", "level=warn", "level!=FATAL"] {
            assert!(!holds(Some(Level::Error), clause), "{clause}");
        }
        assert!(holds(Some(Level::Warn), "level>=Warning") && !holds(Some(Level::Warn), "level>warn"));
        assert!(holds(None, "level=info") && !holds(None, "level>=warn"));
        assert!(matches!("level>=5".parse::<Clause>(), Err(ClauseError::Level(_))));
    }

    #[test]
    fn what_a_clause_implies_is_known_where_it_is_simple() {
        let implied = |clause: &str| format!("{:?}", clause.parse::<Clause>().expect("a clause").implied());

        assert_eq!(implied("level>info"), "Some(Level(Warn))");
        assert_eq!(implied("user_id=ada"), "Some(Text(\"ada\"))");
        assert_eq!(implied("error~^time"), "Some(Match(\"^time\"))");
        assert_eq!(implied("level~^ERR"), "Some(Level(Error))");
        assert_eq!(implied("level~r"), "Some(Level(Trace))");
        let number = |integers: &str| format!(r#"Some(Number {{ field: "status", integers: {integers} }})"#);
        for (clause, integers) in [
            ("http.status>=500", r#"AtLeast("500")"#),
            ("status>0.5e3", r#"AtLeast("500")"#),
            ("status=500", r#"Exactly("500")"#),
            ("status==0500.5", r#"Exactly("500")"#),
            ("status<500", r#"AtMost("499")"#),
            ("status<499.5", r#"AtMost("499")"#),
            ("status<=500", r#"AtMost("500")"#),
            ("status<0", "Negative"),
            ("status=-1", "Negative"),
            ("status<=0", r#"AtMost("0")"#),
        ] {
            assert_eq!(implied(clause), number(integers), "{clause}");
        }
        for unclear in ["status!=500", "status>=-1", "status>0.5", "status=0", "status<1e12", "function=a", "level~x"] {
            assert_eq!(implied(unclear), "None", "{unclear}");
        }
    }

    #[test]
    fn a_number_never_matches_text() {
        let holds = |status: Value, clause: &str| {
            clause.parse::<Clause>().expect("a clause").holds(&line(None, "", json!({ "status": status })))
        };

        for status in [json!("error"), json!("nan"), json!(null), json!(true), json!([600]), json!({ "a": 600 })] {
            for clause in ["status>=500", "status<500", "status=500", "status>=-1"] {
                assert!(!holds(status.clone(), clause), "{status} {clause}");
            }
            assert!(holds(status.clone(), "status!=500"), "{status}");
        }
        assert!(holds(json!("500"), "status>=99") && holds(json!("500"), "status=500.0"));
        assert!(holds(json!(500), "status='500'") && !holds(json!(500), "status>error"));
    }

    #[test]
    fn a_long_id_is_equal_only_to_itself() {
        let holds = |clause: &str| {
            clause.parse::<Clause>().expect("a clause").holds(&line(
                None,
                "",
                json!({ "id": 9_007_199_254_740_993_u64 }),
            ))
        };

        assert!(holds("id=9007199254740993") && holds("id>9007199254740992"));
        assert!(!holds("id=9007199254740992"));
    }

    #[test]
    fn a_quoted_field_is_a_literal_name() {
        let holds = |clause: &str| {
            let fields = json!({ "with space": 1, "level": "x", "a": { "b": 2 } });
            clause.parse::<Clause>().expect("a clause").holds(&line(None, "", fields))
        };

        assert!(holds("'with space' = 1") && holds("\"level\"=x"));
        assert!(holds("a.b=2") && !holds("'a.b'=2"));
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
        for text in ["", "status", "=500", "status ? 500", "'status = 500", "é", "'é'"] {
            assert!(matches!(text.parse::<Clause>(), Err(ClauseError::Grammar)), "{text}");
        }
        assert!(matches!("error~(".parse::<Clause>(), Err(ClauseError::Pattern(_))));
    }
}
