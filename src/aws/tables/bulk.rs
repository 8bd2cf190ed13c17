//! Whole tables: read in segments, written in batches.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{PutRequest, ReturnConsumedCapacity, WriteRequest};

use super::{
    DynamoDb, Position, TypedItem,
    dynamodb::units,
    typed::{attributes, typed_item},
};
use crate::aws::{AwsError, aws_error};

/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html>
pub(crate) const MOST_PER_BATCH: usize = 25;

/// One of the parts of a table that can be read in parallel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) index: usize,
    pub(crate) total: usize,
}

#[derive(Debug, Default)]
pub(crate) struct SegmentPage {
    pub(crate) items: Vec<TypedItem>,
    pub(crate) consumed_capacity: f64,
    /// Where the next page of the segment begins; `None` after the last one.
    pub(crate) next: Option<Position>,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// What DynamoDB had no capacity for, and did not write.
    pub(crate) unprocessed: Vec<TypedItem>,
    pub(crate) consumed_capacity: f64,
}

/// Reads and writes of many items at once.
pub(crate) trait BulkItems {
    /// The page of a segment that begins at `at`, with at most `size` items.
    async fn segment_page(
        &self,
        table: &str,
        segment: Segment,
        at: Option<Position>,
        size: usize,
    ) -> Result<SegmentPage, AwsError>;

    /// Writes up to [`MOST_PER_BATCH`] items with different keys over whatever is there.
    async fn write_batch(&self, table: &str, items: Vec<TypedItem>) -> Result<Batch, AwsError>;
}

impl BulkItems for DynamoDb {
    async fn segment_page(
        &self,
        table: &str,
        segment: Segment,
        at: Option<Position>,
        size: usize,
    ) -> Result<SegmentPage, AwsError> {
        let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        let request = self.client.scan().table_name(table);
        let request = request
            .segment(number(segment.index))
            .total_segments(number(segment.total))
            .limit(number(size))
            .set_exclusive_start_key(at.map(|Position(key)| key))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let page = request.send().await.map_err(aws_error("dynamodb:Scan"))?;
        Ok(SegmentPage {
            items: page.items.unwrap_or_default().into_iter().map(typed_item).collect(),
            consumed_capacity: units(page.consumed_capacity.as_ref()),
            next: page.last_evaluated_key.map(Position),
        })
    }

    async fn write_batch(&self, table: &str, items: Vec<TypedItem>) -> Result<Batch, AwsError> {
        let mut requests = Vec::with_capacity(items.len());
        for item in items {
            let put = PutRequest::builder().set_item(Some(attributes(item))).build();
            let put = put.map_err(|_| AwsError::empty_answer("dynamodb:BatchWriteItem"))?;
            requests.push(WriteRequest::builder().put_request(put).build());
        }
        let request =
            self.client.batch_write_item().set_request_items(Some(HashMap::from([(table.to_owned(), requests)])));
        let request = request.return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = request.send().await.map_err(aws_error("dynamodb:BatchWriteItem"))?;
        let left = answer.unprocessed_items.unwrap_or_default().into_values().flatten();
        let unprocessed = left.filter_map(|request| Some(typed_item(request.put_request?.item))).collect();
        let consumed_capacity = answer.consumed_capacity.iter().flatten().map(|capacity| units(Some(capacity))).sum();
        Ok(Batch { unprocessed, consumed_capacity })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::{
        replay::{Answer, Replay},
        tables::item_of_json,
    };

    const SCAN: &str = "DynamoDB_20120810.Scan";
    const BATCH: &str = "DynamoDB_20120810.BatchWriteItem";

    #[tokio::test]
    async fn a_segment_continues_where_its_last_page_ended_also_after_it_was_kept() {
        let page = json!({
            "Items": [{ "id": { "N": "1" } }], "Count": 1, "ScannedCount": 1, "LastEvaluatedKey": { "id": { "N": "1" } },
            "ConsumedCapacity": { "CapacityUnits": 0.5 },
        });
        let last = json!({ "Items": [], "Count": 0, "ScannedCount": 0 });
        let replay = Replay::new([Answer::json(SCAN, 200, &page), Answer::json(SCAN, 200, &last)]);
        let (dynamodb, segment) = (DynamoDb::new(&replay.config()), Segment { index: 1, total: 4 });

        let first = dynamodb.segment_page("t", segment, None, 10).await.expect("read");
        let kept = first.next.expect("more").to_json();
        let second = dynamodb.segment_page("t", segment, Position::of_json(kept), 10).await.expect("read");

        assert_eq!((first.items.len(), first.consumed_capacity, second.next), (1, 0.5, None));
        let [_, request] = &replay.requests()[..] else { panic!("two requests") };
        assert_eq!((&request.body["Segment"], &request.body["TotalSegments"]), (&json!(1), &json!(4)));
        assert_eq!(request.body["ExclusiveStartKey"], json!({ "id": { "N": "1" } }));
    }

    #[tokio::test]
    async fn what_a_batch_left_over_is_handed_back() {
        let put = |id: &str| json!({ "PutRequest": { "Item": { "id": { "S": id } } } });
        let answer = json!({ "UnprocessedItems": { "t": [put("2")] }, "ConsumedCapacity": [{ "CapacityUnits": 1.0 }] });
        let replay = Replay::new([Answer::json(BATCH, 200, &answer)]);
        let items = ["1", "2"].map(|id| item_of_json(&format!(r#"{{"id":"{id}"}}"#), None).expect("an item"));

        let batch = DynamoDb::new(&replay.config()).write_batch("t", items.to_vec()).await.expect("written");

        assert_eq!((batch.unprocessed, batch.consumed_capacity), (vec![items[1].clone()], 1.0));
        assert_eq!(replay.requests()[0].body["RequestItems"]["t"], json!([put("1"), put("2")]));
    }
}
