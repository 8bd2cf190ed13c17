//! The local files that a template includes.

use std::collections::BTreeMap;

use serde_json::Value;

use super::yaml::Document;

/// The local files that `AWS::Include` transforms name.
pub(super) fn local_includes(value: &Value) -> Vec<String> {
    if let Some(location) = local_include(value) {
        return vec![location.to_owned()];
    }
    match value {
        Value::Array(items) => items.iter().flat_map(local_includes).collect(),
        Value::Object(fields) => fields.values().flat_map(local_includes).collect(),
        _ => Vec::new(),
    }
}

/// Replaces each local include by the content of its file.
pub(super) fn inline(value: &mut Value, includes: &BTreeMap<String, Document>) {
    if let Some(included) = local_include(value).and_then(|location| includes.get(location)) {
        *value = included.value.clone();
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| inline(item, includes)),
        Value::Object(fields) => fields.values_mut().for_each(|field| inline(field, includes)),
        _ => {}
    }
}

/// The file of `{"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "openapi.yaml"}}}`.
/// CloudFormation itself reads an `s3://` location.
pub(super) fn local_include(value: &Value) -> Option<&str> {
    let transform = value.get("Fn::Transform").filter(|transform| transform["Name"] == "AWS::Include")?;
    transform["Parameters"]["Location"].as_str().filter(|location| !location.starts_with("s3://"))
}
