//! Lines over time as SVG: axes with units, the threshold, deployments as letters, gaps where there is no data.

use jiff::Timestamp;
use maud::{Markup, html};

use super::super::{
    document::Mark,
    figures::{Curve, Figure, Figures},
};
use crate::{
    aws::metrics::Range,
    terminal::chart::{quantity, ticks, top},
    time::minute,
};

/// In units of the drawing: about the pixels of a phone.
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 170.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 352.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 146.0;

/// Of the first line and the second.
const CLASSES: [&str; 2] = ["first", "second"];

pub(super) fn charts(figures: &Figures, marks: &[Mark]) -> Markup {
    let range = Range { since: figures.since, until: figures.until, period_seconds: figures.period_seconds };
    let shown = marks.iter().filter(|mark| (figures.since..=figures.until).contains(&mark.at));
    let marks: Vec<(char, &Mark)> = ('a'..='z').zip(shown).collect();
    html! {
        div.charts { @for figure in &figures.figures { (chart(figure, range, &marks)) } }
        @if !marks.is_empty() {
            ul.marks {
                @for (letter, mark) in &marks { li { b { (letter) } " " (minute(mark.at)) " deployment " (mark.name) } }
            }
        }
    }
}

fn chart(figure: &Figure, range: Range, marks: &[(char, &Mark)]) -> Markup {
    let highest = figure.lines.iter().filter_map(|line| line.highest).reduce(f64::max);
    let limit = figure.limit.as_ref().map(|limit| limit.threshold);
    let scale = Scale { range, top: top(highest, limit) };
    let summaries: Vec<String> = figure.lines.iter().map(|line| line.summary(&figure.unit)).collect();
    let summary = format!("{}: {}", figure.title, summaries.join("; "));
    html! {
        figure {
            h3 { (figure.title) @if let Some(period) = per(&figure.unit) { small { " per " (period) } } }
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(summary) {
                (axes(scale, &figure.unit))
                @for (letter, mark) in marks {
                    @let x = scale.x(mark.at);
                    line.mark x1=(x) x2=(x) y1=(TOP) y2=(BOTTOM) {}
                    text.letter x=(x) y=(TOP - 5.0) text-anchor="middle" { (letter) }
                }
                @if let Some(limit) = limit.filter(|limit| *limit <= scale.top) {
                    line.limit x1=(LEFT) x2=(RIGHT) y1=(scale.y(limit)) y2=(scale.y(limit)) {}
                }
                @for (line, class) in figure.lines.iter().zip(CLASSES) { (curve(line, scale, class)) }
            }
            figcaption {
                ul.legend {
                    @for (summary, class) in summaries.iter().zip(CLASSES) { li { (key(class)) " " (summary) } }
                    @if let Some(text) = figure.limit_text() {
                        li { (key("limit")) " " (text) @if limit.is_some_and(|limit| limit > scale.top) { ", above the chart" } }
                    }
                }
            }
        }
    }
}

/// The period of a count: `5min`.
fn per(unit: &str) -> Option<&str> {
    unit.strip_prefix('/')
}

#[derive(Debug, Clone, Copy)]
struct Scale {
    range: Range,
    top: f64,
}

impl Scale {
    /// To a tenth: the drawing is small.
    fn x(self, at: Timestamp) -> f64 {
        let share = at.duration_since(self.range.since).as_secs_f64() / self.range.duration().as_secs_f64().max(1.0);
        rounded(LEFT + (RIGHT - LEFT) * share)
    }

    fn y(self, value: f64) -> f64 {
        rounded(BOTTOM - (BOTTOM - TOP) * (value / self.top).clamp(0.0, 1.0))
    }
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn axes(scale: Scale, unit: &str) -> Markup {
    // There is no room for a period.
    let beside = if per(unit).is_some() { "" } else { unit };
    html! {
        @for share in [0.0, 0.5, 1.0] {
            @let y = scale.y(scale.top * share);
            line.axis x1=(LEFT) x2=(RIGHT) y1=(y) y2=(y) {}
            text x=(LEFT - 5.0) y=(y + 4.0) text-anchor="end" { (quantity(scale.top * share, beside)) }
        }
        @for tick in ticks(scale.range.since, scale.range.until, 4) {
            @let x = scale.x(tick.at);
            line.axis x1=(x) x2=(x) y1=(BOTTOM) y2=(BOTTOM + 4.0) {}
            text x=(x.clamp(LEFT, RIGHT - 12.0)) y=(BOTTOM + 17.0) text-anchor="middle" { (tick.label) }
        }
    }
}

/// A line for each run of periods with data; a dot for a period alone.
fn curve(line: &Curve, scale: Scale, class: &str) -> Markup {
    let values = scale.range.values(&line.values);
    let points: Vec<Option<(f64, f64)>> =
        scale.range.times().zip(values).map(|(at, value)| Some((scale.x(at), scale.y(value?)))).collect();
    html! {
        @for run in points.split(Option::is_none).filter(|run| !run.is_empty()) {
            @let run: Vec<(f64, f64)> = run.iter().copied().flatten().collect();
            @if let [(x, y)] = run[..] {
                circle class={ "dot " (class) } cx=(x) cy=(y) r="2" {}
            } @else {
                @let path: Vec<String> = run.iter().map(|(x, y)| format!("{x},{y}")).collect();
                polyline class=(class) points=(path.join(" ")) {}
            }
        }
    }
}

/// A piece of a line, beside its name.
fn key(class: &str) -> Markup {
    html! { svg.key viewBox="0 0 28 10" aria-hidden="true" { line class=(class) x1="0" x2="28" y1="5" y2="5" {} } }
}

#[cfg(test)]
mod tests {
    use super::{super::super::figures::fake::figures, *};

    fn drawn() -> String {
        let mark = |at: &str, name: &str| Mark { at: at.parse().expect("a time"), name: name.into() };
        let marks = [mark("2026-11-21T07:00:00Z", "before"), mark("2026-11-22T09:40:00Z", "r2 <b>(0123)")];
        charts(&figures(), &marks).into_string()
    }

    #[test]
    fn a_gap_in_the_data_is_a_gap_in_the_line() {
        let drawn = drawn();

        let requests = drawn.split("<figure>").nth(1).expect("a chart");
        assert_eq!(requests.matches("<polyline").count(), 2, "{requests}");
        assert_eq!(drawn.matches("<polyline").count(), 5, "a gap, one line of failures, two of latency");
    }

    #[test]
    fn a_chart_has_its_scale_its_limit_and_the_deployments_of_its_time() {
        let drawn = drawn();

        assert!(drawn.contains(">40 %<") && drawn.contains(">20 %<") && drawn.contains(">09:00Z<"), "{drawn}");
        assert!(drawn.contains("alarm above 5 %"), "{drawn}");
        assert!(drawn.contains("<small> per 5min</small>") && drawn.contains(">200<"), "{drawn}");
        assert_eq!(drawn.matches("class=\"letter\"").count(), 3, "in each chart");
        assert!(drawn.contains("2026-11-22 09:40Z deployment r2 &lt;b&gt;(0123)") && !drawn.contains("before"));
    }
}
