//! Permission to invoke the functions: API Gateway and Cognito need it from each function's resource policy.

use serde_json::Value;

use super::{
    api::{called, routes},
    check::{Check, Faults},
    subject::{Resource, Subject, options},
};
use crate::template::intrinsics::reference;
use crate::template::lines::child;

pub(super) const CHECKS: &[Check] = &[
    Check::error("SRV821", "route-without-permission", routes_without_permission),
    Check::error("SRV822", "trigger-without-permission", triggers_without_permission),
];

fn routes_without_permission(subject: &Subject<'_>, faults: &mut Faults) {
    for route in routes(subject) {
        let stage = stage_of(subject, route.api).unwrap_or_else(|| "*".into());
        let verb = route.operation.verb().replace("ANY", "*");
        let wanted = format!("{stage}/{verb}{}", route.operation.path);
        for uri in options(&route.operation.integration()["uri"]) {
            if let Some(function) = called(subject, uri)
                && !may(subject, function, route.api, &wanted)
            {
                faults.add(
                    child(&route.pointer, "x-amazon-apigateway-integration"),
                    format!("API Gateway is not allowed to invoke {} for {}", function.id, route.operation.name()),
                    format!("add an AWS::Lambda::Permission for {} whose SourceArn ends with `{wanted}`", function.id),
                );
            }
        }
    }
    for api in subject.of_kind("AWS::ApiGateway::RestApi") {
        for (name, scheme) in api.properties["Body"]["components"]["securitySchemes"].as_object().into_iter().flatten()
        {
            let authorizer = &scheme["x-amazon-apigateway-authorizer"];
            // With `authorizerCredentials`, API Gateway assumes that role and needs no permission.
            if let Some(function) = called(subject, &authorizer["authorizerUri"])
                && authorizer.get("authorizerCredentials").is_none()
                && !may(subject, function, api, "authorizers/any")
            {
                faults.add(
                    child(&api.at("/Body/components/securitySchemes"), name),
                    format!("API Gateway is not allowed to invoke {} as an authorizer", function.id),
                    format!(
                        "add an AWS::Lambda::Permission for {} whose SourceArn ends with `authorizers/*`",
                        function.id
                    ),
                );
            }
        }
    }
}

fn stage_of(subject: &Subject<'_>, api: Resource<'_>) -> Option<String> {
    let of_api = |stage: &Resource<'_>| reference(&stage.properties["RestApiId"]).as_deref() == Some(api.id);
    let stage = subject.of_kind("AWS::ApiGateway::Stage").find(of_api)?;
    subject.text(&stage.properties["StageName"])
}

/// Whether a permission lets this API invoke the function, with a SourceArn that covers `wanted`.
fn may(subject: &Subject<'_>, function: Resource<'_>, api: Resource<'_>, wanted: &str) -> bool {
    permissions(subject, function, "apigateway.amazonaws.com").any(|permission| {
        let Some(source) = subject.text(&permission["SourceArn"]) else { return true };
        source.split_once(&format!("${{{}}}/", api.id)).is_some_and(|(_, rest)| matches(rest, wanted))
    })
}

/// The permissions on a function. A permission on the function itself does not cover its alias.
fn permissions<'a>(subject: &Subject<'a>, function: Resource<'_>, principal: &str) -> impl Iterator<Item = &'a Value> {
    let of_function = move |permission: &&Value| {
        let named = subject.referred(&permission["FunctionName"]);
        permission["Principal"] == principal && named.is_some_and(|named| named.id == function.id)
    };
    subject.of_kind("AWS::Lambda::Permission").map(|permission| permission.properties).filter(of_function)
}

/// IAM's wildcards: `*` matches any number of characters, including slashes.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text
            .strip_prefix(before)
            .is_some_and(|rest| (0..=rest.len()).any(|end| rest.is_char_boundary(end) && matches(after, &rest[end..]))),
    }
}

/// Cognito needs permission to invoke its triggers, like any other caller.
fn triggers_without_permission(subject: &Subject<'_>, faults: &mut Faults) {
    for pool in subject.of_kind("AWS::Cognito::UserPool") {
        for (trigger, function) in pool.properties["LambdaConfig"].as_object().into_iter().flatten() {
            if let Some(function) = subject.referred(function)
                && permissions(subject, function, "cognito-idp.amazonaws.com").next().is_none()
            {
                faults.add(
                    pool.at(&format!("/LambdaConfig/{trigger}")),
                    format!("Cognito is not allowed to invoke {}, so every {trigger} fails", function.id),
                    format!(
                        "add an AWS::Lambda::Permission for {} with Principal cognito-idp.amazonaws.com",
                        function.id
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_matches_any_text() {
        assert!(matches("v1/GET/data/*", "v1/GET/data/{userId}"));
        assert!(matches("*/*/auth/signup", "v1/POST/auth/signup"));
        assert!(!matches("v1/GET/data", "v1/GET/data/{userId}"));
        assert!(!matches("v1/POST/data/*", "v1/GET/data/1"));
    }
}
