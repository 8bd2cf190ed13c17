//! A user pool in memory.

use std::{collections::HashMap, sync::Mutex};

use super::*;

/// The code that confirms everyone.
pub(crate) const CODE: &str = "123456";

#[derive(Default)]
pub(crate) struct FakeIdentity {
    /// Passwords by e-mail.
    accounts: Mutex<HashMap<String, String>>,
    pub(crate) calls: Mutex<usize>,
    challenge: Option<Challenge>,
}

impl FakeIdentity {
    /// A pool that asks one more question after the password.
    pub(crate) fn asking(challenge: Challenge) -> Self {
        Self { challenge: Some(challenge), ..Self::default() }
    }

    fn accounts(&self) -> std::sync::MutexGuard<'_, HashMap<String, String>> {
        *self.calls.lock().expect("not poisoned") += 1;
        self.accounts.lock().expect("not poisoned")
    }
}

impl Identity for FakeIdentity {
    async fn sign_up(&self, account: &NewAccount) -> Result<(), IdentityError> {
        let mut accounts = self.accounts();
        if accounts.contains_key(account.email.as_str()) {
            return Err(IdentityError::EmailTaken);
        }
        accounts.insert(account.email.as_str().into(), account.password.expose().into());
        Ok(())
    }

    async fn confirm_sign_up(&self, email: &Email, code: &Code) -> Result<(), IdentityError> {
        let known = self.accounts().contains_key(email.as_str());
        if known && code.as_str() == CODE { Ok(()) } else { Err(IdentityError::CodeRefused) }
    }

    async fn sign_in(&self, email: &Email, password: &Password) -> Result<SignedIn, IdentityError> {
        if self.accounts().get(email.as_str()).is_none_or(|known| known != password.expose()) {
            return Err(IdentityError::CredentialsRefused);
        }
        if let Some(challenge) = &self.challenge {
            return Ok(SignedIn::Challenge(challenge.clone()));
        }
        Ok(SignedIn::Tokens(Tokens {
            access_token: "access".into(),
            id_token: "id".into(),
            refresh_token: "refresh".into(),
            token_type: "Bearer".into(),
            expires_in: 900,
        }))
    }
}
