//! The port that resets a forgotten password.

use serde::Deserialize;

use super::IdentityError;
use crate::domain::{Code, Email, NewPassword};

pub(crate) trait Passwords: Send + Sync + 'static {
    /// Mails a code that allows a new password. A missing account is not an error.
    fn forgot_password(&self, email: &Email) -> impl Future<Output = Result<(), IdentityError>> + Send;

    fn reset_password(&self, reset: &PasswordReset) -> impl Future<Output = Result<(), IdentityError>> + Send;
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct PasswordReset {
    pub(crate) email: Email,
    pub(crate) code: Code,
    pub(crate) new_password: NewPassword,
}
