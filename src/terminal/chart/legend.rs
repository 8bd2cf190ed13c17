//! What the lines, dots and letters of a chart mean; and its points, for who can't see it.

use super::{
    axis,
    figure::{Chart, Line},
    quantity::quantity,
};
use crate::terminal::output::Text;

/// One line each: the line, what it is compared with, the threshold, the marks.
pub(super) fn legend(chart: &Chart) -> Text {
    let highest = chart.line.points.iter().map(|(_, value)| *value).reduce(f64::max);
    let other = chart.other.as_ref().map(|other| format!("·  {}", described(other, &chart.unit)));
    let threshold = chart.threshold.as_ref().map(|threshold| {
        let is_above = threshold.value > axis::top(highest, Some(threshold.value));
        let above = if is_above { ", above the chart" } else { "" };
        format!("╌  {}: {}{above}", threshold.name, quantity(threshold.value, &chart.unit))
    });
    let marks = chart.marks().map(|(letter, mark)| format!("{letter}  {}  {}", mark.at.strftime("%H:%MZ"), mark.name));
    let lines = [Some(format!("⠒  {}", described(&chart.line, &chart.unit))), other, threshold].into_iter().flatten();
    Text::lines(lines.chain(marks))
}

/// The name of a line, with its range.
fn described(line: &Line, unit: &str) -> String {
    let values = || line.points.iter().map(|(_, value)| *value);
    match (values().reduce(f64::min), values().reduce(f64::max), line.points.last()) {
        (Some(lowest), Some(highest), Some((_, latest))) => format!(
            "{}: {} to {}, latest {}",
            line.name,
            quantity(lowest, unit),
            quantity(highest, unit),
            quantity(*latest, unit)
        ),
        _ => format!("{}: no data", line.name),
    }
}

/// `2026-11-22T10:00:00Z  300`; with the value to compare with, if there is one, and `-` for what is missing.
pub(super) fn points(chart: &Chart) -> Text {
    let value = |line: &Line, at| {
        let found = line.points.iter().find(|(time, _)| *time == at);
        found.map_or_else(|| "-".to_owned(), |(_, value)| value.to_string())
    };
    let periods = std::iter::successors(Some(chart.since), |at| at.checked_add(chart.period()).ok());
    let lines = periods.take_while(|at| *at < chart.until).map(|at| {
        let other = chart.other.as_ref().map(|other| format!("  {}", value(other, at))).unwrap_or_default();
        format!("{at}  {}{other}", value(&chart.line, at))
    });
    Text::lines(lines)
}
