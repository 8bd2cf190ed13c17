//! How an account ends, by the hand of an administrator.

use crate::{aws::AwsError, domain::UserId};

pub(crate) trait Accounts: Send + Sync + 'static {
    /// Nobody signs in to it or refreshes tokens any more. That there is no such account is no error.
    fn disable(&self, user: &UserId) -> impl Future<Output = Result<(), AwsError>> + Send;

    /// That there is no such account is no error.
    fn delete(&self, user: &UserId) -> impl Future<Output = Result<(), AwsError>> + Send;
}
