//! Converts DynamoDB's typed values to plain JSON, and operands to DynamoDB's values.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};
use aws_smithy_types::base64;
use serde_json::{Number, Value};

use super::{Item, Operand, number::Decimal};

impl From<Operand> for AttributeValue {
    fn from(operand: Operand) -> Self {
        match operand {
            Operand::String(text) => Self::S(text),
            Operand::Number(digits) => Self::N(digits),
            Operand::Binary(bytes) => Self::B(Blob::new(bytes)),
            Operand::Bool(value) => Self::Bool(value),
            Operand::Null => Self::Null(true),
        }
    }
}

pub(super) fn item(attributes: HashMap<String, AttributeValue>) -> Item {
    let sorted: BTreeMap<_, _> = attributes.into_iter().collect();
    sorted.into_iter().map(|(name, value)| (name, plain(value))).collect()
}

fn plain(value: AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => Value::String(text),
        AttributeValue::N(digits) => number(digits),
        AttributeValue::B(bytes) => binary(&bytes),
        AttributeValue::Bool(value) => Value::Bool(value),
        AttributeValue::L(values) => values.into_iter().map(plain).collect(),
        AttributeValue::M(fields) => Value::Object(item(fields)),
        AttributeValue::Ss(texts) => texts.into_iter().map(Value::String).collect(),
        AttributeValue::Ns(numbers) => numbers.into_iter().map(number).collect(),
        AttributeValue::Bs(blobs) => blobs.iter().map(binary).collect(),
        // `Null`, and types that the SDK does not know yet.
        _ => Value::Null,
    }
}

fn binary(bytes: &Blob) -> Value {
    Value::String(base64::encode(bytes))
}

/// A JSON number if that is exact, otherwise a string of the digits: output must not round stored values. An integer
/// beyond 64 bits is a string even if `f64` holds it, as it would be printed in exponents.
fn number(digits: String) -> Value {
    exact(&digits).map_or(Value::String(digits), Value::Number)
}

fn exact(digits: &str) -> Option<Number> {
    if let Ok(integer) = digits.parse::<i64>() {
        return Some(integer.into());
    }
    if let Ok(integer) = digits.parse::<u64>() {
        return Some(integer.into());
    }
    if digits.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nearest: f64 = digits.parse().ok()?;
    let same = Decimal::parse(digits)? == Decimal::parse(&nearest.to_string())?;
    Number::from_f64(nearest).filter(|_| same)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn number_of(digits: &str) -> Value {
        plain(AttributeValue::N(digits.into()))
    }

    #[test]
    fn numbers_become_json_numbers_if_that_is_exact() {
        assert_eq!(number_of("42"), json!(42));
        assert_eq!(number_of("-9223372036854775808"), json!(i64::MIN));
        assert_eq!(number_of("18446744073709551615"), json!(u64::MAX));
        assert_eq!(number_of("0.1"), json!(0.1));
        assert_eq!(number_of("1.50"), json!(1.5));
        assert_eq!(number_of("1E+20"), json!(1e20));
        assert_eq!(number_of("-0.000125"), json!(-0.000_125));
    }

    #[test]
    fn numbers_that_json_would_round_keep_their_digits() {
        for digits in [
            "12345678901234567890123456789012345678",
            "0.12345678901234567890123456789",
            "1.00000000000000000001",
            "1E-400",
            // Exact as `f64`, but printed as 1e+20.
            "100000000000000000000",
            "-18446744073709551616",
        ] {
            assert_eq!(number_of(digits), json!(digits));
        }
    }

    #[test]
    fn sets_are_arrays_and_binary_is_base64() {
        let attributes = HashMap::from([
            ("words".to_owned(), AttributeValue::Ss(vec!["a".into(), "b".into()])),
            ("numbers".to_owned(), AttributeValue::Ns(vec!["1".into(), "2.5".into()])),
            ("bytes".to_owned(), AttributeValue::B(Blob::new("hi"))),
            ("blobs".to_owned(), AttributeValue::Bs(vec![Blob::new("hi")])),
        ]);

        let item = item(attributes);

        assert_eq!(
            Value::Object(item),
            json!({ "words": ["a", "b"], "numbers": [1, 2.5], "bytes": "aGk=", "blobs": ["aGk="] })
        );
    }

    #[test]
    fn maps_lists_booleans_and_null_become_json_in_alphabetical_order() {
        let inner = HashMap::from([
            ("b".to_owned(), AttributeValue::Null(true)),
            ("a".to_owned(), AttributeValue::L(vec![AttributeValue::Bool(true)])),
        ]);

        let item = item(HashMap::from([("map".to_owned(), AttributeValue::M(inner))]));

        assert_eq!(Value::Object(item).to_string(), r#"{"map":{"a":[true],"b":null}}"#);
    }
}
