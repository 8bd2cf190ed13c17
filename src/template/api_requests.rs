//! The request that makes the API call a function, as the contract describes it.

use serde_json::Value;

use super::{
    Template,
    includes::inline,
    openapi::{Operation, called, operations},
};

/// A request to one operation of the API.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ApiRequest {
    /// In capitals.
    pub(crate) method: String,
    /// With its parameters in braces.
    pub(crate) path: String,
    /// The contract's example of a body, if the operation takes one.
    pub(crate) body: Option<Value>,
    /// Whether the operation is only for signed-in users.
    pub(crate) signed_in: bool,
}

impl Template {
    /// The request that calls the function of this logical id; `None` if no operation of the API does.
    pub(crate) fn api_request(&self, function: &str) -> Option<ApiRequest> {
        let mut definitions = self.resources().map(|(_, resource)| resource["Properties"]["DefinitionBody"].clone());
        definitions.find_map(|mut definition| {
            inline(&mut definition, &self.includes);
            operations(&definition).iter().find(|operation| calls(operation, function)).map(ApiRequest::of)
        })
    }
}

fn calls(operation: &Operation<'_>, function: &str) -> bool {
    let name = called(&operation.integration()["uri"]);
    // With a canary, the API calls an alias: `GetProfileFunction.Alias`.
    name.and_then(|name| name.split('.').next()) == Some(function)
}

impl ApiRequest {
    fn of(operation: &Operation<'_>) -> Self {
        let body = operation.value["requestBody"]["content"].as_object().and_then(|content| content.values().next());
        Self {
            method: operation.verb(),
            path: operation.path.to_owned(),
            body: body.map(|content| content["example"].clone()).filter(|example| !example.is_null()),
            signed_in: !operation.schemes().is_empty(),
        }
    }

    /// Whether it changes nothing.
    pub(crate) fn only_reads(&self) -> bool {
        self.method == "GET"
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;

    fn own() -> Template {
        Template::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/template.yaml")).expect("valid")
    }

    #[test]
    fn a_function_has_the_request_of_its_operation() {
        let own = own();
        let request = |function| own.api_request(function).unwrap_or_else(|| panic!("{function} has a request"));

        let get = request("GetDataFunction");
        assert_eq!((get.method.as_str(), get.path.as_str()), ("GET", "/data/{userId}/{dataId}"));
        assert!(get.only_reads() && get.signed_in && get.body.is_none());
        let put = request("PutProfileFunction");
        assert_eq!((put.body.as_ref(), put.only_reads()), (Some(&json!({ "name": "Ada King" })), false));
        assert!(!request("SignInFunction").signed_in);
    }

    #[test]
    fn a_function_that_no_operation_calls_has_no_request() {
        for function in ["AuthorizerFunction", "PostConfirmationFunction", "GetFunction", ""] {
            assert_eq!(own().api_request(function), None, "{function}");
        }
    }
}
