//! The screen: a verdict, the traffic, and the three panels.

use jiff::Zoned;
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::{Color, Modifier, Style},
    text::{Line, Span},
};

use super::{
    snapshot::{Part, Snapshot, TrafficLine, shown},
    state::{Panel, State, rows},
};
use crate::{
    aws::alarms::{Alarm, AlarmState, Severity, short_name as short_alarm_name},
    context::Context,
    failures::Shape,
    metrics::{StageMetrics, Unit},
    privacy::Privacy,
    releases::short_name,
    terminal::{
        chart::{quantity, sparkline},
        full_screen::has_colour,
        output::{Text, Tone, counted},
    },
    time::ago,
};

/// Less says nothing.
const SMALLEST: (u16, u16) = (40, 10);
/// Rows of the traffic, with its title.
const TRAFFIC: u16 = 6;

pub(super) struct Screen<'a> {
    pub(super) cx: &'a Context,
    pub(super) stage: &'a StageMetrics,
    pub(super) snapshot: &'a Snapshot,
    pub(super) privacy: Privacy,
    pub(super) now: Zoned,
}

impl Screen<'_> {
    pub(super) fn draw(&self, state: &mut State, frame: &mut Frame<'_>) {
        let area = frame.area();
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            frame.render_widget(Line::raw("too small: 40x10 at least"), area);
            return;
        }
        let [head, body, keys] =
            Layout::vertical([Constraint::Length(2), Constraint::Fill(1), Constraint::Length(1)]).areas(area);
        lines(frame, head, self.head());
        if state.opened().is_some() {
            self.draw_opened(state, frame, body);
            frame.render_widget(faint("Esc back  ↑↓ scroll  l log  u user's requests  r read again  q quit"), keys);
            return;
        }
        self.panels(state, frame, body);
        frame.render_widget(
            faint("Tab panel  ↑↓ select  Enter open  l log  u user's requests  r read again  q quit"),
            keys,
        );
    }

    /// The verdict, then what is live.
    fn head(&self) -> Vec<Line<'static>> {
        let firing = self.snapshot.firing();
        let verdict = match &self.snapshot.alarms {
            Part::Pending => Span::raw("reading ..."),
            Part::Unread(why) => span(&format!("ALARMS UNKNOWN: {}", self.plain(why)), Tone::Warning),
            Part::Read(all) if firing.is_empty() => {
                let count = |state| all.iter().filter(|alarm| alarm.state == state).count();
                let (without_data, missing) = (count(AlarmState::InsufficientData), count(AlarmState::Missing));
                let others = [(without_data, "without data"), (missing, "missing")].into_iter();
                let others = others.filter(|(count, _)| *count > 0).map(|(count, what)| format!(", {count} {what}"));
                let text = format!("no alarm fires, of {}{}", counted(all.len(), "alarm"), others.collect::<String>());
                span(&text, if missing > 0 { Tone::Bad } else { Tone::Good })
            }
            Part::Read(all) => {
                let first = firing.iter().filter_map(|alarm| alarm.since).min();
                let since = first.map(|at| format!(", the first since {}", self.clock(at))).unwrap_or_default();
                let fire = if firing.len() == 1 { "fires" } else { "fire" };
                span(&format!("{} of {} {fire}{since}", firing.len(), counted(all.len(), "alarm")), Tone::Bad)
            }
        };
        let name = Span::styled(self.stage.deployed.name.0.clone(), Style::new().add_modifier(Modifier::BOLD));
        let at = faint_span(&format!("   {}", self.now.strftime("%H:%M:%S")));
        vec![Line::from(vec![name, Span::raw("  "), verdict, at]), self.release()]
    }

    fn release(&self) -> Line<'static> {
        let text = match &self.snapshot.release {
            Part::Pending => String::new(),
            Part::Unread(why) => format!("release unknown: {}", self.plain(why)),
            Part::Read(None) => "no deployment has left a record".to_owned(),
            Part::Read(Some(release)) => {
                let reason = release.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
                let when = ago(release.created_at, self.now.timestamp());
                let by = short_name(&release.by);
                self.plain(&format!("{}, deployed {when} by {by}{reason}", release.name()))
            }
        };
        Line::raw(text)
    }

    fn panels(&self, state: &State, frame: &mut Frame<'_>, area: Rect) {
        let [traffic, rest] = Layout::vertical([Constraint::Length(TRAFFIC), Constraint::Fill(1)]).areas(area);
        lines(frame, traffic, self.traffic(usize::from(area.width)));
        let alarms = u16::try_from(self.snapshot.firing().len().clamp(1, 6) + 1).unwrap_or(2);
        let parts = [Constraint::Max(alarms), Constraint::Fill(3), Constraint::Fill(2)];
        let [alarms, operations, failures] = Layout::vertical(parts).areas(rest);
        let width = usize::from(area.width);
        self.panel(state, frame, alarms, Panel::Alarms, self.alarm_rows(width));
        self.panel(state, frame, operations, Panel::Operations, self.operation_rows(width));
        self.panel(state, frame, failures, Panel::Failures, self.failure_rows());
    }

    /// A title and its rows; those around the selected one, where they don't all fit.
    fn panel(
        &self,
        state: &State,
        frame: &mut Frame<'_>,
        area: Rect,
        panel: Panel,
        (title, shown): (String, Vec<Row>),
    ) {
        let Some(room) = usize::from(area.height).checked_sub(1) else { return };
        let (count, has_focus) = (rows(panel, self.snapshot), state.panel == panel);
        let selected = state.selected(panel, count);
        let first = (selected + 1).saturating_sub(room.max(1));
        let more = count.saturating_sub(first + room);
        let title = if more > 0 { format!("{title}  ({more} more below)") } else { title };
        let mark = if has_focus { "▶ " } else { "  " };
        let mut all = vec![Line::styled(format!("{mark}{title}"), title_style(has_focus))];
        for (index, row) in shown.into_iter().enumerate().skip(first).take(room) {
            let is_selected = has_focus && index == selected && count > 0;
            let style = if is_selected { Style::new().add_modifier(Modifier::REVERSED) } else { style_of(row.tone) };
            all.push(Line::styled(format!("  {}", row.text), style));
        }
        lines(frame, area, all);
    }

    fn traffic(&self, width: usize) -> Vec<Line<'static>> {
        let mut all = vec![Line::styled("  API, last 30 min", title_style(false))];
        match &self.snapshot.traffic {
            Part::Pending => all.push(Line::raw("  reading ...")),
            Part::Unread(why) => all.push(unknown(&self.plain(why))),
            Part::Read(traffic) if traffic.lines.is_empty() => {
                let unread = self.stage.unread_template.as_ref();
                let why = unread.map(|error| format!("could not read a template: {error}"));
                all.push(unknown(&self.plain(why.as_deref().unwrap_or("the stack has no API with metrics"))));
            }
            Part::Read(traffic) => {
                let bars = width.saturating_sub(46).clamp(10, 60);
                let alarms = self.snapshot.alarms.read().map(Vec::as_slice).unwrap_or_default();
                let line = |line: &TrafficLine| {
                    let values = traffic.range.values(&line.reading.series.points);
                    let unit = line.metric.unit;
                    let limit = line.limit(alarms);
                    let is_over = limit.as_ref().is_some_and(|limit| line.is_over(limit));
                    let limit = match (&limit, &self.snapshot.alarms) {
                        (Some(limit), _) => {
                            format!(
                                "limit {}",
                                quantity(limit.threshold, &unit.of_period(traffic.range.period_seconds))
                            )
                        }
                        (None, Part::Unread(_)) => "limit unknown".to_owned(),
                        (None, _) => String::new(),
                    };
                    let latest = match &line.reading.series.incomplete {
                        Some(_) if line.latest().is_none() => "unknown".to_owned(),
                        _ => shown(line.latest(), unit),
                    };
                    let text = format!(
                        "  {:<10}{latest:>10}  {:<bars$}  {}",
                        line.label,
                        sparkline(&values, bars).bars,
                        limit
                    );
                    Line::styled(text, style_of(if is_over { Tone::Bad } else { Tone::Plain }))
                };
                all.extend(traffic.lines.iter().map(line));
            }
        }
        all
    }

    fn alarm_rows(&self, width: usize) -> (String, Vec<Row>) {
        let firing = self.snapshot.firing();
        let row = |alarm: &&Alarm| {
            let severity = match alarm.severity() {
                Some(Severity::Critical) => "CRITICAL",
                Some(Severity::Warning) => "warning",
                None => "",
            };
            let since = alarm.since.map(|at| self.clock(at)).unwrap_or_default();
            let name = width.saturating_sub(52).clamp(12, 40);
            let text = format!("{severity:<8}  {since:>8}  {:<name$}  {}", self.alarm_name(&alarm.name), value(alarm));
            Row { text, tone: if alarm.severity() == Some(Severity::Critical) { Tone::Bad } else { Tone::Warning } }
        };
        let rows = match &self.snapshot.alarms {
            Part::Pending => vec![Row::plain("reading ...")],
            Part::Unread(why) => vec![Row::unknown(&self.plain(why))],
            Part::Read(_) if firing.is_empty() => vec![Row::plain("none fires")],
            Part::Read(_) => firing.iter().map(row).collect(),
        };
        ("ALARMS".to_owned(), rows)
    }

    fn operation_rows(&self, width: usize) -> (String, Vec<Row>) {
        let name = width.saturating_sub(54).clamp(14, 30);
        let title = format!(
            "{:<name$}{:>9}{:>8}{:>8}{:>10}{:>8}{:>8}",
            "OPERATIONS", "calls", "failed", "errors", "throttled", "p50", "p99"
        );
        let operations = self.snapshot.operations();
        let rows = match &self.snapshot.traffic {
            Part::Pending => vec![Row::plain("reading ...")],
            Part::Unread(why) => vec![Row::unknown(&self.plain(why))],
            Part::Read(_) if operations.is_empty() => vec![Row::plain("no calls in the last 30 minutes")],
            Part::Read(_) => operations
                .iter()
                .map(|operation| {
                    let failed = self.snapshot.failed(&operation.name);
                    let failed_text = failed.map_or_else(|| "?".to_owned(), |count| count.to_string());
                    let text = format!(
                        "{:<name$}{:>9}{failed_text:>8}{:>8}{:>10}{:>8}{:>8}",
                        operation.name,
                        shown(operation.calls, Unit::Level),
                        shown(operation.errors, Unit::Level),
                        shown(operation.throttled, Unit::Level),
                        shown(operation.p50, Unit::Milliseconds),
                        shown(operation.p99, Unit::Milliseconds),
                    );
                    let is_bad = failed > Some(0) || operation.errors > Some(0.0) || operation.throttled > Some(0.0);
                    Row { text, tone: if is_bad { Tone::Bad } else { Tone::Plain } }
                })
                .collect(),
        };
        (title, rows)
    }

    fn failure_rows(&self) -> (String, Vec<Row>) {
        let title = "FAILURES, last 15 min".to_owned();
        let failures = match &self.snapshot.failures {
            Part::Pending => return (title, vec![Row::plain("reading ...")]),
            Part::Unread(why) => return (title, vec![Row::unknown(&self.plain(why))]),
            Part::Read(failures) => failures,
        };
        let unread: Vec<&str> = failures.not_read.iter().map(|unread| unread.log.as_str()).collect();
        let title = match unread.as_slice() {
            [] => title,
            [one] => format!("{title}, without the log of {one}"),
            many => format!("{title}, without {} logs", many.len()),
        };
        let row = |shape: &Shape| {
            let going = if shape.is_going_on(self.now.timestamp()) { "now" } else { "" };
            let name = self.plain(shape.place());
            let text = format!("{:>5}x  {name}  {going:<4}{}", shape.count, self.plain(&shape.sample.message));
            Row { text, tone: if going.is_empty() { Tone::Plain } else { Tone::Bad } }
        };
        let rows: Vec<Row> = failures.shapes.iter().map(row).collect();
        let none = if unread.is_empty() { "none" } else { "none in what was read" };
        (title, if rows.is_empty() { vec![Row::plain(none)] } else { rows })
    }

    pub(super) fn alarm_name(&self, name: &str) -> String {
        self.plain(short_alarm_name(name, &self.stage.deployed.name.0))
    }

    /// Text from elsewhere, on one line, without personal data and control characters.
    pub(super) fn plain(&self, text: &str) -> String {
        Text::one_line(&self.privacy.show_text(text)).unstyled()
    }

    pub(super) fn clock(&self, at: jiff::Timestamp) -> String {
        let local = at.to_zoned(self.now.time_zone().clone());
        let format = if local.date() == self.now.date() { "%H:%M:%S" } else { "%m-%d %H:%M" };
        local.strftime(format).to_string()
    }
}

