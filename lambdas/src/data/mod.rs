//! What users keep with us: entries of any JSON, newest first.

mod content;
mod create;
mod cursor;
mod delete;
mod get;
mod idempotency;
mod key;
mod list;
mod new_entry;
mod put;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

pub(crate) use self::{content::Content, idempotency::Fingerprint, key::EntryKey, new_entry::NewEntry};
#[cfg(test)]
pub(crate) use self::{
    create::CreateData, cursor::CursorKey, delete::DeleteData, get::GetData, list::ListData, put::PutData,
};
pub use self::{
    create::serve_create_data, delete::serve_delete_data, get::serve_get_data, list::serve_list_data,
    put::serve_put_data,
};
use crate::{caller::UserId, http::ApiError, moment::Moment};

/// What is said of an entry that is not there, or not the caller's. A function for the reason that `no_profile` is one.
fn no_entry() -> ApiError {
    ApiError::NotFound("entry")
}

/// An entry as the API answers it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    pub(crate) user_id: UserId,
    pub(crate) data_id: String,
    pub(crate) content: Content,
    pub(crate) category: Category,
    pub(crate) timestamp: Moment,
}

impl Entry {
    pub(crate) fn position(&self) -> Position {
        Position { data_id: self.data_id.clone(), timestamp: self.timestamp }
    }
}

/// An entry as the table holds it: with the version that its ETag shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct VersionedEntry {
    #[serde(flatten)]
    pub(crate) entry: Entry,
    pub(crate) version: u64,
}

impl VersionedEntry {
    pub(crate) const FIRST_VERSION: u64 = 1;

    /// An entry that has not been changed yet.
    pub(crate) fn first(entry: Entry) -> Self {
        Self { entry, version: Self::FIRST_VERSION }
    }
}

/// Where in a user's entries a page ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Position {
    pub(crate) data_id: String,
    pub(crate) timestamp: Moment,
}

/// Which of a user's entries are wanted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Selection {
    pub(crate) user_id: UserId,
    pub(crate) category: Option<Category>,
    /// The first moment that counts.
    pub(crate) from: Option<Moment>,
    /// The first moment that does not count any more.
    pub(crate) to: Option<Moment>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Category(String);

impl Category {
    const LONGEST: usize = 64;

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, thiserror::Error)]
#[error("must have 1 to 64 printable characters")]
pub(crate) struct NotACategory;

impl FromStr for Category {
    type Err = NotACategory;

    fn from_str(text: &str) -> Result<Self, NotACategory> {
        let is_category = (1..=Self::LONGEST).contains(&text.chars().count())
            && text.trim() == text
            && !text.contains(char::is_control);
        if is_category { Ok(Self(text.to_owned())) } else { Err(NotACategory) }
    }
}

impl TryFrom<String> for Category {
    type Error = NotACategory;

    fn try_from(text: String) -> Result<Self, NotACategory> {
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
