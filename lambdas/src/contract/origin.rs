//! Who gets past the API's resource policy: it is evaluated as IAM evaluates it.

use serde_json::Value;

use super::{OPENAPI, file, yaml};

/// The secrets that exist in a stage with an edge, by the condition under which they do.
const SECRETS: [(&str, &str); 2] =
    [("HasOriginSecretA", "OriginSecretValueA"), ("HasOriginSecretB", "OriginSecretValueB")];

/// A stage, by the conditions that hold in it.
type Stage = &'static [&'static str];

const WITHOUT_EDGE: Stage = &[];
const BEHIND_EDGE: Stage = &["HasEdge", "HasOriginSecretA"];
const ROTATING: Stage = &["HasEdge", "HasOriginSecretA", "HasOriginSecretB"];
const ROTATED: Stage = &["HasEdge", "HasOriginSecretB"];

/// What CloudFormation makes of a value with `Fn::If`; `None` for `AWS::NoValue`.
fn resolved(value: &Value, stage: Stage) -> Option<Value> {
    if value["Ref"] == "AWS::NoValue" {
        return None;
    }
    match value["Fn::If"].as_array() {
        Some(case) => {
            let holds = stage.iter().any(|condition| case[0] == *condition);
            resolved(&case[if holds { 1 } else { 2 }], stage)
        }
        None => Some(value.clone()),
    }
}

fn resolved_all(list: &Value, stage: Stage) -> Vec<Value> {
    list.as_array().into_iter().flatten().filter_map(|item| resolved(item, stage)).collect()
}

/// Whether a request with this `Referer` gets in. `StringNotEquals` holds if the header equals none of the values, and also
/// if there is no header: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
fn gets_in(referer: Option<&str>, stage: Stage) -> bool {
    let statements = resolved_all(&OPENAPI["x-amazon-apigateway-policy"]["Statement"], stage);
    let applies = |statement: &Value| {
        assert_eq!((&statement["Principal"], &statement["Action"]), (&"*".into(), &"execute-api:Invoke".into()));
        assert_eq!(statement["Resource"], "execute-api:/*", "preflights and anonymous operations, too");
        let Some(condition) = statement.get("Condition") else { return true };
        let accepted = resolved_all(&condition["StringNotEquals"]["aws:Referer"], stage);
        assert!(!accepted.is_empty() && condition.as_object().is_some_and(|operators| operators.len() == 1));
        !referer.is_some_and(|referer| {
            let value = format!("{{{{resolve:secretsmanager:${{{referer}}}:SecretString}}}}");
            accepted.iter().any(|secret| secret["Fn::Sub"] == *value)
        })
    };
    let effects: Vec<&Value> = statements.iter().filter(|it| applies(it)).map(|it| &it["Effect"]).collect();
    effects.iter().any(|effect| **effect == "Allow") && !effects.iter().any(|effect| **effect == "Deny")
}

#[test]
fn an_api_behind_an_edge_refuses_who_calls_it_directly() {
    for stage in [BEHIND_EDGE, ROTATING, ROTATED] {
        assert!(!gets_in(None, stage), "{stage:?}");
        assert!(!gets_in(Some("https://app.example.com/"), stage), "{stage:?}");
        for (condition, secret) in SECRETS {
            assert_eq!(gets_in(Some(secret), stage), stage.contains(&condition), "{secret} in {stage:?}");
        }
    }
}

#[test]
fn an_api_without_an_edge_lets_everyone_in() {
    assert!(gets_in(None, WITHOUT_EDGE) && gets_in(Some("https://app.example.com/"), WITHOUT_EDGE));
}

/// The output is the name of a secret, and the policy reads the secrets by their resources.
#[test]
fn cloudfront_sends_a_secret_that_the_api_accepts() {
    let template = &*super::TEMPLATE;
    let edge = yaml(&file("../templates/edge.yaml"));
    let origins = &edge["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["Origins"];
    let sent = &origins[0]["OriginCustomHeaders"][0];
    let output = &template["Outputs"]["OriginSecretName"]["Value"];
    let name = |secret: &str| &template["Resources"][secret]["Properties"]["Name"];

    assert_eq!(sent["HeaderName"], "Referer");
    assert_eq!(sent["HeaderValue"], "{{resolve:secretsmanager:${OriginSecretName}:SecretString}}");
    assert_eq!(output[0], "SendsOriginSecretB");
    assert_eq!((&output[1], &output[2]), (name("OriginSecretValueB"), name("OriginSecretValueA")));
}
