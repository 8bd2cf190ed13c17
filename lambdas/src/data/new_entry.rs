//! Reads the entry in a request body.

use lambda_http::Request;

use crate::{
    domain::NewEntry,
    http::{self, ApiError},
};

/// DynamoDB accepts items of 400 KB. JSON of this size stays below that, whatever it contains.
const MAX_BODY_BYTES: usize = 128 * 1024;

pub(super) fn new_entry(request: &Request) -> Result<NewEntry, ApiError> {
    if request.body().len() > MAX_BODY_BYTES {
        return Err(ApiError::TooLarge { limit_bytes: MAX_BODY_BYTES });
    }
    http::body(request)
}
