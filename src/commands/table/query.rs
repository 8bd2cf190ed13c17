//! `srvls table query`: the items of one partition, through the table or an index.

use super::{
    condition::{Condition, Test, filter_conditions, sort_key_test},
    get::key_value,
    index_choice::{Source, chosen, named, others},
    items::{Otherwise, Plan, Wanted, show},
    path::Path,
    placeholders::Placeholders,
};
use crate::{
    aws::tables::{KeySchema, Search, TableDescription},
    context::Context,
    error::Error,
    exit::Exit,
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
/// Without `--index`, the query chooses: an index whose sort key a condition of `--where` is about, and where nothing has
/// the value as the table's key, the index in which something has. It says which, and why.
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
    /// Index to query, instead of the one that fits
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
    show(cx, out, wanted, |table| plan(table, args)).await
}

/// What to read first, and then, as long as nothing is found.
fn plan(table: &TableDescription, args: &QueryArgs) -> Result<Plan, Error> {
    let conditions = args.conditions.as_deref().map(filter_conditions).transpose()?.unwrap_or_default();
    let (source, reason) = match &args.index {
        Some(name) => (named(table, name, &args.table)?, None),
        None => chosen(table, &args.partition, if args.sk.is_none() { &conditions } else { &[] }),
    };
    let mut plan = Plan::of(search(table, source, args, &conditions)?);
    plan.note = source.index.zip(reason).map(|(index, reason)| format!("through `{}`: {reason}", index.name));
    // With a condition on the sort key, that may be why nothing is found.
    if args.sk.is_some() {
        return Ok(plan);
    }
    let value_of = |source: &Source<'_>| format!("`{}`", source.keys.partition.name);
    let others = others(table, source, &args.partition);
    if args.index.is_some() {
        let ways: Vec<String> = others.iter().map(|other| way(*other)).collect();
        let nothing = format!("nothing has this value as its {}: {}", value_of(&source), ways.join(", or "));
        return Ok(Plan { hint: (!ways.is_empty()).then_some(nothing), ..plan });
    }
    for other in &others {
        // A condition may be about the other key, which no filter takes.
        let Ok(search) = search(table, *other, args, &conditions) else { continue };
        plan.otherwise.push(Otherwise { search, found: found_elsewhere(source, *other) });
    }
    let tried: Vec<String> = std::iter::once(&source).chain(&others).map(value_of).collect();
    plan.hint = (!others.is_empty()).then(|| format!("nothing has this value as its {}", tried.join(" or ")));
    Ok(plan)
}

fn way(other: Source<'_>) -> String {
    let name = &other.keys.partition.name;
    match other.index {
        Some(index) => format!("pass `--index {}` to look up `{name}`", index.name),
        None => format!("leave out `--index` to look up `{name}`"),
    }
}

fn found_elsewhere(queried: Source<'_>, other: Source<'_>) -> String {
    let (queried, name) = (&queried.keys.partition.name, &other.keys.partition.name);
    let Some(index) = other.index else {
        return format!("found as `{name}`: nothing has this value as its `{queried}`");
    };
    let part = match index.projection.as_str() {
        "ALL" => "",
        _ => "; the index has only a part of each item, `srvls table get` all of it",
    };
    format!("through `{}`, as `{name}`: nothing has this value as its `{queried}`{part}", index.name)
}

