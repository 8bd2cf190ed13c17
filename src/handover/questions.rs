//! What is still open: what needs someone, and the command that says more.

use super::{
    alarms::AlarmReport,
    deployments::Deployments,
    report::{Handover, Question},
};
use crate::{
    aws::stacks::{StackState, Status},
    releases::Outcome,
    terminal::{output::counted, pasteable::quoted},
    time::minute,
};

/// The most urgent first. `pasteable` makes a command one for the stage in hand.
pub(super) fn open(handover: &Handover, pasteable: impl Fn(&str) -> String) -> Vec<Question> {
    let mut questions = Questions { questions: Vec::new(), pasteable: &pasteable };
    if let Some(alarms) = handover.alarms.read() {
        questions.alarms(alarms);
    }
    let status = Status(handover.status.clone());
    if status.state() != StackState::Ready {
        questions.add(format!("the stack {} is {}", handover.stack, handover.status), "srvls status");
    }
    if let Some(deployments) = handover.deployments.read() {
        questions.deployments(deployments);
    }
    let since = handover.since.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    questions.errors(handover);
    questions.audit(handover, &since);
    questions.unread(handover, &since);
    questions.questions
}

struct Questions<'a> {
    questions: Vec<Question>,
    pasteable: &'a dyn Fn(&str) -> String,
}

impl Questions<'_> {
    fn add(&mut self, what: String, command: &str) {
        self.questions.push(Question { what, command: (self.pasteable)(command) });
    }

    fn alarms(&mut self, alarms: &AlarmReport) {
        for firing in &alarms.firing {
            let since = firing.since.map(|at| format!(" since {}", minute(at))).unwrap_or_default();
            let name = quoted(&firing.alarm);
            self.add(format!("{} fires{since}", firing.alarm), &format!("srvls alarms show {name}"));
        }
        for mute in alarms.mutes.read().into_iter().flatten().filter(|mute| mute.overdue) {
            let what = format!("{}: the mute is over, and the actions are still disabled", mute.alarms.join(", "));
            let names: Vec<_> = mute.alarms.iter().map(|name| quoted(name)).collect();
            self.add(what, &format!("srvls alarms unmute {}", names.join(" ")));
        }
        for silent in &alarms.silent {
            self.add(format!("{} can't notify anyone: {}", silent.alarms.join(", "), silent.why), "srvls alarms");
        }
    }

    fn deployments(&mut self, deployments: &Deployments) {
        for deployment in deployments.unfinished() {
            let id = &deployment.id;
            match deployment.outcome {
                Outcome::Started => self.add(format!("deployment {id} is still in progress"), "srvls watch"),
                Outcome::Unknown => self.add(format!("it is not known how deployment {id} ended"), "srvls releases"),
                outcome => self.add(format!("deployment {id} did not succeed: {}", outcome.words()), "srvls releases"),
            }
        }
        for warning in &deployments.warnings {
            self.add(warning.clone(), "srvls releases");
        }
    }

    fn errors(&mut self, handover: &Handover) {
        let Some(errors) = handover.errors.read() else { return };
        for shape in errors.shapes.iter().filter(|shape| shape.going_on) {
            let met = shape.users.map(|users| format!(", met by {}", counted(users, "user"))).unwrap_or_default();
            let what = format!("{} of {} goes on: {} times{met}", shape.class, shape.place(), shape.count);
            self.add(what, "srvls logs errors");
        }
    }

    fn audit(&mut self, handover: &Handover, since: &str) {
        use crate::audit::Outcome;
        let is_open = |outcome| matches!(outcome, Outcome::Begun | Outcome::Unknown | Outcome::Interrupted);
        let actions = handover.audit.read().map(|audit| audit.actions.as_slice()).unwrap_or_default();
        for action in actions.iter().filter(|action| is_open(action.outcome)) {
            let what = format!("{} of {} has no recorded end", action.what(), action.who);
            self.add(what, &format!("srvls audit --since {since}"));
        }
    }

    /// What could not be read is not known to be well.
    fn unread(&mut self, handover: &Handover, since: &str) {
        let errors = format!("srvls logs errors --since {since}");
        let audit = format!("srvls audit --since {since}");
        let alarms = handover.alarms.read();
        let parts = [
            ("the alarms", handover.alarms.why_unread(), "srvls alarms"),
            ("what fired", alarms.and_then(|alarms| alarms.fired.why_unread()), "srvls alarms"),
            ("the mutes", alarms.and_then(|alarms| alarms.mutes.why_unread()), "srvls alarms"),
            ("whom alarms notify", alarms.and_then(|alarms| alarms.unread_topics.as_deref()), "srvls alarms"),
            ("the deployments", handover.deployments.why_unread(), "srvls releases"),
            ("the errors", handover.errors.why_unread(), &errors),
            ("the metrics", handover.metrics.why_unread(), "srvls doctor"),
            ("the audit trail", handover.audit.why_unread(), &audit),
        ];
        for (what, why, command) in parts {
            if let Some(why) = why {
                self.add(format!("could not read {what}: {why}"), command);
            }
        }
        let logs = handover.errors.read().map(|errors| errors.not_read.as_slice()).unwrap_or_default();
        for (log, why) in logs {
            self.add(format!("the log of {log} was not read to its end: {why}"), &errors);
        }
        let figures = handover.metrics.read().into_iter().flat_map(|metrics| &metrics.figures);
        for line in figures.flat_map(|figure| &figure.lines) {
            if let Some(why) = line.incomplete {
                self.add(format!("the metric {} is incomplete: {why}", line.name), "srvls doctor");
            }
        }
        let unreadable = handover.audit.read().map_or(0, |audit| audit.unreadable);
        if unreadable > 0 {
            self.add(format!("{} of the audit log could not be read as records", counted(unreadable, "event")), &audit);
        }
    }
}

