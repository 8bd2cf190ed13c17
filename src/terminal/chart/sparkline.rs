//! A line of text that shows how values went, and the value of its full height.

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Where there is no value: no bar at all, as the lowest bar is zero.
const GAP: char = '·';

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sparkline {
    pub(crate) bars: String,
    /// The value of a full bar; an empty one is zero. `None` without any value.
    pub(crate) full: Option<f64>,
}

/// The values, oldest first, in at most `columns`: where several share one, the highest is shown. `None` is a gap.
pub(crate) fn sparkline(values: &[Option<f64>], columns: usize) -> Sparkline {
    let columns = columns.clamp(1, values.len().max(1));
    let column = |index: usize| {
        let (begin, end) = (index * values.len() / columns, (index + 1) * values.len() / columns);
        highest(&values[begin..end])
    };
    let full = highest(values);
    let bar = |value: Option<f64>| match (value, full) {
        (Some(value), Some(full)) if full > 0.0 => BARS[level(value / full)],
        (Some(_), _) => BARS[0],
        (None, _) => GAP,
    };
    Sparkline { bars: (0..columns).map(column).map(bar).collect(), full }
}

/// Only zero has no height.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 1, times 7")]
fn level(share: f64) -> usize {
    ((share.clamp(0.0, 1.0) * 7.0).ceil() as usize).min(BARS.len() - 1)
}

fn highest(values: &[Option<f64>]) -> Option<f64> {
    values.iter().flatten().copied().reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(values: &[Option<f64>], columns: usize) -> String {
        sparkline(values, columns).bars
    }

    #[test]
    fn the_height_is_the_share_of_the_highest_value() {
        let values = [0.0, 1.0, 50.0, 100.0].map(Some);

        assert_eq!(sparkline(&values, 9), Sparkline { bars: "▁▂▅█".into(), full: Some(100.0) });
    }

    #[test]
    fn a_gap_is_not_zero() {
        assert_eq!(bars(&[Some(0.0), None, Some(2.0), None], 4), "▁·█·");
        assert_eq!(sparkline(&[None, None], 2), Sparkline { bars: "··".into(), full: None });
        assert_eq!(bars(&[Some(0.0), Some(0.0)], 2), "▁▁");
        assert_eq!(bars(&[], 4), "·");
    }

    #[test]
    fn a_peak_is_not_lost_where_several_values_share_a_column() {
        let values: Vec<Option<f64>> = (0..30).map(|minute| Some(if minute == 13 { 9.0 } else { 0.0 })).collect();

        assert_eq!(bars(&values, 10), "▁▁▁▁█▁▁▁▁▁");
    }
}
