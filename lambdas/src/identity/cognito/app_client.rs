//! The app client of the pool, with the secret that only the handlers know.
//!
//! The client's id is in every token. With the id alone, anyone could call Cognito around the handlers: `SignUp` would
//! tell which addresses are taken. With a secret, Cognito refuses what has no proof of it.
//!
//! The secret is read from Cognito, not from a copy in Secrets Manager: there is no second place that could leak it, the
//! call opens the connection that the first request needs anyway, and it costs nothing. Cognito allows few such calls a
//! second, so a function that is refused when it starts asks again on its next request.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html>

use aws_lc_rs::hmac::{self, HMAC_SHA256, Key, Tag};
use aws_sdk_cognitoidentityprovider::{Client, error::ProvideErrorMetadata as _};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use tokio::sync::OnceCell;

use crate::{
    aws::{AwsError, Cause},
    domain::Email,
};

const ACTION: &str = "read the secret of the app client";

pub(super) struct AppClient {
    pub(super) id: String,
    pool_id: String,
    secret: OnceCell<ClientSecret>,
}

impl AppClient {
    pub(super) fn new(pool_id: String, id: String) -> Self {
        Self { id, pool_id, secret: OnceCell::new() }
    }

    pub(super) async fn secret(&self, client: &Client) -> Result<&ClientSecret, AwsError> {
        self.secret.get_or_try_init(|| self.read(client)).await
    }

    async fn read(&self, client: &Client) -> Result<ClientSecret, AwsError> {
        let request = client.describe_user_pool_client().user_pool_id(&self.pool_id).client_id(&self.id);
        let response = request.send().await.map_err(|error| match error.code() {
            Some("TooManyRequestsException") => AwsError::new(ACTION, error).because_of(Cause::Throttled),
            _ => AwsError::new(ACTION, error),
        })?;
        let secret = response.user_pool_client.and_then(|client| client.client_secret);
        secret.map(ClientSecret).ok_or_else(|| AwsError::new(ACTION, "it has none"))
    }

    #[cfg(test)]
    pub(super) fn fake() -> Self {
        let secret = OnceCell::new_with(Some(ClientSecret("secret".into())));
        Self { secret, ..Self::new("pool".into(), "client".into()) }
    }
}

/// Never printed.
pub(super) struct ClientSecret(String);

impl ClientSecret {
    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// The proof of the secret that Cognito asks for, beside a user name.
    /// <https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash>
    pub(super) fn hash(&self, username: &str, client_id: &str) -> String {
        BASE64_STANDARD.encode(self.sign(&[username, client_id]))
    }

    /// A name for the logs, the same for every request with this address. Without the secret, it can't be found out by
    /// trying addresses.
    pub(super) fn pseudonym(&self, email: &Email) -> String {
        // No user name begins with a zero byte, so that no pseudonym is the start of a hash that Cognito accepts.
        let tag = self.sign(&["\0pseudonym", email.as_str()]);
        tag.as_ref()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn sign(&self, parts: &[&str]) -> Tag {
        hmac::sign(&Key::new(HMAC_SHA256, self.0.as_bytes()), parts.concat().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::replay::Replay;

    fn described() -> Value {
        json!({ "UserPoolClient": { "ClientId": "client", "ClientSecret": "secret" } })
    }

    fn unread() -> AppClient {
        AppClient::new("pool".into(), "client".into())
    }

    #[tokio::test]
    async fn the_secret_is_read_once() {
        let replay = Replay::new([(200, described())]);
        let (client, app) = (Client::new(&replay.config()), unread());

        for _ in 0..2 {
            assert_eq!(app.secret(&client).await.expect("a secret").expose(), "secret");
        }

        assert_eq!(replay.requests(), [json!({ "ClientId": "client", "UserPoolId": "pool" })]);
    }

    #[tokio::test]
    async fn a_secret_that_could_not_be_read_is_read_by_the_next_request() {
        let replay = Replay::new([(400, json!({ "__type": "TooManyRequestsException" })), (200, described())]);
        let (client, app) = (Client::new(&replay.config()), unread());

        let throttled = app.secret(&client).await.err().expect("refused");

        assert_eq!(throttled.cause, Cause::Throttled);
        assert!(app.secret(&client).await.is_ok());
    }

    #[tokio::test]
    async fn a_client_without_a_secret_is_a_failure() {
        let replay = Replay::new([(200, json!({ "UserPoolClient": { "ClientId": "client" } }))]);

        assert!(unread().secret(&Client::new(&replay.config())).await.is_err());
    }

    /// Computed with the code of AWS's page, in Python.
    #[test]
    fn the_hash_is_that_of_awss_own_example() {
        let secret = ClientSecret("9d53nqefp0kcpi7ld1qdl66sbt".into());

        assert_eq!(
            secret.hash("ada@example.com", "1h57kf5cpq17m0eml12EXAMPLE"),
            "Uz1+Id1Q3yKJOodvSJ8rNtrROvW2Z3jBNcsSKxaoPt8="
        );
    }

    #[test]
    fn a_pseudonym_tells_users_apart_and_is_no_hash_that_cognito_accepts() {
        let secret = ClientSecret("secret".into());
        let email = |text: &str| Email::try_from(text.to_owned()).expect("an e-mail");

        let (ada, grace) = (secret.pseudonym(&email("ada@example.com")), secret.pseudonym(&email("grace@example.com")));

        assert_ne!(ada, grace);
        assert_eq!(ada, secret.pseudonym(&email("Ada@example.com")));
        assert_ne!(ada, ClientSecret("another".into()).pseudonym(&email("ada@example.com")));
        assert_eq!(ada.len(), 16);
    }
}
