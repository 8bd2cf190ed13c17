//! Single entries of the table `AppData`.
//!
//! The table also holds idempotency records: an item without a `timestamp` is not an entry and stays untouched.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};

use super::{
    app_data::{AppDataTable, malformed_entry, string},
    condition::{Condition, is_condition_failure},
    failed, once,
};
use crate::{
    aws::AwsError,
    domain::{EntryKey, IfMatch, NewEntry, VersionedEntry},
};

const IS_ENTRY: &str = "attribute_exists(#timestamp)";

/// The port for single entries.
pub(crate) trait Entries: Send + Sync + 'static {
    fn find(&self, key: &EntryKey) -> impl Future<Output = Result<Option<VersionedEntry>, AwsError>> + Send;

    /// Returns the changed entry, or `None` if there is none in one of the expected versions.
    fn replace(
        &self,
        replacement: Replacement,
    ) -> impl Future<Output = Result<Option<VersionedEntry>, AwsError>> + Send;

    fn delete(&self, key: &EntryKey, versions: &IfMatch) -> impl Future<Output = Result<Deletion, AwsError>> + Send;
}

#[derive(Debug)]
pub(crate) struct Replacement {
    pub(crate) key: EntryKey,
    pub(crate) new: NewEntry,
    pub(crate) versions: IfMatch,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Deletion {
    Deleted,
    /// There is no entry in one of the expected versions.
    NoSuchVersion,
}

impl Entries for AppDataTable {
    async fn find(&self, key: &EntryKey) -> Result<Option<VersionedEntry>, AwsError> {
        let response = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(item_key(key)))
            // A user who has just changed an entry reads it back: an eventually consistent read may return the old one.
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| failed("read an entry", error))?;
        response.item.filter(|item| item.contains_key("timestamp")).map(entry).transpose()
    }

    async fn replace(&self, replacement: Replacement) -> Result<Option<VersionedEntry>, AwsError> {
        const ACTION: &str = "replace an entry";
        let Some(condition) = Condition::of(&replacement.versions, IS_ENTRY) else {
            return Ok(None);
        };
        let NewEntry { content, category } = replacement.new;
        let content = serde_dynamo::to_attribute_value(content).map_err(|error| AwsError::new(ACTION, error))?;
        let mut request = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(item_key(&replacement.key)))
            .update_expression("SET content = :content, category = :category ADD version :one")
            .condition_expression(condition.expression)
            .expression_attribute_names("#timestamp", "timestamp")
            .expression_attribute_values(":content", content)
            .expression_attribute_values(":category", string(category))
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .return_values(ReturnValue::AllNew);
        for (name, version) in condition.versions {
            request = request.expression_attribute_values(name, version);
        }
        match request.customize().config_override(once()).send().await {
            Ok(response) => response.attributes.map(entry).transpose(),
            Err(error) if is_condition_failure(&error) => Ok(None),
            Err(error) => Err(failed(ACTION, error)),
        }
    }

    async fn delete(&self, key: &EntryKey, versions: &IfMatch) -> Result<Deletion, AwsError> {
        let Some(condition) = Condition::of(versions, IS_ENTRY) else {
            return Ok(Deletion::NoSuchVersion);
        };
        let mut request = self
            .client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(item_key(key)))
            .condition_expression(condition.expression)
            .expression_attribute_names("#timestamp", "timestamp");
        for (name, version) in condition.versions {
            request = request.expression_attribute_values(name, version);
        }
        match request.customize().config_override(once()).send().await {
            Ok(_) => Ok(Deletion::Deleted),
            Err(error) if is_condition_failure(&error) => Ok(Deletion::NoSuchVersion),
            Err(error) => Err(failed("delete an entry", error)),
        }
    }
}

fn item_key(key: &EntryKey) -> HashMap<String, AttributeValue> {
    HashMap::from([("userId".into(), string(key.user_id.as_str())), ("dataId".into(), string(&key.data_id))])
}

fn entry(item: HashMap<String, AttributeValue>) -> Result<VersionedEntry, AwsError> {
    serde_dynamo::from_item(item).map_err(malformed_entry)
}

#[cfg(test)]
mod tests;
