//! The exit codes of `srvls`. Scripts depend on these numbers.

use std::process::ExitCode;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Success = 0,
    Failure = 1,
    Usage = 2,
    /// A check that was asked for found something: `diff --exit-code` found changes, `doctor` found a problem.
    Findings = 3,
    NotAllowed = 4,
    NotFound = 5,
    Refused = 6,
    Interrupted = 130,
    Terminated = 143,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
