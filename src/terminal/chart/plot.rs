//! The plot and its axes, drawn into a buffer of terminal cells.

use jiff::Timestamp;
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Style},
    symbols::Marker,
    widgets::{
        Widget as _,
        canvas::{self, Canvas, Points},
    },
};

use super::{
    axis,
    figure::{Chart, Line},
    quantity::quantity,
};

/// Below the plot: the axis, and its times.
const BELOW: u16 = 2;
/// Between two times below the plot.
const TICK: usize = 12;

const OTHER: &str = "·";
const THRESHOLD: &str = "╌";
const MARK: &str = "┊";

pub(super) fn draw(chart: &Chart, area: Rect, buffer: &mut Buffer) {
    let labels = Labels::of(chart);
    let left = labels.width();
    if area.width <= left + 2 || area.height <= BELOW + 1 {
        return;
    }
    let inner = Rect::new(area.x + left + 1, area.y, area.width - left - 1, area.height - BELOW);
    let scale = Scale { chart, top: labels.top, area: inner };
    scale.line(&chart.line, buffer);
    scale.other(buffer);
    scale.threshold(buffer);
    labels.draw(inner, area.x, buffer);
    scale.times(buffer);
    scale.marks(buffer);
    if chart.line.points.is_empty() {
        let text = "no data";
        buffer.set_string(inner.x + inner.width.saturating_sub(7) / 2, inner.y + inner.height / 2, text, Style::new());
    }
}

/// The values beside the plot.
struct Labels {
    top: f64,
    highest: String,
    middle: String,
    lowest: String,
}

impl Labels {
    fn of(chart: &Chart) -> Self {
        let points = chart.line.points.iter().chain(chart.other.iter().flat_map(|line| &line.points));
        let highest = points.map(|(_, value)| *value).reduce(f64::max);
        let top = axis::top(highest, chart.threshold.as_ref().map(|threshold| threshold.value));
        let label = |value| quantity(value, &chart.unit);
        Self { top, highest: label(top), middle: label(top / 2.0), lowest: "0".to_owned() }
    }

    fn width(&self) -> u16 {
        let labels = [&self.highest, &self.middle, &self.lowest];
        let widest = labels.map(|label| label.chars().count()).into_iter().max();
        u16::try_from(widest.unwrap_or_default() + 1).unwrap_or(u16::MAX)
    }

    fn draw(&self, inner: Rect, x: u16, buffer: &mut Buffer) {
        let axis = inner.x - 1;
        for y in inner.top()..inner.bottom() {
            buffer.set_string(axis, y, "│", Style::new());
        }
        let rows = [
            (inner.top(), &self.highest),
            (inner.top() + (inner.height - 1) / 2, &self.middle),
            (inner.bottom() - 1, &self.lowest),
        ];
        for (y, label) in rows {
            let length = u16::try_from(label.chars().count()).unwrap_or_default();
            buffer.set_string(axis.saturating_sub(length + 1).max(x), y, label, Style::new());
            buffer.set_string(axis, y, "┤", Style::new());
        }
    }
}

/// Where a time and a value are in the plot.
struct Scale<'a> {
    chart: &'a Chart,
    top: f64,
    area: Rect,
}

