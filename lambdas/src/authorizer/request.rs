//! The event of a REQUEST authorizer, with only the fields that we need.
//!
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html>

use std::collections::HashMap;

use serde::Deserialize;

use crate::domain::{EDGE_REQUEST_ID, bearer_token};

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AuthorizerRequest {
    #[serde(default)]
    pub(super) method_arn: String,
    #[serde(default)]
    headers: Option<HashMap<String, Option<String>>>,
    #[serde(default)]
    multi_value_headers: Option<HashMap<String, Option<Vec<String>>>>,
    #[serde(default)]
    request_context: Option<RequestContext>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext {
    request_id: Option<String>,
}

impl AuthorizerRequest {
    /// The token of the `Authorization: Bearer` header; two such headers count as none.
    pub(super) fn bearer_token(&self) -> Option<&str> {
        let mut values = self.headers_called("authorization").into_iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return None;
        };
        bearer_token(value)
    }

    /// API Gateway's id of the request.
    pub(super) fn api_request_id(&self) -> Option<&str> {
        self.request_context.as_ref()?.request_id.as_deref()
    }

    /// CloudFront's id of the request, behind the edge.
    pub(super) fn edge_request_id(&self) -> Option<&str> {
        self.headers_called(EDGE_REQUEST_ID).first().copied()
    }

    fn headers_called(&self, wanted: &str) -> Vec<&str> {
        let is_wanted = |name: &str| name.eq_ignore_ascii_case(wanted);
        let multiple: Vec<&str> = self
            .multi_value_headers
            .iter()
            .flatten()
            .filter(|(name, _)| is_wanted(name))
            .flat_map(|(_, values)| values.iter().flatten().map(String::as_str))
            .collect();
        if !multiple.is_empty() {
            return multiple;
        }
        let single = self.headers.iter().flatten().filter(|(name, _)| is_wanted(name));
        single.filter_map(|(_, value)| value.as_deref()).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn token(event: serde_json::Value) -> Option<String> {
        let request: AuthorizerRequest = serde_json::from_value(event).expect("an event");
        request.bearer_token().map(str::to_owned)
    }

    #[test]
    fn the_scheme_is_case_insensitive() {
        assert_eq!(token(json!({ "headers": { "Authorization": "Bearer abc" } })).as_deref(), Some("abc"));
        assert_eq!(token(json!({ "headers": { "authorization": "bearer abc" } })).as_deref(), Some("abc"));
    }

    #[test]
    fn two_authorization_headers_are_rejected() {
        for event in [
            json!({ "multiValueHeaders": { "Authorization": ["Bearer a", "Bearer b"] } }),
            json!({ "multiValueHeaders": { "Authorization": ["Bearer a"], "authorization": ["Bearer b"] } }),
            json!({ "headers": { "Authorization": "Bearer a", "authorization": "Bearer b" } }),
        ] {
            assert_eq!(token(event.clone()), None, "{event}");
        }
    }

    #[test]
    fn other_schemes_hold_no_token() {
        for value in ["", "Bearer", "Bearer ", "Basic abc", "abc", "Bearerabc", " Bearer abc", "Bearer\tabc"] {
            assert_eq!(token(json!({ "headers": { "Authorization": value } })), None, "{value}");
        }
    }

    #[test]
    fn the_ids_of_a_request_are_known() {
        let event = json!({ "requestContext": { "requestId": "g-1" }, "headers": { "X-Amz-Cf-Id": "e-1" } });

        let request: AuthorizerRequest = serde_json::from_value(event).expect("an event");

        assert_eq!((request.api_request_id(), request.edge_request_id()), (Some("g-1"), Some("e-1")));
        let bare: AuthorizerRequest = serde_json::from_value(json!({ "requestContext": null })).expect("an event");
        assert_eq!((bare.api_request_id(), bare.edge_request_id()), (None, None));
    }

    #[test]
    fn an_event_without_headers_or_with_nulls_holds_no_token() {
        for event in [
            json!({}),
            json!({ "headers": null, "multiValueHeaders": null }),
            json!({ "headers": { "Authorization": null }, "multiValueHeaders": { "Authorization": null } }),
        ] {
            assert_eq!(token(event.clone()), None, "{event}");
        }
    }

    #[test]
    fn an_oversized_token_is_ignored() {
        let value = format!("Bearer {}", "a".repeat(1 << 20));

        assert_eq!(token(json!({ "headers": { "Authorization": value } })), None);
    }
}
