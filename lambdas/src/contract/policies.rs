//! Nobody may do more than they must.

use serde_json::Value;

use super::resources;

/// Objects can't be named beforehand; the bucket and the folder can.
const IMAGES: &str = "${ImagesBucket.Arn}/images/*";

fn statements() -> impl Iterator<Item = (&'static str, &'static Value)> {
    resources("AWS::IAM::Role").flat_map(|(role, resource)| {
        let policies = resource["Properties"]["Policies"].as_array().expect("policies");
        let statements = policies.iter().flat_map(|policy| policy["PolicyDocument"]["Statement"].as_array());
        statements.flatten().map(move |statement| (role, statement))
    })
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => value.as_str().into_iter().collect(),
    }
}

#[test]
fn no_role_may_do_everything_of_anything() {
    for (role, statement) in statements() {
        let actions = texts(&statement["Action"]);

        assert!(!actions.is_empty(), "{role}");
        assert!(actions.iter().all(|action| !action.contains('*')), "{role}: {actions:?}");
    }
}

#[test]
fn no_role_may_act_on_everything() {
    for (role, statement) in statements() {
        let places = texts(&statement["Resource"]);

        assert!(!places.is_empty(), "{role}");
        assert!(places.iter().all(|place| !place.contains('*') || *place == IMAGES), "{role}: {places:?}");
    }
}

#[test]
fn roles_have_no_managed_policies() {
    for (role, resource) in resources("AWS::IAM::Role") {
        assert!(resource["Properties"].get("ManagedPolicyArns").is_none(), "{role}");
    }
}

#[test]
fn what_holds_data_is_retained() {
    for kind in ["AWS::DynamoDB::Table", "AWS::Cognito::UserPool", "AWS::S3::Bucket"] {
        for (id, resource) in resources(kind) {
            assert_eq!(resource["DeletionPolicy"], "Retain", "{id}");
            assert_eq!(resource["UpdateReplacePolicy"], "Retain", "{id}");
        }
    }
}
