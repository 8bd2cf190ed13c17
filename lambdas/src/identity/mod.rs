//! Who exists and who they are: what the operations need from the user pool.

mod cognito;
#[cfg(test)]
pub(crate) mod fake;

use serde::Serialize;

pub(crate) use self::cognito::Cognito;
use crate::{
    auth::{Code, Email, Name, NewPassword, Password},
    aws::AwsError,
    http::ApiError,
};

/// Sign-up and sign-in, as the handlers need them.
pub(crate) trait Identity: Send + Sync + 'static {
    fn sign_up(&self, account: &NewAccount) -> impl Future<Output = Result<(), IdentityError>> + Send;

    fn confirm_sign_up(&self, email: &Email, code: &Code) -> impl Future<Output = Result<(), IdentityError>> + Send;

    fn sign_in(
        &self,
        email: &Email,
        password: &Password,
    ) -> impl Future<Output = Result<SignedIn, IdentityError>> + Send;
}

#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAccount {
    pub(crate) email: Email,
    pub(crate) password: NewPassword,
    pub(crate) name: Name,
}

/// What a right password leads to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum SignedIn {
    Tokens(Tokens),
    /// One more question before there are tokens.
    Challenge(Challenge),
}

#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tokens {
    pub(crate) access_token: String,
    pub(crate) id_token: String,
    pub(crate) refresh_token: String,
    pub(crate) token_type: String,
    pub(crate) expires_in: u32,
}

// By hand, so that no log can hold a token.
impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Challenge {
    pub(crate) challenge: String,
    pub(crate) session: String,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum IdentityError {
    #[error("the e-mail is taken")]
    EmailTaken,
    #[error("the password is refused")]
    PasswordRefused,
    #[error("the code is refused")]
    CodeRefused,
    #[error("the credentials are refused")]
    CredentialsRefused,
    #[error("too many requests")]
    TooManyRequests,
    #[error(transparent)]
    Failed(#[from] AwsError),
}

impl From<IdentityError> for ApiError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::PasswordRefused => Self::invalid("password", "is not accepted: choose another one"),
            IdentityError::CodeRefused => Self::CodeRefused,
            IdentityError::CredentialsRefused => Self::CredentialsRefused,
            IdentityError::TooManyRequests => Self::SlowDown { retry_after_seconds: 60 },
            // Only sign-up meets a taken e-mail, and it answers as if it were free.
            IdentityError::EmailTaken | IdentityError::Failed(_) => Self::Internal(error.into()),
        }
    }
}
