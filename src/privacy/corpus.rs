//! The policy held against `corpus.toml`, value by value, alone and in every place that a value can be in.

use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Privacy, field_name::is_personal, redacted};

#[derive(Deserialize)]
struct Corpus {
    text: Texts,
    whole: Vec<[String; 2]>,
    names: Names,
    credentials: Changes,
}

#[derive(Deserialize)]
struct Texts {
    #[serde(flatten)]
    values: Changes,
    display_names: Vec<[String; 2]>,
}

/// What becomes of texts, and which stay as they are.
#[derive(Deserialize)]
struct Changes {
    changes: Vec<[String; 2]>,
    stays: Vec<String>,
}

#[derive(Deserialize)]
struct Names {
    personal: Vec<String>,
    other: Vec<String>,
}

fn corpus() -> Corpus {
    toml::from_str(include_str!("corpus.toml")).expect("the corpus")
}

fn changing_texts() -> impl Iterator<Item = [String; 2]> {
    let Texts { values, display_names } = corpus().text;
    values.changes.into_iter().chain(display_names)
}

fn in_text(text: &str) -> String {
    Privacy::Masked.show_text(text)
}

fn applied(item: &Value) -> (Value, bool) {
    let mut item: Map<String, Value> = serde_json::from_value(item.clone()).expect("an object");
    let withheld = Privacy::Masked.apply(&mut item);
    (Value::Object(item), withheld.personal)
}

/// A text in all the places of an item: a value, nested, a key, and JSON inside a text.
fn places(text: &str) -> Value {
    let document = json!({ "x": text }).to_string();
    json!({ "note": text, "deep": [{ "list": [text, 1] }], "map": { text: true }, "document": document })
}

/// Fails with every value that came out otherwise, and says how many were right.
#[track_caller]
fn assert_all(cases: impl IntoIterator<Item = (String, String, String)>) {
    let mut count = 0;
    let wrong = cases.into_iter().inspect(|_| count += 1).filter(|(_, expected, actual)| expected != actual);
    let wrong: Vec<_> =
        wrong.map(|(text, expected, actual)| format!("{text:?}: {actual:?}, not {expected:?}")).collect();
    assert!(wrong.is_empty(), "{} of {count} values:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_corpus_has_at_least_two_hundred_values_of_each_kind_enough() {
    let Corpus { text, whole, names, credentials } = corpus();
    let counts = [
        text.values.changes.len(),
        text.values.stays.len(),
        whole.len(),
        names.personal.len(),
        names.other.len(),
        credentials.changes.len(),
        credentials.stays.len(),
    ];

    assert!(counts.iter().sum::<usize>() >= 200, "{counts:?}");
    assert!(counts.iter().all(|count| *count >= 10), "{counts:?}");
}

#[test]
fn personal_data_in_text_is_masked() {
    assert_all(changing_texts().map(|[text, masked]| {
        let actual = in_text(&text);
        (text, masked, actual)
    }));
}

#[test]
fn what_only_looks_personal_stays() {
    assert_all(corpus().text.values.stays.into_iter().map(|text| (text.clone(), text.clone(), in_text(&text))));
}

#[test]
fn the_words_around_a_value_change_nothing() {
    let Changes { changes, stays } = corpus().text.values;
    let pairs = changes.into_iter().chain(stays.into_iter().map(|text| [text.clone(), text]));
    assert_all(pairs.flat_map(|[text, masked]| {
        [("seen: ", ", again"), ("(", ")"), ("사용자 ", " 입니다"), ("\n", "\n"), ("\u{1b}[31m ", " \u{1b}[0m")].map(
            |(before, after)| {
                let around = format!("{before}{text}{after}");
                let actual = in_text(&around);
                (around, format!("{before}{masked}{after}"), actual)
            },
        )
    }));
}

#[test]
fn a_value_is_masked_wherever_it_is_in_an_item() {
    assert_all(changing_texts().map(|[text, masked]| {
        let (item, found) = applied(&places(&text));
        assert!(found, "{text}");
        (text, places(&masked).to_string(), item.to_string())
    }));
}

#[test]
fn an_item_of_look_alikes_stays_as_it_is() {
    assert_all(corpus().text.values.stays.into_iter().map(|text| {
        let (item, found) = applied(&places(&text));
        assert!(!found, "{text}");
        let unchanged = places(&text).to_string();
        (text, unchanged, item.to_string())
    }));
}

#[test]
fn masking_twice_masks_no_more() {
    assert_all(changing_texts().map(|[text, masked]| {
        let again = in_text(&masked);
        (text, masked, again)
    }));
}

#[test]
fn a_value_that_is_personal_as_a_whole_keeps_only_a_hint() {
    assert_all(corpus().whole.into_iter().flat_map(|[text, masked]| {
        let (item, _) = applied(&json!({ "nickname": text }));
        let under_name = item["nickname"].as_str().unwrap_or_default().to_owned();
        let shown = Privacy::Masked.show(&text);
        [(text.clone(), masked.clone(), shown), (text, masked, under_name)]
    }));
}

#[test]
fn a_personal_name_is_known_in_any_spelling() {
    let Names { personal, other } = corpus().names;
    let cases = personal.into_iter().map(|name| (name, true)).chain(other.into_iter().map(|name| (name, false)));
    assert_all(cases.flat_map(|(name, expected)| {
        // Full-width letters, and an invisible character.
        let wide = name.chars().map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
            c => c,
        });
        let spellings = [name.clone(), name.replace('_', "-"), wide.collect(), format!("\u{200b}{name}")];
        spellings.map(|spelling| {
            let actual = is_personal(&spelling);
            (spelling, expected.to_string(), actual.to_string())
        })
    }));
}

#[test]
fn credentials_in_text_are_redacted_and_nothing_else_is() {
    let Changes { changes, stays } = corpus().credentials;
    let pairs = changes.into_iter().chain(stays.into_iter().map(|text| [text.clone(), text]));
    assert_all(pairs.flat_map(|[text, shown]| {
        let alone = (text.clone(), shown.clone(), redacted(&text));
        let around = format!("at 10:00 {text}");
        let actual = redacted(&around);
        [alone, (around, format!("at 10:00 {shown}"), actual)]
    }));
}

#[test]
fn long_texts_take_time_in_proportion() {
    for piece in ["1 ", "+1-", "a@", "\"@", "(0", "<a@b.c ", "%40", "x.", "@a.", "password=\""] {
        let long = piece.repeat(50_000 / piece.len());
        let begun = Instant::now();
        in_text(&long);
        redacted(&long);
        assert!(begun.elapsed() < Duration::from_secs(15), "{piece:?} took {:?}", begun.elapsed());
    }
}
