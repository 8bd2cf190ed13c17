//! Items as JSON without loss: what plain JSON has no type for is an object with one tag.
//!
//! `{"$binary": "aGk="}`, `{"$string_set": […]}`, `{"$number_set": […]}`, `{"$binary_set": […]}`, a number that JSON
//! would round `{"$number": "1.50"}`, and a map that looks like one of these `{"$map": {…}}`.

use aws_smithy_types::base64;
use serde_json::{Map, Value, json};

use super::{
    Typed, TypedItem,
    number::{fits, is_number, with_exact_numbers, written_alike},
};

const TAGS: [&str; 6] = ["$binary", "$number", "$string_set", "$number_set", "$binary_set", "$map"];

/// Why JSON is no item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoItem {
    #[error("it is no JSON: {0}")]
    Json(String),
    #[error("it is no JSON object")]
    Object,
    #[error("`{0}`: a number has at most 38 digits, and a size between 1e-130 and 1e126")]
    Number(String),
    #[error("`{0}`: it is not base64")]
    Base64(String),
    #[error("`{0}`: a set needs at least one member, all of one type and none twice")]
    Set(String),
    #[error("`{path}`: {tag} takes {takes}")]
    Tag { path: String, tag: String, takes: &'static str },
}

/// The item as JSON.
pub(crate) fn item_to_json(item: &TypedItem) -> Map<String, Value> {
    item.iter().map(|(name, value)| (name.clone(), to_json(value))).collect()
}

fn to_json(value: &Typed) -> Value {
    let binary = |bytes: &Vec<u8>| Value::String(base64::encode(bytes));
    match value {
        Typed::String(text) => text.clone().into(),
        Typed::Number(digits) => written_alike(digits).map_or_else(|| json!({ "$number": digits }), Value::Number),
        Typed::Binary(bytes) => json!({ "$binary": binary(bytes) }),
        Typed::Bool(value) => Value::Bool(*value),
        Typed::Null => Value::Null,
        Typed::StringSet(members) => json!({ "$string_set": members }),
        Typed::NumberSet(members) => {
            json!({ "$number_set": members.iter().map(|digits| number(digits)).collect::<Vec<_>>() })
        }
        Typed::BinarySet(members) => json!({ "$binary_set": members.iter().map(binary).collect::<Vec<_>>() }),
        Typed::List(values) => values.iter().map(to_json).collect(),
        Typed::Map(fields) => {
            let object = item_to_json(fields);
            if tag_of(&object).is_some() { json!({ "$map": object }) } else { Value::Object(object) }
        }
    }
}

fn number(digits: &str) -> Value {
    written_alike(digits).map_or_else(|| Value::String(digits.to_owned()), Value::Number)
}

/// The item that `text` describes. What has no tag is typed by itself, or as in `like`, the item that it replaces: an
/// array in the place of a set stays a set, and base64 in the place of binary stays binary.
pub(crate) fn item_of_json(text: &str, like: Option<&TypedItem>) -> Result<TypedItem, NoItem> {
    let value: Value =
        serde_json::from_str(&with_exact_numbers(text)).map_err(|error| NoItem::Json(without_place(&error)))?;
    let Value::Object(object) = value else { return Err(NoItem::Object) };
    fields(object, "", like)
}

/// The place would be that in the text with exact numbers, not that in the caller's, unless it is a line.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

fn fields(object: Map<String, Value>, path: &str, like: Option<&TypedItem>) -> Result<TypedItem, NoItem> {
    let field = |(name, value): (String, Value)| {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let typed = of_json(value, &path, like.and_then(|like| like.get(&name)))?;
        Ok((name, typed))
    };
    object.into_iter().map(field).collect()
}

fn of_json(value: Value, path: &str, like: Option<&Typed>) -> Result<Typed, NoItem> {
    match value {
        Value::Null => Ok(Typed::Null),
        Value::Bool(value) => Ok(Typed::Bool(value)),
        Value::Number(number) => digits(number.to_string(), path),
        Value::String(text) => Ok(text_like(text, like)),
        Value::Array(values) => match like {
            Some(Typed::StringSet(_) | Typed::NumberSet(_) | Typed::BinarySet(_)) if !values.is_empty() => {
                set_like(values, path, like)
            }
            _ => list(values, path, like),
        },
        Value::Object(object) => match tag_of(&object) {
            Some(tag) => tagged(tag, object, path),
            None => {
                let like = match like {
                    Some(Typed::Map(like)) => Some(like),
                    _ => None,
                };
                fields(object, path, like).map(Typed::Map)
            }
        },
    }
}

fn list(values: Vec<Value>, path: &str, like: Option<&Typed>) -> Result<Typed, NoItem> {
    let like = |index: usize| match like {
        Some(Typed::List(values)) => values.get(index),
        _ => None,
    };
    let member = |(index, value)| of_json(value, &format!("{path}[{index}]"), like(index));
    values.into_iter().enumerate().map(member).collect::<Result<_, _>>().map(Typed::List)
}

