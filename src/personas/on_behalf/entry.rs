//! One statement of a policy: the actions and the resources of a group of resource types.

use crate::personas::bound::Bound;

/// The statement that a group of resource types needs.
pub(in crate::personas) struct Entry {
    /// Used as the `Sid`: letters and digits only.
    pub(in crate::personas) name: &'static str,
    /// Empty if every template needs the statement.
    pub(super) kinds: &'static [&'static str],
    pub(super) service: &'static str,
    pub(super) verbs: &'static str,
    /// As narrow as the actions allow; `*` only for those that support no narrower resource.
    pub(in crate::personas) arns: &'static [&'static str],
    pub(in crate::personas) bounds: &'static [Bound],
}

impl Entry {
    pub(in crate::personas) fn actions(&self) -> Vec<String> {
        self.verbs.split(' ').map(|verb| format!("{}:{verb}", self.service)).collect()
    }
}
