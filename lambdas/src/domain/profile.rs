//! The profile of a user.

use serde::{Deserialize, Serialize};

use super::{Email, Name, UserId};
use crate::timestamp::Timestamp;

/// A profile as the API returns it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Profile {
    pub(crate) user_id: UserId,
    pub(crate) email: Email,
    pub(crate) name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) image_url: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// A profile as the table stores it: with the version that its ETag shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct VersionedProfile {
    #[serde(flatten)]
    pub(crate) profile: Profile,
    pub(crate) version: u64,
}
