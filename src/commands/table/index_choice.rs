//! Which index a query reads when none is named, and why.

use super::condition::Condition;
use crate::{
    aws::tables::{Index, KeySchema, Operand, TableDescription},
    error::Error,
    nearest::nearest,
};

/// The table itself or one of its indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source<'a> {
    pub(super) keys: &'a KeySchema,
    pub(super) index: Option<&'a Index>,
}

impl<'a> Source<'a> {
    fn table(table: &'a TableDescription) -> Self {
        Self { keys: &table.keys, index: None }
    }

    fn index(index: &'a Index) -> Self {
        Self { keys: &index.keys, index: Some(index) }
    }

    /// Whether `value` has the type of its partition key.
    fn fits(&self, value: &str) -> bool {
        Operand::of_key(self.keys.partition.kind, value).is_some()
    }
}

/// The index called `name`.
pub(super) fn named<'a>(table: &'a TableDescription, name: &str, table_name: &str) -> Result<Source<'a>, Error> {
    let index = table.indexes.iter().find(|index| index.name == name);
    index.map(Source::index).ok_or_else(|| {
        let names = table.indexes.iter().map(|index| index.name.as_str());
        let hint = match nearest(name, names) {
            Some(near) => format!("did you mean `--index {near}`?"),
            None => format!("run `srvls table describe {table_name}` to see its indexes"),
        };
        Error::not_found("index", name.to_owned(), Some(hint))
    })
}

/// What to query for `value` when no index is named, and the reason if that is an index. `conditions` are those of
/// `--where`, unless `--sk` already narrows the sort key.
pub(super) fn chosen<'a>(
    table: &'a TableDescription,
    value: &str,
    conditions: &[Condition],
) -> (Source<'a>, Option<String>) {
    let own = Source::table(table);
    if !own.fits(value) {
        let mut fitting = table.indexes.iter().map(Source::index).filter(|index| index.fits(value));
        return match (fitting.next(), fitting.next()) {
            (Some(source), None) => {
                let reason = format!(
                    "the value can't be a `{}`, only a `{}`",
                    own.keys.partition.name, source.keys.partition.name
                );
                (source, Some(reason))
            }
            _ => (own, None),
        };
    }
    let sorted = table.indexes.iter().find_map(|index| {
        // An index without all attributes would leave some out of the answer.
        let sort = index.keys.sort.as_ref().filter(|_| index.projection == "ALL")?;
        let same_items = index.keys.partition == table.keys.partition && Some(sort) != table.keys.sort.as_ref();
        (same_items && narrows(conditions, &sort.name)).then_some((index, &sort.name))
    });
    match sorted {
        Some((index, sort)) => {
            let reason = format!("its sort key is `{sort}`, so DynamoDB reads only what that condition selects");
            (Source::index(index), Some(reason))
        }
        None => (own, None),
    }
}

/// The indexes that could have items under `value` when `queried` has none.
pub(super) fn others<'a>(table: &'a TableDescription, queried: Source<'a>, value: &str) -> Vec<Source<'a>> {
    let all = std::iter::once(Source::table(table)).chain(table.indexes.iter().map(Source::index));
    let mut found: Vec<Source<'a>> = Vec::new();
    for source in all.filter(|source| source.fits(value)) {
        let name = &source.keys.partition.name;
        let is_new = |known: &Source<'_>| known.keys.partition.name != *name;
        if is_new(&queried) && found.iter().all(is_new) {
            found.push(source);
        }
    }
    found
}

/// Whether exactly one condition is about the attribute `sort`, and could be a condition on a sort key.
fn narrows(conditions: &[Condition], sort: &str) -> bool {
    let mut about = conditions.iter().filter(|condition| condition.path.is_attribute(sort));
    matches!((about.next(), about.next()), (Some(only), None) if only.test.is_of_key())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::tables::{
            KeyType,
            fake::{app_data, key, user_profiles},
        },
        commands::table::condition::filter_conditions,
    };

    fn choice(table: &TableDescription, value: &str, conditions: &str) -> (Option<String>, Option<String>) {
        let conditions = if conditions.is_empty() { Vec::new() } else { filter_conditions(conditions).expect("valid") };
        let (source, reason) = chosen(table, value, &conditions);
        (source.index.map(|index| index.name.clone()), reason)
    }

    #[test]
    fn a_condition_on_the_sort_key_of_an_index_chooses_it() {
        let (index, reason) = choice(&app_data("t"), "u", "timestamp begins_with 2026-11 and category = notes");

        assert_eq!(index.as_deref(), Some("timestamp-index"));
        assert!(reason.is_some_and(|reason| reason.starts_with("its sort key is `timestamp`")));
    }

    #[test]
    fn conditions_that_no_sort_key_takes_choose_no_index() {
        for conditions in [
            "",
            "category = notes",
            "timestamp exists",
            "timestamp != x",
            "timestamp contains x",
            "timestamp.deep = x",
            "timestamp > a and timestamp < b",
        ] {
            assert_eq!(choice(&app_data("t"), "u", conditions), (None, None), "{conditions}");
        }
    }

    #[test]
    fn an_index_without_all_attributes_is_not_chosen_for_its_sort_key() {
        let mut table = app_data("t");
        table.indexes[0].projection = "KEYS_ONLY".into();

        assert_eq!(choice(&table, "u", "timestamp = x"), (None, None));
    }

    #[test]
    fn a_value_of_another_type_chooses_the_only_index_that_it_fits() {
        let mut table = user_profiles("t");
        table.keys.partition = key("number", KeyType::Number);

        let (index, reason) = choice(&table, "ada@example.com", "");

        assert_eq!(index.as_deref(), Some("email-index"));
        assert_eq!(reason.as_deref(), Some("the value can't be a `number`, only a `email`"));
        assert_eq!(choice(&table, "5", ""), (None, None));
    }

    #[test]
    fn an_index_with_the_same_partitions_is_no_other_place_to_look() {
        let names = |table: &TableDescription, queried| {
            let queried = named(table, queried, "T").unwrap_or_else(|_| Source::table(table));
            let found = others(table, queried, "x");
            found.iter().map(|source| source.keys.partition.name.clone()).collect::<Vec<_>>()
        };

        assert_eq!(names(&app_data("t"), ""), [""; 0]);
        assert_eq!(names(&user_profiles("t"), ""), ["email"]);
        assert_eq!(names(&user_profiles("t"), "email-index"), ["userId"]);
    }
}
