//! What the handlers need from the template, read from their sources: environment variables and AWS actions.
//!
//! The sources are parsed, never built. Starting from `serve_<operation>`, every call is followed by name and by the
//! types that parameters, fields and `let x = Type::new()` declare. A port (`&impl Trait`) leads only to the method of
//! its gateway, so an operation gets the calls that it can make, and not those of its neighbours. Not seen are calls
//! inside macros (except `join!` and the like), and methods of a gateway whose type is not declared anywhere.

mod actions;
mod reach;
mod sources;
mod uses;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

pub(super) use self::uses::{Need, Uses};
use self::{reach::reach, sources::Sources};
use super::TemplateError;

/// What the handlers' packages use.
#[derive(Debug, Default)]
pub(super) struct Handlers {
    /// By the name of the operation.
    operations: BTreeMap<String, Uses>,
    /// The words of their texts, and the names of their fields.
    words: BTreeSet<String>,
}

impl Handlers {
    /// Reads the packages in `folders`. A folder without sources (a packaged template's) has no handlers.
    pub(super) fn read(folders: &[PathBuf]) -> Result<Self, TemplateError> {
        let mut handlers = Self::default();
        for folder in folders {
            let library = folder.join("src/lib.rs");
            if library.is_file() {
                let sources = Sources::read(&library)?;
                let names = sources.functions().filter_map(|function| function.name.strip_prefix("serve_"));
                let operations = names.map(|name| (name.to_owned(), reach(&sources, &format!("serve_{name}"))));
                handlers.operations.extend(operations);
                handlers.words.extend(sources.words());
            }
        }
        Ok(handlers)
    }

    pub(super) fn uses(&self, operation: &str) -> Option<&Uses> {
        self.operations.get(operation)
    }

    /// Whether a text or a field of some handler has this name; `None` if there are no sources to look at.
    pub(super) fn mentions(&self, name: &str) -> Option<bool> {
        (!self.operations.is_empty()).then(|| self.words.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"
        use aws_sdk_dynamodb::Client;
        trait Notes { async fn find(&self); async fn write(&self); }
        struct NotesTable { client: Client, table: String }
        impl NotesTable {
            fn from_env() -> Self { Self { client: client(), table: setting("NOTES_TABLE").unwrap() } }
            fn row(&self) -> Put { TransactWriteItem::builder().put(1) }
        }
        impl Notes for NotesTable {
            async fn find(&self) { self.client.get_item().table_name(&self.table).send().await }
            async fn write(&self) { self.row(); self.client.transact_write_items().send().await }
        }
        mod settings { pub fn setting(name: &str) {} }
        struct GetNote<N>(N);
        impl<N: Notes> Endpoint for GetNote<N> {
            async fn answer(&self) { get_note(&self.0).await }
        }
        async fn get_note(notes: &impl Notes) { notes.find().await; [1].iter().find(|x| true); }
        pub fn serve_get_note() { serve(async { Ok(GetNote(NotesTable::from_env().await?)) }) }
        async fn put_note(notes: &impl Notes) { notes.write().await }
        pub fn serve_put_note() {
            let notes = NotesTable::from_env();
            let level = setting("LEVEL").ok();
            put_note(&notes)
        }
        #[cfg(test)]
        mod tests { fn serve_nothing() {} }
    "#;

    fn uses(name: &str) -> Uses {
        reach(&Sources::parse(SOURCE), name)
    }

    #[test]
    fn an_operation_has_only_its_own_calls() {
        assert_eq!(uses("serve_get_note").actions, BTreeSet::from(["dynamodb:GetItem".to_owned()]));
    }

    #[test]
    fn a_transaction_requires_the_actions_of_its_parts() {
        assert_eq!(uses("serve_put_note").actions, BTreeSet::from(["dynamodb:PutItem".to_owned()]));
    }

    #[test]
    fn a_variable_is_required_unless_the_handler_handles_its_absence() {
        let expected = [("LEVEL".to_owned(), Need::Optional), ("NOTES_TABLE".to_owned(), Need::Required)];

        assert_eq!(uses("serve_put_note").variables, BTreeMap::from(expected));
    }

    #[test]
    fn the_words_are_those_of_texts_macros_constants_and_fields_outside_of_tests() {
        let source = r#"
            const KEY: &str = "user-minute";
            #[derive(Serialize)]
            struct Row { expires_at: u64 }
            fn write() { client.expression("SET deleteAfter = :x"); json!({ "shownUntil": 1 }); }
            #[cfg(test)]
            mod tests { fn f() { client.expression("onlyTested"); } }
        "#;

        let words: BTreeSet<String> = Sources::parse(source).words().collect();

        for name in ["minute", "expiresAt", "expires_at", "deleteAfter", "shownUntil"] {
            assert!(words.contains(name), "{name}: {words:?}");
        }
        assert!(!words.contains("onlyTested"), "{words:?}");
    }

    #[test]
    fn functions_in_tests_are_not_handlers() {
        assert!(Sources::parse(SOURCE).functions().all(|function| function.name != "serve_nothing"));
    }
}
