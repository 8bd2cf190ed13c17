//! Every example request matches its schema, and its handler accepts it.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{operation, operations, validator};
use crate::{
    auth::{
        AnswerChallengeRequest, ConfirmSignUpRequest, ConfirmTotpRequest, ForgotPasswordRequest, RefreshTokensRequest,
        ResendCodeRequest, SignInRequest,
    },
    domain::NewEntry,
    http::{body, fake::post},
    identity::{NewAccount, PasswordChange, PasswordReset},
    image::CreateImageUploadRequest,
    profile::PutProfileRequest,
};

pub(super) fn example(id: &str) -> Value {
    operation(id).description["requestBody"]["content"]["application/json"]["example"].clone()
}

fn handler_accepts<T: DeserializeOwned>(id: &str) -> bool {
    body::<T>(&post(&example(id))).is_ok()
}

#[test]
fn every_example_matches_its_schema() {
    for operation in operations() {
        let Some(content) = operation.description.pointer("/requestBody/content/application~1json") else {
            continue;
        };
        let schema = validator(&content["schema"]);

        assert!(schema.is_valid(&content["example"]), "{}", operation.id);
        assert!(!schema.is_valid(&serde_json::json!({ "odd": 1 })), "{} accepts anything", operation.id);
    }
}

#[test]
fn every_example_is_accepted_by_its_handler() {
    assert!(handler_accepts::<NewAccount>("sign_up"));
    assert!(handler_accepts::<ConfirmSignUpRequest>("confirm_sign_up"));
    assert!(handler_accepts::<SignInRequest>("sign_in"));
    assert!(handler_accepts::<ResendCodeRequest>("resend_code"));
    assert!(handler_accepts::<RefreshTokensRequest>("refresh_tokens"));
    assert!(handler_accepts::<ForgotPasswordRequest>("forgot_password"));
    assert!(handler_accepts::<PasswordReset>("reset_password"));
    assert!(handler_accepts::<AnswerChallengeRequest>("answer_challenge"));
    assert!(handler_accepts::<PasswordChange>("change_password"));
    assert!(handler_accepts::<ConfirmTotpRequest>("confirm_totp"));
    assert!(handler_accepts::<PutProfileRequest>("put_profile"));
    assert!(handler_accepts::<NewEntry>("create_data"));
    assert!(handler_accepts::<NewEntry>("put_data"));
    assert!(handler_accepts::<CreateImageUploadRequest>("create_image_upload"));
    let with_body = operations().filter(|operation| operation.description.get("requestBody").is_some());
    assert_eq!(with_body.count(), 14, "an operation with a body is missing here");
}
