//! The `Idempotency-Key` header: recognises a repeated request, and rejects a different one with the same key.
//!
//! <https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/>

use std::str::FromStr;

use lambda_http::Request;

use crate::http::{self, ApiError};

const HEADER: &str = "Idempotency-Key";

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IdempotencyKey(String);

impl IdempotencyKey {
    const MAX_BYTES: usize = 255;

    pub(crate) fn of(request: &Request) -> Result<Option<Self>, ApiError> {
        if !request.headers().contains_key(HEADER) {
            return Ok(None);
        }
        // A duplicate key or one that is not text must not count as absent: the caller relies on it.
        let text = http::header(request, HEADER).unwrap_or_default();
        text.parse().map(Some).map_err(|problem| ApiError::invalid(HEADER, problem))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("must be a single value of 1 to 255 visible ASCII characters")]
pub(crate) struct InvalidIdempotencyKey;

impl FromStr for IdempotencyKey {
    type Err = InvalidIdempotencyKey;

    /// The draft requires quotation marks, but most clients send the key without them.
    fn from_str(text: &str) -> Result<Self, InvalidIdempotencyKey> {
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        let is_key = (1..=Self::MAX_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if is_key { Ok(Self(text.to_owned())) } else { Err(InvalidIdempotencyKey) }
    }
}

impl From<IdempotencyKey> for String {
    fn from(key: IdempotencyKey) -> Self {
        key.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_may_be_quoted_or_bare() {
        let quoted: IdempotencyKey = "\"8e03978e\"".parse().expect("a key");
        let bare: IdempotencyKey = "8e03978e".parse().expect("a key");

        assert_eq!(quoted, bare);
    }

    #[test]
    fn empty_oversized_and_non_ascii_keys_are_rejected() {
        for text in ["", "\"\"", "a b", "schlüssel", &"k".repeat(256)] {
            assert!(text.parse::<IdempotencyKey>().is_err(), "{text}");
        }
    }
}
