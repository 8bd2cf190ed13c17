//! Conditions as DynamoDB expressions. Every name and value is a placeholder, so reserved words are safe and no value
//! can alter the expression.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    condition::{Comparison, Condition, Literal, Test},
    path::{Path, Step},
};
use crate::{
    aws::tables::{Operand, fits, is_number},
    error::Error,
};

#[derive(Debug, Default)]
pub(super) struct Placeholders {
    pub(super) names: BTreeMap<String, String>,
    pub(super) values: BTreeMap<String, Operand>,
}

impl Placeholders {
    /// The conditions, all of which must hold.
    pub(super) fn filter(&mut self, conditions: &[Condition]) -> Result<String, Error> {
        let parts = conditions.iter().map(|condition| {
            // Only strings begin with something: `begins_with 2026` means the text.
            let prefix = matches!(condition.test, Test::BeginsWith(_));
            let operand =
                |literal: &Literal| Ok(if prefix { Operand::String(literal.text.clone()) } else { untyped(literal) });
            self.test(&condition.path, &condition.test, operand)
        });
        Ok(parts.collect::<Result<Vec<_>, Error>>()?.join(" AND "))
    }

    /// One test of the attribute at `path`, its values typed by `operand`.
    ///
    /// # Errors
    /// When DynamoDB would reject it.
    pub(super) fn test(
        &mut self,
        path: &Path,
        test: &Test,
        operand: impl Fn(&Literal) -> Result<Operand, Error>,
    ) -> Result<String, Error> {
        let operands = test.literals().into_iter().map(operand).collect::<Result<Vec<_>, Error>>()?;
        refuse(path, test, &operands)?;
        let path = self.path(path);
        let values: Vec<String> = operands.into_iter().map(|operand| self.value(operand)).collect();
        Ok(match (test, &values[..]) {
            (Test::Compare(comparison, _), [value]) => format!("{path} {} {value}", comparison.sign()),
            (Test::BeginsWith(_), [prefix]) => format!("begins_with({path}, {prefix})"),
            (Test::Contains(_), [part]) => format!("contains({path}, {part})"),
            (Test::Between(..), [low, high]) => format!("{path} BETWEEN {low} AND {high}"),
            (Test::Missing, _) => format!("attribute_not_exists({path})"),
            _ => format!("attribute_exists({path})"),
        })
    }

    /// `content.tags[0]` as `#n0.#n1[0]`.
    fn path(&mut self, path: &Path) -> String {
        let mut text = String::new();
        for step in &path.0 {
            match step {
                Step::Name(name) => {
                    let dot = if text.is_empty() { "" } else { "." };
                    text = format!("{text}{dot}{}", self.name(name));
                }
                Step::Position(position) => text = format!("{text}[{position}]"),
            }
        }
        text
    }

    pub(super) fn name(&mut self, name: &str) -> String {
        if let Some((placeholder, _)) = self.names.iter().find(|(_, existing)| *existing == name) {
            return placeholder.clone();
        }
        let placeholder = format!("#n{}", self.names.len());
        self.names.insert(placeholder.clone(), name.to_owned());
        placeholder
    }

    pub(super) fn value(&mut self, operand: Operand) -> String {
        let placeholder = format!(":v{}", self.values.len());
        self.values.insert(placeholder.clone(), operand);
        placeholder
    }
}

/// Only key attributes have a schema. For others, a bare number, `true`, `false` or `null` has that type; anything else
/// is a string.
fn untyped(literal: &Literal) -> Operand {
    let text = || literal.text.clone();
    match literal.text.as_str() {
        _ if literal.quoted => Operand::String(text()),
        "true" => Operand::Bool(true),
        "false" => Operand::Bool(false),
        "null" => Operand::Null,
        bare if is_number(bare) => Operand::Number(text()),
        _ => Operand::String(text()),
    }
}

