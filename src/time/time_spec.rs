//! The times that users type, such as `15m` or `2026-11-22T09:00`, and relative times such as `12m ago`.

use std::str::FromStr;

use jiff::{
    SignedDuration, Timestamp, Zoned,
    civil::{DateTime, Time},
};

/// A time as typed: its meaning depends on the current time and on the caller's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeSpec {
    /// `15m`, `2h30m`, `2d` (a day is 24 hours).
    Ago(SignedDuration),
    /// `2026-11-22T00:00:00Z`, or with another offset.
    At(Timestamp),
    /// `2026-11-22T09:00`, or the first moment of `2026-11-22`; local.
    Local(DateTime),
    /// `09:00`: the most recent time at which the local clock showed it.
    Clock(Time),
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("use a time such as 15m, 2h30m, 2d, 2026-11-22, 2026-11-22T09:00, 09:00, or 2026-11-22T00:00:00Z")]
pub(crate) struct TimeSpecError;

impl FromStr for TimeSpec {
    type Err = TimeSpecError;

    fn from_str(text: &str) -> Result<Self, TimeSpecError> {
        if let Some(duration) = duration(text) {
            return Ok(Self::Ago(duration));
        }
        // Try a time with an offset first: parsing a local time would silently ignore the offset.
        if let Ok(at) = text.parse() {
            return Ok(Self::At(at));
        }
        // jiff also reads `20261122` and `0900`, which are more likely typos.
        if text.contains('-') {
            return text.parse().map(Self::Local).map_err(|_| TimeSpecError);
        }
        if text.contains(':') {
            return text.parse().map(Self::Clock).map_err(|_| TimeSpecError);
        }
        Err(TimeSpecError)
    }
}

impl TimeSpec {
    /// The moment that this means at `now`, in the time zone of `now`.
    pub(crate) fn resolve(self, now: &Zoned) -> Timestamp {
        let moment =
            |local: DateTime| local.to_zoned(now.time_zone().clone()).map_or(Timestamp::MAX, |zoned| zoned.timestamp());
        match self {
            Self::Ago(duration) => now.timestamp().checked_sub(duration).unwrap_or(Timestamp::MIN),
            Self::At(at) => at,
            Self::Local(local) => moment(local),
            Self::Clock(time) => {
                let today = moment(now.date().to_datetime(time));
                if today <= now.timestamp() {
                    return today;
                }
                now.date().yesterday().map_or(today, |yesterday| moment(yesterday.to_datetime(time)))
            }
        }
    }
}

/// A period of time; without an end, it lasts until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) since: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

/// `2h30m`: whole numbers with the units w, d, h, m, s, from large to small.
///
/// jiff's own parser reads more (`-15m`, `1.5h`, `PT2H`: slips of the hand, here) and less (no span before its calendar).
pub(crate) fn duration(text: &str) -> Option<SignedDuration> {
    let mut seconds: i64 = 0;
    let mut larger = i64::MAX;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at(digits);
        let unit = match tail.chars().next()? {
            'w' => 604_800,
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        if unit >= larger {
            return None;
        }
        seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(unit)?)?;
        (larger, rest) = (unit, &tail[1..]);
    }
    (larger < i64::MAX).then(|| SignedDuration::from_secs(seconds))
}

/// How long `then` was before `now`, in the largest unit: `12m ago`.
pub(crate) fn ago(then: Timestamp, now: Timestamp) -> String {
    match now.duration_since(then).as_secs() {
        ..1 => "just now".into(),
        seconds @ 1..60 => format!("{seconds}s ago"),
        seconds @ 60..3_600 => format!("{}m ago", seconds / 60),
        seconds @ 3_600..172_800 => format!("{}h ago", seconds / 3_600),
        seconds => format!("{}d ago", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sunday noon in Seoul, which is nine hours ahead of UTC.
    const NOW: &str = "2026-11-22T12:00:00+09:00[Asia/Seoul]";

    fn resolve_at(text: &str, now: &str) -> String {
        let now: Zoned = now.parse().expect("a zoned time");
        text.parse::<TimeSpec>().expect("a time").resolve(&now).to_string()
    }

    fn resolve(text: &str) -> String {
        resolve_at(text, NOW)
    }

    #[test]
    fn a_duration_counts_back_from_now() {
        assert_eq!(resolve("15m"), "2026-11-22T02:45:00Z");
        assert_eq!(resolve("2h30m"), "2026-11-22T00:30:00Z");
        assert_eq!(resolve("2d"), "2026-11-20T03:00:00Z");
        assert_eq!(resolve("1w1d1h1m1s"), "2026-11-14T01:58:59Z");
    }

    #[test]
    fn a_date_starts_at_local_midnight() {
        assert_eq!(resolve("2026-11-22"), "2026-11-21T15:00:00Z");
    }

    #[test]
    fn a_time_without_a_zone_is_local() {
        assert_eq!(resolve("2026-11-22T09:00"), "2026-11-22T00:00:00Z");
        assert_eq!(resolve("2026-11-22T09:00:30"), "2026-11-22T00:00:30Z");
    }

    #[test]
    fn a_time_with_an_offset_keeps_it() {
        assert_eq!(resolve("2026-11-22T00:00:00Z"), "2026-11-22T00:00:00Z");
        assert_eq!(resolve("2026-11-22T09:00:00+02:00"), "2026-11-22T07:00:00Z");
    }

    #[test]
    fn a_clock_time_is_its_most_recent_occurrence() {
        assert_eq!(resolve("09:00"), "2026-11-22T00:00:00Z");
        assert_eq!(resolve("12:00"), "2026-11-22T03:00:00Z");
        assert_eq!(resolve("12:01"), "2026-11-21T03:01:00Z");
    }

    #[test]
    fn a_time_that_daylight_saving_skips_is_the_moment_after_the_gap() {
        let now = "2026-03-29T12:00:00+02:00[Europe/Berlin]";

        assert_eq!(resolve_at("2026-03-29T02:30", now), "2026-03-29T01:30:00Z");
    }

    #[test]
    fn a_duration_that_reaches_before_the_calendar_gives_its_start() {
        assert_eq!(resolve("99999999d"), Timestamp::MIN.to_string());
    }

    #[test]
    fn text_that_is_not_a_time_is_rejected() {
        for text in ["", "15", "m", "15x", "30m2h", "2h2h", "-15m", "1.5h", "0900", "20261122", "25:00", "2026-13-01"] {
            assert_eq!(text.parse::<TimeSpec>(), Err(TimeSpecError), "{text}");
        }
        assert_eq!("99999999999999999999d".parse::<TimeSpec>(), Err(TimeSpecError));
    }

    #[test]
    fn a_relative_time_has_the_largest_unit() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        let shown = |seconds| ago(now - SignedDuration::from_secs(seconds), now);

        assert_eq!(shown(0), "just now");
        assert_eq!(shown(59), "59s ago");
        assert_eq!(shown(3_599), "59m ago");
        assert_eq!(shown(172_799), "47h ago");
        assert_eq!(shown(172_800), "2d ago");
    }
}
