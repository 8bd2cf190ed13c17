//! Which calls to Cognito are repeated after a failure, with a client that repeats its calls as in production.

use serde_json::{Value, json};

use super::*;
use crate::{
    aws::replay::Replay,
    domain::AccessToken,
    identity::{
        ChallengeAnswer, NewAccount, PasswordChange, PasswordReset, Passwords, Proof, Registration, SelfService,
        Sessions, SignInSource,
    },
};

fn valid<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    text.to_owned().try_into().expect("valid")
}

/// Calls Cognito with a client that repeats its calls; returns how many requests it made.
async fn requests_of(operation: &str, answer: (u16, Value)) -> usize {
    let replay = Replay::new([answer, (200, json!({})), (200, json!({}))]);
    let client = Client::new(&replay.retrying_config());
    let own = OwnAccount { client: client.clone() };
    let cognito = Cognito { client, app_client: AppClient::fake(), has_threat_protection: false };
    let (token, source) = (AccessToken::new("token"), SignInSource::default());
    // Only the number of requests counts.
    match operation {
        "sign_up" => drop(cognito.sign_up(&new_account()).await),
        "confirm_sign_up" => drop(cognito.confirm_sign_up(&valid("ada@example.com"), &valid("123456")).await),
        "resend_code" => drop(cognito.resend_code(&valid("ada@example.com")).await),
        "sign_in" => drop(cognito.sign_in(&valid("ada@example.com"), &valid("Correct-Horse-9"), &source).await),
        "answer_challenge" => drop(cognito.answer_challenge(&answer_with_a_code(), &source).await),
        "refresh_tokens" => drop(cognito.refresh_tokens(&valid("r")).await),
        "sign_out" => drop(own.sign_out(&token).await),
        "forgot_password" => drop(cognito.forgot_password(&valid("ada@example.com")).await),
        "reset_password" => drop(cognito.reset_password(&reset()).await),
        "change_password" => drop(own.change_password(&token, &change()).await),
        "associate_totp" => drop(own.associate_totp(&token).await),
        "confirm_totp" => drop(own.confirm_totp(&token, &valid("123456")).await),
        "disable_totp" => drop(own.disable_totp(&token).await),
        _ => panic!("{operation}"),
    }
    replay.requests().len()
}

fn new_account() -> NewAccount {
    let body = json!({ "email": "ada@example.com", "password": "Correct-Horse-9", "name": "Ada" });
    serde_json::from_value(body).expect("an account")
}

fn answer_with_a_code() -> ChallengeAnswer {
    ChallengeAnswer {
        email: valid("ada@example.com"),
        session: valid("YWRh.s"),
        proof: Proof::SoftwareToken(valid("123456")),
    }
}

fn reset() -> PasswordReset {
    PasswordReset { email: valid("ada@example.com"), code: valid("123456"), new_password: valid("Another-Horse-8") }
}

fn change() -> PasswordChange {
    PasswordChange { current_password: valid("Correct-Horse-9"), new_password: valid("Another-Horse-8") }
}

const NOT_REPEATABLE: [&str; 8] = [
    "answer_challenge",
    "change_password",
    "confirm_sign_up",
    "confirm_totp",
    "forgot_password",
    "resend_code",
    "reset_password",
    "sign_out",
];

#[tokio::test]
async fn what_a_failed_call_may_have_used_up_is_not_repeated() {
    for operation in NOT_REPEATABLE {
        assert_eq!(
            requests_of(operation, (500, json!({ "__type": "InternalErrorException" }))).await,
            1,
            "{operation}"
        );
    }
    // A used refresh token stays valid for a moment, which is made for repetitions.
    for operation in ["associate_totp", "disable_totp", "refresh_tokens", "sign_in", "sign_up"] {
        assert_eq!(
            requests_of(operation, (500, json!({ "__type": "InternalErrorException" }))).await,
            2,
            "{operation}"
        );
    }
}

#[tokio::test]
async fn what_was_throttled_is_repeated() {
    for operation in NOT_REPEATABLE {
        assert_eq!(
            requests_of(operation, (400, json!({ "__type": "TooManyRequestsException" }))).await,
            2,
            "{operation}"
        );
    }
}
