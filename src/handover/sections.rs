//! A handover as a document.

use jiff::{SignedDuration, Timestamp};

use super::{
    actions::{Action, Actions},
    alarms::{AlarmReport, Fired, Firing, MutedAlarms},
    deployments::{Deployment, Deployments},
    document::{Block, Cell, Document, Mark, Section, Tone},
    failing::{Failing, FailingShape},
    part::Part,
    report::{Handover, Question},
};
use crate::{audit, aws::alarms::Severity, releases::Outcome, terminal::output::counted};

pub(super) fn document(handover: &Handover, title: &str) -> Document {
    let length = handover.until.duration_since(handover.since);
    let since = vec![Cell::text("From"), Cell::Time(handover.since), Cell::text(&words(length))];
    let until = vec![Cell::text("As of"), Cell::Time(handover.until)];
    let stack = vec![Cell::text("Stack"), Cell::text(&format!("{} ({})", handover.stack, handover.status))];
    let masked = vec![Cell::text("Times are UTC; personal data is masked")];
    Document {
        title: format!("{title} of {}", handover.stage),
        facts: vec![stack, since, until, masked],
        now: handover.until,
        sections: vec![
            questions(handover),
            known("Alarms", "the alarms", &handover.alarms, alarms),
            known("Deployments", "the deployments", &handover.deployments, deployments),
            known("Errors", "the errors", &handover.errors, errors),
            known("Metrics", "the metrics", &handover.metrics, |section, figures| {
                let marks = marks(handover.deployments.read());
                section.blocks.push(Block::Charts { figures: figures.clone(), marks });
            }),
            known("Actions", "the audit trail", &handover.audit, actions),
        ],
    }
}

/// `12 h`, `90 min`.
fn words(length: SignedDuration) -> String {
    match length.as_mins() {
        minutes if minutes >= 2 * 24 * 60 => format!("{} days", minutes / (24 * 60)),
        minutes if minutes >= 120 => format!("{} h", minutes / 60),
        minutes => format!("{minutes} min"),
    }
}

/// A section of a part; if that could not be read, it says so.
fn known<T>(title: &'static str, what: &str, part: &Part<T>, show: impl FnOnce(&mut Section, &T)) -> Section {
    let mut section = Section::new(title);
    match part {
        Part::Read(read) => show(&mut section, read),
        Part::Unread(why) => section.note(Tone::Bad, format!("Not known: could not read {what}: {why}")),
    }
    section
}

fn questions(handover: &Handover) -> Section {
    let mut section = Section::new("Open questions");
    let row = |question: &Question| vec![Cell::text(&question.what), Cell::code(Some(&question.command))];
    section.rows("", &["What", "Look further"], handover.questions.iter().map(row).collect());
    if handover.questions.is_empty() {
        section.note(Tone::Good, "None: nothing fires, and everything could be read.");
    }
    section
}

fn alarms(section: &mut Section, alarms: &AlarmReport) {
    if alarms.firing.is_empty() {
        section.note(Tone::Good, format!("None of {} fires.", counted(alarms.total, "alarm")));
    }
    let firing = |alarm: &Firing| {
        vec![
            severity(&alarm.alarm, alarm.severity),
            Cell::time(alarm.since),
            Cell::optional(alarm.about.as_ref()),
            Cell::code(alarm.reason.as_deref()),
        ]
    };
    section.rows("Firing now", &["Alarm", "Since", "About", "Reason"], alarms.firing.iter().map(firing).collect());
    match &alarms.fired {
        Part::Unread(why) => section.note(Tone::Bad, format!("Not known: could not read what fired: {why}")),
        Part::Read(fired) if fired.is_empty() => section.note(Tone::Plain, "No alarm began or stopped firing."),
        Part::Read(rows) => {
            let header = ["Alarm", "Times", "First", "Last", "Stopped", "Reason"];
            section.rows("Fired in this time", &header, rows.iter().map(fired).collect());
        }
    }
    match &alarms.mutes {
        Part::Unread(why) => section.note(Tone::Bad, format!("Not known: could not read the mutes: {why}")),
        Part::Read(mutes) if mutes.is_empty() => section.note(Tone::Plain, "Nothing is muted."),
        Part::Read(mutes) => {
            section.rows("Mutes in effect", &["Alarms", "By", "Until", ""], mutes.iter().map(muted).collect());
        }
    }
    let silent = alarms.silent.iter();
    let silent = silent.map(|silent| vec![Cell::text(&silent.alarms.join(", ")), Cell::text(silent.why)]);
    section.rows("Can't notify anyone", &["Alarms", "Why"], silent.collect());
    if let Some(why) = &alarms.unread_topics {
        section.note(Tone::Bad, format!("Not known: could not read whom alarms notify: {why}"));
    }
}

fn severity(name: &str, severity: Option<Severity>) -> Cell {
    let (tone, words) = match severity {
        Some(severity @ Severity::Critical) => (Tone::Bad, format!("{name} ({severity})")),
        Some(severity @ Severity::Warning) => (Tone::Warning, format!("{name} ({severity})")),
        None => (Tone::Plain, name.to_owned()),
    };
    Cell::Toned(tone, words)
}

fn fired(alarm: &Fired) -> Vec<Cell> {
    let ended = match alarm.ended_at {
        Some(at) => Cell::Time(at),
        None => Cell::Toned(Tone::Bad, "still fires".into()),
    };
    let times = if alarm.times == 0 { "began before".to_owned() } else { format!("{}×", alarm.times) };
    let first_at = alarm.first_at.filter(|_| alarm.times > 1);
    vec![
        severity(&alarm.alarm, alarm.severity),
        Cell::text(&times),
        Cell::time(first_at),
        Cell::time(alarm.last_at),
        ended,
        Cell::code(alarm.reason.as_deref()),
    ]
}

