//! DynamoDB: the settings of tables, and their items.

mod bulk;
mod description;
mod dynamodb;
#[cfg(test)]
pub(crate) mod fake;
mod insights;
mod jobs;
mod number;
mod pace;
mod plain_json;
mod position;
mod reading;
mod typed;
mod typed_json;
mod writes;

use std::collections::BTreeMap;

use aws_smithy_types::base64;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use self::{
    bulk::{BulkItems, MOST_PER_BATCH, Segment, SegmentPage},
    description::{Billing, Index, IndexKind, KeyAttribute, KeySchema, KeyType, TableDescription},
    dynamodb::DynamoDb,
    insights::Insights,
    jobs::{JobKind, JobStatus, S3Folder, TableJob, TableJobs, global_indexes},
    number::{fits, is_number},
    pace::Pace,
    position::Position,
    reading::Reading,
    typed::{Typed, TypedItem, same_items},
    typed_json::{item_of_json, item_to_json},
    writes::{Expected, ItemWrites, Written},
};
use super::AwsError;

/// An item as plain JSON, its attributes in alphabetical order. Sets are arrays and binary is base64; a number is a
/// JSON number if that is exact, and otherwise a string of its digits.
pub(crate) type Item = Map<String, Value>;

/// A value sent to DynamoDB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Operand {
    String(String),
    /// In decimal notation, up to 38 digits: DynamoDB's numbers have more digits than `f64`.
    Number(String),
    Binary(Vec<u8>),
    Bool(bool),
    Null,
}

impl Operand {
    /// A key's value from text as typed, binary in base64. `None` if it is not of this type.
    pub(crate) fn of_key(kind: KeyType, text: &str) -> Option<Self> {
        match kind {
            KeyType::String => Some(Self::String(text.to_owned())),
            KeyType::Number => is_number(text).then(|| Self::Number(text.to_owned())),
            KeyType::Binary => base64::decode(text).ok().map(Self::Binary),
        }
    }

    /// A key's value as it is typed; `None` if no key has this type.
    pub(crate) fn key_text(&self) -> Option<String> {
        match self {
            Self::String(text) | Self::Number(text) => Some(text.clone()),
            Self::Binary(bytes) => Some(base64::encode(bytes)),
            Self::Bool(_) | Self::Null => None,
        }
    }
}

/// The items to read, as DynamoDB expressions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) table: String,
    pub(crate) index: Option<String>,
    /// Without one, the search is a scan of the whole table.
    pub(crate) key_condition: Option<String>,
    pub(crate) filter: Option<String>,
    pub(crate) projection: Option<String>,
    /// The names of `#placeholders`.
    pub(crate) names: BTreeMap<String, String>,
    /// The values of `:placeholders`.
    pub(crate) values: BTreeMap<String, Operand>,
    pub(crate) descending: bool,
    /// The maximum number of items; without one, all of them.
    pub(crate) limit: Option<usize>,
    /// The maximum number of pages to read; without one, as many as it takes.
    pub(crate) max_pages: Option<usize>,
}

/// A part of what a search finds, which DynamoDB keeps below 1 MB.
#[derive(Debug, Default)]
pub(crate) struct FoundPage {
    pub(crate) items: Vec<Item>,
    /// Items read, before the filter.
    pub(crate) scanned_count: u64,
    /// Read units.
    pub(crate) consumed_capacity: f64,
    /// Where the next page begins; `None` after the last one.
    pub(crate) next: Option<Position>,
}

/// The result of a search, and what it cost.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Found {
    pub(crate) items: Vec<Item>,
    /// Items read, before the filter.
    pub(crate) scanned_count: u64,
    /// Read units.
    pub(crate) consumed_capacity: f64,
    /// Whether a limit cut off further items.
    pub(crate) truncated: bool,
}

/// Point-in-time recovery.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Recovery {
    pub(crate) enabled: bool,
    pub(crate) days: Option<i32>,
    pub(crate) earliest_at: Option<Timestamp>,
    pub(crate) latest_at: Option<Timestamp>,
}

/// What commands need from tables.
pub(crate) trait Tables {
    /// `None` when there is no such table.
    async fn describe(&self, table: &str) -> Result<Option<TableDescription>, AwsError>;

    /// The attribute with the expiry time, if time to live is enabled.
    async fn expiry_attribute(&self, table: &str) -> Result<Option<String>, AwsError>;

    async fn recovery(&self, table: &str) -> Result<Recovery, AwsError>;

    /// The item, by a strongly consistent read.
    async fn get(&self, table: &str, key: &BTreeMap<String, Operand>) -> Result<Option<Item>, AwsError>;

    /// The page at `at`, or the first one. It reads at most `size` items, if that is given.
    async fn page(&self, search: &Search, at: Option<Position>, size: Option<usize>) -> Result<FoundPage, AwsError>;

    /// All that a search finds, in memory.
    async fn search(&self, search: &Search) -> Result<Found, AwsError>;
}
