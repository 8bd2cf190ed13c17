//! What SAM makes of a function, besides what its events become.

use serde_json::{Value, json};

use super::{
    merge::{arn_of, made, rename, take},
    role,
};
use crate::template::intrinsics::is_intrinsic;

/// What SAM makes beside the function; its events are left to the caller.
pub(super) fn expand(id: &str, resource: &mut Value) -> Vec<(String, Value)> {
    resource["Type"] = "AWS::Lambda::Function".into();
    code(resource);
    let tracing = take(resource, "Tracing");
    let mut policies = vec!["service-role/AWSLambdaBasicExecutionRole"];
    if let Some(mode) = tracing {
        policies.extend((mode != "Disabled").then_some("AWSXRayDaemonWriteAccess"));
        resource["Properties"]["TracingConfig"] = json!({ "Mode": mode });
    }
    if resource["Properties"].get("VpcConfig").is_some() {
        policies.push("service-role/AWSLambdaVPCAccessExecutionRole");
    }
    if let Some(queue) = take(resource, "DeadLetterQueue") {
        resource["Properties"]["DeadLetterConfig"] = json!({ "TargetArn": queue["TargetArn"] });
    }
    for of_sam in
        ["Events", "AutoPublishAliasAllProperties", "AutoPublishCodeSha256", "PropagateTags", "VersionDeletionPolicy"]
    {
        take(resource, of_sam);
    }
    let mut generated: Vec<_> = role::generated(id, resource, "lambda.amazonaws.com", &policies).into_iter().collect();
    let alias = alias(id, resource, &mut generated);
    let called = alias.unwrap_or_else(|| id.to_owned());
    if let Some(config) = take(resource, "EventInvokeConfig").filter(Value::is_object) {
        invocations(id, &called, config, &mut generated);
    }
    if let Some(config) = take(resource, "FunctionUrlConfig") {
        url(id, &called, &config, &mut generated);
    }
    generated
}

/// The id of what events call: the alias, where there is one.
pub(super) fn called(id: &str, properties: &Value) -> String {
    match properties["AutoPublishAlias"].as_str() {
        Some(alias) => alias_id(id, alias),
        None => id.to_owned(),
    }
}

fn alias_id(id: &str, alias: &str) -> String {
    format!("{id}Alias{}", alias.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect::<String>())
}

fn code(resource: &mut Value) {
    rename(resource, "CodeUri", "Code");
    if let Some(source) = take(resource, "InlineCode") {
        resource["Properties"]["Code"] = json!({ "ZipFile": source });
    }
    if let Some(image) = take(resource, "ImageUri") {
        resource["Properties"]["Code"] = json!({ "ImageUri": image });
    }
}

/// The version and its alias, and the deployment group that moves traffic from one to the next.
fn alias(id: &str, resource: &mut Value, generated: &mut Vec<(String, Value)>) -> Option<String> {
    let preference = take(resource, "DeploymentPreference").unwrap_or_default();
    let concurrency = take(resource, "ProvisionedConcurrencyConfig");
    let Some(Value::String(name)) = take(resource, "AutoPublishAlias") else { return None };
    let (alias, version) = (alias_id(id, &name), format!("{id}Version"));
    let mut properties = json!({
        "FunctionName": { "Ref": id },
        "FunctionVersion": { "Fn::GetAtt": [version, "Version"] },
        "Name": name,
    });
    if let Some(concurrency) = concurrency {
        properties["ProvisionedConcurrencyConfig"] = concurrency;
    }
    generated.push((version, made("AWS::Lambda::Version", &json!({ "FunctionName": { "Ref": id } }))));
    generated.push((alias.clone(), made("AWS::Lambda::Alias", &properties)));
    let shifts = !preference["Type"].is_null() && preference["Enabled"] != false;
    if shifts {
        code_deploy(id, preference, generated);
    }
    Some(alias)
}

/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html>
fn code_deploy(id: &str, preference: Value, generated: &mut Vec<(String, Value)>) {
    const APPLICATION: &str = "ServerlessDeploymentApplication";
    const ROLE: &str = "CodeDeployServiceRole";
    let own = &preference["Role"];
    let role = if own.is_null() { arn_of(ROLE) } else { own.clone() };
    if own.is_null() {
        let properties = json!({ "AssumeRolePolicyDocument": role::trust("codedeploy.amazonaws.com") });
        generated.push((ROLE.to_owned(), made("AWS::IAM::Role", &properties)));
    }
    let application = json!({ "ComputePlatform": "Lambda" });
    generated.push((APPLICATION.to_owned(), made("AWS::CodeDeploy::Application", &application)));
    let group = json!({ "ApplicationName": { "Ref": APPLICATION }, "ServiceRoleArn": role });
    generated.push((format!("{id}DeploymentGroup"), made("AWS::CodeDeploy::DeploymentGroup", &group)));
}

/// Where the results of asynchronous calls go; SAM makes a queue or a topic for a destination without one.
fn invocations(id: &str, called: &str, mut config: Value, generated: &mut Vec<(String, Value)>) {
    let own = format!("{id}EventInvokeConfig");
    for outcome in ["OnSuccess", "OnFailure"] {
        let destinations = config.get_mut("DestinationConfig");
        let destination = destinations.and_then(|all| all.get_mut(outcome)).filter(|it| it.is_object());
        let Some(destination) = destination else { continue };
        let (suffix, kind) = match destination["Type"].as_str() {
            Some("SQS") => ("Queue", "AWS::SQS::Queue"),
            Some("SNS") => ("Topic", "AWS::SNS::Topic"),
            _ => continue,
        };
        if destination["Destination"].is_null() {
            let target = format!("{own}{outcome}{suffix}");
            destination["Destination"] = if suffix == "Queue" { arn_of(&target) } else { json!({ "Ref": target }) };
            generated.push((target, made(kind, &json!({}))));
        }
    }
    config["FunctionName"] = json!({ "Ref": id });
    config["Qualifier"] = if called == id { "$LATEST".into() } else { json!({ "Ref": called }) };
    generated.push((own, made("AWS::Lambda::EventInvokeConfig", &config)));
}

/// A URL. Without authorization, it is public.
fn url(id: &str, called: &str, config: &Value, generated: &mut Vec<(String, Value)>) {
    if config.as_object().is_none_or(is_intrinsic) {
        return;
    }
    let mut properties = config.clone();
    properties["TargetFunctionArn"] = json!({ "Ref": called });
    generated.push((format!("{id}Url"), made("AWS::Lambda::Url", &properties)));
    if config["AuthType"] == "NONE" {
        for (suffix, action) in [
            ("UrlPublicPermissions", "lambda:InvokeFunctionUrl"),
            ("URLInvokeAllowPublicAccess", "lambda:InvokeFunction"),
        ] {
            let permission = json!({ "Action": action, "FunctionName": { "Ref": called }, "Principal": "*" });
            generated.push((format!("{id}{suffix}"), made("AWS::Lambda::Permission", &permission)));
        }
    }
}
