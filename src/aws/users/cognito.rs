//! The gateway to Cognito user pools.

use aws_config::SdkConfig;
use aws_lc_rs::hmac;
use aws_sdk_cognitoidentityprovider::types::{AttributeType, MessageActionType, UserStatusType, UserType};
use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::{AccountChange, PoolId, Searchable, User, UserStatus, Users};
use crate::aws::{AwsError, aws_error, calls::client, timestamp};

pub(crate) struct Cognito {
    client: aws_sdk_cognitoidentityprovider::Client,
}

impl Cognito {
    pub(in crate::aws) fn new(config: &SdkConfig) -> Self {
        Self { client: client!(aws_sdk_cognitoidentityprovider, config) }
    }
}

// AdminGetUser would return most of this in one call, but it counts the user as a monthly active user, which AWS bills.
// AWS documents no such effect for ListUsers and AdminGetUserAuthFactors.
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
        /// Cognito's default.
        const DEFAULT_DAYS: i32 = 7;
        let request = self.client.describe_user_pool().user_pool_id(&pool.0);
        let described = request.send().await.map_err(aws_error("cognito-idp:DescribeUserPool"))?;
        let policy = described.user_pool.and_then(|pool| pool.policies).and_then(|policies| policies.password_policy);
        // The SDK returns zero for an absent number.
        let days = policy.map(|policy| policy.temporary_password_validity_days).filter(|days| *days > 0);
        Ok(days.unwrap_or(DEFAULT_DAYS))
    }

    async fn change(&self, pool: &PoolId, username: &str, change: AccountChange) -> Result<(), AwsError> {
        let (client, pool) = (&self.client, &pool.0);
        match change {
            AccountChange::Enable => {
                let request = client.admin_enable_user().user_pool_id(pool).username(username);
                request.send().await.map_err(aws_error("cognito-idp:AdminEnableUser"))?;
            }
            AccountChange::Disable => {
                let request = client.admin_disable_user().user_pool_id(pool).username(username);
                request.send().await.map_err(aws_error("cognito-idp:AdminDisableUser"))?;
            }
            AccountChange::Confirm => {
                let request = client.admin_confirm_sign_up().user_pool_id(pool).username(username);
                request.send().await.map_err(aws_error("cognito-idp:AdminConfirmSignUp"))?;
            }
            AccountChange::ResendInvitation => {
                let request = client.admin_create_user().user_pool_id(pool).username(username);
                let request = request.message_action(MessageActionType::Resend);
                request.send().await.map_err(aws_error("cognito-idp:AdminCreateUser"))?;
            }
            AccountChange::SignOut => {
                let request = client.admin_user_global_sign_out().user_pool_id(pool).username(username);
                request.send().await.map_err(aws_error("cognito-idp:AdminUserGlobalSignOut"))?;
            }
            AccountChange::ResetPassword => {
                let request = client.admin_reset_user_password().user_pool_id(pool).username(username);
                request.send().await.map_err(aws_error("cognito-idp:AdminResetUserPassword"))?;
            }
            AccountChange::VerifyEmail => {
                let verified = AttributeType::builder().name("email_verified").value("true").build();
                let verified = verified.map_err(|_| AwsError::empty_answer("cognito-idp:AdminUpdateUserAttributes"))?;
                let request = client.admin_update_user_attributes().user_pool_id(pool).username(username);
                let request = request.user_attributes(verified);
                request.send().await.map_err(aws_error("cognito-idp:AdminUpdateUserAttributes"))?;
            }
        }
        Ok(())
    }

    async fn resend_code(&self, pool: &PoolId, client_id: &str, username: &str) -> Result<(), AwsError> {
        let request = self.client.describe_user_pool_client().user_pool_id(&pool.0).client_id(client_id);
        let described = request.send().await.map_err(aws_error("cognito-idp:DescribeUserPoolClient"))?;
        let secret = described.user_pool_client.and_then(|client| client.client_secret);
        let hash = secret.map(|secret| secret_hash(&secret, username, client_id));
        let request = self.client.resend_confirmation_code().client_id(client_id).username(username);
        request.set_secret_hash(hash).send().await.map_err(aws_error("cognito-idp:ResendConfirmationCode"))?;
        Ok(())
    }
}

/// What proves the secret of an app client, beside a user name.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash>
fn secret_hash(secret: &str, username: &str, client_id: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    BASE64_STANDARD.encode(hmac::sign(&key, format!("{username}{client_id}").as_bytes()))
}

/// A filter for ListUsers. It escapes quotes, because an unescaped one would end the value and could change the filter.
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
            created_at: user.user_create_date.as_ref().and_then(timestamp),
            updated_at: user.user_last_modified_date.as_ref().and_then(timestamp),
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
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const LIST_USERS: &str = "AWSCognitoIdentityProviderService.ListUsers";
    const DESCRIBE_USER_POOL: &str = "AWSCognitoIdentityProviderService.DescribeUserPool";
    const DESCRIBE_CLIENT: &str = "AWSCognitoIdentityProviderService.DescribeUserPoolClient";
    const RESEND_CODE: &str = "AWSCognitoIdentityProviderService.ResendConfirmationCode";
    const ADMIN_CREATE_USER: &str = "AWSCognitoIdentityProviderService.AdminCreateUser";

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
    async fn matching_users_are_found_on_every_page() {
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
    async fn a_pool_without_a_policy_has_cognitos_default_validity() {
        let silent = json!({ "UserPool": { "Id": "us-east-1_a" } });
        let cognito = Cognito::new(&Replay::new([Answer::json(DESCRIBE_USER_POOL, 200, &silent)]).config());

        let days = cognito.invitation_days(&pool()).await.expect("described");

        assert_eq!(days, 7);
    }

    #[tokio::test]
    async fn an_invitation_is_resent_to_the_existing_user() {
        let replay = Replay::new([Answer::json(ADMIN_CREATE_USER, 200, &json!({}))]);
        let cognito = Cognito::new(&replay.config());

        let change = cognito.change(&pool(), "1", AccountChange::ResendInvitation).await;

        assert!(change.is_ok());
        let [request] = &replay.requests()[..] else { panic!("one request") };
        assert_eq!((&request.body["Username"], &request.body["MessageAction"]), (&json!("1"), &json!("RESEND")));
    }

    #[tokio::test]
    async fn a_code_is_resent_with_the_proof_of_the_clients_secret() {
        let described = json!({ "UserPoolClient": { "ClientId": "client", "ClientSecret": "secret" } });
        let replay =
            Replay::new([Answer::json(DESCRIBE_CLIENT, 200, &described), Answer::json(RESEND_CODE, 200, &json!({}))]);
        let cognito = Cognito::new(&replay.config());

        cognito.resend_code(&pool(), "client", "ada@example.com").await.expect("sent");

        let [described, resent] = &replay.requests()[..] else { panic!("two requests") };
        assert_eq!(described.body, json!({ "UserPoolId": "us-east-1_a", "ClientId": "client" }));
        // HMAC-SHA256 of `ada@example.comclient` with the key `secret`, in base 64.
        assert_eq!(resent.body["SecretHash"], "pCfmF0r7Gu0NuqTNTEkVYGLmqkeLB+7ZDlvCeFKuOH0=");
    }

    #[test]
    fn a_quote_in_a_handle_stays_inside_the_filter() {
        assert_eq!(exactly("email", r#"a" or sub ^= ""#), r#"email = "a\" or sub ^= \"""#);
        assert_eq!(exactly("username", r#"a\"#), r#"username = "a\\""#);
    }
}
