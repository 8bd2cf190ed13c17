//! `POST /auth/signup`: creates an account and mails a code to confirm it.

use lambda_http::Request;
use lambda_runtime::Error;

use super::CodeSent;
use crate::{
    http::{self, ApiError, Endpoint, Reply},
    identity::{Cognito, IdentityError, NewAccount, Registration},
};

/// The same response after the same single call, whether or not the e-mail is taken.
async fn sign_up(identity: &impl Registration, account: &NewAccount) -> Result<CodeSent, ApiError> {
    match identity.sign_up(account).await {
        Ok(()) | Err(IdentityError::EmailTaken) => Ok(CodeSent::to(&account.email)),
        Err(error) => Err(error.into()),
    }
}

pub(crate) struct SignUp<I>(pub(crate) I);

impl<I: Registration> Endpoint for SignUp<I> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let account = http::body(request)?;
        Ok(Reply::accepted(&sign_up(&self.0, &account).await?))
    }
}

pub fn serve_sign_up() -> Result<(), Error> {
    http::serve(async { Ok(SignUp(Cognito::from_env().await?)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::fake::FakeIdentity;

    fn account(email: &str) -> NewAccount {
        NewAccount {
            email: email.to_owned().try_into().expect("an e-mail"),
            password: "Correct-Horse-9".to_owned().try_into().expect("a password"),
            name: "Ada".to_owned().try_into().expect("a name"),
        }
    }

    #[tokio::test]
    async fn a_taken_email_gets_the_same_response_for_the_same_work() {
        let identity = FakeIdentity::default();

        let first = sign_up(&identity, &account("ada@example.com")).await.expect("accepted");
        let calls_for_a_free_email = *identity.calls.lock().expect("not poisoned");
        let second = sign_up(&identity, &account("ada@example.com")).await.expect("accepted");

        assert_eq!(first, second);
        assert_eq!(*identity.calls.lock().expect("not poisoned"), 2 * calls_for_a_free_email);
    }
}
