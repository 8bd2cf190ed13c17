//! What an alarm is about: whom it hits, what changed before it, and what to do first.
//!
//! An answer that can do without: every part is read at once, within seconds, and what could not be read is said.

mod changed;
mod hit;
mod release;
mod steps;

use jiff::Timestamp;
use serde::Serialize;

use self::{changed::Changed, hit::Hit, release::BEFORE, steps::first_steps};
use super::in_time::{NotRead, in_time, or_not_read};
use crate::{
    aws::alarms::Alarm,
    context::{Context, deployed_stack::DeployedStack},
    terminal::output::{Table, Text, Tone, fields},
};

#[derive(Debug, Clone, Serialize)]
pub(super) struct Situation {
    /// Null if it could not be read.
    hit: Option<Hit>,
    changed: Changed,
    /// What to do, the most urgent first.
    steps: Vec<String>,
    not_read: Vec<NotRead>,
    #[serde(skip)]
    now: Timestamp,
}

/// `firing` has the most urgent alarm first; nothing is read if none fires.
pub(super) async fn read(
    cx: &Context,
    deployed: &DeployedStack,
    firing: &[&Alarm],
    now: Timestamp,
) -> Option<Situation> {
    if firing.is_empty() {
        return None;
    }
    let first = firing.iter().filter_map(|alarm| alarm.since).min().unwrap_or(now);
    let since = first.checked_sub(BEFORE).unwrap_or(first);
    let group = cx.stage.audit_log_group();
    let (hit, release, by_hand, support) = tokio::join!(
        in_time(hit::read(cx, deployed, now)),
        in_time(release::read(cx, first)),
        in_time(changed::by_hand(&cx.aws.trail, deployed, firing, since)),
        in_time(changed::support(&cx.aws.logs, &group, since)),
    );
    let mut not_read = Vec::new();
    let hit = or_not_read(hit, "hit", &mut not_read);
    let release = or_not_read(release, "release", &mut not_read).flatten();
    let by_hand = or_not_read(by_hand, "by_hand", &mut not_read);
    let support = or_not_read(support, "support", &mut not_read);
    let steps = first_steps(firing).map(|step| in_words_of(cx, &step)).collect();
    let changed = Changed { release, by_hand, support, first_alarm_at: first };
    Some(Situation { hit, changed, steps, not_read, now })
}

/// The command as it is pasted for the stage in hand; other steps as they are.
fn in_words_of(cx: &Context, step: &str) -> String {
    if step.starts_with("srvls ") { cx.command_line(step) } else { step.to_owned() }
}

impl Situation {
    /// The lines above the list.
    pub(super) fn table(&self) -> Table {
        let hit = match &self.hit {
            Some(hit) => (Text::lines(hit.lines()), hit.tone()),
            None => (self.unknown("hit"), Tone::Warning),
        };
        let mut changed = self.changed.lines(self.now);
        for what in ["release", "by_hand", "support"] {
            changed.extend(self.not_read(what).map(|not_read| format!("{}: {}", words_of(what), not_read.why)));
        }
        let steps = self.changed.rollback().into_iter().chain(self.steps.iter().cloned());
        fields([
            ("Hit", Some(hit)),
            ("Changed", Some((Text::lines(changed), Tone::Plain))),
            ("Do", Some((Text::lines(steps), Tone::Plain))),
        ])
    }

    fn not_read(&self, what: &str) -> Option<&NotRead> {
        self.not_read.iter().find(|not_read| not_read.what == what)
    }

    fn unknown(&self, what: &str) -> Text {
        let why = self.not_read(what).map(|not_read| format!(": {}", not_read.why)).unwrap_or_default();
        format!("not known{why}").into()
    }
}

/// What a part is called where it is not known.
fn words_of(what: &str) -> &'static str {
    match what {
        "release" => "deployments are not known",
        "by_hand" => "changes by hand are not known",
        _ => "actions of support are not known",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_read_is_unknown_and_not_nothing() {
        let not_read = ["hit", "release", "by_hand", "support"].map(|what| NotRead { what, why: "denied".into() });
        let now: Timestamp = "2026-11-22T10:12:00Z".parse().expect("a time");
        let changed = Changed { release: None, by_hand: None, support: None, first_alarm_at: now };
        let steps = vec!["srvls logs errors".to_owned()];
        let situation = Situation { hit: None, changed, steps, not_read: not_read.into(), now };

        insta::assert_snapshot!(crate::terminal::output::View::from(situation.table()).render(Some(80)).unstyled(), @"
        Hit      not known: denied
        Changed  deployments are not known: denied
                 changes by hand are not known: denied
                 actions of support are not known: denied
        Do       srvls logs errors
        ");
        let data = serde_json::to_value(&situation).expect("data");
        assert_eq!(data["hit"], serde_json::Value::Null);
        assert_eq!(data["not_read"], serde_json::json!(["hit", "release", "by_hand", "support"]));
    }
}
