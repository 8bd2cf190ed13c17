//! Tables in memory.

use std::{cell::RefCell, collections::BTreeMap};

use super::{
    Billing, Found, FoundPage, Index, IndexKind, Item, KeyAttribute, KeySchema, KeyType, Operand, Position, Recovery,
    Search, TableDescription, Tables,
};
use crate::aws::AwsError;

/// Tables that return the same items for every search, and record the searches.
#[derive(Default)]
pub(crate) struct FakeTables {
    pub(crate) tables: Vec<TableDescription>,
    /// The item that `get` returns, by table.
    pub(crate) rows: BTreeMap<String, Item>,
    pub(crate) found: Found,
    pub(crate) searches: RefCell<Vec<Search>>,
    /// Whether reading items is denied.
    pub(crate) denied: bool,
}

impl Tables for FakeTables {
    async fn describe(&self, table: &str) -> Result<Option<TableDescription>, AwsError> {
        Ok(self.tables.iter().find(|described| described.name == table).cloned())
    }

    async fn expiry_attribute(&self, _table: &str) -> Result<Option<String>, AwsError> {
        Ok(Some("expiresAt".into()))
    }

    async fn recovery(&self, _table: &str) -> Result<Recovery, AwsError> {
        Ok(Recovery { enabled: true, days: Some(35), earliest_at: None, latest_at: None })
    }

    async fn get(&self, table: &str, _key: &BTreeMap<String, Operand>) -> Result<Option<Item>, AwsError> {
        if self.denied {
            return Err(AwsError::service("dynamodb:GetItem", "AccessDeniedException"));
        }
        Ok(self.rows.get(table).cloned())
    }

    async fn page(&self, _: &Search, _: Option<Position>, _: Option<usize>) -> Result<FoundPage, AwsError> {
        Ok(FoundPage { items: self.found.items.clone(), ..FoundPage::default() })
    }

    async fn search(&self, search: &Search) -> Result<Found, AwsError> {
        self.searches.borrow_mut().push(search.clone());
        if self.denied {
            return Err(AwsError::service("dynamodb:Query", "AccessDeniedException"));
        }
        Ok(self.found.clone())
    }
}

pub(crate) fn key(name: &str, kind: KeyType) -> KeyAttribute {
    KeyAttribute { name: name.into(), kind }
}

/// The table `AppData`, with its index.
pub(crate) fn app_data(name: &str) -> TableDescription {
    let sorted_by =
        |sort: &str| KeySchema { partition: key("userId", KeyType::String), sort: Some(key(sort, KeyType::String)) };
    TableDescription {
        name: name.into(),
        arn: format!("arn:aws:dynamodb:us-east-1:000000000000:table/{name}"),
        status: "ACTIVE".into(),
        created_at: None,
        keys: sorted_by("dataId"),
        indexes: vec![Index {
            name: "timestamp-index".into(),
            kind: IndexKind::Local,
            keys: sorted_by("timestamp"),
            projection: "ALL".into(),
            item_count: 2,
            size_bytes: 200,
        }],
        billing: Billing::OnDemand { max_read_units: None, max_write_units: None },
        item_count: 2,
        size_bytes: 200,
        kms_key_arn: None,
        deletion_protection: true,
        stream: None,
    }
}

/// Like the stack's table of user profiles: a partition key, and a global index by address.
pub(crate) fn user_profiles(name: &str) -> TableDescription {
    let by = |partition: &str| KeySchema { partition: key(partition, KeyType::String), sort: None };
    let email_index = Index {
        name: "email-index".into(),
        kind: IndexKind::Global,
        keys: by("email"),
        ..app_data(name).indexes[0].clone()
    };
    TableDescription { keys: by("userId"), indexes: vec![email_index], ..app_data(name) }
}
