//! The commit that something was built from.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tokio::process::Command;

/// What git prints in `folder`; `None` without git, and where it fails.
pub(crate) async fn git(folder: &Path, args: &[&str]) -> Option<String> {
    let output = Command::new("git").args(args).current_dir(folder).output().await.ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A commit, with or without further changes in the work tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Revision {
    pub(crate) commit: Option<String>,
    /// Whether the work tree differed from the commit.
    pub(crate) dirty: bool,
}

impl Revision {
    /// The revision of the work tree in `root`; `commit` is `None` without git or a repository.
    pub(crate) async fn of(root: &Path) -> Self {
        Self {
            commit: git(root, &["rev-parse", "HEAD"]).await,
            dirty: git(root, &["status", "--porcelain"]).await.is_some_and(|changes| !changes.is_empty()),
        }
    }

    /// The first 12 digits of the commit, with a `+` if the work tree had changes.
    pub(crate) fn name(&self) -> Option<String> {
        self.digits(12)
    }

    /// The same with 8 digits, for narrow columns.
    pub(crate) fn short(&self) -> Option<String> {
        self.digits(8)
    }

    fn digits(&self, count: usize) -> Option<String> {
        let commit = self.commit.as_deref()?;
        Some(format!("{}{}", &commit[..commit.len().min(count)], if self.dirty { "+" } else { "" }))
    }
}
