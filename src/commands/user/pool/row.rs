//! A group or a user of a pool, as a row of a file.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::aws::users::{Group, User, UserStatus};

/// A line of JSON: `{"group": {…}}` or `{"user": {…}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum PoolRow {
    Group(Group),
    User(Account),
}

/// What of a user can move to another pool, and who they were in theirs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    /// In the pool that the user comes from: the next one gives out another.
    #[serde(default)]
    pub(super) sub: Option<String>,
    pub(super) username: String,
    /// `None` if it is not known, as in csv.
    #[serde(default)]
    pub(super) status: Option<UserStatus>,
    #[serde(default = "enabled")]
    pub(super) enabled: bool,
    #[serde(default)]
    pub(super) created_at: Option<Timestamp>,
    /// By Cognito's names.
    pub(super) attributes: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) groups: Vec<String>,
}

fn enabled() -> bool {
    true
}

impl Account {
    pub(super) fn of(user: User, groups: Vec<String>) -> Self {
        let mut attributes = user.attributes;
        let sub = attributes.remove("sub");
        Self {
            sub: sub.or(Some(user.sub)).filter(|sub| !sub.is_empty()),
            username: user.username,
            status: Some(user.status),
            enabled: user.enabled,
            created_at: user.created_at,
            attributes,
            groups,
        }
    }
}

impl PoolRow {
    pub(super) fn line(&self) -> String {
        format!("{}\n", json!(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::ada;

    #[test]
    fn a_user_comes_back_from_a_line_as_they_were() {
        let attributes = [("sub", "1"), ("email", "ada@example.com"), ("custom:note", "one\n\"two\", 이도")];
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let user = User { sub: "1".into(), enabled: false, attributes: attributes.into(), ..ada() };

        let row = PoolRow::User(Account::of(user, vec!["admin".into()]));
        let line = row.line();

        assert_eq!(line.matches('\n').count(), 1);
        assert_eq!(serde_json::from_str::<PoolRow>(&line).expect("a row"), row);
        let PoolRow::User(account) = row else { panic!("a user") };
        assert_eq!((account.sub.as_deref(), account.attributes.contains_key("sub")), (Some("1"), false));
    }

    #[test]
    fn a_row_that_says_something_else_is_none() {
        for line in
            [r#"{"users":{}}"#, r#"{"user":{"username":"a"}}"#, r#"{"user":{"username":"a","attributes":{},"mfa":1}}"#]
        {
            assert!(serde_json::from_str::<PoolRow>(line).is_err(), "{line}");
        }
        let least = serde_json::from_str::<PoolRow>(r#"{"user":{"username":"a","attributes":{}}}"#).expect("a row");
        assert!(matches!(least, PoolRow::User(Account { enabled: true, status: None, .. })));
    }
}
