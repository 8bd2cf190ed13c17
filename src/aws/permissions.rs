//! What a principal is allowed to do, by IAM's policy simulation.

use aws_config::SdkConfig;
use aws_sdk_iam::types::PolicyEvaluationDecisionType;

use super::{AwsError, aws_error, calls::client};

pub(crate) trait Permissions {
    /// The `actions` that the user or role is not allowed on `resource`. This only simulates them.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html>
    async fn denied(&self, principal: &str, actions: &[&str], resource: &str) -> Result<Vec<String>, AwsError>;

    /// A role's ARN with its path, which the ARN of a session leaves out.
    async fn role_arn(&self, name: &str) -> Result<String, AwsError>;
}

pub(crate) struct Iam {
    client: aws_sdk_iam::Client,
}

impl Iam {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { client: client!(aws_sdk_iam, config) }
    }
}

impl Permissions for Iam {
    async fn denied(&self, principal: &str, actions: &[&str], resource: &str) -> Result<Vec<String>, AwsError> {
        let names = actions.iter().map(|action| (*action).to_owned()).collect();
        let request = self.client.simulate_principal_policy().policy_source_arn(principal);
        let request = request.set_action_names(Some(names)).resource_arns(resource);
        let mut results = request.into_paginator().items().send();
        let mut denied = Vec::new();
        while let Some(result) = results.next().await {
            let result = result.map_err(aws_error("iam:SimulatePrincipalPolicy"))?;
            if result.eval_decision != PolicyEvaluationDecisionType::Allowed {
                denied.push(result.eval_action_name);
            }
        }
        Ok(denied)
    }

    async fn role_arn(&self, name: &str) -> Result<String, AwsError> {
        let found = self.client.get_role().role_name(name).send().await.map_err(aws_error("iam:GetRole"))?;
        found.role.map(|role| role.arn).ok_or_else(|| AwsError::empty_answer("iam:GetRole"))
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;
    use crate::aws::AwsErrorKind;

    /// An account in which the same actions are denied to all principals on all resources.
    #[derive(Default)]
    pub(crate) struct FakePermissions {
        pub(crate) denied: Vec<&'static str>,
        /// Whether the simulation itself is denied.
        pub(crate) closed: bool,
    }

    impl Permissions for FakePermissions {
        async fn denied(&self, _principal: &str, actions: &[&str], _resource: &str) -> Result<Vec<String>, AwsError> {
            if self.closed {
                let mut error = AwsError::service("iam:SimulatePrincipalPolicy", "AccessDenied");
                error.kind = AwsErrorKind::NotAllowed;
                return Err(error);
            }
            Ok(actions.iter().filter(|action| self.denied.contains(*action)).map(ToString::to_string).collect())
        }

        async fn role_arn(&self, name: &str) -> Result<String, AwsError> {
            Ok(format!("arn:aws:iam::123456789012:role/path/{name}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{
        AwsErrorKind,
        replay::{Answer, Replay},
    };

    const ADDRESS: &str = "https://iam.amazonaws.com/";

    fn iam(answers: impl IntoIterator<Item = Answer>) -> Iam {
        Iam::new(&Replay::new(answers).config())
    }

    fn page(action: &str, decision: &str, marker: Option<&str>) -> Answer {
        let more = marker.map(|marker| format!("<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>"));
        let body = format!(
            "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults><member>\
             <EvalActionName>{action}</EvalActionName><EvalDecision>{decision}</EvalDecision></member>\
             </EvaluationResults>{}</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>",
            more.unwrap_or_default()
        );
        Answer::xml(ADDRESS, 200, &body)
    }

    #[tokio::test]
    async fn denied_actions_are_read_from_every_page() {
        let iam = iam([
            page("s3:GetObject", "allowed", Some("2")),
            page("s3:PutObject", "implicitDeny", Some("3")),
            page("s3:ListBucket", "explicitDeny", None),
        ]);

        let actions = ["s3:GetObject", "s3:PutObject", "s3:ListBucket"];
        let denied = iam.denied("arn:aws:iam::1:user/ada", &actions, "*").await.expect("simulated");

        assert_eq!(denied, ["s3:PutObject", "s3:ListBucket"]);
    }

    #[tokio::test]
    async fn a_denied_simulation_names_its_action() {
        let refusal = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
        let iam = iam([Answer::xml(ADDRESS, 403, refusal)]);

        let error = iam.denied("arn:aws:iam::1:user/ada", &["s3:GetObject"], "*").await.expect_err("refused");

        assert_eq!((error.kind, error.action), (AwsErrorKind::NotAllowed, "iam:SimulatePrincipalPolicy"));
    }
}
