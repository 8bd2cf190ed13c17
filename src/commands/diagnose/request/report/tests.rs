//! What is said of a request.

use serde_json::json;

use super::*;
use crate::commands::diagnose::request::spans::tests::{api, failed_in_dynamodb, lines};

fn report_of(evidence: Evidence) -> RequestReport {
    let now = "2026-11-22T10:12:00Z".parse().expect("a time");
    let id = RequestId::parse("c6af9ac6-7b61-11e6-9a41-93e8deadbeef").expect("an id");
    RequestReport::of(&id, evidence, now, Privacy::Masked).expect("known")
}

#[test]
fn the_first_line_says_what_failed_where_and_why() {
    let missing = Missing { what: "X-Ray", why: "the emulator keeps no traces".into(), unread: false };

    let report = report_of(Evidence { missing: vec![missing], ..failed_in_dynamodb() });

    insta::assert_snapshot!(report.view().render(Some(80)).unstyled(), @r"
    GET /user/profile FAILED with 500, in get_profile: could not read a profile:
    ResourceNotFoundException: no table of a***@e***.com in dynamodb

    When    2026-11-22 10:00:00 UTC, 12m ago
    User    ada
    API     g-1
    Lambda  r-1

    STARTED       TOOK   STEP           OUTCOME
    10:00:00.000  45 ms  API Gateway    500
    10:00:00.010  8 ms     authorizer   accepted the token
    10:00:00.010  28 ms    get_profile  500, cold start 103 ms
                                        could not read a profile:
                                        ResourceNotFoundException: no table of
                                        a***@e***.com in dynamodb
                  21 ms      DynamoDB   named in the failure

    What is not known

    X-Ray  the emulator keeps no traces
    ");
    assert_eq!(report.hints(), ["`srvls logs tail get_profile --request-id r-1 --since 24h` shows all of its log"]);
}

#[test]
fn the_json_has_the_request_its_spans_and_what_is_not_known() {
    let unread = Missing { what: "X-Ray", why: "not allowed to call xray:BatchGetTraces".into(), unread: true };

    let value = serde_json::json!(report_of(Evidence { missing: vec![unread], ..failed_in_dynamodb() }));

    assert_eq!(value["request"]["api_request_id"], "g-1");
    assert_eq!((&value["request"]["status"], &value["request"]["function"]), (&500.into(), &"get_profile".into()));
    assert_eq!((&value["not_read"][0], value["spans"].as_array().map(Vec::len)), (&"X-Ray".into(), Some(4)));
    for field in ["what", "started_at", "duration_ms", "outcome"] {
        assert!(value["spans"][0].get(field).is_some(), "{field}");
    }
}

#[test]
fn a_request_that_went_well_is_said_to() {
    let access = api(serde_json::json!({ "status": "200" }));

    let report = report_of(Evidence { access: Some(access), ..Evidence::default() });

    assert_eq!(report.verdict, "GET /user/profile succeeded with 200");
    assert!(report.hints().is_empty());
}

#[test]
fn a_slow_request_says_where_the_time_went() {
    let verdict = |answered: serde_json::Value| {
        let took = json!({ "durationMs": 2980.0, "billedDurationMs": 2980 });
        let report = json!({ "type": "platform.report", "record": { "requestId": "r-1", "metrics": took } });
        let evidence = Evidence {
            access: Some(api(json!({ "status": "200", "latency": "3000" }))),
            handler: Some(FunctionName("get_profile".into())),
            handler_lines: lines("get_profile", &[answered, report]),
            ..Evidence::default()
        };
        let report = report_of(evidence);
        assert!(report.hints()[0].contains("`srvls diagnose --since 1h`"), "{:?}", report.hints());
        report.verdict
    };
    let answered = |service: &str| json!({ "level": "INFO", "message": "request answered", "status": 200, service: 2900, "requestId": "r-1" });

    let base = "GET /user/profile succeeded with 200, after 3 s, ";
    assert_eq!(verdict(answered("dynamodb_ms")), format!("{base}2.9 s of it in DynamoDB"));
    assert_eq!(verdict(answered("cognito_ms")), format!("{base}2.9 s of it in Cognito"));
    assert_eq!(verdict(answered("unknown_ms")), format!("{base}2.98 s of it in get_profile itself"));
}

#[test]
fn a_failure_that_the_caller_does_not_learn_of_is_one_all_the_same() {
    let unsent = json!({
        "level": "ERROR", "message": "could not send a code", "reason": "LimitExceededException", "requestId": "r-1",
    });
    let report = report_of(Evidence {
        access: Some(api(json!({ "status": "202" }))),
        handler: Some(FunctionName("sign_up".into())),
        handler_lines: lines("sign_up", &[unsent]),
        ..Evidence::default()
    });

    assert_eq!(
        report.verdict,
        "GET /user/profile was answered with 202, but sign_up failed: could not send a code: LimitExceededException"
    );
}

#[test]
fn nothing_known_is_no_report() {
    let id = RequestId::parse("c6af9ac6-7b61-11e6-9a41-93e8deadbeef").expect("an id");

    assert!(RequestReport::of(&id, Evidence::default(), Timestamp::UNIX_EPOCH, Privacy::Masked).is_none());
}