fn search(
    table: &TableDescription,
    source: Source<'_>,
    args: &QueryArgs,
    conditions: &[Condition],
) -> Result<Search, Error> {
    let keys = source.keys;
    let mut placeholders = Placeholders::default();
    let (name, value) = key_value(&keys.partition, &args.partition)?;
    let mut key_condition = format!("{} = {}", placeholders.name(&name), placeholders.value(value));
    let (of_key, conditions) = match &args.sk {
        Some(text) => (Some(sort_key_test(text)?), conditions.to_vec()),
        None => without_key_test(args, keys, conditions),
    };
    if let Some(test) = of_key {
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
    Ok(Search {
        table: table.name.clone(),
        index: source.index.map(|index| index.name.clone()),
        key_condition: Some(key_condition),
        filter: filter(&mut placeholders, keys, &conditions)?,
        names: placeholders.names,
        values: placeholders.values,
        descending: args.desc,
        limit: usize::try_from(args.limit).ok(),
        ..Search::default()
    })
}

impl QueryArgs {
    fn queried(&self) -> &str {
        self.index.as_ref().unwrap_or(&self.table)
    }
}

/// Takes the condition out that the chosen index takes as one on its sort key.
fn without_key_test(args: &QueryArgs, keys: &KeySchema, conditions: &[Condition]) -> (Option<Test>, Vec<Condition>) {
    let sort = keys.sort.as_ref().filter(|_| args.index.is_none()).map(|sort| sort.name.as_str());
    let (of_key, others): (Vec<Condition>, Vec<Condition>) =
        conditions.iter().cloned().partition(|condition| sort.is_some_and(|sort| condition.path.is_attribute(sort)));
    match <[Condition; 1]>::try_from(of_key) {
        Ok([only]) if only.test.is_of_key() => (Some(only.test), others),
        _ => (None, conditions.to_vec()),
    }
}

/// `None` without conditions.
fn filter(
    placeholders: &mut Placeholders,
    keys: &KeySchema,
    conditions: &[Condition],
) -> Result<Option<String>, Error> {
    // DynamoDB rejects a filter on the key attributes of a query.
    if let Some(key) =
        keys.attributes().find(|key| conditions.iter().any(|condition| condition.path.is_attribute(&key.name)))
    {
        return Err(Error::usage(
            format!("`{}` is a key attribute: a query cannot filter it with --where", key.name),
            "use `--sk` to narrow the sort key",
        ));
    }
    if conditions.is_empty() { Ok(None) } else { placeholders.filter(conditions).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::tables::{
        Operand,
        fake::{app_data, user_profiles},
    };

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
        plan(&app_data("t"), args).err().expect("refused")
    }

    #[test]
    fn a_partition_is_queried_by_the_tables_key() {
        let search = plan(&app_data("t"), &args()).expect("valid").search;

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

        let Plan { search, note, .. } = plan(&app_data("t"), &args).expect("valid");

        assert_eq!(search.key_condition.as_deref(), Some("#n0 = :v0 AND #n1 > :v1"));
        assert_eq!(search.names["#n1"], "timestamp");
        assert_eq!(search.filter.as_deref(), Some("#n2 = :v2"));
        assert!(search.descending);
        assert_eq!(note, None, "it was asked for");
    }

    #[test]
    fn an_index_is_chosen_by_a_condition_on_its_sort_key_typed_by_the_schema() {
        let args = QueryArgs { conditions: Some("category = notes and timestamp >= 2026".into()), ..args() };

        let Plan { search, note, .. } = plan(&app_data("t"), &args).expect("valid");

        assert_eq!(search.index.as_deref(), Some("timestamp-index"));
        assert_eq!(search.key_condition.as_deref(), Some("#n0 = :v0 AND #n1 >= :v1"));
        assert_eq!(
            (&search.names["#n1"], &search.values[":v1"]),
            (&"timestamp".into(), &Operand::String("2026".into()))
        );
        assert_eq!(search.filter.as_deref(), Some("#n2 = :v2"));
        assert!(note.is_some_and(|note| note.starts_with("through `timestamp-index`: its sort key is `timestamp`")));
    }

    #[test]
    fn a_condition_on_the_tables_own_sort_key_narrows_the_query() {
        let args = QueryArgs { conditions: Some("dataId begins_with 2026-".into()), ..args() };

        let Plan { search, note, .. } = plan(&app_data("t"), &args).expect("valid");

        assert_eq!(search.key_condition.as_deref(), Some("#n0 = :v0 AND begins_with(#n1, :v1)"));
        assert_eq!((search.index, search.filter, note), (None, None, None));
    }

    #[test]
    fn a_sort_key_that_looks_like_a_number_keeps_the_type_of_the_schema() {
        let args = QueryArgs { sk: Some("= 42".into()), ..args() };
        let search = plan(&app_data("t"), &args).expect("valid").search;

        assert_eq!(search.values[":v1"], Operand::String("42".into()));
    }

    #[test]
    fn an_unknown_index_names_the_nearest() {
        let error = refusal(&QueryArgs { index: Some("timestamps-index".into()), ..args() });

        assert_eq!(error.hint().as_deref(), Some("did you mean `--index timestamp-index`?"));
    }

    #[test]
    fn a_value_of_no_partition_is_looked_up_in_the_index_that_it_fits() {
        let plan = |index: Option<&str>, sk: Option<&str>, table| {
            let args = QueryArgs { index: index.map(str::to_owned), sk: sk.map(str::to_owned), ..args() };
            plan(&table, &args).expect("valid")
        };

        let chosen = plan(None, None, user_profiles("p"));
        let [elsewhere] = &chosen.otherwise[..] else { panic!("one index") };
        assert_eq!(elsewhere.search.index.as_deref(), Some("email-index"));
        assert!(
            elsewhere.found.starts_with("through `email-index`, as `email`: nothing has this value as its `userId`")
        );
        assert_eq!(chosen.hint.as_deref(), Some("nothing has this value as its `userId` or `email`"));
        let named = plan(Some("email-index"), None, user_profiles("p"));
        assert_eq!(named.otherwise.len(), 0, "it was asked for");
        assert_eq!(
            named.hint.as_deref(),
            Some("nothing has this value as its `email`: leave out `--index` to look up `userId`")
        );
        let other = |plan: Plan| (plan.otherwise.len(), plan.hint);
        assert_eq!(other(plan(None, None, app_data("t"))), (0, None), "a local index has the same partitions");
    }

    #[test]
    fn with_a_condition_on_the_sort_key_no_other_index_is_tried() {
        let args = QueryArgs { sk: Some("= x".into()), ..args() };

        let plan = plan(&app_data("t"), &args).expect("valid");

        assert_eq!((plan.otherwise.len(), plan.hint), (0, None), "the sort key may be why");
    }

    #[test]
    fn a_key_attribute_cannot_be_filtered() {
        for (key, condition) in [("dataId", "dataId exists"), ("userId", "userId = 1")] {
            let error = refusal(&QueryArgs { conditions: Some(condition.into()), ..args() });

            assert_eq!(error.to_string(), format!("`{key}` is a key attribute: a query cannot filter it with --where"));
        }
    }
}
