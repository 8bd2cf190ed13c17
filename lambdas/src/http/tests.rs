//! What every operation has in common on HTTP.

use lambda_http::{Body, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    fake::{REQUEST_ID, RequestWith as _, from, origin, post},
    *,
};
use crate::{
    aws::{AwsError, Cause},
    domain::{IfMatch, fake::user},
    lambda::fake::Log,
};

/// An operation with the result that a test wants.
struct Returning(fn() -> Result<Reply, ApiError>);

impl Endpoint for Returning {
    async fn handle(&self, _: &Request) -> Result<Reply, ApiError> {
        (self.0)()
    }
}

async fn response_to(result: fn() -> Result<Reply, ApiError>) -> (Response<Body>, Value) {
    let response = respond(&Returning(result), &origin(), &from(None)).await.expect("no failure");
    let body = serde_json::from_slice(response.body().as_ref()).unwrap_or_default();
    (response, body)
}

#[tokio::test]
async fn an_error_has_a_message_a_code_and_the_request_id() {
    let (response, body) = response_to(|| Err(ApiError::NotFound("profile"))).await;

    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(body, json!({ "message": "no such profile", "code": "not_found", "requestId": REQUEST_ID }));
}

/// So that Lambda counts it, and API Gateway responds with `DEFAULT_5XX`.
#[tokio::test]
async fn an_unexpected_error_is_a_failure_of_the_function_that_reveals_no_details() {
    let result = || Err(AwsError::new("read a profile", "table arn:aws:… is unavailable").into());

    let failure = respond(&Returning(result), &origin(), &from(None)).await.expect_err("failed");

    assert_eq!(failure.to_string(), "something went wrong on our side");
}

#[test]
fn an_internal_error_keeps_its_sources_for_the_log() {
    let error = ApiError::from(AwsError::new("read a profile", "the table is unavailable"));

    assert_eq!(
        lambda::error_chain(&error),
        "something went wrong on our side: could not read a profile: the table is unavailable"
    );
}

