//! The user pool: this folder is the only place that names `aws_sdk_cognitoidentityprovider`.
//!
//! The app client prevents user existence errors: Cognito responds to unknown users as to wrong codes and passwords.
//! Some exceptions still reveal whether a user exists; this folder maps them to the same errors.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html>

mod accounts;
mod app_client;
mod passwords;
mod registration;
mod self_service;
mod sessions;

use std::{error::Error as StdError, time::Duration};

use aws_sdk_cognitoidentityprovider::{
    Client,
    config::{Builder, Config, http::HttpResponse},
    error::{ProvideErrorMetadata, SdkError},
};
use lambda_runtime::Error;

use self::app_client::{AppClient, ClientSecret};
pub(crate) use self::{accounts::UserPool, self_service::OwnAccount};
use super::IdentityError;
use crate::{
    aws::{AwsError, OnlyIfThrottled, connect, one_attempt, sdk_config},
    lambda,
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

/// The user pool through our app client.
pub(crate) struct Cognito {
    client: Client,
    app_client: AppClient,
    has_threat_protection: bool,
}

impl Cognito {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        let app_client = AppClient::new(setting("USER_POOL_ID")?, setting("USER_POOL_CLIENT_ID")?);
        let cognito = Self { client: Client::new(&sdk_config().await), app_client, has_threat_protection: false };
        if let Err(error) = cognito.secret().await {
            tracing::warn!(error = lambda::error_chain(&error), "the secret of the app client is not read yet");
        }
        Ok(cognito)
    }

    /// For sign-ins: says where they come from, if the pool looks at that.
    pub(crate) fn with_threat_protection(self) -> Result<Self, Error> {
        Ok(Self { has_threat_protection: setting("THREAT_PROTECTION")? == "true", ..self })
    }

    async fn secret(&self) -> Result<&ClientSecret, AwsError> {
        self.app_client.secret(&self.client).await
    }

    async fn secret_hash(&self, username: &str) -> Result<String, AwsError> {
        Ok(self.secret().await?.hash(username, &self.app_client.id))
    }
}

async fn connected_client() -> Client {
    let config = sdk_config().await;
    connect(&config, "cognito-idp").await;
    Client::new(&config)
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

/// Whether Cognito rejects this user with these credentials.
fn is_user_error(exception: &str) -> bool {
    matches!(
        exception,
        "NotAuthorizedException"
            | "UserNotFoundException"
            | "UserNotConfirmedException"
            | "PasswordResetRequiredException"
    )
}

/// Whether the pool rejects a new password by a rule that the handlers can't check.
fn is_password_policy_error(exception: &str) -> bool {
    matches!(exception, "InvalidPasswordException" | "PasswordHistoryPolicyViolationException")
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
        // Of this user's attempts, or of the mails that Cognito's own sender sends in a day: the code is the same for both.
        Some(reason @ "LimitExceededException") => {
            tracing::warn!(reason, "sent no code");
            Ok(())
        }
        Some(reason) if is_delivery_error(reason) => {
            log_unsent_mail(reason);
            Ok(())
        }
        _ => Err(identity_error(action, error)),
    }
}

/// Whether a mail could not be sent: SES refused it, or Cognito may not use the identity there.
fn is_delivery_error(exception: &str) -> bool {
    matches!(exception, "CodeDeliveryFailureException" | "InvalidEmailRoleAccessPolicyException")
}

/// A mail that could not be sent, whoever it was for. The template makes an alarm of these lines.
///
/// Cognito's own sender stops at 50 mails a day, with a LimitExceededException.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html#API_SignUp_Errors>
fn log_unsent_mail(reason: &str) {
    tracing::error!(reason, "could not send a code");
}

fn identity_error<E>(action: &'static str, error: SdkError<E, HttpResponse>) -> IdentityError
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    match error.code() {
        // Of this user's attempts.
        Some("LimitExceededException" | "TooManyFailedAttemptsException") => IdentityError::TooManyRequests,
        // Of the requests of all pools in the account: <https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html>
        Some("TooManyRequestsException") => IdentityError::QuotaUsedUp(AwsError::new(action, error)),
        _ => AwsError::new(action, error).into(),
    }
}

#[cfg(test)]
mod repetition;
#[cfg(test)]
mod tests;
