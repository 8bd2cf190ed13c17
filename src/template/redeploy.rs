//! Makes API Gateway deploy an API again whenever its definition changes, even if only a parameter changes it.
//!
//! SAM derives the deployment's name from the definition as written, where a parameter is only a name. If only the
//! value of a parameter changed, API Gateway would receive the new definition but keep serving the old one.
//! <https://github.com/aws/serverless-application-model/issues/660>

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::intrinsics::references;
use crate::digest::sha256;

/// A vendor extension, which API Gateway ignores on import.
const MARK: &str = "x-srvls-parameters";

/// Adds to each API's definition a digest of the parameter values that it depends on.
pub(super) fn mark_definitions(body: &mut Value, given: &BTreeMap<String, String>) {
    let section = |name: &str| body.get(name).cloned().unwrap_or_default();
    let (declared, conditions) = (section("Parameters"), section("Conditions"));
    for resource in body.get_mut("Resources").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        let Some(definition) = resource.pointer_mut("/Properties/DefinitionBody") else { continue };
        if let Some(mark) = mark(definition, &declared, &conditions, given) {
            definition["info"][MARK] = Value::String(mark);
        }
    }
}

/// `None` if no parameter changes the definition, or if it is not an OpenAPI document.
fn mark(definition: &Value, declared: &Value, conditions: &Value, given: &BTreeMap<String, String>) -> Option<String> {
    definition["info"].as_object()?;
    let names = references(definition, conditions);
    let value = |name: &str| match given.get(name) {
        Some(given) => given.clone(),
        None => declared[name]["Default"].to_string(),
    };
    let parameters = names.into_iter().filter(|name| !declared[name].is_null());
    let values: Vec<String> = parameters.map(|name| format!("{name}={}\n", value(&name))).collect();
    (!values.is_empty()).then(|| sha256(values.concat().as_bytes()).chars().take(16).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn marked(given: &[(&str, &str)]) -> Value {
        let mut body = json!({
            "Parameters": { "Origin": { "Default": "https://a" }, "Cheap": { "Default": "no" }, "Email": {} },
            "Conditions": { "IsCheap": { "Fn::Equals": [{ "Ref": "Cheap" }, "yes"] } },
            "Resources": {
                "Api": { "Properties": { "DefinitionBody": {
                    "info": { "title": { "Fn::Sub": "${AWS::StackName}" } },
                    "origin": { "Fn::Sub": "'${Origin}'" },
                    "size": { "Fn::If": ["IsCheap", 1, 2] },
                } } },
                "Topic": { "Properties": { "Endpoint": { "Ref": "Email" } } },
            },
        });
        let before = body.clone();
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        mark_definitions(&mut body, &given);
        assert_eq!((&body["Parameters"], &body["Conditions"]), (&before["Parameters"], &before["Conditions"]));
        assert_eq!(body["Resources"]["Topic"], before["Resources"]["Topic"]);
        body.pointer("/Resources/Api/Properties/DefinitionBody/info").expect("info")[MARK].clone()
    }

    #[test]
    fn a_new_value_of_a_parameter_changes_the_definitions_that_depend_on_it() {
        let before = marked(&[]);

        assert!(before.is_string());
        assert_ne!(marked(&[("Origin", "https://b")]), before);
        assert_ne!(marked(&[("Cheap", "yes")]), before, "through a condition");
        assert_eq!(marked(&[("Email", "ops@example.com")]), before, "the API does not depend on it");
    }

    #[test]
    fn a_definition_without_parameters_stays_as_it_is() {
        let template = json!({ "Resources": { "Api": { "Properties": { "DefinitionBody": { "info": {} } } } } });
        let mut body = template.clone();

        mark_definitions(&mut body, &BTreeMap::new());

        assert_eq!(body, template);
    }
}
