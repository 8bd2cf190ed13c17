//! The content of an entry: any JSON that DynamoDB can store unchanged.
//!
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html>

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub(crate) struct Content(Value);

/// Why DynamoDB cannot store a content unchanged.
#[derive(Debug, PartialEq, thiserror::Error)]
pub(crate) enum InvalidContent {
    #[error("is nested more than {} levels deep", Content::MAX_DEPTH)]
    TooDeep,
    #[error("holds a number beyond 1e-130 to 1e125")]
    NumberOutOfRange,
    #[error("holds a number with more digits than are kept: send it as text")]
    InexactNumber,
    #[error("holds an empty name")]
    EmptyName,
}

impl Content {
    /// DynamoDB allows 32 levels, and the item and the attribute itself use two of them.
    const MAX_DEPTH: usize = 30;
}

impl TryFrom<Value> for Content {
    type Error = InvalidContent;

    fn try_from(value: Value) -> Result<Self, InvalidContent> {
        check(&value, Self::MAX_DEPTH)?;
        Ok(Self(value))
    }
}

impl From<Content> for Value {
    fn from(content: Content) -> Self {
        content.0
    }
}

fn check(value: &Value, levels_left: usize) -> Result<(), InvalidContent> {
    let below = || levels_left.checked_sub(1).ok_or(InvalidContent::TooDeep);
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Number(number) => check_number(number),
        Value::Array(items) => {
            let below = below()?;
            items.iter().try_for_each(|item| check(item, below))
        }
        Value::Object(members) => {
            let below = below()?;
            if members.contains_key("") {
                return Err(InvalidContent::EmptyName);
            }
            members.values().try_for_each(|member| check(member, below))
        }
    }
}

fn check_number(number: &Number) -> Result<(), InvalidContent> {
    let magnitude = number.as_f64().map(f64::abs).ok_or(InvalidContent::NumberOutOfRange)?;
    if magnitude == 0.0 || (1e-130..1e126).contains(&magnitude) {
        Ok(())
    } else {
        Err(InvalidContent::NumberOutOfRange)
    }
}

/// Whether every number of this JSON is kept as it is written: those that are no 64-bit integers become `f64`.
pub(crate) fn keeps_every_digit(json: &str) -> Result<(), InvalidContent> {
    let mut rest = json;
    while let Some(start) = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
        rest = &rest[start..];
        let end = match rest.strip_prefix('"') {
            Some(text) => 1 + end_of_text(text),
            None => rest.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(end);
        if !token.starts_with('"') && !is_exact(token) {
            return Err(InvalidContent::InexactNumber);
        }
        rest = after;
    }
    Ok(())
}

/// Behind the quote that ends it.
fn end_of_text(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !escaped => return at + 1,
            _ => escaped = byte == b'\\' && !escaped,
        }
    }
    text.len()
}

fn is_exact(number: &str) -> bool {
    if number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok() {
        return true;
    }
    // What is no number, or no finite one, has errors of its own.
    number.parse().map_or(true, |nearest: f64| !nearest.is_finite() || digits(&nearest.to_string()) == digits(number))
}

/// The significant digits of a number, and the power of ten of the last one.
fn digits(number: &str) -> (String, i64) {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{}{fraction}", whole.trim_start_matches('-'));
    let trimmed = all.trim_end_matches('0');
    let places = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX);
    let exponent = exponent.parse::<i64>().unwrap_or_default() - places(fraction) + places(&all) - places(trimmed);
    match trimmed.trim_start_matches('0') {
        "" => (String::new(), 0),
        digits => (digits.to_owned(), exponent),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn nested(levels: usize) -> Value {
        (0..levels).fold(json!(1), |inner, _| json!([inner]))
    }

    #[test]
    fn ordinary_json_is_valid_content() {
        for value in
            [json!(null), json!(""), json!(0), json!(-1.5e-9), json!({ "a": [1, "b", { "c": null }] }), nested(30)]
        {
            assert!(Content::try_from(value.clone()).is_ok(), "{value}");
        }
    }

    #[test]
    fn a_number_that_would_lose_digits_is_refused() {
        for json in
            ["12345678901234567890123", "[1, -0.12345678901234567890123]", r#"{"a":{"b":1.00000000000000000001}}"#]
        {
            assert_eq!(keeps_every_digit(json), Err(InvalidContent::InexactNumber), "{json}");
        }
        for json in [
            "18446744073709551615",
            "[-9223372036854775808, 0.1, 1.50, 1E2, -0, 0.0, 1e-7, 1e22]",
            r#"{"a 12345678901234567890123": "12345678901234567890123 \" 1.00000000000000000001"}"#,
            "not json 1-2",
        ] {
            assert_eq!(keeps_every_digit(json), Ok(()), "{json}");
        }
    }

    #[test]
    fn json_that_dynamodb_cannot_store_is_rejected_with_the_reason() {
        for (value, reason) in [
            (nested(31), InvalidContent::TooDeep),
            (json!({ "a": 1e200 }), InvalidContent::NumberOutOfRange),
            (json!([1e-200]), InvalidContent::NumberOutOfRange),
            (json!({ "": 1 }), InvalidContent::EmptyName),
        ] {
            assert_eq!(Content::try_from(value.clone()), Err(reason), "{value}");
        }
    }
}
