//! The API behind the edge: a request that goes around CloudFront is refused.
//!
//! API Gateway can't trust one distribution. Whatever stands in for that has to hold whenever the parameter `EdgeEnabled`
//! is `true`, with which srvls deploys an API that has an edge: a resource policy, or a web ACL, that asks for a secret.

use serde_json::Value;

use super::{
    check::{Check, Faults},
    firewall::{acls, rules},
    subject::{Resource, Subject, always, list},
};
use crate::template::{
    EDGE_ENABLED,
    intrinsics::{reference, sub},
};

pub(super) const CHECKS: &[Check] = &[Check::warning("SRV621", "open-origin", open_origins)];

fn open_origins(subject: &Subject<'_>, faults: &mut Faults) {
    if subject.body["Parameters"][EDGE_ENABLED].is_null() {
        return;
    }
    for stage in subject.of_kind("AWS::ApiGateway::Stage") {
        let api = subject.referred(&stage.properties["RestApiId"]);
        if api.is_some_and(|api| policy_refuses(subject, &api)) {
            continue;
        }
        let guards: Vec<Resource<'_>> = acls(subject).filter(|acl| guards_stage(subject, acl, &stage)).collect();
        if guards.is_empty() {
            faults.add(
                api.unwrap_or(stage).at(""),
                "with an edge, requests can still go around it: whenever EdgeEnabled is true, the API must ask for a secret",
                "deny execute-api:Invoke in its policy where aws:Referer is not the secret that CloudFront sends, on every path",
            );
        }
        guards.iter().for_each(|acl| holes(acl, faults));
    }
}

/// Whether the API's policy denies every request whose `Referer` is not the secret.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html>
fn policy_refuses(subject: &Subject<'_>, api: &Resource<'_>) -> bool {
    let policies = [&api.properties["Body"]["x-amazon-apigateway-policy"], &api.properties["Policy"]];
    let statements = policies.into_iter().flat_map(|policy| statements_with_edge(subject, policy));
    statements.into_iter().any(|statement| {
        let is_about = |name: &str, all: &[&str]| {
            list(&statement[name]).into_iter().any(|value| value.as_str().is_some_and(|value| all.contains(&value)))
        };
        let conditions = statement["Condition"].as_object().is_some_and(|all| all.len() == 1);
        let compared = &statement["Condition"]["StringNotEquals"];
        let keys = compared.as_object().is_some_and(|keys| keys.len() == 1);
        let accepted = list(&compared["aws:Referer"]);
        statement["Effect"] == "Deny"
            && (statement["Principal"] == "*" || statement["Principal"]["AWS"] == "*")
            && is_about("Action", &["execute-api:Invoke", "execute-api:*", "*"])
            && is_about("Resource", &["execute-api:/*", "*"])
            && conditions
            && keys
            && !accepted.is_empty()
            && accepted.into_iter().all(is_secret)
    })
}

/// Anyone who may read a template, or guess, knows a literal.
fn is_secret(value: &Value) -> bool {
    let text = value.as_str().or_else(|| sub(value)).unwrap_or_default();
    text.starts_with("{{resolve:secretsmanager:") || text.starts_with("{{resolve:ssm-secure:")
}

/// The statements that are there whenever there is an edge.
fn statements_with_edge<'a>(subject: &Subject<'_>, policy: &'a Value) -> Vec<&'a Value> {
    let statements = policy["Statement"].as_array().into_iter().flatten();
    statements
        .filter_map(|statement| match statement["Fn::If"].as_array().map(Vec::as_slice) {
            Some([condition, then, _]) => Some(then).filter(|_| holds_with_edge(subject, condition)),
            _ => Some(statement),
        })
        .collect()
}

/// What a web ACL lets through without the secret.
fn holes(acl: &Resource<'_>, faults: &mut Faults) {
    if !always(&acl.properties["DefaultAction"], |action| !action["Block"].is_null()) {
        faults.add(
            acl.at("/DefaultAction"),
            "requests that go around the edge match no rule, and are allowed",
            "set DefaultAction to {Block: {}}, and allow the requests with the edge's secret",
        );
    }
    for (index, rule) in rules(acl).filter(|(_, rule)| !rule["Action"]["Allow"].is_null()) {
        if !requires_header(&rule["Statement"]) {
            faults.add(
                acl.at(&format!("/Rules/{index}/Statement")),
                format!("rule {} allows requests without the edge's secret", rule["Name"]),
                "compare a header with a secret: ByteMatchStatement with PositionalConstraint EXACTLY",
            );
        }
    }
}

/// Whether the web ACL is on the stage, at least whenever there is an edge.
/// <https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html>
fn guards_stage(subject: &Subject<'_>, acl: &Resource<'_>, stage: &Resource<'_>) -> bool {
    let api = reference(&stage.properties["RestApiId"]).unwrap_or_default();
    let name = subject.text(&stage.properties["StageName"]).unwrap_or_default();
    let arns = [format!("${{{api}}}/stages/${{{api}.Stage}}"), format!("${{{api}}}/stages/{name}")];
    subject.of_kind("AWS::WAFv2::WebACLAssociation").any(|association| {
        let associated = subject.text(&association.properties["ResourceArn"]).unwrap_or_default();
        let own = arns.iter().any(|arn| associated.ends_with(&format!("/restapis/{arn}")));
        own && reference(&association.properties["WebACLArn"]).as_deref() == Some(acl.id)
            && [acl, &association].iter().all(|part| holds_with_edge(subject, &part.whole["Condition"]))
    })
}

