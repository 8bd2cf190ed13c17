//! References, conditions and dependencies: the names they use have to exist.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    check::{Check, Faults},
    subject::Subject,
};
use crate::{
    nearest::did_you_mean,
    template::{
        intrinsics::{logical_id, placeholders, sub, walk},
        lines::child,
    },
};

pub(super) const CHECKS: &[Check] = &[
    Check::error("SRV101", "dangling-reference", dangling_references),
    Check::error("SRV102", "unknown-condition", unknown_conditions),
    Check::error("SRV103", "dependency-cycle", dependency_cycles),
];

const PSEUDO_PARAMETERS: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// The suffixes that refer to a resource SAM generates, as in `GetFunction.Alias` or `Api.Stage`.
const GENERATED_BY_SAM: [&str; 11] = [
    "Alias",
    "ApiKey",
    "Deployment",
    "DestinationQueue",
    "DestinationTopic",
    "DomainName",
    "DomainNameV2",
    "Stage",
    "UsagePlan",
    "UsagePlanKey",
    "Version",
];

/// Whether SAM makes a resource of this name whose logical id the expansion does not have: one that ends with a digest, or
/// one of a type that is not expanded.
fn may_be_generated(subject: &Subject<'_>, name: &str) -> bool {
    let digest = name.len().checked_sub(DIGEST_LENGTH).and_then(|start| name.split_at_checked(start));
    let of_digest = digest.filter(|(_, digest)| digest.chars().all(|digit| digit.is_ascii_hexdigit()));
    of_digest.is_some_and(|(id, _)| subject.resource(id).is_some())
        || subject.resources().any(|it| it.kind.starts_with("AWS::Serverless::") && name.starts_with(it.id))
}

/// <https://github.com/aws/serverless-application-model/blob/develop/samtranslator/translator/logical_id_generator.py>
const DIGEST_LENGTH: usize = 10;

fn dangling_references(subject: &Subject<'_>, faults: &mut Faults) {
    let declared = |section: &str| subject.body[section].as_object().into_iter().flat_map(|named| named.keys());
    let known: BTreeSet<&str> =
        declared("Parameters").chain(declared("Resources")).map(String::as_str).chain(PSEUDO_PARAMETERS).collect();
    for section in ["Conditions", "Resources", "Outputs"] {
        references(subject, &subject.body[section], &format!("/{section}"), &mut |pointer, name| {
            if !known.contains(name) && !may_be_generated(subject, name) {
                let fix = did_you_mean(name, known.iter().copied(), || "declare it, or correct the name".to_owned());
                faults.add(pointer, format!("`{name}` is neither a resource nor a parameter"), fix);
            }
        });
    }
}

/// Every logical id that is referred to below `value`.
fn references<'a>(subject: &Subject<'_>, value: &'a Value, pointer: &str, found: &mut impl FnMut(&str, &'a str)) {
    walk(value, pointer, &mut |pointer, node| {
        if let Some(name) = node["Ref"].as_str() {
            found(pointer, referred_id(subject, name));
        }
        match &node["Fn::GetAtt"] {
            Value::Array(parts) => parts.first().and_then(Value::as_str).into_iter().for_each(|id| found(pointer, id)),
            Value::String(path) => found(pointer, logical_id(path)),
            _ => {}
        }
        if let Some(text) = sub(node) {
            let own = &node["Fn::Sub"][1];
            let names = placeholders(text).into_iter().filter(|name| own.get(name).is_none());
            names.for_each(|name| found(pointer, logical_id(name)));
        }
        let order = &node["DependsOn"];
        let names = order.as_array().into_iter().flatten().chain([order]).filter_map(Value::as_str);
        names.for_each(|name| found(&child(pointer, "DependsOn"), name));
    });
}

/// The logical id that a `Ref` names: of `GetFunction.Alias`, which SAM generates, that of the function.
fn referred_id<'a>(subject: &Subject<'_>, name: &'a str) -> &'a str {
    const OWNERS: [&str; 3] = ["AWS::Lambda::Function", "AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"];
    let may_own = |id: &str| {
        let owner = subject.resource(id);
        owner.is_none_or(|owner| OWNERS.contains(&owner.kind) || owner.kind.starts_with("AWS::Serverless::"))
    };
    let generated = name.split_once('.').filter(|(id, suffix)| GENERATED_BY_SAM.contains(suffix) && may_own(id));
    generated.map_or(name, |(id, _)| id)
}

