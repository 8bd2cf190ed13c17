//! Suppressed findings: each needs a reason, and becomes a finding itself once it suppresses nothing.

use super::{Check, Faults, subject::Subject};
use crate::template::lines::child;

/// Not in the list of checks: it runs on the results of the others.
pub(super) const UNNEEDED: Check = Check::warning("SRV001", "unneeded-suppression", |_, _| {});

pub(super) struct Suppressions(Vec<Suppression>);

struct Suppression {
    /// The id of the resource that it covers.
    resource: String,
    pointer: String,
    id: String,
    reason: Option<String>,
    used: bool,
}

impl Suppressions {
    pub(super) fn of(subject: &Subject<'_>) -> Self {
        let entries = subject.resources().flat_map(|resource| {
            let entries = resource.whole["Metadata"]["srvls"]["Suppress"].as_array().into_iter().flatten();
            let pointer = child("/Resources", resource.id);
            entries.enumerate().map(move |(index, entry)| Suppression {
                pointer: format!("{pointer}/Metadata/srvls/Suppress/{index}"),
                resource: resource.id.to_owned(),
                id: entry["Id"].as_str().unwrap_or_default().to_owned(),
                reason: entry["Reason"].as_str().map(str::to_owned),
                used: false,
            })
        });
        Self(entries.collect())
    }

    /// Whether a finding on this resource, by its logical id as written, is suppressed.
    pub(super) fn covers(&mut self, id: &str, resource: Option<&str>) -> bool {
        let mut entries = self.0.iter_mut();
        let covers = |entry: &&mut Suppression| {
            entry.id == id && entry.reason.is_some() && resource == Some(entry.resource.as_str())
        };
        entries.find(covers).map(|entry| entry.used = true).is_some()
    }

    /// Adds a fault for each suppression without a reason, and for each that suppressed nothing.
    pub(super) fn unneeded(self, faults: &mut Faults) {
        for Suppression { pointer, id, reason, used, .. } in self.0 {
            if reason.is_none() {
                faults.add(pointer, format!("the suppression of `{id}` has no reason"), "add a `Reason`");
            } else if !used {
                faults.add(pointer, format!("the suppression of `{id}` is not needed"), "remove it");
            }
        }
    }
}
