//! Signing in, challenges and refreshing.

use super::*;
use crate::{
    domain::AddressDetail,
    identity::{Challenge, ChallengeAnswer, Proof, Sessions, SignInSource, SignedIn, Tokens},
    lambda::fake::Log,
};

async fn sign_in(status: u16, body: Value) -> Result<SignedIn, IdentityError> {
    cognito_returning(status, body).sign_in(&email(), &password(), &SignInSource::default()).await
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
async fn a_challenge_is_returned_with_its_session_and_the_users_name_in_the_pool() {
    let asked = json!({ "ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s" });
    let mut named = asked.clone();
    named["ChallengeParameters"] = json!({ "USER_ID_FOR_SRP": "ada-id" });

    for (answer, session) in [(named, "YWRhLWlk.s"), (asked, "YWRhQGV4YW1wbGUuY29t.s")] {
        let result = sign_in(200, answer).await;

        let expected = Challenge { challenge: "SOFTWARE_TOKEN_MFA".into(), session: session.into() };
        assert_eq!(result.expect("a challenge"), SignedIn::Challenge(expected));
    }
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
async fn the_limit_of_a_user_is_told_from_the_quota_of_the_account() {
    let of_user = sign_in(400, exception("LimitExceededException")).await;
    let of_account = sign_in(400, exception("TooManyRequestsException")).await;

    assert!(matches!(of_user, Err(IdentityError::TooManyRequests)));
    assert!(matches!(of_account, Err(IdentityError::QuotaUsedUp(_))));
}

/// Cognito's response to a refresh token where those don't rotate: everything but that token.
fn refreshed() -> Value {
    json!({ "AuthenticationResult": { "AccessToken": "a", "IdToken": "i", "TokenType": "Bearer", "ExpiresIn": 900 } })
}

#[tokio::test]
async fn a_refresh_token_returns_new_tokens_and_its_successor() {
    let mut rotated = refreshed();
    rotated["AuthenticationResult"]["RefreshToken"] = json!("next");
    for (answer, refresh_token) in [(rotated, "next"), (refreshed(), "r")] {
        let (cognito, replay) = recorded(200, answer);

        let tokens: Tokens = cognito.refresh_tokens(&opaque("r")).await.expect("tokens");

        assert_eq!((tokens.access_token.as_str(), tokens.refresh_token.as_str()), ("a", refresh_token));
        let expected = json!({ "ClientId": "client", "ClientSecret": "secret", "RefreshToken": "r" });
        assert_eq!(replay.requests(), [expected]);
    }
}

#[tokio::test]
async fn a_revoked_used_or_unknown_refresh_token_is_rejected() {
    for name in ["NotAuthorizedException", "UserNotFoundException", "RefreshTokenReuseException"] {
        let result = cognito_returning(400, exception(name)).refresh_tokens(&opaque("r")).await;

        assert!(matches!(result, Err(IdentityError::InvalidToken)), "{name}");
    }
}

#[tokio::test]
async fn signing_in_without_a_refresh_token_is_a_failure() {
    let result = sign_in(200, refreshed()).await;

    assert!(matches!(result, Err(IdentityError::Failed(_))));
}

/// The same beside `ada-id`.
const HASH_OF_ID: &str = "/gqGEI1Gv22oIXgG6VTJmGnvcNMv77Xs5AHNJdIJ/MI=";

fn answer(proof: Proof) -> ChallengeAnswer {
    ChallengeAnswer { email: email(), session: opaque("YWRhLWlk.s"), proof }
}

#[tokio::test]
async fn each_challenge_gets_its_own_response_fields() {
    for (proof, challenge, responses) in [
        (
            Proof::SoftwareToken(code()),
            "SOFTWARE_TOKEN_MFA",
            json!({ "USERNAME": "ada-id", "SECRET_HASH": HASH_OF_ID, "SOFTWARE_TOKEN_MFA_CODE": "123456" }),
        ),
        (
            Proof::NewPassword(new_password()),
            "NEW_PASSWORD_REQUIRED",
            json!({ "USERNAME": "ada-id", "SECRET_HASH": HASH_OF_ID, "NEW_PASSWORD": "Another-Horse-8" }),
        ),
    ] {
        let (cognito, replay) = recorded(200, json!({ "ChallengeName": "MFA_SETUP", "Session": "next" }));

        let next =
            cognito.answer_challenge(&answer(proof), &SignInSource::default()).await.expect("the next challenge");

        let expected = Challenge { challenge: "MFA_SETUP".into(), session: "YWRhLWlk.next".into() };
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

        let refused = cognito.answer_challenge(&answer(Proof::SoftwareToken(code())), &SignInSource::default()).await;

        assert!(matches!(refused, Err(IdentityError::InvalidCode)), "{name}");
    }
}

#[tokio::test]
async fn a_session_without_a_name_is_an_old_one() {
    for session in ["s", "!.s", "_w.s"] {
        let (cognito, replay) = recorded(200, json!({}));
        let answer = ChallengeAnswer { session: opaque(session), ..answer(Proof::SoftwareToken(code())) };

        let refused = cognito.answer_challenge(&answer, &SignInSource::default()).await;

        assert!(matches!(refused, Err(IdentityError::InvalidCode)), "{session}");
        assert!(replay.requests().is_empty(), "{session}");
    }
}

fn source() -> SignInSource {
    SignInSource {
        address: AddressDetail::Whole.of("203.0.113.7".parse().expect("an address")),
        device_data: Some("device".to_owned().try_into().expect("device data")),
    }
}

#[tokio::test]
async fn only_a_pool_with_threat_protection_learns_where_a_sign_in_comes_from() {
    for (has_threat_protection, expected) in
        [(false, Value::Null), (true, json!({ "IpAddress": "203.0.113.7", "EncodedData": "device" }))]
    {
        let (cognito, replay) = recorded(200, json!({ "ChallengeName": "MFA_SETUP", "Session": "s" }));
        let cognito = Cognito { has_threat_protection, ..cognito };

        cognito.sign_in(&email(), &password(), &source()).await.expect("a challenge");
        // Only the request counts.
        let _ = cognito.answer_challenge(&answer(Proof::SoftwareToken(code())), &source()).await;

        for request in replay.requests() {
            assert_eq!(request["UserContextData"], expected);
        }
    }
}

#[tokio::test]
async fn why_a_sign_in_failed_is_in_the_log_under_a_pseudonym() {
    let log = Log::recorded();
    let refused = || cognito_returning(400, exception("UserNotConfirmedException"));

    let signed_in = refused().sign_in(&email(), &password(), &source()).await;
    let answered = refused().answer_challenge(&answer(Proof::SoftwareToken(code())), &source()).await;
    let refreshed = refused().refresh_tokens(&opaque("r")).await;

    assert!(signed_in.is_err() && answered.is_err() && refreshed.is_err());
    let lines = log.lines();
    let said = |field: &str| lines.iter().map(|line| line[field].clone()).collect::<Vec<_>>();
    assert_eq!(said("message"), ["sign-in refused"; 3]);
    assert_eq!(said("reason"), ["UserNotConfirmedException"; 3]);
    assert_eq!(said("address"), [json!("203.0.113.7"), json!("203.0.113.7"), Value::Null]);
    let user = lines[0]["user"].as_str().expect("a pseudonym");
    assert_eq!((user.len(), &lines[1]["user"], &lines[2]["user"]), (16, &json!(user), &Value::Null));
    assert!(!json!(lines).to_string().contains("ada"), "{lines:?}");
}
