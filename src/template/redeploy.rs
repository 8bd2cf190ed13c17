//! A new deployment of an API whenever its definition comes out another, also by a parameter alone.
//!
//! SAM names the deployment after the definition as written, in which a parameter is only a name: with another value
//! for it, API Gateway would get the new definition and go on serving the old one.
//! <https://github.com/aws/serverless-application-model/issues/660>

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::intrinsics::references;
use crate::digest::sha256;

/// A vendor extension: API Gateway's import passes over it.
const MARK: &str = "x-srvls-parameters";

/// Marks each API's definition with the values of all parameters that it depends on.
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

/// `None` for a definition that no parameter changes, and for what is none.
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
    fn another_value_of_what_the_definition_refers_to_is_another_definition() {
        let before = marked(&[]);

        assert!(before.is_string());
        assert_ne!(marked(&[("Origin", "https://b")]), before);
        assert_ne!(marked(&[("Cheap", "yes")]), before, "through a condition");
        assert_eq!(marked(&[("Email", "ops@example.com")]), before, "the API has nothing of it");
    }

    #[test]
    fn what_depends_on_no_parameter_stays_as_it_is() {
        let template = json!({ "Resources": { "Api": { "Properties": { "DefinitionBody": { "info": {} } } } } });
        let mut body = template.clone();

        mark_definitions(&mut body, &BTreeMap::new());

        assert_eq!(body, template);
    }
}
