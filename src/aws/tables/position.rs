//! Where a page of a table ended, and the next one begins.

use serde_json::{Map, Value};

use super::{
    item_of_json, item_to_json,
    typed::{Attributes, attributes, typed_item},
};

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Position(pub(super) Attributes);

impl Position {
    /// As it is kept between runs.
    pub(crate) fn to_json(&self) -> Map<String, Value> {
        item_to_json(&typed_item(self.0.clone()))
    }

    /// `None` if it is none that was kept.
    pub(crate) fn of_json(kept: Map<String, Value>) -> Option<Self> {
        let item = item_of_json(&Value::Object(kept).to_string(), None).ok()?;
        Some(Self(attributes(item)))
    }
}
