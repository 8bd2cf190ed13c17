//! Typed access to a request: body, caller, headers and parameters.

use std::str::FromStr;

use lambda_http::{Request, RequestExt as _, http::header, request::RequestContext};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::ApiError;
use crate::{
    domain::{AccessToken, Caller, IfMatch, UserId, bearer_token},
    timestamp::Timestamp,
};

/// The JSON body, parsed into the type of the contract.
pub(crate) fn body<T: DeserializeOwned>(request: &Request) -> Result<T, ApiError> {
    if !is_json(header(request, "content-type").unwrap_or_default()) {
        return Err(ApiError::UnsupportedMediaType);
    }
    let value: Value = serde_json::from_slice(request.body().as_ref()).map_err(|_| ApiError::InvalidJson)?;
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "body".to_owned() } else { path };
        ApiError::invalid(field, error.inner())
    })
}

fn is_json(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("application/json")
}

/// The caller. A route without the authorizer has none, which is an error.
pub(crate) fn caller(request: &Request) -> Result<Caller, ApiError> {
    let Some(RequestContext::ApiGatewayV1(context)) = request.request_context_ref() else {
        return Err(ApiError::Unauthorized);
    };
    let field = |name| context.authorizer.fields.get(name).and_then(Value::as_str);
    let user_id = field("userId").filter(|id| !id.is_empty()).ok_or(ApiError::Unauthorized)?;
    let groups = field("groups").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let signed_in_at = field("authTime").and_then(|seconds| seconds.parse().ok()).unwrap_or_default();
    Ok(Caller { user_id: UserId::new(user_id), groups, signed_in_at: Timestamp::from_epoch_seconds(signed_in_at) })
}

/// The token that the authorizer accepted.
pub(crate) fn access_token(request: &Request) -> Result<AccessToken, ApiError> {
    caller(request)?;
    let token = header(request, "authorization").and_then(bearer_token);
    token.map(AccessToken::new).ok_or(ApiError::Unauthorized)
}

/// A header that occurs once and is text; anything else counts as absent.
pub(crate) fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let mut values = request.headers().get_all(name).iter();
    let first = values.next()?;
    if values.next().is_some() { None } else { first.to_str().ok() }
}

pub(crate) fn path_parameter<'a>(request: &'a Request, name: &str) -> &'a str {
    request.path_parameters_ref().and_then(|parameters| parameters.first(name)).unwrap_or_default()
}

/// A query parameter, parsed into its type; `None` if it is absent.
pub(crate) fn query_parameter<T>(request: &Request, name: &'static str) -> Result<Option<T>, ApiError>
where
    T: FromStr<Err: std::fmt::Display>,
{
    let Some(text) = request.query_string_parameters_ref().and_then(|parameters| parameters.first(name)) else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|problem| ApiError::invalid(name, problem))
}

/// API Gateway's id of this request, as in its logs and its own error responses.
pub(super) fn request_id(request: &Request) -> String {
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV1(context)) => context.request_id.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

/// The route as in the contract, `/data/{userId}`: it names the operation without naming the user.
pub(super) fn resource(request: &Request) -> Option<&str> {
    match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV1(context)) => context.resource_path.as_deref(),
        _ => None,
    }
}

/// The versions that the caller expects to change.
pub(crate) fn if_match(request: &Request) -> IfMatch {
    let mut values = request.headers().get_all(header::IF_MATCH).iter().peekable();
    if values.peek().is_none() {
        return IfMatch::Any;
    }
    IfMatch::from_tags(values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')))
}
