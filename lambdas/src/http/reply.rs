//! The reply of an operation, and its HTTP response.

use lambda_http::{
    Body, Response,
    http::{HeaderName, HeaderValue, StatusCode, header},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::ApiError;

/// The web origin whose pages may read our responses.
#[derive(Debug, Clone)]
pub(crate) struct AllowedOrigin(String);

impl AllowedOrigin {
    pub(crate) fn new(origin: impl Into<String>) -> Self {
        Self(origin.into())
    }
}

#[derive(Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    body: Option<Value>,
    headers: Vec<(HeaderName, String)>,
}

impl Reply {
    pub(crate) fn ok(body: &impl Serialize) -> Self {
        Self::with_body(StatusCode::OK, body)
    }

    pub(crate) fn created(body: &impl Serialize) -> Self {
        Self::with_body(StatusCode::CREATED, body)
    }

    pub(crate) fn accepted(body: &impl Serialize) -> Self {
        Self::with_body(StatusCode::ACCEPTED, body)
    }

    pub(crate) fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None, headers: Vec::new() }
    }

    pub(crate) fn version(mut self, version: u64) -> Self {
        self.headers.push((header::ETAG, format!("\"{version}\"")));
        self
    }

    fn with_body(status: StatusCode, body: &impl Serialize) -> Self {
        Self { status, body: Some(json!(body)), headers: Vec::new() }
    }

    fn error(error: &ApiError, request_id: &str) -> Self {
        let body = json!({ "message": error.to_string(), "code": error.code(), "requestId": request_id });
        let retry_after = error.retry_after_seconds().map(|seconds| (header::RETRY_AFTER, seconds.to_string()));
        Self { status: error.status(), body: Some(body), headers: retry_after.into_iter().collect() }
    }
}

pub(super) fn response(result: Result<Reply, ApiError>, origin: &AllowedOrigin, request_id: &str) -> Response<Body> {
    let reply = result.unwrap_or_else(|error| Reply::error(&error, request_id));
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = reply.status;
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, &origin.0);
    set(header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag,Retry-After");
    // Responses hold personal data and tokens: no cache may store them.
    set(header::CACHE_CONTROL, "no-store");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    for (name, value) in reply.headers {
        set(name, &value);
    }
    if let Some(body) = reply.body {
        set(header::CONTENT_TYPE, "application/json");
        *response.body_mut() = Body::from(body.to_string());
    }
    response
}
