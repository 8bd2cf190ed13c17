//! Where a page of a table ended, and the next one begins.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

pub(super) type Attributes = HashMap<String, AttributeValue>;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Position(pub(super) Attributes);
