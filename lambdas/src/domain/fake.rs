//! Callers for tests.

use super::{Caller, UserId, caller::ADMIN_GROUP};
use crate::timestamp::Timestamp;

/// A signed-in user without any group.
pub(crate) fn user(id: &str) -> Caller {
    Caller { user_id: UserId::new(id), groups: Vec::new(), signed_in_at: just_now() }
}

pub(crate) fn admin(id: &str) -> Caller {
    Caller { groups: vec!["staff".into(), ADMIN_GROUP.into()], ..user(id) }
}

/// Recent, whatever the clock says.
fn just_now() -> Timestamp {
    "2100-01-01T00:00:00Z".parse().expect("a time")
}
