//! `srvls table scan`: the items of a whole table.

use super::{
    condition::filter_conditions,
    items::{Plan, Wanted, show},
    placeholders::Placeholders,
};
use crate::{
    aws::tables::{Search, TableDescription},
    context::Context,
    error::Error,
    exit::Exit,
    terminal::output::Output,
};

/// Show the items of a whole table
///
/// Reads the table from its start until it has enough items. With `--where`, that can be the whole table, and DynamoDB
/// bills every item it reads: what that can cost is said first, and `--max-units` leaves the rest of the table's capacity to others.
/// `srvls table query --help` explains what `--where` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls table scan AppData --limit 20
  srvls table scan AppData --where 'content.done = true' -o jsonl")]
pub(crate) struct ScanArgs {
    /// Table, such as UserProfiles, or its physical name
    table: String,
    /// Conditions on any attribute
    #[arg(long = "where", value_name = "EXPR")]
    conditions: Option<String>,
    /// Show at most this many items
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Read at most this many capacity units a second
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_units: Option<u32>,
}

pub(crate) async fn run(cx: &Context, args: &ScanArgs, out: &Output) -> Result<Exit, Error> {
    let wanted = Wanted { table: &args.table, partition: None, max_units: args.max_units };
    show(cx, out, wanted, |table| Ok(Plan { note: Some(cost(table, args)), ..Plan::of(search(table, args)?) })).await
}

/// What a scan can cost at most, by DynamoDB's count of the table. A read unit is 8 KiB, as the reads are eventually
/// consistent: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html>
fn cost(table: &TableDescription, args: &ScanArgs) -> String {
    const BYTES_PER_UNIT: u64 = 8192;
    let [items, bytes] = [table.item_count, table.size_bytes].map(|count| u64::try_from(count).unwrap_or_default());
    if items == 0 {
        return "DynamoDB has not counted this table's items yet, so what the scan costs is only known at its end"
            .into();
    }
    // With a condition, the items that are read are not those that are shown.
    let read = if args.conditions.is_some() { items } else { items.min(u64::from(args.limit)) };
    let bytes = u128::from(bytes) * u128::from(read) / u128::from(items);
    let units = u64::try_from(bytes).unwrap_or(u64::MAX).div_ceil(BYTES_PER_UNIT);
    format!("scanning up to {read} of about {items} items: about {} read capacity units", units.max(1))
}

fn search(table: &TableDescription, args: &ScanArgs) -> Result<Search, Error> {
    let mut placeholders = Placeholders::default();
    let conditions = args.conditions.as_deref().map(filter_conditions).transpose()?;
    let filter = conditions.map(|conditions| placeholders.filter(&conditions)).transpose()?;
    Ok(Search {
        table: table.name.clone(),
        filter,
        names: placeholders.names,
        values: placeholders.values,
        limit: usize::try_from(args.limit).ok(),
        ..Search::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::tables::{Operand, fake::app_data};

    fn args(conditions: Option<&str>) -> ScanArgs {
        ScanArgs { table: "AppData".into(), conditions: conditions.map(str::to_owned), limit: 10, max_units: None }
    }

    #[test]
    fn a_scan_has_no_key_condition_and_can_filter_by_keys() {
        let search = search(&app_data("t"), &args(Some("userId = ada"))).expect("valid");

        assert_eq!((search.key_condition, search.filter.as_deref()), (None, Some("#n0 = :v0")));
        assert_eq!(search.values[":v0"], Operand::String("ada".into()));
    }

    #[test]
    fn what_a_scan_costs_is_said_before_it() {
        let table = TableDescription { item_count: 1000, size_bytes: 8_192_000, ..app_data("t") };

        assert_eq!(cost(&table, &args(None)), "scanning up to 10 of about 1000 items: about 10 read capacity units");
        assert_eq!(
            cost(&table, &args(Some("a = 1"))),
            "scanning up to 1000 of about 1000 items: about 1000 read capacity units"
        );
        assert!(cost(&TableDescription { item_count: 0, ..table }, &args(None)).contains("only known at its end"));
    }

    #[test]
    fn a_scan_without_conditions_has_no_filter() {
        let search = search(&app_data("t"), &args(None)).expect("valid");

        assert_eq!((search.filter, search.limit), (None, Some(10)));
    }
}
