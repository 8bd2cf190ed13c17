//! The port for what signed-in users do with their own access token.

use serde::{Deserialize, Serialize};

use super::IdentityError;
use crate::domain::{AccessToken, Code, NewPassword, Password};

pub(crate) trait SelfService: Send + Sync + 'static {
    /// Ends every session of the token's owner.
    fn sign_out(&self, token: &AccessToken) -> impl Future<Output = Result<(), IdentityError>> + Send;

    fn change_password(
        &self,
        token: &AccessToken,
        change: &PasswordChange,
    ) -> impl Future<Output = Result<(), IdentityError>> + Send;

    /// A new secret for an authenticator app. It replaces the former one only when `confirm_totp` has verified it.
    fn associate_totp(&self, token: &AccessToken) -> impl Future<Output = Result<TotpSecret, IdentityError>> + Send;

    /// Verifies the app with one of its codes. From now on, signing in asks for a code.
    fn confirm_totp(&self, token: &AccessToken, code: &Code) -> impl Future<Output = Result<(), IdentityError>> + Send;

    /// Signing in asks for no code any more.
    fn disable_totp(&self, token: &AccessToken) -> impl Future<Output = Result<(), IdentityError>> + Send;
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct PasswordChange {
    pub(crate) current_password: Password,
    pub(crate) new_password: NewPassword,
}

/// What an authenticator app computes its codes from, in base 32. Never printed.
#[derive(Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct TotpSecret(String);

impl TotpSecret {
    pub(crate) fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }
}

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}
