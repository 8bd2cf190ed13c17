//! The exit codes of `srvls`. Scripts depend on these numbers.

use std::process::ExitCode;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Success = 0,
    Failure = 1,
    Usage = 2,
    Findings = 3,
    NotAllowed = 4,
    NotFound = 5,
    Refused = 6,
    Interrupted = 130,
    Terminated = 143,
}

impl Exit {
    pub(crate) const ALL: [Self; 9] = [
        Self::Success,
        Self::Failure,
        Self::Usage,
        Self::Findings,
        Self::NotAllowed,
        Self::NotFound,
        Self::Refused,
        Self::Interrupted,
        Self::Terminated,
    ];

    /// As `srvls help exit-codes` has it.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Success => "done, an unchanged deployment included",
            Self::Failure => "failed",
            Self::Usage => {
                "usage: an unknown flag, a bad value, a bad `srvls.toml`, or a question and no terminal to ask it at"
            }
            Self::Findings => {
                "a check found a problem: `diff`, `alarms` and `status` with `--exit-code`, `doctor`, `template check`"
            }
            Self::NotAllowed => "credentials are missing, expired or not allowed",
            Self::NotFound => "the stack, user, table, item, alarm or function doesn't exist",
            Self::Refused => "refused by a guard",
            Self::Interrupted => "interrupted: Ctrl-C",
            Self::Terminated => "terminated: by a supervisor, or because the terminal was closed",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
