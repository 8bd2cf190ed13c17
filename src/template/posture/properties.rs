//! A resource's properties, and which of them are described.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

pub(super) struct Properties<'a> {
    value: &'a Value,
    described: BTreeSet<&'static str>,
}

impl<'a> Properties<'a> {
    pub(super) fn of(resource: &'a Value) -> Self {
        Self { value: &resource["Properties"], described: BTreeSet::new() }
    }

    /// A property that the caller puts into words.
    pub(super) fn take(&mut self, name: &'static str) -> &'a Value {
        self.described.insert(name);
        &self.value[name]
    }

    /// What is not described yet.
    pub(super) fn rest(&self) -> Map<String, Value> {
        let all = self.value.as_object().into_iter().flatten();
        let rest = all.filter(|(name, value)| !self.described.contains(name.as_str()) && !value.is_null());
        rest.map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}
