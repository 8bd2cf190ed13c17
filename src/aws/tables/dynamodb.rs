//! The gateway to DynamoDB.

use std::collections::{BTreeMap, HashMap};

use aws_config::SdkConfig;
use aws_sdk_dynamodb::{
    Client,
    error::ProvideErrorMetadata as _,
    types::{ConsumedCapacity, PointInTimeRecoveryStatus, ReturnConsumedCapacity, TimeToLiveStatus},
};

use super::{
    Found, FoundPage, Item, Operand, Recovery, Search, TableDescription, Tables, plain_json, position::Position,
    reading, typed::Attributes,
};
use crate::aws::{AwsError, aws_error, calls::client, timestamp};

pub(crate) struct DynamoDb {
    pub(super) client: Client,
}

impl DynamoDb {
    pub(in crate::aws) fn new(config: &SdkConfig) -> Self {
        Self { client: client!(aws_sdk_dynamodb, config) }
    }

    /// The item as DynamoDB has it, by a strongly consistent read.
    pub(super) async fn item(
        &self,
        table: &str,
        key: &BTreeMap<String, Operand>,
    ) -> Result<Option<Attributes>, AwsError> {
        let key = key.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
        let request = self.client.get_item().table_name(table).set_key(Some(key)).consistent_read(true);
        Ok(request.send().await.map_err(aws_error("dynamodb:GetItem"))?.item)
    }

    async fn query(&self, search: &Search, at: Start) -> Result<FoundPage, AwsError> {
        let request = self.client.query().table_name(&search.table).set_index_name(search.index.clone());
        let request = request
            .set_key_condition_expression(search.key_condition.clone())
            .set_filter_expression(search.filter.clone())
            .set_projection_expression(search.projection.clone())
            .set_expression_attribute_names(names(search))
            .set_expression_attribute_values(values(search))
            .scan_index_forward(!search.descending)
            .set_limit(at.page_size)
            .set_exclusive_start_key(at.after)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let page = request.send().await.map_err(aws_error("dynamodb:Query"))?;
        Ok(found(page.items, page.scanned_count, page.consumed_capacity, page.last_evaluated_key))
    }

    async fn scan(&self, search: &Search, at: Start) -> Result<FoundPage, AwsError> {
        let request = self.client.scan().table_name(&search.table).set_index_name(search.index.clone());
        let request = request
            .set_filter_expression(search.filter.clone())
            .set_projection_expression(search.projection.clone())
            .set_expression_attribute_names(names(search))
            .set_expression_attribute_values(values(search))
            .set_limit(at.page_size)
            .set_exclusive_start_key(at.after)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let page = request.send().await.map_err(aws_error("dynamodb:Scan"))?;
        Ok(found(page.items, page.scanned_count, page.consumed_capacity, page.last_evaluated_key))
    }
}

pub(super) fn units(capacity: Option<&ConsumedCapacity>) -> f64 {
    capacity.and_then(|capacity| capacity.capacity_units).unwrap_or_default()
}

/// The start of a page, and its maximum size.
struct Start {
    after: Option<Attributes>,
    page_size: Option<i32>,
}

fn found(
    items: Option<Vec<Attributes>>,
    scanned: i32,
    capacity: Option<ConsumedCapacity>,
    next: Option<Attributes>,
) -> FoundPage {
    FoundPage {
        items: items.unwrap_or_default().into_iter().map(plain_json::item).collect(),
        scanned_count: u64::try_from(scanned).unwrap_or_default(),
        consumed_capacity: units(capacity.as_ref()),
        next: next.map(Position),
    }
}

impl Tables for DynamoDb {
    async fn describe(&self, table: &str) -> Result<Option<TableDescription>, AwsError> {
        match self.client.describe_table().table_name(table).send().await {
            Ok(output) => Ok(output.table.map(TableDescription::from)),
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(None),
            Err(error) => Err(aws_error("dynamodb:DescribeTable")(error)),
        }
    }

