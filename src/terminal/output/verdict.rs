//! What came of a check.

use serde::Serialize;

use super::Tone;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    Pass,
    /// Works, but not for long or not for many.
    Warn,
    Fail,
    /// Does not apply here, or was not looked at.
    Skip,
    /// Could not be read.
    Unknown,
}

impl Verdict {
    /// The word for it in a table.
    pub(crate) fn label(self) -> (&'static str, Tone) {
        match self {
            Self::Pass => ("PASS", Tone::Good),
            Self::Warn => ("WARN", Tone::Warning),
            Self::Fail => ("FAIL", Tone::Bad),
            Self::Skip => ("SKIP", Tone::Faint),
            Self::Unknown => ("UNKNOWN", Tone::Warning),
        }
    }
}
