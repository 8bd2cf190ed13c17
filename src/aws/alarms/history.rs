//! The history of an alarm.

use aws_sdk_cloudwatch::types::AlarmHistoryItem;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::AlarmState;
use crate::aws::timestamp;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct HistoryItem {
    pub(crate) timestamp: Timestamp,
    /// CloudWatch's type: `StateUpdate`, `ConfigurationUpdate`, `Action`, ...
    pub(crate) kind: String,
    pub(crate) summary: String,
    /// The states before and after, of a state update.
    pub(crate) from: Option<AlarmState>,
    pub(crate) to: Option<AlarmState>,
    pub(crate) reason: Option<String>,
}

impl From<AlarmHistoryItem> for HistoryItem {
    fn from(item: AlarmHistoryItem) -> Self {
        let data: Value = item.history_data.and_then(|data| serde_json::from_str(&data).ok()).unwrap_or_default();
        let state = |side: &str| data[side]["stateValue"].as_str().map(AlarmState::parse);
        Self {
            timestamp: item.timestamp.as_ref().and_then(timestamp).unwrap_or_default(),
            kind: item.history_item_type.map(|kind| kind.as_str().to_owned()).unwrap_or_default(),
            summary: item.history_summary.unwrap_or_default(),
            from: state("oldState"),
            to: state("newState"),
            reason: data["newState"]["stateReason"].as_str().map(str::to_owned),
        }
    }
}
