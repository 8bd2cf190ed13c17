//! Sign-ups, mailed codes and new passwords.

use super::*;
use crate::{
    identity::{NewAccount, PasswordReset, Passwords, Registration, Sessions, SignInSource},
    lambda::fake::Log,
};

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
    assert!(matches!(throttled, Err(IdentityError::QuotaUsedUp(_))));
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
async fn a_code_that_a_quota_kept_back_is_no_success() {
    let resent = cognito_returning(400, exception("TooManyRequestsException")).resend_code(&email()).await;
    let forgotten = cognito_returning(400, exception("TooManyRequestsException")).forgot_password(&email()).await;

    assert!(matches!(resent, Err(IdentityError::QuotaUsedUp(_))));
    assert!(matches!(forgotten, Err(IdentityError::QuotaUsedUp(_))));
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
