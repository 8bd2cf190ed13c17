//! IAM roles: actions that exist, least privilege, and every action that the handlers call.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Check, Faults,
    functions::with_sources,
    permissions::matches,
    subject::{Resource, Subject, list, options},
};
use crate::nearest::nearest;

pub(super) const CHECKS: &[Check] = &[
    Check::error("SRV801", "unknown-action", unknown_actions),
    Check::error("SRV802", "any-action", any_action),
    Check::error("SRV803", "any-resource", any_resource),
    Check::error("SRV811", "call-without-permission", calls_without_permission),
];

/// `service action action …`, in lower case, for the services whose actions our roles may name, from the service
/// authorization reference.
const KNOWN: &str = include_str!("iam_actions.txt");

/// Actions that cannot be limited to a known resource: a VPC function's network interfaces, traces, metrics.
const UNSCOPED_ACTIONS: [&str; 11] = [
    "cloudwatch:PutMetricData",
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
];

/// A statement of a role, with its path below the role's `Properties`.
fn statements<'a>(subject: &Subject<'a>) -> Vec<(Resource<'a>, String, &'a Value)> {
    let mut found = Vec::new();
    for resource in subject.resources() {
        let documents: Vec<(String, &Value)> = match resource.kind {
            "AWS::IAM::Role" => {
                let policies = resource.properties["Policies"].as_array().into_iter().flatten().enumerate();
                policies
                    .flat_map(|(index, policy)| options(policy).into_iter().map(move |policy| (index, policy)))
                    .map(|(index, policy)| (format!("/Policies/{index}/PolicyDocument"), &policy["PolicyDocument"]))
                    .collect()
            }
            "AWS::IAM::ManagedPolicy" | "AWS::IAM::Policy" => {
                vec![("/PolicyDocument".to_owned(), &resource.properties["PolicyDocument"])]
            }
            _ => Vec::new(),
        };
        for (path, document) in documents {
            let statements = list(&document["Statement"]).into_iter().enumerate();
            found.extend(
                statements.map(|(index, statement)| (resource, format!("{path}/Statement/{index}"), statement)),
            );
        }
    }
    found
}

fn known() -> impl Iterator<Item = (&'static str, &'static str)> {
    KNOWN.lines().filter_map(|line| line.split_once(' '))
}

fn unknown_actions(subject: &Subject<'_>, faults: &mut Faults) {
    for (role, path, statement) in statements(subject) {
        for action in
            list(&statement["Action"]).into_iter().filter_map(Value::as_str).filter(|action| !action.contains('*'))
        {
            let (service, name) = action.split_once(':').unwrap_or((action, ""));
            let of_service = known().find(|(known, _)| known.eq_ignore_ascii_case(service));
            let Some((_, actions)) = of_service else { continue };
            if !actions.split(' ').any(|known| known.eq_ignore_ascii_case(name)) {
                let fix = match nearest(&name.to_lowercase(), actions.split(' ')) {
                    Some(nearest) => format!("did you mean `{service}:{nearest}`?"),
                    None => format!("see the actions of {service} in the service authorization reference"),
                };
                faults.add(
                    role.at(&format!("{path}/Action")),
                    format!("there is no action `{action}`, so this allows nothing"),
                    fix,
                );
            }
        }
    }
}

fn any_action(subject: &Subject<'_>, faults: &mut Faults) {
    for (role, path, statement) in
        statements(subject).into_iter().filter(|(_, _, statement)| statement["Effect"] == "Allow")
    {
        let mut actions = list(&statement["Action"]).into_iter().filter_map(Value::as_str);
        if let Some(action) = actions.find(|action| action.contains('*')) {
            faults.add(
                role.at(&format!("{path}/Action")),
                format!("`{action}` allows more than the functions need"),
                "list the actions one by one",
            );
        }
    }
}

fn any_resource(subject: &Subject<'_>, faults: &mut Faults) {
    for (role, path, statement) in
        statements(subject).into_iter().filter(|(_, _, statement)| statement["Effect"] == "Allow")
    {
        let needed =
            list(&statement["Action"]).into_iter().all(|action| UNSCOPED_ACTIONS.iter().any(|known| action == known));
        if !needed && list(&statement["Resource"]).into_iter().any(|resource| resource == "*") {
            faults.add(
                role.at(&format!("{path}/Resource")),
                "this allows its actions on every resource in the account",
                "list the ARNs of the resources that the function uses",
            );
        }
    }
}

fn calls_without_permission(subject: &Subject<'_>, faults: &mut Faults) {
    let statements = statements(subject);
    for (function, uses) in with_sources(subject) {
        let Some(role) = subject.referred(&function.properties["Role"]) else { continue };
        let of_role = |policy: &Resource<'_>| {
            let attached = list(&policy.properties["Roles"]);
            let attaching = list(&role.properties["ManagedPolicyArns"]);
            policy.id == role.id
                || attached
                    .iter()
                    .any(|attached| subject.referred(attached).is_some_and(|attached| attached.id == role.id))
                || attaching
                    .iter()
                    .any(|policy_arn| subject.referred(policy_arn).is_some_and(|referred| referred.id == policy.id))
        };
        let allowed: BTreeSet<&str> = statements
            .iter()
            .filter(|(policy, _, statement)| statement["Effect"] == "Allow" && of_role(policy))
            .flat_map(|(_, _, statement)| list(&statement["Action"]).into_iter().filter_map(Value::as_str))
            .collect();
        for action in uses.actions.iter().filter(|action| !allowed.iter().any(|allowed| matches(allowed, action))) {
            faults.add(
                role.at("/Policies"),
                format!("{} calls {action}, but its role does not allow it", function.id),
                format!("allow {action} on the ARN of the resource it uses"),
            );
        }
    }
}
