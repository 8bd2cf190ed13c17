//! Which code is deployed, and how traffic moves to it.

/// What of the templates is shipped, and how.
#[derive(Clone, Copy)]
pub(crate) struct Choice<'a> {
    /// New code for these functions alone; for all, where none is named.
    pub(crate) only: &'a [String],
    pub(crate) pace: Pace,
}

impl Choice<'_> {
    pub(crate) const EVERYTHING: Self = Self { only: &[], pace: Pace::Configured };
}

/// How traffic moves to what is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    Configured,
    AtOnce,
}
