//! Recognises what the mask shows, so that it is never taken for the data themselves.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

/// `a***@e***.com`, `+***78`, `A***` and `(hidden: 3 fields)` as a whole, and an address like that within a text.
static MASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let whole = r"^(?:\S?\*\*\*|\+?\*\*\*[0-9]{2}|\(hidden(?:: [0-9]+ (?:field|item)s?)?\))$";
    Regex::new(&format!(r"{whole}|(?:^|\s)\S?\*\*\*@\S?\*\*\*")).ok()
});

/// The name of a value in `fields` that the mask made, however deep; `None` if there is none.
pub(crate) fn masked_value(fields: &Value) -> Option<String> {
    match fields {
        Value::Object(fields) => fields.iter().find_map(|(name, value)| match value {
            Value::String(text) => is_masked(text).then(|| name.clone()),
            value => masked_value(value).map(|inner| if inner.is_empty() { name.clone() } else { inner }),
        }),
        Value::Array(values) => values.iter().find_map(masked_value),
        Value::String(text) => is_masked(text).then(String::new),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn is_masked(text: &str) -> bool {
    MASKS.as_ref().is_some_and(|masks| masks.is_match(text))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::privacy::Privacy;

    #[test]
    fn what_the_mask_shows_is_recognised() {
        for value in
            [json!("ada@example.com"), json!("Ada <ada@example.com>"), json!("+821012345678"), json!({ "name": "Ada" })]
        {
            let Value::Object(mut item) = json!({ "email": value }) else { panic!("an object") };
            Privacy::Masked.apply(&mut item);

            assert!(masked_value(&Value::Object(item.clone())).is_some(), "{item:?}");
        }
        let Value::Object(mut item) = json!({ "userId": "u", "content": { "a": 1 } }) else { panic!("an object") };
        Privacy::Strict.apply(&mut item);
        assert_eq!(masked_value(&Value::Object(item)).as_deref(), Some("content"));
        assert_eq!(masked_value(&json!({ "tags": ["x", "a***@e***.com"] })).as_deref(), Some("tags"));
    }

    #[test]
    fn what_it_never_shows_is_not() {
        let item =
            json!({ "a": "***bold***", "b": "2 *** 3", "c": "(hidden treasure)", "d": ["ada@example.com"], "e": 5 });

        assert_eq!(masked_value(&item), None);
    }
}
