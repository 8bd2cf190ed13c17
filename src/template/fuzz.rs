//! Whatever a template is: it is refused or handled, and nothing panics.
//!
//! `PROPTEST_CASES=100000 cargo test template::fuzz` is the long run.

use std::collections::BTreeMap;

use proptest::{collection, prelude::*, sample::select};
use serde_json::{Map, Value, json};

use super::{Template, package::CodeLocation, shape, yaml};
use crate::canary::Canary;

/// Words that the code looks for, far more often than chance would have them.
const WORDS: [&str; 56] = [
    "Resources",
    "Parameters",
    "Conditions",
    "Mappings",
    "Outputs",
    "Metadata",
    "Globals",
    "Function",
    "Api",
    "Type",
    "Properties",
    "Default",
    "NoEcho",
    "true",
    "Condition",
    "DependsOn",
    "Ref",
    "Fn::GetAtt",
    "Fn::Sub",
    "Fn::If",
    "Fn::Transform",
    "AWS::Include",
    "Name",
    "Location",
    "${A.Arn}",
    "${",
    "A",
    "GetFunction",
    "ApiStage",
    "AWS::Serverless::Function",
    "AWS::Serverless::Api",
    "AWS::Lambda::Permission",
    "AWS::CloudWatch::Alarm",
    "AWS::DynamoDB::Table",
    "AWS::IAM::Role",
    "AWS::S3::Bucket",
    "AWS::Cognito::UserPool",
    "Environment",
    "Variables",
    "CodeUri",
    "DefinitionBody",
    "BuildProperties",
    "Binary",
    "Architectures",
    "AutoPublishAlias",
    "StageName",
    "v1",
    "srvls",
    "CanaryAlarms",
    "Suppress",
    "paths",
    "info",
    "Policies",
    "PolicyDocument",
    "Statement",
    ":path/2015-03-31/functions/${GetFunction.Arn}/invocations",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![8 => select(&WORDS[..]).prop_map(str::to_owned), 1 => any::<String>()]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => word().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => select(vec![json!(null), json!(true), json!([]), json!({})]),
    ];
    leaf.prop_recursive(6, 40, 4, |inner| {
        prop_oneof![
            1 => collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            4 => fields(inner).prop_map(Value::Object),
        ]
    })
}

fn fields(values: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    collection::vec((word(), values), 0..4).prop_map(|fields| fields.into_iter().collect())
}

/// A template with something wrong anywhere in it, but not already at its top.
fn template() -> impl Strategy<Value = String> {
    let resource = prop_oneof![
        4 => (word(), value()).prop_map(|(kind, properties)| json!({ "Type": kind, "Properties": properties })),
        1 => value(),
    ];
    let resources = collection::vec((word(), resource), 1..5);
    let sections = (resources, value(), value(), value());
    sections.prop_map(|(resources, parameters, globals, metadata)| {
        let resources: Map<String, Value> = resources.into_iter().collect();
        let mut body = json!({ "Resources": resources });
        let sections = [("Parameters", parameters), ("Globals", globals), ("Metadata", metadata)];
        for (name, section) in sections.into_iter().filter(|(_, section)| section.is_object()) {
            body[name] = section;
        }
        body.to_string()
    })
}

/// Our own template with some of its lines dropped, doubled or replaced.
fn damaged() -> impl Strategy<Value = String> {
    let own = include_str!("../../templates/edge.yaml");
    let lines: Vec<&str> = own.lines().collect();
    let damage = (0..lines.len(), prop_oneof![Just(None), word().prop_map(Some)]);
    collection::vec(damage, 0..4).prop_map(move |damages| {
        let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        for (at, by) in damages {
            lines[at] = by.map_or_else(String::new, |word| match lines[at].split_once(':') {
                Some((key, _)) => format!("{key}: {word}"),
                None => word,
            });
        }
        lines.join("\n")
    })
}

/// Everything that is done with a template before AWS sees it.
fn handle(text: &str) {
    let Ok(source) = yaml::parse(text) else { return };
    if shape::check_template(&source).is_err() {
        return;
    }
    let template = Template { path: "/nowhere/template.yaml".into(), source, includes: BTreeMap::new() };
    let none = BTreeMap::new();
    let _ = template.check();
    let _ = Template::check_parameters(&[&template], &none);
    let _ = (template.secret_parameters(), template.resource_types(), template.unconditional_resources());
    let code = template.code_sources(&none).unwrap_or_default().into_iter();
    let location = CodeLocation { bucket: "b".into(), key: "k".into() };
    let body = template.with_artifacts(&code.map(|function| (function.logical_id, location.clone())).collect());
    let _ = template.package(body.clone(), &none);
    let _ = template.with_canary(body, Canary::Linear1, &none);
}

proptest! {
    // What a failure shows belongs into a test of its own, not into a file of seeds.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        handle(&text);
    }

    #[test]
    fn no_yaml_makes_the_reader_panic(text in "[-\\[\\]{}:,&*!<>|'\"a#% \n]{0,40}") {
        handle(&text);
    }

    #[test]
    fn no_template_makes_a_deployment_panic(text in template()) {
        handle(&text);
    }

}

proptest! {
    // All checks of a whole template take their time.
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases / 8,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_damage_to_a_template_makes_a_deployment_panic(text in damaged()) {
        handle(&text);
    }
}
