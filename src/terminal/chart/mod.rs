//! Charts of values over time for a terminal: axes with units, a threshold, marks at moments; and sparklines.
//!
//! They say all in characters, nothing in colour. A gap in the data is a gap in the line.

mod axis;
mod figure;
mod legend;
mod plot;
mod quantity;
mod sparkline;

use ratatui::{buffer::Buffer, layout::Rect};

pub(crate) use self::{
    axis::{ticks, top},
    figure::{Chart, Line, Mark, Threshold},
    quantity::{number, quantity},
    sparkline::sparkline,
};
use super::output::{Drawing, Text};

/// The rows that a chart takes by itself: the plot, its axis, and the times below.
const ROWS: u16 = 14;
/// Less leaves no room for a line beside the labels.
const NARROWEST: u16 = 30;

impl Chart {
    /// Draws the plot and its axes, without the legend.
    pub(crate) fn draw(&self, area: Rect, buffer: &mut Buffer) {
        plot::draw(self, area, buffer);
    }

    fn drawn(&self, width: u16) -> Text {
        let area = Rect::new(0, 0, width.max(NARROWEST), ROWS);
        let mut buffer = Buffer::empty(area);
        self.draw(area, &mut buffer);
        let cells = buffer.content.chunks(usize::from(area.width));
        let lines = cells.map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned());
        Text::lines(lines)
    }
}

impl Drawing for Chart {
    /// On a terminal, the chart; for a program, a line for each period.
    fn fitted(&self, width: Option<u16>) -> Text {
        match width {
            Some(width) => self.drawn(width) + "\n" + legend::legend(self).wrapped(Some(width), 2),
            None => legend::points(self),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;

    pub(super) fn time(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    /// Half an hour of latency, with a gap, a peak and a deployment before it.
    pub(super) fn latency() -> Chart {
        let since = time("2026-11-22T10:00:00Z");
        let value = |minute: i64| match minute {
            10..14 => None,
            18..24 => Some(6_800.0 - 200.0 * f64::from(i32::try_from(minute - 18).expect("small"))),
            minute => Some(300.0 + 10.0 * f64::from(i32::try_from(minute).expect("small"))),
        };
        let at = |minute: i64| since + SignedDuration::from_mins(minute);
        Chart {
            since,
            until: at(30),
            period_seconds: 60,
            unit: "ms".into(),
            line: Line {
                name: "get_profile.duration p99".into(),
                points: (0..30).filter_map(|minute| Some((at(minute), value(minute)?))).collect(),
            },
            other: None,
            threshold: Some(Threshold { name: "limit of api-slow".into(), value: 2_000.0 }),
            marks: vec![
                Mark { at: time("2026-11-22T10:17:20Z"), name: "r20261122T101720000Z (0123456789ab)".into() },
                Mark { at: time("2026-11-21T10:00:00Z"), name: "before".into() },
            ],
        }
    }

    #[test]
    fn a_chart_has_axes_a_threshold_marks_and_gaps() {
        insta::assert_snapshot!(latency().fitted(Some(60)).unstyled(), @"
        8 s ┤                                ┊
            │                                ┊ ⣀
            │                                ┊ ⡇⠉⠉⠒⠢⢄⣀
            │                                ┊⢸       ⠉⠑⡆
            │                                ┊⢸         ⢱
        4 s ┤                                ┊⡎         ⢸
            │                                ┊⡇         ⠈⡆
            │                                ⢀⠇          ⡇
            │╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌⢸╌╌╌╌╌╌╌╌╌╌╌⢱╌╌╌╌╌╌╌╌╌╌
            │                                ⢸           ⢸
            │                                ⡇           ⠈⡆
          0 ┤⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠂        ⠈⠉⠉⠉⠉⠉⠁            ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
            └┬──────────────────┬────────────a────┬─────────────────
             10:00Z          10:10Z            10:20Z
        ⠒  get_profile.duration p99: 300 ms to 6.8 s, latest 590 ms
        ╌  limit of api-slow: 2 s
        a  10:17Z  r20261122T101720000Z (0123456789ab)
        ");
    }

    #[test]
    fn two_times_are_compared_in_one_chart() {
        let chart = latency();
        let earlier = chart.line.points.iter().map(|(at, _)| (*at, 4_000.0)).collect();
        let other = Some(Line { name: "a week earlier".into(), points: earlier });

        insta::assert_snapshot!(Chart { other, threshold: None, ..chart }.fitted(Some(60)).unstyled(), @"
        8 s ┤                                ┊
            │                                ┊ ⣀
            │                                ┊ ⡇⠉⠉⠒⠢⢄⣀
            │                                ┊⢸       ⠉⠑⡆
            │                                ┊⢸         ⢱
        4 s ┤                                ┊⡎         ⢸
            │· · ·· · · · · · ·        · · · ┊⡇·· · · · ⠈⡆· · ·· · ·
            │                                ⢀⠇          ⡇
            │                                ⢸           ⢱
            │                                ⢸           ⢸
            │                                ⡇           ⠈⡆
          0 ┤⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠂        ⠈⠉⠉⠉⠉⠉⠁            ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
            └┬──────────────────┬────────────a────┬─────────────────
             10:00Z          10:10Z            10:20Z
        ⠒  get_profile.duration p99: 300 ms to 6.8 s, latest 590 ms
        ·  a week earlier: 4 s to 4 s, latest 4 s
        a  10:17Z  r20261122T101720000Z (0123456789ab)
        ");
    }

    #[test]
    fn without_data_a_chart_says_so() {
        let chart = Chart { line: Line::default(), threshold: None, marks: Vec::new(), ..latency() };

        let text = chart.fitted(Some(60)).unstyled();

        assert!(text.contains("no data"), "{text}");
        assert!(!text.contains('⣀'), "{text}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [30, 44, 60, 80, 120, 200] {
            let text = latency().fitted(Some(width)).unstyled();
            let widest = text.lines().map(|line| line.chars().count()).max();
            assert!(widest <= Some(usize::from(width)) || width < 40, "{width}: {widest:?}\n{text}");
        }
    }

    #[test]
    fn a_program_gets_a_line_for_each_period() {
        let text = latency().fitted(None).unstyled();

        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 30, "{text}");
        assert_eq!((lines[0], lines[10]), ("2026-11-22T10:00:00Z  300", "2026-11-22T10:10:00Z  -"));
    }
}
