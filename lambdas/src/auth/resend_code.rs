//! `POST /auth/resend`: another code for an account that is not confirmed yet.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use super::CodeSent;
use crate::{
    domain::Email,
    http::{self, ApiError, Endpoint, Reply},
    identity::{Cognito, Identity},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resend {
    email: Email,
}

async fn resend_code(identity: &impl Identity, resend: &Resend) -> Result<CodeSent, ApiError> {
    identity.resend_code(&resend.email).await?;
    Ok(CodeSent::to(&resend.email))
}

pub(crate) struct ResendCode<I>(pub(crate) I);

impl<I: Identity> Endpoint for ResendCode<I> {
    async fn answer(&self, request: &Request) -> Result<Reply, ApiError> {
        let resend = http::body(request)?;
        Ok(Reply::accepted(&resend_code(&self.0, &resend).await?))
    }
}

pub fn serve_resend_code() -> Result<(), Error> {
    http::serve(async { Ok(ResendCode(Cognito::from_env().await?)) })
}
