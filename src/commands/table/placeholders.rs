//! Conditions as DynamoDB expressions. Every name and value is a placeholder, so reserved words are safe and no value
//! can alter the expression.

use std::collections::BTreeMap;

use super::condition::{Condition, Literal, Test};
use crate::aws::tables::{Operand, is_number};

#[derive(Debug, Default)]
pub(super) struct Placeholders {
    pub(super) names: BTreeMap<String, String>,
    pub(super) values: BTreeMap<String, Operand>,
}

impl Placeholders {
    /// The conditions, all of which must hold.
    pub(super) fn filter(&mut self, conditions: &[Condition]) -> String {
        let parts = conditions.iter().map(|condition| {
            let Ok(part) = self.test(&condition.path, &condition.test, |literal| Ok::<_, Never>(untyped(literal)));
            part
        });
        parts.collect::<Vec<_>>().join(" AND ")
    }

    /// One test of the attribute at `path`, its values typed by `operand`.
    pub(super) fn test<E>(
        &mut self,
        path: &str,
        test: &Test,
        operand: impl Fn(&Literal) -> Result<Operand, E>,
    ) -> Result<String, E> {
        let path = self.path(path);
        let mut value = |literal: &Literal| operand(literal).map(|operand| self.value(operand));
        Ok(match test {
            Test::Compare(comparison, literal) => format!("{path} {} {}", comparison.sign(), value(literal)?),
            Test::BeginsWith(literal) => format!("begins_with({path}, {})", value(literal)?),
            Test::Contains(literal) => format!("contains({path}, {})", value(literal)?),
            Test::Between(low, high) => format!("{path} BETWEEN {} AND {}", value(low)?, value(high)?),
            Test::Exists => format!("attribute_exists({path})"),
            Test::Missing => format!("attribute_not_exists({path})"),
        })
    }

    /// `content.tags[0]` as `#n0.#n1[0]`.
    fn path(&mut self, path: &str) -> String {
        let segments = path.split('.').map(|segment| {
            let (name, position) = segment.split_at(segment.find('[').unwrap_or(segment.len()));
            format!("{}{position}", self.name(name))
        });
        segments.collect::<Vec<_>>().join(".")
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

/// An error that cannot happen.
type Never = std::convert::Infallible;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::table::condition::filter_conditions;

    fn filter(text: &str) -> (String, Placeholders) {
        let mut placeholders = Placeholders::default();
        let expression = placeholders.filter(&filter_conditions(text).expect("valid"));
        (expression, placeholders)
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
