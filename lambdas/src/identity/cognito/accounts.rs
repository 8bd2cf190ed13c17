//! The administrative operations of Cognito.

use std::error::Error as StdError;

use aws_sdk_cognitoidentityprovider::{
    Client,
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
    types::{AttributeType, UserStatusType},
};
use lambda_runtime::Error;

use crate::{
    aws::{AwsError, sdk_config},
    domain::UserId,
    identity::{Account, Accounts, ActiveAccounts},
    settings::setting,
};

pub(crate) struct UserPool {
    client: Client,
    id: String,
}

impl UserPool {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        Ok(Self { client: Client::new(&sdk_config().await), id: setting("USER_POOL_ID")? })
    }
}

impl Accounts for UserPool {
    async fn disable(&self, user: &UserId) -> Result<(), AwsError> {
        let request = self.client.admin_disable_user().user_pool_id(&self.id).username(user.as_str());
        ignore_missing_user("disable a user", request.send().await)
    }

    async fn delete(&self, user: &UserId) -> Result<(), AwsError> {
        let request = self.client.admin_delete_user().user_pool_id(&self.id).username(user.as_str());
        ignore_missing_user("delete a user", request.send().await)
    }
}

impl ActiveAccounts for UserPool {
    async fn find_active(&self, user: &UserId) -> Result<Option<Account>, AwsError> {
        const ACTION: &str = "read an account";
        let request = self.client.admin_get_user().user_pool_id(&self.id).username(user.as_str());
        let found = match request.send().await {
            Ok(found) => found,
            Err(error) if error.code() == Some("UserNotFoundException") => return Ok(None),
            Err(error) => return Err(AwsError::new(ACTION, error)),
        };
        if !found.enabled || found.user_status != Some(UserStatusType::Confirmed) {
            return Ok(None);
        }
        let email = attribute(found.user_attributes(), "email").ok_or_else(|| AwsError::new(ACTION, "no e-mail"))?;
        let email = email.try_into().map_err(|error| AwsError::new(ACTION, error))?;
        let name = attribute(found.user_attributes(), "name").and_then(|name| name.try_into().ok());
        Ok(Some(Account { email, name }))
    }
}

fn attribute(attributes: &[AttributeType], name: &str) -> Option<String> {
    attributes.iter().find(|attribute| attribute.name() == name)?.value().map(str::to_owned)
}

fn ignore_missing_user<T, E>(
    action: &'static str,
    response: Result<T, SdkError<E, HttpResponse>>,
) -> Result<(), AwsError>
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    match response {
        Err(error) if error.code() != Some("UserNotFoundException") => Err(AwsError::new(action, error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::replay::Replay;

    fn pool_returning(status: u16, body: Value) -> (UserPool, Replay) {
        let replay = Replay::new([(status, body.clone()), (status, body)]);
        (UserPool { client: Client::new(&replay.config()), id: "pool".into() }, replay)
    }

    async fn disable_and_delete(pool: &UserPool) -> [Result<(), AwsError>; 2] {
        let ada = UserId::new("ada");
        [pool.disable(&ada).await, pool.delete(&ada).await]
    }

    #[tokio::test]
    async fn an_account_is_disabled_and_deleted_by_its_id() {
        let (pool, replay) = pool_returning(200, json!({}));

        assert!(disable_and_delete(&pool).await.iter().all(Result::is_ok));
        assert!(replay.requests().iter().all(|body| *body == json!({ "UserPoolId": "pool", "Username": "ada" })));
    }

    #[tokio::test]
    async fn a_missing_account_is_not_an_error() {
        let (pool, _) = pool_returning(400, json!({ "__type": "UserNotFoundException" }));

        assert!(disable_and_delete(&pool).await.iter().all(Result::is_ok));
    }

    fn account(enabled: bool, status: &str) -> Value {
        json!({ "Username": "ada", "Enabled": enabled, "UserStatus": status, "UserAttributes": [
            { "Name": "sub", "Value": "ada" }, { "Name": "email", "Value": "Ada@example.com" },
        ] })
    }

    #[tokio::test]
    async fn only_a_confirmed_and_enabled_account_is_active() {
        for (body, is_active) in [
            (account(true, "CONFIRMED"), true),
            (account(false, "CONFIRMED"), false),
            (account(true, "FORCE_CHANGE_PASSWORD"), false),
        ] {
            let (pool, _) = pool_returning(200, body.clone());

            let found = pool.find_active(&UserId::new("ada")).await.expect("a response");

            assert_eq!(found.is_some(), is_active, "{body}");
            assert!(found.is_none_or(|found| found.email.as_str() == "ada@example.com" && found.name.is_none()));
        }
        let (gone, _) = pool_returning(400, json!({ "__type": "UserNotFoundException" }));
        assert_eq!(gone.find_active(&UserId::new("ada")).await.expect("a response"), None);
    }

    #[tokio::test]
    async fn any_other_exception_is_an_error() {
        let (pool, _) = pool_returning(400, json!({ "__type": "NotAuthorizedException" }));

        assert!(disable_and_delete(&pool).await.iter().all(Result::is_err));
    }
}
