//! Presigned POST forms: a form lets a browser upload one file to S3 within a policy, signed with Signature Version 4.
//!
//! The SDK presigns requests but not forms, and only the policy of a form can limit the size.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html>

use std::{collections::BTreeMap, fmt::Write as _};

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use aws_sdk_s3::config::Credentials;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::json;

use crate::timestamp::Timestamp;

/// What a form may upload.
pub(super) struct Upload<'a> {
    pub(super) bucket: &'a str,
    pub(super) key: &'a str,
    pub(super) content_type: &'a str,
    pub(super) max_bytes: u64,
    pub(super) expires_in_seconds: u32,
}

/// Signs forms with credentials, for a region and a time.
pub(super) struct Signer<'a> {
    pub(super) credentials: &'a Credentials,
    pub(super) region: &'a str,
    pub(super) now: Timestamp,
}

impl Signer<'_> {
    /// The fields of the form, without the file.
    pub(super) fn fields(&self, upload: &Upload<'_>) -> BTreeMap<&'static str, String> {
        let mut fields = BTreeMap::from([
            ("key", upload.key.to_owned()),
            ("Content-Type", upload.content_type.to_owned()),
            ("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned()),
            ("x-amz-credential", format!("{}/{}", self.credentials.access_key_id(), self.scope().join("/"))),
            ("x-amz-date", self.now.iso_basic()),
        ]);
        // The credentials of a role are only valid together with their session token.
        if let Some(token) = self.credentials.session_token() {
            fields.insert("x-amz-security-token", token.to_owned());
        }
        let policy = BASE64_STANDARD.encode(self.policy(upload, &fields));
        fields.insert("x-amz-signature", self.signature(&policy));
        fields.insert("policy", policy);
        fields
    }

    /// The policy requires every field with its exact value and allows no other field.
    fn policy(&self, upload: &Upload<'_>, fields: &BTreeMap<&'static str, String>) -> String {
        let exactly = fields.iter().map(|(name, value)| json!({ *name: value }));
        let others = [json!({ "bucket": upload.bucket }), json!(["content-length-range", 1, upload.max_bytes])];
        let conditions: Vec<_> = exactly.chain(others).collect();
        let expiration = self.now.plus_seconds(upload.expires_in_seconds);
        json!({ "expiration": expiration, "conditions": conditions }).to_string()
    }

    fn signature(&self, policy: &str) -> String {
        let seed = format!("AWS4{}", self.credentials.secret_access_key());
        let key = self.scope().iter().fold(seed.into_bytes(), |key, part| digest(&key, part).as_ref().to_vec());
        hexadecimal(digest(&key, policy).as_ref())
    }

    /// The credential scope: date, region and service of the signing key.
    fn scope(&self) -> [String; 4] {
        let day = self.now.iso_basic().chars().take_while(|c| *c != 'T').collect();
        [day, self.region.to_owned(), "s3".to_owned(), "aws4_request".to_owned()]
    }
}

fn digest(key: &[u8], message: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(HMAC_SHA256, key), message.as_bytes())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
