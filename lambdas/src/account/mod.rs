//! Deleting an account and everything that belongs to its owner.

mod delete;
mod erase;
mod queue;

use serde::{Deserialize, Serialize};

#[cfg(test)]
pub(crate) use self::delete::DeleteUser;
pub use self::{delete::serve_delete_user, erase::serve_erase_user};
use crate::domain::UserId;

/// One pass of the erasure of a user: the message on the queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Erasure {
    pub(crate) user_id: UserId,
    #[serde(default)]
    pub(crate) pass: Pass,
}

/// The first pass erases the account and its data, and the later ones what has been written since then.
///
/// A token outlives its account: it is valid for 15 minutes, the authorizer's answer for another one, and the form of an
/// upload for 5 more. The last pass comes after all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Pass(u8);

impl Pass {
    /// The longest delay of a message.
    /// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html>
    const MINUTES_BETWEEN: u8 = 15;
    const LAST: Self = Self(2);

    fn is_first(self) -> bool {
        self == Self::default()
    }

    fn next(self) -> Option<Self> {
        (self.0 < Self::LAST.0).then(|| Self(self.0 + 1))
    }

    fn delay_seconds(self) -> i32 {
        if self.is_first() { 0 } else { i32::from(Self::MINUTES_BETWEEN) * 60 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_pass_comes_after_the_last_token_and_the_last_upload() {
        let passes = std::iter::successors(Some(Pass::default()), |pass| pass.next());

        let minutes: i32 = passes.map(Pass::delay_seconds).sum::<i32>() / 60;

        let (token, authorizer, form) = (15, 1, 5);
        assert!(minutes > token + authorizer + form, "{minutes}");
    }
}
