//! The password operations of Cognito.

use aws_sdk_cognitoidentityprovider::error::ProvideErrorMetadata as _;

use super::{
    Cognito, TIME_LIMIT, TIME_LIMIT_WITH_TRIGGER, identity_error, ignore_failed_trigger, ignore_unsent_code, once,
};
use crate::{
    domain::{AccessToken, Email},
    identity::{IdentityError, PasswordChange, PasswordReset, Passwords},
};

impl Passwords for Cognito {
    async fn forgot_password(&self, email: &Email) -> Result<(), IdentityError> {
        let request = self.client.forgot_password().client_id(&self.app_client).username(email.as_str());
        let request = request.customize().config_override(once(TIME_LIMIT));
        request.send().await.map(drop).or_else(|error| ignore_unsent_code("send a code for a new password", error))
    }

    async fn reset_password(&self, reset: &PasswordReset) -> Result<(), IdentityError> {
        self.client
            .confirm_forgot_password()
            .client_id(&self.app_client)
            .username(reset.email.as_str())
            .confirmation_code(reset.code.as_str())
            .password(reset.new_password.expose())
            .customize()
            .config_override(once(TIME_LIMIT_WITH_TRIGGER))
            .send()
            .await
            .map(drop)
            .or_else(|error| match error.code() {
                Some(code) if is_password_policy_error(code) => Err(IdentityError::InvalidNewPassword),
                _ => ignore_failed_trigger("reset a password", error),
            })
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
                Some("UserNotFoundException" | "UserNotConfirmedException" | "PasswordResetRequiredException") => {
                    IdentityError::InvalidToken
                }
                Some(code) if is_password_policy_error(code) => IdentityError::InvalidNewPassword,
                _ => identity_error("change a password", error),
            })
    }
}

/// Whether the pool rejects a new password by a rule that the handlers can't check.
pub(super) fn is_password_policy_error(exception: &str) -> bool {
    matches!(exception, "InvalidPasswordException" | "PasswordHistoryPolicyViolationException")
}
