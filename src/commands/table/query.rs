//! `srvls table query`: the items of one partition, through the table or an index.

use super::{
    condition::{filter_conditions, sort_key_test},
    get::key_value,
    items::{Wanted, show},
    path::Path,
    placeholders::Placeholders,
};
use crate::{
    aws::tables::{KeySchema, Operand, Search, TableDescription},
    context::Context,
    error::Error,
    exit::Exit,
    nearest::nearest,
    terminal::output::Output,
};

/// Show the items of one partition
///
/// `--sk` narrows the query by its sort key, before DynamoDB reads any item. It takes one condition: `= X`, `< X`,
/// `<= X`, `> X`, `>= X`, `begins_with X` or `between A and B`.
///
/// `--where` filters the items after DynamoDB has read (and billed) them. It takes conditions joined by `and`, each
/// `NAME = X` (or != < <= > >=), `NAME begins_with X`, `NAME contains X`, `NAME between A and B`, `NAME exists` or
/// `NAME missing`. A NAME can be a path such as content.tags[0]. An unquoted number, true, false or null has that type;
/// anything else is a string.
///
/// Items are printed the way `srvls table get` prints them.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls table query AppData 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766 --desc --limit 10
  srvls table query AppData 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766 --where 'category = notes'
  srvls table query UserProfiles ada@example.com --index email-index")]
pub(crate) struct QueryArgs {
    /// Table, such as AppData, or its physical name
    table: String,
    /// Partition key value, of the table or the index
    #[arg(value_name = "PK")]
    partition: String,
    /// Index to query instead of the table
    #[arg(long, value_name = "NAME")]
    index: Option<String>,
    /// Condition on the sort key
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    sk: Option<String>,
    /// Conditions on other attributes
    #[arg(long = "where", value_name = "EXPR")]
    conditions: Option<String>,
    /// Show at most this many items
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Sort by the sort key in descending order
    #[arg(long)]
    desc: bool,
    /// Read at most this many capacity units a second
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_units: Option<u32>,
}

pub(crate) async fn run(cx: &Context, args: &QueryArgs, out: &Output) -> Result<Exit, Error> {
    let wanted = Wanted { table: &args.table, partition: Some(&args.partition), max_units: args.max_units };
    show(cx, out, wanted, |table| Ok((search(table, args)?, other_keys(table, args)))).await
}

fn search(table: &TableDescription, args: &QueryArgs) -> Result<Search, Error> {
    let keys = keys_of(table, args)?;
    let mut placeholders = Placeholders::default();
    let (name, value) = key_value(&keys.partition, &args.partition)?;
    let mut key_condition = format!("{} = {}", placeholders.name(&name), placeholders.value(value));
    if let Some(text) = &args.sk {
        let test = sort_key_test(text)?;
        let sort = keys.sort.as_ref().ok_or_else(|| {
            Error::usage(
                format!("`{}` has no sort key for --sk to narrow", args.queried()),
                "leave out --sk, or use --where",
            )
        })?;
        let test = placeholders.test(&Path::attribute(&sort.name), &test, |literal| {
            key_value(sort, &literal.text).map(|(_, value)| value)
        })?;
        key_condition = format!("{key_condition} AND {test}");
    }
    let filter = args.conditions.as_ref().map(|text| filter(&mut placeholders, keys, text)).transpose()?;
    Ok(Search {
        table: table.name.clone(),
        index: args.index.clone(),
        key_condition: Some(key_condition),
        filter,
        projection: None,
        names: placeholders.names,
        values: placeholders.values,
        descending: args.desc,
        limit: usize::try_from(args.limit).ok(),
        max_pages: None,
    })
}

impl QueryArgs {
    fn queried(&self) -> &str {
        self.index.as_ref().unwrap_or(&self.table)
    }
}

fn keys_of<'a>(table: &'a TableDescription, args: &QueryArgs) -> Result<&'a KeySchema, Error> {
    let Some(name) = &args.index else { return Ok(&table.keys) };
    let index = table.indexes.iter().find(|index| index.name == *name);
    index.map(|index| &index.keys).ok_or_else(|| {
        let names = table.indexes.iter().map(|index| index.name.as_str());
        Error::not_found(
            "index",
            name.clone(),
            Some(match nearest(name, names) {
                Some(near) => format!("did you mean `--index {near}`?"),
                None => format!("run `srvls table describe {}` to see its indexes", args.table),
            }),
        )
    })
}

