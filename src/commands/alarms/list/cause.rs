//! What fires, by what it is about: the alarms of one function, one table or the API mostly have one cause.

use super::AlarmRow;
use crate::{
    aws::alarms::{AlarmKind, Subject, names_alarm},
    commands::alarms::name::short_name,
};

/// The alarms about one subject, the most urgent first; about nothing in particular without one.
pub(super) struct Cause<'a> {
    subject: Option<&'a Subject>,
    pub(super) alarms: Vec<&'a AlarmRow>,
}

/// What users notice comes first; otherwise the order of `alarms` is kept.
pub(super) fn causes<'a>(alarms: impl Iterator<Item = &'a AlarmRow>) -> Vec<Cause<'a>> {
    let (composite, metric): (Vec<_>, Vec<_>) = alarms.partition(|alarm| alarm.kind == AlarmKind::Composite);
    let mut causes: Vec<Cause<'_>> = Vec::new();
    for alarm in metric {
        let subject = alarm.subject.as_ref();
        match causes.iter_mut().find(|cause| cause.subject == subject) {
            Some(cause) => cause.alarms.push(alarm),
            None => causes.push(Cause { subject, alarms: vec![alarm] }),
        }
    }
    for alarm in composite {
        // It is about what the alarms are about that it is made of.
        match causes.iter_mut().find(|cause| cause.alarms.iter().any(|part| alarm.is_made_of(&part.name))) {
            Some(cause) => cause.alarms.push(alarm),
            None => causes.push(Cause { subject: None, alarms: vec![alarm] }),
        }
    }
    causes.sort_by_key(|cause| !cause.subject.is_some_and(Subject::is_symptom));
    causes
}

impl Cause<'_> {
    /// `API`, `function get_profile`, `other`.
    pub(super) fn title(&self, stack: &str) -> String {
        match self.subject {
            None => "other".to_owned(),
            Some(Subject { kind, name }) if name == stack => (*kind).to_owned(),
            Some(Subject { kind, name }) => format!("{kind} {}", short_name(name, stack)),
        }
    }
}

impl AlarmRow {
    /// Whether the rule of a composite alarm names this alarm, by its name or its ARN.
    pub(super) fn is_made_of(&self, name: &str) -> bool {
        self.metric.as_deref().is_some_and(|rule| names_alarm(rule, name))
    }
}