#[tokio::test]
async fn every_response_names_the_origin_and_forbids_caching() {
    for result in [|| Ok(Reply::no_content()), || Err(ApiError::Unauthorized)] {
        let (response, _) = response_to(result).await;

        assert_eq!(response.headers()["access-control-allow-origin"], "https://app.example.com");
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
}

#[tokio::test]
async fn too_many_requests_says_when_to_retry() {
    let (response, _) = response_to(|| Err(ApiError::TooManyRequests { retry_after_seconds: 60 })).await;

    assert_eq!(response.headers()["retry-after"], "60");
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    number: u8,
}

fn problem(request: &Request) -> String {
    body::<Sample>(request).expect_err("refused").to_string()
}

#[test]
fn a_body_is_parsed_into_its_type() {
    assert_eq!(body::<Sample>(&post(&json!({ "number": 7 }))).expect("a sample"), Sample { number: 7 });
}

#[test]
fn an_invalid_body_names_its_field() {
    assert!(problem(&post(&json!({ "number": "7" }))).starts_with("`number` "));
    assert!(problem(&post(&json!({}))).contains("`number`"));
    assert!(problem(&post(&json!({ "number": 7, "other": 1 }))).contains("`other`"));
}

#[test]
fn another_or_no_content_type_is_unsupported() {
    for content_type in ["text/plain", "application/xml", "application/jsonp", ""] {
        let request = from(None).with_header("content-type", content_type);

        assert!(matches!(body::<Sample>(&request), Err(ApiError::UnsupportedMediaType)), "{content_type}");
    }
    assert!(matches!(body::<Sample>(&from(None)), Err(ApiError::UnsupportedMediaType)));
}

#[test]
fn a_body_that_is_not_json_is_invalid_json() {
    let mut request = post(&json!({}));
    *request.body_mut() = Body::from("{\"number\":");

    assert!(matches!(body::<Sample>(&request), Err(ApiError::InvalidJson)));
}

#[test]
fn a_route_without_the_authorizer_has_no_caller() {
    assert!(matches!(caller(&from(None)), Err(ApiError::Unauthorized)));
    assert!(matches!(caller(&from(Some(&user("")))), Err(ApiError::Unauthorized)));
}

#[test]
fn an_access_token_is_only_accepted_from_an_authorized_caller() {
    let token = |request: Request| access_token(&request).ok().map(|token| token.expose().to_owned());
    let ada = user("ada");

    assert_eq!(token(from(Some(&ada)).with_header("authorization", "Bearer abc")).as_deref(), Some("abc"));
    assert_eq!(token(from(None).with_header("authorization", "Bearer abc")), None);
    assert_eq!(token(from(Some(&ada)).with_header("authorization", "Basic abc")), None);
    assert_eq!(token(from(Some(&ada))), None);
}

#[test]
fn a_caller_has_the_groups_that_the_authorizer_passed_on() {
    let admin = crate::domain::fake::admin("ada");

    assert_eq!(caller(&from(Some(&admin))).expect("a caller"), admin);
}

#[test]
fn if_match_compares_strong_tags_only() {
    for (header, expected) in [
        ("\"3\"", IfMatch::OneOf(vec![3])),
        ("\"3\", \"4\"", IfMatch::OneOf(vec![3, 4])),
        ("*", IfMatch::Any),
        ("W/\"3\"", IfMatch::OneOf(vec![])),
        ("3", IfMatch::OneOf(vec![])),
        ("\"-3\"", IfMatch::OneOf(vec![])),
        ("\"🦀\"", IfMatch::OneOf(vec![])),
    ] {
        assert_eq!(if_match(&from(None).with_header("if-match", header)), expected, "{header}");
    }
    assert_eq!(if_match(&from(None)), IfMatch::Any);
}

#[test]
fn a_query_parameter_of_the_wrong_type_is_named() {
    let request = from(None).with_query("limit", "many");

    let error = query_parameter::<u8>(&request, "limit").expect_err("refused");

    assert!(error.to_string().starts_with("`limit` "));
}

#[test]
fn a_duplicate_header_counts_as_absent() {
    let request = from(None).with_header("x-test", "a").with_header("x-test", "b");

    assert_eq!(header(&request, "x-test"), None);
}

#[tokio::test]
async fn what_aws_throttles_may_be_tried_again_and_is_no_failure_of_the_function() {
    let busy = || Err(AwsError::new("read a profile", "slow down").because_of(Cause::Throttled).into());
    let full = || Err(AwsError::new("create an entry", "10 GB").because_of(Cause::Full).into());

    let (busy, _) = response_to(busy).await;
    let (full, body) = response_to(full).await;

    assert_eq!(
        (busy.status(), &busy.headers()["retry-after"]),
        (StatusCode::SERVICE_UNAVAILABLE, &"1".parse().expect("text"))
    );
    assert_eq!((full.status(), &body["code"]), (StatusCode::CONFLICT, &json!("storage_full")));
}

/// Scripts, saved queries and `srvls logs errors` go by these names.
#[tokio::test]
async fn a_request_leaves_one_line_that_says_how_it_went_and_nothing_of_what_was_sent() {
    let log = Log::recorded();
    let failing = || Err(AwsError::new("read a profile", "ResourceNotFoundException: table of 7").into());
    let request = post(&json!({ "password": "Correct-horse-7-battery" })).with_header("authorization", "Bearer ey.a.b");

    let _ = respond(&Returning(failing), &origin(), &request).await;
    let _ = respond(&Returning(|| Err(ApiError::NotFound("profile"))), &origin(), &request).await;
    let _ = respond(&Returning(|| Ok(Reply::no_content())), &origin(), &request).await;

    let lines = log.lines();
    let [failed, answered, refused, fine] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(
        (&failed["message"], &failed["error_class"]),
        (&json!("request failed"), &json!("ResourceNotFoundException"))
    );
    assert_eq!((&answered["status"], &answered["error_code"]), (&json!(500), &json!("internal")));
    assert_eq!((&answered["error_class"], &answered["fingerprint"]), (&failed["error_class"], &failed["fingerprint"]));
    assert_eq!((&refused["error_code"], &refused["error_class"]), (&json!("not_found"), &Value::Null));
    assert_eq!((&fine["status"], &fine["error_code"]), (&json!(204), &Value::Null));
    assert_eq!((&refused["cold_start"], &fine["cold_start"]), (&json!(false), &json!(false)));
    assert!(answered["cold_start"].is_boolean() && answered["duration_ms"].is_number(), "{answered}");
    let text = json!(lines).to_string();
    assert!(!text.contains("battery") && !text.contains("ey.a.b"), "{text}");
}
