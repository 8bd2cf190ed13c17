//! Every example request is what its schema says, and what the handler takes.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{operation, operations, validator};
use crate::{
    auth::{
        AnswerChallengeRequest, ConfirmSignUpRequest, ForgotPasswordRequest, RefreshTokensRequest, ResendCodeRequest,
        SignInRequest,
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

fn is_taken<T: DeserializeOwned>(id: &str) -> bool {
    body::<T>(&post(&example(id))).is_ok()
}

#[test]
fn every_example_passes_its_schema() {
    for operation in operations() {
        let Some(content) = operation.description.pointer("/requestBody/content/application~1json") else {
            continue;
        };
        let schema = validator(&content["schema"]);

        assert!(schema.is_valid(&content["example"]), "{}", operation.id);
        assert!(!schema.is_valid(&serde_json::json!({ "odd": 1 })), "{} takes anything", operation.id);
    }
}

#[test]
fn every_example_is_taken_by_its_handler() {
    assert!(is_taken::<NewAccount>("sign_up"));
    assert!(is_taken::<ConfirmSignUpRequest>("confirm_sign_up"));
    assert!(is_taken::<SignInRequest>("sign_in"));
    assert!(is_taken::<ResendCodeRequest>("resend_code"));
    assert!(is_taken::<RefreshTokensRequest>("refresh_tokens"));
    assert!(is_taken::<ForgotPasswordRequest>("forgot_password"));
    assert!(is_taken::<PasswordReset>("reset_password"));
    assert!(is_taken::<AnswerChallengeRequest>("answer_challenge"));
    assert!(is_taken::<PasswordChange>("change_password"));
    assert!(is_taken::<PutProfileRequest>("put_profile"));
    assert!(is_taken::<NewEntry>("create_data"));
    assert!(is_taken::<NewEntry>("put_data"));
    assert!(is_taken::<CreateImageUploadRequest>("create_image_upload"));
    let with_body = operations().filter(|operation| operation.description.get("requestBody").is_some());
    assert_eq!(with_body.count(), 13, "an operation with a body is missing here");
}
