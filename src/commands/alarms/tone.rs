//! The tone of an alarm's state.

use crate::{aws::alarms::AlarmState, terminal::output::Tone};

pub(super) fn state_tone(state: AlarmState) -> Tone {
    match state {
        AlarmState::Alarm | AlarmState::Missing => Tone::Bad,
        AlarmState::InsufficientData => Tone::Warning,
        AlarmState::Ok => Tone::Good,
    }
}
