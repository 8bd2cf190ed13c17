//! What is selected and opened, and what a key does to that.

use super::{
    lines::{LogLines, LogView},
    snapshot::{Part, Snapshot},
};
use crate::{exit::Exit, failures::ShapeKey, stage::FunctionName, terminal::full_screen::Input};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Panel {
    Alarms,
    #[default]
    Operations,
    Failures,
}

const PANELS: [Panel; 3] = [Panel::Alarms, Panel::Operations, Panel::Failures];
const PAGE: usize = 10;

/// One thing, on the whole screen.
#[derive(Debug)]
pub(super) enum Opened {
    Alarm(String),
    Operation(String),
    Failure(ShapeKey),
    Log(LogLines),
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) panel: Panel,
    /// By the panel.
    selected: [usize; 3],
    /// What was opened, the last one on top.
    opened: Vec<Opened>,
    /// The first line that is shown of what is opened.
    pub(super) scrolled: usize,
}

/// What the caller does after an input.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    Draw,
    Suspend,
    ReadAgain,
    ReadLog(LogView),
    End(Exit),
}

impl State {
    pub(super) fn opened(&self) -> Option<&Opened> {
        self.opened.last()
    }

    /// The selected row of a panel of so many.
    pub(super) fn selected(&self, panel: Panel, rows: usize) -> usize {
        self.selected[panel as usize].min(rows.saturating_sub(1))
    }

    pub(super) fn on(&mut self, input: Input, snapshot: &Snapshot) -> Next {
        match input {
            Input::Quit => return Next::End(Exit::Interrupted),
            Input::Letter('q') => return Next::End(Exit::Success),
            Input::Suspend => return Next::Suspend,
            Input::Letter('r') => return Next::ReadAgain,
            Input::Letter('l') => return self.function(snapshot).map_or(Next::Draw, |name| self.open_log(name)),
            Input::Letter('u') => return self.user(snapshot).map_or(Next::Draw, |user| self.open_log(user)),
            Input::Back => self.close(),
            Input::Open => self.open(snapshot),
            Input::NextPanel | Input::PreviousPanel if self.opened.is_empty() => self.turn(input),
            Input::Up => self.go(-1, snapshot),
            Input::Down => self.go(1, snapshot),
            Input::PageUp => (0..PAGE).for_each(|_| self.go(-1, snapshot)),
            Input::PageDown => (0..PAGE).for_each(|_| self.go(1, snapshot)),
            Input::NextPanel | Input::PreviousPanel | Input::Letter(_) | Input::Resized => {}
        }
        Next::Draw
    }

    /// Shows lines that were read, unless they have been closed meanwhile.
    pub(super) fn show_log(&mut self, read: LogLines) {
        match self.opened.last_mut() {
            Some(Opened::Log(log)) if log.of == read.of => *log = read,
            _ => {}
        }
    }

    fn turn(&mut self, input: Input) {
        let step = if input == Input::NextPanel { 1 } else { PANELS.len() - 1 };
        self.panel = PANELS[(self.panel as usize + step) % PANELS.len()];
    }

    fn go(&mut self, step: isize, snapshot: &Snapshot) {
        if self.opened.is_empty() {
            let rows = rows(self.panel, snapshot);
            let selected = self.selected(self.panel, rows);
            self.selected[self.panel as usize] = selected.saturating_add_signed(step).min(rows.saturating_sub(1));
        } else {
            self.scrolled = self.scrolled.saturating_add_signed(step);
        }
    }

    fn open(&mut self, snapshot: &Snapshot) {
        let row = self.selected(self.panel, rows(self.panel, snapshot));
        let opened = match self.panel {
            _ if !self.opened.is_empty() => None,
            Panel::Alarms => snapshot.firing().get(row).map(|alarm| Opened::Alarm(alarm.name.clone())),
            Panel::Operations => {
                snapshot.operations().get(row).map(|operation| Opened::Operation(operation.name.clone()))
            }
            Panel::Failures => {
                let failures = snapshot.failures.read();
                failures.and_then(|found| found.shapes.get(row)).map(|shape| Opened::Failure(shape.key.clone()))
            }
        };
        self.show(opened);
    }

    fn show(&mut self, opened: Option<Opened>) {
        if let Some(opened) = opened {
            self.opened.push(opened);
            self.scrolled = 0;
        }
    }

    fn close(&mut self) {
        self.opened.pop();
        self.scrolled = 0;
    }

