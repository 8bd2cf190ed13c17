//! The moments that a chart of an alarm marks.

use jiff::Timestamp;
use serde::Serialize;

use crate::{aws::alarms::AlarmState, releases::Outcome};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::commands::alarms) struct StateChange {
    pub(super) at: Timestamp,
    pub(super) to: AlarmState,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::commands::alarms) struct Deployment {
    pub(super) at: Timestamp,
    pub(super) release: String,
    pub(super) outcome: Outcome,
}
