//! The gateway to Cognito user pools.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use aws_lc_rs::hmac;
use aws_sdk_cognitoidentityprovider::{
    error::{ProvideErrorMetadata as _, SdkError},
    operation::list_users_in_group::ListUsersInGroupError,
    types::{MessageActionType, UserStatusType, UserType},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::{AccountChange, PoolId, Searchable, SecondFactors, Selection, User, UserPage, UserStatus, Users};
use crate::aws::{AwsError, aws_error, calls::client, timestamp};

pub(crate) struct Cognito {
    pub(super) client: aws_sdk_cognitoidentityprovider::Client,
}

impl Cognito {
    pub(in crate::aws) fn new(config: &SdkConfig) -> Self {
        Self { client: client!(aws_sdk_cognitoidentityprovider, config) }
    }
}

// AdminGetUser would return most of this in one call, but it counts the user as a monthly active user, which AWS bills.
// AWS documents no such effect for ListUsers and AdminGetUserAuthFactors.
impl Users for Cognito {
    async fn page(
        &self,
        pool: &PoolId,
        selection: &Selection,
        token: Option<&str>,
    ) -> Result<Option<UserPage>, AwsError> {
        let token = token.map(str::to_owned);
        let (users, next) = match selection {
            Selection::Group(group) => {
                let request = self.client.list_users_in_group().user_pool_id(&pool.0).group_name(group);
                match request.limit(USERS_PER_PAGE).set_next_token(token).send().await {
                    Ok(page) => (page.users, page.next_token),
                    Err(error) if is_missing_group(&error) => return Ok(None),
                    Err(error) => return Err(aws_error("cognito-idp:ListUsersInGroup")(error)),
                }
            }
            selection => {
                let request = self.client.list_users().user_pool_id(&pool.0).set_filter(filter(selection));
                let request = request.limit(USERS_PER_PAGE).set_pagination_token(token);
                let page = request.send().await.map_err(aws_error("cognito-idp:ListUsers"))?;
                (page.users, page.pagination_token)
            }
        };
        Ok(Some(UserPage { users: users.unwrap_or_default().into_iter().map(User::from).collect(), next }))
    }

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

    async fn groups_of(&self, pool: &PoolId, username: &str) -> Result<Vec<String>, AwsError> {
        let request = self.client.admin_list_groups_for_user().user_pool_id(&pool.0).username(username);
        let mut pages = request.into_paginator().items().send();
        let mut groups = Vec::new();
        while let Some(group) = pages.next().await {
            groups.extend(group.map_err(aws_error("cognito-idp:AdminListGroupsForUser"))?.group_name);
        }
        Ok(groups)
    }

    async fn second_factors(&self, pool: &PoolId, username: &str) -> Result<SecondFactors, AwsError> {
        let request = self.client.admin_get_user_auth_factors().user_pool_id(&pool.0).username(username);
        let factors = request.send().await.map_err(aws_error("cognito-idp:AdminGetUserAuthFactors"))?;
        Ok(SecondFactors {
            methods: factors.user_mfa_setting_list.unwrap_or_default(),
            preferred: factors.preferred_mfa_setting.filter(|preferred| !preferred.is_empty()),
        })
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

/// The most that Cognito lists at once.
const USERS_PER_PAGE: i32 = 60;

/// Cognito says of a pool that is missing that `User pool … does not exist`, with the same code.
fn is_missing_group(error: &SdkError<ListUsersInGroupError>) -> bool {
    error.code() == Some("ResourceNotFoundException")
        && !error.message().is_some_and(|text| text.starts_with("User pool"))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html>
fn filter(selection: &Selection) -> Option<String> {
    match selection {
        Selection::All | Selection::Group(_) => None,
        Selection::Status(status) => Some(exactly("cognito:user_status", status.as_str())),
        // What the console calls "Enabled".
        Selection::Disabled => Some(exactly("status", "Disabled")),
        Selection::Prefix(attribute, start) => Some(condition(attribute.name(), "^=", start)),
    }
}

/// What proves the secret of an app client, beside a user name.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash>
fn secret_hash(secret: &str, username: &str, client_id: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    BASE64_STANDARD.encode(hmac::sign(&key, format!("{username}{client_id}").as_bytes()))
}

fn exactly(name: &str, value: &str) -> String {
    condition(name, "=", value)
}

/// A filter for ListUsers. It escapes quotes, because an unescaped one would end the value and could change the filter.
fn condition(name: &str, sign: &str, value: &str) -> String {
    let escaped = value.replace('\\', r"\\").replace('"', r#"\""#);
    format!(r#"{name} {sign} "{escaped}""#)
}

impl From<UserType> for User {
    fn from(user: UserType) -> Self {
        let attributes = user.attributes.unwrap_or_default().into_iter();
        let attributes: BTreeMap<String, String> =
            attributes.filter_map(|attribute| Some((attribute.name, attribute.value?))).collect();
        let value_of = |name: &str| attributes.get(name).cloned().filter(|value| !value.is_empty());
        Self {
            sub: value_of("sub").unwrap_or_default(),
            email: value_of("email"),
            email_verified: value_of("email_verified").as_deref() == Some("true"),
            phone: value_of("phone_number"),
            name: value_of("name"),
            username: user.username.unwrap_or_default(),
            status: user.user_status.map_or(UserStatus::Unknown, UserStatus::from),
            enabled: user.enabled,
            created_at: user.user_create_date.as_ref().and_then(timestamp),
            updated_at: user.user_last_modified_date.as_ref().and_then(timestamp),
            attributes,
        }
    }
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
    const LIST_USERS_IN_GROUP: &str = "AWSCognitoIdentityProviderService.ListUsersInGroup";
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
    async fn cognito_selects_by_one_condition() {
        let selections = [
            Selection::All,
            Selection::Disabled,
            Selection::Status(UserStatus::ForceChangePassword),
            Selection::Prefix(Searchable::Email, "ad".into()),
        ];
        let replay = Replay::new(selections.iter().map(|_| page("1", "ada@example.com", Some("more"))));
        let cognito = Cognito::new(&replay.config());

        for selection in &selections {
            let page = cognito.page(&pool(), selection, Some("token")).await.expect("listed").expect("there");
            assert_eq!((page.users.len(), page.next.as_deref()), (1, Some("more")));
        }

        let filters: Vec<_> = replay.requests().iter().map(|request| request.body["Filter"].clone()).collect();
        let expected = [
            json!(null),
            json!(r#"status = "Disabled""#),
            json!(r#"cognito:user_status = "FORCE_CHANGE_PASSWORD""#),
            json!(r#"email ^= "ad""#),
        ];
        assert_eq!(filters, expected);
        assert!(replay.requests().iter().all(|request| request.body["PaginationToken"] == "token"));
    }

    #[tokio::test]
    async fn a_missing_group_is_none_and_a_missing_pool_an_error() {
        let missing = |message: &str| {
            let body = json!({ "__type": "ResourceNotFoundException", "message": message });
            Answer::json(LIST_USERS_IN_GROUP, 400, &body)
        };
        let answers = [missing("Group not found."), missing("User pool us-east-1_a does not exist.")];
        let cognito = Cognito::new(&Replay::new(answers).config());
        let group = Selection::Group("admin".into());

        assert_eq!(cognito.page(&pool(), &group, None).await.expect("answered"), None);
        assert!(cognito.page(&pool(), &group, None).await.is_err());
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
