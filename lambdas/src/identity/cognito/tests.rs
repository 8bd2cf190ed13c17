//! How we interpret Cognito's responses, with canned ones.

use serde_json::{Value, json};

use super::*;
use crate::{
    aws::replay::Replay,
    domain::{AddressDetail, Code, Email, NewPassword, OpaqueToken, Password},
    identity::{
        Challenge, ChallengeAnswer, NewAccount, PasswordReset, Passwords, Proof, Registration, Sessions, SignInSource,
        SignedIn, Tokens,
    },
    lambda::fake::Log,
};

/// What proves the secret of the fake app client, beside `ada@example.com` and `client`.
const HASH: &str = "pCfmF0r7Gu0NuqTNTEkVYGLmqkeLB+7ZDlvCeFKuOH0=";

fn cognito_returning(status: u16, body: Value) -> Cognito {
    recorded(status, body).0
}

/// A user pool with this response, and the record of its requests.
fn recorded(status: u16, body: Value) -> (Cognito, Replay) {
    let replay = Replay::new([(status, body)]);
    (
        Cognito { client: Client::new(&replay.config()), app_client: AppClient::fake(), has_threat_protection: false },
        replay,
    )
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
async fn every_call_through_the_app_client_proves_its_secret() {
    let (cognito, replay) = recorded(200, json!({}));
    // Only the requests count.
    let _ = cognito.sign_up(&new_account()).await;
    let _ = cognito.confirm_sign_up(&email(), &code()).await;
    let _ = cognito.resend_code(&email()).await;
    let _ = cognito.sign_in(&email(), &password(), &SignInSource::default()).await;
    let _ = cognito.forgot_password(&email()).await;
    let _ = cognito.reset_password(&reset()).await;

    let requests = replay.requests();

    assert_eq!(requests.len(), 6);
    for request in requests {
        let in_parameters = request["AuthParameters"].get("SECRET_HASH");
        assert_eq!(request.get("SecretHash").or(in_parameters), Some(&json!(HASH)), "{request}");
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
    cognito_returning(400, exception(name)).sign_up(&new_account()).await
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

fn new_account() -> NewAccount {
    NewAccount { email: email(), password: new_password(), name: "Ada".to_owned().try_into().expect("a name") }
}

/// An address that is taken gets no mail, and so none of these answers.
#[tokio::test]
async fn a_mail_that_could_not_be_sent_is_an_error_in_the_log_and_none_for_the_caller() {
    let delivery = ["CodeDeliveryFailureException", "InvalidEmailRoleAccessPolicyException"];
    for name in delivery.into_iter().chain(["LimitExceededException"]) {
        let log = Log::recorded();

        let signed_up = cognito_returning(400, exception(name)).sign_up(&new_account()).await;

        assert!(signed_up.is_ok(), "{name}");
        let [line] = &log.lines()[..] else { panic!("{name}: one line") };
        assert_eq!((&line["level"], &line["message"]), (&json!("ERROR"), &json!("could not send a code")));
        assert_eq!(line["reason"], name);
    }
    for name in delivery {
        let log = Log::recorded();

        cognito_returning(400, exception(name)).resend_code(&email()).await.expect("no error");
        cognito_returning(400, exception(name)).forgot_password(&email()).await.expect("no error");

        assert_eq!(log.lines().iter().filter(|line| line["level"] == "ERROR").count(), 2, "{name}");
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

    assert_eq!(replay.requests(), [json!({ "ClientId": "client", "SecretHash": HASH, "Username": "ada@example.com" })]);
}

fn reset() -> PasswordReset {
    PasswordReset { email: email(), code: code(), new_password: new_password() }
}

#[tokio::test]
async fn a_password_is_reset_with_the_code() {
    let (cognito, replay) = recorded(200, json!({}));

    cognito.reset_password(&reset()).await.expect("reset");

    let expected = json!({
        "ClientId": "client", "SecretHash": HASH, "Username": "ada@example.com", "ConfirmationCode": "123456",
        "Password": "Another-Horse-8",
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
