//! The words by which the handlers can name something outside: those of their texts, and the names of their fields.

use syn::{LitStr, Macro, visit::Visit};

use super::{actions::pascal, sources::Sources};

impl Sources {
    /// Field names also as serde would write them, in camelCase.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        let mut words = Words::default();
        self.functions().for_each(|function| words.visit_block(&function.block));
        let constants = self.texts.values().flat_map(|text| words_of(text));
        let fields = self.fields.keys().flat_map(|(_, field)| [field.clone(), camel_case(field)]);
        words.0.into_iter().chain(constants).chain(fields)
    }
}

#[derive(Default)]
struct Words(Vec<String>);

impl<'ast> Visit<'ast> for Words {
    fn visit_lit_str(&mut self, text: &'ast LitStr) {
        self.0.extend(words_of(&text.value()));
    }

    /// Its arguments may be anything, such as JSON.
    fn visit_macro(&mut self, call: &'ast Macro) {
        self.0.extend(words_of(&call.tokens.to_string()));
    }
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn camel_case(field: &str) -> String {
    let (first, rest) = field.split_once('_').unwrap_or((field, ""));
    format!("{first}{}", pascal(rest))
}
