//! Cursors: the start of the next page, signed so that a client can't forge one or use it for another query.

use aws_lc_rs::hmac;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::{
    aws::{AwsError, sdk_config},
    domain::{EntryQuery, Position},
    http::ApiError,
    settings::setting,
    store::read_secret,
};

pub(crate) struct CursorKey(hmac::Key);

impl CursorKey {
    const TAG_BYTES: usize = 32;

    pub(crate) fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    pub(crate) async fn from_env() -> Result<Self, lambda_runtime::Error> {
        let secret = read_secret(&sdk_config().await, &setting("CURSOR_KEY_SECRET")?).await?;
        Ok(Self::new(secret.as_bytes()))
    }

    pub(crate) fn seal(&self, position: &Position, query: &EntryQuery) -> Result<String, ApiError> {
        let position = serde_json::to_vec(position).map_err(|error| AwsError::new("write a cursor", error))?;
        let tag = hmac::sign(&self.0, &signed(&position, query));
        Ok(BASE64_URL_SAFE_NO_PAD.encode([tag.as_ref(), &position].concat()))
    }

    /// The position of a cursor, or `None` if it is forged or belongs to another query.
    pub(crate) fn open(&self, cursor: &str, query: &EntryQuery) -> Option<Position> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (tag, position) = bytes.split_at_checked(Self::TAG_BYTES)?;
        hmac::verify(&self.0, &signed(position, query), tag).ok()?;
        serde_json::from_slice(position).ok()
    }
}

/// The signed message: the position and its query, with lengths, so that no two of them look the same.
fn signed(position: &[u8], query: &EntryQuery) -> Vec<u8> {
    let EntryQuery { user_id, category, from, to } = query;
    let texts = [
        Some(user_id.as_str().to_owned()),
        category.as_ref().map(ToString::to_string),
        from.as_ref().map(ToString::to_string),
        to.as_ref().map(ToString::to_string),
    ];
    let mut message = Vec::new();
    for text in texts {
        let text = text.as_deref().unwrap_or_default();
        message.extend_from_slice(&(text.len() as u64).to_be_bytes());
        message.extend_from_slice(text.as_bytes());
    }
    message.extend_from_slice(position);
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UserId;

    fn query(user: &str, category: Option<&str>) -> EntryQuery {
        let category = category.map(|category| category.parse().expect("a category"));
        EntryQuery { user_id: UserId::new(user), category, from: None, to: None }
    }

    fn position() -> Position {
        Position { data_id: "01J".into(), timestamp: "2026-11-22T00:00:00Z".parse().expect("a time") }
    }

    #[test]
    fn a_cursor_opens_to_its_position() {
        let key = CursorKey::new(b"key");

        let cursor = key.seal(&position(), &query("ada", None)).expect("sealed");

        assert_eq!(key.open(&cursor, &query("ada", None)), Some(position()));
    }

    #[test]
    fn a_cursor_of_another_user_or_filter_does_not_open() {
        let key = CursorKey::new(b"key");

        let cursor = key.seal(&position(), &query("ada", None)).expect("sealed");

        assert_eq!(key.open(&cursor, &query("mallory", None)), None);
        assert_eq!(key.open(&cursor, &query("ada", Some("notes"))), None);
        assert_eq!(CursorKey::new(b"other").open(&cursor, &query("ada", None)), None);
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let key = CursorKey::new(b"key");
        let cursor = key.seal(&position(), &query("ada", None)).expect("sealed");
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(&cursor).expect("base64");

        for index in 0..bytes.len() {
            let mut forged = bytes.clone();
            forged[index] ^= 1;

            assert_eq!(key.open(&BASE64_URL_SAFE_NO_PAD.encode(forged), &query("ada", None)), None, "{index}");
        }
    }

    #[test]
    fn garbage_does_not_open() {
        let key = CursorKey::new(b"key");

        for text in ["", "a", "=", "🦀", &"A".repeat(5000)] {
            assert_eq!(key.open(text, &query("ada", None)), None, "{text}");
        }
    }
}
