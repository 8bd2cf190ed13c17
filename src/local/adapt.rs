//! Adapts a packaged template to the local emulator.

use std::{collections::BTreeMap, env::consts::ARCH};

use serde_json::{Map, Value};

use super::LocalStage;

/// Resource types that the emulator rejects, and what is missing without them.
/// No other resource can refer to these, so the rest of the stack is the same as on AWS.
const LEFT_OUT: &[(&str, &str)] = &[
    ("AWS::ApplicationSignals::ServiceLevelObjective", "no objectives are tracked"),
    ("AWS::Cognito::LogDeliveryConfiguration", "the user pool delivers no logs"),
    ("AWS::Cognito::UserPoolRiskConfigurationAttachment", "sign-ins are not rated by risk"),
    ("AWS::Logs::DataProtectionPolicy", "logs are not searched for personal data"),
    ("AWS::Logs::QueryDefinition", "the emulator has no statistics of Logs Insights"),
    ("AWS::XRay::Group", "traces are not grouped"),
    ("AWS::XRay::SamplingRule", "traces are not sampled"),
];

/// Why a canary has no effect: the emulator records CodeDeploy's resources, but shifts no traffic.
pub(crate) const NO_CODEDEPLOY: &str = "all traffic moves to new code at once: the emulator has no CodeDeploy";

/// A template that the emulator deploys.
#[derive(Debug, PartialEq)]
pub(crate) struct Adapted {
    pub(crate) template: Value,
    /// One sentence per resource left out.
    pub(crate) left_out: Vec<String>,
    /// Parameter values for the emulator, only for parameters that the template has.
    pub(crate) parameters: BTreeMap<String, String>,
}

impl LocalStage {
    /// The template as the emulator can deploy it, and what was changed.
    pub(crate) fn adapt(&self, template: Value) -> Adapted {
        adapt(template, &self.endpoint_url())
    }
}

fn adapt(mut template: Value, endpoint_url: &str) -> Adapted {
    let parameters = parameters(&template, endpoint_url);
    let left_out = template.get_mut("Resources").and_then(Value::as_object_mut).map(leave_out).unwrap_or_default();
    Adapted { template, left_out, parameters }
}

fn parameters(template: &Value, endpoint_url: &str) -> BTreeMap<String, String> {
    // The emulator runs the functions as processes of this machine.
    let architecture = if ARCH == "aarch64" { "arm64" } else { "x86_64" };
    [("Architecture", architecture), ("CognitoEndpoint", endpoint_url)]
        .into_iter()
        .filter(|(name, _)| !template["Parameters"][*name].is_null())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn leave_out(resources: &mut Map<String, Value>) -> Vec<String> {
    let mut removed = Vec::new();
    let mut of_kind: Vec<(&str, &str, Vec<String>)> = Vec::new();
    resources.retain(|name, resource| {
        let Some((kind, meaning)) = LEFT_OUT.iter().find(|(kind, _)| resource["Type"] == *kind) else { return true };
        match of_kind.iter_mut().find(|(known, ..)| known == kind) {
            Some((.., names)) => names.push(name.clone()),
            None => of_kind.push((*kind, *meaning, vec![name.clone()])),
        }
        removed.push(name.clone());
        false
    });
    for resource in resources.values_mut().filter_map(Value::as_object_mut) {
        remove_dependencies(resource, &removed);
    }
    let sentence = |(kind, meaning, names): (&str, &str, Vec<String>)| {
        let are = if names.len() == 1 { "is" } else { "are" };
        format!("{} ({kind}) {are} left out on the local stage: {meaning}", names.join(", "))
    };
    of_kind.into_iter().map(sentence).collect()
}

/// `DependsOn` is a name or a list of names; CloudFormation rejects an empty list.
fn remove_dependencies(resource: &mut Map<String, Value>, removed: &[String]) {
    let is_removed = |name: &Value| removed.iter().any(|removed| name == removed);
    let empty = match resource.get_mut("DependsOn") {
        Some(Value::Array(names)) => {
            names.retain(|name| !is_removed(name));
            names.is_empty()
        }
        Some(name) => is_removed(name),
        None => false,
    };
    if empty {
        resource.shift_remove("DependsOn");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ENDPOINT: &str = "http://127.0.0.1:4566";

    #[test]
    fn supported_resources_stay_unchanged() {
        let template = json!({ "Resources": { "Table": { "Type": "AWS::DynamoDB::Table", "DependsOn": "Bucket" } } });

        let adapted = adapt(template.clone(), ENDPOINT);

        assert_eq!(adapted, Adapted { template, left_out: Vec::new(), parameters: BTreeMap::new() });
    }

    #[test]
    fn unsupported_resources_are_left_out_and_named() {
        let template = json!({ "Resources": {
            "Rule": { "Type": "AWS::XRay::SamplingRule" },
            "Other": { "Type": "AWS::XRay::SamplingRule" },
            "Group": { "Type": "AWS::XRay::Group" },
            "A": { "Type": "AWS::SNS::Topic", "DependsOn": "Rule" },
            "B": { "Type": "AWS::SNS::Topic", "DependsOn": ["Rule", "A"] },
            "C": { "Type": "AWS::SNS::Topic", "DependsOn": ["Rule", "Group"] },
        } });

        let adapted = adapt(template, ENDPOINT);

        assert_eq!(
            adapted.template,
            json!({ "Resources": {
                "A": { "Type": "AWS::SNS::Topic" },
                "B": { "Type": "AWS::SNS::Topic", "DependsOn": ["A"] },
                "C": { "Type": "AWS::SNS::Topic" },
            } })
        );
        assert_eq!(
            adapted.left_out,
            [
                "Rule, Other (AWS::XRay::SamplingRule) are left out on the local stage: traces are not sampled",
                "Group (AWS::XRay::Group) is left out on the local stage: traces are not grouped",
            ]
        );
    }

    #[test]
    fn only_parameters_of_the_template_are_set() {
        let template = json!({ "Parameters": { "CognitoEndpoint": { "Type": "String" } } });

        let adapted = adapt(template, ENDPOINT);

        assert_eq!(adapted.parameters, BTreeMap::from([("CognitoEndpoint".to_owned(), ENDPOINT.to_owned())]));
    }
}
