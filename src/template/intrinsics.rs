//! CloudFormation's intrinsic functions in a template.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::lines::child;

/// The logical id behind `Ref`, `Fn::GetAtt`, or an `Fn::Sub` with one resource in it.
pub(super) fn reference(value: &Value) -> Option<String> {
    if let Some(id) = value["Ref"].as_str() {
        return Some(id.to_owned());
    }
    match &value["Fn::GetAtt"] {
        Value::Array(parts) => return Some(parts.first()?.as_str()?.to_owned()),
        Value::String(path) => return Some(path.split('.').next()?.to_owned()),
        _ => {}
    }
    let mut names = placeholders(sub(value)?).into_iter().filter(|name| !name.starts_with("AWS::"));
    let only = names.next().filter(|_| names.next().is_none());
    only.map(|name| logical_id(name).to_owned())
}

/// The text of an `Fn::Sub`, in either of its forms.
pub(super) fn sub(value: &Value) -> Option<&str> {
    let sub = &value["Fn::Sub"];
    sub.as_str().or_else(|| sub[0].as_str())
}

/// `Name` and `Name.Attribute` of every `${…}`; not of `${!…}`, which is literal text.
pub(super) fn placeholders(text: &str) -> Vec<&str> {
    let names = text.split("${").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    names.filter(|name| !name.starts_with('!')).collect()
}

/// `Name` of `Name.Attribute`.
pub(super) fn logical_id(placeholder: &str) -> &str {
    placeholder.split('.').next().unwrap_or(placeholder)
}

/// The logical ids and parameters that `value` refers to, itself or through conditions.
pub(super) fn references(value: &Value, conditions: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        walk(value, "", &mut |_, node| {
            found.extend(reference(node));
            found.extend(sub(node).into_iter().flat_map(placeholders).map(|name| logical_id(name).to_owned()));
            let named = [&node["Fn::If"][0], &node["Condition"]].into_iter().filter_map(Value::as_str);
            pending.extend(named.filter(|name| seen.insert(*name)).map(|name| &conditions[name]));
        });
    }
    found
}

/// Whether an object is a function of CloudFormation's, and not what it returns.
pub(super) fn is_intrinsic(fields: &Map<String, Value>) -> bool {
    fields.len() == 1 && fields.keys().all(|key| key == "Ref" || key == "Condition" || key.starts_with("Fn::"))
}

/// Calls `visit` for `value` and every node below it, with its pointer.
pub(super) fn walk<'a>(value: &'a Value, pointer: &str, visit: &mut impl FnMut(&str, &'a Value)) {
    visit(pointer, value);
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| walk(item, &child(pointer, index), visit));
        }
        Value::Object(fields) => fields.iter().for_each(|(key, field)| walk(field, &child(pointer, key), visit)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_attribute_in_a_text_refers_to_its_resource() {
        assert_eq!(reference(&json!({ "Fn::Sub": "${Table.Arn}/index/*" })).as_deref(), Some("Table"));
        assert_eq!(placeholders("${!Literal} ${A.Arn}"), ["A.Arn"]);
    }
}
