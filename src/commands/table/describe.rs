//! `srvls table describe`: one table's keys, indexes, billing and protection.

use serde::Serialize;

use super::{
    list::{NamedTable, count, status_tone},
    table_name::{StackTable, table_called},
};
use crate::{
    aws::tables::{Billing, IndexKind, KeySchema, KeyType, Recovery, Tables},
    context::Context,
    error::Error,
    terminal::output::{Report, Table, Tone, View, fields, size},
};

/// Show a table's keys, indexes and protection
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls table describe UserProfiles")]
pub(crate) struct DescribeArgs {
    /// Table, such as UserProfiles, or its physical name
    table: String,
}

pub(crate) async fn run(cx: &Context, args: &DescribeArgs) -> Result<DescribeReport, Error> {
    let table = table_called(&cx.aws.stacks, &cx.stack_name(), &args.table).await?;
    describe(&cx.aws.tables, table).await
}

async fn describe(tables: &impl Tables, table: StackTable) -> Result<DescribeReport, Error> {
    let description = table.describe(tables).await?;
    Ok(DescribeReport {
        ttl_attribute: tables.expiry_attribute(&description.name).await?,
        point_in_time_recovery: tables.recovery(&description.name).await?,
        table: NamedTable { logical_name: table.name, description },
    })
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct DescribeReport {
    #[serde(flatten)]
    table: NamedTable,
    ttl_attribute: Option<String>,
    point_in_time_recovery: Recovery,
}

impl Report for DescribeReport {
    fn view(&self) -> View {
        let table = &self.table.description;
        let plain = |text: String| Some((text, Tone::Plain));
        let protection = match table.deletion_protection {
            true => ("on".to_owned(), Tone::Good),
            false => ("off".to_owned(), Tone::Warning),
        };
        let recovery = match &self.point_in_time_recovery {
            Recovery { enabled: true, days: Some(days), .. } => (format!("on, {days} days"), Tone::Good),
            Recovery { enabled: true, .. } => ("on".to_owned(), Tone::Good),
            Recovery { enabled: false, .. } => ("off".to_owned(), Tone::Warning),
        };
        let view = View::new().table(fields([
            ("Table", plain(self.table.logical_name.clone())),
            ("Physical name", plain(table.name.clone())),
            ("Status", Some((table.status.clone(), status_tone(&table.status)))),
            ("Created", table.created_at.map(|time| (time.to_string(), Tone::Plain))),
            ("Keys", plain(keys(&table.keys))),
            ("Items", plain(format!("{}, {}", count(table.item_count), size(table.size_bytes)))),
            ("Billing", plain(billing(table.billing))),
            ("TTL attribute", plain(self.ttl_attribute.clone().unwrap_or_else(|| "none".into()))),
            ("Point-in-time recovery", Some(recovery)),
            ("Encryption", plain(table.kms_key_arn.clone().unwrap_or_else(|| "AWS owned key".into()))),
            ("Deletion protection", Some(protection)),
            ("Stream", table.stream.clone().map(|kind| (kind, Tone::Plain))),
        ]));
        if table.indexes.is_empty() {
            return view;
        }
        let mut indexes = Table::new(["INDEX", "KIND", "KEYS", "PROJECTION", "ITEMS"]);
        for index in &table.indexes {
            let kind = match index.kind {
                IndexKind::Global => "global",
                IndexKind::Local => "local",
            };
            let cells = [&index.name, kind, &keys(&index.keys), &index.projection, &count(index.item_count)];
            indexes.row(cells.map(|cell| (cell.to_owned(), Tone::Plain)));
        }
        view.table(indexes)
    }
}

fn keys(schema: &KeySchema) -> String {
    let key = |name: &str, kind| match kind {
        KeyType::String => format!("{name} (string)"),
        KeyType::Number => format!("{name} (number)"),
        KeyType::Binary => format!("{name} (binary)"),
    };
    schema.attributes().map(|attribute| key(&attribute.name, attribute.kind)).collect::<Vec<_>>().join(", ")
}

fn billing(billing: Billing) -> String {
    let limit = |what: &str, units: Option<i64>| units.map(|units| format!(", up to {units} {what} units"));
    match billing {
        Billing::OnDemand { max_read_units, max_write_units } => format!(
            "on demand{}{}",
            limit("read", max_read_units).unwrap_or_default(),
            limit("write", max_write_units).unwrap_or_default()
        ),
        Billing::Provisioned { read_units, write_units } => {
            format!("provisioned, {read_units} read and {write_units} write units")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::tables::fake::{FakeTables, app_data};

    async fn report() -> DescribeReport {
        let tables = FakeTables { tables: vec![app_data("app-data-1")], ..FakeTables::default() };
        let table = StackTable { name: "AppData".into(), physical_name: "app-data-1".into() };
        describe(&tables, table).await.expect("described")
    }

    #[tokio::test]
    async fn a_description_includes_ttl_recovery_and_deletion_protection() {
        let json = serde_json::to_value(report().await).expect("JSON");

        assert_eq!(json["logical_name"], "AppData");
        assert_eq!(json["keys"]["sort"], serde_json::json!({ "name": "dataId", "type": "string" }));
        assert_eq!(json["ttl_attribute"], "expiresAt");
        assert_eq!(json["point_in_time_recovery"]["days"], 35);
        assert_eq!(json["deletion_protection"], true);
    }

    #[tokio::test]
    async fn the_view_fits_a_narrow_terminal() {
        let text = report().await.view().render(Some(80)).unstyled();

        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.contains("userId (string), dataId (string)"), "{text}");
        assert!(text.contains("on, 35 days"), "{text}");
    }
}
