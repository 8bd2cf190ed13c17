//! The deployments of the shift, and what is live.

use jiff::Timestamp;
use serde::Serialize;

use super::wording::Wording;
use crate::{
    aws::identity::Identity as _,
    context::Context,
    error::Error,
    releases::{Entry, History, Outcome},
};

/// More than anyone deploys in a shift.
const MOST: usize = 40;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Deployments {
    /// Those that began or ended in the shift, or go on, newest first.
    pub(super) deployments: Vec<Deployment>,
    /// What is live, where it is older.
    pub(super) live: Option<Deployment>,
    /// Whether the shift may have more of them than were read.
    pub(super) more: bool,
    /// What else changed the stacks, and which records could not be read.
    pub(super) warnings: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Deployment {
    pub(super) id: String,
    /// With a plus sign if there were changes besides.
    pub(super) commit: Option<String>,
    pub(super) at: Timestamp,
    pub(super) ended_at: Option<Timestamp>,
    pub(super) by: String,
    pub(super) reason: Option<String>,
    pub(super) outcome: Outcome,
    pub(super) live: bool,
    pub(super) rollback_of: Option<String>,
}

/// # Errors
/// When the releases can't be read, or when what is live may be among those that can't.
pub(super) async fn read(cx: &Context, wording: &Wording, since: Timestamp) -> Result<Deployments, Error> {
    let caller = cx.aws.identity.caller().await?;
    let history = History::read(cx, &caller, MOST).await?;
    history.require_readable_unless(history.live().is_some())?;
    Ok(Deployments::of(&history, wording, since))
}

impl Deployments {
    fn of(history: &History, wording: &Wording, since: Timestamp) -> Self {
        let is_of_shift = |entry: &&Entry| {
            let record = &entry.record;
            let end = record.ended_at().unwrap_or(record.release.created_at);
            record.release.created_at >= since || end >= since || record.outcome == Outcome::Started
        };
        let deployments: Vec<Deployment> =
            history.entries.iter().filter(is_of_shift).map(|entry| Deployment::of(entry, wording)).collect();
        let is_listed = deployments.iter().any(|deployment| deployment.live);
        Self {
            live: history.live().filter(|_| !is_listed).map(|live| Deployment::of(live, wording)),
            more: history.older > 0 && deployments.len() == history.entries.len(),
            warnings: history.warnings.iter().map(|warning| wording.text(warning)).collect(),
            deployments,
        }
    }

    /// Those that neither succeeded nor go on, since what is live went live: an earlier failure is fixed.
    pub(super) fn unfinished(&self) -> impl Iterator<Item = &Deployment> {
        let later = self.deployments.iter().take_while(|deployment| !deployment.live);
        later.filter(|deployment| deployment.outcome != Outcome::Succeeded)
    }
}

impl Deployment {
    fn of(entry: &Entry, wording: &Wording) -> Self {
        let record = &entry.record;
        let release = &record.release;
        Self {
            id: wording.text(&release.id),
            commit: release.revision().short().map(|commit| wording.text(&commit)),
            at: release.created_at,
            ended_at: record.ended_at(),
            by: wording.who(&release.by),
            reason: wording.optional(release.reason.as_ref()),
            outcome: record.outcome,
            live: entry.live,
            rollback_of: wording.optional(release.rollback_of.as_ref()),
        }
    }

    pub(super) fn outcome(&self) -> &'static str {
        if self.live { "live" } else { self.outcome.words() }
    }
}

#[cfg(test)]
pub(super) mod fake {
    use super::*;

    pub(in crate::handover) fn deployment(id: &str, outcome: Outcome, live: bool) -> Deployment {
        let at = "2026-11-22T09:40:00Z".parse().expect("a time");
        let (commit, reason) = (Some("0123456789ab".into()), Some("OPS-7".into()));
        let by = "ada".into();
        Deployment { id: id.into(), commit, at, ended_at: None, by, reason, outcome, live, rollback_of: None }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::wording::fake::wording, *};
    use crate::releases::{Record, fake::record};

    fn entry(number: u32, outcome: Outcome, live: bool) -> Entry {
        Entry { live, record: Record { outcome, ..record(number) } }
    }

    fn of(entries: Vec<Entry>, since: &str) -> Deployments {
        let mut history = History::default();
        history.entries = entries;
        Deployments::of(&history, &wording(), since.parse().expect("a time"))
    }

    #[test]
    fn what_is_live_from_before_the_shift_stands_by_itself() {
        let entries = || vec![entry(30, Outcome::Failed, false), entry(2, Outcome::Succeeded, true)];

        let late = of(entries(), "2026-11-22T10:20:00Z");
        let early = of(entries(), "2026-11-22T10:00:00Z");

        assert_eq!((late.deployments.len(), late.live.is_some()), (1, true));
        assert_eq!((early.deployments.len(), early.live), (2, None));
    }

    #[test]
    fn a_failure_is_open_until_a_later_deployment_succeeds() {
        let since = "2026-11-22T10:00:00Z";
        let failed = of(vec![entry(3, Outcome::RolledBack, false), entry(2, Outcome::Succeeded, true)], since);
        let mended = of(vec![entry(3, Outcome::Succeeded, true), entry(2, Outcome::Failed, false)], since);

        assert_eq!((failed.unfinished().count(), mended.unfinished().count()), (1, 0));
    }
}
