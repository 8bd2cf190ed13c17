//! `POST /auth/refresh`: new tokens in exchange for a refresh token.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use crate::{
    domain::OpaqueToken,
    http::{self, ApiError, Endpoint, Reply},
    identity::{Cognito, Sessions, Tokens},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct RefreshTokensRequest {
    refresh_token: OpaqueToken,
}

async fn refresh_tokens(sessions: &impl Sessions, input: &RefreshTokensRequest) -> Result<Tokens, ApiError> {
    Ok(sessions.refresh_tokens(&input.refresh_token).await?)
}

pub(crate) struct RefreshTokens<S>(pub(crate) S);

impl<S: Sessions> Endpoint for RefreshTokens<S> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let input = http::body(request)?;
        Ok(Reply::ok(&refresh_tokens(&self.0, &input).await?))
    }
}

pub fn serve_refresh_tokens() -> Result<(), Error> {
    http::serve(async { Ok(RefreshTokens(Cognito::from_env().await?)) })
}
