//! The roles that the pipeline assumes: a template for CloudFormation.

use serde::Serialize;
use serde_json::json;

use super::pipeline::Pipeline;
use crate::{
    aws::Partition,
    personas::{Job, Part, Policy, job_policies},
};

const TEMPLATE: &str = include_str!("roles.yml");

/// The most that CloudFormation takes in a call; more would have to be uploaded to a bucket first.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
#[cfg(test)]
const MAX_BYTES: usize = 51_200;

#[derive(Debug, Serialize)]
pub(super) struct Roles {
    pub(super) preview: Role,
    pub(super) deploy: Role,
    /// Resource types whose actions srvls does not know.
    #[serde(skip)]
    pub(super) unknown: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Role {
    pub(super) name: String,
    pub(super) arn: String,
    /// The environment on GitHub whose jobs may assume it.
    pub(super) environment: String,
    policies: Vec<Policy>,
}

pub(super) fn path(pipeline: &Pipeline) -> String {
    format!(".github/srvls-{}-roles.yml", pipeline.stage)
}

impl Roles {
    pub(super) fn of(pipeline: &Pipeline, parts: &[Part]) -> Self {
        let (preview, _) = role(pipeline, (Job::Preview, "preview"), pipeline.preview_environment(), parts);
        let (deploy, unknown) = role(pipeline, (Job::Deploy, "deploy"), pipeline.stage.clone(), parts);
        Self { preview, deploy, unknown }
    }

