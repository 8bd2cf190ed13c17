//! The table `RateLimits`: the number of requests, and of the bytes in their bodies, per user and minute.

use aws_sdk_dynamodb::{Client, types::AttributeValue};
use lambda_runtime::Error;

use super::{condition::is_condition_failure, dynamodb, failed};
use crate::{aws::AwsError, domain::UserId, settings::setting, timestamp::Minute};

/// The port that counts requests.
pub(crate) trait RateLimits: Send + Sync + 'static {
    /// Counts a request of the user with a body of this size, unless it is over a limit.
    fn count(
        &self,
        user_id: &UserId,
        minute: Minute,
        bytes: usize,
    ) -> impl Future<Output = Result<Count, AwsError>> + Send;
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Count {
    WithinLimit,
    OverLimit,
}

/// How long a counter is kept after its minute. DynamoDB deletes it some time after that.
const RETENTION_SECONDS: i64 = 60;

pub(crate) struct RateLimitsTable {
    client: Client,
    table: String,
    /// Requests per minute.
    limit: u32,
    /// Bytes per minute, in the bodies of requests.
    byte_limit: usize,
}

impl RateLimitsTable {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        let table = setting("RATE_LIMITS_TABLE")?;
        let limit = setting("USER_RATE_LIMIT")?.parse()?;
        let byte_limit = setting("USER_BYTE_LIMIT")?.parse()?;
        Ok(Self { client: dynamodb().await, table, limit, byte_limit })
    }
}

impl RateLimits for RateLimitsTable {
    async fn count(&self, user_id: &UserId, minute: Minute, bytes: usize) -> Result<Count, AwsError> {
        let Some(bytes_before) = self.byte_limit.checked_sub(bytes) else { return Ok(Count::OverLimit) };
        let expires_at = minute.end_epoch_seconds() + RETENTION_SECONDS;
        let response = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("userMinute", AttributeValue::S(format!("RL#{}#{minute}", user_id.as_str())))
            .update_expression("SET expiresAt = :expiresAt ADD requests :one, bodyBytes :bytes")
            // One write checks and counts, so that two concurrent requests can't both be the last one.
            .condition_expression(
                "attribute_not_exists(bodyBytes) OR (requests < :limit AND bodyBytes <= :bytesBefore)",
            )
            .expression_attribute_values(":bytes", AttributeValue::N(bytes.to_string()))
            .expression_attribute_values(":bytesBefore", AttributeValue::N(bytes_before.to_string()))
            .expression_attribute_values(":expiresAt", AttributeValue::N(expires_at.to_string()))
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .expression_attribute_values(":limit", AttributeValue::N(self.limit.to_string()))
            .send()
            .await;
        match response {
            Ok(_) => Ok(Count::WithinLimit),
            Err(error) if is_condition_failure(&error) => Ok(Count::OverLimit),
            Err(error) => Err(failed("count a request", error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{aws::replay::Replay, timestamp::Timestamp};

    async fn counted(replay: &Replay) -> Result<Count, AwsError> {
        counted_with(replay, 300).await
    }

    async fn counted_with(replay: &Replay, bytes: usize) -> Result<Count, AwsError> {
        let client = Client::new(&replay.config());
        let limits = RateLimitsTable { client, table: "limits".into(), limit: 100, byte_limit: 1_000 };
        let now: Timestamp = "2026-11-22T09:00:59.999Z".parse().expect("a time");
        limits.count(&UserId::new("ada"), now.minute(), bytes).await
    }

    #[tokio::test]
    async fn a_request_within_the_limit_is_counted() {
        let replay = Replay::new([(200, json!({}))]);

        let count = counted(&replay).await.expect("counted");

        assert_eq!(count, Count::WithinLimit);
        let request = &replay.requests()[0];
        assert_eq!(request["Key"]["userMinute"]["S"], "RL#ada#2026-11-22T09:00");
        let condition = "attribute_not_exists(bodyBytes) OR (requests < :limit AND bodyBytes <= :bytesBefore)";
        assert_eq!(request["ConditionExpression"], condition);
        let values = &request["ExpressionAttributeValues"];
        let values = [":limit", ":bytes", ":bytesBefore"].map(|name| values[name]["N"].clone());
        assert_eq!(values, ["100", "300", "700"]);
    }

    #[tokio::test]
    async fn a_body_over_the_limit_of_bytes_needs_no_counter() {
        let replay = Replay::new([(200, json!({}))]);

        assert_eq!(counted_with(&replay, 1_001).await.expect("a response"), Count::OverLimit);
        assert!(replay.requests().is_empty());
        assert_eq!(counted_with(&replay, 1_000).await.expect("a response"), Count::WithinLimit);
    }

    #[tokio::test]
    async fn a_counter_expires_a_minute_after_its_own() {
        let replay = Replay::new([(200, json!({}))]);

        counted(&replay).await.expect("counted");

        let end: Timestamp = "2026-11-22T09:02:00Z".parse().expect("a time");
        let expires_at = &replay.requests()[0]["ExpressionAttributeValues"][":expiresAt"]["N"];
        assert_eq!(*expires_at, end.epoch_seconds().to_string());
    }

    #[tokio::test]
    async fn a_request_over_the_limit_is_not_an_error() {
        let refused = json!({ "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException" });
        let broken = json!({ "__type": "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException" });
        let replay = Replay::new([(400, refused), (400, broken)]);

        let beyond = counted(&replay).await;
        let failed = counted(&replay).await;

        assert_eq!(beyond.expect("a response"), Count::OverLimit);
        assert!(failed.is_err());
    }
}
