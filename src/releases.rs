//! A release: one deployment, by whom, of which commit.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::process::Command;

use crate::{aws::identity::Caller, clock, context::Context};

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

impl Release {
    pub(crate) async fn begin(cx: &Context, caller: &Caller) -> Self {
        let now = clock::now();
        let git = async |args: &[&str]| {
            let output = Command::new("git").args(args).current_dir(&cx.config.root).output().await.ok()?;
            output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        };
        Self {
            id: format!("r{}{:03}Z", now.strftime("%Y%m%dT%H%M%S"), now.subsec_millisecond()),
            commit: git(&["rev-parse", "HEAD"]).await,
            dirty: git(&["status", "--porcelain"]).await.is_some_and(|changes| !changes.is_empty()),
            created_at: now,
            by: caller.arn.clone(),
            reason: cx.global.reason.clone(),
        }
    }

    /// One line for CloudFormation's own records.
    pub(crate) fn description(&self) -> String {
        let commit = self.commit.as_deref().map_or("no commit", |commit| &commit[..commit.len().min(12)]);
        let dirty = if self.dirty { " with local changes" } else { "" };
        let reason = self.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("{commit}{dirty} by {}{reason}", self.by).chars().take(1024).collect()
    }
}