/// Refuses what DynamoDB would reject with a `ValidationException` in its own terms.
fn refuse(path: &Path, test: &Test, operands: &[Operand]) -> Result<(), Error> {
    let refused = |what: &str, hint: &str| Err(Error::usage(format!("`{path}`: {what}"), hint));
    if operands.iter().any(|operand| matches!(operand, Operand::Number(digits) if !fits(digits))) {
        return refused("the number is out of range", "a number has at most 38 digits; quote it to compare text");
    }
    let ordered = match test {
        Test::Compare(comparison, _) => !matches!(comparison, Comparison::Equal | Comparison::NotEqual),
        Test::Between(..) => true,
        _ => false,
    };
    if ordered && operands.iter().any(|operand| matches!(operand, Operand::Bool(_) | Operand::Null)) {
        return refused("true, false and null have no order", "use = or !=, or quote the value to compare text");
    }
    match (test, operands) {
        (Test::BeginsWith(_), [Operand::Number(_)]) => {
            refused("it is a number, and only text begins with something", "use a comparison or `between`")
        }
        (Test::Between(..), [low, high]) => match order(low, high) {
            Some(Ordering::Greater) => {
                refused("`between` has its bounds in the wrong order", "put the lower one first")
            }
            Some(_) => Ok(()),
            None => refused("`between` has bounds of different types", "quote both to compare text"),
        },
        _ => Ok(()),
    }
}

/// `None` for values of different types.
fn order(one: &Operand, other: &Operand) -> Option<Ordering> {
    match (one, other) {
        (Operand::String(one), Operand::String(other)) => Some(one.cmp(other)),
        (Operand::Binary(one), Operand::Binary(other)) => Some(one.cmp(other)),
        (Operand::Number(one), Operand::Number(other)) => {
            one.parse::<f64>().ok()?.partial_cmp(&other.parse::<f64>().ok()?)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::table::condition::filter_conditions;

    fn filter(text: &str) -> (String, Placeholders) {
        let mut placeholders = Placeholders::default();
        let expression = placeholders.filter(&filter_conditions(text).expect("valid")).expect("accepted");
        (expression, placeholders)
    }

    fn refusal(text: &str) -> String {
        let conditions = filter_conditions(text).expect("valid");
        Placeholders::default().filter(&conditions).expect_err(text).to_string()
    }

    #[test]
    fn names_and_values_never_appear_in_the_expression() {
        let (expression, placeholders) = filter("name = 'x OR size > :v9' and name exists and n between 1 and 2");

        assert_eq!(expression, "#n0 = :v0 AND attribute_exists(#n0) AND #n1 BETWEEN :v1 AND :v2");
        assert_eq!(placeholders.names["#n0"], "name");
        assert_eq!(placeholders.values[":v0"], Operand::String("x OR size > :v9".into()));
    }

    #[test]
    fn paths_are_named_segment_by_segment() {
        let (expression, placeholders) = filter("content.tags[0] contains a and content.size missing");

        assert_eq!(expression, "contains(#n0.#n1[0], :v0) AND attribute_not_exists(#n0.#n2)");
        assert_eq!(placeholders.names["#n2"], "size");
    }

    #[test]
    fn a_name_with_dots_is_one_placeholder() {
        let (expression, placeholders) = filter("'hwid.metric' = x and content.'a b'[1] exists");

        assert_eq!(expression, "#n0 = :v0 AND attribute_exists(#n1.#n2[1])");
        assert_eq!((&*placeholders.names["#n0"], &*placeholders.names["#n2"]), ("hwid.metric", "a b"));
    }

    #[test]
    fn a_prefix_is_text_even_if_it_looks_like_a_number() {
        let (_, placeholders) = filter("timestamp begins_with 2026");

        assert_eq!(placeholders.values[":v0"], Operand::String("2026".into()));
    }

    #[test]
    fn what_dynamodb_would_reject_is_refused_in_our_words() {
        for (text, why) in [
            ("n between 5 and 1", "`between` has its bounds in the wrong order"),
            ("n between 1 and a", "`between` has bounds of different types"),
            ("n < true", "true, false and null have no order"),
            ("n = 123456789012345678901234567890123456789", "the number is out of range"),
            ("n = 1e126", "the number is out of range"),
        ] {
            assert_eq!(refusal(text), format!("`n`: {why}"));
        }
        filter("n = 12345678901234567890123456789012345678 and n > 0.0 and n between 1e-5 and 1e125");
    }

    #[test]
    fn bare_values_are_typed_and_quoted_ones_are_strings() {
        let (_, placeholders) =
            filter("a = 12.50 and b = '12.50' and c = true and d = null and e = 2026-11-22 and f != inf");

        let values: Vec<_> = placeholders.values.into_values().collect();
        assert_eq!(
            values,
            [
                Operand::Number("12.50".into()),
                Operand::String("12.50".into()),
                Operand::Bool(true),
                Operand::Null,
                Operand::String("2026-11-22".into()),
                Operand::String("inf".into()),
            ]
        );
    }
}
