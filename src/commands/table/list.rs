//! `srvls table list`: the stack's tables.

use indicatif::HumanCount;
use serde::Serialize;

use super::table_name::tables_of;
use crate::{
    aws::{
        stacks::Stacks,
        tables::{Billing, TableDescription, Tables},
    },
    context::Context,
    error::Error,
    stage::StackName,
    terminal::output::{Report, Table, Tone, View, size},
};

/// List the stack's tables
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {}

pub(crate) async fn run(cx: &Context, _args: &ListArgs) -> Result<TableListReport, Error> {
    list(&cx.aws.stacks, &cx.aws.tables, &cx.stack_name()).await
}

async fn list(stacks: &impl Stacks, tables: &impl Tables, stack: &StackName) -> Result<TableListReport, Error> {
    let mut listed = Vec::new();
    for table in tables_of(stacks, stack).await? {
        let description = table.describe(tables).await?;
        listed.push(NamedTable { logical_name: table.name, description });
    }
    Ok(TableListReport { tables: listed })
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct TableListReport {
    tables: Vec<NamedTable>,
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct NamedTable {
    pub(super) logical_name: String,
    #[serde(flatten)]
    pub(super) description: TableDescription,
}

impl Report for TableListReport {
    const ROWS: Option<&'static str> = Some("tables");

    fn view(&self) -> View {
        if self.tables.is_empty() {
            return View::new().text("the stack has no tables");
        }
        let mut table = Table::new(["TABLE", "STATUS", "ITEMS", "SIZE", "BILLING", "INDEXES", "PHYSICAL NAME"]);
        for NamedTable { logical_name, description } in &self.tables {
            table.row([
                (logical_name.clone(), Tone::Plain),
                (description.status.clone(), status_tone(&description.status)),
                (count(description.item_count), Tone::Plain),
                (size(description.size_bytes), Tone::Plain),
                (billing(description.billing).into(), Tone::Plain),
                (description.indexes.len().to_string(), Tone::Plain),
                (description.name.clone(), Tone::Plain),
            ]);
        }
        View::new().table(table).text("DynamoDB updates item counts and sizes about every six hours")
    }
}

pub(super) fn status_tone(status: &str) -> Tone {
    if status == "ACTIVE" { Tone::Good } else { Tone::Warning }
}

pub(super) fn count(items: i64) -> String {
    HumanCount(u64::try_from(items).unwrap_or_default()).to_string()
}

fn billing(billing: Billing) -> &'static str {
    match billing {
        Billing::OnDemand { .. } => "on demand",
        Billing::Provisioned { .. } => "provisioned",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::tables::fake::{FakeTables, app_data},
        commands::table::table_name::fake::stacks,
    };

    fn stack() -> StackName {
        StackName("srvls-dev".into())
    }

    #[tokio::test]
    async fn the_list_has_both_names_of_each_table() {
        let tables = FakeTables { tables: vec![app_data("app-data-1")], ..FakeTables::default() };

        let report = list(&stacks(), &tables, &stack()).await.expect("listed");

        let json = serde_json::to_value(&report).expect("JSON");
        assert_eq!(json["tables"][0]["logical_name"], "AppData");
        assert_eq!(json["tables"][0]["physical_name"], "app-data-1");
        assert_eq!(json["tables"][0]["billing"]["mode"], "on_demand");
        assert_eq!(json["tables"][0]["indexes"][0]["name"], "timestamp-index");
    }

    #[tokio::test]
    async fn a_table_missing_in_dynamodb_is_named() {
        let error = list(&stacks(), &FakeTables::default(), &stack()).await.expect_err("gone");

        assert_eq!(error.to_string(), "there is no table `app-data-1`");
    }
}
