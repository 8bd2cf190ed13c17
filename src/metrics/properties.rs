//! The properties of deployed resources, as far as a template, its parameters and the stack's resources determine them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::aws::stacks::Resource;

/// A stack as deployed, with its template after SAM.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deployed<'a> {
    pub(super) stack: &'a str,
    pub(super) parameters: &'a BTreeMap<String, String>,
    /// Also those of the stage's other stack.
    pub(super) resources: &'a [Resource],
    /// Null where it could not be read.
    pub(super) template: &'a Value,
}

impl<'a> Deployed<'a> {
    /// The stack's resources of a type, each with its properties. Without a template, it may be any of the resources.
    pub(super) fn of_type(self, kind: &'static str) -> impl Iterator<Item = (&'a Resource, &'a Value)> {
        let declared = &self.template["Resources"];
        let is_meant = move |resource: &&Resource| {
            resource.kind == kind && (self.template.is_null() || declared.get(&resource.logical_id).is_some())
        };
        let resources = self.resources.iter().filter(is_meant);
        resources.map(move |resource| (resource, &declared[&resource.logical_id]["Properties"]))
    }

    /// A property's value; `None` where only CloudFormation knows it.
    pub(super) fn text(self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Object(function) if function.len() == 1 => match function.iter().next()? {
                (name, Value::String(target)) if name == "Ref" => self.reference(target),
                (name, Value::String(text)) if name == "Fn::Sub" => self.substituted(text),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn number(self, value: &Value) -> Option<f64> {
        self.text(value)?.parse().ok()
    }

    pub(super) fn is_on(self, value: &Value) -> bool {
        self.text(value).is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    fn reference(self, name: &str) -> Option<String> {
        if name == "AWS::StackName" {
            return Some(self.stack.to_owned());
        }
        let resource = || self.resources.iter().find(|resource| resource.logical_id == name);
        self.parameters.get(name).cloned().or_else(|| Some(resource()?.physical_id.clone()))
    }

    fn substituted(self, text: &str) -> Option<String> {
        let mut pieces = text.split("${");
        let first = pieces.next()?.to_owned();
        pieces.try_fold(first, |whole, piece| {
            let (name, rest) = piece.split_once('}')?;
            Some(whole + &self.reference(name)? + rest)
        })
    }
}

/// The elements of a list, and those of the lists in both branches of a condition in it.
pub(super) fn elements(list: &Value) -> Vec<&Value> {
    let branches = |value: &Value| value["Fn::If"].is_array();
    let mut found = Vec::new();
    for element in list.as_array().into_iter().flatten() {
        match branches(element) {
            true => found.extend(element["Fn::If"].as_array().into_iter().flatten().skip(1)),
            false => found.push(element),
        }
    }
    found
}

/// The members of an object.
pub(super) fn members(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flat_map(Map::iter)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_property_is_known_by_parameters_and_resources() {
        let parameters = BTreeMap::from([("Max".to_owned(), "40".to_owned())]);
        let template = Value::Null;
        let deployed = Deployed { stack: "shop-dev", parameters: &parameters, resources: &[], template: &template };

        assert_eq!(deployed.text(&json!({ "Ref": "AWS::StackName" })).as_deref(), Some("shop-dev"));
        assert_eq!(deployed.text(&json!({ "Fn::Sub": "${AWS::StackName}-x" })).as_deref(), Some("shop-dev-x"));
        assert_eq!(deployed.number(&json!({ "Ref": "Max" })), Some(40.0));
        assert_eq!(deployed.text(&json!({ "Fn::If": ["A", "b", "c"] })), None);
        assert_eq!(deployed.text(&json!({ "Fn::Sub": "${Unknown}" })), None);
    }
}