fn muted(mute: &MutedAlarms) -> Vec<Cell> {
    let until = mute.until.map_or_else(|| Cell::text("end not known"), Cell::Time);
    let overdue = if mute.overdue { Cell::Toned(Tone::Bad, "over, still disabled".into()) } else { Cell::Empty };
    vec![Cell::text(&mute.alarms.join(", ")), Cell::text(&mute.by), until, overdue]
}

fn deployments(section: &mut Section, deployments: &Deployments) {
    let row = |deployment: &Deployment| {
        let tone = match deployment.outcome {
            _ if deployment.live => Tone::Good,
            Outcome::Succeeded => Tone::Plain,
            Outcome::Started | Outcome::Interrupted | Outcome::Unknown => Tone::Warning,
            Outcome::Failed | Outcome::RolledBack => Tone::Bad,
        };
        let back = deployment.rollback_of.as_ref().map(|of| format!("back to {of}"));
        let why: Vec<String> = [back, deployment.reason.clone()].into_iter().flatten().collect();
        vec![
            Cell::Code(deployment.id.clone()),
            Cell::Time(deployment.at),
            Cell::Toned(tone, deployment.outcome().to_owned()),
            Cell::code(deployment.commit.as_deref()),
            Cell::text(&deployment.by),
            Cell::text(&why.join("; ")),
        ]
    };
    let header = ["Release", "When", "Outcome", "Commit", "By", "Reason"];
    if deployments.deployments.is_empty() {
        section.note(Tone::Plain, "No deployment began or ended.");
    }
    section.rows("", &header, deployments.deployments.iter().map(row).collect());
    if deployments.more {
        section.note(Tone::Warning, "There were more: only the newest are listed.");
    }
    match &deployments.live {
        Some(live) => section.rows("Live, from before", &header, vec![row(live)]),
        None if !deployments.deployments.iter().any(|deployment| deployment.live) => {
            section.note(Tone::Warning, "What is live has no record among these.");
        }
        None => {}
    }
    for warning in &deployments.warnings {
        section.note(Tone::Warning, warning);
    }
}

fn errors(section: &mut Section, errors: &Failing) {
    let met = match errors.users {
        Some(users) => format!("met by {}", counted(users, "signed-in user")),
        None => "the logs name no user who met them".to_owned(),
    };
    match errors.failures {
        0 if errors.not_read.is_empty() => section.note(Tone::Good, "No request failed."),
        0 => section.note(Tone::Warning, "No failure in what could be read."),
        failures => section.note(Tone::Plain, format!("{}, {met}.", counted(failures, "failure"))),
    }
    let row = |shape: &FailingShape| {
        let last = if shape.going_on { Cell::Toned(Tone::Bad, "goes on".into()) } else { Cell::Time(shape.last_at) };
        vec![
            Cell::text(&format!("{}×", shape.count)),
            Cell::Toned(Tone::Bad, shape.class.clone()),
            Cell::text(shape.place()),
            Cell::text(&shape.users.map_or_else(|| "users not known".to_owned(), |users| counted(users, "user"))),
            Cell::Time(shape.first_at),
            last,
            Cell::code(Some(&shape.message)),
            Cell::code(shape.request_id.as_deref()),
        ]
    };
    let header = ["Count", "Error", "Where", "Users", "First", "Last", "One of them", "Its request"];
    section.rows("", &header, errors.shapes.iter().map(row).collect());
    if errors.more > 0 {
        section.note(Tone::Warning, format!("And {} of rarer kinds.", counted(errors.more, "shape")));
    }
    if let Some(refused) = &errors.refused {
        let text = format!(
            "Refused for what they were: {} for their token, {} others.",
            counted(refused.tokens, "request"),
            refused.others
        );
        section.note(Tone::Plain, text);
    }
    for (log, why) in &errors.not_read {
        section.note(Tone::Bad, format!("The log of {log} was not read to its end: {why}"));
    }
}

fn marks(deployments: Option<&Deployments>) -> Vec<Mark> {
    let all = deployments.into_iter().flat_map(|deployments| &deployments.deployments);
    let name = |deployment: &Deployment| match deployment.commit.as_ref() {
        Some(commit) => format!("{} ({commit}), {}", deployment.id, deployment.outcome()),
        None => format!("{}, {}", deployment.id, deployment.outcome()),
    };
    let mut marks: Vec<Mark> = all.map(|deployment| Mark { at: deployment.at, name: name(deployment) }).collect();
    marks.sort_by_key(|mark: &Mark| -> Timestamp { mark.at });
    marks
}

fn actions(section: &mut Section, actions: &Actions) {
    use audit::Outcome;
    let row = |action: &Action| {
        let tone = match action.outcome {
            Outcome::Done => Tone::Plain,
            Outcome::Failed => Tone::Bad,
            Outcome::Begun | Outcome::Unknown | Outcome::Interrupted | Outcome::Refused => Tone::Warning,
        };
        vec![
            Cell::Time(action.at),
            Cell::text(&action.who),
            Cell::Code(action.what()),
            Cell::Toned(tone, action.end()),
            Cell::optional(action.reason.as_ref()),
        ]
    };
    if actions.actions.is_empty() {
        section.note(Tone::Plain, "No one wrote or revealed anything through srvls.");
    }
    section.rows("", &["When", "Who", "What", "Outcome", "Reason"], actions.actions.iter().map(row).collect());
    if actions.more > 0 {
        section.note(Tone::Warning, format!("And {} before these.", counted(actions.more, "action")));
    }
    if actions.unreadable > 0 {
        let text = format!("{} could not be read as records.", counted(actions.unreadable, "event"));
        section.note(Tone::Bad, text);
    }
}
