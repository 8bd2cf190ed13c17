//! `POST /auth/forgot-password`: mails a code that allows a new password.

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
pub(crate) struct ForgotPasswordRequest {
    email: Email,
}

async fn forgot_password(passwords: &impl Passwords, input: &ForgotPasswordRequest) -> Result<CodeSent, ApiError> {
    passwords.forgot_password(&input.email).await?;
    Ok(CodeSent::to(&input.email))
}

pub(crate) struct ForgotPassword<P>(pub(crate) P);

impl<P: Passwords> Endpoint for ForgotPassword<P> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let input = http::body(request)?;
        Ok(Reply::accepted(&forgot_password(&self.0, &input).await?))
    }
}

pub fn serve_forgot_password() -> Result<(), Error> {
    http::serve(async { Ok(ForgotPassword(Cognito::from_env().await?)) })
}
