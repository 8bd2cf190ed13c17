//! `POST /auth/totp/confirm`: from now on, the caller's sign-ins ask for a code of the authenticator app.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use crate::{
    domain::Code,
    http::{self, ApiError, Endpoint, Reply},
    identity::{OwnAccount, SelfService},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmTotpRequest {
    code: Code,
}

pub(crate) struct ConfirmTotp<S>(pub(crate) S);

impl<S: SelfService> Endpoint for ConfirmTotp<S> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let token = http::access_token(request)?;
        let input: ConfirmTotpRequest = http::body(request)?;
        self.0.confirm_totp(&token, &input.code).await?;
        Ok(Reply::no_content())
    }
}

pub fn serve_confirm_totp() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(ConfirmTotp(OwnAccount::connect().await)) })
}
