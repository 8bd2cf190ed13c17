//! What a handover has: its parts, and what is open.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    actions::Actions, alarms::AlarmReport, deployments::Deployments, failing::Failing, figures::Figures, part::Part,
};

/// Everything in it is masked, and fit to be shown.
#[derive(Debug, Serialize)]
pub(crate) struct Handover {
    pub(super) stage: String,
    pub(super) stack: String,
    /// CloudFormation's.
    pub(super) status: String,
    pub(super) since: Timestamp,
    pub(super) until: Timestamp,
    /// What still needs someone, the most urgent first.
    pub(super) questions: Vec<Question>,
    /// These are null where they could not be read.
    pub(super) alarms: Part<AlarmReport>,
    pub(super) deployments: Part<Deployments>,
    pub(super) errors: Part<Failing>,
    pub(super) metrics: Part<Figures>,
    pub(super) audit: Part<Actions>,
    /// The names of the parts, and of what in them, that could not be read.
    pub(super) not_read: Vec<&'static str>,
}

/// What still needs someone, and the command that says more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Question {
    pub(super) what: String,
    pub(super) command: String,
}

#[cfg(test)]
pub(super) mod fake {
    use super::*;

    /// Of which no part could be read.
    pub(in crate::handover) fn unread() -> Handover {
        fn denied<T>() -> Part<T> {
            Part::Unread("access denied".into())
        }
        let at = |text: &str| text.parse().expect("a time");
        Handover {
            stage: "dev".into(),
            stack: "shop-dev".into(),
            status: "UPDATE_COMPLETE".into(),
            since: at("2026-11-22T00:12:00Z"),
            until: at("2026-11-22T10:12:00Z"),
            questions: Vec::new(),
            alarms: denied(),
            deployments: denied(),
            errors: denied(),
            metrics: denied(),
            audit: denied(),
            not_read: Vec::new(),
        }
    }
}
