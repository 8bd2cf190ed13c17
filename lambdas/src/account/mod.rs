//! Deleting an account and everything that belongs to its owner.

mod delete;
mod erase;
mod queue;

use serde::{Deserialize, Serialize};

#[cfg(test)]
pub(crate) use self::delete::DeleteUser;
pub use self::{delete::serve_delete_user, erase::serve_erase_user};
use crate::domain::UserId;

/// A request to erase a user: the message on the queue and the response of `DELETE /user`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Erasure {
    pub(crate) user_id: UserId,
}
