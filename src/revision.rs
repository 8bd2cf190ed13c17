//! The commit that something was built from.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tokio::process::Command;

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
        self.digits(12)
    }

    /// Fewer of them, for where there is no room.
    pub(crate) fn short(&self) -> Option<String> {
        self.digits(8)
    }

    fn digits(&self, count: usize) -> Option<String> {
        let commit = self.commit.as_deref()?;
        Some(format!("{}{}", &commit[..commit.len().min(count)], if self.dirty { "+" } else { "" }))
    }
}
