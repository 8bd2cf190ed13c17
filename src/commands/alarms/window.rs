//! When a mute begins and ends, in the terms of a mute rule: whole minutes.

use jiff::{SignedDuration, Timestamp};

use crate::time;

/// CloudWatch takes these: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html>
const SHORTEST: SignedDuration = SignedDuration::from_mins(1);
const LONGEST: SignedDuration = SignedDuration::from_hours(15 * 24);

/// Parses how long to mute.
pub(super) fn length(text: &str) -> Result<SignedDuration, String> {
    let length = time::duration(text).ok_or("use a length of time such as 30m, 2h or 3d")?;
    match length {
        length if length < SHORTEST => Err("an alarm can be muted for one minute at least".into()),
        length if length > LONGEST => Err("an alarm can be muted for 15 days at most".into()),
        length => Ok(length),
    }
}

/// Whole minutes: from the one that has begun to the one in which the time is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MuteWindow {
    begin: Timestamp,
    pub(super) until: Timestamp,
}

impl MuteWindow {
    pub(super) fn of(now: Timestamp, length: SignedDuration) -> Self {
        let begin = minute(now.as_second());
        let until = minute(now.as_second().saturating_add(length.as_secs()).saturating_add(59));
        let longest = begin.checked_add(LONGEST).unwrap_or(Timestamp::MAX);
        Self { begin, until: until.min(longest) }
    }

    /// `at(2026-11-22T10:12)`, in UTC.
    pub(super) fn expression(self) -> String {
        self.begin.strftime("at(%Y-%m-%dT%H:%M)").to_string()
    }

    /// `PT1H30M`
    pub(super) fn duration(self) -> String {
        let minutes = self.until.duration_since(self.begin).as_mins();
        let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let part = |number: i64, unit| if number == 0 { String::new() } else { format!("{number}{unit}") };
        let time = part(hours, 'H') + &part(minutes, 'M');
        format!("P{}{}{time}", part(days, 'D'), if time.is_empty() { "" } else { "T" })
    }
}

fn minute(second: i64) -> Timestamp {
    Timestamp::from_second(second - second.rem_euclid(60)).unwrap_or(Timestamp::MAX)
}

/// How long from `now` until `until`, as `--for` takes it: whole minutes, at least one.
pub(super) fn remaining(until: Timestamp, now: Timestamp) -> String {
    let minutes = until.duration_since(now).as_secs().saturating_add(59) / 60;
    format!("{}m", minutes.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(now: &str, text: &str) -> (String, String, String) {
        let window = MuteWindow::of(now.parse().expect("a time"), length(text).expect("a length"));
        (window.expression(), window.duration(), window.until.to_string())
    }

    #[test]
    fn a_window_of_whole_minutes_is_never_too_short() {
        let expected = |at: &str, duration: &str, until: &str| (at.to_owned(), duration.to_owned(), until.to_owned());

        assert_eq!(
            window("2026-11-22T10:12:34Z", "30m"),
            expected("at(2026-11-22T10:12)", "PT31M", "2026-11-22T10:43:00Z")
        );
        assert_eq!(
            window("2026-11-22T10:12:00Z", "2h"),
            expected("at(2026-11-22T10:12)", "PT2H", "2026-11-22T12:12:00Z")
        );
        assert_eq!(
            window("2026-11-22T10:12:00Z", "1d1h1m"),
            expected("at(2026-11-22T10:12)", "P1DT1H1M", "2026-11-23T11:13:00Z")
        );
    }

    #[test]
    fn the_longest_window_is_not_longer_than_cloudwatch_takes() {
        assert_eq!(window("2026-11-22T10:12:34Z", "15d").1, "P15D");
    }

    #[test]
    fn a_length_that_cloudwatch_refuses_is_refused_first() {
        for (text, words) in [("30", "such as 30m"), ("59s", "one minute"), ("16d", "15 days"), ("-5m", "such as 30m")]
        {
            assert!(length(text).expect_err(text).contains(words), "{text}");
        }
    }

    #[test]
    fn what_remains_is_rounded_up() {
        let remaining = |until: &str| {
            super::remaining(until.parse().expect("a time"), "2026-11-22T10:00:00Z".parse().expect("a time"))
        };

        assert_eq!((remaining("2026-11-22T10:29:01Z"), remaining("2026-11-22T09:00:00Z")), ("30m".into(), "1m".into()));
    }
}
