//! The administrative operations of Cognito.

use std::error::Error as StdError;

use aws_sdk_cognitoidentityprovider::{
    Client,
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
};
use lambda_runtime::Error;

use crate::{
    aws::{AwsError, sdk_config},
    domain::UserId,
    identity::Accounts,
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

    #[tokio::test]
    async fn any_other_exception_is_an_error() {
        let (pool, _) = pool_returning(400, json!({ "__type": "NotAuthorizedException" }));

        assert!(disable_and_delete(&pool).await.iter().all(Result::is_err));
    }
}
