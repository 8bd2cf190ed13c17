//! Cognito user pools: who the users are, and in what state.

use aws_config::SdkConfig;
use aws_sdk_cognitoidentityprovider::types::{AttributeType, UserStatusType, UserType};
use jiff::Timestamp;
use serde::Serialize;

use super::{AwsError, aws_error};

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

/// What commands need to know of users.
pub(crate) trait Users {
    /// Everyone whose attribute is exactly `value`: two users can share an address in one pool.
    async fn matching(&self, pool: &PoolId, attribute: Searchable, value: &str) -> Result<Vec<User>, AwsError>;

    /// The names of a user's groups.
    async fn groups(&self, pool: &PoolId, username: &str) -> Result<Vec<String>, AwsError>;

    /// A user's second factors, by AWS's names.
    async fn mfa_methods(&self, pool: &PoolId, username: &str) -> Result<Vec<String>, AwsError>;

    /// How many days the password of an invitation is valid.
    async fn invitation_days(&self, pool: &PoolId) -> Result<i32, AwsError>;
}

pub(crate) struct Cognito {
    client: aws_sdk_cognitoidentityprovider::Client,
}

impl Cognito {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { client: aws_sdk_cognitoidentityprovider::Client::new(config) }
    }
}

// AdminGetUser would tell most of this in one call, but it makes the user an active one of the month, on the bill.
// Of ListUsers and AdminGetUserAuthFactors AWS says no such thing.
impl Users for Cognito {
    async fn matching(&self, pool: &PoolId, attribute: Searchable, value: &str) -> Result<Vec<User>, AwsError> {
        let request = self.client.list_users().user_pool_id(&pool.0).filter(exactly(attribute.name(), value));
        let mut pages = request.into_paginator().items().send();
        let mut users = Vec::new();
        while let Some(user) = pages.next().await {
            users.push(User::from(user.map_err(aws_error("cognito-idp:ListUsers"))?));
        }
        users.retain(|user| attribute.is(user, value));
        Ok(users)
    }

    async fn groups(&self, pool: &PoolId, username: &str) -> Result<Vec<String>, AwsError> {
        let request = self.client.admin_list_groups_for_user().user_pool_id(&pool.0).username(username);
        let mut pages = request.into_paginator().items().send();
        let mut groups = Vec::new();
        while let Some(group) = pages.next().await {
            groups.extend(group.map_err(aws_error("cognito-idp:AdminListGroupsForUser"))?.group_name);
        }
        Ok(groups)
    }

    async fn mfa_methods(&self, pool: &PoolId, username: &str) -> Result<Vec<String>, AwsError> {
        let request = self.client.admin_get_user_auth_factors().user_pool_id(&pool.0).username(username);
        let factors = request.send().await.map_err(aws_error("cognito-idp:AdminGetUserAuthFactors"))?;
        Ok(factors.user_mfa_setting_list.unwrap_or_default())
    }

    async fn invitation_days(&self, pool: &PoolId) -> Result<i32, AwsError> {
        /// Cognito's own, where the pool says nothing.
        const DEFAULT_DAYS: i32 = 7;
        let request = self.client.describe_user_pool().user_pool_id(&pool.0);
        let described = request.send().await.map_err(aws_error("cognito-idp:DescribeUserPool"))?;
        let policy = described.user_pool.and_then(|pool| pool.policies).and_then(|policies| policies.password_policy);
        // Zero is how the SDK reads an absent number.
        let days = policy.map(|policy| policy.temporary_password_validity_days).filter(|days| *days > 0);
        Ok(days.unwrap_or(DEFAULT_DAYS))
    }
}

/// A filter of ListUsers. A value ends at an unescaped quote: without escapes, a handle could become another filter.
fn exactly(name: &str, value: &str) -> String {
    let escaped = value.replace('\\', r"\\").replace('"', r#"\""#);
    format!(r#"{name} = "{escaped}""#)
}

impl From<UserType> for User {
    fn from(user: UserType) -> Self {
        let attributes = user.attributes.unwrap_or_default();
        Self {
            sub: value_of(&attributes, "sub").unwrap_or_default(),
            email: value_of(&attributes, "email"),
            email_verified: value_of(&attributes, "email_verified").as_deref() == Some("true"),
            phone: value_of(&attributes, "phone_number"),
            name: value_of(&attributes, "name"),
            username: user.username.unwrap_or_default(),
            status: user.user_status.map_or(UserStatus::Unknown, UserStatus::from),
            enabled: user.enabled,
            created_at: user.user_create_date.as_ref().and_then(super::timestamp),
            updated_at: user.user_last_modified_date.as_ref().and_then(super::timestamp),
        }
    }
}

fn value_of(attributes: &[AttributeType], name: &str) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.name == name)?;
    attribute.value.clone().filter(|value| !value.is_empty())
}

