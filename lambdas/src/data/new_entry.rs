//! What a caller says of an entry, to create or to replace one.

use lambda_http::Request;

use crate::{
    domain::NewEntry,
    http::{self, ApiError},
};

/// DynamoDB takes 400 KB; JSON of this size stays below that whatever it is made of.
const MAX_BODY_BYTES: usize = 128 * 1024;

pub(super) fn new_entry(request: &Request) -> Result<NewEntry, ApiError> {
    if request.body().len() > MAX_BODY_BYTES {
        return Err(ApiError::TooLarge { limit_bytes: MAX_BODY_BYTES });
    }
    http::body(request)
}