    async fn expiry_attribute(&self, table: &str) -> Result<Option<String>, AwsError> {
        let request = self.client.describe_time_to_live().table_name(table);
        let described = request.send().await.map_err(aws_error("dynamodb:DescribeTimeToLive"))?;
        let expiry = described.time_to_live_description;
        let enabled = expiry.filter(|expiry| {
            matches!(expiry.time_to_live_status, Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling))
        });
        Ok(enabled.and_then(|expiry| expiry.attribute_name))
    }

    async fn recovery(&self, table: &str) -> Result<Recovery, AwsError> {
        let request = self.client.describe_continuous_backups().table_name(table);
        let described = request.send().await.map_err(aws_error("dynamodb:DescribeContinuousBackups"))?;
        let backups = described.continuous_backups_description;
        let Some(recovery) = backups.and_then(|backups| backups.point_in_time_recovery_description) else {
            return Ok(Recovery::default());
        };
        Ok(Recovery {
            enabled: recovery.point_in_time_recovery_status == Some(PointInTimeRecoveryStatus::Enabled),
            days: recovery.recovery_period_in_days,
            earliest_at: recovery.earliest_restorable_date_time.as_ref().and_then(timestamp),
            latest_at: recovery.latest_restorable_date_time.as_ref().and_then(timestamp),
        })
    }

    async fn get(&self, table: &str, key: &BTreeMap<String, Operand>) -> Result<Option<Item>, AwsError> {
        Ok(self.item(table, key).await?.map(plain_json::item))
    }

    async fn page(&self, search: &Search, at: Option<Position>, size: Option<usize>) -> Result<FoundPage, AwsError> {
        let page_size = size.map(|size| i32::try_from(size).unwrap_or(i32::MAX));
        let start = Start { after: at.map(|Position(key)| key), page_size };
        match search.key_condition {
            Some(_) => self.query(search, start).await,
            None => self.scan(search, start).await,
        }
    }

    async fn search(&self, search: &Search) -> Result<Found, AwsError> {
        reading::collect(self, search).await
    }
}

/// `None` if empty, as DynamoDB rejects an empty map.
fn names(search: &Search) -> Option<HashMap<String, String>> {
    Some(search.names.clone().into_iter().collect::<HashMap<_, _>>()).filter(|names| !names.is_empty())
}

