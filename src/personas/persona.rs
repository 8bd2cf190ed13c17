//! The personas that work with a stage.

use std::fmt;

use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Persona {
    /// Deploys the stage, and can do all that the others can
    Ops,
    /// Looks up users and repairs their accounts
    Support,
    /// Reads status, logs and alarms, but no user data
    Oncall,
}

impl Persona {
    pub(crate) const ALL: [Self; 3] = [Self::Support, Self::Oncall, Self::Ops];
}

impl fmt::Display for Persona {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ops => "ops",
            Self::Support => "support",
            Self::Oncall => "oncall",
        })
    }
}
