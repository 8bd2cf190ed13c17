//! `POST /auth/signin`: tokens for an e-mail and its password, or one more question.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use super::{Email, Password};
use crate::{
    http::{self, ApiError, Endpoint, Reply},
    identity::{Cognito, Identity, SignedIn},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    email: Email,
    password: Password,
}

async fn sign_in(identity: &impl Identity, credentials: &Credentials) -> Result<SignedIn, ApiError> {
    Ok(identity.sign_in(&credentials.email, &credentials.password).await?)
}

pub(crate) struct SignIn<I>(pub(crate) I);

impl<I: Identity> Endpoint for SignIn<I> {
    async fn answer(&self, request: &Request) -> Result<Reply, ApiError> {
        let credentials = http::body(request)?;
        Ok(Reply::ok(&sign_in(&self.0, &credentials).await?))
    }
}

pub fn serve_sign_in() -> Result<(), Error> {
    http::serve(async { Ok(SignIn(Cognito::from_env().await?)) })
}
