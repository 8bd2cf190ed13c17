//! What is looked for, from each kind of id.

use serde_json::json;

use super::*;
use crate::aws::{
    logs::fake::{FakeLogs, event},
    traces::fake::FakeTraces,
};

const API: &str = "/aws/apigateway/shop-dev";
const HANDLER: &str = "/aws/lambda/shop-dev-get_profile";
const AUTHORIZER_LOG: &str = "/aws/lambda/shop-dev-authorizer";

const ID: &str = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";

fn places(edge: bool) -> Places {
    Places {
        stack: StackName("shop-dev".into()),
        functions: ["authorizer", "get_profile"]
            .map(|name| Source::function(FunctionName(name.into()), &format!("shop-dev-{name}")))
            .into(),
        routes: BTreeMap::from([("GET /user/profile".to_owned(), FunctionName("get_profile".into()))]),
        edge: edge.then(|| EdgeLogs { access: "edge".into(), firewall: "waf".into() }),
        has_traces: true,
    }
}

fn access() -> LogEvent {
    let line = json!({
        "requestId": ID, "time": "60000", "method": "GET", "resource": "/user/profile", "status": "500",
        "integrationRequestId": "r-1", "trace": "Root=1-67a1b2c3-0123456789abcdef01234567",
    });
    event("1", 60_000, &line.to_string())
}

fn line(message: &str, lambda_id: &str) -> LogEvent {
    let line = json!({ "level": "INFO", "message": message, "requestId": lambda_id, "api_request_id": ID });
    event(message, 60_010, &line.to_string())
}

fn answered_at_the_edge(edge_id: &str) -> LogEvent {
    let line =
        json!({ "message": "request answered", "requestId": "r-1", "api_request_id": ID, "edge_request_id": edge_id });
    event("answered", 60_010, &line.to_string())
}

/// The fake has no patterns: its groups hold one request alone.
async fn gathered(id: &str, logs: &FakeLogs, edge_logs: &FakeLogs, edge: bool) -> Evidence {
    let traces = FakeTraces::default();
    let id = RequestId::parse(id).expect("an id");
    let window = Window { since: jiff::Timestamp::UNIX_EPOCH, until: None };
    gather(&places(edge), &Readers { logs, edge_logs, traces: &traces }, &id, window).await
}

fn reasons(evidence: &Evidence) -> Vec<&str> {
    evidence.missing.iter().map(|missing| missing.what).collect()
}

#[tokio::test]
async fn the_id_of_an_error_leads_to_the_function_and_the_authorizer() {
    let groups: [(&str, &[LogEvent]); 3] = [
        (API, &[access()]),
        (HANDLER, &[line("request answered", "r-1")]),
        (AUTHORIZER_LOG, &[line("token accepted", "r-0")]),
    ];

    let evidence = gathered(ID, &FakeLogs::new(&groups), &FakeLogs::new(&[]), false).await;

    assert_eq!(evidence.handler, Some(FunctionName("get_profile".into())));
    assert_eq!((evidence.handler_lines.len(), evidence.authorizer.len()), (1, 1));
    assert_eq!(reasons(&evidence), ["X-Ray"], "it was not sampled");
}

#[tokio::test]
async fn an_id_of_cloudfront_leads_to_the_api_by_what_a_function_logged() {
    let edge_id = format!("{}==", "a".repeat(54));
    let groups: [(&str, &[LogEvent]); 3] =
        [(API, &[access()]), (HANDLER, &[answered_at_the_edge(&edge_id)]), (AUTHORIZER_LOG, &[])];
    let edge = event("1", 60_000, &json!({ "x-edge-request-id": edge_id, "sc-status": "500" }).to_string());

    let evidence =
        gathered(&edge_id, &FakeLogs::new(&groups), &FakeLogs::new(&[("edge", &[edge]), ("waf", &[])]), true).await;

    assert!(evidence.edge.is_some() && evidence.firewall.is_none());
    assert_eq!(evidence.access.and_then(|line| line.request_id).as_deref(), Some(ID));
}

#[tokio::test]
async fn a_line_that_has_the_id_as_something_else_is_not_of_the_request() {
    const USER: &str = "5f9b1f0e-7c1d-4f7e-9f3b-2d6c8a4e0b17";
    let of_user = json!({ "requestId": ID, "userId": USER, "status": "200" });
    let answered = json!({ "message": "request answered", "requestId": "r-1", "user_id": USER });
    let groups: [(&str, &[LogEvent]); 3] = [
        (API, &[event("1", 60_000, &of_user.to_string())]),
        (HANDLER, &[event("2", 60_010, &answered.to_string())]),
        (AUTHORIZER_LOG, &[]),
    ];

    let evidence = gathered(USER, &FakeLogs::new(&groups), &FakeLogs::new(&[]), false).await;

    assert!(evidence.access.is_none() && evidence.handler.is_none());
}

#[tokio::test]
async fn what_is_not_found_is_said_with_why() {
    let empty = FakeLogs::new(&[(API, &[]), (HANDLER, &[]), (AUTHORIZER_LOG, &[])]);

    let evidence = gathered(ID, &empty, &FakeLogs::new(&[]), false).await;
    let without_edge = gathered(&format!("{}==", "a".repeat(54)), &empty, &FakeLogs::new(&[]), false).await;

    assert_eq!(reasons(&evidence), ["API Gateway"]);
    assert!(evidence.missing[0].why.contains("takes some seconds"), "{:?}", evidence.missing);
    assert_eq!(reasons(&without_edge), ["CloudFront"]);
}

#[tokio::test]
async fn a_call_that_no_request_made_is_found_in_its_function() {
    let groups: [(&str, &[LogEvent]); 3] = [(API, &[]), (HANDLER, &[line("ran", ID)]), (AUTHORIZER_LOG, &[])];

    let evidence = gathered(ID, &FakeLogs::new(&groups), &FakeLogs::new(&[]), false).await;

    assert_eq!((evidence.handler_lines.len(), evidence.access), (1, None));
}
