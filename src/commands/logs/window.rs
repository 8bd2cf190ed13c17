//! The time range that `--since` and `--until` give.

use jiff::Zoned;

use crate::{
    error::Error,
    time::{TimeSpec, Window},
};

/// # Errors
/// When the window ends before it starts.
pub(super) fn window(since: TimeSpec, until: Option<TimeSpec>, now: &Zoned) -> Result<Window, Error> {
    let window = Window { since: since.resolve(now), until: until.map(|until| until.resolve(now)) };
    match window.until {
        Some(until) if until <= window.since => Err(Error::usage(
            format!("`--until` ({until}) is not after `--since` ({})", window.since),
            "`--since 2h --until 1h` covers the hour that ended an hour ago",
        )),
        _ => Ok(window),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_that_ends_before_it_starts_is_refused() {
        let now: Zoned = "2026-11-22T12:00:00+09:00[Asia/Seoul]".parse().expect("a zoned time");
        let minutes = |minutes| TimeSpec::Ago(jiff::SignedDuration::from_mins(minutes));

        let error = window(minutes(15), Some(minutes(30)), &now).expect_err("backwards");

        assert_eq!(error.to_string(), "`--until` (2026-11-22T02:30:00Z) is not after `--since` (2026-11-22T02:45:00Z)");
    }
}
