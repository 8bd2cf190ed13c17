//! What bounds a statement beside its ARNs: the conditions under which it applies.

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::place::Place;
use crate::aws::permissions::{ContextKey, ContextKind};

/// A condition on one context key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    operator: &'static str,
    key: &'static str,
    /// With the placeholders of [`Place`].
    values: &'static [&'static str],
}

/// Only in calls that CloudFormation makes on behalf of the caller. CloudFormation makes them all as forward access
/// sessions, which name it, whether or not a service role is given.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/fas-requests-and-permission-evaluation.html>
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html>
pub(super) const VIA_CLOUDFORMATION: Bound =
    Bound { operator: "ForAnyValue:StringEquals", key: "aws:CalledVia", values: &["cloudformation.amazonaws.com"] };

/// Only in calls that an AWS service makes on behalf of the caller. For the calls that a service makes because
/// CloudFormation called it: AWS does not say that every service passes on `aws:CalledVia`, but `aws:ViaAWSService` is
/// true in every forward access session.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice>
pub(super) const VIA_A_SERVICE: Bound = Bound { operator: "Bool", key: "aws:ViaAWSService", values: &["true"] };

/// Only on resources that CloudFormation has tagged as the stack's own: for those whose ids are random.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html>
pub(super) const OF_THE_STACK: Bound =
    Bound { operator: "StringEquals", key: "aws:ResourceTag/aws:cloudformation:stack-name", values: &["{stack}"] };

/// Only for event sources of the stack's functions.
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html>
pub(super) const FOR_OWN_FUNCTIONS: Bound = Bound {
    operator: "ArnLike",
    key: "lambda:FunctionArn",
    values: &["arn:{partition}:lambda:{region}:{account}:function:{stack}-*"],
};

/// Only to hand a role to a service that the templates give roles to.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>
pub(super) const TO_SERVICES_WITH_ROLES: Bound = Bound {
    operator: "StringEquals",
    key: "iam:PassedToService",
    values: &["apigateway.amazonaws.com", "codedeploy.amazonaws.com", "lambda.amazonaws.com"],
};

/// Only to hand a role to Cognito.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>
pub(super) const TO_COGNITO: Bound =
    Bound { operator: "StringEquals", key: "iam:PassedToService", values: &["cognito-idp.amazonaws.com"] };

/// Only to create the role with which Cognito sends mails through SES.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_awsservicename>
pub(super) const FOR_COGNITO_MAILS: Bound =
    Bound { operator: "StringEquals", key: "iam:AWSServiceName", values: &["email.cognito-idp.amazonaws.com"] };

/// Only to create the role with which API Gateway serves a domain name.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_awsservicename>
pub(super) const FOR_API_DOMAINS: Bound =
    Bound { operator: "StringEquals", key: "iam:AWSServiceName", values: &["ops.apigateway.amazonaws.com"] };

/// The conditions of a statement, filled in.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Conditions(Vec<(Bound, Vec<String>)>);

impl Conditions {
    pub(super) fn new(bounds: &[Bound], place: &Place) -> Self {
        Self(bounds.iter().map(|bound| (*bound, place.arns(bound.values))).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a call under these conditions has in its context. A condition on one value is met by any that it lists.
    pub(crate) fn context(&self) -> Vec<Vec<ContextKey>> {
        let mut contexts = vec![Vec::new()];
        for (bound, values) in &self.0 {
            let kind = bound.kind();
            let of_value = |value: &String| ContextKey { name: bound.key, kind, value: value.clone() };
            contexts = contexts
                .iter()
                .flat_map(|before: &Vec<ContextKey>| {
                    values.iter().map(|value| [before.as_slice(), &[of_value(value)]].concat())
                })
                .collect();
        }
        contexts
    }
}

impl Bound {
    fn kind(&self) -> ContextKind {
        match self.operator {
            "Bool" => ContextKind::Boolean,
            operator if operator.starts_with("ForAnyValue:") => ContextKind::StringList,
            _ => ContextKind::String,
        }
    }
}

/// As IAM writes it: the keys by operator, a single value without a list.
impl Serialize for Conditions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut operators = serializer.serialize_map(None)?;
        let mut written: Vec<&str> = Vec::new();
        for (Bound { operator, .. }, _) in &self.0 {
            if written.contains(operator) {
                continue;
            }
            written.push(operator);
            let keys = self.0.iter().filter(|(bound, _)| bound.operator == *operator);
            let keys = keys.map(|(bound, values)| {
                let value = match values.as_slice() {
                    [one] => serde_json::Value::from(one.clone()),
                    several => serde_json::Value::from(several.to_vec()),
                };
                (bound.key.to_owned(), value)
            });
            operators.serialize_entry(operator, &keys.collect::<serde_json::Map<_, _>>())?;
        }
        operators.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn conditions_are_written_as_iam_reads_them() {
        let conditions = Conditions::new(&[VIA_CLOUDFORMATION, OF_THE_STACK, FOR_OWN_FUNCTIONS], &Place::of_test());

        assert_eq!(
            serde_json::to_value(&conditions).expect("data"),
            json!({
                "ForAnyValue:StringEquals": { "aws:CalledVia": "cloudformation.amazonaws.com" },
                "StringEquals": { "aws:ResourceTag/aws:cloudformation:stack-name": "srvls-dev" },
                "ArnLike": { "lambda:FunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:srvls-dev-*" },
            })
        );
    }

    #[test]
    fn every_value_that_a_condition_lists_is_a_context_of_its_own() {
        let contexts = Conditions::new(&[TO_SERVICES_WITH_ROLES], &Place::of_test()).context();

        let services: Vec<&str> = contexts.iter().map(|keys| keys[0].value.as_str()).collect();
        assert_eq!(services, ["apigateway.amazonaws.com", "codedeploy.amazonaws.com", "lambda.amazonaws.com"]);
        assert_eq!(Conditions::default().context(), [[]], "a statement without conditions is simulated once");
    }
}
