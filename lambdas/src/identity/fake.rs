//! A user pool in memory.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use super::*;
use crate::domain::{AccessToken, OpaqueToken, Password, UserId};

/// The code that confirms everyone.
pub(crate) const CODE: &str = "123456";
const TOTP_SECRET: &str = "JBSWY3DPEHPK3PXP";
/// The tokens that everyone receives.
pub(crate) const ACCESS_TOKEN: &str = "access";
pub(crate) const REFRESH_TOKEN: &str = "refresh";

#[derive(Default)]
pub(crate) struct FakeIdentity {
    /// Passwords by e-mail.
    accounts: Mutex<HashMap<String, String>>,
    pub(crate) calls: Mutex<usize>,
    challenge: Option<Challenge>,
    signed_out: AtomicBool,
}

impl FakeIdentity {
    /// A pool that returns a challenge after the password.
    pub(crate) fn asking(challenge: Challenge) -> Self {
        Self { challenge: Some(challenge), ..Self::default() }
    }

    /// A pool with one account.
    pub(crate) fn knowing(email: &str, password: &str) -> Self {
        let accounts = HashMap::from([(email.to_owned(), password.to_owned())]);
        Self { accounts: Mutex::new(accounts), ..Self::default() }
    }

    fn accounts(&self) -> std::sync::MutexGuard<'_, HashMap<String, String>> {
        *self.calls.lock().expect("not poisoned") += 1;
        self.accounts.lock().expect("not poisoned")
    }

    fn check(&self, token: &AccessToken) -> Result<(), IdentityError> {
        let is_good = token.expose() == ACCESS_TOKEN && !self.signed_out.load(Ordering::Relaxed);
        if is_good { Ok(()) } else { Err(IdentityError::InvalidToken) }
    }
}

impl Registration for FakeIdentity {
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
        if known && code.as_str() == CODE { Ok(()) } else { Err(IdentityError::InvalidCode) }
    }

    async fn resend_code(&self, _: &Email) -> Result<(), IdentityError> {
        Ok(())
    }
}

impl Sessions for FakeIdentity {
    async fn sign_in(&self, email: &Email, password: &Password, _: &SignInSource) -> Result<SignedIn, IdentityError> {
        if self.accounts().get(email.as_str()).is_none_or(|known| known != password.expose()) {
            return Err(IdentityError::InvalidCredentials);
        }
        Ok(self.challenge.clone().map_or_else(|| SignedIn::Tokens(tokens()), SignedIn::Challenge))
    }

    async fn answer_challenge(&self, answer: &ChallengeAnswer, _: &SignInSource) -> Result<SignedIn, IdentityError> {
        let is_asked = self.challenge.as_ref().is_some_and(|challenge| challenge.session == answer.session.expose());
        let is_right = match &answer.proof {
            Proof::SoftwareToken(code) => code.as_str() == CODE,
            Proof::NewPassword(_) => true,
        };
        if is_asked && is_right { Ok(SignedIn::Tokens(tokens())) } else { Err(IdentityError::InvalidCode) }
    }

    async fn refresh_tokens(&self, refresh_token: &OpaqueToken) -> Result<Tokens, IdentityError> {
        let is_good = refresh_token.expose() == REFRESH_TOKEN && !self.signed_out.load(Ordering::Relaxed);
        if is_good { Ok(tokens()) } else { Err(IdentityError::InvalidToken) }
    }
}

impl Passwords for FakeIdentity {
    async fn forgot_password(&self, _: &Email) -> Result<(), IdentityError> {
        Ok(())
    }

    async fn reset_password(&self, reset: &PasswordReset) -> Result<(), IdentityError> {
        let mut accounts = self.accounts();
        match accounts.get_mut(reset.email.as_str()) {
            Some(password) if reset.code.as_str() == CODE => {
                *password = reset.new_password.expose().into();
                Ok(())
            }
            _ => Err(IdentityError::InvalidCode),
        }
    }
}

impl SelfService for FakeIdentity {
    async fn sign_out(&self, token: &AccessToken) -> Result<(), IdentityError> {
        self.check(token)?;
        self.signed_out.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn change_password(&self, token: &AccessToken, change: &PasswordChange) -> Result<(), IdentityError> {
        self.check(token)?;
        let mut accounts = self.accounts();
        let password = accounts.values_mut().find(|password| **password == change.current_password.expose());
        *password.ok_or(IdentityError::InvalidCurrentPassword)? = change.new_password.expose().into();
        Ok(())
    }

    async fn associate_totp(&self, token: &AccessToken) -> Result<TotpSecret, IdentityError> {
        self.check(token)?;
        Ok(TotpSecret::new(TOTP_SECRET))
    }

    async fn confirm_totp(&self, token: &AccessToken, code: &Code) -> Result<(), IdentityError> {
        self.check(token)?;
        if code.as_str() == CODE { Ok(()) } else { Err(IdentityError::InvalidCode) }
    }

    async fn disable_totp(&self, token: &AccessToken) -> Result<(), IdentityError> {
        self.check(token)
    }
}

fn tokens() -> Tokens {
    Tokens {
        access_token: ACCESS_TOKEN.into(),
        id_token: "id".into(),
        refresh_token: REFRESH_TOKEN.into(),
        token_type: "Bearer".into(),
        expires_in: 900,
    }
}

/// Active accounts, by their id.
#[derive(Clone, Default)]
pub(crate) struct FakeAccounts(HashMap<UserId, Account>);

impl FakeAccounts {
    /// One account without a name, whose address begins with its id.
    pub(crate) fn with(user: &str) -> Self {
        let email = format!("{user}@example.com").try_into().expect("an e-mail");
        Self(HashMap::from([(UserId::new(user), Account { email, name: None })]))
    }
}

impl ActiveAccounts for FakeAccounts {
    async fn find_active(&self, user: &UserId) -> Result<Option<Account>, AwsError> {
        Ok(self.0.get(user).cloned())
    }
}
