//! Cognito user pools: who the users are, and in what state.

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

/// Where a user is between sign-up and farewell.
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
    /// AWS's own name of it.
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

/// The attributes that users are found by.
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

    /// Whether `user` has exactly this value; the case of an e-mail address does not count.
    fn is(self, user: &User, value: &str) -> bool {
        match self {
            Self::Sub => user.sub == value,
            Self::Username => user.username == value,
            Self::Email => user.email.as_ref().is_some_and(|email| email.to_lowercase() == value.to_lowercase()),
            Self::Phone => user.phone.as_deref() == Some(value),
        }
    }
}

/// One change of one account.
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
    /// Makes the password useless until it is set anew with the code that is sent.
    ResetPassword,
}

/// What commands need of users.
pub(crate) trait Users {
    /// Everyone whose attribute is exactly `value`: two users can share an address in one pool.
    async fn matching(&self, pool: &PoolId, attribute: Searchable, value: &str) -> Result<Vec<User>, AwsError>;

    /// The names of a user's groups.
    async fn groups(&self, pool: &PoolId, username: &str) -> Result<Vec<String>, AwsError>;

    /// A user's second factors, by AWS's names.
    async fn mfa_methods(&self, pool: &PoolId, username: &str) -> Result<Vec<String>, AwsError>;

    /// How many days the password of an invitation is valid.
    async fn invitation_days(&self, pool: &PoolId) -> Result<i32, AwsError>;

    async fn change(&self, pool: &PoolId, username: &str, change: AccountChange) -> Result<(), AwsError>;

    /// Sends the code of a sign-up again, which Cognito does only on behalf of an app's client.
    async fn resend_code(&self, client_id: &str, username: &str) -> Result<(), AwsError>;
}