fn values(search: &Search) -> Option<Attributes> {
    let values = search.values.clone().into_iter().map(|(name, value)| (name, value.into()));
    Some(values.collect::<HashMap<_, _>>()).filter(|values| !values.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::{
        replay::{Answer, Replay},
        tables::{Billing, KeyType},
    };

    const QUERY: &str = "DynamoDB_20120810.Query";
    const SCAN: &str = "DynamoDB_20120810.Scan";
    const DESCRIBE_TABLE: &str = "DynamoDB_20120810.DescribeTable";

    fn page(target: &'static str, ids: &[&str], next: Option<&str>) -> Answer {
        let items: Vec<_> = ids.iter().map(|id| json!({ "id": { "S": id } })).collect();
        let mut page = json!({
            "Items": items, "Count": ids.len(), "ScannedCount": ids.len(), "ConsumedCapacity": { "CapacityUnits": 0.5 },
        });
        if let Some(next) = next {
            page["LastEvaluatedKey"] = json!({ "id": { "S": next } });
        }
        Answer::json(target, 200, &page)
    }

    fn search(limit: usize) -> Search {
        Search {
            table: "t".into(),
            key_condition: Some("#n0 = :v0".into()),
            names: BTreeMap::from([("#n0".into(), "pk".into())]),
            values: BTreeMap::from([(":v0".into(), Operand::String("a".into()))]),
            limit: Some(limit),
            ..Search::default()
        }
    }

    fn ids(found: &Found) -> Vec<&str> {
        found.items.iter().filter_map(|item| item["id"].as_str()).collect()
    }

    #[tokio::test]
    async fn a_query_continues_with_the_next_page_until_the_limit() {
        let replay = Replay::new([page(QUERY, &["1", "2"], Some("2")), page(QUERY, &["3", "4"], Some("4"))]);
        let dynamodb = DynamoDb::new(&replay.config());

        let found = dynamodb.search(&search(3)).await.expect("found");

        assert_eq!(ids(&found), ["1", "2", "3"]);
        assert!(found.truncated);
        assert_eq!((found.scanned_count, found.consumed_capacity), (4, 1.0));
        let [first, second] = &replay.requests()[..] else { panic!("two requests") };
        assert_eq!((&first.body["Limit"], &first.body["ExclusiveStartKey"]), (&json!(4), &Value::Null));
        assert_eq!(
            (&second.body["Limit"], &second.body["ExclusiveStartKey"]),
            (&json!(2), &json!({ "id": { "S": "2" } }))
        );
    }

    #[tokio::test]
    async fn a_result_of_exactly_the_limit_is_not_truncated() {
        let dynamodb = DynamoDb::new(&Replay::new([page(QUERY, &["1", "2"], None)]).config());

        let found = dynamodb.search(&search(2)).await.expect("found");

        assert_eq!(ids(&found), ["1", "2"]);
        assert!(!found.truncated);
    }

    #[tokio::test]
    async fn a_filtered_scan_reads_full_pages_and_continues_past_those_without_a_match() {
        let filtered = Search { key_condition: None, filter: Some("#n0 = :v0".into()), ..search(1) };
        let replay = Replay::new([page(SCAN, &[], Some("9")), page(SCAN, &["1"], None)]);
        let dynamodb = DynamoDb::new(&replay.config());

        let found = dynamodb.search(&filtered).await.expect("found");

        assert_eq!(ids(&found), ["1"]);
        assert!(!found.truncated);
        let [first, _] = &replay.requests()[..] else { panic!("two requests") };
        assert_eq!(first.body["Limit"], Value::Null);
    }

    #[tokio::test]
    async fn a_refused_query_names_its_action() {
        let refused = json!({ "__type": "com.amazon.coral.service#AccessDeniedException", "Message": "no" });
        let dynamodb = DynamoDb::new(&Replay::new([Answer::json(QUERY, 400, &refused)]).config());

        let error = dynamodb.search(&search(1)).await.expect_err("refused");

        assert_eq!(error.action, "dynamodb:Query");
        assert!(error.has_code("AccessDeniedException"));
    }

    #[tokio::test]
    async fn a_table_is_described_with_its_keys_indexes_and_billing() {
        let described = json!({ "Table": {
            "TableName": "t", "TableStatus": "ACTIVE", "ItemCount": 3, "TableSizeBytes": 300,
            "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }, { "AttributeName": "at", "KeyType": "RANGE" }],
            "AttributeDefinitions": [
                { "AttributeName": "id", "AttributeType": "S" }, { "AttributeName": "at", "AttributeType": "N" },
            ],
            "BillingModeSummary": { "BillingMode": "PAY_PER_REQUEST" },
            "LocalSecondaryIndexes": [{
                "IndexName": "by-id", "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
                "Projection": { "ProjectionType": "KEYS_ONLY" },
            }],
        } });
        let dynamodb = DynamoDb::new(&Replay::new([Answer::json(DESCRIBE_TABLE, 200, &described)]).config());

        let table = dynamodb.describe("t").await.expect("described").expect("exists");

        assert_eq!(table.keys.sort.map(|sort| sort.kind), Some(KeyType::Number));
        assert_eq!(table.billing, Billing::OnDemand { max_read_units: None, max_write_units: None });
        assert_eq!(table.indexes[0].projection, "KEYS_ONLY");
    }

    #[tokio::test]
    async fn a_missing_table_is_none() {
        let missing = json!({
            "__type": "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "message": "not found",
        });
        let dynamodb = DynamoDb::new(&Replay::new([Answer::json(DESCRIBE_TABLE, 400, &missing)]).config());

        assert_eq!(dynamodb.describe("t").await.expect("answered"), None);
    }
}
