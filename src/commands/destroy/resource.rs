//! A resource of a stack about to be deleted, and whether it is deleted too.

use serde_json::Value;

use crate::aws::stacks::Resource;

pub(super) const VERSION: &str = "AWS::Lambda::Version";

#[derive(Debug, Clone, PartialEq)]
pub(super) struct ResourceDeletion {
    pub(super) resource: Resource,
    pub(super) retained: bool,
    /// As the template has them.
    pub(super) properties: Value,
}

impl ResourceDeletion {
    pub(super) fn of(resource: Resource, template: &Value) -> Self {
        let written = &template["Resources"][&resource.logical_id];
        let retained = is_retained(written) && !goes_with_its_function(&resource.kind, written, template);
        Self { retained, properties: written["Properties"].clone(), resource }
    }
}

/// Whether a resource, as its template has it, outlives its stack.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>
pub(super) fn is_retained(resource: &Value) -> bool {
    matches!(resource["DeletionPolicy"].as_str(), Some("Retain" | "RetainExceptOnCreate"))
}

/// SAM retains every version of a function; but Lambda deletes them together with the function, and CloudFormation only
/// says that it skips them.
fn goes_with_its_function(kind: &str, resource: &Value, template: &Value) -> bool {
    let function = resource["Properties"]["FunctionName"]["Ref"].as_str();
    kind == VERSION && function.is_some_and(|function| !is_retained(&template["Resources"][function]))
}
