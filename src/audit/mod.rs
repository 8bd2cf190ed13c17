//! The audit trail: a record of every write and every reveal, begun before it happens and completed after it.
//!
//! The records are events of a CloudWatch log group: an event can be added, but not changed or removed. A completed
//! record is two events with one id.

mod key;
mod read;
mod record;
mod sealed;
mod target;
mod trail;

#[cfg(test)]
pub(crate) use self::record::fake;
pub(crate) use self::{
    key::{KeyError, PseudonymKey},
    read::read_records,
    record::{Outcome, Record, records},
    sealed::{is_sealed, opened, sealed},
    target::Target,
    trail::{Trail, Unrecorded, recorded_target},
};
