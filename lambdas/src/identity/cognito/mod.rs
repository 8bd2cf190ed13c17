//! The user pool: this folder is the only place that names `aws_sdk_cognitoidentityprovider`.
//!
//! The app client prevents user existence errors: Cognito responds to unknown users as to wrong codes and passwords.
//! Some exceptions still reveal whether a user exists; this folder maps them to the same errors.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html>

mod accounts;
mod passwords;
mod sessions;

use std::{error::Error as StdError, time::Duration};

use aws_sdk_cognitoidentityprovider::{
    Client,
    config::{Builder, Config, http::HttpResponse},
    error::{ProvideErrorMetadata, SdkError},
    types::AttributeType,
};
use lambda_runtime::Error;

pub(crate) use self::accounts::UserPool;
use super::{IdentityError, NewAccount, Registration};
use crate::{
    aws::{AwsError, OnlyIfThrottled, connect, one_attempt, sdk_config},
    domain::{Code, Email},
    settings::setting,
};

/// How long a call may take that is not repeated.
const TIME_LIMIT: Duration = Duration::from_secs(8);

/// And one in which Cognito runs the post-confirmation trigger: up to three times, five seconds each.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html>
pub(crate) const TIME_LIMIT_WITH_TRIGGER: Duration = Duration::from_secs(18);

/// The settings of a call that must not be performed twice.
fn once(limit: Duration) -> Builder {
    Config::builder().retry_classifier(OnlyIfThrottled).timeout_config(one_attempt(limit))
}

pub(crate) struct Cognito {
    client: Client,
    app_client: String,
}

impl Cognito {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        let config = sdk_config().await;
        connect(&config, "cognito-idp").await;
        Ok(Self { client: Client::new(&config), app_client: setting("USER_POOL_CLIENT_ID")? })
    }
}

impl Registration for Cognito {
    async fn sign_up(&self, account: &NewAccount) -> Result<(), IdentityError> {
        self.client
            .sign_up()
            .client_id(&self.app_client)
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
                Some("LimitExceededException" | "CodeDeliveryFailureException") => {
                    ignore_unsent_code("sign up a user", error)
                }
                _ => Err(identity_error("sign up a user", error)),
            })
    }

    async fn confirm_sign_up(&self, email: &Email, code: &Code) -> Result<(), IdentityError> {
        self.client
            .confirm_sign_up()
            .client_id(&self.app_client)
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
        let request = self.client.resend_confirmation_code().client_id(&self.app_client).username(email.as_str());
        let request = request.customize().config_override(once(TIME_LIMIT));
        request.send().await.map(drop).or_else(|error| ignore_unsent_code("resend a code", error))
    }
}

fn attribute(name: &str, value: &str) -> Result<AttributeType, AwsError> {
    let attribute = AttributeType::builder().name(name).value(value).build();
    attribute.map_err(|error| AwsError::new("describe a user", error))
}

/// Whether an exception means an invalid code: a wrong one, or one for a user who is unknown or already confirmed.
/// Attempt limits are included, because they only exist for accounts that exist.
fn is_code_error(exception: &str) -> bool {
    matches!(
        exception,
        "CodeMismatchException"
            | "ExpiredCodeException"
            | "NotAuthorizedException"
            | "UserNotFoundException"
            | "UserNotConfirmedException"
            | "AliasExistsException"
            | "InvalidParameterException"
            | "LimitExceededException"
            | "TooManyFailedAttemptsException"
    )
}

/// Ignores a failure of the post-confirmation trigger, the pool's only one; any other error of a code stays one.
///
/// Cognito invokes it afterwards: the code is used up, and the user is confirmed or has the new password. A profile that
/// the trigger could not create is created when it is first needed.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html>
fn ignore_failed_trigger<E>(action: &'static str, error: SdkError<E, HttpResponse>) -> Result<(), IdentityError>
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    match error.code() {
        Some(
            reason @ ("UserLambdaValidationException" | "UnexpectedLambdaException" | "InvalidLambdaResponseException"),
        ) => {
            tracing::error!(reason, "the trigger failed after the change was made");
            Ok(())
        }
        Some(code) if is_code_error(code) => Err(IdentityError::InvalidCode),
        _ => Err(identity_error(action, error)),
    }
}

/// Hides an error that kept Cognito from mailing a code, if it would reveal something about the account.
///
/// For an unknown user, Cognito sometimes simulates a delivery and sometimes throws InvalidParameterException.
fn ignore_unsent_code<E>(action: &'static str, error: SdkError<E, HttpResponse>) -> Result<(), IdentityError>
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    match error.code() {
        Some(
            reason @ ("UserNotFoundException"
            | "InvalidParameterException"
            | "NotAuthorizedException"
            | "UserNotConfirmedException"),
        ) => {
            tracing::info!(reason, "sent no code");
            Ok(())
        }
        // Of the caller's attempts, or of the mails that Cognito's own sender sends in a day.
        Some(reason @ "LimitExceededException") => {
            tracing::warn!(reason, "sent no code");
            Ok(())
        }
        Some(reason @ "CodeDeliveryFailureException") => {
            tracing::error!(reason, "could not send a code");
            Ok(())
        }
        _ => Err(identity_error(action, error)),
    }
}

fn identity_error<E>(action: &'static str, error: SdkError<E, HttpResponse>) -> IdentityError
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    match error.code() {
        Some("TooManyRequestsException" | "LimitExceededException" | "TooManyFailedAttemptsException") => {
            IdentityError::TooManyRequests
        }
        _ => AwsError::new(action, error).into(),
    }
}

#[cfg(test)]
mod repetition;
#[cfg(test)]
mod tests;
