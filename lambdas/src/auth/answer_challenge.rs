//! `POST /auth/challenge`: answers a challenge that signing in returned.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use crate::{
    domain::{Code, DeviceData, Email, NewPassword, OpaqueToken},
    http::{self, ApiError, Endpoint, Reply},
    identity::{ChallengeAnswer, Cognito, Proof, Sessions, SignInSource},
};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct AnswerChallengeRequest {
    challenge: ChallengeName,
    session: OpaqueToken,
    email: Email,
    code: Option<Code>,
    new_password: Option<NewPassword>,
    device_data: Option<DeviceData>,
}

/// The challenges of the user pool that the API supports.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum ChallengeName {
    SoftwareTokenMfa,
    NewPasswordRequired,
}

/// Each challenge requires one field and allows no other.
fn proof(input: &AnswerChallengeRequest) -> Result<Proof, ApiError> {
    match (input.challenge, &input.code, &input.new_password) {
        (ChallengeName::SoftwareTokenMfa, Some(code), None) => Ok(Proof::SoftwareToken(code.clone())),
        (ChallengeName::NewPasswordRequired, None, Some(password)) => Ok(Proof::NewPassword(password.clone())),
        (ChallengeName::SoftwareTokenMfa, None, _) => Err(ApiError::invalid("code", "is what this challenge asks for")),
        (ChallengeName::NewPasswordRequired, _, None) => {
            Err(ApiError::invalid("newPassword", "is what this challenge asks for"))
        }
        (ChallengeName::SoftwareTokenMfa, ..) => Err(ApiError::invalid("newPassword", "is for another challenge")),
        (ChallengeName::NewPasswordRequired, ..) => Err(ApiError::invalid("code", "is for another challenge")),
    }
}

pub(crate) struct AnswerChallenge<S>(pub(crate) S);

impl<S: Sessions> Endpoint for AnswerChallenge<S> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let input: AnswerChallengeRequest = http::body(request)?;
        let answer = ChallengeAnswer { proof: proof(&input)?, email: input.email, session: input.session };
        let source = SignInSource { address: http::caller_address(request), device_data: input.device_data };
        Ok(Reply::ok(&self.0.answer_challenge(&answer, &source).await?))
    }
}

pub fn serve_answer_challenge() -> Result<(), Error> {
    http::serve(async { Ok(AnswerChallenge(Cognito::from_env().await?.with_threat_protection()?)) })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn request(challenge: &str, with: Value) -> AnswerChallengeRequest {
        let mut body = json!({ "challenge": challenge, "session": "AYAB", "email": "ada@example.com" });
        body.as_object_mut().expect("an object").extend(with.as_object().expect("an object").clone());
        serde_json::from_value(body).expect("a request")
    }

    #[test]
    fn each_challenge_accepts_its_own_field() {
        let code = proof(&request("SOFTWARE_TOKEN_MFA", json!({ "code": "123456" })));
        let password = proof(&request("NEW_PASSWORD_REQUIRED", json!({ "newPassword": "Another-Horse-8" })));

        assert!(matches!(code, Ok(Proof::SoftwareToken(code)) if code.as_str() == "123456"));
        assert!(matches!(password, Ok(Proof::NewPassword(password)) if password.expose() == "Another-Horse-8"));
    }

    #[test]
    fn a_missing_or_unexpected_field_is_named() {
        let (code, password) = (json!({ "code": "123456" }), json!({ "newPassword": "Another-Horse-8" }));
        let both = json!({ "code": "123456", "newPassword": "Another-Horse-8" });
        for (challenge, with, field) in [
            ("SOFTWARE_TOKEN_MFA", &json!({}), "`code` is what"),
            ("SOFTWARE_TOKEN_MFA", &password, "`code` is what"),
            ("SOFTWARE_TOKEN_MFA", &both, "`newPassword` is for another"),
            ("NEW_PASSWORD_REQUIRED", &json!({}), "`newPassword` is what"),
            ("NEW_PASSWORD_REQUIRED", &code, "`newPassword` is what"),
            ("NEW_PASSWORD_REQUIRED", &both, "`code` is for another"),
        ] {
            let problem = proof(&request(challenge, with.clone())).expect_err("refused").to_string();

            assert!(problem.starts_with(field), "{challenge} {with}: {problem}");
        }
    }
}