/// Text as `srvls table get` prints binary, and numbers that JSON would round.
fn text_like(text: String, like: Option<&Typed>) -> Typed {
    match like {
        Some(Typed::Binary(_)) => base64::decode(&text).map_or(Typed::String(text), Typed::Binary),
        Some(Typed::Number(digits)) if written_alike(digits).is_none() && is_number(&text) && fits(&text) => {
            Typed::Number(text)
        }
        _ => Typed::String(text),
    }
}

/// An array as `srvls table get` prints a set. One that can't be such a set is a list.
fn set_like(values: Vec<Value>, path: &str, like: Option<&Typed>) -> Result<Typed, NoItem> {
    let tag = match like {
        Some(Typed::StringSet(_)) => "$string_set",
        Some(Typed::NumberSet(_)) => "$number_set",
        _ => "$binary_set",
    };
    set(tag, values.clone(), path).or_else(|_| list(values, path, None))
}

/// The tag of an object with one field that has the name of a tag.
fn tag_of(object: &Map<String, Value>) -> Option<&'static str> {
    let mut names = object.keys();
    let only = names.next().filter(|_| object.len() == 1)?;
    TAGS.into_iter().find(|tag| tag == only)
}

fn tagged(tag: &'static str, mut object: Map<String, Value>, path: &str) -> Result<Typed, NoItem> {
    let takes = |takes| NoItem::Tag { path: path.to_owned(), tag: tag.to_owned(), takes };
    match (tag, object.remove(tag).unwrap_or_default()) {
        ("$binary", Value::String(text)) => bytes(&text, path).map(Typed::Binary),
        ("$binary", _) => Err(takes("a string in base64")),
        ("$number", Value::String(text)) => digits(text, path),
        ("$number", _) => Err(takes("a string of digits")),
        ("$map", Value::Object(object)) => fields(object, path, None).map(Typed::Map),
        ("$map", _) => Err(takes("an object")),
        (_, Value::Array(members)) => set(tag, members, path),
        _ => Err(takes("an array")),
    }
}

fn set(tag: &str, members: Vec<Value>, path: &str) -> Result<Typed, NoItem> {
    let no_set = || NoItem::Set(path.to_owned());
    let text = |member: Value| match member {
        Value::String(text) => Ok(text),
        _ => Err(no_set()),
    };
    let number = |member: Value| match member {
        Value::Number(number) => Ok(number.to_string()),
        Value::String(text) if is_number(&text) && fits(&text) => Ok(text),
        // From a number that JSON would round.
        Value::Object(mut object) => object.remove("$number").ok_or_else(no_set).and_then(text),
        _ => Err(no_set()),
    };
    let members = members.into_iter();
    let set = match tag {
        "$string_set" => Typed::StringSet(distinct(members.map(text).collect::<Result<_, _>>()?).ok_or_else(no_set)?),
        "$number_set" => Typed::NumberSet(distinct(members.map(number).collect::<Result<_, _>>()?).ok_or_else(no_set)?),
        _ => {
            let decoded = members.map(|member| text(member).and_then(|text| bytes(&text, path)));
            Typed::BinarySet(distinct(decoded.collect::<Result<_, _>>()?).ok_or_else(no_set)?)
        }
    };
    Ok(set)
}

/// `None` if there are no members, or one is there twice.
fn distinct<T: Ord>(members: Vec<T>) -> Option<Vec<T>> {
    let count = members.iter().collect::<std::collections::BTreeSet<_>>().len();
    (count > 0 && count == members.len()).then_some(members)
}

fn digits(text: String, path: &str) -> Result<Typed, NoItem> {
    if is_number(&text) && fits(&text) { Ok(Typed::Number(text)) } else { Err(NoItem::Number(path.to_owned())) }
}

