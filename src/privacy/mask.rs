//! Personal data, made unreadable unless someone asked to see it.

use serde_json::{Map, Value};

use super::field_name::plain_name;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Privacy {
    Masked,
    Revealed,
}

impl Privacy {
    pub(crate) fn is_masked(self) -> bool {
        self == Self::Masked
    }

    /// `text`, an address, a number or a name, as this caller may see it.
    pub(crate) fn show(self, text: &str) -> String {
        match self {
            Self::Masked => masked(text),
            Self::Revealed => text.to_owned(),
        }
    }

    /// Masks what is personal in `item`, however deep. `true` if there was something to mask.
    pub(crate) fn apply(self, item: &mut Map<String, Value>) -> bool {
        self.is_masked() && mask_fields(item)
    }
}

/// Attributes that hold personal data, written without case, hyphens and underscores.
const PERSONAL: [&str; 11] = [
    "address",
    "birthdate",
    "email",
    "familyname",
    "givenname",
    "middlename",
    "name",
    "nickname",
    "phone",
    "phonenumber",
    "preferredusername",
];

fn mask_fields(fields: &mut Map<String, Value>) -> bool {
    let mut found = false;
    for (name, value) in fields {
        let plain = plain_name(name);
        found |= mask_value(value, PERSONAL.contains(&plain.as_str()));
    }
    found
}

/// An address is personal under any name.
fn mask_value(value: &mut Value, personal: bool) -> bool {
    match value {
        Value::String(text) if personal || is_email(text) => {
            *text = masked(text);
            true
        }
        Value::Number(_) if personal => {
            *value = Value::String("***".into());
            true
        }
        Value::Array(values) => values.iter_mut().fold(false, |found, value| mask_value(value, personal) | found),
        Value::Object(fields) if personal => {
            fields.values_mut().fold(false, |found, value| mask_value(value, true) | found)
        }
        Value::Object(fields) => mask_fields(fields),
        _ => false,
    }
}

/// Enough to recognise what one knows already: `a***@e***.com`, `+***78`, `A***`.
fn masked(text: &str) -> String {
    if is_email(text) {
        let (local, domain) = text.rsplit_once('@').unwrap_or((text, ""));
        let ending = domain.rsplit_once('.').map(|(_, ending)| format!(".{ending}")).unwrap_or_default();
        return format!("{}***@{}***{ending}", first(local), first(domain));
    }
    if is_phone(text) {
        return format!("+***{}", &text[text.len() - 2..]);
    }
    format!("{}***", first(text))
}

fn first(text: &str) -> String {
    text.chars().take(1).collect()
}

fn is_email(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty()) && !text.contains(char::is_whitespace)
}

/// A number as Cognito holds it, in E.164.
fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| digits.len() > 4 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn apply(item: Value) -> (Value, bool) {
        let Value::Object(mut item) = item else { panic!("items are objects") };
        let found = Privacy::Masked.apply(&mut item);
        (Value::Object(item), found)
    }

    #[test]
    fn addresses_numbers_and_names_keep_only_a_hint() {
        assert_eq!(masked("ada.lovelace@example.co.uk"), "a***@e***.uk");
        assert_eq!(masked("+821012345678"), "+***78");
        assert_eq!(masked("Ada Lovelace"), "A***");
        assert_eq!(masked("이도"), "이***");
    }

    #[test]
    fn personal_attributes_are_masked_under_any_spelling_and_depth() {
        let (item, found) = apply(json!({
            "userId": "1", "phone_number": 821_012_345_678_u64, "content": { "Given-Name": "Ada", "tags": ["ada@example.com"] },
        }));

        assert!(found);
        assert_eq!(
            item,
            json!({ "userId": "1", "phone_number": "***", "content": { "Given-Name": "A***", "tags": ["a***@e***.com"] } })
        );
    }

    #[test]
    fn everything_below_a_personal_attribute_is_personal() {
        let (item, _) = apply(json!({ "name": { "first": "Ada", "others": ["Byron"] } }));

        assert_eq!(item, json!({ "name": { "first": "A***", "others": ["B***"] } }));
    }

    #[test]
    fn an_item_without_personal_data_stays_as_it_is() {
        let (item, found) = apply(json!({ "userId": "1", "version": 3, "category": "notes" }));

        assert!(!found);
        assert_eq!(item, json!({ "userId": "1", "version": 3, "category": "notes" }));
    }

    #[test]
    fn nothing_is_masked_for_those_who_asked() {
        let Value::Object(mut item) = json!({ "email": "ada@example.com" }) else { panic!("an object") };

        assert!(!Privacy::Revealed.apply(&mut item));
        assert_eq!(item["email"], "ada@example.com");
    }
}
