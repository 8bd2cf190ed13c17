//! What the resources of a template are called on AWS, as far as it can be known before they exist.

use std::{collections::BTreeMap, fmt};

use serde_json::Value;

use super::{Template, intrinsics};
use crate::stage::StackName;

/// The name that a resource will have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PhysicalName {
    logical_id: String,
    /// Such as `role`.
    pub(crate) what: &'static str,
    pub(crate) name: String,
    /// The longest name that the service allows.
    pub(crate) limit: usize,
}

impl PhysicalName {
    /// Whether CloudFormation makes up the end of the name.
    pub(crate) fn is_generated(&self) -> bool {
        self.name.ends_with(RANDOM)
    }
}

impl fmt::Display for PhysicalName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} {}", self.what, self.logical_id)
    }
}

/// A resource type whose names have a limit: its word, the property with the name, and whether CloudFormation makes up
/// a name without it, `<stack>-<logical id>-<random>`.
struct Named {
    kind: &'static str,
    what: &'static str,
    property: &'static str,
    limit: usize,
    generated: bool,
}

const fn named(kind: &'static str, what: &'static str, property: &'static str, limit: usize, generated: bool) -> Named {
    Named { kind, what, property, limit, generated }
}

/// From the types' schemas (`maxLength`) and the quotas of the services.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html>
const NAMED: [Named; 25] = [
    named("AWS::Budgets::Budget", "budget", "/Budget/BudgetName", 100, false),
    named(
        "AWS::CloudFront::OriginAccessControl",
        "origin access control",
        "/OriginAccessControlConfig/Name",
        64,
        false,
    ),
    named("AWS::CloudFront::CachePolicy", "cache policy", "/CachePolicyConfig/Name", 128, false),
    named("AWS::CloudFront::ResponseHeadersPolicy", "headers policy", "/ResponseHeadersPolicyConfig/Name", 128, false),
    named("AWS::CloudWatch::Alarm", "alarm", "/AlarmName", 255, true),
    named("AWS::CloudWatch::CompositeAlarm", "alarm", "/AlarmName", 255, true),
    named("AWS::CloudWatch::Dashboard", "dashboard", "/DashboardName", 255, true),
    named("AWS::CodeDeploy::Application", "CodeDeploy application", "/ApplicationName", 100, true),
    named("AWS::Cognito::UserPool", "user pool", "/UserPoolName", 128, false),
    named("AWS::Cognito::UserPoolDomain", "user pool domain", "/Domain", 63, false),
    named("AWS::DynamoDB::Table", "table", "/TableName", 255, true),
    named("AWS::Events::Rule", "rule", "/Name", 64, true),
    named("AWS::IAM::ManagedPolicy", "policy", "/ManagedPolicyName", 128, true),
    named("AWS::IAM::Role", "role", "/RoleName", 64, true),
    named("AWS::Lambda::Function", "function", "/FunctionName", 64, true),
    named("AWS::Serverless::Function", "function", "/FunctionName", 64, true),
    named("AWS::Logs::DeliveryDestination", "log delivery destination", "/Name", 60, false),
    named("AWS::Logs::DeliverySource", "log delivery source", "/Name", 60, false),
    named("AWS::Logs::LogGroup", "log group", "/LogGroupName", 512, true),
    named("AWS::S3::Bucket", "bucket", "/BucketName", 63, true),
    named("AWS::SNS::Topic", "topic", "/TopicName", 256, true),
    named("AWS::SQS::Queue", "queue", "/QueueName", 80, true),
    named("AWS::SecretsManager::Secret", "secret", "/Name", 512, false),
    named("AWS::WAFv2::IPSet", "IP set", "/Name", 128, false),
    named("AWS::WAFv2::WebACL", "web ACL", "/Name", 128, false),
];

/// In place of the random ending that CloudFormation makes up: at most 13 characters.
const RANDOM: &str = "XXXXXXXXXXXXX";

impl Template {
    /// The names of the resources of `stack`, where the template or CloudFormation builds them from the stack's name.
    ///
    /// CloudFormation cuts a name that it makes up to the service's limit, and with it maybe the stack's name, by which
    /// the policies of the personas know the resource: so it counts as it is before that.
    pub(crate) fn physical_names(&self, stack: &StackName, parameters: &BTreeMap<String, String>) -> Vec<PhysicalName> {
        let name = |(logical_id, resource): (&String, &Value)| {
            let named = NAMED.iter().find(|named| resource["Type"] == named.kind)?;
            let name = match resource["Properties"].pointer(named.property) {
                Some(value) => self.with_stack_name(value, stack, parameters)?,
                None if named.generated => format!("{stack}-{logical_id}-{RANDOM}"),
                None => return None,
            };
            Some(PhysicalName { logical_id: logical_id.clone(), what: named.what, name, limit: named.limit })
        };
        self.resources().filter_map(name).collect()
    }

    /// The text of a name; `None` if it has parts that only the stack knows.
    fn with_stack_name(
        &self,
        value: &Value,
        stack: &StackName,
        parameters: &BTreeMap<String, String>,
    ) -> Option<String> {
        let of_placeholder = |name: &str| match name {
            "AWS::StackName" => Some(stack.0.clone()),
            name => self.parameter(name, parameters),
        };
        if let Some(name) = value["Ref"].as_str() {
            return of_placeholder(name);
        }
        let Some(text) = intrinsics::sub(value) else { return value.as_str().map(str::to_owned) };
        intrinsics::placeholders(text)
            .into_iter()
            .try_fold(text.to_owned(), |text, name| Some(text.replace(&format!("${{{name}}}"), &of_placeholder(name)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "
Parameters: {Generation: {Type: Number, Default: 1}}
Resources:
  GetProfileFunction: {Type: AWS::Serverless::Function, Properties: {FunctionName: !Sub '${AWS::StackName}-get_profile'}}
  GetProfileRole: {Type: AWS::IAM::Role}
  Secret: {Type: AWS::SecretsManager::Secret, Properties: {Name: !Sub '${AWS::StackName}-origin-${Generation}'}}
  Acl: {Type: AWS::WAFv2::WebACL, Properties: {Name: !Ref AWS::StackName}}
  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub '${GetProfileRole}-topic'}}
  Pool: {Type: AWS::Cognito::UserPool}
";

    #[test]
    fn names_are_built_as_cloudformation_builds_them() {
        let template = Template::of("t.yaml", TEMPLATE);

        let names = template.physical_names(&StackName("shop-dev".into()), &BTreeMap::new());

        let names: Vec<(String, &str, usize)> =
            names.iter().map(|it| (it.to_string(), it.name.as_str(), it.limit)).collect();
        assert_eq!(
            names,
            [
                ("the function GetProfileFunction".to_owned(), "shop-dev-get_profile", 64),
                ("the role GetProfileRole".to_owned(), "shop-dev-GetProfileRole-XXXXXXXXXXXXX", 64),
                ("the secret Secret".to_owned(), "shop-dev-origin-1", 512),
                ("the web ACL Acl".to_owned(), "shop-dev", 128),
            ],
            "a name that only the stack knows is left out"
        );
    }
}
