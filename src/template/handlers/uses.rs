//! What one operation uses: environment variables and AWS actions.

use std::collections::{BTreeMap, BTreeSet};

/// What one operation uses.
#[derive(Debug, Default, PartialEq)]
pub(in crate::template) struct Uses {
    /// The environment variables it reads, and whether it fails without them.
    pub(in crate::template) variables: BTreeMap<String, Need>,
    /// The AWS actions it requires, such as `dynamodb:GetItem`.
    pub(in crate::template) actions: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::template) enum Need {
    Optional,
    Required,
}
