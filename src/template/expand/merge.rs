//! Reads and changes the properties of a resource, and merges `Globals` into them.

use serde_json::{Value, json};

use crate::template::intrinsics::is_intrinsic;

/// SAM's rule: maps are merged, lists are concatenated, and of anything else the resource's own value wins.
///
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html>
pub(super) fn merge(own: &mut Value, global: &Value) {
    match (own, global) {
        (Value::Object(own), Value::Object(global)) if !is_intrinsic(own) => {
            for (key, value) in global {
                match own.get_mut(key) {
                    Some(own) => merge(own, value),
                    None => drop(own.insert(key.clone(), value.clone())),
                }
            }
        }
        (Value::Array(own), Value::Array(global)) => drop(own.splice(0..0, global.iter().cloned())),
        (own @ Value::Null, global) => *own = global.clone(),
        _ => {}
    }
}

pub(super) fn rename(resource: &mut Value, from: &str, to: &str) {
    if let Some(value) = take(resource, from) {
        resource["Properties"][to] = value;
    }
}

pub(super) fn take(resource: &mut Value, property: &str) -> Option<Value> {
    resource["Properties"].as_object_mut()?.shift_remove(property)
}

/// A list as it is, nothing as the empty list, and anything else as the only item.
pub(super) fn items(value: Value) -> Vec<Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items,
        other => vec![other],
    }
}

pub(super) fn made(kind: &str, properties: &Value) -> Value {
    json!({ "Type": kind, "Properties": properties })
}

pub(super) fn arn_of(id: &str) -> Value {
    json!({ "Fn::GetAtt": [id, "Arn"] })
}
