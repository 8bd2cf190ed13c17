//! Keys without a value: CloudFormation refuses them, and the language extensions remove them.

use serde_json::Value;

use super::{
    check::{Check, Faults},
    subject::Subject,
};
use crate::template::intrinsics::walk;

pub(super) const CHECKS: &[Check] = &[Check::error("SRV105", "null-value", null_values)];

/// In which CloudFormation refuses a null. Whether it does in the template's own `Metadata`, no source says.
const SECTIONS: [&str; 5] = ["Parameters", "Mappings", "Conditions", "Resources", "Outputs"];

fn null_values(subject: &Subject<'_>, faults: &mut Faults) {
    let extended = has_language_extensions(&subject.body["Transform"]);
    for section in SECTIONS {
        let Some(value) = subject.body.get(section) else { continue };
        walk(value, &format!("/{section}"), &mut |pointer, node| {
            if !node.is_null() {
                return;
            }
            let (what, fix) = match (is_definition(subject, pointer), extended) {
                (true, false) | (false, true) => return,
                (true, true) => (
                    "the language extensions remove this null from the state machine",
                    "upload the definition and give its `s3://` address, or leave the language extensions out",
                ),
                (false, false) => {
                    ("it has no value, and CloudFormation refuses null", "give it a value, or leave the key out")
                }
            };
            faults.add(pointer, what, fix);
        });
    }
}

/// <https://github.com/aws-cloudformation/cfn-language-discussion/issues/100>
fn has_language_extensions(transform: &Value) -> bool {
    let is_it = |name: &Value| name == "AWS::LanguageExtensions";
    is_it(transform) || transform.as_array().is_some_and(|names| names.iter().any(is_it))
}

/// Whether this is in a definition that SAM makes a text of, in which null means something: `ResultPath: null`.
fn is_definition(subject: &Subject<'_>, pointer: &str) -> bool {
    let mut machines = subject.of_kind("AWS::StepFunctions::StateMachine");
    machines.any(|machine| pointer.starts_with(&machine.at("/DefinitionString/")))
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
    fn a_value_is_missing_elsewhere_too() {
        for section in
            ["Parameters: {P: {Type: String, Default: }}", "Outputs: {O: {Value: }}", "Mappings: {M: {a: {b: }}}"]
        {
            let text = format!("{section}\nResources: {{A: {{Type: AWS::SNS::Topic}}}}");
            let findings = Template::of("/app/template.yaml", &text).check().expect("no handlers").findings;
            let found: Vec<&str> = findings.iter().map(|finding| finding.id).collect();
            assert_eq!(found, ["SRV105"], "{section}");
        }
    }

    #[test]
    fn a_null_of_a_state_machine_is_lost_with_the_language_extensions_alone() {
        assert_eq!(found(SAM, STATES), [""; 0]);
        assert!(found(EXTENDED, STATES)[0].contains("remove this null"));
    }
}
