//! Writing one item, on condition of what is there.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::{
    operation::{delete_item::DeleteItemError, put_item::PutItemError},
    types::{ConsumedCapacity, ReturnConsumedCapacity, ReturnValue, ReturnValuesOnConditionCheckFailure},
};

use super::{
    DynamoDb, KeySchema, Operand, Typed, TypedItem,
    dynamodb::units,
    same_items,
    typed::{Attributes, attributes, typed_item},
};
use crate::aws::{AwsError, aws_error};

/// What has to be there for a write to happen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expected {
    Anything,
    Nothing,
    /// The item as it was read.
    Item(TypedItem),
}

/// What a write found there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Written {
    /// It is done; this was there before.
    Done { before: Option<TypedItem>, consumed_capacity: f64 },
    /// It is as it was to become already: an earlier attempt did it whose answer was lost, or someone else.
    Same,
    /// Something else was there, and still is. `None` if it is gone.
    Refused { there: Option<TypedItem> },
}

/// Writes to single items.
pub(crate) trait ItemWrites {
    /// The item with its types, by a strongly consistent read.
    async fn typed(&self, table: &str, key: &BTreeMap<String, Operand>) -> Result<Option<TypedItem>, AwsError>;

    async fn put(
        &self,
        table: &str,
        keys: &KeySchema,
        item: &TypedItem,
        expected: &Expected,
    ) -> Result<Written, AwsError>;

    /// Deletes the item that was read.
    async fn delete(&self, table: &str, keys: &KeySchema, item: &TypedItem) -> Result<Written, AwsError>;
}

impl ItemWrites for DynamoDb {
    async fn typed(&self, table: &str, key: &BTreeMap<String, Operand>) -> Result<Option<TypedItem>, AwsError> {
        Ok(self.item(table, key).await?.map(typed_item))
    }

    async fn put(
        &self,
        table: &str,
        keys: &KeySchema,
        item: &TypedItem,
        expected: &Expected,
    ) -> Result<Written, AwsError> {
        let condition = (*expected != Expected::Anything).then(|| Condition::of(expected, keys));
        let mut request = self.client.put_item().table_name(table).set_item(Some(attributes(item.clone())));
        if let Some(condition) = condition {
            request = request
                .condition_expression(condition.expression)
                .set_expression_attribute_names(Some(condition.names))
                .set_expression_attribute_values(Some(condition.values).filter(|values| !values.is_empty()));
        }
        let request = request
            .return_values(ReturnValue::AllOld)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        match request.send().await {
            Ok(output) => Ok(done(output.attributes, output.consumed_capacity)),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(refused)) => {
                    let there = refused.item.clone().map(typed_item);
                    let is_same = there.as_ref().is_some_and(|there| same_items(there, item));
                    Ok(if is_same { Written::Same } else { Written::Refused { there } })
                }
                _ => Err(aws_error("dynamodb:PutItem")(error)),
            },
        }
    }

    async fn delete(&self, table: &str, keys: &KeySchema, item: &TypedItem) -> Result<Written, AwsError> {
        let condition = Condition::of(&Expected::Item(item.clone()), keys);
        let key = keys.attributes().filter_map(|key| Some((key.name.clone(), item.get(&key.name)?.clone())));
        let request = self.client.delete_item().table_name(table).set_key(Some(attributes(key.collect())));
        let request = request
            .condition_expression(condition.expression)
            .set_expression_attribute_names(Some(condition.names))
            .set_expression_attribute_values(Some(condition.values).filter(|values| !values.is_empty()))
            .return_values(ReturnValue::AllOld)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        match request.send().await {
            Ok(output) => Ok(done(output.attributes, output.consumed_capacity)),
            Err(error) => match error.as_service_error() {
                Some(DeleteItemError::ConditionalCheckFailedException(refused)) => {
                    let there = refused.item.clone().map(typed_item);
                    Ok(if there.is_none() { Written::Same } else { Written::Refused { there } })
                }
                _ => Err(aws_error("dynamodb:DeleteItem")(error)),
            },
        }
    }
}

fn done(before: Option<Attributes>, capacity: Option<ConsumedCapacity>) -> Written {
    Written::Done { before: before.map(typed_item), consumed_capacity: units(capacity.as_ref()) }
}

/// How many attributes a condition compares: DynamoDB takes 300 operators.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters>
const MOST_COMPARED: usize = 100;

/// A condition expression.
struct Condition {
    expression: String,
    names: std::collections::HashMap<String, String>,
    values: Attributes,
}

