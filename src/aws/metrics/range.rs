//! A range of time in periods that CloudWatch still has.

use jiff::{SignedDuration, Timestamp};

use super::Point;

/// What AWS's own services publish in, and the unit of a minute's counts.
pub(crate) const SHORTEST_PERIOD: u32 = 60;

/// How old data may be to be there in periods of this length, in days and seconds.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html>
const KEPT: [(i64, u32); 3] = [(15, 60), (63, 300), (455, 3_600)];

/// The periods that are chosen from, where none is given.
const PERIODS: [u32; 7] = [60, 300, 900, 3_600, 21_600, 86_400, 604_800];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) since: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) period_seconds: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RangeError {
    #[error("CloudWatch keeps metrics for 455 days, and {0} is longer ago")]
    TooOld(Timestamp),
    #[error("data of {since} is there in periods of {shortest} s or more, not of {asked} s")]
    TooFine { since: Timestamp, shortest: u32, asked: u32 },
    #[error("a period is a multiple of 60 s, not {0} s")]
    NotWhole(u32),
    #[error("{since} to {until} is no whole period of {period_seconds} s")]
    Empty { since: Timestamp, until: Timestamp, period_seconds: u32 },
}

impl Range {
    /// From `since` to `until` in whole periods, in the shortest period that gives at most `most` points. `oldest` is the
    /// beginning of the oldest data that is read in this period.
    ///
    /// # Errors
    /// When CloudWatch has no data that old, or the range is empty.
    pub(crate) fn fitting(
        since: Timestamp,
        until: Timestamp,
        oldest: Timestamp,
        now: Timestamp,
        most: usize,
    ) -> Result<Self, RangeError> {
        let shortest = shortest_period(oldest, now)?;
        let fits = |period: &u32| {
            let points = until.duration_since(since).as_secs() / i64::from(*period);
            *period >= shortest && usize::try_from(points).is_ok_and(|points| points <= most)
        };
        let period = PERIODS.into_iter().find(fits).unwrap_or(PERIODS[PERIODS.len() - 1]);
        Self { since, until, period_seconds: period }.whole()
    }

    /// The same in a period of the caller's choice.
    ///
    /// # Errors
    /// Also when CloudWatch no longer has the data in such short periods.
    pub(crate) fn with_period(
        since: Timestamp,
        until: Timestamp,
        oldest: Timestamp,
        now: Timestamp,
        period_seconds: u32,
    ) -> Result<Self, RangeError> {
        let shortest = shortest_period(oldest, now)?;
        if period_seconds == 0 || !period_seconds.is_multiple_of(SHORTEST_PERIOD) {
            return Err(RangeError::NotWhole(period_seconds));
        }
        if period_seconds < shortest {
            return Err(RangeError::TooFine { since: oldest, shortest, asked: period_seconds });
        }
        Self { since, until, period_seconds }.whole()
    }

    /// The same with both ends at the beginning of a period, as CloudWatch answers soonest.
    fn whole(self) -> Result<Self, RangeError> {
        let (since, until) = (self.begin_of_period(self.since), self.begin_of_period(self.until));
        if until <= since {
            let Self { since, until, period_seconds } = self;
            return Err(RangeError::Empty { since, until, period_seconds });
        }
        Ok(Self { since, until, ..self })
    }

    fn begin_of_period(self, at: Timestamp) -> Timestamp {
        let period = i64::from(self.period_seconds);
        Timestamp::from_second(at.as_second().div_euclid(period) * period).unwrap_or(at)
    }

    /// The same range so much earlier.
    pub(crate) fn earlier(self, by: SignedDuration) -> Self {
        let back = |at: Timestamp| at.checked_sub(by).unwrap_or(Timestamp::MIN);
        Self { since: back(self.since), until: back(self.until), ..self }
    }

    pub(crate) fn duration(self) -> SignedDuration {
        self.until.duration_since(self.since)
    }

