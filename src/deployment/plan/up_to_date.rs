//! Whether a stack is what is to be deployed already: then no change set has to be computed, which takes CloudFormation
//! seconds or minutes.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{
    aws::{change_sets::ChangeSetRequest, stacks::Stack},
    deployment::stack_readiness::StackReadiness,
    digest::sha256,
};

/// Whether CloudFormation would find nothing to do. `false` where only CloudFormation can know.
pub(super) fn is_up_to_date(readiness: &StackReadiness, desired: &ChangeSetRequest, template_sha256: &str) -> bool {
    let stack = readiness.stack.as_ref().filter(|stack| stack.status.deployed() && stack.tags == desired.tags);
    // Without the permission to read the template, or an answer, there is still the change set.
    let Some((stack, text)) = stack.zip(readiness.live_template_text()) else { return false };
    sha256(text.as_bytes()) == template_sha256
        && !refers_to_changing_values(text)
        && serde_json::from_str(text).is_ok_and(|template| has_parameters(&template, stack, &desired.parameters))
}

/// What CloudFormation looks up anew each time it reads the template, and other people's macros.
fn refers_to_changing_values(text: &str) -> bool {
    const SAM: &str = r#""Transform":"AWS::Serverless-2016-10-31""#;
    text.contains("{{resolve:ssm:")
        || text.contains("AWS::SSM::Parameter::")
        || text.contains("Fn::Transform")
        || text.matches(r#""Transform":"#).count() != text.matches(SAM).count()
}

/// Whether the stack has these values of the template's parameters, and the defaults of the others.
fn has_parameters(template: &Value, stack: &Stack, given: &BTreeMap<String, String>) -> bool {
    let none = Map::new();
    let declared = template["Parameters"].as_object().unwrap_or(&none);
    let has_value = |(name, declaration): (&String, &Value)| {
        // CloudFormation shows asterisks instead of a secret.
        let is_secret = declaration["NoEcho"].as_bool() == Some(true) || declaration["NoEcho"] == "true";
        let wanted = given.get(name).cloned().or_else(|| default(&declaration["Default"]));
        !is_secret && wanted.is_some() && stack.parameters.get(name) == wanted.as_ref()
    };
    declared.iter().all(has_value) && given.keys().all(|name| declared.contains_key(name))
}

fn default(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::stacks::fake::ready_stack;

    fn named(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn has(live: &[(&str, &str)], given: &[(&str, &str)]) -> bool {
        let template = json!({ "Parameters": {
            "Email": { "Type": "String" }, "Rate": { "Type": "Number", "Default": 50 }, "Name": { "Type": "String", "Default": "" },
        } });
        let stack = Stack { parameters: named(live), ..ready_stack(&[]) };
        has_parameters(&template, &stack, &named(given))
    }

    #[test]
    fn a_stack_has_the_given_values_and_the_defaults_of_the_others() {
        let live = [("Email", "ops@example.com"), ("Rate", "50"), ("Name", "")];

        assert!(has(&live, &[("Email", "ops@example.com")]));
        assert!(has(&live, &[("Email", "ops@example.com"), ("Rate", "50")]));
        assert!(!has(&live, &[("Email", "on-call@example.com")]));
        assert!(!has(&live, &[("Email", "ops@example.com"), ("Rate", "60")]));
        assert!(!has(&live, &[("Email", "ops@example.com"), ("Gone", "x")]));
        assert!(!has(&[("Email", "ops@example.com"), ("Rate", "80"), ("Name", "")], &[("Email", "ops@example.com")]));
        assert!(!has(&live[..2], &[("Email", "ops@example.com")]), "a parameter that the stack does not have yet");
        assert!(!has(&live, &[]), "without a value, only CloudFormation can say what is wrong");
    }

    #[test]
    fn a_secret_is_never_known_to_be_the_same() {
        let template = json!({ "Parameters": { "Key": { "Type": "String", "NoEcho": true, "Default": "****" } } });
        let stack = Stack { parameters: named(&[("Key", "****")]), ..ready_stack(&[]) };

        assert!(!has_parameters(&template, &stack, &named(&[("Key", "****")])));
    }

    #[test]
    fn what_is_looked_up_anew_each_time_may_have_changed() {
        assert!(!refers_to_changing_values(r#"{"Transform":"AWS::Serverless-2016-10-31","Resources":{}}"#));
        assert!(!refers_to_changing_values(r#"{"A":"{{resolve:secretsmanager:x}}"}"#));
        for text in [
            r#"{"A":"{{resolve:ssm:name}}"}"#,
            r#"{"Parameters":{"A":{"Type":"AWS::SSM::Parameter::Value<String>"}}}"#,
            r#"{"A":{"Fn::Transform":{"Name":"AWS::Include"}}}"#,
            r#"{"Transform":["AWS::Serverless-2016-10-31","Mine"]}"#,
        ] {
            assert!(refers_to_changing_values(text), "{text}");
        }
    }
}