impl From<UserStatusType> for UserStatus {
    fn from(status: UserStatusType) -> Self {
        match status {
            UserStatusType::Unconfirmed => Self::Unconfirmed,
            UserStatusType::Confirmed => Self::Confirmed,
            UserStatusType::ExternalProvider => Self::ExternalProvider,
            UserStatusType::ForceChangePassword => Self::ForceChangePassword,
            UserStatusType::ResetRequired => Self::ResetRequired,
            UserStatusType::Archived => Self::Archived,
            UserStatusType::Compromised => Self::Compromised,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// A pool held in memory.
    #[derive(Default)]
    pub(crate) struct FakeUsers {
        pub(crate) users: Vec<User>,
        pub(crate) groups: Vec<String>,
        /// `None` when reading them is not allowed.
        pub(crate) mfa_methods: Option<Vec<String>>,
    }

    impl Users for FakeUsers {
        async fn matching(&self, _pool: &PoolId, attribute: Searchable, value: &str) -> Result<Vec<User>, AwsError> {
            Ok(self.users.iter().filter(|user| attribute.is(user, value)).cloned().collect())
        }

        async fn groups(&self, _pool: &PoolId, _username: &str) -> Result<Vec<String>, AwsError> {
            Ok(self.groups.clone())
        }

        async fn mfa_methods(&self, _pool: &PoolId, _username: &str) -> Result<Vec<String>, AwsError> {
            let refused = || AwsError::service("cognito-idp:AdminGetUserAuthFactors", "AccessDeniedException");
            self.mfa_methods.clone().ok_or_else(refused)
        }

        async fn invitation_days(&self, _pool: &PoolId) -> Result<i32, AwsError> {
            Ok(7)
        }
    }

    /// A confirmed user with a verified address.
    pub(crate) fn ada() -> User {
        User {
            sub: "7a0c4e52-0000-4000-8000-000000000001".into(),
            username: "7a0c4e52-0000-4000-8000-000000000001".into(),
            email: Some("ada@example.com".into()),
            email_verified: true,
            phone: Some("+821012345678".into()),
            name: Some("Ada Lovelace".into()),
            status: UserStatus::Confirmed,
            enabled: true,
            created_at: "2026-11-01T00:00:00Z".parse().ok(),
            updated_at: "2026-11-02T00:00:00Z".parse().ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const LIST_USERS: &str = "AWSCognitoIdentityProviderService.ListUsers";
    const DESCRIBE_USER_POOL: &str = "AWSCognitoIdentityProviderService.DescribeUserPool";

    fn pool() -> PoolId {
        PoolId("us-east-1_a".into())
    }

    fn page(sub: &str, email: &str, next: Option<&str>) -> Answer {
        let attributes = json!([
            { "Name": "sub", "Value": sub }, { "Name": "email", "Value": email },
            { "Name": "email_verified", "Value": "true" },
        ]);
        let user = json!({
            "Username": sub, "Attributes": attributes, "Enabled": true, "UserStatus": "CONFIRMED",
            "UserCreateDate": 1_795_305_600.5, "UserLastModifiedDate": 1_795_305_600.5,
        });
        Answer::json(LIST_USERS, 200, &json!({ "Users": [user], "PaginationToken": next }))
    }

    #[tokio::test]
    async fn users_are_found_on_every_page_and_only_if_they_match() {
        let replay =
            Replay::new([page("1", "Ada@example.com", Some("more")), page("2", "ada@example.com.evil.org", None)]);
        let cognito = Cognito::new(&replay.config());

        let users = cognito.matching(&pool(), Searchable::Email, "ada@example.com").await.expect("listed");

        assert_eq!(users.iter().map(|user| user.sub.as_str()).collect::<Vec<_>>(), ["1"]);
        assert!(users[0].email_verified);
        assert_eq!(users[0].status, UserStatus::Confirmed);
        assert_eq!(users[0].created_at.map(|time| time.to_string()).as_deref(), Some("2026-11-22T00:00:00.5Z"));
        let [first, second] = &replay.requests()[..] else { panic!("two requests") };
        assert_eq!(first.body["Filter"], r#"email = "ada@example.com""#);
        assert_eq!(second.body["PaginationToken"], "more");
    }

    #[tokio::test]
    async fn a_pool_that_is_gone_is_an_error_with_its_code() {
        let gone = json!({
            "__type": "ResourceNotFoundException", "message": "User pool us-east-1_a does not exist.",
        });
        let cognito = Cognito::new(&Replay::new([Answer::json(LIST_USERS, 400, &gone)]).config());

        let error = cognito.matching(&pool(), Searchable::Sub, "1").await.expect_err("gone");

        assert!(error.has_code("ResourceNotFoundException"));
        assert_eq!(error.action, "cognito-idp:ListUsers");
    }

    #[tokio::test]
    async fn a_pool_without_a_policy_has_cognitos_own_days_of_validity() {
        let silent = json!({ "UserPool": { "Id": "us-east-1_a" } });
        let cognito = Cognito::new(&Replay::new([Answer::json(DESCRIBE_USER_POOL, 200, &silent)]).config());

        let days = cognito.invitation_days(&pool()).await.expect("described");

        assert_eq!(days, 7);
    }

    #[test]
    fn a_quote_in_a_handle_stays_inside_the_filter() {
        assert_eq!(exactly("email", r#"a" or sub ^= ""#), r#"email = "a\" or sub ^= \"""#);
        assert_eq!(exactly("username", r#"a\"#), r#"username = "a\\""#);
    }
}
