//! The image of a profile, in the table `UserProfiles`.

use aws_sdk_dynamodb::{
    operation::update_item::UpdateItemError,
    types::{AttributeValue, ReturnValue, ReturnValuesOnConditionCheckFailure},
};

use super::profiles::ProfilesTable;
use crate::{aws::AwsError, domain::UserId, timestamp::Timestamp};

/// The port that sets the image of a profile.
pub(crate) trait ProfileImages: Send + Sync + 'static {
    /// Sets the image of the user's profile, unless the profile has a newer one. Image keys sort by age.
    fn set_image(
        &self,
        user_id: &UserId,
        image_url: &str,
        now: Timestamp,
    ) -> impl Future<Output = Result<ImageChange, AwsError>> + Send;
}

#[derive(Debug, PartialEq)]
pub(crate) enum ImageChange {
    Set {
        previous: Option<String>,
    },
    /// There is no profile, or it has this image or a newer one.
    Refused {
        current: Option<String>,
    },
}

impl ProfileImages for ProfilesTable {
    async fn set_image(&self, user_id: &UserId, image_url: &str, now: Timestamp) -> Result<ImageChange, AwsError> {
        let response = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("userId", AttributeValue::S(user_id.as_str().into()))
            .update_expression("SET imageUrl = :image, updatedAt = :now ADD version :one")
            .condition_expression("attribute_exists(userId) AND (attribute_not_exists(imageUrl) OR imageUrl < :image)")
            .expression_attribute_values(":image", AttributeValue::S(image_url.into()))
            .expression_attribute_values(":now", AttributeValue::S(now.to_string()))
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .return_values(ReturnValue::UpdatedOld)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        let image = |value: AttributeValue| value.as_s().ok().cloned();
        match response {
            Ok(response) => {
                let previous = response.attributes.and_then(|mut old| old.remove("imageUrl")).and_then(image);
                Ok(ImageChange::Set { previous })
            }
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(refused)) => {
                    let current = refused.item().and_then(|row| row.get("imageUrl")).cloned().and_then(image);
                    Ok(ImageChange::Refused { current })
                }
                _ => Err(AwsError::new("set a profile image", error)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::Client;
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::replay::Replay;

    async fn set(status: u16, response: Value) -> (ImageChange, Value) {
        let replay = Replay::new([(status, response)]);
        let table = ProfilesTable { client: Client::new(&replay.config()), table: "profiles".into() };
        let now = "2026-11-23T00:00:00Z".parse().expect("a time");
        let change = table.set_image(&UserId::new("ada"), "/images/ada/2.png", now).await.expect("a response");
        (change, replay.requests()[0].clone())
    }

    #[tokio::test]
    async fn the_previous_image_is_returned() {
        let old = json!({ "imageUrl": { "S": "/images/ada/1.png" }, "version": { "N": "1" } });

        let (change, request) = set(200, json!({ "Attributes": old })).await;

        assert_eq!(change, ImageChange::Set { previous: Some("/images/ada/1.png".into()) });
        assert_eq!(request["ExpressionAttributeValues"][":image"]["S"], "/images/ada/2.png");
    }

    #[tokio::test]
    async fn a_refusal_returns_the_current_image() {
        let refusal = |item: Value| json!({ "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "Item": item });

        let (newer, _) = set(400, refusal(json!({ "imageUrl": { "S": "/images/ada/3.png" } }))).await;
        let (gone, _) = set(400, refusal(Value::Null)).await;

        assert_eq!(newer, ImageChange::Refused { current: Some("/images/ada/3.png".into()) });
        assert_eq!(gone, ImageChange::Refused { current: None });
    }
}
