//! `POST /auth/change-password`: changes the password of a signed-in user who knows the current one.

use lambda_http::Request;
use lambda_runtime::Error;

use crate::{
    http::{self, ApiError, Endpoint, Reply},
    identity::{OwnAccount, SelfService},
};

pub(crate) struct ChangePassword<S>(pub(crate) S);

impl<S: SelfService> Endpoint for ChangePassword<S> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let token = http::access_token(request)?;
        let change = http::body(request)?;
        self.0.change_password(&token, &change).await?;
        Ok(Reply::no_content())
    }
}

pub fn serve_change_password() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(ChangePassword(OwnAccount::connect().await)) })
}
