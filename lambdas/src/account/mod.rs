//! Leaving: the account goes, and with it everything that its owner kept with us.

mod delete;
mod erase;
mod queue;

use serde::{Deserialize, Serialize};

#[cfg(test)]
pub(crate) use self::delete::DeleteUser;
pub use self::{delete::serve_delete_user, erase::serve_erase_user};
use crate::domain::UserId;

/// The wish of a user to be forgotten, on the queue and in the answer alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Erasure {
    pub(crate) user_id: UserId,
}
