//! The requests to DynamoDB and how we interpret its responses, with canned ones.

use aws_sdk_dynamodb::Client;
use serde_json::{Value, json};

use super::*;
use crate::{
    aws::replay::Replay,
    store::fake::{entry, key},
};

fn table(replay: &Replay) -> AppDataTable {
    AppDataTable { client: Client::new(&replay.config()), table: "data".into() }
}

fn item(version: u64) -> Value {
    json!({
        "userId": { "S": "ada" }, "dataId": { "S": "1" }, "category": { "S": "notes" },
        "content": { "M": { "number": { "N": "1" } } },
        "timestamp": { "S": "2026-11-22T00:00:01.000Z" }, "version": { "N": version.to_string() },
    })
}

fn refused() -> (u16, Value) {
    (400, json!({ "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException" }))
}

fn replacement(versions: IfMatch) -> Replacement {
    let new = serde_json::from_value(json!({ "content": { "number": 1 }, "category": "notes" })).expect("an entry");
    Replacement { key: key("ada", 1), new, versions }
}

#[tokio::test]
async fn an_item_is_read_as_an_entry_with_its_version() {
    let replay = Replay::new([(200, json!({ "Item": item(7) }))]);

    let found = table(&replay).find(&key("ada", 1)).await.expect("read").expect("an entry");

    assert_eq!(found, VersionedEntry { entry: entry("ada", 1), version: 7 });
    let request = &replay.requests()[0];
    assert_eq!(request["Key"], json!({ "userId": { "S": "ada" }, "dataId": { "S": "1" } }));
    assert_eq!(request["ConsistentRead"], true);
}

#[tokio::test]
async fn an_item_without_a_timestamp_is_not_an_entry() {
    let used_key = json!({ "userId": { "S": "idempotency#ada" }, "dataId": { "S": "key" }, "expiresAt": { "N": "1" } });
    let replay = Replay::new([(200, json!({ "Item": used_key })), (200, json!({}))]);
    let table = table(&replay);

    let of_a_key = table.find(&key("idempotency#ada", 1)).await;
    let of_nothing = table.find(&key("ada", 1)).await;

    assert_eq!(of_a_key.expect("read"), None);
    assert_eq!(of_nothing.expect("read"), None);
}

#[tokio::test]
async fn a_replacement_changes_only_an_entry_in_the_expected_version() {
    let replay = Replay::new([(200, json!({ "Attributes": item(4) }))]);

    let changed = table(&replay).replace(replacement(IfMatch::OneOf(vec![3]))).await.expect("changed");

    assert_eq!(changed.map(|changed| changed.version), Some(4));
    let request = &replay.requests()[0];
    assert_eq!(request["ConditionExpression"], "attribute_exists(#timestamp) AND version IN (:v0)");
    assert_eq!(request["ExpressionAttributeValues"][":v0"]["N"], "3");
    assert_eq!(request["ExpressionAttributeValues"][":content"], item(4)["content"]);
}

#[tokio::test]
async fn a_condition_failure_is_not_an_error() {
    let replay = Replay::new([refused(), refused()]);
    let table = table(&replay);

    let replaced = table.replace(replacement(IfMatch::Any)).await;
    let deleted = table.delete(&key("ada", 1), &IfMatch::Any).await;

    assert_eq!(replaced.expect("a response"), None);
    assert_eq!(deleted.expect("a response"), Deletion::NoSuchVersion);
}

#[tokio::test]
async fn an_empty_list_of_versions_sends_no_request() {
    let replay = Replay::new([]);
    let table = table(&replay);

    let replaced = table.replace(replacement(IfMatch::OneOf(Vec::new()))).await;
    let deleted = table.delete(&key("ada", 1), &IfMatch::OneOf(Vec::new())).await;

    assert_eq!(replaced.expect("a response"), None);
    assert_eq!(deleted.expect("a response"), Deletion::NoSuchVersion);
    assert!(replay.requests().is_empty());
}

#[tokio::test]
async fn an_entry_is_deleted_only_in_the_expected_version() {
    let replay = Replay::new([(200, json!({}))]);

    let deleted = table(&replay).delete(&key("ada", 1), &IfMatch::OneOf(vec![3, 4])).await;

    assert_eq!(deleted.expect("a response"), Deletion::Deleted);
    let request = &replay.requests()[0];
    assert_eq!(request["ConditionExpression"], "attribute_exists(#timestamp) AND version IN (:v0, :v1)");
}

#[tokio::test]
async fn any_other_exception_is_an_error() {
    let throttled = || (400, json!({ "__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException" }));
    let replay = Replay::new([throttled(), throttled()]);
    let table = table(&replay);

    assert!(table.replace(replacement(IfMatch::Any)).await.is_err());
    assert!(table.delete(&key("ada", 1), &IfMatch::Any).await.is_err());
}
