//! What a principal is allowed to do, by IAM's policy simulation.

use std::{collections::BTreeSet, time::Duration};

use aws_config::{SdkConfig, retry::RetryConfig};
use aws_sdk_iam::types::{ContextEntry, ContextKeyTypeEnum, EvaluationResult, PolicyEvaluationDecisionType};

use super::{AwsError, aws_error, calls::client};

/// IAM publishes no rate for the simulation, and throttles it after a few calls a second: more patience than elsewhere.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const ATTEMPTS: u32 = 8;
const FIRST_BACKOFF: Duration = Duration::from_millis(500);

/// Calls to simulate: every action on every resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Simulation {
    pub(crate) actions: Vec<String>,
    pub(crate) resources: Vec<String>,
    pub(crate) context: Vec<ContextKey>,
}

impl Simulation {
    /// Whether the other's actions could be simulated with these.
    pub(crate) fn is_on_the_same(&self, other: &Self) -> bool {
        (&self.resources, &self.context) == (&other.resources, &other.context)
    }
}

/// What a call would have in its context, for the conditions of policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContextKey {
    pub(crate) name: &'static str,
    pub(crate) kind: ContextKind,
    pub(crate) value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContextKind {
    String,
    StringList,
    Boolean,
}

pub(crate) trait Permissions {
    /// The actions of `simulation` that the user or role is not allowed on one of its resources. Nothing is called but
    /// IAM.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html>
    async fn denied(&self, principal: &str, simulation: &Simulation) -> Result<BTreeSet<String>, AwsError>;

    /// A role's ARN with its path, which the ARN of a session leaves out.
    async fn role_arn(&self, name: &str) -> Result<String, AwsError>;
}

pub(crate) struct Iam {
    client: aws_sdk_iam::Client,
}

impl Iam {
    pub(super) fn new(config: &SdkConfig) -> Self {
        let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(FIRST_BACKOFF);
        Self { client: client!(aws_sdk_iam, &config.to_builder().retry_config(retries).build()) }
    }

    async fn simulate(
        &self,
        principal: &str,
        actions: &[String],
        simulation: &Simulation,
    ) -> Result<BTreeSet<String>, AwsError> {
        let request = self.client.simulate_principal_policy().policy_source_arn(principal);
        let request = request.set_action_names(Some(actions.to_vec()));
        let request = request.set_resource_arns(Some(simulation.resources.clone()));
        let context = simulation.context.iter().map(ContextEntry::from).collect();
        let mut results = request.set_context_entries(Some(context)).into_paginator().items().send();
        let mut denied = BTreeSet::new();
        while let Some(result) = results.next().await {
            let result = result.map_err(aws_error("iam:SimulatePrincipalPolicy"))?;
            if !is_allowed(&result) {
                denied.insert(result.eval_action_name);
            }
        }
        Ok(denied)
    }
}

