//! API routes: authorization, integrations, allowed origins, and settings.

use serde_json::Value;

use super::{
    check::{Check, Faults},
    subject::{Resource, Subject, is_true, list, options},
};
use crate::template::{
    intrinsics::{reference, references, walk},
    lines::child,
    openapi::{self, Operation, operations},
};

pub(super) const CHECKS: &[Check] = &[
    Check::warning("SRV201", "unsecured-route", unsecured_routes),
    Check::error("SRV202", "unknown-authorizer", unknown_authorizers),
    Check::warning("SRV203", "any-origin", any_origin),
    Check::error("SRV204", "integration-of-nothing", integrations_of_nothing),
    Check::error("SRV205", "setting-of-no-route", settings_of_no_route),
    Check::warning("SRV206", "logged-bodies", logged_bodies),
    Check::warning("SRV208", "unlogged-method", unlogged_methods),
    Check::warning("SRV209", "unowned-execution-logs", unowned_execution_logs),
    Check::error("SRV207", "authorizer-without-identity", authorizers_without_identity),
    Check::warning("SRV213", "hidden-retry-after", hidden_retry_after),
];

/// An operation of one of the template's APIs.
pub(super) struct Route<'a> {
    pub(super) api: Resource<'a>,
    pub(super) operation: Operation<'a>,
    pub(super) pointer: String,
}

pub(super) fn routes<'a>(subject: &Subject<'a>) -> Vec<Route<'a>> {
    let of_api = |api: Resource<'a>| {
        operations(&api.properties["Body"]).into_iter().map(move |operation| {
            let pointer = child(&child(&api.at("/Body/paths"), operation.path), operation.method);
            Route { api, operation, pointer }
        })
    };
    subject.of_kind("AWS::ApiGateway::RestApi").flat_map(of_api).collect()
}

/// The template has to list public operations in `Metadata: {srvls: {PublicOperations: […]}}`.
///
/// This second place is on purpose: `security: []` alone is easily copied from another route.
fn unsecured_routes(subject: &Subject<'_>, faults: &mut Faults) {
    let public = list(&subject.body["Metadata"]["srvls"]["PublicOperations"]);
    for route in routes(subject) {
        let preflight = route.operation.method == "options" && route.operation.integration()["type"] == "mock";
        if !preflight
            && route.operation.schemes().is_empty()
            && !public.contains(&&route.operation.value["operationId"])
            && !public.iter().any(|name| **name == route.operation.name())
        {
            faults.add(
                child(&route.pointer, "security"),
                format!("{} is public: anyone can call it", route.operation.name()),
                "add `security` (of a SAM event: `Auth`), or list its operationId under `Metadata.srvls.PublicOperations` in the \
                 template; what has none is listed as `GET /path`",
            );
        }
    }
}

fn unknown_authorizers(subject: &Subject<'_>, faults: &mut Faults) {
    for route in routes(subject) {
        for scheme in route.operation.schemes() {
            let declared = &route.api.properties["Body"]["components"]["securitySchemes"][scheme];
            if declared.get("x-amazon-apigateway-authtype").is_none() {
                faults.add(
                    child(&route.pointer, "security"),
                    format!(
                        "there is no authorizer `{scheme}`, so API Gateway lets anyone call {}",
                        route.operation.name()
                    ),
                    "declare it under `components.securitySchemes`, with `x-amazon-apigateway-authtype`",
                );
            }
        }
    }
}

/// Whether a property holds allowed origins, on any type of resource.
fn names_origins(key: &str) -> bool {
    let key = key.to_ascii_lowercase().replace(['-', '_'], "");
    ["alloworigin", "alloworigins", "allowedorigin", "allowedorigins"].iter().any(|name| key.ends_with(name))
}

fn any_origin(subject: &Subject<'_>, faults: &mut Faults) {
    walk(subject.body, "", &mut |pointer, node| {
        for (key, value) in node.as_object().into_iter().flatten().filter(|(key, _)| names_origins(key)) {
            // Of a parameter the default counts, of a map (CloudFront) the items.
            let values = [list(value), list(&value["Items"]), list(&value["Default"])].concat();
            let texts = values.into_iter().filter_map(|value| subject.text(value));
            if texts.into_iter().any(|text| text.trim_matches('\'') == "*") {
                faults.add(
                    child(pointer, key),
                    "web pages of any origin can read the responses",
                    "list the allowed origins, as the parameter AllowedOrigin does",
                );
            }
        }
    });
}