    fn open_log(&mut self, of: LogView) -> Next {
        self.show(Some(Opened::Log(LogLines { of: of.clone(), lines: Part::Pending })));
        Next::ReadLog(of)
    }

    /// The function of what is opened or selected.
    fn function(&self, snapshot: &Snapshot) -> Option<LogView> {
        let selected = |panel| self.selected(panel, rows(panel, snapshot));
        let name = match (self.opened(), self.panel) {
            (Some(Opened::Operation(name)), _) => Some(FunctionName(name.clone())),
            (Some(Opened::Failure(key)), _) => key.function.clone(),
            (None, Panel::Operations) => {
                snapshot.operations().get(selected(Panel::Operations)).map(|of| FunctionName(of.name.clone()))
            }
            (None, Panel::Failures) => {
                snapshot.failures.read()?.shapes.get(selected(Panel::Failures))?.key.function.clone()
            }
            _ => None,
        };
        name.map(LogView::Function)
    }

    /// The user who met the failure that is opened or selected last.
    fn user(&self, snapshot: &Snapshot) -> Option<LogView> {
        let shapes = &snapshot.failures.read()?.shapes;
        let shape = match (self.opened(), self.panel) {
            (Some(Opened::Failure(key)), _) => shapes.iter().find(|shape| shape.key == *key),
            (None, Panel::Failures) => shapes.get(self.selected(Panel::Failures, shapes.len())),
            _ => None,
        };
        shape?.sample.user.clone().map(LogView::User)
    }
}

pub(super) fn rows(panel: Panel, snapshot: &Snapshot) -> usize {
    match panel {
        Panel::Alarms => snapshot.firing().len(),
        Panel::Operations => snapshot.operations().len(),
        Panel::Failures => snapshot.failures.read().map_or(0, |failures| failures.shapes.len()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::Timestamp;

    use super::{super::lines::Newest, *};
    use crate::failures::{Failures, Sample, Shape};

    fn shape(function: &str, user: &str) -> Shape {
        let key = ShapeKey { function: Some(FunctionName(function.into())), fingerprint: function.into() };
        let sample = Sample {
            at: Timestamp::UNIX_EPOCH,
            message: "could not read a profile".into(),
            route: None,
            request_id: None,
            user: Some(user.into()),
        };
        let at = Timestamp::UNIX_EPOCH;
        let users = BTreeSet::from([user.to_owned()]);
        Shape { key, class: "x".into(), count: 1, first_at: at, last_at: at, users, without_user: 0, sample }
    }

    fn snapshot() -> Snapshot {
        let shapes = vec![shape("get_profile", "u1"), shape("list_data", "u2")];
        let failures = Failures { shapes, refused: None, not_read: Vec::new() };
        Snapshot { failures: Part::Read(failures), ..Snapshot::default() }
    }

    #[test]
    fn a_failure_leads_to_its_log_and_to_what_its_user_met() {
        let (snapshot, mut state) = (snapshot(), State::default());
        let mut press = |input| state.on(input, &snapshot);

        assert_eq!(press(Input::Letter('u')), Next::Draw, "no operation was called");
        press(Input::NextPanel);
        press(Input::Down);
        press(Input::Down);
        assert_eq!(press(Input::Letter('u')), Next::ReadLog(LogView::User("u2".into())));
        press(Input::Back);
        press(Input::Up);
        press(Input::Open);
        assert_eq!(press(Input::Letter('l')), Next::ReadLog(LogView::Function(FunctionName("get_profile".into()))));
    }

    #[test]
    fn lines_of_a_log_that_was_closed_are_not_shown() {
        let (snapshot, mut state) = (snapshot(), State { panel: Panel::Failures, ..State::default() });
        state.on(Input::Letter('l'), &snapshot);
        state.on(Input::Back, &snapshot);

        state.show_log(LogLines { of: LogView::User("u1".into()), lines: Part::Read(Newest::default()) });

        assert!(state.opened().is_none());
    }

    #[test]
    fn every_panel_is_reached_both_ways() {
        let (snapshot, mut state) = (Snapshot::default(), State::default());
        let mut turn = |input| {
            state.on(input, &snapshot);
            state.panel
        };

        let forth: Vec<Panel> = (0..3).map(|_| turn(Input::NextPanel)).collect();
        let back: Vec<Panel> = (0..3).map(|_| turn(Input::PreviousPanel)).collect();

        assert_eq!(forth, [Panel::Failures, Panel::Alarms, Panel::Operations]);
        assert_eq!(back, [Panel::Alarms, Panel::Failures, Panel::Operations]);
    }
}
