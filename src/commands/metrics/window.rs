//! The range of time that is shown, in periods that CloudWatch has.

use jiff::{SignedDuration, Timestamp};

use crate::{
    aws::metrics::{Range, RangeError},
    error::Error,
    time::duration,
};

/// More points than this are more than a chart has columns for.
const POINTS: usize = 120;

/// From `since` until `now`, and as long `back` where that is compared with it.
///
/// # Errors
/// When CloudWatch has no such data.
pub(super) fn range(
    since: Timestamp,
    now: Timestamp,
    back: SignedDuration,
    period: Option<SignedDuration>,
) -> Result<Range, Error> {
    let oldest = since.checked_sub(back).unwrap_or(Timestamp::MIN);
    let range = match period.map(|period| u32::try_from(period.as_secs()).unwrap_or(u32::MAX)) {
        Some(seconds) => Range::with_period(since, now, oldest, now, seconds),
        None => Range::fitting(since, now, oldest, now, POINTS),
    };
    range.map_err(|error| {
        let hint = match &error {
            RangeError::TooOld(_) => "begin later: `--since 30d`".to_owned(),
            RangeError::TooFine { shortest, .. } => format!("leave --period out, or use {}", spelled(*shortest)),
            RangeError::NotWhole(_) => "use whole minutes, such as 1m, 5m or 1h".to_owned(),
            RangeError::Empty { .. } => "begin earlier: `--since 30m`".to_owned(),
        };
        Error::usage(error.to_string(), hint)
    })
}

/// A duration as a flag takes it: `1w`, `5m`.
pub(super) fn span(text: &str) -> Result<SignedDuration, String> {
    duration(text).filter(|span| span.is_positive()).ok_or_else(|| "use a duration such as 5m, 1h, 1d or 1w".to_owned())
}

/// `30m`, `1h`, `90m`, `1w`.
pub(super) fn spelled(seconds: u32) -> String {
    const UNITS: [(u32, &str); 4] = [(604_800, "w"), (86_400, "d"), (3_600, "h"), (60, "m")];
    let whole = UNITS.into_iter().find(|(unit, _)| seconds >= *unit && seconds.is_multiple_of(*unit));
    whole.map_or_else(|| format!("{seconds}s"), |(unit, letter)| format!("{}{letter}", seconds / unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_spelled_as_it_is_typed() {
        assert_eq!([60, 1_800, 5_400, 86_400, 604_800].map(spelled), ["1m", "30m", "90m", "1d", "1w"]);
        assert_eq!(span("1w"), Ok(SignedDuration::from_hours(168)));
        assert!(span("0m").is_err() && span("-1h").is_err() && span("soon").is_err());
    }

    #[test]
    fn an_impossible_range_says_what_is_possible() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().expect("a time");
        let (hour, month) = (SignedDuration::from_hours(1), SignedDuration::from_hours(720));

        let error = range(now - hour, now, month, Some(SignedDuration::from_mins(1))).expect_err("too fine");
        assert_eq!(error.hint().as_deref(), Some("leave --period out, or use 5m"));
        let range = range(now - hour, now, month, None).expect("in the shortest that there is");
        assert_eq!(range.period_seconds, 300);
    }
}
