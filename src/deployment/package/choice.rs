//! Which code is deployed, and how traffic moves to it.

/// Which functions get new code, and how traffic moves to it.
#[derive(Clone, Copy)]
pub(crate) struct Choice<'a> {
    /// The functions that get new code; empty means all.
    pub(crate) only: &'a [String],
    pub(crate) pace: Pace,
}

impl Choice<'_> {
    pub(crate) const EVERYTHING: Self = Self { only: &[], pace: Pace::Configured };
}

/// How traffic moves to the new code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    Configured,
    AtOnce,
}
