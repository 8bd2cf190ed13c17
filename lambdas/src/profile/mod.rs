//! The operations on user profiles.

mod get;
mod new_profile;
mod post_confirmation;
mod put;

pub(crate) use self::new_profile::create_missing;
#[cfg(test)]
pub(crate) use self::{
    get::GetProfile,
    put::{PutProfile, PutProfileRequest},
};
pub use self::{get::serve_get_profile, post_confirmation::serve_post_confirmation, put::serve_put_profile};
use crate::http::ApiError;

/// The error for a user without a profile.
///
/// Not a constant: the text of a constant would belong to the first operation that uses it, and an edit there would
/// move it within the binaries of the others.
fn no_profile() -> ApiError {
    ApiError::NotFound("profile")
}
