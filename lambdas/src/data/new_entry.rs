//! Reads the entry in a request body.

use lambda_http::Request;

use crate::{
    domain::{NewEntry, keeps_every_digit},
    http::{self, ApiError},
};

/// DynamoDB accepts items of 400 KB. JSON of this size stays below that, whatever it contains.
pub(crate) const MAX_BODY_BYTES: usize = 128 * 1024;

pub(super) fn new_entry(request: &Request) -> Result<NewEntry, ApiError> {
    if request.body().len() > MAX_BODY_BYTES {
        return Err(ApiError::TooLarge { limit_bytes: MAX_BODY_BYTES });
    }
    let entry = http::body(request)?;
    let body = std::str::from_utf8(request.body().as_ref()).map_err(|_| ApiError::InvalidJson)?;
    keeps_every_digit(body).map_err(|error| ApiError::invalid("content", error))?;
    Ok(entry)
}
