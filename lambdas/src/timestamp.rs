//! Timestamps as the tables store and the API returns them.

use std::{fmt, str::FromStr};

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// RFC 3339 in UTC, always with three decimals and never before 1970, so that timestamps sort as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Timestamp(jiff::Timestamp);

impl Timestamp {
    pub(crate) const MIN: Self = Self(jiff::Timestamp::UNIX_EPOCH);

    #[expect(clippy::disallowed_methods, reason = "the only place where the handlers read the clock")]
    pub(crate) fn now() -> Self {
        Self::truncated(jiff::Timestamp::now())
    }

    /// The earliest timestamp if there is none of this number.
    pub(crate) fn from_epoch_seconds(seconds: i64) -> Self {
        Self(jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH)).max(Self::MIN)
    }

    pub(crate) fn epoch_seconds(self) -> i64 {
        self.0.as_second()
    }

    /// ISO 8601 without separators, as Signature Version 4 writes it: `20261122T090000Z`.
    pub(crate) fn iso_basic(self) -> String {
        self.0.strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    pub(crate) fn plus_seconds(self, seconds: u32) -> Self {
        Self(self.0.checked_add(SignedDuration::from_secs(seconds.into())).unwrap_or(jiff::Timestamp::MAX))
    }

    pub(crate) fn minute(self) -> Minute {
        Minute(self)
    }

    /// From 1 to 60.
    pub(crate) fn seconds_to_next_minute(self) -> u32 {
        let seconds = self.minute().end_epoch_seconds() - self.epoch_seconds();
        u32::try_from(seconds).unwrap_or(SECONDS_A_MINUTE)
    }

    /// One millisecond earlier.
    pub(crate) fn previous(self) -> Self {
        Self(self.0.checked_sub(SignedDuration::from_millis(1)).unwrap_or(jiff::Timestamp::UNIX_EPOCH)).max(Self::MIN)
    }

    /// The latest timestamp that can be written.
    pub(crate) fn max_value() -> Self {
        Self::truncated(jiff::Timestamp::MAX)
    }

    fn truncated(time: jiff::Timestamp) -> Self {
        let whole_milliseconds = jiff::Timestamp::from_millisecond(time.as_millisecond());
        Self(whole_milliseconds.unwrap_or(time))
    }
}

const SECONDS_A_MINUTE: u32 = 60;

/// The minute, in UTC, that a timestamp falls into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Minute(Timestamp);

impl Minute {
    /// The first second after it.
    pub(crate) fn end_epoch_seconds(self) -> i64 {
        let seconds = i64::from(SECONDS_A_MINUTE);
        (self.0.epoch_seconds().div_euclid(seconds) + 1) * seconds
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.0.strftime("%Y-%m-%dT%H:%M"))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("must be a time such as 2026-11-22T09:00:00Z")]
pub(crate) struct InvalidTimestamp;

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let timestamp = Self::truncated(text.parse().map_err(|_| InvalidTimestamp)?);
        if timestamp < Self::MIN { Err(InvalidTimestamp) } else { Ok(timestamp) }
    }
}

impl TryFrom<String> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(text: String) -> Result<Self, InvalidTimestamp> {
        text.parse()
    }
}

impl From<Timestamp> for String {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.to_string()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_written_in_utc_with_milliseconds() {
        let timestamp: Timestamp = "2026-11-22T09:00:00.123987+09:00".parse().expect("a time");

        assert_eq!(timestamp.to_string(), "2026-11-22T00:00:00.123Z");
    }

    #[test]
    fn whole_seconds_keep_their_decimals_so_that_timestamps_sort_as_text() {
        let timestamp: Timestamp = "2026-11-22T00:00:00Z".parse().expect("a time");

        assert_eq!(timestamp.to_string(), "2026-11-22T00:00:00.000Z");
        assert_eq!(timestamp.previous().to_string(), "2026-11-21T23:59:59.999Z");
    }

    #[test]
    fn a_minute_ends_where_the_next_begins() {
        let timestamp: Timestamp = "2026-11-22T09:00:59.999Z".parse().expect("a time");
        let next: Timestamp = "2026-11-22T09:01:00Z".parse().expect("a time");

        assert_eq!(timestamp.minute().end_epoch_seconds(), next.epoch_seconds());
        assert_eq!((timestamp.seconds_to_next_minute(), next.seconds_to_next_minute()), (1, 60));
        assert_eq!(timestamp.minute().to_string(), "2026-11-22T09:00");
    }

    #[test]
    fn a_time_without_offset_or_before_1970_is_rejected() {
        for text in ["2026-11-22T00:00:00", "1969-12-31T23:59:59Z", "-000001-01-01T00:00:00Z", "yesterday", ""] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_latest_timestamp_sorts_after_today_as_text() {
        let today: Timestamp = "2026-11-22T00:00:00Z".parse().expect("a time");

        assert!(Timestamp::max_value().to_string() > today.to_string());
    }
}
