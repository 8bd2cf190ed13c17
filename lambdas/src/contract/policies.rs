//! Least privilege: no role may do more than it needs.

use serde_json::{Value, json};

use super::{TEMPLATE, resources};

/// Tables whose data is worthless after a minute.
const COUNTERS: [&str; 1] = ["RateLimitsTable"];

/// A policy can't name the objects, only their bucket and folder.
const IMAGES: &str = "${ImagesBucket.Arn}/images/*";

/// Nor the logs of jobs that Cognito runs, but those of one pool.
const IMPORTS: &str =
    "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/cognito/userpools/${UserPool}/*";

fn statements() -> impl Iterator<Item = (&'static str, &'static Value)> {
    resources("AWS::IAM::Role").flat_map(|(role, resource)| {
        let policies = resource["Properties"]["Policies"].as_array().into_iter().flatten();
        let statements = policies.flat_map(|policy| policy["PolicyDocument"]["Statement"].as_array());
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
fn no_role_has_a_wildcard_action() {
    for (role, statement) in statements() {
        let actions = texts(&statement["Action"]);

        assert!(!actions.is_empty(), "{role}");
        assert!(actions.iter().all(|action| !action.contains('*')), "{role}: {actions:?}");
    }
}

#[test]
fn no_role_has_a_wildcard_resource() {
    for (role, statement) in statements() {
        let places = texts(&statement["Resource"]);

        assert!(!places.is_empty(), "{role}");
        let is_narrow = |place: &&str| !place.contains('*') || [IMAGES, IMPORTS].contains(place);
        assert!(places.iter().all(is_narrow), "{role}: {places:?}");
    }
}

#[test]
fn every_function_has_the_platform_policy_and_no_other() {
    for (id, function) in resources("AWS::Serverless::Function") {
        let role = function["Properties"]["Role"].as_str().and_then(|role| role.strip_suffix(".Arn")).expect("a role");

        let policies = &TEMPLATE["Resources"][role]["Properties"]["ManagedPolicyArns"];
        assert_eq!(policies, &json!(["PlatformPolicy"]), "{id}");
    }
}

/// These actions take no resource, so the policy must contain no others.
#[test]
fn the_platform_policy_only_allows_traces_and_network_interfaces() {
    let statements = TEMPLATE["Resources"]["PlatformPolicy"]["Properties"]["PolicyDocument"]["Statement"].to_string();
    let strings = statements.split('"').skip(1).step_by(2);

    let actions: Vec<_> = strings.filter(|text| text.contains(':') && !text.contains("::")).collect();

    assert!(!actions.is_empty());
    for action in actions {
        assert!(
            action.starts_with("xray:Put")
                || action.ends_with("Addresses")
                || action.contains("NetworkInterface")
                || action == "ec2:DescribeSubnets",
            "{action}"
        );
    }
}

#[test]
fn resources_with_data_are_retained() {
    for kind in ["AWS::DynamoDB::Table", "AWS::Cognito::UserPool", "AWS::S3::Bucket"] {
        for (id, resource) in resources(kind).filter(|(id, _)| !COUNTERS.contains(id)) {
            assert_eq!(resource["DeletionPolicy"], "Retain", "{id}");
            assert_eq!(resource["UpdateReplacePolicy"], "Retain", "{id}");
        }
    }
}
