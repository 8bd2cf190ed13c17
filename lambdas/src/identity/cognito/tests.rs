//! How we interpret Cognito's responses, with canned ones.

use serde_json::{Value, json};

use super::*;
use crate::{
    aws::replay::Replay,
    domain::{AccessToken, NewPassword, OpaqueToken, Password},
    identity::{
        Challenge, ChallengeAnswer, PasswordChange, PasswordReset, Passwords, Proof, Sessions, SignedIn, Tokens,
    },
};

fn cognito_returning(status: u16, body: Value) -> Cognito {
    recorded(status, body).0
}

/// A user pool with this response, and the record of its requests.
fn recorded(status: u16, body: Value) -> (Cognito, Replay) {
    let replay = Replay::new([(status, body)]);
    (Cognito { client: Client::new(&replay.config()), app_client: "client".into() }, replay)
}

/// An exception as Cognito sends it.
fn exception(name: &str) -> Value {
    json!({ "__type": name, "message": "internal details" })
}

fn email() -> Email {
    "ada@example.com".to_owned().try_into().expect("an e-mail")
}

fn password() -> Password {
    "Correct-Horse-9".to_owned().try_into().expect("a password")
}

fn code() -> Code {
    "123456".to_owned().try_into().expect("a code")
}

fn new_password() -> NewPassword {
    "Another-Horse-8".to_owned().try_into().expect("a password")
}

fn opaque(text: &str) -> OpaqueToken {
    text.to_owned().try_into().expect("an opaque token")
}

async fn sign_in(status: u16, body: Value) -> Result<SignedIn, IdentityError> {
    cognito_returning(status, body).sign_in(&email(), &password()).await
}

#[tokio::test]
async fn a_correct_password_returns_the_tokens() {
    let result = sign_in(
        200,
        json!({ "AuthenticationResult": {
            "AccessToken": "a", "IdToken": "i", "RefreshToken": "r", "TokenType": "Bearer", "ExpiresIn": 900,
        } }),
    )
    .await;

    assert!(matches!(result, Ok(SignedIn::Tokens(tokens)) if tokens.access_token == "a" && tokens.expires_in == 900));
}

#[tokio::test]
async fn a_challenge_is_returned_with_its_session() {
    let result = sign_in(200, json!({ "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s" })).await;

    let expected = Challenge { challenge: "SOFTWARE_TOKEN_MFA".into(), session: "s".into() };
    assert_eq!(result.expect("a challenge"), SignedIn::Challenge(expected));
}

#[tokio::test]
async fn every_sign_in_failure_looks_alike() {
    for name in [
        "NotAuthorizedException",
        "UserNotFoundException",
        "UserNotConfirmedException",
        "PasswordResetRequiredException",
    ] {
        let result = sign_in(400, exception(name)).await;

        assert!(matches!(result, Err(IdentityError::InvalidCredentials)), "{name}");
    }
}

#[tokio::test]
async fn a_response_without_tokens_or_challenge_is_a_failure() {
    let result = sign_in(200, json!({})).await;

    assert!(matches!(result, Err(IdentityError::Failed(_))));
}

#[tokio::test]
async fn throttling_is_reported_as_too_many_requests() {
    let result = sign_in(400, exception("LimitExceededException")).await;

    assert!(matches!(result, Err(IdentityError::TooManyRequests)));
}

#[tokio::test]
async fn a_code_for_a_confirmed_or_unknown_user_is_a_wrong_code() {
    for name in ["CodeMismatchException", "ExpiredCodeException", "NotAuthorizedException", "UserNotFoundException"] {
        let result = cognito_returning(400, exception(name)).confirm_sign_up(&email(), &code()).await;

        assert!(matches!(result, Err(IdentityError::InvalidCode)), "{name}");
    }
}

