//! The Lambda authorizer: who a request comes from, by the access token it carries.

mod key_source;
mod keys;
mod policy;
mod request;
mod token;

use lambda_runtime::{Error, LambdaEvent, service_fn};

use self::{
    key_source::{Jwks, KeySource, KeysUnavailable, SigningKeys},
    policy::{AllowResponse, InvalidMethodArn},
    request::AuthorizerRequest,
    token::{Expectations, Rejection},
};
use crate::{lambda, settings::setting, timestamp::Timestamp};

/// Why there is no policy. API Gateway answers 401 to the very text `Unauthorized`, and 500 to anything else.
#[derive(Debug, thiserror::Error)]
enum AuthorizerError {
    #[error("Unauthorized")]
    Unauthorized,
    #[error("could not load the signing keys")]
    KeysUnavailable(#[from] KeysUnavailable),
    #[error("could not write the policy")]
    InvalidMethodArn(#[from] InvalidMethodArn),
}

async fn authorize(
    keys: &KeySource<impl Jwks>,
    expected: &Expectations,
    request: &AuthorizerRequest,
    now: Timestamp,
) -> Result<AllowResponse, AuthorizerError> {
    let verified = match request.bearer_token() {
        Some(token) => verify(keys, expected, token, now).await?,
        None => Err(Rejection::Malformed),
    };
    match verified {
        Ok(claims) => Ok(AllowResponse::new(claims, &request.method_arn)?),
        Err(rejection) => {
            // The reason, never the token: it may be somebody's.
            tracing::info!(reason = %rejection, "token refused");
            Err(AuthorizerError::Unauthorized)
        }
    }
}

/// An unknown key may be a new one: then the keys are fetched once more, and the token gets a second look.
async fn verify(
    keys: &KeySource<impl Jwks>,
    expected: &Expectations,
    token: &str,
    now: Timestamp,
) -> Result<Result<token::Claims, Rejection>, KeysUnavailable> {
    let first_look = token::verify(token, &*keys.known().await, expected, now);
    if !matches!(first_look, Err(Rejection::UnknownKey)) {
        return Ok(first_look);
    }
    keys.refresh().await?;
    Ok(token::verify(token, &*keys.known().await, expected, now))
}

pub fn serve_authorizer() -> Result<(), Error> {
    lambda::block_on(async {
        let keys = KeySource::new(SigningKeys::at(setting("JWKS_URL")?));
        let expected = Expectations { issuer: setting("ISSUER")?, client_id: setting("USER_POOL_CLIENT_ID")? };
        if let Err(error) = keys.refresh().await {
            // Not the end: the first request tries again.
            tracing::warn!(error = lambda::error_chain(&error), "could not load the signing keys yet");
        }
        lambda_runtime::run(service_fn(async |event: LambdaEvent<AuthorizerRequest>| {
            let result = authorize(&keys, &expected, &event.payload, Timestamp::now()).await;
            if let Err(error @ (AuthorizerError::KeysUnavailable(_) | AuthorizerError::InvalidMethodArn(_))) = &result {
                tracing::error!(error = lambda::error_chain(error), "could not decide");
            }
            result.map_err(Error::from)
        }))
        .await
    })
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
