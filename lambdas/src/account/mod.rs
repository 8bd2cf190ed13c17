//! Deleting an account and everything that belongs to its owner.

mod delete;
mod erase;
mod queue;

use serde::{Deserialize, Serialize};

#[cfg(test)]
pub(crate) use self::delete::DeleteUser;
pub use self::{delete::serve_delete_user, erase::serve_erase_user};
use crate::domain::UserId;

/// One turn of one pass of the erasure of a user: the message on the queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Erasure {
    pub(crate) user_id: UserId,
    #[serde(default)]
    pub(crate) pass: Pass,
    #[serde(default, skip_serializing_if = "Turn::is_first")]
    pub(crate) turn: Turn,
}

impl Erasure {
    pub(crate) fn of(user_id: UserId) -> Self {
        Self { user_id, pass: Pass::default(), turn: Turn::default() }
    }

    fn next_pass(&self) -> Option<Self> {
        Some(Self { pass: self.pass.next()?, ..Self::of(self.user_id.clone()) })
    }

    /// What goes on with the same pass.
    fn next_turn(&self) -> Option<Self> {
        Some(Self { turn: self.turn.next()?, ..self.clone() })
    }
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

/// A pass has as many turns as its data needs.
///
/// The template tells Lambda to let the function go on (`RecursiveLoop`), so the last turn is what ends an erasure that
/// makes no progress.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Turn(u16);

impl Turn {
    const LAST: Self = Self(1000);

    fn is_first(&self) -> bool {
        *self == Self::default()
    }

    fn next(self) -> Option<Self> {
        (self.0 < Self::LAST.0).then(|| Self(self.0 + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A write unit is spent for each kilobyte that is deleted from the table and from its index, which share 10 GB.
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections>
    #[test]
    fn the_last_turn_comes_after_the_last_entry_of_a_full_collection() {
        let write_units = 10 * 1024 * 1024;
        let units_per_second_of_a_partition = 1000;

        let seconds = write_units / units_per_second_of_a_partition;

        assert!(erase::TURN.as_secs() * u64::from(Turn::LAST.0) > 4 * seconds);
    }

    #[test]
    fn each_pass_begins_with_its_first_turn() {
        let turn = Erasure::of(UserId::new("ada")).next_turn().expect("a turn");

        let pass = turn.next_pass().expect("a pass");

        assert_eq!((pass.pass, pass.turn), (Pass(1), Turn::default()));
    }

    #[test]
    fn the_last_pass_comes_after_the_last_token_and_the_last_upload() {
        let passes = std::iter::successors(Some(Pass::default()), |pass| pass.next());

        let minutes: i32 = passes.map(Pass::delay_seconds).sum::<i32>() / 60;

        let (token, authorizer, form) = (15, 1, 5);
        assert!(minutes > token + authorizer + form, "{minutes}");
    }
}