/// Where else an item with this value could be: other keys that such a value fits.
fn other_keys(table: &TableDescription, args: &QueryArgs) -> Option<String> {
    if args.sk.is_some() {
        return None;
    }
    let queried = keys_of(table, args).ok()?.partition.name.as_str();
    let fits = |keys: &KeySchema| {
        keys.partition.name != queried && Operand::of_key(keys.partition.kind, &args.partition).is_some()
    };
    let own = args.index.as_ref().filter(|_| fits(&table.keys));
    let own = own.map(|_| format!("leave out `--index` to look up `{}`", table.keys.partition.name));
    let indexes = table.indexes.iter().filter(|index| args.index.as_ref() != Some(&index.name) && fits(&index.keys));
    let indexes =
        indexes.map(|index| format!("pass `--index {}` to look up `{}`", index.name, index.keys.partition.name));
    let ways: Vec<String> = own.into_iter().chain(indexes).collect();
    (!ways.is_empty()).then(|| format!("nothing has this value as its `{queried}`: {}", ways.join(", or ")))
}

fn filter(placeholders: &mut Placeholders, keys: &KeySchema, text: &str) -> Result<String, Error> {
    let conditions = filter_conditions(text)?;
    // DynamoDB rejects a filter on the key attributes of a query.
    if let Some(key) =
        keys.attributes().find(|key| conditions.iter().any(|condition| condition.path.is_attribute(&key.name)))
    {
        return Err(Error::usage(
            format!("`{}` is a key attribute: a query cannot filter it with --where", key.name),
            "use `--sk` to narrow the sort key",
        ));
    }
    placeholders.filter(&conditions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::tables::fake::{app_data, user_profiles};

    fn args() -> QueryArgs {
        QueryArgs {
            table: "AppData".into(),
            partition: "ada".into(),
            index: None,
            sk: None,
            conditions: None,
            limit: 100,
            desc: false,
            max_units: None,
        }
    }

    fn refusal(args: &QueryArgs) -> Error {
        search(&app_data("t"), args).expect_err("refused")
    }

    #[test]
    fn a_partition_is_queried_by_the_tables_key() {
        let search = search(&app_data("t"), &args()).expect("valid");

        assert_eq!(search.key_condition.as_deref(), Some("#n0 = :v0"));
        assert_eq!(search.names["#n0"], "userId");
        assert_eq!(search.values[":v0"], Operand::String("ada".into()));
        assert_eq!(search.filter, None);
    }

    #[test]
    fn an_index_is_queried_by_its_own_keys_and_filtered_by_other_attributes() {
        let args = QueryArgs {
            index: Some("timestamp-index".into()),
            sk: Some("> 2026-11-22".into()),
            conditions: Some("category = notes".into()),
            desc: true,
            ..args()
        };

        let search = search(&app_data("t"), &args).expect("valid");

        assert_eq!(search.key_condition.as_deref(), Some("#n0 = :v0 AND #n1 > :v1"));
        assert_eq!(search.names["#n1"], "timestamp");
        assert_eq!(search.filter.as_deref(), Some("#n2 = :v2"));
        assert!(search.descending);
    }

    #[test]
    fn a_sort_key_that_looks_like_a_number_keeps_the_type_of_the_schema() {
        let search = search(&app_data("t"), &QueryArgs { sk: Some("= 42".into()), ..args() }).expect("valid");

        assert_eq!(search.values[":v1"], Operand::String("42".into()));
    }

    #[test]
    fn an_unknown_index_names_the_nearest() {
        let error = refusal(&QueryArgs { index: Some("timestamps-index".into()), ..args() });

        assert_eq!(error.hint().as_deref(), Some("did you mean `--index timestamp-index`?"));
    }

    #[test]
    fn a_value_of_no_partition_names_the_index_that_it_fits() {
        let hint = |index: Option<&str>, sk: Option<&str>, table| {
            let args = QueryArgs { index: index.map(str::to_owned), sk: sk.map(str::to_owned), ..args() };
            other_keys(&table, &args)
        };

        assert_eq!(
            hint(None, None, user_profiles("p")).as_deref(),
            Some("nothing has this value as its `userId`: pass `--index email-index` to look up `email`")
        );
        assert_eq!(
            hint(Some("email-index"), None, user_profiles("p")).as_deref(),
            Some("nothing has this value as its `email`: leave out `--index` to look up `userId`")
        );
        assert_eq!(hint(None, Some("= x"), user_profiles("p")), None, "the sort key may be why");
        assert_eq!(hint(None, None, app_data("t")), None, "a local index has the same partitions");
    }

    #[test]
    fn a_key_attribute_cannot_be_filtered() {
        let error = refusal(&QueryArgs { conditions: Some("dataId = 1".into()), ..args() });

        assert_eq!(error.to_string(), "`dataId` is a key attribute: a query cannot filter it with --where");
    }
}
