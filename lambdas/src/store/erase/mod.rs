//! Removing everything of one user, wherever it is.

mod entries;
mod images;
mod profile;

pub(crate) use self::{entries::OwnedEntries, images::OwnedImages, profile::OwnedProfile};
use crate::{aws::AwsError, domain::UserId};

/// A place where a user leaves traces.
pub(crate) trait Erase: Send + Sync + 'static {
    /// Nothing of this user is there afterwards. That nothing was there is no error.
    fn erase(&self, owner: &UserId) -> impl Future<Output = Result<(), AwsError>> + Send;
}
