//! Below the list: whom what fires notifies, what can notify no one now and why, and what never had data.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{
    super::{found::named, name::short_name, recipients::Recipient},
    AlarmRow, AlarmsReport,
};
use crate::{
    aws::alarms::{AlarmState, NO_ACTIONS},
    terminal::output::{Table, Text, Tone, fields},
};

impl AlarmsReport {
    /// `None` if there is nothing to say.
    pub(super) fn reach(&self) -> Option<Table> {
        let names = |alarms: &[&AlarmRow]| {
            let names: Vec<&str> = alarms.iter().map(|alarm| short_name(&alarm.name, &self.stack)).collect();
            named(&names)
        };
        let firing = self.alarms.iter().filter(|alarm| alarm.state == AlarmState::Alarm && alarm.silent.is_none());
        let notified = grouped(firing, AlarmRow::recipients);
        let notified = match &notified[..] {
            [(only, _)] => Some(only.clone()),
            several => lines(several.iter().map(|(who, alarms)| format!("{who}: {}", names(alarms)))),
        };
        // A part of a composite alarm needs no actions of its own.
        let is_part = |alarm: &AlarmRow| {
            alarm.silent == Some(NO_ACTIONS) && self.alarms.iter().any(|whole| whole.is_made_of(&alarm.name))
        };
        let why = |alarm: &AlarmRow| alarm.reasons(alarm.silent, self.now);
        let mute = grouped(self.alarms.iter().filter(|alarm| !why(alarm).is_empty() && !is_part(alarm)), why);
        let mute = lines(mute.iter().map(|(why, alarms)| format!("{}: {why}", names(alarms))));
        let empty: Vec<&AlarmRow> = self.alarms.iter().filter(|alarm| alarm.never_had_data).collect();
        let empty = (!empty.is_empty()).then(|| names(&empty));
        if notified.is_none() && mute.is_none() && empty.is_none() {
            return None;
        }
        let toned = |text: Option<String>, tone| text.map(|text| (Text::lines(text.lines().map(str::to_owned)), tone));
        Some(fields([
            ("Notifies", toned(notified, Tone::Plain)),
            ("Can't notify", toned(mute, Tone::Warning)),
            ("Never had data", toned(empty, Tone::Plain)),
        ]))
    }
}

/// The alarms by what `key` says of them, in the order of the first.
fn grouped<'a>(
    alarms: impl Iterator<Item = &'a AlarmRow>,
    key: impl Fn(&AlarmRow) -> String,
) -> Vec<(String, Vec<&'a AlarmRow>)> {
    let mut groups: Vec<(String, Vec<&AlarmRow>)> = Vec::new();
    for alarm in alarms {
        let key = key(alarm);
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, group)) => group.push(alarm),
            None => groups.push((key, vec![alarm])),
        }
    }
    groups
}

fn lines(lines: impl Iterator<Item = String>) -> Option<String> {
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

impl AlarmRow {
    /// `o***@e***.com, https://events.pagerduty.com/...`
    fn recipients(&self) -> String {
        let Some(recipients) = &self.notifies else { return "not known".to_owned() };
        let names: BTreeSet<String> = recipients.iter().map(Recipient::name).collect();
        names.into_iter().collect::<Vec<_>>().join(", ")
    }

    /// Why it notifies no one: its silence and its mute.
    pub(super) fn reasons(&self, silent: Option<&str>, now: Timestamp) -> String {
        // That is how it is muted.
        let silent = silent.filter(|_| !self.muted.by_disabled_actions()).map(str::to_owned);
        [silent, self.muted.note(now)].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
