//! What a record is about: by its name where that is no personal data, else by a pseudonym.

use super::PseudonymKey;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// What it is, such as `user`; of items, the name of their table.
    kind: String,
    name: Name,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Name {
    Plain(String),
    /// A sub, or the values of a key.
    Personal(Vec<String>),
}

impl Target {
    /// Something whose name says nothing about a person: a stack, a release, a function, an alarm, a table.
    pub(crate) fn named(kind: &str, name: impl ToString) -> Self {
        Self { kind: kind.to_owned(), name: Name::Plain(name.to_string()) }
    }

    pub(crate) fn user(sub: &str) -> Self {
        Self { kind: "user".into(), name: Name::Personal(vec![sub.to_owned()]) }
    }

    /// The items of a table with these key values. A partition key that is a user's sub has the user's pseudonym.
    pub(crate) fn items<'a>(table: &str, key_values: impl IntoIterator<Item = &'a str>) -> Self {
        let values = key_values.into_iter().map(str::to_owned).collect();
        Self { kind: table.to_owned(), name: Name::Personal(values) }
    }

    /// Whether the stage's key is needed to record it.
    pub(super) fn is_personal(&self) -> bool {
        matches!(self.name, Name::Personal(_))
    }

    /// `stack:shop-dev`, or `user:3f9a2b1c0d4e5f60`; `None` if that takes the key and there is none.
    pub(super) fn recorded(&self, key: Option<&PseudonymKey>) -> Option<String> {
        let name = match &self.name {
            Name::Plain(name) => name.clone(),
            Name::Personal(values) => {
                let key = key?;
                values.iter().map(|value| key.pseudonym(value)).collect::<Vec<_>>().join("/")
            }
        };
        Some(format!("{}:{name}", self.kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_no_personal_data_is_recorded_as_it_is() {
        assert_eq!(Target::named("stack", "shop-dev").recorded(None).as_deref(), Some("stack:shop-dev"));
    }

    #[test]
    fn a_person_is_recorded_by_a_pseudonym_or_not_at_all() {
        let key = PseudonymKey::of_test();

        assert_eq!(Target::user("ada").recorded(Some(&key)), Some(format!("user:{}", key.pseudonym("ada"))));
        assert_eq!(Target::user("ada").recorded(None), None);
    }

    #[test]
    fn the_items_of_a_user_have_the_users_pseudonym() {
        let key = PseudonymKey::of_test();

        let items = Target::items("AppData", ["ada", "note-1"]).recorded(Some(&key));

        assert_eq!(items, Some(format!("AppData:{}/{}", key.pseudonym("ada"), key.pseudonym("note-1"))));
    }
}
