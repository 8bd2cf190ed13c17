//! The session operations of Cognito.

use std::collections::HashMap;

use aws_sdk_cognitoidentityprovider::{
    error::ProvideErrorMetadata as _,
    types::{AuthFlowType, AuthenticationResultType, ChallengeNameType, UserContextDataType},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

use super::{Cognito, TIME_LIMIT, identity_error, is_code_error, is_password_policy_error, is_user_error, once};
use crate::{
    aws::AwsError,
    domain::{Email, OpaqueToken, Password},
    identity::{Challenge, ChallengeAnswer, IdentityError, Proof, Sessions, SignInSource, SignedIn, Tokens},
};

impl Sessions for Cognito {
    async fn sign_in(
        &self,
        email: &Email,
        password: &Password,
        source: &SignInSource,
    ) -> Result<SignedIn, IdentityError> {
        let secret = self.secret().await?;
        let response = self
            .client
            .initiate_auth()
            .client_id(&self.app_client.id)
            .auth_flow(AuthFlowType::UserPasswordAuth)
            .auth_parameters("USERNAME", email.as_str())
            .auth_parameters("PASSWORD", password.expose())
            .auth_parameters("SECRET_HASH", secret.hash(email.as_str(), &self.app_client.id))
            .set_user_context_data(self.context_data(source))
            .send()
            .await
            .inspect_err(|error| log_refusal(error.code(), Some(secret.pseudonym(email)), source))
            .map_err(|error| match error.code() {
                Some(code) if is_user_error(code) => IdentityError::InvalidCredentials,
                _ => identity_error("sign in a user", error),
            })?;
        let challenge = ChallengeOf {
            name: response.challenge_name,
            session: response.session,
            username: username_in(response.challenge_parameters).unwrap_or_else(|| email.as_str().to_owned()),
        };
        signed_in("sign in a user", response.authentication_result, challenge)
    }

    async fn answer_challenge(
        &self,
        answer: &ChallengeAnswer,
        source: &SignInSource,
    ) -> Result<SignedIn, IdentityError> {
        let (challenge, name, proof) = match &answer.proof {
            Proof::SoftwareToken(code) => {
                (ChallengeNameType::SoftwareTokenMfa, "SOFTWARE_TOKEN_MFA_CODE", code.as_str())
            }
            Proof::NewPassword(password) => (ChallengeNameType::NewPasswordRequired, "NEW_PASSWORD", password.expose()),
        };
        let Some((username, session)) = opened(answer.session.expose()) else { return Err(IdentityError::InvalidCode) };
        let secret = self.secret().await?;
        let response = self
            .client
            .respond_to_auth_challenge()
            .client_id(&self.app_client.id)
            .challenge_name(challenge)
            .session(session)
            .challenge_responses("USERNAME", &username)
            .challenge_responses("SECRET_HASH", secret.hash(&username, &self.app_client.id))
            .challenge_responses(name, proof)
            .set_user_context_data(self.context_data(source))
            .customize()
            .config_override(once(TIME_LIMIT))
            .send()
            .await
            .inspect_err(|error| log_refusal(error.code(), Some(secret.pseudonym(&answer.email)), source))
            .map_err(|error| match error.code() {
                // The caller has a session and so knew the password: the limit of attempts reveals nothing new.
                Some("LimitExceededException" | "TooManyFailedAttemptsException") => IdentityError::TooManyRequests,
                Some(code) if is_code_error(code) || is_user_error(code) => IdentityError::InvalidCode,
                Some(code) if is_password_policy_error(code) => IdentityError::InvalidNewPassword,
                _ => identity_error("answer a challenge", error),
            })?;
        let challenge = ChallengeOf { name: response.challenge_name, session: response.session, username };
        signed_in("answer a challenge", response.authentication_result, challenge)
    }

    /// With the secret itself: the hash would need the user's name, which a refresh token does not show.
    /// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html>
    async fn refresh_tokens(&self, refresh_token: &OpaqueToken) -> Result<Tokens, IdentityError> {
        let response = self
            .client
            .get_tokens_from_refresh_token()
            .client_id(&self.app_client.id)
            .client_secret(self.secret().await?.expose())
            .refresh_token(refresh_token.expose())
            .send()
            .await
            .inspect_err(|error| log_refusal(error.code(), None, &SignInSource::default()))
            .map_err(|error| match error.code() {
                Some("RefreshTokenReuseException") => IdentityError::InvalidToken,
                Some(code) if is_user_error(code) => IdentityError::InvalidToken,
                _ => identity_error("refresh tokens", error),
            })?;
        response
            .authentication_result
            .and_then(|result| tokens(result, Some(refresh_token)))
            .ok_or_else(|| AwsError::new("refresh tokens", "the response holds no tokens").into())
    }
}

impl Cognito {
    /// Only through the client of a pool with threat protection may an address be sent.
    /// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserContextDataType.html>
    fn context_data(&self, source: &SignInSource) -> Option<UserContextDataType> {
        let SignInSource { address, device_data } = source;
        let is_known = address.is_some() || device_data.is_some();
        (self.has_threat_protection && is_known).then(|| {
            UserContextDataType::builder()
                .set_ip_address(address.map(|address| address.to_string()))
                .set_encoded_data(device_data.as_ref().map(|data| data.expose().to_owned()))
                .build()
        })
    }
}

/// Why Cognito refused a sign-in, which the caller never learns. What has no code is no refusal.
fn log_refusal(exception: Option<&str>, user: Option<String>, source: &SignInSource) {
    let Some(reason) = exception else { return };
    let address = source.address.map(|address| address.to_string());
    tracing::info!(reason, user, address, "sign-in refused");
}

struct ChallengeOf {
    name: Option<ChallengeNameType>,
    session: Option<String>,
    username: String,
}

fn signed_in(
    action: &'static str,
    result: Option<AuthenticationResultType>,
    challenge: ChallengeOf,
) -> Result<SignedIn, IdentityError> {
    let signed_in = match (result, challenge.name, challenge.session) {
        (Some(result), ..) => tokens(result, None).map(SignedIn::Tokens),
        (None, Some(name), Some(session)) => {
            let session = sealed(&challenge.username, &session);
            Some(SignedIn::Challenge(Challenge { challenge: name.as_str().to_owned(), session }))
        }
        _ => None,
    };
    signed_in.ok_or_else(|| AwsError::new(action, "the response holds neither tokens nor a challenge").into())
}

/// The user's name in the pool. It goes with an answer and into its hash, where Cognito takes no alias like an e-mail.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html#API_AdminInitiateAuth_ResponseSyntax>
fn username_in(parameters: Option<HashMap<String, String>>) -> Option<String> {
    parameters?.remove("USER_ID_FOR_SRP")
}

/// A session as the caller gets it, with the name that its answer needs. Cognito compares the two.
fn sealed(username: &str, session: &str) -> String {
    format!("{}.{session}", BASE64_URL_SAFE_NO_PAD.encode(username))
}

fn opened(session: &str) -> Option<(String, &str)> {
    let (username, session) = session.split_once('.')?;
    Some((String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(username).ok()?).ok()?, session))
}

/// Where refresh tokens don't rotate, Cognito does not return the one that was used: `known` is still valid.
fn tokens(result: AuthenticationResultType, known: Option<&OpaqueToken>) -> Option<Tokens> {
    Some(Tokens {
        access_token: result.access_token?,
        id_token: result.id_token?,
        refresh_token: result.refresh_token.or_else(|| known.map(|known| known.expose().to_owned()))?,
        token_type: result.token_type?,
        expires_in: u32::try_from(result.expires_in).ok()?,
    })
}