fn unknown_conditions(subject: &Subject<'_>, faults: &mut Faults) {
    let known = subject.body["Conditions"].as_object();
    let mut check = |pointer: String, name: &Value| {
        let name = name.as_str().unwrap_or_default();
        if !known.is_some_and(|known| known.contains_key(name)) {
            faults.add(pointer, format!("there is no condition `{name}`"), "declare it under `Conditions`");
        }
    };
    for section in ["Resources", "Outputs"] {
        for (id, named) in subject.body[section].as_object().into_iter().flatten() {
            if let Some(condition) = named.get("Condition") {
                check(format!("{}/Condition", child(&format!("/{section}"), id)), condition);
            }
        }
    }
    walk(subject.body, "", &mut |pointer, node| {
        if let Some(condition) = node["Fn::If"].get(0) {
            check(format!("{pointer}/Fn::If/0"), condition);
        }
        if pointer.starts_with("/Conditions/")
            && let Some(condition) = node.get("Condition")
        {
            check(format!("{pointer}/Condition"), condition);
        }
    });
}

fn dependency_cycles(subject: &Subject<'_>, faults: &mut Faults) {
    let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for resource in subject.resources() {
        let needed = needs.entry(resource.id).or_default();
        references(subject, resource.whole, "", &mut |_, name| {
            needed.insert(name);
        });
    }
    // Repeatedly remove what can be created: what is left is part of a cycle, or depends on one.
    loop {
        let ready: Vec<&str> = needs
            .iter()
            .filter(|(_, needed)| needed.iter().all(|name| !needs.contains_key(name)))
            .map(|(id, _)| *id)
            .collect();
        if ready.is_empty() {
            break;
        }
        ready.iter().for_each(|id| drop(needs.remove(id)));
    }
    let needed: BTreeSet<&str> = needs.values().flatten().copied().collect();
    let cycle: Vec<&str> = needs.keys().copied().filter(|id| needed.contains(id)).collect();
    if let Some(first) = cycle.first() {
        faults.add(
            child("/Resources", first),
            format!("circular dependency: {}", cycle.join(", ")),
            "break the cycle: give one of them a fixed name, and use that name in place of the reference",
        );
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::template::Template;

    fn dangling(text: &str) -> Vec<String> {
        let template = Template::of("/app/t.yaml", text);
        let findings = template.check().expect("checked").findings.into_iter();
        findings.filter(|finding| finding.id == "SRV101").map(|finding| finding.message).collect()
    }

    const FUNCTION: &str = "
Resources:
  GetFunction:
    Type: AWS::Serverless::Function
    Properties: {AutoPublishAlias: live, Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}}
  Graph: {Type: AWS::Serverless::GraphQLApi}
Outputs:
  Value: {Value: !Ref NAME}
";

    #[test]
    fn what_sam_generates_can_be_referred_to() {
        for name in [
            "ServerlessRestApi",
            "ServerlessRestApi.Stage",
            "ServerlessRestApiProdStage",
            "ServerlessRestApiDeployment1a2b3c4d5e",
            "GetFunctionRole",
            "GetFunctionGetPermissionProd",
            "GetFunctionAliaslive",
            "GetFunctionVersion0123456789",
            "GetFunction.Version",
            "GraphSchema",
        ] {
            assert_eq!(dangling(&FUNCTION.replace("NAME", name)), [""; 0], "{name}");
        }
    }

    #[test]
    fn what_sam_does_not_generate_here_is_still_dangling() {
        for name in ["ServerlessHttpApi", "GetFunctionUrl", "GetFunctionAliasbeta", "GetFunctionVersionnothexatall"] {
            let expected = format!("`{name}` is neither a resource nor a parameter");
            assert_eq!(dangling(&FUNCTION.replace("NAME", name)), [expected], "{name}");
        }
    }

    /// Public examples, as they are published.
    #[test]
    fn the_examples_refer_to_nothing_that_is_missing() {
        for name in ["expansion", "greeter", "hello-world", "notes", "orders"] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name).join("template.yaml");
            let findings = Template::read(&path).and_then(|template| template.check()).expect("checked").findings;

            let found: Vec<_> = findings.iter().filter(|finding| finding.id.starts_with("SRV1")).collect();
            assert!(found.is_empty(), "{name}: {found:?}");
        }
    }
}
