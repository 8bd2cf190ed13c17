//! The operations of the API, as its contract lists them.

use std::fs;

use serde_json::{Map, Value};

use super::ROOT;

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    /// With its parameters in braces.
    pub(crate) path: String,
    pub(crate) needs_token: bool,
    /// The example of a body in the contract.
    pub(crate) example: Option<Value>,
}

/// All operations except CORS preflights.
pub(crate) fn operations() -> Vec<Operation> {
    let contract = templates_yaml("openapi.yaml");
    let paths = contract["paths"].as_object().expect("paths");
    let operations = paths.iter().flat_map(|(path, methods)| {
        METHODS.iter().filter_map(|method| Some(Operation::read(path, method, methods.get(method)?)))
    });
    operations.collect()
}

impl Operation {
    fn read(path: &str, method: &str, description: &Value) -> Self {
        // Without a word about security it counts as closed, so that someone has to decide.
        let is_open = description["security"].as_array().is_some_and(Vec::is_empty);
        let example = &description["requestBody"]["content"]["application/json"]["example"];
        Self {
            id: description["operationId"].as_str().expect("an operationId").to_owned(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            needs_token: !is_open,
            example: (!example.is_null()).then(|| example.clone()),
        }
    }
}

/// A file in `templates/`; a short-form intrinsic function is read as its argument.
pub(crate) fn templates_yaml(name: &str) -> Value {
    yaml(&format!("templates/{name}"))
}

/// A file of the repository.
pub(crate) fn yaml(path: &str) -> Value {
    let text = fs::read_to_string(format!("{ROOT}/{path}")).expect("the file");
    Value::Object(serde_saphyr::from_str::<Map<String, Value>>(&text).expect("YAML"))
}
