//! `POST /auth/refresh`: fresh tokens for a refresh token.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use crate::{
    domain::Opaque,
    http::{self, ApiError, Endpoint, Reply},
    identity::{Cognito, Sessions, Tokens},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Refresh {
    refresh_token: Opaque,
}

async fn refresh_tokens(sessions: &impl Sessions, refresh: &Refresh) -> Result<Tokens, ApiError> {
    Ok(sessions.refresh_tokens(&refresh.refresh_token).await?)
}

pub(crate) struct RefreshTokens<S>(pub(crate) S);

impl<S: Sessions> Endpoint for RefreshTokens<S> {
    async fn answer(&self, request: &Request) -> Result<Reply, ApiError> {
        let refresh = http::body(request)?;
        Ok(Reply::ok(&refresh_tokens(&self.0, &refresh).await?))
    }
}

pub fn serve_refresh_tokens() -> Result<(), Error> {
    http::serve(async { Ok(RefreshTokens(Cognito::from_env().await?)) })
}