impl Permissions for Iam {
    async fn denied(&self, principal: &str, simulation: &Simulation) -> Result<BTreeSet<String>, AwsError> {
        let mut denied = BTreeSet::new();
        let mut pending = vec![simulation.actions.as_slice()];
        while let Some(actions) = pending.pop() {
            match self.simulate(principal, actions, simulation).await {
                Ok(found) => denied.extend(found),
                // IAM simulates actions together only if it authorizes them by the same information.
                Err(error) if error.code.as_deref() == Some("InvalidInput") && actions.len() > 1 => {
                    let (some, others) = actions.split_at(actions.len() / 2);
                    pending.extend([others, some]);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(denied)
    }

    async fn role_arn(&self, name: &str) -> Result<String, AwsError> {
        let found = self.client.get_role().role_name(name).send().await.map_err(aws_error("iam:GetRole"))?;
        found.role.map(|role| role.arn).ok_or_else(|| AwsError::empty_answer("iam:GetRole"))
    }
}

/// Allowed on each of the resources: a result is about one of them, or lists them.
fn is_allowed(result: &EvaluationResult) -> bool {
    let allowed = PolicyEvaluationDecisionType::Allowed;
    let mut each = result.resource_specific_results().iter().map(|result| &result.eval_resource_decision);
    result.eval_decision == allowed && each.all(|decision| *decision == allowed)
}

impl From<&ContextKey> for ContextEntry {
    fn from(key: &ContextKey) -> Self {
        let kind = match key.kind {
            ContextKind::String => ContextKeyTypeEnum::String,
            ContextKind::StringList => ContextKeyTypeEnum::StringList,
            ContextKind::Boolean => ContextKeyTypeEnum::Boolean,
        };
        Self::builder().context_key_name(key.name).context_key_type(kind).context_key_values(&key.value).build()
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use std::sync::Mutex;

    use super::*;
    use crate::aws::AwsErrorKind;

    /// An account in which the same actions are denied to all principals.
    #[derive(Default)]
    pub(crate) struct FakePermissions {
        pub(crate) denied: Vec<&'static str>,
        /// Where these actions are denied, if not everywhere: resources that contain this.
        pub(crate) only_on: Option<&'static str>,
        /// How the simulation itself fails.
        pub(crate) failing: Option<AwsErrorKind>,
        /// Only these simulations fail, if not all: those with this action.
        pub(crate) failing_only: Option<&'static str>,
        pub(crate) simulated: Mutex<Vec<Simulation>>,
    }

    impl Permissions for FakePermissions {
        async fn denied(&self, _principal: &str, simulation: &Simulation) -> Result<BTreeSet<String>, AwsError> {
            self.simulated.lock().expect("a list").push(simulation.clone());
            let fails = self.failing_only.is_none_or(|only| simulation.actions.iter().any(|action| action == only));
            if let Some(kind) = self.failing.filter(|_| fails) {
                let mut error = AwsError::service("iam:SimulatePrincipalPolicy", "Denied");
                error.kind = kind;
                return Err(error);
            }
            let here = self.only_on.is_none_or(|part| simulation.resources.iter().any(|arn| arn.contains(part)));
            let is_denied = |action: &&String| here && self.denied.contains(&action.as_str());
            Ok(simulation.actions.iter().filter(is_denied).cloned().collect())
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

    fn simulation(actions: &[&str]) -> Simulation {
        Simulation {
            actions: actions.iter().map(|action| (*action).to_owned()).collect(),
            resources: vec!["arn:aws:s3:::a".into(), "arn:aws:s3:::b".into()],
            context: vec![ContextKey {
                name: "aws:CalledVia",
                kind: ContextKind::StringList,
                value: "cloudformation.amazonaws.com".into(),
            }],
        }
    }

    async fn denied(replay: &Replay, actions: &[&str]) -> Result<BTreeSet<String>, AwsError> {
        Iam::new(&replay.config()).denied("arn:aws:iam::1:user/ada", &simulation(actions)).await
    }

    fn result(action: &str, decision: &str, specific: &str) -> String {
        format!(
            "<member><EvalActionName>{action}</EvalActionName><EvalDecision>{decision}</EvalDecision>\
             <ResourceSpecificResults>{specific}</ResourceSpecificResults></member>"
        )
    }

    fn page(results: &str, marker: Option<&str>) -> Answer {
        let more = marker.map(|marker| format!("<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>"));
        let body = format!(
            "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>{results}\
             </EvaluationResults>{}</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>",
            more.unwrap_or_default()
        );
        Answer::xml(ADDRESS, 200, &body)
    }

    fn refusal(status: u16, code: &str) -> Answer {
        let body = format!("<ErrorResponse><Error><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>");
        Answer::xml(ADDRESS, status, &body)
    }

    #[tokio::test]
    async fn denied_actions_are_read_from_every_page() {
        let replay = Replay::new([
            page(&result("s3:GetObject", "allowed", ""), Some("2")),
            page(&result("s3:PutObject", "implicitDeny", ""), Some("3")),
            page(&result("s3:ListBucket", "explicitDeny", ""), None),
        ]);

        let denied = denied(&replay, &["s3:GetObject", "s3:PutObject", "s3:ListBucket"]).await.expect("simulated");

        assert_eq!(denied.into_iter().collect::<Vec<_>>(), ["s3:ListBucket", "s3:PutObject"]);
    }

    #[tokio::test]
    async fn an_action_that_is_denied_on_one_resource_is_denied() {
        let on = |arn: &str, decision: &str| {
            format!(
                "<member><EvalResourceName>{arn}</EvalResourceName><EvalResourceDecision>{decision}\
                 </EvalResourceDecision></member>"
            )
        };
        let both = [on("arn:aws:s3:::a", "allowed"), on("arn:aws:s3:::b", "implicitDeny")].concat();
        let replay = Replay::new([page(&result("s3:ListBucket", "allowed", &both), None)]);

        let denied = denied(&replay, &["s3:ListBucket"]).await.expect("simulated");

        assert!(denied.contains("s3:ListBucket"), "{denied:?}");
    }

    #[tokio::test]
    async fn the_request_has_every_resource_and_the_context() {
        let replay = Replay::new([page("", None)]);

        denied(&replay, &["s3:ListBucket"]).await.expect("simulated");

        let requests = replay.requests();
        let sent = requests[0].body.as_str().expect("a form");
        for part in [
            "ResourceArns.member.1=arn%3Aaws%3As3%3A%3A%3Aa",
            "ResourceArns.member.2=arn%3Aaws%3As3%3A%3A%3Ab",
            "ContextKeyName=aws%3ACalledVia",
            "ContextKeyType=stringList",
            "cloudformation.amazonaws.com",
        ] {
            assert!(sent.contains(part), "{part} is not in {sent}");
        }
    }

    #[tokio::test]
    async fn actions_that_cannot_be_simulated_together_are_simulated_apart() {
        let replay = Replay::new([
            refusal(400, "InvalidInput"),
            page(&result("s3:GetObject", "allowed", ""), None),
            page(&result("s3:PutObject", "implicitDeny", ""), None),
        ]);

        let denied = denied(&replay, &["s3:GetObject", "s3:PutObject"]).await.expect("simulated");

        assert_eq!(denied.into_iter().collect::<Vec<_>>(), ["s3:PutObject"]);
    }

    #[tokio::test]
    async fn a_throttled_simulation_is_tried_again() {
        let denial = page(&result("s3:PutObject", "implicitDeny", ""), None);
        let replay = Replay::new([refusal(400, "Throttling"), refusal(400, "Throttling"), denial]);

        let denied = denied(&replay, &["s3:PutObject"]).await.expect("simulated in the end");

        assert!(denied.contains("s3:PutObject"));
    }

    #[tokio::test]
    async fn a_denied_simulation_names_its_action() {
        let replay = Replay::new([refusal(403, "AccessDenied")]);

        let error = denied(&replay, &["s3:GetObject"]).await.expect_err("refused");

        assert_eq!((error.kind, error.action), (AwsErrorKind::NotAllowed, "iam:SimulatePrincipalPolicy"));
    }
}
