//! What we make of Cognito's answers, replayed.

use serde_json::{Value, json};

use super::*;
use crate::aws::replay::Replay;

fn cognito_answering(status: u16, body: Value) -> Cognito {
    Cognito { client: Client::new(&Replay::new([(status, body)]).config()), app_client: "client".into() }
}

/// A refusal as Cognito words it.
fn exception(name: &str) -> Value {
    json!({ "__type": name, "message": "details that concern nobody" })
}

fn email() -> Email {
    "ada@example.com".to_owned().try_into().expect("an e-mail")
}

fn password() -> Password {
    "Correct-Horse-9".to_owned().try_into().expect("a password")
}

async fn sign_in(status: u16, body: Value) -> Result<SignedIn, IdentityError> {
    cognito_answering(status, body).sign_in(&email(), &password()).await
}

#[tokio::test]
async fn a_right_password_gives_the_tokens() {
    let answer = sign_in(
        200,
        json!({ "AuthenticationResult": {
            "AccessToken": "a", "IdToken": "i", "RefreshToken": "r", "TokenType": "Bearer", "ExpiresIn": 900,
        } }),
    )
    .await;

    assert!(matches!(answer, Ok(SignedIn::Tokens(tokens)) if tokens.access_token == "a" && tokens.expires_in == 900));
}

#[tokio::test]
async fn a_challenge_is_passed_on_with_its_session() {
    let answer = sign_in(200, json!({ "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s" })).await;

    let expected = Challenge { challenge: "SOFTWARE_TOKEN_MFA".into(), session: "s".into() };
    assert_eq!(answer.expect("a challenge"), SignedIn::Challenge(expected));
}

#[tokio::test]
async fn nobody_learns_why_a_sign_in_was_refused() {
    for name in [
        "NotAuthorizedException",
        "UserNotFoundException",
        "UserNotConfirmedException",
        "PasswordResetRequiredException",
    ] {
        let answer = sign_in(400, exception(name)).await;

        assert!(matches!(answer, Err(IdentityError::CredentialsRefused)), "{name}");
    }
}

#[tokio::test]
async fn an_answer_without_tokens_or_challenge_is_a_failure() {
    let answer = sign_in(200, json!({})).await;

    assert!(matches!(answer, Err(IdentityError::Failed(_))));
}

#[tokio::test]
async fn throttling_asks_to_slow_down() {
    let answer = sign_in(400, exception("LimitExceededException")).await;

    assert!(matches!(answer, Err(IdentityError::TooManyRequests)));
}

#[tokio::test]
async fn a_code_of_a_confirmed_or_unknown_user_is_a_wrong_code() {
    for name in ["CodeMismatchException", "ExpiredCodeException", "NotAuthorizedException", "UserNotFoundException"] {
        let code = "123456".to_owned().try_into().expect("a code");

        let answer = cognito_answering(400, exception(name)).confirm_sign_up(&email(), &code).await;

        assert!(matches!(answer, Err(IdentityError::CodeRefused)), "{name}");
    }
}

#[tokio::test]
async fn a_taken_email_is_told_apart_for_the_handler_only() {
    let name = "Ada".to_owned().try_into().expect("a name");
    let new_password = "Correct-Horse-9".to_owned().try_into().expect("a password");
    let account = NewAccount { email: email(), password: new_password, name };

    let answer = cognito_answering(400, exception("UsernameExistsException")).sign_up(&account).await;

    assert!(matches!(answer, Err(IdentityError::EmailTaken)));
}
