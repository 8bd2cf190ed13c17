//! The fingerprint of a request body: compares two requests without storing either.

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// The SHA-256 of a body as JSON, in Base64.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Fingerprint(String);

impl Fingerprint {
    pub(crate) fn of(body: &impl Serialize) -> serde_json::Result<Self> {
        let text = serde_json::to_vec(body)?;
        Ok(Self(BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, &text))))
    }
}
