//! One rule for templates, and the places that break it.

use super::subject::Subject;
use crate::template::finding::Severity;

/// One rule. `run` adds a fault for each place that breaks it.
pub(super) struct Check {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) severity: Severity,
    pub(super) run: fn(&Subject<'_>, &mut Faults),
}

impl Check {
    pub(super) const fn error(id: &'static str, name: &'static str, run: fn(&Subject<'_>, &mut Faults)) -> Self {
        Self { id, name, severity: Severity::Error, run }
    }

    pub(super) const fn warning(id: &'static str, name: &'static str, run: fn(&Subject<'_>, &mut Faults)) -> Self {
        Self { id, name, severity: Severity::Warning, run }
    }
}

/// The places that break a rule.
#[derive(Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

pub(super) struct Fault {
    pub(super) pointer: String,
    pub(super) message: String,
    pub(super) fix: String,
}

impl Faults {
    pub(super) fn add(&mut self, pointer: impl Into<String>, message: impl Into<String>, fix: impl Into<String>) {
        self.0.push(Fault { pointer: pointer.into(), message: message.into(), fix: fix.into() });
    }
}
