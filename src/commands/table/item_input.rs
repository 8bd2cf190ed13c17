//! An item from the command line: JSON, typed by the schema of the table that it is for.

use crate::aws::tables::{KeyAttribute, KeyType, Operand, TableDescription, Typed, TypedItem, item_of_json};

/// The item in `text`, for this table; the reason if it is none. `there` is the item that it replaces.
pub(super) fn item_for(table: &TableDescription, text: &str, there: Option<&TypedItem>) -> Result<TypedItem, String> {
    with_schema(table, item_of_json(text, there).map_err(|error| error.to_string())?)
}

/// The item with the keys of the table and of its indexes in their types; the reason if it can't have them.
pub(super) fn with_schema(table: &TableDescription, mut item: TypedItem) -> Result<TypedItem, String> {
    for key in table.keys.attributes() {
        let value = item.remove(&key.name).ok_or_else(|| format!("the key `{}` is missing", key.name))?;
        item.insert(key.name.clone(), of_key(key, value)?);
    }
    for key in table.indexes.iter().flat_map(|index| index.keys.attributes()) {
        if let Some(value) = item.remove(&key.name) {
            item.insert(key.name.clone(), of_key(key, value)?);
        }
    }
    Ok(item)
}

fn of_key(key: &KeyAttribute, value: Typed) -> Result<Typed, String> {
    let named = |what: &str| format!("the key `{}` is {what}", key.name);
    match (key.kind, value) {
        (_, Typed::String(text)) if text.is_empty() => Err(named("empty")),
        (KeyType::String, value @ Typed::String(_))
        | (KeyType::Number, value @ Typed::Number(_))
        | (KeyType::Binary, value @ Typed::Binary(_)) => Ok(value),
        (kind @ (KeyType::Number | KeyType::Binary), Typed::String(text)) => match Operand::of_key(kind, &text) {
            Some(Operand::Number(digits)) => Ok(Typed::Number(digits)),
            Some(Operand::Binary(bytes)) => Ok(Typed::Binary(bytes)),
            _ if kind == KeyType::Number => Err(named("a number")),
            _ => Err(named("binary, in base64")),
        },
        (KeyType::String, _) => Err(named("a string: write it in quotes")),
        (KeyType::Number, _) => Err(named("a number")),
        (KeyType::Binary, _) => Err(named("binary, in base64")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::tables::{
        KeySchema,
        fake::{app_data, key},
    };

    fn refusal(table: &TableDescription, text: &str) -> String {
        item_for(table, text, None).expect_err(text)
    }

    #[test]
    fn keys_have_the_types_of_the_schema() {
        let keys = KeySchema { partition: key("n", KeyType::Number), sort: Some(key("b", KeyType::Binary)) };
        let table = TableDescription { keys, ..app_data("t") };

        let item = item_for(&table, r#"{"n":"12345678901234567890123456789","b":"aGk=","timestamp":"x"}"#, None);

        let item = item.expect("an item");
        assert_eq!(item["n"], Typed::Number("12345678901234567890123456789".into()));
        assert_eq!(item["b"], Typed::Binary(b"hi".into()));
    }

    #[test]
    fn a_key_that_is_none_is_named() {
        let table = app_data("t");
        for (text, why) in [
            ("{}", "the key `userId` is missing"),
            (r#"{"userId":"u"}"#, "the key `dataId` is missing"),
            (r#"{"userId":"","dataId":"d"}"#, "the key `userId` is empty"),
            (r#"{"userId":5,"dataId":"d"}"#, "the key `userId` is a string: write it in quotes"),
            (r#"{"userId":"u","dataId":"d","timestamp":5}"#, "the key `timestamp` is a string: write it in quotes"),
            ("[]", "it is no JSON object"),
        ] {
            assert_eq!(refusal(&table, text), why);
        }
    }
}
