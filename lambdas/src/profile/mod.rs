//! What the service knows of a user besides the password.

mod get;
mod post_confirmation;
mod put;

use serde::{Deserialize, Serialize};

#[cfg(test)]
pub(crate) use self::{
    get::GetProfile,
    put::{ProfileChange, PutProfile},
};
pub use self::{get::serve_get_profile, post_confirmation::serve_post_confirmation, put::serve_put_profile};
use crate::{
    auth::{Email, Name},
    caller::UserId,
    http::ApiError,
    moment::Moment,
};

/// What a user without a row is told.
///
/// A function and no constant: the text of a constant would belong to the first operation that uses it, and an edit
/// there would move it within the binaries of the others.
fn no_profile() -> ApiError {
    ApiError::NotFound("profile")
}

/// A profile as the API answers it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Profile {
    pub(crate) user_id: UserId,
    pub(crate) email: Email,
    pub(crate) name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) image_url: Option<String>,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

/// A profile as the table holds it: with the version that its ETag shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct VersionedProfile {
    #[serde(flatten)]
    pub(crate) profile: Profile,
    pub(crate) version: u64,
}
