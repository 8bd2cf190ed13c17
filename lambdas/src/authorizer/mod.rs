//! The Lambda authorizer: verifies the access token of a request and identifies the caller.

mod key_source;
mod keys;
mod policy;
mod request;
mod token;

use lambda_runtime::{Error, LambdaEvent, service_fn};

use self::{
    key_source::{Jwks, KeySource, KeysUnavailable, SigningKeys},
    policy::{InvalidMethodArn, Policy},
    request::AuthorizerRequest,
    token::{Expectations, Rejection},
};
use crate::{lambda, settings::setting, timestamp::Timestamp};

/// Why there is no policy: API Gateway responds 500.
#[derive(Debug, thiserror::Error)]
enum AuthorizerError {
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
) -> Result<Policy, AuthorizerError> {
    let verified = match request.bearer_token() {
        Some(token) => verify(keys, expected, token, now).await?,
        None => Err(Rejection::Malformed),
    };
    // By these ids the line is found from the log of the API, or from CloudFront's.
    let (api_request_id, edge_request_id) = (request.api_request_id(), request.edge_request_id());
    match verified {
        Ok(claims) => {
            tracing::info!(api_request_id, edge_request_id, "token accepted");
            Ok(Policy::allow(claims, &request.method_arn)?)
        }
        Err(rejection) => {
            // Log the reason, never the token: it may be a real one.
            tracing::info!(api_request_id, edge_request_id, reason = %rejection, "token rejected");
            // `ACCESS_DENIED` in openapi.yaml makes it a 401.
            Ok(Policy::deny(&request.method_arn)?)
        }
    }
}

/// An unknown key may be new: then this fetches the keys again and verifies the token once more.
async fn verify(
    keys: &KeySource<impl Jwks>,
    expected: &Expectations,
    token: &str,
    now: Timestamp,
) -> Result<Result<token::Claims, Rejection>, KeysUnavailable> {
    let first_result = token::verify(token, &*keys.known().await, expected, now);
    if !matches!(first_result, Err(Rejection::UnknownKey)) {
        return Ok(first_result);
    }
    keys.refresh().await?;
    Ok(token::verify(token, &*keys.known().await, expected, now))
}

pub fn serve_authorizer() -> Result<(), Error> {
    lambda::block_on(async {
        let keys = KeySource::new(SigningKeys::at(setting("JWKS_URL")?));
        let expected = Expectations { issuer: setting("ISSUER")?, client_id: setting("USER_POOL_CLIENT_ID")? };
        if let Err(error) = keys.refresh().await {
            // The first request tries again.
            tracing::warn!(error = lambda::error_chain(&error), "could not load the signing keys yet");
        }
        lambda_runtime::run(service_fn(async |event: LambdaEvent<AuthorizerRequest>| {
            let result = authorize(&keys, &expected, &event.payload, Timestamp::now()).await;
            result.map_err(|error| {
                tracing::error!(error = lambda::error_chain(&error), "could not authorize a request");
                Error::from(error)
            })
        }))
        .await
    })
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
