//! What is opened: an alarm, an operation, a failure, or log lines, on the whole screen.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Line,
};

use super::{
    draw::{Screen, lines, style_of, value},
    lines::{LogLines, LogView},
    snapshot::{Part, shown},
    state::{Opened, State},
};
use crate::{
    aws::alarms::AlarmState,
    failures::{Shape, users_text},
    metrics::Unit,
    terminal::{
        chart::{Chart, Line as ChartLine},
        output::{Text, Tone},
    },
};

/// The rows of a chart.
const CHART: u16 = 14;

impl Screen<'_> {
    pub(super) fn draw_opened(&self, state: &mut State, frame: &mut Frame<'_>, area: Rect) {
        let chart = match state.opened() {
            Some(Opened::Operation(name)) => self.latency(name).filter(|_| area.height > CHART + 6),
            _ => None,
        };
        let above = if chart.is_some() { CHART } else { 0 };
        let [top, rest] = Layout::vertical([Constraint::Length(above), Constraint::Fill(1)]).areas(area);
        if let Some(chart) = chart {
            chart.draw(top, frame.buffer_mut());
        }
        let text: Vec<(String, Tone)> = match state.opened() {
            Some(Opened::Alarm(name)) => self.alarm(name),
            Some(Opened::Operation(name)) => self.operation(name),
            Some(Opened::Failure(key)) => {
                let failures = self.snapshot.failures.read();
                let shape = failures.and_then(|found| found.shapes.iter().find(|shape| shape.key == *key));
                shape.map_or_else(
                    || self.absent(&self.snapshot.failures, "this failure is over: it is not in the last 15 minutes"),
                    |shape| self.failure(shape),
                )
            }
            Some(Opened::Log(log)) => self.log(log),
            None => Vec::new(),
        };
        let width = usize::from(rest.width);
        let wrapped: Vec<Line<'static>> = text
            .into_iter()
            .flat_map(|(text, tone)| {
                let wrapped = Text::from(text.as_str()).wrapped(Some(width), 4).unstyled();
                wrapped.lines().map(|line| Line::styled(line.to_owned(), style_of(tone))).collect::<Vec<_>>()
            })
            .collect();
        state.scrolled = state.scrolled.min(wrapped.len().saturating_sub(usize::from(rest.height)));
        lines(frame, rest, wrapped.into_iter().skip(state.scrolled).collect());
    }

    fn alarm(&self, name: &str) -> Vec<(String, Tone)> {
        let Some(alarm) = self.snapshot.alarms.read().into_iter().flatten().find(|alarm| alarm.name == name) else {
            return self.absent(&self.snapshot.alarms, "the stage no longer has this alarm");
        };
        let since = alarm.since.map(|at| format!(" since {}", self.clock(at))).unwrap_or_default();
        let short = self.alarm_name(name);
        let (state, tone) = match alarm.state {
            AlarmState::Alarm => ("FIRES", Tone::Bad),
            AlarmState::Missing => ("missing: it was deleted by hand", Tone::Bad),
            AlarmState::InsufficientData => ("without data", Tone::Warning),
            AlarmState::Ok => ("does not fire", Tone::Good),
        };
        let mut text = vec![
            (short.clone(), Tone::Plain),
            (format!("{state}{since}"), tone),
            (self.plain(&value(alarm)), Tone::Plain),
        ];
        let texts = [alarm.description.as_deref(), alarm.reason.as_deref()];
        text.extend(texts.into_iter().flatten().map(|line| (self.plain(line), Tone::Plain)));
        text.push(blank());
        let commands = [format!("srvls alarms show {short}"), format!("srvls alarms history {short}")];
        text.extend(commands.iter().map(|command| self.command(command)));
        text
    }

    fn operation(&self, name: &str) -> Vec<(String, Tone)> {
        let Some(operation) = self.snapshot.operations().into_iter().find(|operation| operation.name == name) else {
            return self.absent(&self.snapshot.traffic, "no calls in the last 30 minutes");
        };
        let count = |value| shown(value, Unit::Level);
        let time = |value| shown(value, Unit::Milliseconds);
        let mut text = vec![
            (format!("{name}, last 30 min"), Tone::Plain),
            (
                format!(
                    "{} calls, {} errors of Lambda, {} throttled",
                    count(operation.calls),
                    count(operation.errors),
                    count(operation.throttled)
                ),
                Tone::Plain,
            ),
            (
                format!(
                    "half of the calls within {}, 99 % within {} in the worst minute",
                    time(operation.p50),
                    time(operation.p99)
                ),
                Tone::Plain,
            ),
            blank(),
        ];
        let of_it = |shape: &&Shape| shape.key.function.as_ref().is_some_and(|function| function.0 == name);
        match &self.snapshot.failures {
            Part::Read(failures) => {
                let shapes = failures.shapes.iter().filter(of_it);
                let line = |shape: &Shape| format!("{}x  {}", shape.count, shape.sample.message);
                text.extend(shapes.map(|shape| (self.plain(&line(shape)), Tone::Bad)));
            }
            Part::Unread(why) => text.push((format!("failures unknown: {}", self.plain(why)), Tone::Warning)),
            Part::Pending => {}
        }
        text.push(self.command(&format!("srvls logs tail {name}")));
        text
    }

    fn failure(&self, shape: &Shape) -> Vec<(String, Tone)> {
        let users = users_text(shape.users.len(), shape.without_user);
        let mut text = vec![
            (self.plain(&format!("{}: {}", shape.place(), shape.class)), Tone::Plain),
            (
                format!(
                    "{} times, {} to {}, {users}",
                    shape.count,
                    self.clock(shape.first_at),
                    self.clock(shape.last_at)
                ),
                Tone::Bad,
            ),
            blank(),
            (self.plain(&shape.sample.message), Tone::Plain),
            blank(),
        ];
        text.extend(shape.sample.route.iter().map(|route| (self.plain(route), Tone::Plain)));
        text.extend(shape.sample.request_id.iter().map(|id| (format!("request {}", self.plain(id)), Tone::Plain)));
        let user = |user: &String| (format!("user {}", self.plain(user)), Tone::Plain);
        text.extend(shape.sample.user.iter().map(user));
        text
    }

    fn log(&self, log: &LogLines) -> Vec<(String, Tone)> {
        let whose = match &log.of {
            LogView::Function(name) => format!("log of {}, last 15 min, newest first", name.0),
            LogView::User(user) => format!("lines about user {}, last 15 min, newest first", self.plain(user)),
        };
        let mut text = vec![(whose, Tone::Plain)];
        match &log.lines {
            Part::Pending => text.push(("reading ...".into(), Tone::Plain)),
            Part::Unread(why) => text.push((format!("unknown: {}", self.plain(why)), Tone::Warning)),
            Part::Read(read) => {
                text.extend(read.lines.iter().map(|line| {
                    let is_error = line.level == Some(crate::log_lines::Level::Error);
                    let function = &line.function.0;
                    let text = format!("{}  {function}  {}", self.clock(line.timestamp), self.plain(&line.message));
                    (text, if is_error { Tone::Bad } else { Tone::Plain })
                }));
                match (read.lines.is_empty(), read.complete) {
                    (true, true) => text.push(("no lines".into(), Tone::Plain)),
                    (true, false) => text.push(("no lines in what was read".into(), Tone::Warning)),
                    (false, false) => text.push(("older lines are not shown".into(), Tone::Plain)),
                    (false, true) => {}
                }
            }
        }
        text
    }

    /// What stands for something that is not in `part`: `why`, if the part was read at all.
    fn absent<T>(&self, part: &Part<T>, why: &str) -> Vec<(String, Tone)> {
        vec![match part {
            Part::Pending => ("reading ...".to_owned(), Tone::Plain),
            Part::Unread(error) => (format!("unknown: {}", self.plain(error)), Tone::Warning),
            Part::Read(_) => (why.to_owned(), Tone::Plain),
        }]
    }

    /// A command, as it can be pasted for this stage.
    fn command(&self, command: &str) -> (String, Tone) {
        (self.cx.command_line(command), Tone::Good)
    }

    fn latency(&self, name: &str) -> Option<Chart> {
        let traffic = self.snapshot.traffic.read()?;
        let operation = traffic.operations.iter().find(|operation| operation.name == name)?;
        let points = &operation.latency.series.points;
        let points: Vec<_> = points.iter().map(|point| (point.at, point.value)).collect();
        (!points.is_empty()).then(|| Chart {
            since: traffic.range.since,
            until: traffic.range.until,
            period_seconds: traffic.range.period_seconds,
            unit: "ms".to_owned(),
            line: ChartLine { name: format!("{name} p99"), points },
            other: None,
            threshold: None,
            marks: Vec::new(),
        })
    }
}

fn blank() -> (String, Tone) {
    (String::new(), Tone::Plain)
}
