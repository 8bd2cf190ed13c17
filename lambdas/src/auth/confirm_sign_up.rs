//! `POST /auth/confirm`: confirms an account with the code from the e-mail.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use crate::{
    domain::{Code, Email},
    http::{self, ApiError, Endpoint, Reply},
    identity::{Cognito, Registration},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmSignUpRequest {
    email: Email,
    code: Code,
}

async fn confirm_sign_up(identity: &impl Registration, input: &ConfirmSignUpRequest) -> Result<(), ApiError> {
    Ok(identity.confirm_sign_up(&input.email, &input.code).await?)
}

pub(crate) struct ConfirmSignUp<I>(pub(crate) I);

impl<I: Registration> Endpoint for ConfirmSignUp<I> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let input = http::body(request)?;
        confirm_sign_up(&self.0, &input).await?;
        Ok(Reply::no_content())
    }
}

pub fn serve_confirm_sign_up() -> Result<(), Error> {
    http::serve(async { Ok(ConfirmSignUp(Cognito::from_env().await?)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::fake::{CODE, FakeIdentity};

    fn confirmation(code: &str) -> ConfirmSignUpRequest {
        ConfirmSignUpRequest {
            email: "nobody@example.com".to_owned().try_into().expect("an e-mail"),
            code: code.to_owned().try_into().expect("a code"),
        }
    }

    #[tokio::test]
    async fn an_unknown_user_and_a_wrong_code_look_alike() {
        let identity = FakeIdentity::default();

        for code in [CODE, "000000"] {
            let result = confirm_sign_up(&identity, &confirmation(code)).await;

            assert!(matches!(result, Err(ApiError::InvalidCode)), "{code}");
        }
    }
}
