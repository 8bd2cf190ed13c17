//! Points in time as tables and answers hold them.

use std::{fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// RFC 3339 in UTC, always with three decimals and never before 1970, so that moments sort as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Moment(Timestamp);

impl Moment {
    pub(crate) const FIRST: Self = Self(Timestamp::UNIX_EPOCH);

    #[expect(clippy::disallowed_methods, reason = "this is the handlers' one home of the clock")]
    pub(crate) fn now() -> Self {
        Self::truncated(Timestamp::now())
    }

    pub(crate) fn epoch_seconds(self) -> i64 {
        self.0.as_second()
    }

    /// As Signature Version 4 writes it: `20261122T090000Z`.
    pub(crate) fn basic(self) -> String {
        self.0.strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    pub(crate) fn plus_seconds(self, seconds: u32) -> Self {
        Self(self.0.checked_add(SignedDuration::from_secs(seconds.into())).unwrap_or(Timestamp::MAX))
    }

    pub(crate) fn minute(self) -> Minute {
        Minute(self)
    }

    /// From 1 to 60.
    pub(crate) fn seconds_to_next_minute(self) -> u32 {
        let seconds = self.minute().end_epoch_seconds() - self.epoch_seconds();
        u32::try_from(seconds).unwrap_or(SECONDS_A_MINUTE)
    }

    /// The last moment before this one.
    pub(crate) fn previous(self) -> Self {
        Self(self.0.checked_sub(SignedDuration::from_millis(1)).unwrap_or(Timestamp::UNIX_EPOCH)).max(Self::FIRST)
    }

    /// The last moment there is.
    pub(crate) fn last() -> Self {
        Self::truncated(Timestamp::MAX)
    }

    fn truncated(timestamp: Timestamp) -> Self {
        let whole_milliseconds = Timestamp::from_millisecond(timestamp.as_millisecond());
        Self(whole_milliseconds.unwrap_or(timestamp))
    }
}

const SECONDS_A_MINUTE: u32 = 60;

/// The minute of UTC in which a moment lies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Minute(Moment);

impl Minute {
    /// The first second that does not belong to it any more.
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
pub(crate) struct NotAMoment;

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let moment = Self::truncated(text.parse().map_err(|_| NotAMoment)?);
        if moment < Self::FIRST { Err(NotAMoment) } else { Ok(moment) }
    }
}

impl TryFrom<String> for Moment {
    type Error = NotAMoment;

    fn try_from(text: String) -> Result<Self, NotAMoment> {
        text.parse()
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_utc_with_milliseconds() {
        let moment: Moment = "2026-11-22T09:00:00.123987+09:00".parse().expect("a time");

        assert_eq!(moment.to_string(), "2026-11-22T00:00:00.123Z");
    }

    #[test]
    fn whole_seconds_keep_their_decimals_so_that_moments_sort_as_text() {
        let moment: Moment = "2026-11-22T00:00:00Z".parse().expect("a time");

        assert_eq!(moment.to_string(), "2026-11-22T00:00:00.000Z");
        assert_eq!(moment.previous().to_string(), "2026-11-21T23:59:59.999Z");
    }

    #[test]
    fn a_minute_ends_where_the_next_begins() {
        let moment: Moment = "2026-11-22T09:00:59.999Z".parse().expect("a time");
        let next: Moment = "2026-11-22T09:01:00Z".parse().expect("a time");

        assert_eq!(moment.minute().end_epoch_seconds(), next.epoch_seconds());
        assert_eq!((moment.seconds_to_next_minute(), next.seconds_to_next_minute()), (1, 60));
        assert_eq!(moment.minute().to_string(), "2026-11-22T09:00");
    }

    #[test]
    fn a_time_without_offset_or_before_1970_is_refused() {
        for text in ["2026-11-22T00:00:00", "1969-12-31T23:59:59Z", "-000001-01-01T00:00:00Z", "yesterday", ""] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_last_moment_sorts_behind_today_as_text() {
        let today: Moment = "2026-11-22T00:00:00Z".parse().expect("a time");

        assert!(Moment::last().to_string() > today.to_string());
    }
}
