//! `POST /auth/resend`: mails another code for an account that is not confirmed yet.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use super::CodeSent;
use crate::{
    domain::Email,
    http::{self, ApiError, Endpoint, Reply},
    identity::{Cognito, Registration},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResendCodeRequest {
    email: Email,
}

async fn resend_code(identity: &impl Registration, input: &ResendCodeRequest) -> Result<CodeSent, ApiError> {
    identity.resend_code(&input.email).await?;
    Ok(CodeSent::to(&input.email))
}

pub(crate) struct ResendCode<I>(pub(crate) I);

impl<I: Registration> Endpoint for ResendCode<I> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let input = http::body(request)?;
        Ok(Reply::accepted(&resend_code(&self.0, &input).await?))
    }
}

pub fn serve_resend_code() -> Result<(), Error> {
    http::serve(async { Ok(ResendCode(Cognito::from_env().await?)) })
}
