//! What the checks read: the expanded template, with the queries that many of them share.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::template::{
    handlers::Handlers,
    intrinsics::{placeholders, reference, sub},
    lines::child,
};

pub(super) struct Subject<'a> {
    pub(super) body: &'a Value,
    pub(super) handlers: &'a Handlers,
    /// The resources whose code srvls uploads.
    shipped: BTreeSet<&'a str>,
}

/// One resource of the expanded template.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resource<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'a str,
    pub(super) whole: &'a Value,
    pub(super) properties: &'a Value,
}

impl Resource<'_> {
    /// The pointer of a property, given below `Properties`.
    pub(super) fn at(&self, path: &str) -> String {
        format!("{}/Properties{path}", child("/Resources", self.id))
    }
}

impl<'a> Subject<'a> {
    pub(super) fn new(body: &'a Value, handlers: &'a Handlers) -> Self {
        Self { body, handlers, shipped: BTreeSet::new() }
    }

    /// With the resources whose code srvls uploads.
    pub(super) fn shipping(self, shipped: BTreeSet<&'a str>) -> Self {
        Self { shipped, ..self }
    }

    pub(super) fn ships(&self, id: &str) -> bool {
        self.shipped.contains(id)
    }

    pub(super) fn resources(&self) -> impl Iterator<Item = Resource<'a>> {
        let resources = self.body["Resources"].as_object().into_iter().flat_map(Map::iter);
        resources.map(|(id, whole)| Resource {
            id,
            kind: whole["Type"].as_str().unwrap_or_default(),
            whole,
            properties: &whole["Properties"],
        })
    }

    pub(super) fn of_kind(&self, kind: &'static str) -> impl Iterator<Item = Resource<'a>> {
        self.resources().filter(move |resource| resource.kind == kind)
    }

    /// The resource of this id. `Function.Alias` and `Api.Stage` are resources that SAM generates.
    pub(super) fn resource(&self, id: &str) -> Option<Resource<'a>> {
        let (kind, property, of) = match id.split_once('.') {
            Some((of, "Alias")) => ("AWS::Lambda::Alias", "FunctionName", of),
            Some((of, "Stage")) => ("AWS::ApiGateway::Stage", "RestApiId", of),
            _ => return self.resources().find(|resource| resource.id == id),
        };
        self.of_kind(kind).find(|resource| resource.properties[property]["Ref"] == of)
    }

    /// The resource that a value refers to.
    pub(super) fn referred(&self, value: &Value) -> Option<Resource<'a>> {
        self.resource(&reference(value)?)
    }

    /// A value as text, with the default of each parameter filled in. What only AWS can resolve stays `${Name}`.
    pub(super) fn text(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
            _ => {
                let name = value["Ref"].as_str();
                name.map(|name| self.default(name).unwrap_or_else(|| format!("${{{name}}}"))).or_else(|| {
                    let text = sub(value)?;
                    let filled = placeholders(text).iter().fold(text.to_owned(), |text, name| {
                        self.default(name)
                            .map_or(text.clone(), |default| text.replace(&format!("${{{name}}}"), &default))
                    });
                    Some(filled)
                })
            }
        }
    }

    /// A value as a number; of a reference to a parameter, the parameter's default.
    pub(super) fn number(&self, value: &Value) -> Option<f64> {
        self.text(value)?.parse().ok()
    }

    fn default(&self, parameter: &str) -> Option<String> {
        match &self.body["Parameters"][parameter]["Default"] {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        }
    }
}

/// Every value that this can become: both branches of every `Fn::If`, without `AWS::NoValue`.
pub(super) fn options(value: &Value) -> Vec<&Value> {
    if value["Ref"] == "AWS::NoValue" {
        return Vec::new();
    }
    match value["Fn::If"].as_array() {
        Some(parts) => parts.iter().skip(1).flat_map(options).collect(),
        None => vec![value],
    }
}

/// Whether a value is `wanted` under every condition.
pub(super) fn always(value: &Value, wanted: impl Fn(&Value) -> bool) -> bool {
    let both = value["Fn::If"].as_array().is_none_or(|parts| parts.iter().all(|part| part["Ref"] != "AWS::NoValue"));
    let options = options(value);
    both && !options.is_empty() && options.into_iter().all(wanted)
}

pub(super) fn is_true(value: &Value) -> bool {
    *value == true || *value == "true"
}

/// The items of a list; any other value is the only item.
pub(super) fn list(value: &Value) -> Vec<&Value> {
    let items = |one| match one {
        &Value::Null => Vec::new(),
        Value::Array(items) => items.iter().flat_map(options).collect(),
        other => vec![other],
    };
    options(value).into_iter().flat_map(items).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn text_has_the_defaults_of_the_parameters() {
        let body = json!({ "Parameters": { "Stage": { "Default": "v1" } } });
        let handlers = Handlers::default();
        let subject = Subject::new(&body, &handlers);

        let text = subject.text(&json!({ "Fn::Sub": "${Api}/${Stage}/GET" }));

        assert_eq!(text.as_deref(), Some("${Api}/v1/GET"));
    }

    #[test]
    fn a_value_that_may_be_left_out_is_not_always_there() {
        let sometimes = json!({ "Fn::If": ["Cheap", { "Ref": "AWS::NoValue" }, true] });
        let either = json!({ "Fn::If": ["Cheap", true, true] });

        assert!(!always(&sometimes, is_true));
        assert!(always(&either, is_true));
    }
}
