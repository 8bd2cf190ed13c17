//! `POST /auth/forgot-password`: a code to set a new password with.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use super::CodeSent;
use crate::{
    domain::Email,
    http::{self, ApiError, Endpoint, Reply},
    identity::{Cognito, Passwords},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Forgetful {
    email: Email,
}

async fn forgot_password(passwords: &impl Passwords, forgetful: &Forgetful) -> Result<CodeSent, ApiError> {
    passwords.forgot_password(&forgetful.email).await?;
    Ok(CodeSent::to(&forgetful.email))
}

pub(crate) struct ForgotPassword<P>(pub(crate) P);

impl<P: Passwords> Endpoint for ForgotPassword<P> {
    async fn answer(&self, request: &Request) -> Result<Reply, ApiError> {
        let forgetful = http::body(request)?;
        Ok(Reply::accepted(&forgot_password(&self.0, &forgetful).await?))
    }
}

pub fn serve_forgot_password() -> Result<(), Error> {
    http::serve(async { Ok(ForgotPassword(Cognito::from_env().await?)) })
}
