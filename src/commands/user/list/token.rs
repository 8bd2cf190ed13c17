//! Where a list of users goes on, as one opaque word: Cognito's own token, and what the list is about.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aws::users::UserStatus;

/// What the users of a list have in common.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Conditions {
    pub(super) status: Option<UserStatus>,
    pub(super) group: Option<String>,
    pub(super) disabled: bool,
    pub(super) since: Option<Timestamp>,
}

/// A user in Cognito's list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Of the page; the first page has none.
    pub(super) token: Option<String>,
    /// How many users of the page come before.
    pub(super) skip: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ListToken {
    pub(super) pool: String,
    pub(super) conditions: Conditions,
    pub(super) place: Place,
}

impl fmt::Display for ListToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).map_err(|_| fmt::Error)?))
    }
}

impl FromStr for ListToken {
    /// What it has to be.
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let decoded = URL_SAFE_NO_PAD.decode(text.trim()).ok();
        decoded
            .and_then(|json| serde_json::from_slice(&json).ok())
            .ok_or("it must be the `next` of a list of users, whole")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_one_word_that_reads_back() {
        let conditions = Conditions {
            status: Some(UserStatus::Confirmed),
            group: Some("이도의 그룹".into()),
            disabled: true,
            since: "2026-11-22T00:00:00Z".parse().ok(),
        };
        let place = Place { token: Some("CAIS+/= \"".into()), skip: 7 };
        let token = ListToken { pool: "us-east-1_a".into(), conditions, place };

        let text = token.to_string();

        assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)), "{text}");
        assert_eq!(text.parse(), Ok(token));
    }

    #[test]
    fn half_a_token_and_anything_else_is_none() {
        let whole = ListToken { pool: "p".into(), conditions: Conditions::default(), place: Place::default() };
        let whole = whole.to_string();

        for text in ["", "null", &whole[..whole.len() - 4], "e30"] {
            assert!(text.parse::<ListToken>().is_err(), "{text}");
        }
    }
}