/// What is null, empty or partial because it could not be read.
pub(super) fn not_read(handover: &Handover) -> Vec<&'static str> {
    let alarms = handover.alarms.read();
    let is_incomplete = handover.metrics.read().is_some_and(|metrics| {
        metrics.figures.iter().flat_map(|figure| &figure.lines).any(|line| line.incomplete.is_some())
    });
    let parts = [
        ("alarms", handover.alarms.why_unread().is_some()),
        ("alarms.fired", alarms.is_some_and(|alarms| alarms.fired.why_unread().is_some())),
        ("alarms.mutes", alarms.is_some_and(|alarms| alarms.mutes.why_unread().is_some())),
        ("alarms.silent", alarms.is_some_and(|alarms| alarms.unread_topics.is_some())),
        ("deployments", handover.deployments.why_unread().is_some()),
        ("errors", handover.errors.read().is_none_or(|errors| !errors.not_read.is_empty())),
        ("metrics", handover.metrics.why_unread().is_some() || is_incomplete),
        ("audit", handover.audit.read().is_none_or(|audit| audit.unreadable > 0)),
    ];
    parts.into_iter().filter(|(_, unread)| *unread).map(|(what, _)| what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handover::{
        actions::{Action, Actions},
        alarms::{Firing, MutedAlarms, Silent},
        deployments::fake::deployment,
        failing::{Failing, FailingShape},
        figures,
        part::Part,
        report::fake::unread,
    };

    fn at(text: &str) -> jiff::Timestamp {
        text.parse().expect("a time")
    }

    /// What is asked, with the command after it.
    fn asked(handover: &Handover) -> Vec<String> {
        let questions = open(handover, |line| line.replace("srvls", "srvls -s dev"));
        questions.into_iter().map(|question| format!("{} > {}", question.what, question.command)).collect()
    }

    fn calm() -> Handover {
        let alarms = AlarmReport {
            total: 3,
            firing: Vec::new(),
            fired: Part::Read(Vec::new()),
            mutes: Part::Read(Vec::new()),
            silent: Vec::new(),
            unread_topics: None,
        };
        let deployments = Deployments { deployments: Vec::new(), live: None, more: false, warnings: Vec::new() };
        let failing =
            Failing { failures: 0, users: None, shapes: Vec::new(), more: 0, refused: None, not_read: Vec::new() };
        Handover {
            alarms: Part::Read(alarms),
            deployments: Part::Read(deployments),
            errors: Part::Read(failing),
            metrics: Part::Read(figures::fake::figures()),
            audit: Part::Read(Actions { actions: Vec::new(), more: 0, unreadable: 0 }),
            ..unread()
        }
    }

    #[test]
    fn where_all_is_well_nothing_is_open() {
        assert_eq!((asked(&calm()), not_read(&calm())), (Vec::<String>::new(), Vec::new()));
    }

    #[test]
    fn what_could_not_be_read_is_open() {
        let handover = unread();

        assert_eq!(asked(&handover).len(), 5);
        assert_eq!(
            asked(&handover)[4],
            "could not read the audit trail: access denied > srvls -s dev audit --since 2026-11-22T00:12:00Z"
        );
        assert_eq!(not_read(&handover), ["alarms", "deployments", "errors", "metrics", "audit"]);
    }

    #[test]
    fn alarms_that_fire_stay_muted_or_reach_no_one_are_open() {
        let alarms = AlarmReport {
            total: 4,
            firing: vec![Firing {
                alarm: "5xx; rm -rf".into(),
                severity: None,
                since: Some(at("2026-11-22T10:00:00Z")),
                about: None,
                reason: None,
            }],
            fired: Part::Unread("denied".into()),
            mutes: Part::Read(vec![MutedAlarms {
                alarms: vec!["4xx".into()],
                by: "ada".into(),
                until: None,
                overdue: true,
            }]),
            silent: vec![Silent { alarms: vec!["waf".into()], why: "no subscription is confirmed" }],
            unread_topics: Some("denied".into()),
        };

        let handover = Handover { alarms: Part::Read(alarms), ..calm() };

        assert_eq!(
            asked(&handover),
            [
                "5xx; rm -rf fires since 2026-11-22 10:00Z > srvls -s dev alarms show '5xx; rm -rf'",
                "4xx: the mute is over, and the actions are still disabled > srvls -s dev alarms unmute 4xx",
                "waf can't notify anyone: no subscription is confirmed > srvls -s dev alarms",
                "could not read what fired: denied > srvls -s dev alarms",
                "could not read whom alarms notify: denied > srvls -s dev alarms",
            ]
        );
        assert_eq!(not_read(&handover), ["alarms.fired", "alarms.silent"]);
    }

    #[test]
    fn what_goes_on_or_has_no_end_is_open() {
        let deployments = Deployments {
            deployments: vec![
                deployment("r3", Outcome::Started, false),
                deployment("r2", Outcome::RolledBack, false),
                deployment("r1", Outcome::Succeeded, true),
                deployment("r0", Outcome::Failed, false),
            ],
            live: None,
            more: false,
            warnings: Vec::new(),
        };
        let shape = |class: &str, going_on| FailingShape {
            fingerprint: "f".into(),
            function: Some("get_profile".into()),
            route: None,
            class: class.into(),
            message: "m".into(),
            count: 7,
            users: Some(2),
            without_user: 0,
            first_at: at("2026-11-22T10:00:00Z"),
            last_at: at("2026-11-22T10:11:00Z"),
            going_on,
            request_id: None,
        };
        let failing = Failing {
            failures: 14,
            users: Some(2),
            shapes: vec![shape("Timeout", true), shape("Panic", false)],
            more: 0,
            refused: None,
            not_read: vec![("api".into(), "too much to read".into())],
        };
        let action = Action {
            at: at("2026-11-22T10:00:00Z"),
            who: "ada".into(),
            command: "user disable".into(),
            target: None,
            reason: None,
            outcome: crate::audit::Outcome::Unknown,
            code: None,
        };
        let audit = Part::Read(Actions { actions: vec![action], more: 0, unreadable: 0 });
        let (deployments, errors) = (Part::Read(deployments), Part::Read(failing));

        let handover = Handover { deployments, errors, audit, status: "UPDATE_ROLLBACK_FAILED".into(), ..calm() };

        assert_eq!(
            asked(&handover),
            [
                "the stack shop-dev is UPDATE_ROLLBACK_FAILED > srvls -s dev status",
                "deployment r3 is still in progress > srvls -s dev watch",
                "deployment r2 did not succeed: rolled back > srvls -s dev releases",
                "Timeout of get_profile goes on: 7 times, met by 2 users > srvls -s dev logs errors",
                "user disable of ada has no recorded end > srvls -s dev audit --since 2026-11-22T00:12:00Z",
                "the log of api was not read to its end: too much to read > srvls -s dev logs errors --since 2026-11-22T00:12:00Z",
            ]
        );
        assert_eq!(not_read(&handover), ["errors"]);
    }
}