impl Scale<'_> {
    /// From the beginning of the first period to that of the last one.
    fn times_shown(&self) -> (Timestamp, Timestamp) {
        let last = self.chart.until - self.chart.period();
        (self.chart.since, last.max(self.chart.since + self.chart.period()))
    }

    fn x(&self, at: Timestamp) -> f64 {
        let (first, last) = self.times_shown();
        at.duration_since(first).as_secs_f64() / last.duration_since(first).as_secs_f64()
    }

    fn column(&self, at: Timestamp) -> Option<u16> {
        // A mark may be after the beginning of the last period.
        let x = self.x(at).min(1.0);
        (x >= 0.0).then(|| self.area.x + cell(x, self.area.width, 2))
    }

    fn row(&self, value: f64) -> Option<u16> {
        let share = value / self.top;
        (0.0..=1.0).contains(&share).then(|| self.area.y + cell(1.0 - share, self.area.height, 4))
    }

    /// A line from each value to the next, and nothing across a gap.
    fn line(&self, line: &Line, buffer: &mut Buffer) {
        let place = |(at, value): &(Timestamp, f64)| (self.x(*at), *value);
        let points: Vec<(f64, f64)> = line.points.iter().map(place).collect();
        let is_next = |pair: &[(Timestamp, f64)]| pair[1].0.duration_since(pair[0].0) <= self.chart.period();
        let steps = line.points.windows(2).filter(|pair| is_next(pair)).map(|pair| (place(&pair[0]), place(&pair[1])));
        let steps: Vec<_> = steps.collect();
        let paint = |context: &mut canvas::Context<'_>| {
            for ((x1, y1), (x2, y2)) in &steps {
                context.draw(&canvas::Line::new(*x1, *y1, *x2, *y2, Color::Reset));
            }
            context.draw(&Points { coords: &points, color: Color::Reset });
        };
        let canvas = Canvas::default().marker(Marker::Braille).x_bounds([0.0, 1.0]).y_bounds([0.0, self.top]);
        canvas.paint(paint).render(self.area, buffer);
    }

    fn other(&self, buffer: &mut Buffer) {
        let points = self.chart.other.iter().flat_map(|line| &line.points);
        for (column, row) in points.filter_map(|(at, value)| Some((self.column(*at)?, self.row(*value)?))) {
            under(buffer, column, row, OTHER);
        }
    }

    fn threshold(&self, buffer: &mut Buffer) {
        let threshold = self.chart.threshold.as_ref().filter(|threshold| threshold.value > 0.0);
        if let Some(row) = threshold.and_then(|threshold| self.row(threshold.value)) {
            (self.area.left()..self.area.right()).for_each(|column| under(buffer, column, row, THRESHOLD));
        }
    }

    fn times(&self, buffer: &mut Buffer) {
        let axis = self.area.bottom();
        buffer.set_string(self.area.x - 1, axis, "└", Style::new());
        for column in self.area.left()..self.area.right() {
            buffer.set_string(column, axis, "─", Style::new());
        }
        let (first, last) = self.times_shown();
        for tick in axis::ticks(first, last, usize::from(self.area.width) / TICK) {
            let Some(column) = self.column(tick.at) else { continue };
            buffer.set_string(column, axis, "┬", Style::new());
            let length = u16::try_from(tick.label.len()).unwrap_or_default();
            let begin =
                column.saturating_sub(length / 2).max(self.area.x).min(self.area.right().saturating_sub(length));
            buffer.set_string(begin, axis + 1, &tick.label, Style::new());
        }
    }

    fn marks(&self, buffer: &mut Buffer) {
        for (letter, mark) in self.chart.marks() {
            let Some(column) = self.column(mark.at) else { continue };
            (self.area.top()..self.area.bottom()).for_each(|row| under(buffer, column, row, MARK));
            buffer.set_string(column, self.area.bottom(), letter.to_string(), Style::new());
        }
    }
}

/// Fills a cell in which the line is not.
fn under(buffer: &mut Buffer, column: u16, row: u16, symbol: &str) {
    if let Some(cell) = buffer.cell_mut((column, row))
        && matches!(cell.symbol(), " " | "\u{2800}" | THRESHOLD | OTHER)
    {
        cell.set_symbol(symbol);
    }
}

/// The cell at a share of a length of `cells`, each of which has `dots`: as ratatui rounds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 1, times a few cells")]
fn cell(share: f64, cells: u16, dots: u16) -> u16 {
    let last = f64::from(cells * dots - 1);
    ((share * last).round() as u16 / dots).min(cells - 1)
}
