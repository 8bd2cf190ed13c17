//! The response of the authorizer: a policy, and the caller as the handlers see it.
//!
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html>

use serde::Serialize;

use super::token::Claims;

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Policy {
    principal_id: String,
    policy_document: PolicyDocument,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<CallerContext>,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct PolicyDocument {
    version: &'static str,
    statement: [Statement; 1],
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    action: &'static str,
    effect: &'static str,
    resource: String,
}

/// Flat strings: API Gateway passes on nothing else.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct CallerContext {
    user_id: String,
    username: String,
    /// Separated by spaces, which no group name contains.
    groups: String,
    scope: String,
    auth_time: String,
}

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a method ARN")]
pub(super) struct InvalidMethodArn(String);

impl Policy {
    pub(super) fn allow(claims: Claims, method_arn: &str) -> Result<Self, InvalidMethodArn> {
        Ok(Self {
            principal_id: claims.sub.clone(),
            policy_document: PolicyDocument::on_stage("Allow", method_arn)?,
            context: Some(CallerContext {
                user_id: claims.sub,
                username: claims.username,
                groups: claims.groups.join(" "),
                scope: claims.scope,
                auth_time: claims.auth_time.to_string(),
            }),
        })
    }

    /// Refuses a token. The error `Unauthorized` would do so as well, but would count as a failure of this function.
    pub(super) fn deny(method_arn: &str) -> Result<Self, InvalidMethodArn> {
        let policy_document = PolicyDocument::on_stage("Deny", method_arn)?;
        Ok(Self { principal_id: "nobody".into(), policy_document, context: None })
    }

    #[cfg(test)]
    pub(super) fn allows(&self) -> bool {
        self.policy_document.statement[0].effect == "Allow"
    }
}

impl PolicyDocument {
    /// For the whole stage, because API Gateway caches the response and reuses it for other methods.
    fn on_stage(effect: &'static str, method_arn: &str) -> Result<Self, InvalidMethodArn> {
        let resource = stage_of(method_arn).ok_or_else(|| InvalidMethodArn(method_arn.to_owned()))?;
        let statement = Statement { action: "execute-api:Invoke", effect, resource };
        Ok(Self { version: "2012-10-17", statement: [statement] })
    }
}

/// `arn:aws:execute-api:region:account:api/stage/*` of `arn:aws:execute-api:region:account:api/stage/GET/path`.
fn stage_of(method_arn: &str) -> Option<String> {
    if !method_arn.starts_with("arn:") {
        return None;
    }
    let mut parts = method_arn.splitn(3, '/');
    let (api, stage, _method) = (parts.next()?, parts.next()?, parts.next()?);
    Some(format!("{api}/{stage}/*"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const METHOD_ARN: &str = "arn:aws:execute-api:us-east-1:123456789012:abc/v1/GET/user/profile";

    fn claims() -> Claims {
        Claims {
            sub: "ada".into(),
            username: "ada".into(),
            groups: vec!["admin".into(), "staff".into()],
            scope: "aws.cognito.signin.user.admin".into(),
            auth_time: 1_795_338_000,
        }
    }

    #[test]
    fn the_policy_covers_the_stage_and_the_context_is_flat() {
        let allowed = Policy::allow(claims(), METHOD_ARN).expect("a policy");

        let expected = json!({
            "principalId": "ada",
            "policyDocument": { "Version": "2012-10-17", "Statement": [{
                "Action": "execute-api:Invoke", "Effect": "Allow",
                "Resource": "arn:aws:execute-api:us-east-1:123456789012:abc/v1/*",
            }] },
            "context": {
                "userId": "ada", "username": "ada", "groups": "admin staff", "scope": "aws.cognito.signin.user.admin",
                "authTime": "1795338000",
            },
        });
        assert_eq!(json!(allowed), expected);
    }

    #[test]
    fn a_refusal_is_a_policy_without_a_caller() {
        let denied = json!(Policy::deny(METHOD_ARN).expect("a policy"));

        assert_eq!(denied["policyDocument"]["Statement"][0]["Effect"], "Deny");
        assert_eq!(denied.get("context"), None);
    }

    #[test]
    fn nothing_is_allowed_without_a_method_arn() {
        for arn in ["", "abc/v1/GET", "arn:aws:execute-api:us-east-1:123456789012:abc", "arn:aws:x:abc/v1"] {
            assert!(Policy::allow(claims(), arn).is_err() && Policy::deny(arn).is_err(), "{arn}");
        }
    }
}
