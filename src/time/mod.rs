//! The clock, the times that users type, relative times such as `12m ago`, and how long to wait.

pub(crate) mod clock;
mod patience;
mod time_spec;

pub(crate) use self::{
    patience::patient,
    time_spec::{TimeSpec, Window, ago, duration},
};

/// To the minute: JSON has the rest.
pub(crate) fn minute(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%MZ").to_string()
}