async fn sign_up_failing_with(name: &str) -> Result<(), IdentityError> {
    let account =
        NewAccount { email: email(), password: new_password(), name: "Ada".to_owned().try_into().expect("a name") };
    cognito_returning(400, exception(name)).sign_up(&account).await
}

#[tokio::test]
async fn only_the_handler_sees_that_an_email_is_taken() {
    let result = sign_up_failing_with("UsernameExistsException").await;

    assert!(matches!(result, Err(IdentityError::EmailTaken)));
}

#[tokio::test]
async fn a_sign_up_whose_code_could_not_be_mailed_looks_like_any_other() {
    for name in ["LimitExceededException", "CodeDeliveryFailureException"] {
        assert!(sign_up_failing_with(name).await.is_ok(), "{name}");
    }

    let throttled = sign_up_failing_with("TooManyRequestsException").await;
    assert!(matches!(throttled, Err(IdentityError::TooManyRequests)));
}

#[tokio::test]
async fn the_reason_for_an_unsent_code_stays_hidden() {
    for name in [
        "UserNotFoundException",
        "InvalidParameterException",
        "NotAuthorizedException",
        "UserNotConfirmedException",
        "LimitExceededException",
        "CodeDeliveryFailureException",
    ] {
        let resent = cognito_returning(400, exception(name)).resend_code(&email()).await;
        let forgotten = cognito_returning(400, exception(name)).forgot_password(&email()).await;

        assert!(resent.is_ok() && forgotten.is_ok(), "{name}");
    }
}

#[tokio::test]
async fn throttling_of_a_mailed_code_is_reported_as_too_many_requests() {
    let resent = cognito_returning(400, exception("TooManyRequestsException")).resend_code(&email()).await;
    let forgotten = cognito_returning(400, exception("TooManyRequestsException")).forgot_password(&email()).await;

    assert!(matches!(resent, Err(IdentityError::TooManyRequests)));
    assert!(matches!(forgotten, Err(IdentityError::TooManyRequests)));
}

#[tokio::test]
async fn a_code_goes_to_the_account_with_the_address() {
    let sent = json!({ "CodeDeliveryDetails": { "Destination": "a***@e***", "DeliveryMedium": "EMAIL" } });
    let (cognito, replay) = recorded(200, sent);

    cognito.forgot_password(&email()).await.expect("sent");

    assert_eq!(replay.requests(), [json!({ "ClientId": "client", "Username": "ada@example.com" })]);
}

fn reset() -> PasswordReset {
    PasswordReset { email: email(), code: code(), new_password: new_password() }
}

#[tokio::test]
async fn a_password_is_reset_with_the_code() {
    let (cognito, replay) = recorded(200, json!({}));

    cognito.reset_password(&reset()).await.expect("reset");

    let expected = json!({
        "ClientId": "client", "Username": "ada@example.com", "ConfirmationCode": "123456", "Password": "Another-Horse-8",
    });
    assert_eq!(replay.requests(), [expected]);
}

#[tokio::test]
async fn every_reset_failure_looks_alike() {
    for name in [
        "CodeMismatchException",
        "ExpiredCodeException",
        "UserNotFoundException",
        "UserNotConfirmedException",
        "NotAuthorizedException",
        "LimitExceededException",
        "TooManyFailedAttemptsException",
    ] {
        let result = cognito_returning(400, exception(name)).reset_password(&reset()).await;

        assert!(matches!(result, Err(IdentityError::InvalidCode)), "{name}");
    }
}

#[tokio::test]
async fn a_failed_trigger_takes_back_neither_a_confirmation_nor_a_password() {
    for name in ["UserLambdaValidationException", "UnexpectedLambdaException", "InvalidLambdaResponseException"] {
        let confirmed = cognito_returning(400, exception(name)).confirm_sign_up(&email(), &code()).await;
        let reset = cognito_returning(400, exception(name)).reset_password(&reset()).await;

        assert!(confirmed.is_ok() && reset.is_ok(), "{name}");
    }
}

