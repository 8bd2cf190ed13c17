//! How we interpret Cognito's responses, with canned ones.

mod codes;
mod sessions;

use serde_json::{Value, json};

use super::*;
use crate::{
    aws::replay::Replay,
    domain::{Code, Email, NewPassword, OpaqueToken, Password},
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
