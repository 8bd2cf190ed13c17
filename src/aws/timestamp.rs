//! The SDK's time as ours.

/// Converts the SDK's time to ours; `None` if it is out of range.
pub(super) fn timestamp(time: &aws_smithy_types::DateTime) -> Option<jiff::Timestamp> {
    time.to_millis().ok().and_then(|millis| jiff::Timestamp::from_millisecond(millis).ok())
}
