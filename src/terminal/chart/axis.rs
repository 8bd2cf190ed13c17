//! The scales of a chart: round values beside it, round times below it.

use jiff::{SignedDuration, Timestamp};

/// The steps between two times, in seconds.
const STEPS: [i64; 18] = [
    60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600,
    2_592_000, 7_776_000, 15_552_000,
];

/// A threshold further above the values than this would press them flat.
const ROOM_FOR_THRESHOLD: f64 = 4.0;

/// The value at the top: the next round one above all values, and above the threshold if that is near.
pub(crate) fn top(highest: Option<f64>, threshold: Option<f64>) -> f64 {
    let highest = highest.filter(|value| *value > 0.0);
    let needed = match (highest, threshold.filter(|threshold| *threshold > 0.0)) {
        (Some(highest), Some(threshold)) if threshold <= highest * ROOM_FOR_THRESHOLD => highest.max(threshold * 1.1),
        (Some(highest), _) => highest,
        (None, Some(threshold)) => threshold * 1.1,
        (None, None) => 1.0,
    };
    round_up(needed)
}

/// 1, 2, 4, 5, 6, 8 or 10 times a power of ten: what has a half that is easy to read too.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    // A value that was computed may be a hair above a round one.
    let fits = |step: &&f64| *step * power >= value * (1.0 - 1e-9);
    steps.iter().find(fits).map_or(10.0 * power, |step| step * power)
}

/// A time below the chart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tick {
    pub(crate) at: Timestamp,
    pub(crate) label: String,
}

/// Round times from `first` to `last`, at most `most` of them.
pub(crate) fn ticks(first: Timestamp, last: Timestamp, most: usize) -> Vec<Tick> {
    let length = last.duration_since(first).as_secs().max(1);
    let most = i64::try_from(most.max(1)).unwrap_or(i64::MAX);
    let step = STEPS.into_iter().find(|step| length / step < most).unwrap_or(STEPS[STEPS.len() - 1]);
    let begin = first.as_second().div_euclid(step) * step;
    let times = (0..=most).filter_map(|index| Timestamp::from_second(begin + index * step).ok());
    times.filter(|at| (first..=last).contains(at)).map(|at| Tick { label: label(at, step), at }).collect()
}

/// `10:15Z`, or `11-22` where a day begins.
fn label(at: Timestamp, step: i64) -> String {
    let day = SignedDuration::from_hours(24).as_secs();
    let is_day = step >= day || at.as_second() % day == 0;
    at.strftime(if is_day { "%m-%d" } else { "%H:%MZ" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(first: &str, last: &str, most: usize) -> Vec<String> {
        let time = |text: &str| text.parse().expect("a time");
        ticks(time(first), time(last), most).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn the_top_is_round_and_leaves_room_for_a_near_threshold() {
        assert_eq!([top(Some(6_800.0), None), top(Some(0.3), None), top(Some(50.0), None)], [8_000.0, 0.4, 50.0]);
        assert_eq!(top(Some(600.0), Some(2_000.0)), 4_000.0);
        assert_eq!(top(Some(30.0), Some(2_000.0)), 40.0, "the line would be flat");
        assert_eq!([top(None, Some(1.0)), top(Some(0.0), None), top(None, None)], [2.0, 1.0, 1.0]);
    }

    #[test]
    fn times_are_round_and_as_many_as_there_is_room_for() {
        let hour = |most| labels("2026-11-22T10:02:00Z", "2026-11-22T10:31:00Z", most);

        assert_eq!(hour(7), ["10:05Z", "10:10Z", "10:15Z", "10:20Z", "10:25Z", "10:30Z"]);
        assert_eq!(hour(3), ["10:10Z", "10:20Z", "10:30Z"]);
        assert_eq!(
            labels("2026-11-21T20:00:00Z", "2026-11-22T05:00:00Z", 5),
            ["20:00Z", "22:00Z", "11-22", "02:00Z", "04:00Z"]
        );
        assert_eq!(labels("2026-11-01T00:00:00Z", "2026-11-22T00:00:00Z", 4), ["11-05", "11-12", "11-19"]);
    }
}
