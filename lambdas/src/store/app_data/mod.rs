//! The table `AppData`.
//!
//! Lists read a user's entries through `timestamp-index`. Idempotency records live in their own partitions,
//! `idempotency#<user>`, without a `timestamp`: they are in no index and in no list.

use std::collections::HashMap;

use aws_sdk_dynamodb::{
    Client,
    operation::transact_write_items::TransactWriteItemsError,
    types::{AttributeValue, CancellationReason, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem},
};
use lambda_runtime::Error;
use serde::{Deserialize, Serialize};

use super::{cause_of, dynamodb, failed};
use crate::{
    aws::AwsError,
    domain::{Entry, EntryQuery, Fingerprint, Position, VersionedEntry},
    settings::setting,
    timestamp::Timestamp,
};

/// The port that creates and lists entries.
pub(crate) trait AppData: Send + Sync + 'static {
    fn create(&self, entry: &Entry) -> impl Future<Output = Result<(), AwsError>> + Send;

    /// Creates the entry, unless its owner has already used the key.
    fn create_idempotently(
        &self,
        entry: &Entry,
        key: &IdempotentRequest,
    ) -> impl Future<Output = Result<Creation, AwsError>> + Send;

    /// The newest entries after `after`: at most `limit`, and about 2 MB.
    fn page(
        &self,
        query: &EntryQuery,
        after: Option<Position>,
        limit: usize,
    ) -> impl Future<Output = Result<Page, AwsError>> + Send;
}

#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) entries: Vec<Entry>,
    /// Where to continue, or `None` at the end.
    pub(crate) last_position: Option<Position>,
}

#[derive(Debug)]
pub(crate) struct IdempotentRequest {
    pub(crate) key: String,
    pub(crate) fingerprint: Fingerprint,
}

#[derive(Debug)]
pub(crate) enum Creation {
    Created,
    AlreadyCreated { at: Position, fingerprint: Fingerprint },
    InProgress,
}

/// How long an idempotency record is kept.
const KEY_LIFETIME_SECONDS: i64 = 24 * 60 * 60;

/// The maximum number of queries per list: a filter that matches little must not run into the timeout.
const MAX_QUERIES: usize = 10;

/// The size of a page as JSON, where it ends before its limit. Lambda returns at most 6 MB, in which every quote and every
/// backslash of the page takes two bytes.
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const MAX_PAGE_BYTES: usize = 2 * 1024 * 1024;

/// A used Idempotency-Key, as the table stores it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct IdempotencyRecord {
    user_id: String,
    #[serde(rename = "dataId")]
    key: String,
    created: Position,
    fingerprint: Fingerprint,
    expires_at: i64,
}

impl IdempotencyRecord {
    fn new(entry: &Entry, key: &IdempotentRequest) -> Self {
        Self {
            user_id: format!("idempotency#{}", entry.user_id.as_str()),
            key: key.key.clone(),
            created: entry.position(),
            fingerprint: key.fingerprint.clone(),
            expires_at: entry.timestamp.epoch_seconds() + KEY_LIFETIME_SECONDS,
        }
    }
}

pub(crate) struct AppDataTable {
    pub(super) client: Client,
    pub(super) table: String,
}

impl AppDataTable {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        Ok(Self { client: dynamodb().await, table: setting("APP_DATA_TABLE")? })
    }

    fn put(&self, item: &impl Serialize) -> Result<aws_sdk_dynamodb::types::builders::PutBuilder, AwsError> {
        let item = serde_dynamo::to_item(item).map_err(|error| AwsError::new("write an item", error))?;
        Ok(Put::builder().table_name(&self.table).set_item(Some(item)))
    }

    async fn query(
        &self,
        query: &EntryQuery,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<(Vec<Entry>, Option<Position>), AwsError> {
        let from = query.from.unwrap_or(Timestamp::MIN);
        let to = query.to.map_or_else(Timestamp::max_value, Timestamp::previous);
        let mut request = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("timestamp-index")
            .key_condition_expression("userId = :user AND #timestamp BETWEEN :from AND :to")
            .expression_attribute_names("#timestamp", "timestamp")
            .expression_attribute_values(":user", string(query.user_id.as_str()))
            .expression_attribute_values(":from", string(from.to_string()))
            .expression_attribute_values(":to", string(to.to_string()))
            // A user who has just created an entry finds it: an eventually consistent read may miss it.
            .consistent_read(true)
            .scan_index_forward(false)
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
            .set_exclusive_start_key(after.map(|position| start_key(query, position)));
        if let Some(category) = &query.category {
            request = request
                .filter_expression("category = :category")
                .expression_attribute_values(":category", string(category.as_str()));
        }
        let response = request.send().await.map_err(|error| failed("list entries", error))?;
        let entries = serde_dynamo::from_items(response.items.unwrap_or_default()).map_err(malformed_entry)?;
        let last_position =
            response.last_evaluated_key.map(serde_dynamo::from_item).transpose().map_err(malformed_entry)?;
        Ok((entries, last_position))
    }
}

