//! The requests to DynamoDB and how we interpret its responses, with canned ones.

use serde_json::{Value, json};

use super::*;
use crate::{
    aws::{Cause, replay::Replay},
    domain::UserId,
    store::fake::entry,
};

fn table(replay: &Replay) -> AppDataTable {
    AppDataTable { client: Client::new(&replay.config()), table: "data".into() }
}

fn item(number: u8) -> Value {
    json!({
        "userId": { "S": "ada" }, "dataId": { "S": number.to_string() }, "category": { "S": "notes" },
        "content": { "M": { "number": { "N": number.to_string() } } },
        "timestamp": { "S": format!("2026-11-22T00:00:{number:02}.000Z") },
        "version": { "N": "1" },
    })
}

fn key_of(number: u8) -> Value {
    let item = item(number);
    json!({ "userId": item["userId"], "dataId": item["dataId"], "timestamp": item["timestamp"] })
}

fn query() -> EntryQuery {
    EntryQuery { user_id: UserId::new("ada"), category: None, from: None, to: None }
}

fn idempotent_request() -> IdempotentRequest {
    IdempotentRequest { key: "key".into(), fingerprint: Fingerprint::of(&"body").expect("a fingerprint") }
}

fn cancelled(reason: Value) -> (u16, Value) {
    let exception = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
    (400, json!({ "__type": exception, "CancellationReasons": [reason, { "Code": "None" }] }))
}

#[tokio::test]
async fn a_page_is_read_newest_first_through_the_index() {
    let replay = Replay::new([(200, json!({ "Items": [item(2), item(1)] }))]);

    let page = table(&replay).page(&query(), None, 20).await.expect("a page");

    let request = &replay.requests()[0];
    assert_eq!((&request["IndexName"], &request["ScanIndexForward"]), (&json!("timestamp-index"), &json!(false)));
    assert_eq!(request["ConsistentRead"], true, "the caller may have just created an entry");
    assert_eq!(page.entries, [entry("ada", 2), entry("ada", 1)]);
    assert_eq!(page.last_position, None);
}

#[tokio::test]
async fn a_filter_that_matches_little_reads_on_to_the_next_page() {
    let replay = Replay::new([
        (200, json!({ "Items": [item(3)], "LastEvaluatedKey": key_of(2) })),
        (200, json!({ "Items": [item(1)], "LastEvaluatedKey": key_of(1) })),
    ]);

    let page = table(&replay).page(&query(), None, 2).await.expect("a page");

    assert_eq!(page.entries, [entry("ada", 3), entry("ada", 1)]);
    assert_eq!(page.last_position, Some(entry("ada", 1).position()));
    assert_eq!(replay.requests()[1]["ExclusiveStartKey"], key_of(2));
}

/// An entry of 128 KB, the largest that the API takes.
fn large_item(number: u8) -> Value {
    let mut item = item(number);
    item["content"] = json!({ "S": "x".repeat(127 * 1024) });
    item
}

/// DynamoDB ends a query at 1 MB: eight such entries.
#[tokio::test]
async fn a_page_of_large_entries_ends_with_its_cursor_before_lambda_refuses_it() {
    let eight = |numbers: std::ops::Range<u8>| numbers.rev().map(large_item).collect::<Vec<_>>();
    let replay = Replay::new([
        (200, json!({ "Items": eight(52..60), "LastEvaluatedKey": key_of(52) })),
        (200, json!({ "Items": eight(44..52), "LastEvaluatedKey": key_of(44) })),
        (200, json!({ "Items": eight(36..44), "LastEvaluatedKey": key_of(36) })),
    ]);

    let page = table(&replay).page(&query(), None, 50).await.expect("a page");

    let last = page.entries.last().expect("entries");
    assert_eq!((page.entries.len(), page.last_position), (16, Some(last.position())));
    let json = serde_json::to_vec(&page.entries).expect("JSON");
    assert!(json.len() <= MAX_PAGE_BYTES + 1024, "{}", json.len());
}

