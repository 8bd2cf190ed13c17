//! The operations of an API's OpenAPI description, with the extensions of API Gateway.
//!
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html>

use serde_json::{Map, Value};

use super::intrinsics::{placeholders, sub};

const METHODS: [&str; 8] = ["delete", "get", "head", "options", "patch", "post", "put", ANY];
/// All methods for which the path has no operation of its own.
const ANY: &str = "x-amazon-apigateway-any-method";

/// One operation that API Gateway serves.
pub(super) struct Operation<'a> {
    /// Of the whole API.
    pub(super) description: &'a Value,
    pub(super) path: &'a str,
    /// As in the description: in small letters.
    pub(super) method: &'a str,
    pub(super) value: &'a Value,
}

pub(super) fn operations(description: &Value) -> Vec<Operation<'_>> {
    let paths = description["paths"].as_object().into_iter().flatten();
    let of_path = paths.flat_map(|(path, methods)| {
        let present = METHODS.into_iter().filter_map(|method| Some((method, methods.get(method)?)));
        present.map(move |(method, value)| Operation { description, path, method, value })
    });
    of_path.collect()
}

impl<'a> Operation<'a> {
    /// `GET`, or `ANY`.
    pub(super) fn verb(&self) -> String {
        if self.method == ANY { "ANY".to_owned() } else { self.method.to_uppercase() }
    }

    pub(super) fn name(&self) -> String {
        format!("{} {}", self.verb(), self.path)
    }

    pub(super) fn integration(&self) -> &'a Value {
        &self.value["x-amazon-apigateway-integration"]
    }

    /// The security schemes that authorize a call; empty when the operation is public.
    pub(super) fn schemes(&self) -> Vec<&'a str> {
        let own = self.value.get("security").unwrap_or(&self.description["security"]);
        // A single empty alternative makes the operation public.
        let alternatives: Vec<_> = own.as_array().into_iter().flatten().map(|one| one.as_object()).collect();
        if alternatives.iter().any(|one| one.is_none_or(Map::is_empty)) {
            return Vec::new();
        }
        alternatives.into_iter().flatten().flat_map(Map::keys).map(String::as_str).collect()
    }
}

/// The name, in its URI, of the function or alias that an integration or an authorizer calls.
pub(super) fn called(uri: &Value) -> Option<&str> {
    let name = placeholders(sub(uri)?).into_iter().find(|name| !name.starts_with("AWS::"))?;
    Some(name.strip_suffix(".Arn").unwrap_or(name))
}
