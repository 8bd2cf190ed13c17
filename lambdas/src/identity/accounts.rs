//! The port that disables and deletes accounts, as an administrator.

use crate::{aws::AwsError, domain::UserId};

pub(crate) trait Accounts: Send + Sync + 'static {
    /// Blocks sign-in and token refresh. A missing account is not an error.
    fn disable(&self, user: &UserId) -> impl Future<Output = Result<(), AwsError>> + Send;

    /// A missing account is not an error.
    fn delete(&self, user: &UserId) -> impl Future<Output = Result<(), AwsError>> + Send;
}
