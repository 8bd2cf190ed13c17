//! How we interpret Cognito's responses to requests with an access token, with canned ones.

use serde_json::{Value, json};

use super::*;
use crate::{
    aws::replay::Replay,
    domain::AccessToken,
    identity::{PasswordChange, SelfService},
};

/// An account with these responses, and the record of its requests.
fn recorded(answers: impl IntoIterator<Item = (u16, Value)>) -> (OwnAccount, Replay) {
    let replay = Replay::new(answers);
    (OwnAccount { client: Client::new(&replay.config()) }, replay)
}

fn exception(name: &str) -> Value {
    json!({ "__type": name, "message": "internal details" })
}

fn token() -> AccessToken {
    AccessToken::new("access")
}

fn code() -> Code {
    "123456".to_owned().try_into().expect("a code")
}

async fn change(status: u16, body: Value) -> Result<(), IdentityError> {
    let change = json!({ "currentPassword": "Correct-Horse-9", "newPassword": "Another-Horse-8" });
    let change: PasswordChange = serde_json::from_value(change).expect("a change");
    recorded([(status, body)]).0.change_password(&token(), &change).await
}

#[tokio::test]
async fn a_password_is_changed_with_the_current_one() {
    assert!(change(200, json!({})).await.is_ok());
    let wrong = change(400, exception("NotAuthorizedException")).await;
    assert!(matches!(wrong, Err(IdentityError::InvalidCurrentPassword)));
    let gone = change(400, exception("UserNotFoundException")).await;
    assert!(matches!(gone, Err(IdentityError::InvalidToken)));
    let compromised = change(400, exception("InvalidPasswordException")).await;
    assert!(matches!(compromised, Err(IdentityError::InvalidNewPassword)));
    let often = change(400, exception("LimitExceededException")).await;
    assert!(matches!(often, Err(IdentityError::TooManyRequests)));
}

#[tokio::test]
async fn signing_out_ends_the_sessions_of_the_token() {
    let (own, replay) = recorded([(200, json!({}))]);

    own.sign_out(&token()).await.expect("signed out");

    assert_eq!(replay.requests(), [json!({ "AccessToken": "access" })]);
    let again = recorded([(400, exception("NotAuthorizedException"))]).0.sign_out(&token()).await;
    assert!(matches!(again, Err(IdentityError::InvalidToken)));
}

#[tokio::test]
async fn a_secret_is_associated_with_the_tokens_owner() {
    let (own, replay) = recorded([(200, json!({ "SecretCode": "JBSWY3DPEHPK3PXP" }))]);

    let secret = own.associate_totp(&token()).await.expect("a secret");

    assert_eq!(json!(secret), "JBSWY3DPEHPK3PXP");
    assert_eq!(format!("{secret:?}"), "***");
    assert_eq!(replay.requests(), [json!({ "AccessToken": "access" })]);
    let ended = recorded([(400, exception("NotAuthorizedException"))]).0.associate_totp(&token()).await;
    assert!(matches!(ended, Err(IdentityError::InvalidToken)));
    let empty = recorded([(200, json!({}))]).0.associate_totp(&token()).await;
    assert!(matches!(empty, Err(IdentityError::Failed(_))));
}

/// Only the preference makes Cognito ask for a code where the second factor is optional.
#[tokio::test]
async fn a_verified_app_is_asked_for_at_the_next_sign_in() {
    let (own, replay) = recorded([(200, json!({ "Status": "SUCCESS" })), (200, json!({}))]);

    own.confirm_totp(&token(), &code()).await.expect("confirmed");

    let preference =
        json!({ "AccessToken": "access", "SoftwareTokenMfaSettings": { "Enabled": true, "PreferredMfa": true } });
    assert_eq!(replay.requests(), [json!({ "AccessToken": "access", "UserCode": "123456" }), preference]);
}

#[tokio::test]
async fn an_app_with_a_wrong_code_is_not_asked_for() {
    let refusals = ["CodeMismatchException", "EnableSoftwareTokenMFAException", "SoftwareTokenMFANotFoundException"];
    let refusals = refusals.map(|name| (400, exception(name)));
    for answer in refusals.into_iter().chain([(200, json!({ "Status": "ERROR" }))]) {
        let (own, replay) = recorded([answer.clone(), (200, json!({}))]);

        let result = own.confirm_totp(&token(), &code()).await;

        assert!(matches!(result, Err(IdentityError::InvalidCode)), "{answer:?}");
        assert_eq!(replay.requests().len(), 1, "{answer:?}");
    }
}

#[tokio::test]
async fn an_app_can_be_switched_off() {
    let (own, replay) = recorded([(200, json!({}))]);

    own.disable_totp(&token()).await.expect("switched off");

    let settings = json!({ "Enabled": false, "PreferredMfa": false });
    assert_eq!(replay.requests(), [json!({ "AccessToken": "access", "SoftwareTokenMfaSettings": settings })]);
}
