//! What users store with us: entries of any JSON.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Content, UserId};
use crate::timestamp::Timestamp;

/// An entry as the API returns it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    pub(crate) user_id: UserId,
    pub(crate) data_id: String,
    pub(crate) content: Content,
    pub(crate) category: Category,
    pub(crate) timestamp: Timestamp,
}

impl Entry {
    pub(crate) fn position(&self) -> Position {
        Position { data_id: self.data_id.clone(), timestamp: self.timestamp }
    }
}

/// An entry as the table stores it: with the version that its ETag shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct VersionedEntry {
    #[serde(flatten)]
    pub(crate) entry: Entry,
    pub(crate) version: u64,
}

impl VersionedEntry {
    pub(crate) const FIRST_VERSION: u64 = 1;

    /// The first version of an entry.
    pub(crate) fn first(entry: Entry) -> Self {
        Self { entry, version: Self::FIRST_VERSION }
    }
}

/// The key of an entry: its owner and its id.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EntryKey {
    pub(crate) user_id: UserId,
    pub(crate) data_id: String,
}

/// The part of an entry that the caller writes to create or replace it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEntry {
    pub(crate) content: Content,
    pub(crate) category: Category,
}

/// A position in the list of a user's entries: the last entry of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Position {
    pub(crate) data_id: String,
    pub(crate) timestamp: Timestamp,
}

/// A query for the entries of a user.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EntryQuery {
    pub(crate) user_id: UserId,
    pub(crate) category: Option<Category>,
    /// Inclusive.
    pub(crate) from: Option<Timestamp>,
    /// Exclusive.
    pub(crate) to: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Category(String);

impl Category {
    const MAX_CHARS: usize = 64;

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, thiserror::Error)]
#[error("must have 1 to 64 printable characters")]
pub(crate) struct InvalidCategory;

impl FromStr for Category {
    type Err = InvalidCategory;

    fn from_str(text: &str) -> Result<Self, InvalidCategory> {
        let is_category = (1..=Self::MAX_CHARS).contains(&text.chars().count())
            && text.trim() == text
            && !text.contains(char::is_control);
        if is_category { Ok(Self(text.to_owned())) } else { Err(InvalidCategory) }
    }
}

impl TryFrom<String> for Category {
    type Error = InvalidCategory;

    fn try_from(text: String) -> Result<Self, InvalidCategory> {
        text.parse()
    }
}

impl From<Category> for String {
    fn from(category: Category) -> Self {
        category.0
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
