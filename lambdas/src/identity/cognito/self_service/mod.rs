//! What signed-in users do in Cognito with their own access token.
//!
//! Cognito checks the token, its scope `aws.cognito.signin.user.admin`, and no IAM policy.
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html>

use aws_sdk_cognitoidentityprovider::{
    Client,
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
    types::{SoftwareTokenMfaSettingsType, VerifySoftwareTokenResponseType},
};

use super::{TIME_LIMIT, connected_client, identity_error, is_password_policy_error, is_user_error, once};
use crate::{
    aws::AwsError,
    domain::{AccessToken, Code},
    identity::{IdentityError, PasswordChange, SelfService, TotpSecret},
};

/// The account of whoever holds a token. It needs no app client, and so not its secret.
pub(crate) struct OwnAccount {
    pub(super) client: Client,
}

impl OwnAccount {
    pub(crate) async fn connect() -> Self {
        Self { client: connected_client().await }
    }

    async fn prefer_totp(&self, token: &AccessToken, preferred: bool) -> Result<(), IdentityError> {
        let settings = SoftwareTokenMfaSettingsType::builder().enabled(preferred).preferred_mfa(preferred).build();
        let request = self.client.set_user_mfa_preference().access_token(token.expose());
        let response = request.software_token_mfa_settings(settings).send().await;
        response.map(drop).map_err(|error| token_error("set a second factor", error))
    }
}

impl SelfService for OwnAccount {
    async fn sign_out(&self, token: &AccessToken) -> Result<(), IdentityError> {
        // The first call revokes the token, which a second one would then be refused for.
        let request = self.client.global_sign_out().access_token(token.expose());
        let response = request.customize().config_override(once(TIME_LIMIT)).send().await;
        response.map(drop).map_err(|error| token_error("sign out a user", error))
    }

    async fn change_password(&self, token: &AccessToken, change: &PasswordChange) -> Result<(), IdentityError> {
        self.client
            .change_password()
            .access_token(token.expose())
            .previous_password(change.current_password.expose())
            .proposed_password(change.new_password.expose())
            .customize()
            .config_override(once(TIME_LIMIT))
            .send()
            .await
            .map(drop)
            .map_err(|error| match error.code() {
                Some("NotAuthorizedException") => IdentityError::InvalidCurrentPassword,
                Some(code) if is_password_policy_error(code) => IdentityError::InvalidNewPassword,
                _ => token_error("change a password", error),
            })
    }

    async fn associate_totp(&self, token: &AccessToken) -> Result<TotpSecret, IdentityError> {
        const ACTION: &str = "associate an authenticator app";
        let response = self.client.associate_software_token().access_token(token.expose()).send().await;
        let secret = response.map_err(|error| token_error(ACTION, error))?.secret_code;
        Ok(TotpSecret::new(secret.ok_or_else(|| AwsError::new(ACTION, "the response holds no secret"))?))
    }

    async fn confirm_totp(&self, token: &AccessToken, code: &Code) -> Result<(), IdentityError> {
        let request = self.client.verify_software_token().access_token(token.expose()).user_code(code.as_str());
        // The first call uses up the code.
        let response = request.customize().config_override(once(TIME_LIMIT)).send().await;
        let response = response.map_err(|error| match error.code() {
            Some(code) if is_totp_error(code) => IdentityError::InvalidCode,
            _ => token_error("verify an authenticator app", error),
        })?;
        if response.status != Some(VerifySoftwareTokenResponseType::Success) {
            return Err(IdentityError::InvalidCode);
        }
        // Without the preference, Cognito asks for no code in a pool where the second factor is optional.
        self.prefer_totp(token, true).await
    }

    async fn disable_totp(&self, token: &AccessToken) -> Result<(), IdentityError> {
        self.prefer_totp(token, false).await
    }
}

/// Whether the code is wrong or used up, or no secret was associated before.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html>
fn is_totp_error(exception: &str) -> bool {
    matches!(
        exception,
        "CodeMismatchException"
            | "EnableSoftwareTokenMFAException"
            | "ExpiredCodeException"
            | "InvalidParameterException"
            | "SoftwareTokenMFANotFoundException"
    )
}

fn token_error<E>(action: &'static str, error: SdkError<E, HttpResponse>) -> IdentityError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    match error.code() {
        Some(code) if is_user_error(code) => IdentityError::InvalidToken,
        _ => identity_error(action, error),
    }
}

#[cfg(test)]
mod tests;
