//! Erases the entries and idempotency records of a user.

use std::{collections::HashMap, time::Duration};

use aws_sdk_dynamodb::{
    Client,
    types::{AttributeValue, DeleteRequest, WriteRequest},
};
use lambda_runtime::Error;
use tokio::time::sleep;

use super::Erase;
use crate::{
    aws::{AwsError, sdk_config},
    domain::UserId,
    settings::setting,
};

/// The maximum of BatchWriteItem.
const BATCH_SIZE: i32 = 25;

/// How often in a row DynamoDB may leave items unprocessed before this attempt gives up.
const MAX_RETRIES: u32 = 5;
const BASE_BACKOFF: Duration = Duration::from_millis(50);

const ACTION: &str = "erase entries";

type Key = HashMap<String, AttributeValue>;

pub(crate) struct OwnedEntries {
    client: Client,
    table: String,
}

impl OwnedEntries {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        Ok(Self { client: Client::new(&sdk_config().await), table: setting("APP_DATA_TABLE")? })
    }

    /// The next query finds the items that were not deleted, so the loop only has to count its retries.
    async fn erase_partition(&self, partition: &str) -> Result<(), AwsError> {
        let mut retries = 0;
        loop {
            let keys = self.first_keys(partition).await?;
            if keys.is_empty() {
                return Ok(());
            }
            if self.delete(keys).await? {
                retries = 0;
                continue;
            }
            retries += 1;
            if retries > MAX_RETRIES {
                return Err(AwsError::new(ACTION, "DynamoDB keeps leaving items unprocessed"));
            }
            sleep(BASE_BACKOFF * 2_u32.pow(retries)).await;
        }
    }

    async fn first_keys(&self, partition: &str) -> Result<Vec<Key>, AwsError> {
        let request = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("userId = :user")
            .expression_attribute_values(":user", AttributeValue::S(partition.into()))
            .projection_expression("userId, dataId")
            .consistent_read(true)
            .limit(BATCH_SIZE);
        let response = request.send().await.map_err(|error| AwsError::new(ACTION, error))?;
        Ok(response.items.unwrap_or_default())
    }

    /// Whether DynamoDB deleted all of them.
    async fn delete(&self, keys: Vec<Key>) -> Result<bool, AwsError> {
        let mut deletions = Vec::new();
        for key in keys {
            let deletion = DeleteRequest::builder().set_key(Some(key)).build();
            let deletion = deletion.map_err(|error| AwsError::new(ACTION, error))?;
            deletions.push(WriteRequest::builder().delete_request(deletion).build());
        }
        let request = self.client.batch_write_item().request_items(&self.table, deletions);
        let response = request.send().await.map_err(|error| AwsError::new(ACTION, error))?;
        Ok(response.unprocessed_items.unwrap_or_default().is_empty())
    }
}

impl Erase for OwnedEntries {
    async fn erase(&self, owner: &UserId) -> Result<(), AwsError> {
        self.erase_partition(owner.as_str()).await?;
        self.erase_partition(&format!("idempotency#{}", owner.as_str())).await
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::replay::Replay;

    fn key(id: &str) -> Value {
        json!({ "userId": { "S": "ada" }, "dataId": { "S": id } })
    }

    fn found(ids: &[&str]) -> (u16, Value) {
        (200, json!({ "Items": ids.iter().map(|id| key(id)).collect::<Vec<_>>() }))
    }

    fn unprocessed(ids: &[&str]) -> (u16, Value) {
        let requests: Vec<_> = ids.iter().map(|id| json!({ "DeleteRequest": { "Key": key(id) } })).collect();
        let items = if requests.is_empty() { json!({}) } else { json!({ "data": requests }) };
        (200, json!({ "UnprocessedItems": items }))
    }

    async fn erase(answers: Vec<(u16, Value)>) -> (Result<(), AwsError>, Vec<Value>) {
        let replay = Replay::new(answers);
        let entries = OwnedEntries { client: Client::new(&replay.config()), table: "data".into() };
        (entries.erase(&UserId::new("ada")).await, replay.requests())
    }

    #[tokio::test]
    async fn entries_and_idempotency_records_are_deleted_until_none_is_left() {
        let answers = vec![found(&["1", "2"]), unprocessed(&[]), found(&[]), found(&[])];

        let (erased, requests) = erase(answers).await;

        erased.expect("erased");
        let deletions = json!([{ "DeleteRequest": { "Key": key("1") } }, { "DeleteRequest": { "Key": key("2") } }]);
        assert_eq!(requests[1]["RequestItems"]["data"], deletions);
        let partitions: Vec<_> = [0, 2, 3].map(|n| &requests[n]["ExpressionAttributeValues"][":user"]["S"]).into();
        assert_eq!(partitions, ["ada", "ada", "idempotency#ada"]);
    }

    #[tokio::test]
    async fn unprocessed_items_are_retried() {
        let answers =
            vec![found(&["1", "2"]), unprocessed(&["2"]), found(&["2"]), unprocessed(&[]), found(&[]), found(&[])];

        let (erased, requests) = erase(answers).await;

        erased.expect("erased");
        assert_eq!(requests.len(), 6);
    }

    #[tokio::test]
    async fn a_table_that_never_deletes_is_an_error() {
        let rounds = (0..=MAX_RETRIES).flat_map(|_| [found(&["1"]), unprocessed(&["1"])]);

        let (erased, _) = erase(rounds.collect()).await;

        assert!(erased.is_err());
    }
}
