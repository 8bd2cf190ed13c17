//! What SAM makes of an API: its stage and deployment, its operations from events, its authorizers and usage plan.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html>

use serde_json::{Map, Value, json};

use super::merge::{made, rename, take};
use crate::template::intrinsics::reference;

/// An operation that an event adds to an API.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) path: String,
    pub(super) method: String,
    pub(super) operation: Value,
    /// The event's `Auth`.
    pub(super) auth: Value,
    /// Where the event is written.
    pub(super) written: String,
}

/// The properties that SAM moves from an API to its stage.
const OF_THE_STAGE: [&str; 7] = [
    "AccessLogSetting",
    "CacheClusterEnabled",
    "CacheClusterSize",
    "MethodSettings",
    "StageName",
    "TracingEnabled",
    "Variables",
];

pub(super) fn rest(id: &str, resource: &mut Value, routes: Vec<Route>) -> Vec<(String, Value)> {
    resource["Type"] = "AWS::ApiGateway::RestApi".into();
    rename(resource, "DefinitionBody", "Body");
    let deployment = format!("{id}Deployment");
    let mut stage = json!({ "RestApiId": { "Ref": id }, "DeploymentId": { "Ref": &deployment } });
    for property in OF_THE_STAGE {
        if let Some(value) = take(resource, property) {
            stage[property] = value;
        }
    }
    let stage_id = format!("{id}{}Stage", alphanumeric(&stage["StageName"]));
    let mut generated = vec![
        (deployment, made("AWS::ApiGateway::Deployment", &json!({ "RestApiId": { "Ref": id } }))),
        (stage_id, made("AWS::ApiGateway::Stage", &stage)),
    ];
    define(resource, routes);
    // A text is short for the origin.
    if let Some(origin @ Value::String(_)) = take(resource, "Cors") {
        resource["Properties"]["Cors"] = json!({ "AllowOrigin": origin });
    }
    let auth = take(resource, "Auth").unwrap_or_default();
    secure(resource, &auth);
    usage_plan(id, &auth["UsagePlan"], &mut generated);
    let is_permitted = |authorizer: &Value| authorizer["DisableFunctionDefaultPermissions"] != true;
    authorizer_permissions(id, &auth["Authorizers"], is_permitted, &mut generated);
    if !take(resource, "Domain").unwrap_or_default().is_null() {
        generated.push(("ApiGatewayDomainName".to_owned(), made("AWS::ApiGateway::DomainName", &json!({}))));
        generated.push((format!("{id}BasePathMapping"), made("AWS::ApiGateway::BasePathMapping", &json!({}))));
    }
    generated
}

/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-httpapi.html>
pub(super) fn http(id: &str, resource: &mut Value, routes: Vec<Route>) -> Vec<(String, Value)> {
    resource["Type"] = "AWS::ApiGatewayV2::Api".into();
    rename(resource, "DefinitionBody", "Body");
    let mut stage = json!({ "ApiId": { "Ref": id }, "AutoDeploy": true });
    for property in ["AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageName", "StageVariables"] {
        if let Some(value) = take(resource, property) {
            stage[property] = value;
        }
    }
    let is_default = stage["StageName"].is_null() || stage["StageName"] == "$default";
    let stage_id = match is_default {
        true => format!("{id}ApiGatewayDefaultStage"),
        false => format!("{id}{}Stage", alphanumeric(&stage["StageName"])),
    };
    let mut generated = vec![(stage_id, made("AWS::ApiGatewayV2::Stage", &stage))];
    define(resource, routes);
    let auth = take(resource, "Auth").unwrap_or_default();
    secure(resource, &auth);
    // Those of a REST API are called unless they say no; of an HTTP API, if they say yes.
    let is_permitted = |authorizer: &Value| authorizer["EnableFunctionDefaultPermissions"] == true;
    authorizer_permissions(id, &auth["Authorizers"], is_permitted, &mut generated);
    if !take(resource, "Domain").unwrap_or_default().is_null() {
        generated.push(("ApiGatewayDomainNameV2".to_owned(), made("AWS::ApiGatewayV2::DomainName", &json!({}))));
        generated.push((format!("{id}ApiMapping"), made("AWS::ApiGatewayV2::ApiMapping", &json!({}))));
    }
    generated
}

/// The name of a stage as part of a logical id: where it is no plain text, SAM leaves it out.
fn alphanumeric(name: &Value) -> &str {
    name.as_str().filter(|name| name.chars().all(char::is_alphanumeric)).unwrap_or_default()
}

/// SAM writes the definition of an API from its events, unless the template has one.
fn define(resource: &mut Value, routes: Vec<Route>) {
    let properties = &mut resource["Properties"];
    if !properties["Body"].is_null() || !properties["DefinitionUri"].is_null() {
        return;
    }
    if let Some(properties) = properties.as_object_mut() {
        properties.shift_remove("DefinitionUri");
        properties.shift_remove("Body");
    }
    if routes.is_empty() {
        return;
    }
    let mut paths = Map::new();
    for route in routes {
        let mut operation = route.operation;
        match &route.auth["Authorizer"] {
            Value::String(name) if name == "NONE" => operation["security"] = json!([]),
            Value::String(name) => operation["security"] = json!([{ name: [] }]),
            _ => {}
        }
        paths.entry(route.path).or_insert_with(|| json!({}))[&route.method] = operation;
    }
    resource["Properties"]["Body"] = json!({ "openapi": "3.0.1", "paths": paths });
}

