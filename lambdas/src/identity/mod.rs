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
    aws::AwsError,
    domain::{Code, Email, Name, NewPassword},
};

/// How accounts begin.
pub(crate) trait Registration: Send + Sync + 'static {
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
    InvalidPassword,
    #[error("the new password is refused")]
    InvalidNewPassword,
    #[error("the current password is refused")]
    InvalidCurrentPassword,
    #[error("the code is refused")]
    InvalidCode,
    #[error("the credentials are refused")]
    InvalidCredentials,
    #[error("the token is refused")]
    InvalidToken,
    #[error("too many requests")]
    TooManyRequests,
    #[error(transparent)]
    Failed(#[from] AwsError),
}
