//! What a caller says of an entry, to create or to replace one.

use lambda_http::Request;
use serde::{Deserialize, Serialize};

use super::{Category, Content};
use crate::http::{self, ApiError};

/// DynamoDB takes 400 KB; JSON of this size stays below that whatever it is made of.
const LARGEST_BODY_BYTES: usize = 128 * 1024;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEntry {
    pub(crate) content: Content,
    pub(crate) category: Category,
}

impl NewEntry {
    pub(super) fn of(request: &Request) -> Result<Self, ApiError> {
        if request.body().len() > LARGEST_BODY_BYTES {
            return Err(ApiError::TooLarge { limit_bytes: LARGEST_BODY_BYTES });
        }
        http::body(request)
    }
}
