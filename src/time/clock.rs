//! The time, read in one place.

use jiff::{Timestamp, Zoned, tz::TimeZone};

/// Now, to the millisecond: what every answer prints.
#[expect(clippy::disallowed_methods, reason = "this is the one home of the clock")]
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// Now, where the caller sits: what `09:00` means, and how the time of a log line is shown.
pub(crate) fn local() -> Zoned {
    now().to_zoned(TimeZone::system())
}
