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
