//! The user pool: the only file that names `aws_sdk_cognitoidentityprovider`.
//!
//! The app client prevents user existence errors, so Cognito answers for unknown users as for wrong codes and
//! passwords. The exceptions that it throws nevertheless are mapped to the same answers here.

use std::error::Error as StdError;

use aws_sdk_cognitoidentityprovider::{
    Client,
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
    types::{AttributeType, AuthFlowType, AuthenticationResultType, ChallengeNameType},
};
use lambda_runtime::Error;

use super::{Challenge, Identity, IdentityError, NewAccount, SignedIn, Tokens};
use crate::{
    auth::{Code, Email, Password},
    aws::{AwsError, sdk_config},
    settings::setting,
};

pub(crate) struct Cognito {
    client: Client,
    app_client: String,
}

impl Cognito {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        Ok(Self { client: Client::new(&sdk_config().await), app_client: setting("USER_POOL_CLIENT_ID")? })
    }
}

impl Identity for Cognito {
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
            .map_err(|error| match error.code() {
                Some("UsernameExistsException") => IdentityError::EmailTaken,
                Some("InvalidPasswordException") => IdentityError::PasswordRefused,
                _ => failed("sign up a user", error),
            })
    }

    async fn confirm_sign_up(&self, email: &Email, code: &Code) -> Result<(), IdentityError> {
        self.client
            .confirm_sign_up()
            .client_id(&self.app_client)
            .username(email.as_str())
            .confirmation_code(code.as_str())
            .send()
            .await
            .map(drop)
            .map_err(|error| match error.code() {
                // A user who is confirmed already counts as a wrong code: it must not show that there is one.
                Some(
                    "CodeMismatchException"
                    | "ExpiredCodeException"
                    | "NotAuthorizedException"
                    | "UserNotFoundException"
                    | "AliasExistsException",
                ) => IdentityError::CodeRefused,
                _ => failed("confirm a user", error),
            })
    }

    async fn sign_in(&self, email: &Email, password: &Password) -> Result<SignedIn, IdentityError> {
        let answer = self
            .client
            .initiate_auth()
            .client_id(&self.app_client)
            .auth_flow(AuthFlowType::UserPasswordAuth)
            .auth_parameters("USERNAME", email.as_str())
            .auth_parameters("PASSWORD", password.expose())
            .send()
            .await
            .map_err(|error| match error.code() {
                Some(
                    "NotAuthorizedException"
                    | "UserNotFoundException"
                    | "UserNotConfirmedException"
                    | "PasswordResetRequiredException",
                ) => IdentityError::CredentialsRefused,
                _ => failed("sign in a user", error),
            })?;
        signed_in(answer.authentication_result, answer.challenge_name, answer.session)
            .ok_or_else(|| AwsError::new("sign in a user", "the answer holds neither tokens nor a challenge").into())
    }
}

fn signed_in(
    result: Option<AuthenticationResultType>,
    challenge: Option<ChallengeNameType>,
    session: Option<String>,
) -> Option<SignedIn> {
    let Some(result) = result else {
        return Some(SignedIn::Challenge(Challenge { challenge: challenge?.as_str().to_owned(), session: session? }));
    };
    Some(SignedIn::Tokens(Tokens {
        access_token: result.access_token?,
        id_token: result.id_token?,
        refresh_token: result.refresh_token?,
        token_type: result.token_type?,
        expires_in: u32::try_from(result.expires_in).ok()?,
    }))
}

fn attribute(name: &str, value: &str) -> Result<AttributeType, AwsError> {
    let attribute = AttributeType::builder().name(name).value(value).build();
    attribute.map_err(|error| AwsError::new("describe a user", error))
}

fn failed<E>(action: &'static str, error: SdkError<E, HttpResponse>) -> IdentityError
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
mod tests;