pub(super) struct Row {
    text: String,
    tone: Tone,
}

impl Row {
    fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), tone: Tone::Plain }
    }

    fn unknown(why: &str) -> Self {
        Self { text: format!("unknown: {why}"), tone: Tone::Warning }
    }
}

/// The value of the last evaluation against the threshold.
pub(super) fn value(alarm: &Alarm) -> String {
    let Some(watch) = &alarm.watch else { return alarm.rule.clone().unwrap_or_default() };
    let unit = watch.unit.as_deref().unwrap_or_default();
    let threshold = watch.threshold.map(|limit| format!("{} {}", watch.comparison, quantity(limit, unit)));
    let value = alarm.value.map_or_else(|| "value unknown".to_owned(), |value| quantity(value, unit));
    format!("{value} {}", threshold.unwrap_or_default())
}

pub(super) fn lines(frame: &mut Frame<'_>, area: Rect, all: Vec<Line<'static>>) {
    for (line, row) in all.into_iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
}

pub(super) fn style_of(tone: Tone) -> Style {
    if !has_colour() {
        return Style::new();
    }
    match tone {
        Tone::Plain => Style::new(),
        Tone::Good => Style::new().fg(Color::Green),
        Tone::Warning => Style::new().fg(Color::Yellow),
        Tone::Bad => Style::new().fg(Color::Red),
        Tone::Faint => Style::new().add_modifier(Modifier::DIM),
    }
}

fn title_style(has_focus: bool) -> Style {
    let bold = Style::new().add_modifier(Modifier::BOLD);
    if has_focus { bold.add_modifier(Modifier::UNDERLINED) } else { bold }
}

fn span(text: &str, tone: Tone) -> Span<'static> {
    Span::styled(text.to_owned(), style_of(tone))
}

fn faint_span(text: &str) -> Span<'static> {
    span(text, Tone::Faint)
}

fn faint(text: &str) -> Line<'static> {
    Line::styled(text.to_owned(), style_of(Tone::Faint))
}

fn unknown(why: &str) -> Line<'static> {
    Line::styled(format!("  unknown: {why}"), style_of(Tone::Warning))
}
