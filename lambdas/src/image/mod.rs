//! Profile images: uploaded directly to S3 with a presigned form, then shown in the profile.
//!
//! S3 triggers `image_uploaded`, so that a profile never names a missing image: a client that had to report its own
//! upload could forget to, or lie. The profile stores a path, `/images/...`, without a host: the same CloudFront
//! distribution serves the API and the images, whatever its domain.

mod post_policy;
mod upload;
mod uploaded;

#[cfg(test)]
pub(crate) use self::upload::{CreateImageUploadRequest, fake};
pub use self::{upload::serve_create_image_upload, uploaded::serve_image_uploaded};

/// Enough for a photo from any phone.
const MAX_IMAGE_BYTES: u64 = 5 * 1024 * 1024;
