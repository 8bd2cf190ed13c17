//! One mistake in a template.

use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    /// It fails on AWS, or does harm.
    Error,
    /// It has no effect, or not the one that it appears to have.
    Warning,
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
