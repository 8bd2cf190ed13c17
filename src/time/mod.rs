//! The clock, the times that people type, and how long ago something was.

pub(crate) mod clock;
mod time_spec;

pub(crate) use self::time_spec::{TimeSpec, Window, ago, duration};
