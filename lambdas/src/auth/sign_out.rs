//! `POST /auth/signout`: ends every session of the caller.
//!
//! Cognito revokes the refresh tokens at once. An access token stays valid until it expires, because the authorizer
//! verifies it without calling Cognito.

use lambda_http::Request;
use lambda_runtime::Error;

use crate::{
    http::{self, ApiError, Endpoint, Reply},
    identity::{OwnAccount, SelfService},
};

pub(crate) struct SignOut<S>(pub(crate) S);

impl<S: SelfService> Endpoint for SignOut<S> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        self.0.sign_out(&http::access_token(request)?).await?;
        Ok(Reply::no_content())
    }
}

pub fn serve_sign_out() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(SignOut(OwnAccount::connect().await)) })
}
