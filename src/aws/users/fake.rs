//! A user pool in memory.

use std::cell::RefCell;

use super::{AccountChange, PoolId, Searchable, User, UserStatus, Users};
use crate::aws::AwsError;

/// A pool held in memory.
#[derive(Default)]
pub(crate) struct FakeUsers {
    pub(crate) users: Vec<User>,
    pub(crate) groups: Vec<String>,
    /// `None` means that reading them is denied.
    pub(crate) mfa_methods: Option<Vec<String>>,
    pub(crate) changes: RefCell<Vec<AccountChange>>,
    pub(crate) codes_sent: RefCell<usize>,
    /// A change that is not allowed.
    pub(crate) denied: Option<AccountChange>,
}

impl Users for FakeUsers {
    async fn matching(&self, _pool: &PoolId, attribute: Searchable, value: &str) -> Result<Vec<User>, AwsError> {
        Ok(self.users.iter().filter(|user| attribute.is(user, value)).cloned().collect())
    }

    async fn groups(&self, _pool: &PoolId, _username: &str) -> Result<Vec<String>, AwsError> {
        Ok(self.groups.clone())
    }

    async fn mfa_methods(&self, _pool: &PoolId, _username: &str) -> Result<Vec<String>, AwsError> {
        let refused = || AwsError::service("cognito-idp:AdminGetUserAuthFactors", "AccessDeniedException");
        self.mfa_methods.clone().ok_or_else(refused)
    }

    async fn invitation_days(&self, _pool: &PoolId) -> Result<i32, AwsError> {
        Ok(7)
    }

    async fn change(&self, _pool: &PoolId, _username: &str, change: AccountChange) -> Result<(), AwsError> {
        if self.denied == Some(change) {
            return Err(AwsError::service("cognito-idp:AdminUserGlobalSignOut", "AccessDeniedException"));
        }
        self.changes.borrow_mut().push(change);
        Ok(())
    }

    async fn resend_code(&self, _pool: &PoolId, _client_id: &str, _username: &str) -> Result<(), AwsError> {
        *self.codes_sent.borrow_mut() += 1;
        Ok(())
    }
}

/// A confirmed user with a verified address.
pub(crate) fn ada() -> User {
    User {
        sub: "7a0c4e52-0000-4000-8000-000000000001".into(),
        username: "7a0c4e52-0000-4000-8000-000000000001".into(),
        email: Some("ada@example.com".into()),
        email_verified: true,
        phone: Some("+821012345678".into()),
        name: Some("Ada Lovelace".into()),
        status: UserStatus::Confirmed,
        enabled: true,
        created_at: "2026-11-01T00:00:00Z".parse().ok(),
        updated_at: "2026-11-02T00:00:00Z".parse().ok(),
    }
}
