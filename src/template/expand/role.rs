//! The role that SAM makes for a function or a state machine that names none.

use serde_json::{Value, json};

use super::merge::{items, made, take};
use crate::template::intrinsics::is_intrinsic;

/// The role of a resource that `service` runs; `None` if the resource names its own.
///
/// SAM's policy templates, such as `DynamoDBCrudPolicy`, are not spelled out: a managed policy stands for each, since what
/// it allows is not in the template.
pub(super) fn generated(id: &str, resource: &mut Value, service: &str, always: &[&str]) -> Option<(String, Value)> {
    let policies = take(resource, "Policies").unwrap_or_default();
    let trust = take(resource, "AssumeRolePolicyDocument").unwrap_or_else(|| trust(service));
    let boundary = take(resource, "PermissionsBoundary");
    let path = take(resource, "RolePath");
    let properties = &mut resource["Properties"];
    if !properties["Role"].is_null() {
        return None;
    }
    let role = format!("{id}Role");
    properties["Role"] = super::merge::arn_of(&role);
    let mut managed: Vec<Value> = always.iter().map(|name| aws_managed(name)).collect();
    let mut inline = Vec::new();
    for (index, policy) in items(policies).into_iter().enumerate() {
        match policy {
            Value::String(name) => {
                managed.push(if name.starts_with("arn:") { name.into() } else { aws_managed(&name) })
            }
            Value::Object(fields) if fields.contains_key("Statement") => {
                inline.push(json!({ "PolicyName": format!("{role}Policy{index}"), "PolicyDocument": fields }));
            }
            Value::Object(fields) if is_intrinsic(&fields) => managed.push(fields.into()),
            Value::Object(fields) => managed.extend(fields.keys().map(|template| Value::from(template.as_str()))),
            _ => {}
        }
    }
    let mut of_role = json!({ "AssumeRolePolicyDocument": trust, "ManagedPolicyArns": managed });
    if !inline.is_empty() {
        of_role["Policies"] = inline.into();
    }
    for (name, value) in [("PermissionsBoundary", boundary), ("Path", path)] {
        if let Some(value) = value {
            of_role[name] = value;
        }
    }
    Some((role, made("AWS::IAM::Role", &of_role)))
}

pub(super) fn trust(service: &str) -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole" }],
    })
}

fn aws_managed(name: &str) -> Value {
    json!({ "Fn::Sub": format!("arn:${{AWS::Partition}}:iam::aws:policy/{name}") })
}