/// The authorizers of `Auth`, as API Gateway's extensions to OpenAPI describe them, and the default one for each
/// operation that names none.
fn secure(resource: &mut Value, auth: &Value) {
    let body = resource["Properties"].get_mut("Body").filter(|body| body["paths"].is_object());
    let Some(body) = body else { return };
    let mut schemes: Vec<(String, Value)> = Vec::new();
    for (name, authorizer) in auth["Authorizers"].as_object().into_iter().flatten() {
        schemes.push((name.clone(), scheme(authorizer)));
    }
    if uses_iam(body, auth) {
        schemes.push(("AWS_IAM".to_owned(), described("awsSigv4", Value::Null)));
    }
    for (name, scheme) in schemes {
        let components = &mut body["components"];
        if (components.is_null() || components.is_object())
            && (components["securitySchemes"].is_null() || components["securitySchemes"].is_object())
        {
            components["securitySchemes"][&name] = scheme;
        }
    }
    if !auth["ResourcePolicy"].is_null() && body["x-amazon-apigateway-policy"].is_null() {
        body["x-amazon-apigateway-policy"] = json!({ "Statement": auth["ResourcePolicy"]["CustomStatements"] });
    }
    let Some(default) = auth["DefaultAuthorizer"].as_str().filter(|name| *name != "NONE") else { return };
    let operations = body["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    let operations = operations.filter_map(Value::as_object_mut).flat_map(Map::iter_mut);
    for (_, operation) in operations.filter(|(method, operation)| *method != "options" && operation.is_object()) {
        if operation.get("security").is_none() {
            operation["security"] = json!([{ default: [] }]);
        }
    }
}

fn uses_iam(body: &Value, auth: &Value) -> bool {
    let named = |operation: &Value| {
        operation["security"].as_array().into_iter().flatten().any(|scheme| scheme.get("AWS_IAM").is_some())
    };
    let methods = body["paths"].as_object().into_iter().flat_map(Map::values).filter_map(Value::as_object);
    auth["DefaultAuthorizer"] == "AWS_IAM" || methods.flat_map(Map::values).any(named)
}

fn scheme(authorizer: &Value) -> Value {
    if !authorizer["UserPoolArn"].is_null() {
        let pools = match &authorizer["UserPoolArn"] {
            Value::Array(_) => authorizer["UserPoolArn"].clone(),
            one => json!([one]),
        };
        let described_by = json!({ "type": "cognito_user_pools", "providerARNs": pools });
        return described("cognito_user_pools", described_by);
    }
    if !authorizer["JwtConfiguration"].is_null() {
        let token = json!({ "type": "jwt", "jwtConfiguration": authorizer["JwtConfiguration"] });
        return described("oauth2", token);
    }
    let payload = authorizer["FunctionPayloadType"].as_str().unwrap_or("TOKEN").to_lowercase();
    let mut lambda = json!({ "type": payload });
    if let Some(function) = reference(&authorizer["FunctionArn"]) {
        lambda["authorizerUri"] = json!({ "Fn::Sub": format!(
            "arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{function}.Arn}}/invocations"
        ) });
    }
    let identity = &authorizer["Identity"];
    let places = [
        ("Headers", "header"),
        ("QueryStrings", "querystring"),
        ("Context", "context"),
        ("StageVariables", "stageVariables"),
    ];
    let sources: Vec<String> = places
        .iter()
        .flat_map(|(property, place)| {
            let names = identity[*property].as_array().into_iter().flatten().filter_map(Value::as_str);
            names.map(move |name| format!("method.request.{place}.{name}"))
        })
        .collect();
    if !sources.is_empty() {
        lambda["identitySource"] = sources.join(", ").into();
    }
    if let Some(seconds) = identity.get("ReauthorizeEvery") {
        lambda["authorizerResultTtlInSeconds"] = seconds.clone();
    }
    described("custom", lambda)
}

fn described(kind: &str, authorizer: Value) -> Value {
    let mut scheme =
        json!({ "type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": kind });
    if !authorizer.is_null() {
        scheme["x-amazon-apigateway-authorizer"] = authorizer;
    }
    scheme
}

/// API Gateway may call the function behind each authorizer.
fn authorizer_permissions(
    id: &str,
    authorizers: &Value,
    is_permitted: impl Fn(&Value) -> bool,
    generated: &mut Vec<(String, Value)>,
) {
    for (name, authorizer) in authorizers.as_object().into_iter().flatten() {
        let called = &authorizer["FunctionArn"];
        if called.is_null() || !is_permitted(authorizer) {
            continue;
        }
        let permission = json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": called,
            "Principal": "apigateway.amazonaws.com",
            "SourceArn": { "Fn::Sub": format!(
                "arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{id}}}/authorizers/*"
            ) },
        });
        generated.push((format!("{id}{name}AuthorizerPermission"), made("AWS::Lambda::Permission", &permission)));
    }
}

fn usage_plan(id: &str, plan: &Value, generated: &mut Vec<(String, Value)>) {
    let owner = match plan["CreateUsagePlan"].as_str() {
        Some("PER_API") => id,
        Some("SHARED") => "Serverless",
        _ => return,
    };
    for kind in ["UsagePlan", "ApiKey", "UsagePlanKey"] {
        generated.push((format!("{owner}{kind}"), made(&format!("AWS::ApiGateway::{kind}"), &json!({}))));
    }
}
