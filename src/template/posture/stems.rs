//! What the resources of one function have in common in their names: `GetProfile` of `GetProfileFunction`,
//! `GetProfileRole` and `get_profile-errors`.
//!
//! Without it, the sentences on each function's resources are the same, and one of them is enough. A resource that is
//! wired to another function stands out.

use serde_json::Value;

pub(super) struct Stems(Vec<String>);

const SUFFIX: &str = "Function";
/// What the stem becomes.
const OWN: &str = "…";

impl Stems {
    pub(super) fn of(body: &Value) -> Self {
        let ids = body["Resources"].as_object().into_iter().flatten();
        let functions = ids.filter(|(_, resource)| resource["Type"] == "AWS::Lambda::Function");
        let mut stems: Vec<String> =
            functions.filter_map(|(id, _)| Some(id.strip_suffix(SUFFIX)?.to_owned())).collect();
        stems.retain(|stem| !stem.is_empty());
        // The longest that fits is the function's own.
        stems.sort_by_key(|stem| std::cmp::Reverse(stem.len()));
        Self(stems)
    }

    /// `sentence` on the resource `id`, without the stem of its function.
    pub(super) fn folded(&self, id: &str, sentence: &str) -> String {
        let Some(stem) = self.0.iter().find(|stem| id.starts_with(stem.as_str())) else { return sentence.to_owned() };
        let in_names = replaced_at_word_starts(sentence, stem);
        replaced_at_word_starts(&in_names, &snake_case(stem))
    }
}

/// Only where a word begins with it: `SignUp` is no part of `ConfirmSignUp`.
fn replaced_at_word_starts(text: &str, stem: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(stem) {
        let before = rest[..at].chars().next_back().or_else(|| folded.chars().next_back());
        let begins = before.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        folded.push_str(&rest[..at]);
        folded.push_str(if begins { OWN } else { stem });
        rest = &rest[at + stem.len()..];
    }
    folded + rest
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}
