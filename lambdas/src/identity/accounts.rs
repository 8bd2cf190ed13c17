//! The ports that read, disable and delete accounts, as an administrator.

use crate::{
    aws::AwsError,
    domain::{Email, Name, UserId},
};

pub(crate) trait Accounts: Send + Sync + 'static {
    /// Blocks sign-in and token refresh. A missing account is not an error.
    fn disable(&self, user: &UserId) -> impl Future<Output = Result<(), AwsError>> + Send;

    /// A missing account is not an error.
    fn delete(&self, user: &UserId) -> impl Future<Output = Result<(), AwsError>> + Send;
}

/// What a profile takes from an account.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Account {
    pub(crate) email: Email,
    /// Invited users, and those of another app client, may have none.
    pub(crate) name: Option<Name>,
}

pub(crate) trait ActiveAccounts: Send + Sync + 'static {
    /// The confirmed and enabled account of this user.
    fn find_active(&self, user: &UserId) -> impl Future<Output = Result<Option<Account>, AwsError>> + Send;
}