/// A script of another origin reads only those headers that a response exposes, apart from a few.
/// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>
fn hidden_retry_after(subject: &Subject<'_>, faults: &mut Faults) {
    for api in subject.of_kind("AWS::ApiGateway::RestApi") {
        let responses = api.properties["Body"]["x-amazon-apigateway-gateway-responses"].as_object();
        for (name, response) in responses.into_iter().flatten() {
            let header = |name: &str| {
                let parameters = response["responseParameters"].as_object().into_iter().flatten();
                let mut values = parameters.filter_map(|(parameter, value)| {
                    let header = parameter.strip_prefix("gatewayresponse.header.")?;
                    header.eq_ignore_ascii_case(name).then(|| subject.text(value))
                });
                values.next().flatten()
            };
            let exposed = header("Access-Control-Expose-Headers").unwrap_or_default().to_ascii_lowercase();
            if header("Retry-After").is_some() && !exposed.contains("retry-after") {
                faults.add(
                    child(&child(&api.at("/Body"), "x-amazon-apigateway-gateway-responses"), name),
                    format!("{name} sends Retry-After, which a web app can't read"),
                    "name Retry-After in the header Access-Control-Expose-Headers",
                );
            }
        }
    }
}

/// The function or alias that an integration or an authorizer calls, by the name in its URI.
pub(super) fn called<'a>(subject: &Subject<'a>, uri: &Value) -> Option<Resource<'a>> {
    let resource = subject.resource(openapi::called(uri)?);
    resource.filter(|resource| resource.kind.starts_with("AWS::Lambda::"))
}

fn integrations_of_nothing(subject: &Subject<'_>, faults: &mut Faults) {
    let callable = |uri: &Value| called(subject, uri).is_some();
    for route in routes(subject) {
        let integration = route.operation.integration();
        let kind = integration["type"].as_str().map(str::to_ascii_lowercase);
        let pointer = child(&route.pointer, "x-amazon-apigateway-integration");
        match kind.as_deref() {
            None => faults.add(
                pointer,
                format!("{} has no integration", route.operation.name()),
                "add `x-amazon-apigateway-integration`",
            ),
            Some("aws_proxy") if !options(&integration["uri"]).into_iter().all(callable) => faults.add(
                child(&pointer, "uri"),
                format!("{} calls a function that is not in this template", route.operation.name()),
                "end its uri with `functions/${NAMEFunction.Arn}/invocations`",
            ),
            Some(_) => {}
        }
    }
    for api in subject.of_kind("AWS::ApiGateway::RestApi") {
        let schemes = "/Body/components/securitySchemes";
        for (name, scheme) in api.properties["Body"]["components"]["securitySchemes"].as_object().into_iter().flatten()
        {
            let uri = &scheme["x-amazon-apigateway-authorizer"]["authorizerUri"];
            if !uri.is_null() && !callable(uri) {
                faults.add(
                    format!("{}/x-amazon-apigateway-authorizer/authorizerUri", child(&api.at(schemes), name)),
                    format!("the authorizer `{name}` calls a function that is not in this template"),
                    "end its uri with `functions/${NAMEFunction.Arn}/invocations`",
                );
            }
        }
    }
}

/// API Gateway caches a request authorizer's result by its identity sources, and rejects caching without one.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html>
fn authorizers_without_identity(subject: &Subject<'_>, faults: &mut Faults) {
    for api in subject.of_kind("AWS::ApiGateway::RestApi") {
        for (name, scheme) in api.properties["Body"]["components"]["securitySchemes"].as_object().into_iter().flatten()
        {
            let authorizer = &scheme["x-amazon-apigateway-authorizer"];
            // Results are cached for five minutes unless this is set.
            let cached =
                subject.number(&authorizer["authorizerResultTtlInSeconds"]).is_none_or(|seconds| seconds > 0.0);
            if authorizer["type"] == "request" && cached && authorizer["identitySource"].is_null() {
                faults.add(
                    format!(
                        "{}/x-amazon-apigateway-authorizer",
                        child(&api.at("/Body/components/securitySchemes"), name)
                    ),
                    format!("`{name}` has no identitySource, so API Gateway cannot cache its results per caller"),
                    "set identitySource to method.request.header.Authorization",
                );
            }
        }
    }
}

