//! The clock, the times that users type, and relative times such as `12m ago`.

pub(crate) mod clock;
mod time_spec;

pub(crate) use self::time_spec::{TimeSpec, Window, ago, duration};

/// To the minute: JSON has the rest.
pub(crate) fn minute(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%MZ").to_string()
}
