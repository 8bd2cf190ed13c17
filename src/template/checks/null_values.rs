//! Keys without a value: CloudFormation refuses them, and the language extensions remove them.

use serde_json::Value;

use super::{
    check::{Check, Faults},
    subject::{Resource, Subject},
};
use crate::template::{intrinsics::walk, lines::child};

pub(super) const CHECKS: &[Check] = &[Check::error("SRV105", "null-value", null_values)];

fn null_values(subject: &Subject<'_>, faults: &mut Faults) {
    let extended = has_language_extensions(&subject.body["Transform"]);
    for resource in subject.resources() {
        walk(resource.whole, &child("/Resources", resource.id), &mut |pointer, node| {
            if !node.is_null() {
                return;
            }
            match (is_definition(&resource, pointer), extended) {
                (true, false) | (false, true) => {}
                (true, true) => faults.add(
                    pointer,
                    "the language extensions remove this null from the state machine",
                    "upload the definition and give its `s3://` address, or leave the language extensions out",
                ),
                (false, false) => faults.add(
                    pointer,
                    "it has no value, and CloudFormation refuses null",
                    "give it a value, or leave the key out",
                ),
            }
        });
    }
}

/// <https://github.com/aws-cloudformation/cfn-language-discussion/issues/100>
fn has_language_extensions(transform: &Value) -> bool {
    let is_it = |name: &Value| name == "AWS::LanguageExtensions";
    is_it(transform) || transform.as_array().is_some_and(|names| names.iter().any(is_it))
}

/// Whether this is in a definition that SAM makes a text of, in which null means something: `ResultPath: null`.
fn is_definition(resource: &Resource<'_>, pointer: &str) -> bool {
    resource.kind == "AWS::StepFunctions::StateMachine" && pointer.starts_with(&resource.at("/DefinitionString/"))
}

#[cfg(test)]
mod tests {
    use crate::template::Template;

    fn found(transform: &str, resource: &str) -> Vec<String> {
        let text = format!("Transform: {transform}\nResources:\n  A: {resource}");
        let findings = Template::of("/app/template.yaml", &text).check().expect("no handlers").findings.into_iter();
        findings.filter(|finding| finding.id == "SRV105").map(|finding| finding.message).collect()
    }

    const SAM: &str = "AWS::Serverless-2016-10-31";
    const EXTENDED: &str = "[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]";
    const STATES: &str =
        "{Type: AWS::Serverless::StateMachine, Properties: {Definition: {States: {A: {ResultPath: null}}}}}";

    #[test]
    fn a_key_without_a_value_is_refused_unless_the_language_extensions_remove_it() {
        for resource in [
            "{Type: AWS::S3::Bucket, Properties: }",
            "{Type: AWS::StepFunctions::StateMachine, Properties: {Definition: {States: {A: {ResultPath: null}}}}}",
            "{Type: AWS::S3::Bucket, Properties: {Tags: [{Key: a, Value: }]}}",
            "{Type: AWS::Serverless::Api, Properties: {StageName: a, DefinitionBody: {paths: {/a: {get: {x: null}}}}}}",
        ] {
            assert_eq!(found(SAM, resource).len(), 1, "{resource}");
            assert_eq!(found(EXTENDED, resource), [""; 0], "{resource}");
        }
    }

    #[test]
    fn a_null_of_a_state_machine_is_lost_with_the_language_extensions_alone() {
        assert_eq!(found(SAM, STATES), [""; 0]);
        assert!(found(EXTENDED, STATES)[0].contains("remove this null"));
    }
}
