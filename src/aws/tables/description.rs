//! A table's settings: keys, indexes, billing, protection.

use aws_sdk_dynamodb::types::{
    self, AttributeDefinition, BillingMode, GlobalSecondaryIndexDescription, KeySchemaElement,
    LocalSecondaryIndexDescription, Projection, ScalarAttributeType,
};
use jiff::Timestamp;
use serde::Serialize;

use crate::aws::timestamp;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TableDescription {
    #[serde(rename = "physical_name")]
    pub(crate) name: String,
    pub(crate) arn: String,
    pub(crate) status: String,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) keys: KeySchema,
    pub(crate) indexes: Vec<Index>,
    pub(crate) billing: Billing,
    /// DynamoDB updates this and the size about every six hours.
    pub(crate) item_count: i64,
    pub(crate) size_bytes: i64,
    /// The customer managed key; without one, DynamoDB encrypts with its own.
    pub(crate) kms_key_arn: Option<String>,
    pub(crate) deletion_protection: bool,
    /// The view type of the stream, if there is one.
    pub(crate) stream: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct KeySchema {
    pub(crate) partition: KeyAttribute,
    pub(crate) sort: Option<KeyAttribute>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct KeyAttribute {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: KeyType,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyType {
    String,
    Number,
    Binary,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Index {
    pub(crate) name: String,
    pub(crate) kind: IndexKind,
    pub(crate) keys: KeySchema,
    /// `ALL`, `KEYS_ONLY` or `INCLUDE`.
    pub(crate) projection: String,
    pub(crate) item_count: i64,
    pub(crate) size_bytes: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IndexKind {
    Global,
    Local,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub(crate) enum Billing {
    OnDemand { max_read_units: Option<i64>, max_write_units: Option<i64> },
    Provisioned { read_units: i64, write_units: i64 },
}

impl KeySchema {
    /// The key attributes, the partition key first.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &KeyAttribute> {
        std::iter::once(&self.partition).chain(&self.sort)
    }

    fn new(elements: Option<Vec<KeySchemaElement>>, definitions: &[AttributeDefinition]) -> Self {
        let elements = elements.unwrap_or_default();
        let named = |role: types::KeyType| {
            let name = &elements.iter().find(|element| element.key_type == role)?.attribute_name;
            Some(KeyAttribute { name: name.clone(), kind: KeyType::of(name, definitions) })
        };
        let nameless = || KeyAttribute { name: String::new(), kind: KeyType::String };
        // Every table and index has a partition key.
        Self { partition: named(types::KeyType::Hash).unwrap_or_else(nameless), sort: named(types::KeyType::Range) }
    }
}

impl KeyType {
    fn of(name: &str, definitions: &[AttributeDefinition]) -> Self {
        match definitions.iter().find(|definition| definition.attribute_name == name).map(|found| &found.attribute_type)
        {
            Some(ScalarAttributeType::N) => Self::Number,
            Some(ScalarAttributeType::B) => Self::Binary,
            _ => Self::String,
        }
    }
}

impl From<types::TableDescription> for TableDescription {
    fn from(table: types::TableDescription) -> Self {
        let definitions = table.attribute_definitions.clone().unwrap_or_default();
        let global = table.global_secondary_indexes.clone().unwrap_or_default();
        let local = table.local_secondary_indexes.clone().unwrap_or_default();
        Self {
            billing: Billing::of(&table),
            name: table.table_name.unwrap_or_default(),
            arn: table.table_arn.unwrap_or_default(),
            status: table.table_status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
            created_at: table.creation_date_time.as_ref().and_then(timestamp),
            keys: KeySchema::new(table.key_schema, &definitions),
            indexes: (global.into_iter().map(|index| Index::global(index, &definitions)))
                .chain(local.into_iter().map(|index| Index::local(index, &definitions)))
                .collect(),
            item_count: table.item_count.unwrap_or_default(),
            size_bytes: table.table_size_bytes.unwrap_or_default(),
            kms_key_arn: table.sse_description.and_then(|encryption| encryption.kms_master_key_arn),
            deletion_protection: table.deletion_protection_enabled.unwrap_or_default(),
            stream: table
                .stream_specification
                .filter(|stream| stream.stream_enabled)
                .and_then(|stream| Some(stream.stream_view_type?.as_str().to_owned())),
        }
    }
}

impl Index {
    fn global(index: GlobalSecondaryIndexDescription, definitions: &[AttributeDefinition]) -> Self {
        Self {
            name: index.index_name.unwrap_or_default(),
            kind: IndexKind::Global,
            keys: KeySchema::new(index.key_schema, definitions),
            projection: projection(index.projection),
            item_count: index.item_count.unwrap_or_default(),
            size_bytes: index.index_size_bytes.unwrap_or_default(),
        }
    }

    fn local(index: LocalSecondaryIndexDescription, definitions: &[AttributeDefinition]) -> Self {
        Self {
            name: index.index_name.unwrap_or_default(),
            kind: IndexKind::Local,
            keys: KeySchema::new(index.key_schema, definitions),
            projection: projection(index.projection),
            item_count: index.item_count.unwrap_or_default(),
            size_bytes: index.index_size_bytes.unwrap_or_default(),
        }
    }
}

fn projection(projection: Option<Projection>) -> String {
    let kind = projection.and_then(|projection| projection.projection_type);
    kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default()
}

impl Billing {
    fn of(table: &types::TableDescription) -> Self {
        let mode = table.billing_mode_summary.as_ref().and_then(|summary| summary.billing_mode.as_ref());
        if mode == Some(&BillingMode::PayPerRequest) {
            let limits = table.on_demand_throughput.as_ref();
            return Self::OnDemand {
                max_read_units: limits.and_then(|limits| limits.max_read_request_units),
                max_write_units: limits.and_then(|limits| limits.max_write_request_units),
            };
        }
        // A table that has always been provisioned has no billing summary.
        let throughput = table.provisioned_throughput.as_ref();
        Self::Provisioned {
            read_units: throughput.and_then(|throughput| throughput.read_capacity_units).unwrap_or_default(),
            write_units: throughput.and_then(|throughput| throughput.write_capacity_units).unwrap_or_default(),
        }
    }
}
