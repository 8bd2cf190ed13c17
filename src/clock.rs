//! The time, read in one place.

use jiff::Timestamp;

/// Now, to the millisecond: what every answer prints.
#[expect(clippy::disallowed_methods, reason = "this is the one home of the clock")]
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}
