//! The one policy for personal data: what of it someone may see, in text, in items, under any name.

use serde_json::{Map, Value};

use super::{
    addresses::{Address, addresses},
    field_name::{is_personal, plain_name},
    folded::Folded,
    numbers::numbers,
};

/// The attribute of an item that is the app's own, with anything in it.
const CONTENT: &str = "content";

/// How much someone may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Privacy {
    /// Personal data masked, what users store as content hidden: on protected stages.
    Strict,
    /// Personal data masked.
    Masked,
    Revealed,
}

/// What an answer does not show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Withheld {
    pub(crate) personal: bool,
    pub(crate) content: bool,
}

impl Withheld {
    pub(crate) fn and(self, other: Self) -> Self {
        Self { personal: self.personal || other.personal, content: self.content || other.content }
    }

    /// The sentence that says so, if anything is withheld.
    pub(crate) fn note(self) -> Option<&'static str> {
        match (self.personal, self.content) {
            (false, false) => None,
            (true, false) => Some("personal data is masked; pass `--reveal` to show it"),
            (false, true) => Some("content is hidden on a protected stage; pass `--reveal` to show it"),
            (true, true) => {
                Some("personal data is masked and content hidden on a protected stage; pass `--reveal` to show both")
            }
        }
    }
}

impl Privacy {
    /// For what a stage has stored.
    pub(crate) fn on_stage(protected: bool, revealed: bool) -> Self {
        match (protected, revealed) {
            (_, true) => Self::Revealed,
            (true, false) => Self::Strict,
            (false, false) => Self::Masked,
        }
    }

    pub(crate) fn is_masked(self) -> bool {
        self != Self::Revealed
    }

    /// `text`, which is personal as a whole: an address, a number or a name.
    pub(crate) fn show(self, text: &str) -> String {
        if self.is_masked() { masked(text) } else { text.to_owned() }
    }

    /// What a user is called by: subs and user names are pseudonyms, addresses and numbers are not.
    pub(crate) fn show_handle(self, handle: &str) -> String {
        if handle.contains('@') || handle.starts_with('+') { self.show(handle) } else { self.show_text(handle) }
    }

    /// `text` without the addresses and numbers in it.
    pub(crate) fn show_text(self, text: &str) -> String {
        let masked = if self.is_masked() { masked_in_text(text) } else { None };
        masked.unwrap_or_else(|| text.to_owned())
    }

    /// Masks the addresses and numbers in `fields` of a log line, where `name` is the name of a span, not of a person.
    pub(crate) fn apply_to_texts(self, fields: &mut Map<String, Value>) {
        if self.is_masked() {
            mask_texts_of(fields);
        }
    }

    /// Takes out of `item` what may not be seen, however deep.
    pub(crate) fn apply(self, item: &mut Map<String, Value>) -> Withheld {
        if !self.is_masked() {
            return Withheld::default();
        }
        let content = self == Self::Strict && hide_content(item);
        Withheld { personal: mask_fields(item, false), content }
    }
}

/// However deep, also where a text is JSON: a list of items, or the body of a response.
fn hide_content(item: &mut Map<String, Value>) -> bool {
    let hide = |(name, value): (&String, &mut Value)| {
        if plain_name(name) != CONTENT {
            return hide_content_in(value);
        }
        let hidden = match value {
            Value::Null => return false,
            Value::Object(fields) => format!("(hidden: {})", counted(fields.len(), "field")),
            Value::Array(values) => format!("(hidden: {})", counted(values.len(), "item")),
            _ => "(hidden)".into(),
        };
        *value = Value::String(hidden);
        true
    };
    item.iter_mut().map(hide).fold(false, |found, hidden| found | hidden)
}

fn hide_content_in(value: &mut Value) -> bool {
    match value {
        Value::Object(fields) => hide_content(fields),
        Value::Array(values) => values.iter_mut().map(hide_content_in).fold(false, |found, hidden| found | hidden),
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            let Ok(mut inner) = serde_json::from_str::<Value>(text) else { return false };
            let hidden = hide_content_in(&mut inner);
            if hidden {
                *text = inner.to_string();
            }
            hidden
        }
        _ => false,
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Masks names as well as values: a map can have addresses for keys. `true` if there was something to mask.
fn mask_fields(fields: &mut Map<String, Value>, personal: bool) -> bool {
    let mut found = false;
    for (name, mut value) in std::mem::take(fields) {
        found |= mask_value(&mut value, personal || is_personal(&name));
        found |= insert_masked(fields, name, value);
    }
    found
}

/// `true` if there was something to mask in the name.
fn insert_masked(fields: &mut Map<String, Value>, name: String, value: Value) -> bool {
    let masked = masked_in_text(&name);
    let found = masked.is_some();
    fields.insert(masked.map_or(name, |name| unused(fields, name)), value);
    found
}

/// Two keys can look the same once they are masked, and none may replace the other.
fn unused(fields: &Map<String, Value>, name: String) -> String {
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !fields.contains_key(name)).unwrap_or(name)
}

