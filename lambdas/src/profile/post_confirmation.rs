//! Cognito's post-confirmation trigger: creates the profile of a newly confirmed user.
//!
//! Cognito calls it up to three times, so an existing profile is not an error.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html>

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::Deserialize;
use serde_json::Value;

use super::new_profile::new_profile;
use crate::{
    domain::{Email, Name, UserId},
    identity::Account,
    lambda,
    store::{Profiles, ProfilesTable},
    timestamp::Timestamp,
};

/// The trigger also runs after a password reset, when the profile already exists.
const SIGN_UP: &str = "PostConfirmation_ConfirmSignUp";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Confirmed {
    trigger_source: String,
    request: ConfirmedRequest,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ConfirmedRequest {
    user_attributes: UserAttributes,
}

#[derive(Deserialize)]
struct UserAttributes {
    sub: UserId,
    email: Email,
    /// Users of another app client may have none.
    name: Option<Name>,
}

/// Returns the event, because Cognito rejects a response without the shape of the event.
async fn post_confirmation(profiles: &impl Profiles, event: Value, now: Timestamp) -> Result<Value, Error> {
    let confirmed = Confirmed::deserialize(&event)?;
    if confirmed.trigger_source == SIGN_UP {
        let UserAttributes { sub, email, name } = confirmed.request.user_attributes;
        profiles.create(&new_profile(sub, Account { email, name }, now)?).await?;
    }
    Ok(event)
}

pub fn serve_post_confirmation() -> Result<(), Error> {
    lambda::block_on(async {
        let profiles = ProfilesTable::from_env().await?;
        lambda_runtime::run(service_fn(async |event: LambdaEvent<Value>| {
            let result = post_confirmation(&profiles, event.payload, Timestamp::now()).await;
            result.inspect_err(|error| {
                tracing::error!(error = lambda::error_chain(&**error), "could not create a profile")
            })
        }))
        .await
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::store::fake::FakeProfiles;

    fn event(trigger_source: &str, attributes: Value) -> Value {
        json!({
            "version": "1", "triggerSource": trigger_source, "region": "us-east-1", "userPoolId": "us-east-1_a",
            "userName": "ada", "request": { "userAttributes": attributes }, "response": {},
        })
    }

    fn ada() -> Value {
        json!({ "sub": "ada", "email": "Ada@example.com", "name": "Ada", "email_verified": "true" })
    }

    fn now() -> Timestamp {
        "2026-11-22T00:00:00Z".parse().expect("a time")
    }

    #[tokio::test]
    async fn a_confirmed_user_gets_a_profile() {
        let profiles = FakeProfiles::default();
        let event = event(SIGN_UP, ada());

        let reply = post_confirmation(&profiles, event.clone(), now()).await.expect("created");

        let row = profiles.find(&UserId::new("ada")).await.expect("read").expect("a row");
        assert_eq!((row.profile.email.as_str(), row.version), ("ada@example.com", 1));
        assert_eq!(reply, event);
    }

    #[tokio::test]
    async fn a_second_call_changes_nothing() {
        let profiles = FakeProfiles::default();
        let later = "2026-11-23T00:00:00Z".parse().expect("a time");

        post_confirmation(&profiles, event(SIGN_UP, ada()), now()).await.expect("created");
        post_confirmation(&profiles, event(SIGN_UP, ada()), later).await.expect("left alone");

        let row = profiles.find(&UserId::new("ada")).await.expect("read").expect("a row");
        assert_eq!(row.profile.created_at, now());
    }

    #[tokio::test]
    async fn a_password_reset_creates_nothing() {
        let profiles = FakeProfiles::default();

        post_confirmation(&profiles, event("PostConfirmation_ConfirmForgotPassword", ada()), now())
            .await
            .expect("nothing to do");

        assert_eq!(profiles.find(&UserId::new("ada")).await.expect("read"), None);
    }
}
