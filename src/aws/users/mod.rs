//! Cognito user pools: the users and their status.

mod cognito;
mod edits;
#[cfg(test)]
pub(crate) mod fake;
mod jobs;
mod pool;
mod sign_ins;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) use self::{
    cognito::Cognito,
    edits::{Created, Edits, Lasting, NewUser},
    jobs::{UserJob, UserJobStatus, UserJobs},
    pool::{Attribute, AttributeKind, Group, MfaRequirement, PoolSettings, Pools},
    sign_ins::{SignIn, SignInPage, SignIns},
};
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
    /// All of them, by Cognito's names.
    #[serde(skip)]
    pub(crate) attributes: BTreeMap<String, String>,
}

/// The status of a user's account.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    pub(crate) const ALL: [Self; 8] = [
        Self::Unconfirmed,
        Self::Confirmed,
        Self::ExternalProvider,
        Self::ForceChangePassword,
        Self::ResetRequired,
        Self::Archived,
        Self::Compromised,
        Self::Unknown,
    ];

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
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sub => "sub",
            Self::Username => "username",
            Self::Email => "email",
            Self::Phone => "phone_number",
        }
    }

    /// Whether `user` has exactly this value; for an e-mail address, case is ignored.
    pub(crate) fn is(self, user: &User, value: &str) -> bool {
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
}

/// Which users of a pool Cognito lists: it takes one condition at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Selection {
    All,
    Status(UserStatus),
    Disabled,
    /// The members of a group.
    Group(String),
    /// Those whose attribute begins like this.
    Prefix(Searchable, String),
}

/// Some of the users. A page can be empty although more pages follow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct UserPage {
    pub(crate) users: Vec<User>,
    pub(crate) next: Option<String>,
}

/// A user's second factors, by AWS's names, such as `SOFTWARE_TOKEN_MFA`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SecondFactors {
    pub(crate) methods: Vec<String>,
    pub(crate) preferred: Option<String>,
}

/// What commands need from users.
pub(crate) trait Users {
    /// A page of the users that Cognito selects: the one for the token, or the first. `None` when there is no such group.
    async fn page(
        &self,
        pool: &PoolId,
        selection: &Selection,
        token: Option<&str>,
    ) -> Result<Option<UserPage>, AwsError>;

    /// All users whose attribute is exactly `value`: two users of a pool can share an address.
    async fn matching(&self, pool: &PoolId, attribute: Searchable, value: &str) -> Result<Vec<User>, AwsError>;

    /// The names of a user's groups.
    async fn groups_of(&self, pool: &PoolId, username: &str) -> Result<Vec<String>, AwsError>;

    async fn second_factors(&self, pool: &PoolId, username: &str) -> Result<SecondFactors, AwsError>;

    async fn change(&self, pool: &PoolId, username: &str, change: AccountChange) -> Result<(), AwsError>;

    /// Sends the sign-up code again. Cognito does that only through an app client.
    async fn resend_code(&self, pool: &PoolId, client_id: &str, username: &str) -> Result<(), AwsError>;
}
