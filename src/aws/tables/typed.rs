//! Values with DynamoDB's own types, which plain JSON has not.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};

use super::number::Decimal;

/// An item as the SDK has it.
pub(super) type Attributes = HashMap<String, AttributeValue>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Typed {
    String(String),
    /// Its digits, as DynamoDB has them.
    Number(String),
    Binary(Vec<u8>),
    Bool(bool),
    Null,
    StringSet(Vec<String>),
    NumberSet(Vec<String>),
    BinarySet(Vec<Vec<u8>>),
    List(Vec<Typed>),
    Map(TypedItem),
}

/// An item with the types of its values.
pub(crate) type TypedItem = BTreeMap<String, Typed>;

impl Typed {
    /// Whether it is the same to DynamoDB: sets have no order.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        fn sorted<T: Ord + Clone>(members: &[T]) -> Vec<T> {
            let mut members = members.to_vec();
            members.sort();
            members
        }
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => same_number(one, other),
            (Self::StringSet(one), Self::StringSet(other)) => sorted(one) == sorted(other),
            (Self::NumberSet(one), Self::NumberSet(other)) => {
                let numbers = |members: &[String]| {
                    let numbers: Vec<Option<Decimal>> = members.iter().map(|digits| Decimal::parse(digits)).collect();
                    sorted(&numbers)
                };
                numbers(one) == numbers(other)
            }
            (Self::BinarySet(one), Self::BinarySet(other)) => sorted(one) == sorted(other),
            (Self::List(one), Self::List(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.is_same(other))
            }
            (Self::Map(one), Self::Map(other)) => same_items(one, other),
            _ => self == other,
        }
    }
}

fn same_number(one: &str, other: &str) -> bool {
    one == other || Decimal::parse(one).is_some_and(|number| Decimal::parse(other) == Some(number))
}

/// Whether two items are the same to DynamoDB.
pub(crate) fn same_items(one: &TypedItem, other: &TypedItem) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|((name, value), (other_name, other))| name == other_name && value.is_same(other))
}

impl From<AttributeValue> for Typed {
    fn from(value: AttributeValue) -> Self {
        match value {
            AttributeValue::S(text) => Self::String(text),
            AttributeValue::N(digits) => Self::Number(digits),
            AttributeValue::B(bytes) => Self::Binary(bytes.into_inner()),
            AttributeValue::Bool(value) => Self::Bool(value),
            AttributeValue::Ss(members) => Self::StringSet(members),
            AttributeValue::Ns(members) => Self::NumberSet(members),
            AttributeValue::Bs(members) => Self::BinarySet(members.into_iter().map(Blob::into_inner).collect()),
            AttributeValue::L(values) => Self::List(values.into_iter().map(Self::from).collect()),
            AttributeValue::M(fields) => Self::Map(typed_item(fields)),
            // `Null`: DynamoDB has had these types from the start, and the SDK knows them all.
            _ => Self::Null,
        }
    }
}

impl From<Typed> for AttributeValue {
    fn from(value: Typed) -> Self {
        match value {
            Typed::String(text) => Self::S(text),
            Typed::Number(digits) => Self::N(digits),
            Typed::Binary(bytes) => Self::B(Blob::new(bytes)),
            Typed::Bool(value) => Self::Bool(value),
            Typed::Null => Self::Null(true),
            Typed::StringSet(members) => Self::Ss(members),
            Typed::NumberSet(members) => Self::Ns(members),
            Typed::BinarySet(members) => Self::Bs(members.into_iter().map(Blob::new).collect()),
            Typed::List(values) => Self::L(values.into_iter().map(Self::from).collect()),
            Typed::Map(fields) => Self::M(attributes(fields)),
        }
    }
}

pub(super) fn typed_item(attributes: Attributes) -> TypedItem {
    attributes.into_iter().map(|(name, value)| (name, value.into())).collect()
}

pub(super) fn attributes(item: TypedItem) -> Attributes {
    item.into_iter().map(|(name, value)| (name, value.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_survives_the_way_to_dynamodb_and_back() {
        let item = TypedItem::from([
            ("s".into(), Typed::String("a".into())),
            ("n".into(), Typed::Number("12345678901234567890123456789012345678".into())),
            ("b".into(), Typed::Binary(vec![0, 255])),
            ("t".into(), Typed::Bool(true)),
            ("z".into(), Typed::Null),
            ("ss".into(), Typed::StringSet(vec!["a".into()])),
            ("ns".into(), Typed::NumberSet(vec!["1".into()])),
            ("bs".into(), Typed::BinarySet(vec![vec![1]])),
            ("m".into(), Typed::Map(TypedItem::from([("l".into(), Typed::List(vec![Typed::Null]))]))),
        ]);

        assert_eq!(typed_item(attributes(item.clone())), item);
    }

    #[test]
    fn sets_have_no_order_and_lists_have_one() {
        let set = |members: [&str; 2]| {
            Typed::Map(TypedItem::from([("s".into(), Typed::StringSet(members.map(str::to_owned).into()))]))
        };
        let list = |members: [&str; 2]| Typed::List(members.map(|text| Typed::String(text.into())).into());

        assert!(set(["a", "b"]).is_same(&set(["b", "a"])) && !set(["a", "b"]).is_same(&set(["a", "c"])));
        assert!(list(["a", "b"]).is_same(&list(["a", "b"])) && !list(["a", "b"]).is_same(&list(["b", "a"])));
        assert!(!set(["a", "b"]).is_same(&Typed::Null));
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        let number = |digits: &str| Typed::Number(digits.into());

        assert!(
            number("1.50").is_same(&number("15E-1")) && !number("1").is_same(&number("1.0000000000000000000000001"))
        );
        assert!(
            Typed::NumberSet(vec!["1.0".into(), "2".into()]).is_same(&Typed::NumberSet(vec!["2.0".into(), "1".into()]))
        );
    }
}
