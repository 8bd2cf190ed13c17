//! The state of an alarm.

use std::fmt;

use serde::Serialize;

/// The most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, clap::ValueEnum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[value(rename_all = "snake_case")]
pub(crate) enum AlarmState {
    Alarm,
    /// The stack has it, but CloudWatch doesn't: it was deleted by hand.
    Missing,
    InsufficientData,
    Ok,
}

impl AlarmState {
    pub(super) fn parse(text: &str) -> Self {
        match text {
            "ALARM" => Self::Alarm,
            "OK" => Self::Ok,
            _ => Self::InsufficientData,
        }
    }
}

impl fmt::Display for AlarmState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Alarm => "ALARM",
            Self::Missing => "missing",
            Self::InsufficientData => "no data",
            Self::Ok => "OK",
        })
    }
}
