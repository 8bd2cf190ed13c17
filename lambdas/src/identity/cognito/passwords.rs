//! The password operations of Cognito.

use aws_sdk_cognitoidentityprovider::error::ProvideErrorMetadata as _;

use super::{
    Cognito, TIME_LIMIT, TIME_LIMIT_WITH_TRIGGER, ignore_failed_trigger, ignore_unsent_code, is_password_policy_error,
    once,
};
use crate::{
    domain::Email,
    identity::{IdentityError, PasswordReset, Passwords},
};

impl Passwords for Cognito {
    async fn forgot_password(&self, email: &Email) -> Result<(), IdentityError> {
        let request = self.client.forgot_password().client_id(&self.app_client.id).username(email.as_str());
        let request = request.secret_hash(self.secret_hash(email.as_str()).await?);
        let request = request.customize().config_override(once(TIME_LIMIT));
        request.send().await.map(drop).or_else(|error| ignore_unsent_code("send a code for a new password", error))
    }

    async fn reset_password(&self, reset: &PasswordReset) -> Result<(), IdentityError> {
        self.client
            .confirm_forgot_password()
            .client_id(&self.app_client.id)
            .secret_hash(self.secret_hash(reset.email.as_str()).await?)
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
}
