//! Requests as API Gateway sends them, for tests.

use std::collections::HashMap;

use lambda_http::{Body, Request, RequestExt as _, request::RequestContext};
use serde_json::{Value, json};

use super::AllowedOrigin;
use crate::domain::Caller;

pub(crate) const REQUEST_ID: &str = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";

pub(crate) fn origin() -> AllowedOrigin {
    AllowedOrigin::new("https://app.example.com")
}

/// A request with a JSON body and without a caller.
pub(crate) fn post(body: &Value) -> Request {
    from(None).with_json(body)
}

/// A request without a body or a caller, on a connection from this address.
pub(crate) fn from_address(address: &str) -> Request {
    let context = json!({
        "requestId": REQUEST_ID, "resourcePath": "/test", "httpMethod": "GET", "identity": { "sourceIp": address },
        "requestTimeEpoch": 0,
    });
    let context = serde_json::from_value(context).expect("a request context");
    Request::new(Body::Empty).with_request_context(RequestContext::ApiGatewayV1(context))
}

/// A request without a body.
pub(crate) fn from(caller: Option<&Caller>) -> Request {
    let mut context = json!({
        "requestId": REQUEST_ID, "resourcePath": "/test", "httpMethod": "GET", "identity": {}, "requestTimeEpoch": 0,
    });
    if let Some(caller) = caller {
        context["authorizer"] = json!({
            "userId": caller.user_id.as_str(), "groups": caller.groups.join(" "),
            "authTime": caller.signed_in_at.epoch_seconds().to_string(),
        });
    }
    let context = serde_json::from_value(context).expect("a request context");
    Request::new(Body::Empty).with_request_context(RequestContext::ApiGatewayV1(context))
}

pub(crate) trait RequestWith {
    fn with_json(self, body: &Value) -> Self;
    fn with_header(self, name: &'static str, value: &str) -> Self;
    fn with_query(self, name: &str, value: &str) -> Self;
    fn with_path(self, name: &str, value: &str) -> Self;
    fn with_paths<const N: usize>(self, parameters: [(&str, &str); N]) -> Self;
}

impl RequestWith for Request {
    fn with_json(mut self, body: &Value) -> Self {
        *self.body_mut() = Body::from(body.to_string());
        self.with_header("content-type", "application/json; charset=utf-8")
    }

    fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers_mut().append(name, value.parse().expect("a header value"));
        self
    }

    fn with_query(self, name: &str, value: &str) -> Self {
        self.with_query_string_parameters(HashMap::from([(name.to_owned(), value.to_owned())]))
    }

    fn with_path(self, name: &str, value: &str) -> Self {
        self.with_paths([(name, value)])
    }

    fn with_paths<const N: usize>(self, parameters: [(&str, &str); N]) -> Self {
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.with_path_parameters(HashMap::from(parameters))
    }
}