    /// How many periods it has.
    pub(crate) fn periods(self) -> usize {
        let periods = self.duration().as_secs() / i64::from(self.period_seconds.max(1));
        usize::try_from(periods).unwrap_or_default()
    }

    /// The beginning of each of its periods.
    pub(crate) fn times(self) -> impl Iterator<Item = Timestamp> {
        let period = SignedDuration::from_secs(i64::from(self.period_seconds));
        let times = std::iter::successors(Some(self.since), move |at| at.checked_add(period).ok());
        times.take(self.periods())
    }

    /// The value of each of its periods; `None` is a gap.
    pub(crate) fn values(self, points: &[Point]) -> Vec<Option<f64>> {
        let mut values = vec![None; self.periods()];
        for point in points {
            if let Some(value) = self.index_of(point.at).and_then(|index| values.get_mut(index)) {
                *value = Some(point.value);
            }
        }
        values
    }

    /// Which of its periods `at` is in.
    fn index_of(self, at: Timestamp) -> Option<usize> {
        let index = at.duration_since(self.since).as_secs().div_euclid(i64::from(self.period_seconds.max(1)));
        usize::try_from(index).ok().filter(|index| *index < self.periods())
    }
}

/// The shortest period that CloudWatch still has for data of this time.
fn shortest_period(of: Timestamp, now: Timestamp) -> Result<u32, RangeError> {
    let age = now.duration_since(of);
    let kept = KEPT.into_iter().find(|(days, _)| age <= SignedDuration::from_hours(24 * days));
    kept.map(|(_, period)| period).ok_or(RangeError::TooOld(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn days_ago(days: i64) -> Timestamp {
        now() - SignedDuration::from_hours(24 * days)
    }

    fn now() -> Timestamp {
        time("2026-11-22T10:12:34Z")
    }

    fn fitting(since: Timestamp) -> Result<Range, RangeError> {
        Range::fitting(since, now(), since, now(), 120)
    }

    #[test]
    fn a_range_has_whole_periods() {
        let range = fitting(time("2026-11-22T09:42:34Z")).expect("half an hour");

        assert_eq!((range.since, range.until), (time("2026-11-22T09:42:00Z"), time("2026-11-22T10:12:00Z")));
        assert_eq!((range.period_seconds, range.periods()), (60, 30));
        assert_eq!(range.index_of(time("2026-11-22T09:43:59Z")), Some(1));
        assert_eq!((range.index_of(range.until), range.index_of(days_ago(1))), (None, None));
    }

    #[test]
    fn a_period_is_one_that_cloudwatch_still_has_at_that_age() {
        let until = |days: i64| days_ago(days) + SignedDuration::from_hours(1);
        let period = |days: i64| {
            Range::fitting(days_ago(days), until(days), days_ago(days), now(), 120).map(|range| range.period_seconds)
        };

        assert_eq!([period(14), period(16), period(64)], [Ok(60), Ok(300), Ok(3_600)]);
        assert_eq!(period(456), Err(RangeError::TooOld(days_ago(456))));
        let week = fitting(days_ago(7)).expect("a week");
        assert_eq!((week.period_seconds, week.periods()), (21_600, 28));
    }

    #[test]
    fn a_chosen_period_is_refused_where_the_data_is_coarser() {
        let chosen = |days, seconds| Range::with_period(days_ago(days), now(), days_ago(days), now(), seconds);

        assert_eq!(chosen(1, 120).map(Range::periods), Ok(720));
        assert_eq!(chosen(1, 90), Err(RangeError::NotWhole(90)));
        assert_eq!(chosen(1, 0), Err(RangeError::NotWhole(0)));
        let refused = chosen(20, 60).expect_err("too fine");
        assert_eq!(
            refused.to_string(),
            "data of 2026-11-02T10:12:34Z is there in periods of 300 s or more, not of 60 s"
        );
    }

    #[test]
    fn a_range_without_a_whole_period_is_no_range() {
        assert!(matches!(fitting(now()), Err(RangeError::Empty { .. })));
    }
}
