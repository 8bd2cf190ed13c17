//! A release: one deployment, by whom, of which commit.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::process::Command;

use crate::{
    aws::{
        artifacts::Artifacts,
        identity::{Caller, Identity},
    },
    clock,
    context::Context,
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Release {
    /// Sorts by time: `r20261122T151600123Z`.
    pub(crate) id: String,
    pub(crate) commit: Option<String>,
    /// Whether the work tree differed from the commit.
    pub(crate) dirty: bool,
    pub(crate) created_at: Timestamp,
    /// The ARN of who deployed.
    pub(crate) by: String,
    pub(crate) reason: Option<String>,
}

/// What was built.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Revision {
    pub(crate) commit: Option<String>,
    /// Whether the work tree differed from the commit.
    pub(crate) dirty: bool,
}

impl Revision {
    /// That of the work tree in `root`; none where there is no git.
    pub(crate) async fn of(root: &Path) -> Self {
        let git = async |args: &[&str]| {
            let output = Command::new("git").args(args).current_dir(root).output().await.ok()?;
            output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        };
        Self {
            commit: git(&["rev-parse", "HEAD"]).await,
            dirty: git(&["status", "--porcelain"]).await.is_some_and(|changes| !changes.is_empty()),
        }
    }

    /// The commit's first digits, with a plus where that is not all.
    pub(crate) fn name(&self) -> Option<String> {
        let commit = self.commit.as_deref()?;
        Some(format!("{}{}", &commit[..commit.len().min(12)], if self.dirty { "+" } else { "" }))
    }
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
            reason: cx.global.reason.clone(),
        }
    }

    /// One line for CloudFormation's own records.
    fn description(&self) -> String {
        let commit = self.commit.as_deref().map_or("no commit", |commit| &commit[..commit.len().min(12)]);
        let dirty = if self.dirty { " with local changes" } else { "" };
        let reason = self.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("{commit}{dirty} by {}{reason}", self.by).chars().take(1024).collect()
    }
}

/// What CloudFormation's records say of one change to a stack.
pub(crate) struct Operation {
    /// Marks its events; no other operation on that stack has it.
    pub(crate) token: String,
    pub(crate) description: String,
}

impl Release {
    pub(crate) fn operation(&self) -> Operation {
        Operation { token: self.id.clone(), description: self.description() }
    }

    /// For a stack that a release changes twice.
    pub(crate) fn second_operation(&self) -> Operation {
        Operation { token: format!("{}-2", self.id), ..self.operation() }
    }
}

/// Where the records lie in the artifact bucket; ids sort by time, so the last one is live.
const FOLDER: &str = "releases/";

impl Release {
    /// Records a release that went live. A record that can't be written is no reason to fail: the stack is deployed.
    pub(crate) async fn record(&self, cx: &Context, caller: &Caller) {
        let bucket = cx.artifact_bucket(caller);
        let key = format!("{FOLDER}{}.json", self.id);
        let Ok(record) = serde_json::to_vec_pretty(self) else { return };
        if let Err(error) = cx.aws.artifacts.put(&bucket, &key, "application/json", record).await {
            cx.progress.warn(format_args!("this release could not be recorded: {error}"));
        }
    }

    /// The release that went live last; `None`, with a word on stderr, when the records can't be read.
    pub(crate) async fn live(cx: &Context) -> Option<Self> {
        let read = async {
            let caller = cx.aws.identity.caller().await?;
            cx.aws.artifacts.last(&cx.artifact_bucket(&caller), FOLDER).await
        };
        match read.await {
            Ok(record) => serde_json::from_slice(&record?).ok(),
            Err(error) => {
                cx.progress.warn(format_args!("the releases could not be read: {error}"));
                None
            }
        }
    }

    /// Its id, and the commit it was built from.
    pub(crate) fn name(&self) -> String {
        let revision = Revision { commit: self.commit.clone(), dirty: self.dirty };
        revision.name().map_or_else(|| self.id.clone(), |revision| format!("{} ({revision})", self.id))
    }
}

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
        };

        assert_eq!(release.name(), "r1 (0123456789ab+)");
        assert_eq!(release.description(), "0123456789ab with local changes by arn:aws:iam::1:user/ada: OPS-1");
    }
}
