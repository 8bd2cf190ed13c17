//! The response of the authorizer: a policy, and the caller as the handlers see it.
//!
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html>

use serde::Serialize;

use super::token::Claims;

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AllowResponse {
    principal_id: String,
    policy_document: PolicyDocument,
    context: CallerContext,
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
}

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a method ARN")]
pub(super) struct InvalidMethodArn(String);

impl AllowResponse {
    /// Allows the whole stage, because API Gateway caches the response and reuses it for other methods.
    pub(super) fn new(claims: Claims, method_arn: &str) -> Result<Self, InvalidMethodArn> {
        let resource = stage_of(method_arn).ok_or_else(|| InvalidMethodArn(method_arn.to_owned()))?;
        let statement = Statement { action: "execute-api:Invoke", effect: "Allow", resource };
        Ok(Self {
            principal_id: claims.sub.clone(),
            policy_document: PolicyDocument { version: "2012-10-17", statement: [statement] },
            context: CallerContext {
                user_id: claims.sub,
                username: claims.username,
                groups: claims.groups.join(" "),
                scope: claims.scope,
            },
        })
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
        }
    }

    #[test]
    fn the_policy_covers_the_stage_and_the_context_is_flat() {
        let allowed = AllowResponse::new(claims(), METHOD_ARN).expect("a policy");

        let expected = json!({
            "principalId": "ada",
            "policyDocument": { "Version": "2012-10-17", "Statement": [{
                "Action": "execute-api:Invoke", "Effect": "Allow",
                "Resource": "arn:aws:execute-api:us-east-1:123456789012:abc/v1/*",
            }] },
            "context": {
                "userId": "ada", "username": "ada", "groups": "admin staff", "scope": "aws.cognito.signin.user.admin",
            },
        });
        assert_eq!(json!(allowed), expected);
    }

    #[test]
    fn nothing_is_allowed_without_a_method_arn() {
        for arn in ["", "abc/v1/GET", "arn:aws:execute-api:us-east-1:123456789012:abc", "arn:aws:x:abc/v1"] {
            assert!(AllowResponse::new(claims(), arn).is_err(), "{arn}");
        }
    }
}
