//! A group of a file that is imported into a pool.

use super::{
    outcome::{End, OnConflict, is_about_the_row},
    requests::Requests,
};
use crate::{
    aws::users::{Edits, Group, PoolId},
    context::guard::Permit,
    error::Error,
};

/// Creates the group, or compares it with the one that is there. `known` are the groups of the pool.
pub(super) async fn import_group(
    _permit: &Permit,
    users: &impl Edits,
    pool: &PoolId,
    requests: &Requests,
    group: &Group,
    known: &mut Vec<Group>,
    on_conflict: OnConflict,
) -> Result<End, Error> {
    let there = known.iter_mut().find(|known| known.name == group.name);
    let Some(there) = there else {
        return match requests.send(async || users.create_group(pool, group).await).await {
            Ok(_) => {
                known.push(group.clone());
                Ok(End::Created)
            }
            Err(error) if is_about_the_row(&error) => Ok(End::Rejected(error.message())),
            Err(error) => Err(error.into()),
        };
    };
    if is_same(there, group) {
        return Ok(End::Identical);
    }
    match on_conflict {
        OnConflict::Fail => {
            Ok(End::Rejected("the pool's group of this name has another description or precedence".into()))
        }
        OnConflict::Skip => Ok(End::Skipped),
        OnConflict::Update => match requests.send(async || users.set_group(pool, group).await).await {
            Ok(()) => {
                there.clone_from(group);
                Ok(End::Updated)
            }
            Err(error) if is_about_the_row(&error) => Ok(End::Rejected(error.message())),
            Err(error) => Err(error.into()),
        },
    }
}

/// Without a precedence, a group is behind all others; some pools answer with zero.
fn is_same(one: &Group, other: &Group) -> bool {
    let precedence = |group: &Group| group.precedence.unwrap_or_default();
    one.description == other.description && precedence(one) == precedence(other)
}
