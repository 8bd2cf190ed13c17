//! `srvls table scan`: the items of a whole table.

use super::{
    condition::filter_conditions,
    items::{Wanted, show},
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
/// bills every item it reads; `--max-units` leaves the rest of the table's capacity to others.
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
    show(cx, out, wanted, |table| Ok((search(table, args)?, None))).await
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
    fn a_scan_without_conditions_has_no_filter() {
        let search = search(&app_data("t"), &args(None)).expect("valid");

        assert_eq!((search.filter, search.limit), (None, Some(10)));
    }
}
