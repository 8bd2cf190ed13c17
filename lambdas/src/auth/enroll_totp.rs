//! `POST /auth/totp`: begins to set up an authenticator app as the caller's second factor.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Serialize;

use crate::{
    http::{self, ApiError, Endpoint, Reply},
    identity::{OwnAccount, SelfService, TotpSecret},
    timestamp::Timestamp,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Enrollment {
    secret: TotpSecret,
}

pub(crate) struct EnrollTotp<S>(pub(crate) S);

impl<S: SelfService> Endpoint for EnrollTotp<S> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        // Whoever finds a session open must not lock its owner out with an app of their own.
        http::require_recent_sign_in(&http::caller(request)?, Timestamp::now())?;
        let secret = self.0.associate_totp(&http::access_token(request)?).await?;
        Ok(Reply::ok(&Enrollment { secret }))
    }
}

pub fn serve_enroll_totp() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(EnrollTotp(OwnAccount::connect().await)) })
}
