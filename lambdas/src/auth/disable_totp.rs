//! `DELETE /auth/totp`: the caller's sign-ins ask for no code any more.

use lambda_http::Request;
use lambda_runtime::Error;

use crate::{
    http::{self, ApiError, Endpoint, Reply},
    identity::{OwnAccount, SelfService},
    timestamp::Timestamp,
};

pub(crate) struct DisableTotp<S>(pub(crate) S);

impl<S: SelfService> Endpoint for DisableTotp<S> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        // That sign-in has shown a code: a session that is found open is not enough.
        http::require_recent_sign_in(&http::caller(request)?, Timestamp::now())?;
        self.0.disable_totp(&http::access_token(request)?).await?;
        Ok(Reply::no_content())
    }
}

pub fn serve_disable_totp() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(DisableTotp(OwnAccount::connect().await)) })
}
