//! The port that erases the data of a user, with one implementation per store.

mod entries;
mod images;
mod profile;

pub(crate) use self::{entries::OwnedEntries, images::OwnedImages, profile::OwnedProfile};
use crate::{aws::AwsError, domain::UserId};

/// A store that holds data of a user.
pub(crate) trait Erase: Send + Sync + 'static {
    /// Deletes everything of this user. Missing data is not an error.
    fn erase(&self, owner: &UserId) -> impl Future<Output = Result<(), AwsError>> + Send;
}
