//! Profile images: uploaded straight to S3 with a form that we sign, then shown in the profile.
//!
//! S3 itself tells `image_uploaded`, so that a profile never names an image that isn't there: a client that had to
//! report its upload could forget to, or claim one. The profile holds a path, `/images/...`, and no host: the same
//! CloudFront distribution serves the API and the images, whatever its domain is.

mod post_policy;
mod upload;
mod uploaded;

#[cfg(test)]
pub(crate) use self::upload::{CreateImageUploadRequest, fake};
pub use self::{upload::serve_create_image_upload, uploaded::serve_image_uploaded};

/// Enough for a portrait from any phone.
const MAX_IMAGE_BYTES: u64 = 5 * 1024 * 1024;
