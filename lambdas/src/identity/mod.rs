//! Who exists and who they are: what the operations need from the user pool.

mod accounts;
mod cognito;
#[cfg(test)]
pub(crate) mod fake;
mod passwords;
mod sessions;

pub(crate) use self::{
    accounts::Accounts,
    cognito::{Cognito, UserPool},
    passwords::{PasswordChange, PasswordReset, Passwords},
    sessions::{Challenge, ChallengeAnswer, Proof, Sessions, SignedIn, Tokens},
};
use crate::{
    auth::{Code, Email, Name, NewPassword},
    aws::AwsError,
    http::ApiError,
};

/// How accounts begin.
pub(crate) trait Identity: Send + Sync + 'static {
    fn sign_up(&self, account: &NewAccount) -> impl Future<Output = Result<(), IdentityError>> + Send;

    fn confirm_sign_up(&self, email: &Email, code: &Code) -> impl Future<Output = Result<(), IdentityError>> + Send;

    /// Mails another code to an account that waits for one. That there is none is no error.
    fn resend_code(&self, email: &Email) -> impl Future<Output = Result<(), IdentityError>> + Send;
}

#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAccount {
    pub(crate) email: Email,
    pub(crate) password: NewPassword,
    pub(crate) name: Name,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum IdentityError {
    #[error("the e-mail is taken")]
    EmailTaken,
    #[error("the password is refused")]
    PasswordRefused,
    #[error("the new password is refused")]
    NewPasswordRefused,
    #[error("the current password is refused")]
    CurrentPasswordRefused,
    #[error("the code is refused")]
    CodeRefused,
    #[error("the credentials are refused")]
    CredentialsRefused,
    #[error("the token is refused")]
    TokenRefused,
    #[error("too many requests")]
    TooManyRequests,
    #[error(transparent)]
    Failed(#[from] AwsError),
}

impl From<IdentityError> for ApiError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::PasswordRefused => Self::invalid("password", "is not accepted: choose another one"),
            IdentityError::NewPasswordRefused => Self::invalid("newPassword", "is not accepted: choose another one"),
            // Cognito has one answer for both, and the authorizer has just let the token through.
            IdentityError::CurrentPasswordRefused => {
                Self::invalid("currentPassword", "is wrong, or this session has ended")
            }
            IdentityError::CodeRefused => Self::CodeRefused,
            IdentityError::CredentialsRefused => Self::CredentialsRefused,
            IdentityError::TokenRefused => Self::Unauthenticated,
            IdentityError::TooManyRequests => Self::SlowDown { retry_after_seconds: 60 },
            // Only sign-up meets a taken e-mail, and it answers as if it were free.
            IdentityError::EmailTaken | IdentityError::Failed(_) => Self::Internal(error.into()),
        }
    }
}
