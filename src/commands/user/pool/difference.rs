//! What a row of a file says of a user that the pool does not have so.

use std::collections::BTreeMap;

use super::row::Account;
use crate::aws::users::{NewUser, User};

/// Cognito gives out the sub, and what a provider says of a user.
pub(super) fn settable(account: &Account) -> BTreeMap<String, String> {
    let has = |name: &str| account.attributes.get(name).is_some_and(|value| !value.is_empty());
    let is_set = |name: &str, value: &str| match name {
        "sub" | "identities" => false,
        // Cognito's csv says it of everyone.
        "email_verified" => has("email"),
        "phone_number_verified" => has("phone_number"),
        _ => !value.is_empty() && !name.starts_with("cognito:"),
    };
    let attributes = account.attributes.iter().filter(|(name, value)| is_set(name, value));
    attributes.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// What a user who is there lacks of what the row says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) groups: Vec<String>,
    /// Whether they are enabled, and should not be, or the other way round.
    pub(super) enabled: bool,
}

impl Difference {
    pub(super) fn of(account: &Account, new: &NewUser, user: &User, groups: &[String]) -> Self {
        let differs = |(name, value): &(&String, &String)| user.attributes.get(*name) != Some(*value);
        let attributes = new.attributes.iter().filter(differs);
        Self {
            attributes: attributes.map(|(name, value)| (name.clone(), value.clone())).collect(),
            groups: account.groups.iter().filter(|group| !groups.contains(*group)).cloned().collect(),
            enabled: account.enabled != user.enabled,
        }
    }

    pub(super) fn is_none(&self) -> bool {
        self.attributes.is_empty() && self.groups.is_empty() && !self.enabled
    }

    pub(super) fn words(&self) -> String {
        let mut parts: Vec<String> = self.attributes.keys().cloned().collect();
        parts.extend(self.groups.iter().map(|group| format!("group {group}")));
        parts.extend(self.enabled.then(|| "whether they are disabled".to_owned()));
        parts.join(", ")
    }
}
