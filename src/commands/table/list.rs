//! `srvls table list`: the stack's tables.

use indicatif::HumanCount;
use serde::Serialize;

use super::table_name::{StackTable, tables_of};
use crate::{
    aws::{
        stacks::Stacks,
        tables::{Billing, TableDescription, Tables},
    },
    context::Context,
    error::Error,
    stage::StackName,
    terminal::output::{Report, Table, Text, Tone, View, counted, fields, size},
};

/// List the stack's tables
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls table list")]
pub(crate) struct ListArgs {}

pub(crate) async fn run(cx: &Context, _args: &ListArgs) -> Result<TableListReport, Error> {
    list(&cx.aws.stacks, &cx.aws.tables, &cx.stack_name()).await
}

async fn list(stacks: &impl Stacks, tables: &impl Tables, stack: &StackName) -> Result<TableListReport, Error> {
    let mut listed = Vec::new();
    for table in tables_of(stacks, stack).await? {
        listed.push(match table.find(tables).await? {
            Some(description) => ListedTable::Found(Box::new(NamedTable { logical_name: table.name, description })),
            None => ListedTable::Missing(MissingTable::of(table)),
        });
    }
    Ok(TableListReport { tables: listed })
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct TableListReport {
    tables: Vec<ListedTable>,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum ListedTable {
    Found(Box<NamedTable>),
    Missing(MissingTable),
}

/// A table that the stack has and DynamoDB doesn't: it was deleted by hand.
#[derive(Debug, PartialEq, Serialize)]
struct MissingTable {
    logical_name: String,
    physical_name: String,
    status: &'static str,
    /// Always null.
    item_count: Option<i64>,
    /// Always null.
    size_bytes: Option<i64>,
}

impl MissingTable {
    fn of(table: StackTable) -> Self {
        let (logical_name, physical_name) = (table.name, table.physical_name);
        Self { logical_name, physical_name, status: "MISSING", item_count: None, size_bytes: None }
    }
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
        let mut table = Table::new(["TABLE", "STATUS", "ITEMS", "SIZE", "BILLING", "INDEXES"]);
        for listed in &self.tables {
            table.row(listed.cells());
        }
        let view = View::new();
        let view = match self.missing() {
            0 => view,
            missing => view.text(Text::toned(
                &format!("{missing} of {} missing: deleted by hand", counted(self.tables.len(), "table")),
                Tone::Bad,
            )),
        };
        // Whole lines, to be copied.
        let names = fields(self.tables.iter().map(ListedTable::name));
        view.table(table).table(names).text("DynamoDB updates item counts and sizes about every six hours")
    }
}

impl TableListReport {
    fn missing(&self) -> usize {
        self.tables.iter().filter(|table| matches!(table, ListedTable::Missing(_))).count()
    }
}

impl ListedTable {
    /// By its logical name, the physical one.
    fn name(&self) -> (&str, Option<(String, Tone)>) {
        let (logical, physical) = match self {
            Self::Found(table) => (&table.logical_name, &table.description.name),
            Self::Missing(table) => (&table.logical_name, &table.physical_name),
        };
        (logical, Some((physical.clone(), Tone::Plain)))
    }

    fn cells(&self) -> [(String, Tone); 6] {
        let plain = |text: &str| (text.to_owned(), Tone::Plain);
        match self {
            Self::Found(table) => {
                let NamedTable { logical_name, description } = &**table;
                [
                    plain(logical_name),
                    (description.status.clone(), status_tone(&description.status)),
                    plain(&count(description.item_count)),
                    plain(&size(description.size_bytes)),
                    plain(billing(description.billing)),
                    plain(&description.indexes.len().to_string()),
                ]
            }
            Self::Missing(MissingTable { logical_name, status, .. }) => {
                let unknown = || plain("");
                [plain(logical_name), ((*status).to_owned(), Tone::Bad), unknown(), unknown(), unknown(), unknown()]
            }
        }
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
        aws::{
            stacks::Resource,
            tables::fake::{FakeTables, app_data},
        },
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
    async fn a_table_that_was_deleted_by_hand_is_missing_beside_the_others() {
        let mut stacks = stacks();
        let profiles = Resource {
            logical_id: "UserProfilesTable".into(),
            physical_id: "user-profiles-1".into(),
            ..stacks.resources[0].clone()
        };
        stacks.resources.push(profiles);
        let tables = FakeTables { tables: vec![app_data("app-data-1")], ..FakeTables::default() };

        let report = list(&stacks, &tables, &stack()).await.expect("listed");

        let json = serde_json::to_value(&report).expect("JSON");
        assert_eq!(json["tables"][0]["status"], "ACTIVE");
        let missing = serde_json::json!({
            "logical_name": "UserProfiles", "physical_name": "user-profiles-1", "status": "MISSING",
            "item_count": null, "size_bytes": null,
        });
        assert_eq!(json["tables"][1], missing);
        let text = report.view().render(Some(80)).unstyled();
        assert!(text.starts_with("1 of 2 tables missing: deleted by hand\n\n"), "{text}");
    }

    /// A stack and tables with names as long as CloudFormation's are.
    async fn long_names(width: u16) -> String {
        const PHYSICAL: &str = "srvls-production-AppDataTable-89B8C92AF53D0";
        let mut stacks = stacks();
        stacks.resources[0].physical_id = PHYSICAL.into();
        let tables = FakeTables { tables: vec![app_data(PHYSICAL)], ..FakeTables::default() };
        list(&stacks, &tables, &stack()).await.expect("listed").view().render(Some(width)).unstyled()
    }

    #[tokio::test]
    async fn a_name_is_whole_at_eighty_columns() {
        insta::assert_snapshot!(long_names(80).await, @"
        TABLE    STATUS  ITEMS  SIZE   BILLING    INDEXES
        AppData  ACTIVE  2      200 B  on demand  1

        AppData  srvls-production-AppDataTable-89B8C92AF53D0

        DynamoDB updates item counts and sizes about every six hours
        ");
    }

    #[tokio::test]
    async fn a_name_is_whole_at_forty_columns() {
        insta::assert_snapshot!(long_names(40).await, @"
        TABLE    AppData
        STATUS   ACTIVE
        ITEMS    2
        SIZE     200 B
        BILLING  on demand
        INDEXES  1

        AppData
          srvls-production-AppDataTable-89B8C92AF53D0

        DynamoDB updates item counts and sizes
        about every six hours
        ");
    }
}
