//! IAM roles: actions that exist, least privilege, and every action that the handlers call.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    check::{Check, Faults},
    functions::with_sources,
    permissions::matches,
    subject::{Resource, Subject, list, options},
};
use crate::nearest::nearest;

pub(super) const CHECKS: &[Check] = &[
    Check::warning("SRV801", "unknown-action", unknown_actions),
    Check::warning("SRV802", "any-action", any_action),
    Check::warning("SRV803", "any-resource", any_resource),
    Check::error("SRV811", "call-without-permission", calls_without_permission),
    Check::warning("SRV812", "stopped-loop", stopped_loops),
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
    for (function, uses) in with_sources(subject) {
        let Some(role) = subject.referred(&function.properties["Role"]) else { continue };
        if has_unknown_policies(subject, role) {
            continue;
        }
        let allowing = allowing(subject, role);
        let allowed: BTreeSet<&str> =
            allowing.iter().flat_map(|statement| list(&statement["Action"])).filter_map(Value::as_str).collect();
        for action in uses.actions.iter().filter(|action| !allowed.iter().any(|allowed| matches(allowed, action))) {
            faults.add(
                role.at("/Policies"),
                format!("{} calls {action}, but its role does not allow it", function.id),
                format!("allow {action} on the ARN of the resource it uses"),
            );
        }
    }
}

/// The policies of AWS that every function may have, and that allow none of the calls that handlers make.
const OF_EVERY_FUNCTION: [&str; 3] =
    ["AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole", "AWSXRayDaemonWriteAccess"];

/// Whether a policy is attached whose statements are not in the template: one of AWS, or a policy template of SAM.
fn has_unknown_policies(subject: &Subject<'_>, role: Resource<'_>) -> bool {
    list(&role.properties["ManagedPolicyArns"]).into_iter().any(|attached| {
        let name = subject.text(attached).unwrap_or_default();
        let harmless = OF_EVERY_FUNCTION.iter().any(|known| name.ends_with(known));
        !harmless && subject.referred(attached).is_none()
    })
}

/// The statements that allow a role something: its own, and those of its policies.
fn allowing<'a>(subject: &Subject<'a>, role: Resource<'_>) -> Vec<&'a Value> {
    let refers_to = |value: &Value, id: &str| subject.referred(value).is_some_and(|referred| referred.id == id);
    let attached = list(&role.properties["ManagedPolicyArns"]);
    let of_role = |policy: &Resource<'_>| {
        policy.id == role.id
            || list(&policy.properties["Roles"]).into_iter().any(|attached| refers_to(attached, role.id))
            || attached.iter().any(|attached| refers_to(attached, policy.id))
    };
    let statements = statements(subject).into_iter();
    let allowing = statements.filter(|(policy, _, statement)| statement["Effect"] == "Allow" && of_role(policy));
    allowing.map(|(_, _, statement)| statement).collect()
}

/// Lambda takes a function that sends to the queue it reads from for a runaway loop, and stops it after 16 rounds.
/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html>
fn stopped_loops(subject: &Subject<'_>, faults: &mut Faults) {
    for mapping in subject.of_kind("AWS::Lambda::EventSourceMapping") {
        let Some(function) = subject.referred(&mapping.properties["FunctionName"]) else { continue };
        let Some(queue) = subject.referred(&mapping.properties["EventSourceArn"]) else { continue };
        let Some(role) = subject.referred(&function.properties["Role"]) else { continue };
        let sends = allowing(subject, role).into_iter().any(|statement| {
            let mut actions = list(&statement["Action"]).into_iter().filter_map(Value::as_str);
            let mut resources = list(&statement["Resource"]).into_iter();
            actions.any(|action| matches(action, "sqs:SendMessage"))
                && resources.any(|resource| subject.referred(resource).is_some_and(|sent_to| sent_to.id == queue.id))
        });
        if sends && function.properties["RecursiveLoop"].is_null() {
            faults.add(
                function.at("/RecursiveLoop"),
                format!(
                    "{} may send to the queue that invokes it, and Lambda stops this loop after 16 rounds",
                    function.id
                ),
                "set RecursiveLoop to Allow if the handler ends the loop itself, or to Terminate if Lambda has to",
            );
        }
    }
}