#[tokio::test]
async fn a_range_excludes_its_end() {
    let replay = Replay::new([(200, json!({ "Items": [] }))]);
    let query = EntryQuery { to: "2026-11-22T00:00:00Z".parse().ok(), ..query() };

    table(&replay).page(&query, None, 2).await.expect("a page");

    let values = &replay.requests()[0]["ExpressionAttributeValues"];
    assert_eq!(values[":to"]["S"], "2026-11-21T23:59:59.999Z");
}

#[tokio::test]
async fn an_entry_is_written_as_it_is_read() {
    let replay = Replay::new([(200, json!({}))]);

    table(&replay).create(&entry("ada", 1)).await.expect("created");

    assert_eq!(replay.requests()[0]["Item"], item(1));
}

#[tokio::test]
async fn key_and_entry_are_written_together_or_not_at_all() {
    let replay = Replay::new([(200, json!({}))]);

    let creation = table(&replay).create_idempotently(&entry("ada", 1), &idempotent_request()).await.expect("created");

    assert!(matches!(creation, Creation::Created));
    let writes = &replay.requests()[0]["TransactItems"];
    assert_eq!(writes[0]["Put"]["Item"]["userId"]["S"], "idempotency#ada");
    assert_eq!(writes[0]["Put"]["Item"]["timestamp"], Value::Null, "a key must not appear in the index");
    assert_eq!(writes[1]["Put"]["Item"], item(1));
}

#[tokio::test]
async fn a_used_key_returns_its_entry() {
    let used = serde_dynamo::to_item::<_, HashMap<String, AttributeValue>>(IdempotencyRecord::new(
        &entry("ada", 1),
        &idempotent_request(),
    ));
    assert!(used.is_ok());
    let stored = json!({
        "userId": { "S": "idempotency#ada" }, "dataId": { "S": "key" }, "fingerprint": { "S": "f" },
        "expiresAt": { "N": "1795305600" },
        "created": { "M": { "dataId": { "S": "1" }, "timestamp": { "S": "2026-11-22T00:00:01.000Z" } } },
    });
    let replay = Replay::new([cancelled(json!({ "Code": "ConditionalCheckFailed", "Item": stored }))]);

    let creation =
        table(&replay).create_idempotently(&entry("ada", 2), &idempotent_request()).await.expect("a response");

    assert!(matches!(creation, Creation::AlreadyCreated { at, .. } if at == entry("ada", 1).position()));
}

#[tokio::test]
async fn a_concurrent_request_with_the_same_key_is_in_progress() {
    let replay = Replay::new([cancelled(json!({ "Code": "TransactionConflict" }))]);

    let creation =
        table(&replay).create_idempotently(&entry("ada", 1), &idempotent_request()).await.expect("a response");

    assert!(matches!(creation, Creation::InProgress));
}

#[tokio::test]
async fn any_other_cancellation_is_an_error() {
    let replay = Replay::new([cancelled(json!({ "Code": "ThrottlingError" }))]);

    let creation = table(&replay).create_idempotently(&entry("ada", 1), &idempotent_request()).await;

    assert!(creation.is_err());
}

#[tokio::test]
async fn throttling_and_a_full_collection_are_told_apart_from_failures() {
    let exception = |name: &str| json!({ "__type": format!("com.amazonaws.dynamodb.v20120810#{name}") });
    for (name, cause) in [
        ("ProvisionedThroughputExceededException", Cause::Throttled),
        ("ThrottlingException", Cause::Throttled),
        ("ItemCollectionSizeLimitExceededException", Cause::Full),
        ("ResourceNotFoundException", Cause::Unexpected),
    ] {
        let replay = Replay::new([(400, exception(name)), cancelled(json!({ "Code": "ThrottlingError" }))]);

        let created = table(&replay).create(&entry("ada", 1)).await.expect_err("refused");
        let once = table(&replay).create_idempotently(&entry("ada", 1), &idempotent_request()).await;

        assert_eq!(created.cause, cause, "{name}");
        assert_eq!(once.expect_err("refused").cause, Cause::Throttled);
    }
}