fn bytes(text: &str, path: &str) -> Result<Vec<u8>, NoItem> {
    base64::decode(text).map_err(|_| NoItem::Base64(path.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> TypedItem {
        item_of_json(text, None).expect(text)
    }

    fn printed(item: &TypedItem) -> String {
        Value::Object(item_to_json(item)).to_string()
    }

    #[test]
    fn what_plain_json_has_no_type_for_has_a_tag() {
        let item = TypedItem::from([
            ("b".into(), Typed::Binary(b"hi".into())),
            ("bs".into(), Typed::BinarySet(vec![b"hi".into()])),
            ("m".into(), Typed::Map(TypedItem::from([("$binary".into(), Typed::Null)]))),
            ("n".into(), Typed::Number("12345678901234567890123456789012345678".into())),
            ("ns".into(), Typed::NumberSet(vec!["1".into(), "1.50".into()])),
            ("ss".into(), Typed::StringSet(vec!["a".into()])),
        ]);

        assert_eq!(
            printed(&item),
            r#"{"b":{"$binary":"aGk="},"bs":{"$binary_set":["aGk="]},"m":{"$map":{"$binary":null}},"n":{"$number":"12345678901234567890123456789012345678"},"ns":{"$number_set":[1,"1.50"]},"ss":{"$string_set":["a"]}}"#
        );
        assert_eq!(parsed(&printed(&item)), item);
    }

    #[test]
    fn a_number_keeps_its_38_digits_however_it_is_written() {
        let digits = "1234567890123456789012345678901234567.8";

        for text in [format!("{{\"n\":{digits}}}"), format!("{{\"n\":{{\"$number\":\"{digits}\"}}}}")] {
            assert_eq!(parsed(&text)["n"], Typed::Number(digits.into()));
        }
        assert_eq!(
            parsed("{\"s\":{\"$number_set\":[1.50,2]}}")["s"],
            Typed::NumberSet(vec!["1.50".into(), "2".into()])
        );
    }

    #[test]
    fn plain_json_in_the_place_of_a_type_that_it_lacks_keeps_the_type() {
        let stored = parsed(
            r#"{"s":{"$string_set":["a","b"]},"b":{"$binary":"aGk="},"m":{"ns":{"$number_set":[1]}},"l":[{"$binary":"aGk="}],
                "big":{"$number":"12345678901234567890123456789"}}"#,
        );
        let plain = r#"{"s":["c"],"b":"aG8=","m":{"ns":[2,"12345678901234567890123456789"]},"l":["aG8="],
                        "big":"12345678901234567890123456780"}"#;

        let item = item_of_json(plain, Some(&stored)).expect("an item");

        assert_eq!(item["s"], Typed::StringSet(vec!["c".into()]));
        assert_eq!(item["b"], Typed::Binary(b"ho".into()));
        assert_eq!(
            item["m"],
            Typed::Map(TypedItem::from([(
                "ns".into(),
                Typed::NumberSet(vec!["2".into(), "12345678901234567890123456789".into()])
            )]))
        );
        assert_eq!(item["l"], Typed::List(vec![Typed::Binary(b"ho".into())]));
        assert_eq!(item["big"], Typed::Number("12345678901234567890123456780".into()));
    }

    #[test]
    fn what_cannot_have_the_type_of_its_place_has_its_own() {
        let stored = parsed(r#"{"s":{"$string_set":["a"]},"b":{"$binary":"aGk="},"n":5}"#);

        let item = item_of_json(r#"{"s":["a",1],"b":"*","n":"5"}"#, Some(&stored)).expect("an item");

        assert_eq!(item["s"], Typed::List(vec![Typed::String("a".into()), Typed::Number("1".into())]));
        assert_eq!((&item["b"], &item["n"]), (&Typed::String("*".into()), &Typed::String("5".into())));
    }

    #[test]
    fn what_is_no_item_says_where_and_why() {
        for (text, why) in [
            ("[1]", "it is no JSON object"),
            ("{", "it is no JSON: EOF while parsing an object"),
            (r#"{"a":{"b":{"$binary":"*"}}}"#, "`a.b`: it is not base64"),
            (r#"{"a":[1e126]}"#, "`a[0]`: a number has at most 38 digits, and a size between 1e-130 and 1e126"),
            (r#"{"a":{"$string_set":[]}}"#, "`a`: a set needs at least one member, all of one type and none twice"),
            (
                r#"{"a":{"$string_set":["x","x"]}}"#,
                "`a`: a set needs at least one member, all of one type and none twice",
            ),
            (r#"{"a":{"$number_set":["x"]}}"#, "`a`: a set needs at least one member, all of one type and none twice"),
            (r#"{"a":{"$binary":1}}"#, "`a`: $binary takes a string in base64"),
        ] {
            assert_eq!(item_of_json(text, None).expect_err(text).to_string(), why);
        }
    }

    fn value() -> impl Strategy<Value = Typed> {
        let number = || prop_oneof!["-?[1-9][0-9]{0,37}", "0\\.[0-9]{0,30}[1-9]", "[1-9]\\.[0-9]{1,20}"];
        let distinct = |members: Vec<String>| members.into_iter().collect::<std::collections::BTreeSet<_>>();
        let leaf = prop_oneof![
            ".*".prop_map(Typed::String),
            number().prop_map(Typed::Number),
            prop::collection::vec(any::<u8>(), 0..20).prop_map(Typed::Binary),
            any::<bool>().prop_map(Typed::Bool),
            Just(Typed::Null),
            prop::collection::vec(".*", 1..4).prop_map(move |m| Typed::StringSet(distinct(m).into_iter().collect())),
            prop::collection::vec(number(), 1..4)
                .prop_map(move |m| Typed::NumberSet(distinct(m).into_iter().collect())),
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            let name = prop_oneof![".{0,5}", Just("$map".to_owned()), Just("$binary".to_owned())];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Typed::List),
                prop::collection::btree_map(name, inner, 0..4).prop_map(Typed::Map),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_item_comes_back_equal(value in value()) {
            let item = TypedItem::from([("a".to_owned(), value)]);

            prop_assert_eq!(parsed(&printed(&item)), item);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = item_of_json(&text, None);
        }
    }
}
