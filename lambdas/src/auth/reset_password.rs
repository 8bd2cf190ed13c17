//! `POST /auth/reset-password`: sets a new password with the code from the e-mail.

use lambda_http::Request;
use lambda_runtime::Error;

use crate::{
    http::{self, ApiError, Endpoint, Reply},
    identity::{Cognito, PasswordReset, Passwords},
};

async fn reset_password(passwords: &impl Passwords, reset: &PasswordReset) -> Result<(), ApiError> {
    Ok(passwords.reset_password(reset).await?)
}

pub(crate) struct ResetPassword<P>(pub(crate) P);

impl<P: Passwords> Endpoint for ResetPassword<P> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let reset = http::body(request)?;
        reset_password(&self.0, &reset).await?;
        Ok(Reply::no_content())
    }
}

pub fn serve_reset_password() -> Result<(), Error> {
    http::serve(async { Ok(ResetPassword(Cognito::from_env().await?)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::fake::{CODE, FakeIdentity};

    #[tokio::test]
    async fn an_unknown_user_and_a_wrong_code_look_alike() {
        let identity = FakeIdentity::knowing("ada@example.com", "Correct-Horse-9");

        for (email, code) in [("ada@example.com", "000000"), ("nobody@example.com", CODE)] {
            let reset = PasswordReset {
                email: email.to_owned().try_into().expect("an e-mail"),
                code: code.to_owned().try_into().expect("a code"),
                new_password: "Another-Horse-8".to_owned().try_into().expect("a password"),
            };

            let result = reset_password(&identity, &reset).await;

            assert!(matches!(result, Err(ApiError::InvalidCode)), "{email}");
        }
    }
}
