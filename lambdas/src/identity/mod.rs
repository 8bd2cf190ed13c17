//! The user pool behind ports: registration, sessions, passwords and accounts.

mod accounts;
mod cognito;
#[cfg(test)]
pub(crate) mod fake;
mod passwords;
mod self_service;
mod sessions;

#[cfg(test)]
pub(crate) use self::cognito::TIME_LIMIT_WITH_TRIGGER;
pub(crate) use self::{
    accounts::{Account, Accounts, ActiveAccounts},
    cognito::{Cognito, OwnAccount, UserPool},
    passwords::{PasswordReset, Passwords},
    self_service::{PasswordChange, SelfService, TotpSecret},
    sessions::{Challenge, ChallengeAnswer, Proof, Sessions, SignInSource, SignedIn, Tokens},
};
use crate::{
    aws::AwsError,
    domain::{Code, Email, Name, NewPassword},
};

/// Creates and confirms accounts.
pub(crate) trait Registration: Send + Sync + 'static {
    fn sign_up(&self, account: &NewAccount) -> impl Future<Output = Result<(), IdentityError>> + Send;

    fn confirm_sign_up(&self, email: &Email, code: &Code) -> impl Future<Output = Result<(), IdentityError>> + Send;

    /// Mails another code to an account that is not confirmed yet. A missing account is not an error.
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
    #[error("the password is not accepted")]
    InvalidPassword,
    #[error("the new password is not accepted")]
    InvalidNewPassword,
    #[error("the current password is wrong")]
    InvalidCurrentPassword,
    #[error("the code is invalid")]
    InvalidCode,
    #[error("the credentials are invalid")]
    InvalidCredentials,
    #[error("the token is invalid")]
    InvalidToken,
    #[error("too many requests")]
    TooManyRequests,
    /// Cognito takes no more requests of the account for a moment, whoever makes them.
    #[error(transparent)]
    QuotaUsedUp(AwsError),
    #[error(transparent)]
    Failed(#[from] AwsError),
}