/// Whether every way to match the statement compares one header exactly.
fn requires_header(statement: &Value) -> bool {
    let compared = &statement["ByteMatchStatement"];
    let any = list(&statement["OrStatement"]["Statements"]);
    let all = list(&statement["AndStatement"]["Statements"]);
    (compared["PositionalConstraint"] == "EXACTLY" && !compared["FieldToMatch"]["SingleHeader"].is_null())
        || (!any.is_empty() && any.into_iter().all(requires_header))
        || all.into_iter().any(requires_header)
}

/// Whether a resource with this condition exists whenever there is an edge.
fn holds_with_edge(subject: &Subject<'_>, condition: &Value) -> bool {
    match condition.as_str() {
        Some(name) => is_true_with_edge(subject, &subject.body["Conditions"][name]),
        None => condition.is_null(),
    }
}

fn is_true_with_edge(subject: &Subject<'_>, condition: &Value) -> bool {
    let parts = |name: &str| condition[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let holds = |part: &Value| is_true_with_edge(subject, part);
    if let [one, other] = parts("Fn::Equals") {
        let is_parameter = |value: &Value| value["Ref"] == EDGE_ENABLED;
        return (is_parameter(one) && *other == "true") || (is_parameter(other) && *one == "true") || one == other;
    }
    let (any, all) = (parts("Fn::Or"), parts("Fn::And"));
    any.iter().any(holds)
        || (!all.is_empty() && all.iter().all(holds))
        || (!condition["Condition"].is_null() && holds_with_edge(subject, &condition["Condition"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Template, handlers::Handlers};

    const API: &str = "
Parameters: {EdgeEnabled: {Type: String, Default: 'false'}}
Conditions: {HasEdge: !Equals [!Ref EdgeEnabled, 'true'], HasMail: !Equals [!Ref Mail, 'x']}
Resources:
  Secret: {Type: AWS::SecretsManager::Secret}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      DefinitionBody:
        openapi: 3.0.3
        x-amazon-apigateway-policy:
          Statement:
            - {Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*'}
            - Fn::If:
                - HasEdge
                - Effect: Deny
                  Principal: '*'
                  Action: execute-api:Invoke
                  Resource: execute-api:/*
                  Condition: {StringNotEquals: {aws:Referer: [!Sub '{{resolve:secretsmanager:${Secret}:SecretString}}']}}
                - !Ref AWS::NoValue";

    const ACL: &str = "
  Acl:
    Type: AWS::WAFv2::WebACL
    Condition: HasEdge
    Properties:
      Scope: REGIONAL
      DefaultAction: {Block: {}}
      Rules:
        - Name: edge
          Action: {Allow: {}}
          Statement: {ByteMatchStatement: {FieldToMatch: {SingleHeader: {Name: x}}, PositionalConstraint: EXACTLY}}
  Association:
    Type: AWS::WAFv2::WebACLAssociation
    Condition: HasEdge
    Properties: {WebACLArn: !GetAtt Acl.Arn, ResourceArn: !Sub 'arn:aws:apigateway:x::/restapis/${Api}/stages/${Api.Stage}'}";

    fn faults(template: &str) -> usize {
        let template = Template::of("t.yaml", template);
        let (expanded, handlers) = (template.expand(), Handlers::default());
        let mut faults = Faults::default();
        open_origins(&Subject::new(&expanded.body, &handlers), &mut faults);
        faults.0.len()
    }

    /// The number of faults once `from` becomes `to`.
    fn with(template: &str, from: &str, to: &str) -> usize {
        assert!(template.contains(from), "{from}");
        faults(&template.replacen(from, to, 1))
    }

    #[test]
    fn a_policy_that_denies_every_request_without_the_secret_is_enough() {
        assert_eq!(faults(API), 0);

        for (from, to) in [
            ("- HasEdge", "- HasMail"),
            ("Effect: Deny", "Effect: Allow"),
            ("Resource: execute-api:/*\n", "Resource: execute-api:/*/GET/*\n"),
            ("StringNotEquals", "StringEquals"),
            ("StringNotEquals", "StringNotLike"),
            ("{StringNotEquals:", "{Bool: {aws:SecureTransport: true}, StringNotEquals:"),
            ("!Sub '{{resolve:secretsmanager:${Secret}:SecretString}}'", "https://app.example.com"),
        ] {
            assert_eq!(with(API, from, to), 1, "{from} -> {to}");
        }
    }

    #[test]
    fn so_is_a_web_acl_on_the_stage_that_allows_the_secret_alone() {
        let template = with_acl();
        assert_eq!(faults(&template), 0);

        for (from, to) in [
            ("DefaultAction: {Block: {}}", "DefaultAction: {Allow: {}}"),
            ("EXACTLY", "CONTAINS"),
            ("/stages/${Api.Stage}", "/stages/v2"),
            ("WebACL\n    Condition: HasEdge", "WebACL\n    Condition: HasMail"),
            ("WebACLAssociation\n    Condition: HasEdge", "WebACLAssociation\n    Condition: HasMail"),
            (
                "{ByteMatchStatement: {FieldToMatch: {SingleHeader: {Name: x}}",
                "{ByteMatchStatement: {FieldToMatch: {UriPath: {}}",
            ),
        ] {
            assert_eq!(with(&template, from, to), 1, "{from} -> {to}");
        }
    }

    /// The same API with a web ACL in place of the policy.
    fn with_acl() -> String {
        let api = API.split("        x-amazon-apigateway-policy").next().unwrap_or_default().trim_end();
        format!("{api}{ACL}")
    }

    #[test]
    fn an_api_without_an_edge_needs_neither() {
        assert_eq!(with(API, "EdgeEnabled: {Type", "Other: {Type"), 0);
    }
}