async fn change(status: u16, body: Value) -> Result<(), IdentityError> {
    let change = PasswordChange { current_password: password(), new_password: new_password() };
    cognito_returning(status, body).change_password(&AccessToken::new("access"), &change).await
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

/// Cognito's response to a refresh token: everything but that token.
fn refreshed() -> Value {
    json!({ "AuthenticationResult": { "AccessToken": "a", "IdToken": "i", "TokenType": "Bearer", "ExpiresIn": 900 } })
}

#[tokio::test]
async fn a_refresh_token_returns_new_tokens_and_stays_the_same() {
    let (cognito, replay) = recorded(200, refreshed());

    let tokens: Tokens = cognito.refresh_tokens(&opaque("r")).await.expect("tokens");

    assert_eq!((tokens.access_token.as_str(), tokens.refresh_token.as_str()), ("a", "r"));
    let expected = json!({
        "ClientId": "client", "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": { "REFRESH_TOKEN": "r" },
    });
    assert_eq!(replay.requests(), [expected]);
}

#[tokio::test]
async fn a_revoked_or_unknown_refresh_token_is_rejected() {
    for name in ["NotAuthorizedException", "UserNotFoundException"] {
        let result = cognito_returning(400, exception(name)).refresh_tokens(&opaque("r")).await;

        assert!(matches!(result, Err(IdentityError::InvalidToken)), "{name}");
    }
}

#[tokio::test]
async fn signing_in_without_a_refresh_token_is_a_failure() {
    let result = sign_in(200, refreshed()).await;

    assert!(matches!(result, Err(IdentityError::Failed(_))));
}

#[tokio::test]
async fn signing_out_ends_the_sessions_of_the_token() {
    let (cognito, replay) = recorded(200, json!({}));

    cognito.sign_out(&AccessToken::new("access")).await.expect("signed out");

    assert_eq!(replay.requests(), [json!({ "AccessToken": "access" })]);
    let again = cognito_returning(400, exception("NotAuthorizedException")).sign_out(&AccessToken::new("access")).await;
    assert!(matches!(again, Err(IdentityError::InvalidToken)));
}

fn answer(proof: Proof) -> ChallengeAnswer {
    ChallengeAnswer { email: email(), session: opaque("s"), proof }
}

#[tokio::test]
async fn each_challenge_gets_its_own_response_fields() {
    for (proof, challenge, responses) in [
        (
            Proof::SoftwareToken(code()),
            "SOFTWARE_TOKEN_MFA",
            json!({ "USERNAME": "ada@example.com", "SOFTWARE_TOKEN_MFA_CODE": "123456" }),
        ),
        (
            Proof::NewPassword(new_password()),
            "NEW_PASSWORD_REQUIRED",
            json!({ "USERNAME": "ada@example.com", "NEW_PASSWORD": "Another-Horse-8" }),
        ),
    ] {
        let (cognito, replay) = recorded(200, json!({ "ChallengeName": "MFA_SETUP", "Session": "next" }));

        let next = cognito.answer_challenge(&answer(proof)).await.expect("the next challenge");

        let expected = Challenge { challenge: "MFA_SETUP".into(), session: "next".into() };
        assert_eq!(next, SignedIn::Challenge(expected));
        let request = json!({
            "ClientId": "client", "ChallengeName": challenge, "Session": "s", "ChallengeResponses": responses,
        });
        assert_eq!(replay.requests(), [request]);
    }
}

#[tokio::test]
async fn a_wrong_code_and_an_old_session_look_alike() {
    for name in ["CodeMismatchException", "ExpiredCodeException", "NotAuthorizedException", "UserNotFoundException"] {
        let cognito = cognito_returning(400, exception(name));

        let refused = cognito.answer_challenge(&answer(Proof::SoftwareToken(code()))).await;

        assert!(matches!(refused, Err(IdentityError::InvalidCode)), "{name}");
    }
}