impl Condition {
    fn of(expected: &Expected, keys: &KeySchema) -> Self {
        let key = keys.partition.name.clone();
        let mut condition = Self {
            expression: "attribute_not_exists(#k)".into(),
            names: [("#k".to_owned(), key)].into(),
            values: Attributes::new(),
        };
        let Expected::Item(item) = expected else { return condition };
        condition.expression = "attribute_exists(#k)".into();
        let is_key = |name: &str| keys.attributes().any(|key| key.name == name);
        // Those that every change changes come first, as only so many are compared.
        let changes = |name: &str| !["version", "updatedAt", "updated_at"].contains(&name);
        let mut others: Vec<(&String, &Typed)> = item.iter().filter(|(name, _)| !is_key(name)).collect();
        others.sort_by_key(|(name, _)| changes(name));
        for (index, (name, value)) in others.into_iter().take(MOST_COMPARED).enumerate() {
            condition.expression.push_str(&format!(" AND #c{index} = :c{index}"));
            condition.names.insert(format!("#c{index}"), name.clone());
            condition.values.insert(format!(":c{index}"), value.clone().into());
        }
        condition
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::{
        replay::{Answer, Replay},
        tables::{fake::app_data, item_of_json},
    };

    const PUT: &str = "DynamoDB_20120810.PutItem";
    const DELETE: &str = "DynamoDB_20120810.DeleteItem";

    fn item(version: u32) -> TypedItem {
        item_of_json(&format!(r#"{{"userId":"u","dataId":"d","category":"a","version":{version}}}"#), None)
            .expect("an item")
    }

    fn refused(target: &'static str, there: Option<Value>) -> Answer {
        let mut body =
            json!({ "__type": "ConditionalCheckFailedException", "message": "The conditional request failed" });
        if let Some(there) = there {
            body["Item"] = there;
        }
        Answer::json(target, 400, &body)
    }

    fn stored(version: u32) -> Value {
        json!({ "userId": { "S": "u" }, "dataId": { "S": "d" }, "category": { "S": "a" }, "version": { "N": version.to_string() } })
    }

    async fn put(answer: Answer, expected: &Expected) -> (Written, Value) {
        let replay = Replay::new([answer]);
        let keys = app_data("t").keys;
        let written = DynamoDb::new(&replay.config()).put("t", &keys, &item(2), expected).await.expect("answered");
        (written, replay.requests()[0].body.clone())
    }

    #[tokio::test]
    async fn a_new_item_is_written_only_where_none_is() {
        let (written, request) = put(Answer::json(PUT, 200, &json!({})), &Expected::Nothing).await;

        assert_eq!(written, Written::Done { before: None, consumed_capacity: 0.0 });
        assert_eq!(request["ConditionExpression"], "attribute_not_exists(#k)");
        assert_eq!(request["ExpressionAttributeNames"], json!({ "#k": "userId" }));
        assert_eq!(request["ReturnValues"], "ALL_OLD");
    }

    #[tokio::test]
    async fn an_item_is_replaced_only_as_it_was_read() {
        let old = json!({ "Attributes": stored(1), "ConsumedCapacity": { "CapacityUnits": 2.0 } });
        let (written, request) = put(Answer::json(PUT, 200, &old), &Expected::Item(item(1))).await;

        assert_eq!(written, Written::Done { before: Some(item(1)), consumed_capacity: 2.0 });
        assert_eq!(request["ConditionExpression"], "attribute_exists(#k) AND #c0 = :c0 AND #c1 = :c1");
        assert_eq!(request["ExpressionAttributeNames"], json!({ "#k": "userId", "#c0": "version", "#c1": "category" }));
        assert_eq!(request["ExpressionAttributeValues"], json!({ ":c0": { "N": "1" }, ":c1": { "S": "a" } }));
    }

    #[tokio::test]
    async fn a_concurrent_change_is_not_overwritten() {
        let (written, _) = put(refused(PUT, Some(stored(7))), &Expected::Item(item(1))).await;

        assert_eq!(written, Written::Refused { there: Some(item(7)) });
    }

    #[tokio::test]
    async fn what_is_done_already_is_no_conflict() {
        let (written, _) = put(refused(PUT, Some(stored(2))), &Expected::Item(item(1))).await;
        assert_eq!(written, Written::Same);

        let replay = Replay::new([refused(DELETE, None)]);
        let deleted = DynamoDb::new(&replay.config()).delete("t", &app_data("t").keys, &item(1)).await;
        assert_eq!(deleted.expect("answered"), Written::Same);
        assert_eq!(replay.requests()[0].body["Key"], json!({ "userId": { "S": "u" }, "dataId": { "S": "d" } }));
    }

    #[test]
    fn a_condition_has_no_more_operators_than_dynamodb_takes() {
        let many = (0..500).map(|n| (format!("a{n}"), Typed::Null)).chain([("version".into(), Typed::Null)]).collect();

        let condition = Condition::of(&Expected::Item(many), &app_data("t").keys);

        assert_eq!((condition.values.len(), condition.names["#c0"].as_str()), (MOST_COMPARED, "version"));
        assert!(condition.expression.len() < 4096, "{}", condition.expression.len());
    }
}
