//! The event that API Gateway sends to a REQUEST authorizer, as little of it as we need.
//!
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html>

use std::collections::HashMap;

use serde::Deserialize;

use crate::domain::bearer_token;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AuthorizerRequest {
    #[serde(default)]
    pub(super) method_arn: String,
    #[serde(default)]
    headers: Option<HashMap<String, Option<String>>>,
    #[serde(default)]
    multi_value_headers: Option<HashMap<String, Option<Vec<String>>>>,
}

impl AuthorizerRequest {
    /// The token of the one `Authorization: Bearer` header; two headers are as good as none.
    pub(super) fn bearer_token(&self) -> Option<&str> {
        let mut values = self.authorization_headers().into_iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return None;
        };
        bearer_token(value)
    }

    fn authorization_headers(&self) -> Vec<&str> {
        let is_authorization = |name: &str| name.eq_ignore_ascii_case("authorization");
        let multiple: Vec<&str> = self
            .multi_value_headers
            .iter()
            .flatten()
            .filter(|(name, _)| is_authorization(name))
            .flat_map(|(_, values)| values.iter().flatten().map(String::as_str))
            .collect();
        if !multiple.is_empty() {
            return multiple;
        }
        let single = self.headers.iter().flatten().filter(|(name, _)| is_authorization(name));
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
    fn the_token_follows_the_scheme_whatever_the_case() {
        assert_eq!(token(json!({ "headers": { "Authorization": "Bearer abc" } })).as_deref(), Some("abc"));
        assert_eq!(token(json!({ "headers": { "authorization": "bearer abc" } })).as_deref(), Some("abc"));
    }

    #[test]
    fn two_authorization_headers_are_refused() {
        for event in [
            json!({ "multiValueHeaders": { "Authorization": ["Bearer a", "Bearer b"] } }),
            json!({ "multiValueHeaders": { "Authorization": ["Bearer a"], "authorization": ["Bearer b"] } }),
            json!({ "headers": { "Authorization": "Bearer a", "authorization": "Bearer b" } }),
        ] {
            assert_eq!(token(event.clone()), None, "{event}");
        }
    }

    #[test]
    fn other_schemes_and_shapes_hold_no_token() {
        for value in ["", "Bearer", "Bearer ", "Basic abc", "abc", "Bearerabc", " Bearer abc", "Bearer\tabc"] {
            assert_eq!(token(json!({ "headers": { "Authorization": value } })), None, "{value}");
        }
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
    fn a_token_of_a_megabyte_is_not_even_read() {
        let value = format!("Bearer {}", "a".repeat(1 << 20));

        assert_eq!(token(json!({ "headers": { "Authorization": value } })), None);
    }
}
