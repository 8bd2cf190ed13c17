//! The requests to DynamoDB and how we interpret its responses, with canned ones.

use serde_json::{Value, json};

use super::*;
use crate::aws::replay::Replay;

fn table(replay: &Replay) -> ProfilesTable {
    ProfilesTable { client: Client::new(&replay.config()), table: "profiles".into() }
}

fn row(version: u64) -> Value {
    json!({
        "userId": { "S": "ada" }, "email": { "S": "ada@example.com" }, "name": { "S": "Ada" },
        "createdAt": { "S": "2026-11-22T00:00:00.000Z" }, "updatedAt": { "S": "2026-11-22T00:00:00.000Z" },
        "version": { "N": version.to_string() },
    })
}

fn rename(versions: IfMatch) -> Rename {
    Rename {
        user_id: UserId::new("ada"),
        name: "Ada L.".to_owned().try_into().expect("a name"),
        versions,
        now: "2026-11-23T00:00:00Z".parse().expect("a time"),
    }
}

fn condition_failed() -> (u16, Value) {
    (400, json!({ "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException" }))
}

#[tokio::test]
async fn a_row_is_read_as_a_profile() {
    let replay = Replay::new([(200, json!({ "Item": row(7) }))]);

    let found = table(&replay).find(&UserId::new("ada")).await.expect("read").expect("a row");

    assert_eq!((found.profile.name.as_str(), found.version), ("Ada", 7));
    assert_eq!(replay.requests()[0]["ConsistentRead"], true);
}

#[tokio::test]
async fn a_missing_row_is_no_profile() {
    let found = table(&Replay::new([(200, json!({}))])).find(&UserId::new("ada")).await;

    assert_eq!(found.expect("read"), None);
}

#[tokio::test]
async fn a_profile_is_written_as_it_is_read() {
    let replay = Replay::new([(200, json!({ "Item": row(1) })), (200, json!({}))]);
    let table = table(&replay);
    let profile = table.find(&UserId::new("ada")).await.expect("read").expect("a row");

    table.create(&profile).await.expect("created");

    assert_eq!(replay.requests()[1]["Item"], row(1));
}

#[tokio::test]
async fn an_existing_row_stays_unchanged() {
    let replay = Replay::new([(200, json!({ "Item": row(1) })), condition_failed()]);
    let table = table(&replay);
    let profile = table.find(&UserId::new("ada")).await.expect("read").expect("a row");

    table.create(&profile).await.expect("unchanged");

    assert_eq!(replay.requests()[1]["ConditionExpression"], "attribute_not_exists(userId)");
}

#[tokio::test]
async fn an_expected_version_becomes_a_condition() {
    let replay = Replay::new([(200, json!({ "Attributes": row(4) }))]);

    let changed = table(&replay).rename(&rename(IfMatch::OneOf(vec![3]))).await.expect("changed").expect("a row");

    let request = &replay.requests()[0];
    assert_eq!(request["ConditionExpression"], "attribute_exists(userId) AND version IN (:v0)");
    assert_eq!(request["ExpressionAttributeValues"][":v0"], json!({ "N": "3" }));
    assert_eq!(changed.version, 4);
}

#[tokio::test]
async fn a_lost_update_changes_nothing() {
    let changed = table(&Replay::new([condition_failed()])).rename(&rename(IfMatch::OneOf(vec![3]))).await;

    assert_eq!(changed.expect("refused"), None);
}

#[tokio::test]
async fn an_empty_list_of_versions_sends_no_request() {
    let replay = Replay::new([]);

    let changed = table(&replay).rename(&rename(IfMatch::OneOf(Vec::new()))).await;

    assert_eq!(changed.expect("nothing to do"), None);
    assert_eq!(replay.requests(), [Value::Null; 0]);
}

#[tokio::test]
async fn an_exception_is_an_error() {
    let refusal = (400, json!({ "__type": "com.amazon.coral.service#AccessDeniedException" }));

    let error = table(&Replay::new([refusal])).find(&UserId::new("ada")).await.expect_err("refused");

    assert_eq!(error.to_string(), "could not read a profile");
}
