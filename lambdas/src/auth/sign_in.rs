//! `POST /auth/signin`: tokens for an e-mail and its password, or a challenge to answer first.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use crate::{
    domain::{DeviceData, Email, Password},
    http::{self, ApiError, Endpoint, Reply},
    identity::{Cognito, Sessions, SignInSource},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct SignInRequest {
    email: Email,
    password: Password,
    device_data: Option<DeviceData>,
}

pub(crate) struct SignIn<S>(pub(crate) S);

impl<S: Sessions> Endpoint for SignIn<S> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let SignInRequest { email, password, device_data } = http::body(request)?;
        let source = SignInSource { address: http::caller_address(request), device_data };
        Ok(Reply::ok(&self.0.sign_in(&email, &password, &source).await?))
    }
}

pub fn serve_sign_in() -> Result<(), Error> {
    http::serve(async { Ok(SignIn(Cognito::from_env().await?.with_threat_protection()?)) })
}
