//! What SAM makes of its remaining types: tables, layers, nested applications, state machines.

use serde_json::{Value, json};

use super::{
    merge::{made, rename, take},
    role,
};

pub(super) fn simple_table(resource: &mut Value) {
    resource["Type"] = "AWS::DynamoDB::Table".into();
    let key = take(resource, "PrimaryKey").unwrap_or_else(|| json!({ "Name": "id", "Type": "String" }));
    let kind = match key["Type"].as_str() {
        Some("Number") => "N",
        Some("Binary") => "B",
        _ => "S",
    };
    let properties = &mut resource["Properties"];
    properties["AttributeDefinitions"] = json!([{ "AttributeName": key["Name"], "AttributeType": kind }]);
    properties["KeySchema"] = json!([{ "AttributeName": key["Name"], "KeyType": "HASH" }]);
    if properties["ProvisionedThroughput"].is_null() {
        take(resource, "ProvisionedThroughput");
        resource["Properties"]["BillingMode"] = "PAY_PER_REQUEST".into();
    }
}

pub(super) fn layer(resource: &mut Value) {
    resource["Type"] = "AWS::Lambda::LayerVersion".into();
    rename(resource, "ContentUri", "Content");
}

pub(super) fn application(resource: &mut Value) {
    resource["Type"] = "AWS::CloudFormation::Stack".into();
    rename(resource, "Location", "TemplateURL");
}

/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-statemachine.html>
pub(super) fn state_machine(id: &str, resource: &mut Value) -> Vec<(String, Value)> {
    resource["Type"] = "AWS::StepFunctions::StateMachine".into();
    rename(resource, "Definition", "DefinitionString");
    let role = role::generated(id, resource, "states.amazonaws.com", &[]);
    if let Some(role) = resource["Properties"].as_object_mut().and_then(|fields| fields.shift_remove("Role")) {
        resource["Properties"]["RoleArn"] = role;
    }
    let mut generated: Vec<_> = role.into_iter().collect();
    take(resource, "Events");
    take(resource, "DeploymentPreference");
    if let Some(Value::String(alias)) = take(resource, "AutoPublishAlias") {
        let version = format!("{id}Version");
        let properties = json!({ "StateMachineArn": { "Ref": id } });
        generated.push((version, made("AWS::StepFunctions::StateMachineVersion", &properties)));
        let properties = json!({ "Name": alias });
        generated.push((format!("{id}Alias{alias}"), made("AWS::StepFunctions::StateMachineAlias", &properties)));
    }
    generated
}
