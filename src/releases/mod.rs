//! A release: one deployment of one commit by one caller. Each stage's ledger keeps a record of every release.

mod evidence;
mod find;
mod history;
mod ledger;
mod live;
mod prune;
mod record;
mod remembered;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) use self::{
    history::{Entry, FoundStacks, History},
    ledger::{Ledger, LedgerWriteError, OpenRecord},
    live::{live_record, live_release},
    record::{Outcome, Record, ReleasedFunction, ReleasedStack},
    remembered::{remember_releases, remembered_releases},
};
use crate::{aws::identity::Caller, context::Context, revision::Revision, time::clock};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Release {
    /// Sorts by time: `r20261122T151600123Z`.
    pub(crate) id: String,
    pub(crate) commit: Option<String>,
    /// Whether the work tree differed from the commit.
    pub(crate) dirty: bool,
    pub(crate) created_at: Timestamp,
    /// The ARN of the caller who deployed it.
    pub(crate) by: String,
    pub(crate) reason: Option<String>,
    /// The earlier release that this one rolled back to.
    #[serde(default)]
    pub(crate) rollback_of: Option<String>,
}

impl Release {
    pub(crate) fn begin(cx: &Context, caller: &Caller, revision: Revision) -> Self {
        let now = clock::now();
        let Revision { commit, dirty } = revision;
        Self {
            id: format!("r{}{:03}Z", now.strftime("%Y%m%dT%H%M%S"), now.subsec_millisecond()),
            commit,
            dirty,
            created_at: now,
            by: caller.arn.clone(),
            reason: cx.global.masked_reason(),
            rollback_of: None,
        }
    }

    /// A release that rolls back to `former`.
    pub(crate) fn rollback_to(cx: &Context, caller: &Caller, former: &Self) -> Self {
        Self { rollback_of: Some(former.id.clone()), ..Self::begin(cx, caller, former.revision()) }
    }

    pub(crate) fn revision(&self) -> Revision {
        Revision { commit: self.commit.clone(), dirty: self.dirty }
    }

    /// One line for CloudFormation's own records.
    fn description(&self) -> String {
        let commit = self.commit.as_deref().map_or("no commit", |commit| &commit[..commit.len().min(12)]);
        let dirty = if self.dirty { " with local changes" } else { "" };
        let back = self.rollback_of.as_deref().map(|former| format!(", back to {former}")).unwrap_or_default();
        let reason = self.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("{commit}{dirty}{back} by {}{reason}", self.by).chars().take(1024).collect()
    }

    /// Its id, and the commit it was built from.
    pub(crate) fn name(&self) -> String {
        match self.revision().name() {
            Some(commit) => format!("{} ({commit})", self.id),
            None => self.id.clone(),
        }
    }
}

/// The last part of an ARN: a user's name, or that of a role's session.
pub(crate) fn short_name(arn: &str) -> &str {
    arn.rsplit(['/', ':']).next().unwrap_or(arn)
}

/// How one change to a stack is identified in CloudFormation's own records.
pub(crate) struct Operation {
    /// The token of its events, unique among the operations on that stack.
    pub(crate) token: String,
    pub(crate) description: String,
}

/// Ends the token of a release's second change to the same stack.
const SECOND: &str = "-2";

impl Release {
    pub(crate) fn operation(&self) -> Operation {
        Operation { token: self.id.clone(), description: self.description() }
    }

    /// For a stack that a release changes twice.
    pub(crate) fn second_operation(&self) -> Operation {
        Operation { token: format!("{}{SECOND}", self.id), ..self.operation() }
    }
}

/// The release whose operation has this token; `None` if no release made the change.
fn released_by(token: &str) -> Option<&str> {
    let id = token.strip_suffix(SECOND).unwrap_or(token);
    let digits = id.strip_prefix('r')?;
    digits.starts_with(|c: char| c.is_ascii_digit()).then_some(id)
}

#[cfg(test)]
pub(crate) use self::record::fake;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_named_by_its_commit_and_says_when_that_is_not_all() {
        let release = Release {
            id: "r1".into(),
            commit: Some("0123456789abcdef".into()),
            dirty: true,
            created_at: Timestamp::UNIX_EPOCH,
            by: "arn:aws:iam::1:user/ada".into(),
            reason: Some("OPS-1".into()),
            rollback_of: None,
        };

        assert_eq!(release.name(), "r1 (0123456789ab+)");
        assert_eq!(release.description(), "0123456789ab with local changes by arn:aws:iam::1:user/ada: OPS-1");
        let back = Release { rollback_of: Some("r0".into()), dirty: false, ..release };
        assert_eq!(back.description(), "0123456789ab, back to r0 by arn:aws:iam::1:user/ada: OPS-1");
    }

    #[test]
    fn a_name_is_the_last_part_of_its_arn() {
        assert_eq!(short_name("arn:aws:sts::1:assumed-role/Deploy/ada"), "ada");
        assert_eq!(short_name("arn:aws:iam::1:root"), "root");
    }

    #[test]
    fn both_operations_of_a_release_are_recognized_among_other_changes() {
        assert_eq!(released_by("r20261122T151600123Z"), Some("r20261122T151600123Z"));
        assert_eq!(released_by("r20261122T151600123Z-2"), Some("r20261122T151600123Z"));
        assert_eq!((released_by("Console-UpdateStack-1"), released_by("destroy-1")), (None, None));
        assert_eq!(released_by("rollback-7"), None);
    }
}
