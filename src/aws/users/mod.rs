//! Cognito user pools: the users and their status.

mod cognito;
#[cfg(test)]
pub(crate) mod fake;

use jiff::Timestamp;
use serde::Serialize;

pub(crate) use self::cognito::Cognito;
use super::AwsError;

/// A user pool's id, `us-east-1_Ab12Cd34e`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PoolId(pub(crate) String);

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct User {
    pub(crate) sub: String,
    pub(crate) username: String,
    pub(crate) email: Option<String>,
    pub(crate) email_verified: bool,
    pub(crate) phone: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) status: UserStatus,
    pub(crate) enabled: bool,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) updated_at: Option<Timestamp>,
}

/// The status of a user's account.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum UserStatus {
    Unconfirmed,
    Confirmed,
    ExternalProvider,
    ForceChangePassword,
    ResetRequired,
    Archived,
    Compromised,
    Unknown,
}

impl UserStatus {
    /// AWS's name for the status.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Unconfirmed => "UNCONFIRMED",
            Self::Confirmed => "CONFIRMED",
            Self::ExternalProvider => "EXTERNAL_PROVIDER",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
            Self::ResetRequired => "RESET_REQUIRED",
            Self::Archived => "ARCHIVED",
            Self::Compromised => "COMPROMISED",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// The attributes by which srvls looks up users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Searchable {
    Sub,
    Username,
    Email,
    Phone,
}

impl Searchable {
    fn name(self) -> &'static str {
        match self {
            Self::Sub => "sub",
            Self::Username => "username",
            Self::Email => "email",
            Self::Phone => "phone_number",
        }
    }

    /// Whether `user` has exactly this value; for an e-mail address, case is ignored.
    fn is(self, user: &User, value: &str) -> bool {
        match self {
            Self::Sub => user.sub == value,
            Self::Username => user.username == value,
            Self::Email => user.email.as_ref().is_some_and(|email| email.to_lowercase() == value.to_lowercase()),
            Self::Phone => user.phone.as_deref() == Some(value),
        }
    }
}

/// A change to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccountChange {
    Enable,
    Disable,
    /// Confirms a sign-up without its code.
    Confirm,
    /// Sends an invitation again, with a new temporary password.
    ResendInvitation,
    /// Revokes every refresh token.
    SignOut,
    /// Invalidates the password and sends a code with which the user sets a new one.
    ResetPassword,
    /// Marks the e-mail address as the user's own.
    VerifyEmail,
}

/// What commands need from users.
pub(crate) trait Users {
    /// All users whose attribute is exactly `value`: two users of a pool can share an address.
    async fn matching(&self, pool: &PoolId, attribute: Searchable, value: &str) -> Result<Vec<User>, AwsError>;

    /// The names of a user's groups.
    async fn groups(&self, pool: &PoolId, username: &str) -> Result<Vec<String>, AwsError>;

    /// A user's MFA methods, by AWS's names.
    async fn mfa_methods(&self, pool: &PoolId, username: &str) -> Result<Vec<String>, AwsError>;

    /// The validity of an invitation's temporary password, in days.
    async fn invitation_days(&self, pool: &PoolId) -> Result<i32, AwsError>;

    async fn change(&self, pool: &PoolId, username: &str, change: AccountChange) -> Result<(), AwsError>;

    /// Sends the sign-up code again. Cognito does that only through an app client.
    async fn resend_code(&self, pool: &PoolId, client_id: &str, username: &str) -> Result<(), AwsError>;
}
