//! Callers for tests.

use super::{Caller, UserId, caller::ADMIN_GROUP};

/// A signed-in user without any group.
pub(crate) fn user(id: &str) -> Caller {
    Caller { user_id: UserId::new(id), groups: Vec::new() }
}

pub(crate) fn admin(id: &str) -> Caller {
    Caller { groups: vec!["staff".into(), ADMIN_GROUP.into()], ..user(id) }
}