/// Each entry of the stages' MethodSettings, with its pointer.
pub(super) fn method_settings<'a>(subject: &Subject<'a>) -> Vec<(String, &'a Value)> {
    let stages = subject.of_kind("AWS::ApiGateway::Stage");
    stages
        .flat_map(|stage| {
            let settings = stage.properties["MethodSettings"].as_array().into_iter().flatten().enumerate();
            settings.map(move |(index, setting)| (stage.at(&format!("/MethodSettings/{index}")), setting))
        })
        .collect()
}

/// Whether a setting applies to the route.
pub(super) fn applies(setting: &Value, route: &Route<'_>) -> bool {
    let path = setting["ResourcePath"].as_str().unwrap_or("/*");
    let method = setting["HttpMethod"].as_str().unwrap_or("*");
    // `/` separates path and method in API Gateway's own key, so slashes inside the path are `~1`.
    let path = path.strip_prefix('/').map(|path| path.replace("~1", "/")).unwrap_or_default();
    let of_path = path == "*" || path == route.operation.path || (path.is_empty() && route.operation.path == "/");
    of_path && (method == "*" || method.eq_ignore_ascii_case(&route.operation.verb()))
}

fn settings_of_no_route(subject: &Subject<'_>, faults: &mut Faults) {
    let routes = routes(subject);
    for (pointer, setting) in method_settings(subject) {
        if !routes.iter().any(|route| applies(setting, route)) {
            let shown = |key: &str| setting[key].as_str().unwrap_or_default().to_owned();
            faults.add(
                child(&pointer, "ResourcePath"),
                format!(
                    "there is no route {} {}, so this setting has no effect",
                    shown("HttpMethod"),
                    shown("ResourcePath")
                ),
                "write the path as in the API, with `~1` for each slash",
            );
        }
    }
}

fn logged_bodies(subject: &Subject<'_>, faults: &mut Faults) {
    for (pointer, setting) in method_settings(subject) {
        if options(&setting["DataTraceEnabled"]).into_iter().any(is_true) {
            faults.add(
                child(&pointer, "DataTraceEnabled"),
                "whole requests are logged, including passwords and tokens",
                "set DataTraceEnabled to false",
            );
        }
    }
}

fn logs_executions(setting: &Value) -> bool {
    !setting["LoggingLevel"].is_null() && setting["LoggingLevel"] != "OFF"
}

/// AWS does not say which settings a method with some of its own takes from `/*`, and people report that its logging is off.
fn unlogged_methods(subject: &Subject<'_>, faults: &mut Faults) {
    let settings = method_settings(subject);
    let all_are_logged =
        settings.iter().any(|(_, setting)| setting["ResourcePath"] == "/*" && logs_executions(setting));
    for (pointer, setting) in settings.iter().filter(|(_, setting)| all_are_logged && !logs_executions(setting)) {
        faults.add(
            pointer,
            format!(
                "{} has settings of its own, so it does not inherit the logging of `/*` and is not logged",
                setting["ResourcePath"]
            ),
            "set LoggingLevel and DataTraceEnabled here as well",
        );
    }
}

/// API Gateway creates the log group of a stage's execution logs if it is missing, without an expiry.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html>
fn unowned_execution_logs(subject: &Subject<'_>, faults: &mut Faults) {
    for stage in subject.of_kind("AWS::ApiGateway::Stage") {
        let logged = list(&stage.properties["MethodSettings"]).into_iter().any(logs_executions);
        let api = reference(&stage.properties["RestApiId"]).unwrap_or_default();
        let name = subject.text(&stage.properties["StageName"]).unwrap_or_default();
        let wanted = format!("API-Gateway-Execution-Logs_${{{api}}}/{name}");
        let own = subject
            .of_kind("AWS::Logs::LogGroup")
            .find(|group| subject.text(&group.properties["LogGroupName"]).as_deref() == Some(&wanted));
        let comes_first = |group: Resource<'_>| {
            list(&stage.whole["DependsOn"]).into_iter().any(|id| id == group.id)
                || references(stage.properties, &Value::Null).contains(group.id)
        };
        if logged && !own.is_some_and(comes_first) {
            let fix = match own {
                None => {
                    format!("add an AWS::Logs::LogGroup named `{wanted}`, and refer to it in the stage's Variables")
                }
                Some(group) => format!("refer to {} in the stage's Variables, so that it is created first", group.id),
            };
            faults.add(
                stage.at("/MethodSettings"),
                "API Gateway creates a log group for this stage that never expires and that no stack deletes",
                fix,
            );
        }
    }
}
