//! One mistake in a template, and whether it stops a deployment.

use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    /// AWS rejects it, what it deploys can't work, or data is lost or exposed: it stops every deployment.
    Error,
    /// Advice: it stops the deployments of stages that are `strict`.
    Warning,
}

impl Severity {
    /// Whether a finding of this severity stops a deployment.
    pub(crate) fn blocks(self, strictness: Strictness) -> bool {
        self == Self::Error || strictness == Strictness::Strict
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// What a stage makes of advice: `strict` in srvls.toml.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    Lenient,
    Strict,
}

impl From<bool> for Strictness {
    fn from(strict: bool) -> Self {
        if strict { Self::Strict } else { Self::Lenient }
    }
}

/// One mistake: what it is, where it is, and how to fix it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Finding {
    pub(crate) id: &'static str,
    pub(crate) check: &'static str,
    pub(crate) severity: Severity,
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) resource: Option<String>,
    pub(crate) message: String,
    pub(crate) fix: String,
}

impl Finding {
    /// Where it is, what it is, and the id of its check, in one line.
    pub(crate) fn summary(&self) -> String {
        let Self { id, file, line, message, .. } = self;
        format!("{file}:{line}: {message} ({id})")
    }
}
