//! The operations of Cognito that create and confirm accounts.

use aws_sdk_cognitoidentityprovider::{error::ProvideErrorMetadata as _, types::AttributeType};

use super::{
    Cognito, TIME_LIMIT, TIME_LIMIT_WITH_TRIGGER, identity_error, ignore_failed_trigger, ignore_unsent_code,
    is_delivery_error, log_unsent_mail, once,
};
use crate::{
    aws::AwsError,
    domain::{Code, Email},
    identity::{IdentityError, NewAccount, Registration},
};

impl Registration for Cognito {
    async fn sign_up(&self, account: &NewAccount) -> Result<(), IdentityError> {
        self.client
            .sign_up()
            .client_id(&self.app_client.id)
            .secret_hash(self.secret_hash(account.email.as_str()).await?)
            .username(account.email.as_str())
            .password(account.password.expose())
            .user_attributes(attribute("email", account.email.as_str())?)
            .user_attributes(attribute("name", account.name.as_str())?)
            .send()
            .await
            .map(drop)
            .or_else(|error| match error.code() {
                Some("UsernameExistsException") => Err(IdentityError::EmailTaken),
                Some("InvalidPasswordException") => Err(IdentityError::InvalidPassword),
                // The user exists by now, and nothing may show that the e-mail was free.
                // <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html>
                Some(reason) if reason == "LimitExceededException" || is_delivery_error(reason) => {
                    log_unsent_mail(reason);
                    Ok(())
                }
                _ => Err(identity_error("sign up a user", error)),
            })
    }

    async fn confirm_sign_up(&self, email: &Email, code: &Code) -> Result<(), IdentityError> {
        self.client
            .confirm_sign_up()
            .client_id(&self.app_client.id)
            .secret_hash(self.secret_hash(email.as_str()).await?)
            .username(email.as_str())
            .confirmation_code(code.as_str())
            .customize()
            .config_override(once(TIME_LIMIT_WITH_TRIGGER))
            .send()
            .await
            .map(drop)
            .or_else(|error| ignore_failed_trigger("confirm a user", error))
    }

    async fn resend_code(&self, email: &Email) -> Result<(), IdentityError> {
        let request = self.client.resend_confirmation_code().client_id(&self.app_client.id).username(email.as_str());
        let request = request.secret_hash(self.secret_hash(email.as_str()).await?);
        let request = request.customize().config_override(once(TIME_LIMIT));
        request.send().await.map(drop).or_else(|error| ignore_unsent_code("resend a code", error))
    }
}

fn attribute(name: &str, value: &str) -> Result<AttributeType, AwsError> {
    let attribute = AttributeType::builder().name(name).value(value).build();
    attribute.map_err(|error| AwsError::new("describe a user", error))
}