    pub(super) fn template(&self, pipeline: &Pipeline) -> String {
        let repository = pipeline.repository.to_string();
        let provider = format!("{}:oidc-provider/token.actions.githubusercontent.com", iam(pipeline));
        let policies: String = [("Preview", &self.preview), ("Deploy", &self.deploy)]
            .into_iter()
            .flat_map(|(title, role)| {
                role.policies.iter().enumerate().map(move |(index, policy)| (title, index, policy))
            })
            .map(|(title, index, policy)| resource(&format!("{title}Policy{}", index + 1), policy))
            .collect();
        let values = [
            ("@POLICIES@", policies.as_str()),
            ("@PREVIEW_POLICIES@", &references("Preview", &self.preview)),
            ("@DEPLOY_POLICIES@", &references("Deploy", &self.deploy)),
            ("@PREVIEW_ROLE@", &self.preview.name),
            ("@DEPLOY_ROLE@", &self.deploy.name),
            ("@PROVIDER@", &provider),
            ("@SUBJECT_PATTERN@", &subject_pattern(pipeline)),
            ("@REPOSITORY@", &repository),
            ("@STACK@", &pipeline.stack.0),
            ("@STAGE@", &pipeline.stage),
            ("@BRANCH@", &pipeline.branch),
        ];
        values.iter().fold(TEMPLATE.to_owned(), |text, (place, value)| text.replace(place, value))
    }
}

fn role(pipeline: &Pipeline, (job, title): (Job, &str), environment: String, parts: &[Part]) -> (Role, Vec<String>) {
    // Not `<stack>-…`: that is what the role may change.
    let name = format!("github-{}-{title}", pipeline.stack);
    let (policies, unknown) = job_policies(job, &name, parts);
    (Role { arn: format!("{}:role/{name}", iam(pipeline)), name, environment, policies }, unknown)
}

fn iam(pipeline: &Pipeline) -> String {
    format!("arn:{}:iam::{}", Partition::of(&pipeline.region).name(), pipeline.account)
}

/// Of this repository, with or without the numbers of its owner and its own.
fn subject_pattern(pipeline: &Pipeline) -> String {
    let name = pipeline.repository.name.replace('.', "[.]");
    format!("repo:{}(@[0-9]+)?/{name}(@[0-9]+)?", pipeline.repository.owner)
}

fn references(title: &str, role: &Role) -> String {
    let references = (1..=role.policies.len()).map(|number| format!("!Ref {title}Policy{number}"));
    references.collect::<Vec<_>>().join(", ")
}

/// A policy with a statement a line: YAML contains JSON.
fn resource(logical_id: &str, policy: &Policy) -> String {
    let statements = policy.document["Statement"].as_array().into_iter().flatten();
    let statements: String = statements.map(|statement| format!("          - {statement}\n")).collect();
    let name = json!(policy.name);
    format!(
        "
  {logical_id}:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: {name}
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
{statements}"
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::Value;

    use super::*;
    use crate::{personas::Place, stage::StackName, template::Template};

    fn our_parts(stack: &str) -> Vec<Part> {
        let part = |file: &str, stack: &str, region: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(file);
            let template = Template::read(&path).expect("valid");
            let stack = StackName(stack.into());
            let place = Place::new(stack, Some(region), Some("123456789012"), &template);
            Part { place, kinds: template.resource_types().into_iter().collect() }
        };
        let mut parts = vec![
            part("template.yaml", stack, "ap-southeast-1"),
            part("edge.yaml", &format!("{stack}-edge"), "us-east-1"),
        ];
        parts[0].place.edge = Some(StackName(format!("{stack}-edge")));
        parts
    }

    fn template(pipeline: &Pipeline, parts: &[Part]) -> (String, Value) {
        let text = Roles::of(pipeline, parts).template(pipeline);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("roles.yml");
        std::fs::write(&path, &text).expect("written");
        let read = Template::read(&path).expect("valid");
        (text, read.with_files(&Default::default()))
    }

    #[test]
    fn a_role_is_for_one_environment_of_one_repository() {
        let pipeline = Pipeline::of_test();

        let (_, template) = template(&pipeline, &our_parts("shop-dev"));

        let trust = |role: &str| {
            let role = &template["Resources"][role]["Properties"]["AssumeRolePolicyDocument"]["Statement"];
            assert_eq!(role.as_array().map(Vec::len), Some(1), "{role}");
            role[0]["Condition"].clone()
        };
        assert_eq!(
            trust("PreviewRole"),
            json!({ "StringEquals": {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": { "Fn::Sub": "${Subject}:environment:dev-preview" },
            } })
        );
        assert_eq!(
            trust("DeployRole"),
            json!({ "StringEquals": {
                "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": { "Fn::Sub": "${Subject}:environment:dev" },
                "token.actions.githubusercontent.com:ref": "refs/heads/main",
            } })
        );
        let subject = &template["Parameters"]["Subject"];
        assert_eq!(subject["Default"], "repo:acme/shop");
        let pattern = regex::Regex::new(&format!("^(?:{})$", subject["AllowedPattern"].as_str().expect("text")));
        let pattern = pattern.expect("a pattern");
        assert!(pattern.is_match("repo:acme/shop") && pattern.is_match("repo:acme@12/shop@34"));
        for other in ["repo:acme/*", "repo:acme/shop2", "repo:other/shop", "repo:acme/shop:ref:refs/heads/x"] {
            assert!(!pattern.is_match(other), "{other}");
        }
    }

    #[test]
    fn the_roles_are_not_among_what_they_may_change() {
        let (_, template) = template(&Pipeline::of_test(), &our_parts("shop-dev"));

        let named = template["Resources"].as_object().expect("resources").values();
        let names: Vec<&str> = named
            .flat_map(|resource| [&resource["Properties"]["RoleName"], &resource["Properties"]["ManagedPolicyName"]])
            .filter_map(Value::as_str)
            .collect();
        assert!(names.len() > 4, "{names:?}");
        assert!(names.iter().all(|name| name.starts_with("github-shop-dev-")), "{names:?}");
    }

    #[test]
    fn the_template_of_the_longest_names_is_short_enough_for_a_call() {
        let stack = "a".repeat(41);
        let pipeline = Pipeline { stack: StackName(stack.clone()), ..Pipeline::of_test() };

        let (text, template) = template(&pipeline, &our_parts(&stack));

        assert!(text.len() <= MAX_BYTES, "{}", text.len());
        for role in ["PreviewRole", "DeployRole"] {
            let role = &template["Resources"][role]["Properties"];
            assert!(role["RoleName"].as_str().is_some_and(|name| name.len() <= 64), "{role}");
            assert!(role["ManagedPolicyArns"].as_array().is_some_and(|arns| arns.len() <= 10), "{role}");
        }
    }
}
