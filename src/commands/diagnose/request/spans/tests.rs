//! The steps of requests that failed in one way or another.

use serde_json::json;

use super::{super::evidence::Missing, *};
use crate::{
    aws::logs::fake::event,
    log_lines::Source,
    stage::{FunctionName, StackName},
};

pub(in crate::commands::diagnose::request) fn api(fields: Value) -> LogLine {
    let mut line = json!({
        "requestId": "g-1", "time": "1795341600000", "method": "GET", "resource": "/user/profile", "status": "500",
        "latency": "45", "integrationLatency": "30", "authorizerLatency": "8", "userId": "ada", "errorType": "-",
    });
    for (name, value) in fields.as_object().expect("fields") {
        line[name] = value.clone();
    }
    Source::api(&StackName("shop-dev".into())).line(&event("1", 1_795_341_600_000, &line.to_string()))
}

pub(in crate::commands::diagnose::request) fn lines(function: &str, messages: &[Value]) -> Vec<LogLine> {
    let source = Source::function(FunctionName(function.into()), &format!("shop-dev-{function}"));
    let line = |(at, message): (i64, &Value)| source.line(&event("1", 1_795_341_600_010 + at, &message.to_string()));
    (0..).zip(messages).map(line).collect()
}

pub(in crate::commands::diagnose::request) fn report(init: Option<f64>) -> Value {
    let metrics = json!({ "durationMs": 28.4, "billedDurationMs": 29, "initDurationMs": init });
    json!({ "type": "platform.report", "record": { "requestId": "r-1", "status": "success", "metrics": metrics } })
}

pub(in crate::commands::diagnose::request) fn failed_in_dynamodb() -> Evidence {
    let error = "could not read a profile: ResourceNotFoundException: no table of ada@example.com in dynamodb";
    let handler_lines = lines(
        "get_profile",
        &[
            json!({ "type": "platform.start", "record": { "requestId": "r-1" } }),
            json!({ "level": "ERROR", "message": "request failed", "error": error, "requestId": "r-1" }),
            json!({ "level": "INFO", "message": "request answered", "status": 500, "dynamodb_ms": 21, "requestId": "r-1" }),
            report(Some(103.2)),
        ],
    );
    let authorizer = lines(
        "authorizer",
        &[json!({ "level": "INFO", "message": "token accepted", "api_request_id": "g-1", "requestId": "r-0" })],
    );
    let handler = Some(FunctionName("get_profile".into()));
    Evidence { access: Some(api(json!({}))), handler, handler_lines, authorizer, ..Evidence::default() }
}

fn story(evidence: &Evidence) -> Vec<String> {
    let line = |span: &Span| {
        let took = span.duration_ms.map(|ms| format!(" {ms} ms")).unwrap_or_default();
        let mark = if span.failed { "!" } else { "" };
        format!("{}{mark}{}{took}: {}", "  ".repeat(span.depth), span.what, span.outcome)
    };
    spans(evidence, Privacy::Masked).iter().map(line).collect()
}

#[test]
fn a_failure_of_a_dependency_goes_through_every_step() {
    let evidence = failed_in_dynamodb();

    assert_eq!(
        story(&evidence),
        [
            "!API Gateway 45 ms: 500",
            "  authorizer 8 ms: accepted the token",
            "  !get_profile 28 ms: 500, cold start 103 ms",
            "    !DynamoDB 21 ms: named in the failure",
        ]
    );
    let error = spans(&evidence, Privacy::Masked)[2].error.clone().expect("an error");
    assert!(error.contains("no table of a***@e***.com"), "{error}");
}

#[test]
fn a_token_that_was_accepted_before_comes_from_the_cache() {
    let cached = Evidence { authorizer: Vec::new(), ..failed_in_dynamodb() };

    assert_eq!(story(&cached)[1], "  authorizer 8 ms: accepted the token before: from the cache of API Gateway");
    let earlier = json!({ "level": "INFO", "message": "token accepted", "api_request_id": "g-0", "requestId": "r-0" });
    let by_an_old_id = Evidence { authorizer: lines("authorizer", &[earlier]), ..failed_in_dynamodb() };
    assert!(story(&by_an_old_id)[1].ends_with("from the cache of API Gateway"), "the line is of another request");
    let called = api(json!({ "authorizerRequestId": "r-0" }));
    let late = Evidence { access: Some(called), authorizer: Vec::new(), ..failed_in_dynamodb() };
    assert!(story(&late)[1].ends_with("its log has nothing of it yet"));
    let unread = Missing { what: "authorizer", why: "denied".into(), unread: true };
    let unknown = Evidence { authorizer: Vec::new(), missing: vec![unread], ..failed_in_dynamodb() };
    assert!(story(&unknown).iter().all(|line| !line.contains("authorizer")), "it is not known");
}

#[test]
fn a_refused_token_ends_at_the_authorizer_and_names_the_reason() {
    let refused =
        json!({ "level": "INFO", "message": "token rejected", "reason": "it has expired", "requestId": "r-0" });
    let access =
        api(json!({ "status": "401", "errorType": "ACCESS_DENIED", "userId": "-", "integrationLatency": "-" }));
    let evidence = Evidence {
        access: Some(access),
        handler: Some(FunctionName("get_profile".into())),
        authorizer: lines("authorizer", &[refused]),
        ..Evidence::default()
    };

    assert_eq!(
        story(&evidence),
        ["!API Gateway 45 ms: 401, ACCESS_DENIED", "  !authorizer 8 ms: refused the token: it has expired"]
    );
}

#[test]
fn what_the_firewall_blocked_went_no_further() {
    let edge = json!({
        "date": "2026-11-22", "time": "10:00:01", "sc-status": "403", "time-taken": "0.004",
        "x-edge-detailed-result-type": "Error",
    });
    let firewall = json!({ "timestamp": 1_795_341_600_000_i64, "action": "BLOCK", "terminatingRuleId": "rate" });
    let evidence = Evidence { edge: Some(edge), firewall: Some(firewall), ..Evidence::default() };

    assert_eq!(story(&evidence), ["!CloudFront 4 ms: 403 Error", "  !firewall: blocked it: rule rate"]);
}

#[test]
fn a_function_that_lambda_ended_says_so() {
    let report = json!({ "type": "platform.report", "record": {
        "requestId": "r-1", "status": "timeout", "metrics": { "durationMs": 10000.0, "billedDurationMs": 10000 },
    } });
    let evidence = Evidence { handler_lines: lines("get_profile", &[report]), ..failed_in_dynamodb() };

    assert_eq!(story(&evidence)[2], "  get_profile 10000 ms: ended by Lambda: timeout");
}

#[test]
fn x_ray_adds_how_lambda_spent_its_time() {
    let at = |ms: i64| Timestamp::from_millisecond(1_795_341_600_000 + ms).expect("in range");
    let segment = |name: &str, origin: Option<&str>, parts: Vec<Segment>| Segment {
        name: name.into(),
        origin: origin.map(str::to_owned),
        started_at: at(0),
        ended_at: Some(at(103)),
        status: None,
        outcome: Outcome::Fine,
        parts,
    };
    let init = segment("Initialization", None, vec![]);
    let of_function = segment("shop-dev-get_profile", Some("AWS::Lambda::Function"), vec![init]);
    let of_api = segment("shop-dev/v1", Some("AWS::ApiGateway::Stage"), vec![segment("Lambda", None, vec![])]);

    let evidence = Evidence { trace: Some(vec![of_api, of_function]), ..failed_in_dynamodb() };

    assert_eq!(story(&evidence).last().map(String::as_str), Some("    Initialization 103 ms: fine, by X-Ray"));
}