fn mask_value(value: &mut Value, personal: bool) -> bool {
    match value {
        Value::String(text) => {
            let masked = if personal { (!text.is_empty()).then(|| masked(text)) } else { masked_string(text) };
            masked.map(|masked| *text = masked).is_some()
        }
        Value::Number(_) if personal => {
            *value = Value::String("***".into());
            true
        }
        Value::Array(values) => values.iter_mut().fold(false, |found, value| mask_value(value, personal) | found),
        Value::Object(fields) => mask_fields(fields, personal),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn mask_texts(value: &mut Value) {
    match value {
        Value::String(text) => masked_in_text(text).into_iter().for_each(|masked| *text = masked),
        Value::Array(values) => values.iter_mut().for_each(mask_texts),
        Value::Object(fields) => mask_texts_of(fields),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn mask_texts_of(fields: &mut Map<String, Value>) {
    for (name, mut value) in std::mem::take(fields) {
        mask_texts(&mut value);
        insert_masked(fields, name, value);
    }
}

/// `None` if nothing in `text` is personal. A text can be JSON, with fields whose names say what they hold.
fn masked_string(text: &str) -> Option<String> {
    if text.trim_start().starts_with(['{', '['])
        && let Ok(mut value) = serde_json::from_str::<Value>(text)
    {
        return mask_value(&mut value, false).then(|| value.to_string());
    }
    masked_in_text(text)
}

/// Enough to recognise what one knows already: `a***@e***.com`, `+***78`, `A***`.
fn masked(text: &str) -> String {
    let text = text.trim();
    let folded = Folded::of(text);
    let chars = &folded.chars;
    let whole = |start: usize, end: usize| start == 0 && end == chars.len();
    if let [address] = &addresses(chars)[..]
        && whole(address.local.start, address.domain.end)
    {
        return masked_address(text, &folded, address);
    }
    let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
    if digits > 4 && chars.iter().all(|c| c.is_ascii_digit() || "+ .-/()".contains(*c)) {
        return masked_number(chars);
    }
    match text.rsplit_once('@') {
        // An address of a local network.
        Some((local, domain)) if !text.contains(char::is_whitespace) => {
            format!("{}***@{}***", first(local), first(domain))
        }
        _ => format!("{}***", first(text)),
    }
}

/// `text` with its addresses and numbers masked; `None` if it has none.
fn masked_in_text(text: &str) -> Option<String> {
    let folded = Folded::of(text);
    let addresses = addresses(&folded.chars);
    let mut masks = Vec::new();
    for address in &addresses {
        if let Some(name) = &address.display_name {
            let name = folded.place(name);
            masks.push((name.clone(), format!("{}***", first(&text[name]))));
        }
        let place = folded.place(&(address.local.start..address.domain.end));
        masks.push((place, masked_address(text, &folded, address)));
    }
    let within_address =
        |at: usize| addresses.iter().any(|address| (address.local.start..address.domain.end).contains(&at));
    for number in numbers(&folded.chars).into_iter().filter(|number| !within_address(number.start)) {
        masks.push((folded.place(&number), masked_number(&folded.chars[number])));
    }
    if masks.is_empty() {
        return None;
    }
    masks.sort_by_key(|(place, _)| place.start);
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for (place, mask) in masks {
        // A name before an address can hold a number.
        if place.start >= from {
            shown.push_str(&text[from..place.start]);
            shown.push_str(&mask);
            from = place.end;
        }
    }
    shown.push_str(&text[from..]);
    Some(shown)
}

fn masked_address(text: &str, folded: &Folded, address: &Address) -> String {
    let local = first(&text[folded.place(&address.local)]);
    let domain = &folded.chars[address.domain.clone()];
    if domain.first() == Some(&'[') {
        return format!("{local}***@[***]");
    }
    let ending = domain.iter().rposition(|c| *c == '.').map_or(&[][..], |dot| &domain[dot..]);
    format!("{local}***@{}***{}", String::from_iter(&domain[..1]), String::from_iter(ending))
}

fn masked_number(chars: &[char]) -> String {
    let plus = if chars.contains(&'+') { "+" } else { "" };
    let digits: String = chars.iter().filter(|c| c.is_ascii_digit()).collect();
    format!("{plus}***{}", &digits[digits.len() - 2..])
}

fn first(text: &str) -> String {
    text.chars().take(1).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn applied(privacy: Privacy, item: Value) -> (Value, Withheld) {
        let Value::Object(mut item) = item else { panic!("items are objects") };
        let withheld = privacy.apply(&mut item);
        (Value::Object(item), withheld)
    }

    #[test]
    fn personal_attributes_are_masked_under_any_spelling_and_depth() {
        let (item, withheld) = applied(
            Privacy::Masked,
            json!({
                "userId": "1", "phone_number": 821_012_345_678_u64,
                "content": { "Given-Name": "Ada", "tags": ["ada@example.com"], "deep": [[{ "mobile": "1" }]] },
            }),
        );

        assert_eq!(withheld, Withheld { personal: true, content: false });
        assert_eq!(
            item,
            json!({
                "userId": "1", "phone_number": "***",
                "content": { "Given-Name": "A***", "tags": ["a***@e***.com"], "deep": [[{ "mobile": "1***" }]] },
            })
        );
    }

    #[test]
    fn everything_below_a_personal_attribute_is_personal_but_switches_and_nulls() {
        let (item, _) = applied(
            Privacy::Masked,
            json!({ "name": { "first": "Ada", "others": ["Byron"], "count": 2 }, "email": true, "phone": null }),
        );

        assert_eq!(
            item,
            json!({ "name": { "first": "A***", "others": ["B***"], "count": "***" }, "email": true, "phone": null })
        );
    }

    #[test]
    fn keys_that_look_the_same_once_masked_all_stay_in_order() {
        let (item, withheld) = applied(
            Privacy::Masked,
            json!({ "members": { "ada@example.com": 1, "alan@elsewhere.com": 2, "+821012345678": 3, "z": 4 } }),
        );

        assert!(withheld.personal);
        assert_eq!(item.to_string(), r#"{"members":{"a***@e***.com":1,"a***@e***.com (2)":2,"+***78":3,"z":4}}"#);
    }

    #[test]
    fn json_inside_a_text_is_masked_by_its_names_too() {
        let (item, _) =
            applied(Privacy::Masked, json!({ "raw": r#"[{"firstName":"Ada","n":1}]"#, "open": "{not json" }));

        assert_eq!(item, json!({ "raw": r#"[{"firstName":"A***","n":1}]"#, "open": "{not json" }));
    }

    #[test]
    fn a_protected_stage_hides_more_unless_asked_to_reveal() {
        assert_eq!(Privacy::on_stage(true, false), Privacy::Strict);
        assert_eq!(Privacy::on_stage(false, false), Privacy::Masked);
        assert_eq!(Privacy::on_stage(true, true), Privacy::Revealed);
    }

    #[test]
    fn content_is_hidden_on_protected_stages_with_its_size_only() {
        let item = |content| json!({ "userId": "u", "content": content });
        for (content, shown) in [
            (json!({ "a": 1, "b": 2, "c": 3 }), json!("(hidden: 3 fields)")),
            (json!(["secret"]), json!("(hidden: 1 item)")),
            (json!("a secret"), json!("(hidden)")),
            (json!(7), json!("(hidden)")),
            (json!(null), json!(null)),
        ] {
            assert_eq!(applied(Privacy::Strict, item(content)).0, item(shown));
        }
        let nested = json!({ "items": [{ "content": 1 }], "body": r#"{"items":[{"content":{"a":1}}],"n":2}"# });
        let hidden = json!({
            "items": [{ "content": "(hidden)" }], "body": r#"{"items":[{"content":"(hidden: 1 field)"}],"n":2}"#,
        });
        assert_eq!(applied(Privacy::Strict, nested.clone()).0, hidden);
        assert_eq!(applied(Privacy::Masked, nested.clone()).0, nested);
        let (_, withheld) = applied(Privacy::Strict, item(json!("a")));
        assert_eq!(withheld, Withheld { personal: false, content: true });
        assert!(withheld.note().is_some_and(|note| note.contains("--reveal")));
    }

    #[test]
    fn a_handle_stays_if_it_is_a_pseudonym() {
        let shown = |handle| Privacy::Masked.show_handle(handle);

        assert_eq!(shown("ada"), "ada");
        assert_eq!(shown("7a0c4e52-0000-4000-8000-000000000001"), "7a0c4e52-0000-4000-8000-000000000001");
        assert_eq!(
            (shown("ada@localhost"), shown("+12345"), shown("010-1234-5678")),
            ("a***@l***".into(), "+***45".into(), "***78".into())
        );
    }

    #[test]
    fn nothing_is_withheld_from_those_who_asked() {
        let all = json!({ "email": "ada@example.com", "content": { "a": 1 } });

        assert_eq!(applied(Privacy::Revealed, all.clone()), (all, Withheld::default()));
        assert_eq!(Privacy::Revealed.show("Ada"), "Ada");
        assert_eq!(Privacy::Revealed.show_text("mail ada@example.com"), "mail ada@example.com");
    }
}
