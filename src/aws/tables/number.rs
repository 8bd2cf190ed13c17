//! DynamoDB's numbers: up to 38 digits, which neither JSON nor `f64` keeps.

use serde_json::Number;

/// Whether DynamoDB reads `text` as a number: `f64` would also parse `inf` and `nan`.
pub(crate) fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok() && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
}

/// Whether DynamoDB holds this number.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-data-types-number>
pub(crate) fn fits(number: &str) -> bool {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let size = number.parse::<f64>().map_or(f64::INFINITY, f64::abs);
    let zero = digits.chars().all(|digit| digit == '0');
    digits.trim_start_matches('0').trim_end_matches('0').len() <= 38 && (zero || (1e-130..1e126).contains(&size))
}

/// A number by its significant digits, so that `1.50`, `1.5` and `15E-1` are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0').trim_end_matches('0');
        let trailing_zeros = all.len() - all.trim_end_matches('0').len();
        let exponent = exponent.parse::<i64>().ok()? - i64::try_from(fraction.len()).ok()?;
        Some(match significant {
            "" => Self { negative: false, digits: String::new(), exponent: 0 },
            digits => {
                Self { negative, digits: digits.into(), exponent: exponent + i64::try_from(trailing_zeros).ok()? }
            }
        })
    }
}

/// The JSON number that is printed with exactly these digits.
pub(super) fn written_alike(digits: &str) -> Option<Number> {
    let number: Number = serde_json::from_str(digits).ok()?;
    (number.to_string() == digits).then_some(number)
}

/// JSON whose numbers keep every digit: one that a JSON parser would round becomes `{"$number": "…"}`.
pub(super) fn with_exact_numbers(json: &str) -> String {
    let mut exact = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(next) = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
        exact.push_str(&rest[..next]);
        rest = &rest[next..];
        let (token, after) =
            rest.split_at(if rest.starts_with('"') { end_of_string(rest) } else { end_of_number(rest) });
        let is_rounded = !token.starts_with('"') && is_number(token) && written_alike(token).is_none();
        match is_rounded {
            true => exact.push_str(&format!("{{\"$number\":\"{token}\"}}")),
            false => exact.push_str(token),
        }
        rest = after;
    }
    exact.push_str(rest);
    exact
}

fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn end_of_number(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit() && !"+-.eE".contains(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_json_would_round_keeps_its_digits() {
        let exact =
            with_exact_numbers(r#"{"a":12345678901234567890123456789,"b":[1,-2.5,1.50],"1.50":"1.50 \" 1.50"}"#);

        assert_eq!(
            exact,
            r#"{"a":{"$number":"12345678901234567890123456789"},"b":[1,-2.5,{"$number":"1.50"}],"1.50":"1.50 \" 1.50"}"#
        );
    }

    #[test]
    fn what_is_no_json_stays_as_it_is() {
        for text in ["", "-", "\"open 1.50", "{\"a\":--1}", "é 1", "true"] {
            assert_eq!(with_exact_numbers(text), text);
        }
    }

    #[test]
    fn only_numbers_of_38_digits_fit() {
        assert!(fits("0") && fits("12345678901234567890123456789012345678") && fits("1e125") && fits("-1e-130"));
        assert!(!fits("123456789012345678901234567890123456789") && !fits("1e126") && !fits("1e-131"));
    }
}
