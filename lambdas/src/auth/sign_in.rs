//! `POST /auth/signin`: tokens for an e-mail and its password, or a challenge to answer first.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use crate::{
    domain::{Email, Password},
    http::{self, ApiError, Endpoint, Reply},
    identity::{Cognito, Sessions, SignedIn},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInRequest {
    email: Email,
    password: Password,
}

async fn sign_in(sessions: &impl Sessions, input: &SignInRequest) -> Result<SignedIn, ApiError> {
    Ok(sessions.sign_in(&input.email, &input.password).await?)
}

pub(crate) struct SignIn<S>(pub(crate) S);

impl<S: Sessions> Endpoint for SignIn<S> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let input = http::body(request)?;
        Ok(Reply::ok(&sign_in(&self.0, &input).await?))
    }
}

pub fn serve_sign_in() -> Result<(), Error> {
    http::serve(async { Ok(SignIn(Cognito::from_env().await?)) })
}