impl AppData for AppDataTable {
    async fn create(&self, entry: &Entry) -> Result<(), AwsError> {
        const ACTION: &str = "create an entry";
        let item = serde_dynamo::to_item(VersionedEntry::first(entry.clone()))
            .map_err(|error| AwsError::new(ACTION, error))?;
        let request = self.client.put_item().table_name(&self.table).set_item(Some(item));
        request.send().await.map(drop).map_err(|error| failed(ACTION, error))
    }

    async fn create_idempotently(&self, entry: &Entry, key: &IdempotentRequest) -> Result<Creation, AwsError> {
        const ACTION: &str = "create an entry once";
        let record = self
            .put(&IdempotencyRecord::new(entry, key))?
            // DynamoDB may take days to delete an expired item.
            .condition_expression("attribute_not_exists(userId) OR expiresAt < :now")
            .expression_attribute_values(":now", AttributeValue::N(entry.timestamp.epoch_seconds().to_string()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build();
        let create = self.put(&VersionedEntry::first(entry.clone()))?.build();
        let in_order = [record, create].map(|put| put.map(|put| TransactWriteItem::builder().put(put).build()));
        let mut request = self.client.transact_write_items();
        for item in in_order {
            request = request.transact_items(item.map_err(|error| AwsError::new(ACTION, error))?);
        }
        match request.send().await {
            Ok(_) => Ok(Creation::Created),
            Err(error) => match error.as_service_error().and_then(cancelled_by) {
                Some(reason) => refused(reason),
                None => Err(failed(ACTION, error)),
            },
        }
    }

    async fn page(&self, query: &EntryQuery, after: Option<Position>, limit: usize) -> Result<Page, AwsError> {
        let mut page = Page { entries: Vec::new(), last_position: after };
        let mut bytes = 0;
        for _ in 0..MAX_QUERIES {
            let remaining = limit - page.entries.len();
            let (entries, last_position) = self.query(query, page.last_position.as_ref(), remaining).await?;
            page.last_position = last_position;
            for entry in entries {
                bytes += json_bytes(&entry)?;
                if bytes > MAX_PAGE_BYTES && !page.entries.is_empty() {
                    page.last_position = page.entries.last().map(Entry::position);
                    return Ok(page);
                }
                page.entries.push(entry);
            }
            if page.last_position.is_none() || page.entries.len() >= limit {
                break;
            }
        }
        Ok(page)
    }
}

fn json_bytes(entry: &Entry) -> Result<usize, AwsError> {
    serde_json::to_vec(entry).map(|json| json.len()).map_err(|error| AwsError::new("measure an entry", error))
}

/// Why DynamoDB cancelled the transaction.
fn cancelled_by(error: &TransactWriteItemsError) -> Option<&CancellationReason> {
    match error {
        TransactWriteItemsError::TransactionCanceledException(cancelled) => {
            cancelled.cancellation_reasons().iter().find(|reason| reason.code().is_some_and(|code| code != "None"))
        }
        _ => None,
    }
}

fn refused(reason: &CancellationReason) -> Result<Creation, AwsError> {
    const ACTION: &str = "create an entry once";
    match (reason.code(), &reason.item) {
        (Some("ConditionalCheckFailed"), Some(item)) => {
            let used: IdempotencyRecord = serde_dynamo::from_item(item.clone()).map_err(malformed_entry)?;
            Ok(Creation::AlreadyCreated { at: used.created, fingerprint: used.fingerprint })
        }
        (Some("TransactionConflict"), _) => Ok(Creation::InProgress),
        (code, _) => {
            let code = code.unwrap_or("without a reason");
            Err(AwsError::new(ACTION, format!("cancelled: {code}")).because_of(cause_of(code)))
        }
    }
}

fn start_key(query: &EntryQuery, position: &Position) -> HashMap<String, AttributeValue> {
    HashMap::from([
        ("userId".into(), string(query.user_id.as_str())),
        ("dataId".into(), string(&position.data_id)),
        ("timestamp".into(), string(position.timestamp.to_string())),
    ])
}

pub(super) fn string(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

pub(super) fn malformed_entry(error: serde_dynamo::Error) -> AwsError {
    AwsError::new("parse an entry", error)
}

#[cfg(test)]
mod tests;
