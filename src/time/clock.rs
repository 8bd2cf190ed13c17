//! The clock: the one place that reads the time.

use jiff::{Timestamp, Zoned, tz::TimeZone};

/// The current time to the millisecond, the precision of every answer.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// The current time in the caller's time zone, which gives `09:00` its meaning and is used to show log lines.
pub(crate) fn local() -> Zoned {
    now().to_zoned(TimeZone::system())
}
