//! The session operations of Cognito.

use aws_sdk_cognitoidentityprovider::{
    error::ProvideErrorMetadata as _,
    types::{AuthFlowType, AuthenticationResultType, ChallengeNameType},
};

use super::{Cognito, TIME_LIMIT, identity_error, is_code_error, once, passwords::is_password_policy_error};
use crate::{
    aws::AwsError,
    domain::{AccessToken, Email, OpaqueToken, Password},
    identity::{Challenge, ChallengeAnswer, IdentityError, Proof, Sessions, SignedIn, Tokens},
};

impl Sessions for Cognito {
    async fn sign_in(&self, email: &Email, password: &Password) -> Result<SignedIn, IdentityError> {
        let response = self
            .client
            .initiate_auth()
            .client_id(&self.app_client)
            .auth_flow(AuthFlowType::UserPasswordAuth)
            .auth_parameters("USERNAME", email.as_str())
            .auth_parameters("PASSWORD", password.expose())
            .send()
            .await
            .map_err(|error| match error.code() {
                Some(code) if is_user_error(code) => IdentityError::InvalidCredentials,
                _ => identity_error("sign in a user", error),
            })?;
        signed_in(response.authentication_result, response.challenge_name, response.session)
            .ok_or_else(|| AwsError::new("sign in a user", "the response holds neither tokens nor a challenge").into())
    }

    async fn answer_challenge(&self, answer: &ChallengeAnswer) -> Result<SignedIn, IdentityError> {
        let (challenge, name, proof) = match &answer.proof {
            Proof::SoftwareToken(code) => {
                (ChallengeNameType::SoftwareTokenMfa, "SOFTWARE_TOKEN_MFA_CODE", code.as_str())
            }
            Proof::NewPassword(password) => (ChallengeNameType::NewPasswordRequired, "NEW_PASSWORD", password.expose()),
        };
        let response = self
            .client
            .respond_to_auth_challenge()
            .client_id(&self.app_client)
            .challenge_name(challenge)
            .session(answer.session.expose())
            .challenge_responses("USERNAME", answer.email.as_str())
            .challenge_responses(name, proof)
            .customize()
            .config_override(once(TIME_LIMIT))
            .send()
            .await
            .map_err(|error| match error.code() {
                // The caller has a session and so knew the password: the limit of attempts reveals nothing new.
                Some("LimitExceededException" | "TooManyFailedAttemptsException") => IdentityError::TooManyRequests,
                Some(code) if is_code_error(code) || is_user_error(code) => IdentityError::InvalidCode,
                Some(code) if is_password_policy_error(code) => IdentityError::InvalidNewPassword,
                _ => identity_error("answer a challenge", error),
            })?;
        signed_in(response.authentication_result, response.challenge_name, response.session).ok_or_else(|| {
            AwsError::new("answer a challenge", "the response holds neither tokens nor a challenge").into()
        })
    }

    async fn refresh_tokens(&self, refresh_token: &OpaqueToken) -> Result<Tokens, IdentityError> {
        let response = self
            .client
            .initiate_auth()
            .client_id(&self.app_client)
            .auth_flow(AuthFlowType::RefreshTokenAuth)
            .auth_parameters("REFRESH_TOKEN", refresh_token.expose())
            .send()
            .await
            .map_err(|error| match error.code() {
                Some(code) if is_user_error(code) => IdentityError::InvalidToken,
                _ => identity_error("refresh tokens", error),
            })?;
        response
            .authentication_result
            .and_then(|result| tokens(result, Some(refresh_token)))
            .ok_or_else(|| AwsError::new("refresh tokens", "the response holds no tokens").into())
    }

    async fn sign_out(&self, token: &AccessToken) -> Result<(), IdentityError> {
        // The first call revokes the token, which a second one would then be refused for.
        let request = self.client.global_sign_out().access_token(token.expose());
        let response = request.customize().config_override(once(TIME_LIMIT)).send().await;
        response.map(drop).map_err(|error| match error.code() {
            Some(code) if is_user_error(code) => IdentityError::InvalidToken,
            _ => identity_error("sign out a user", error),
        })
    }
}

/// Whether Cognito rejects this user with these credentials.
fn is_user_error(exception: &str) -> bool {
    matches!(
        exception,
        "NotAuthorizedException"
            | "UserNotFoundException"
            | "UserNotConfirmedException"
            | "PasswordResetRequiredException"
    )
}

fn signed_in(
    result: Option<AuthenticationResultType>,
    challenge: Option<ChallengeNameType>,
    session: Option<String>,
) -> Option<SignedIn> {
    match result {
        Some(result) => tokens(result, None).map(SignedIn::Tokens),
        None => Some(SignedIn::Challenge(Challenge { challenge: challenge?.as_str().to_owned(), session: session? })),
    }
}

/// Cognito does not return the refresh token again when it is used: `known` is still valid.
fn tokens(result: AuthenticationResultType, known: Option<&OpaqueToken>) -> Option<Tokens> {
    Some(Tokens {
        access_token: result.access_token?,
        id_token: result.id_token?,
        refresh_token: result.refresh_token.or_else(|| known.map(|known| known.expose().to_owned()))?,
        token_type: result.token_type?,
        expires_in: u32::try_from(result.expires_in).ok()?,
    })
}
