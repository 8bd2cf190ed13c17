//! What is shown of a call.

use serde_json::json;

use super::*;

fn function() -> Function {
    Function {
        name: FunctionName("get_profile".into()),
        physical_name: "shop-dev-get_profile".into(),
        alias: Some("arn:aws:lambda:us-east-1:1:function:shop-dev-get_profile:live".into()),
        request: None,
    }
}

fn line(fields: Value, message: &str) -> LogLine {
    let Value::Object(fields) = fields else { panic!("an object") };
    LogLine {
        timestamp: "2026-11-22T10:00:00.123Z".parse().expect("a time"),
        function: FunctionName("get_profile".into()),
        level: Some(Level::Info),
        request_id: Some("r-1".into()),
        message: message.into(),
        fields,
        kind: crate::log_lines::Kind::Function,
    }
}

fn report(payload: &Value, function_error: Option<&str>, privacy: Privacy) -> InvokeReport {
    let invocation = Invocation {
        payload: payload.to_string(),
        function_error: function_error.map(str::to_owned),
        version: Some("7".into()),
        ..Invocation::default()
    };
    let measured = json!({
        "duration_ms": 12.5, "billed_duration_ms": 116, "init_duration_ms": 103.0, "memory_size_mb": 256,
        "max_memory_used_mb": 31,
    });
    let log = CallLog {
        lines: vec![line(json!({ "status": 200, "user_id": null }), "request answered by ada@example.com")],
        report: Some(line(measured, "took 12.5 ms")),
        request_id: Some("r-1".into()),
        missing: None,
    };
    InvokeReport::new(&function(), invocation, log, privacy)
}

fn text(report: &InvokeReport) -> String {
    report.view().render(Some(80)).unstyled()
}

#[test]
fn an_answer_of_the_api_is_shown_with_what_it_took_and_its_log() {
    let body = json!({ "userId": "u", "email": "ada@example.com" }).to_string();

    let report = report(&json!({ "statusCode": 200, "headers": {}, "body": body }), None, Privacy::Masked);

    insta::assert_snapshot!(text(&report), @r#"
    Function  get_profile
    Result    succeeded, HTTP 200
    Took      12.5 ms, billed 116 ms, cold start 103 ms
    Memory    31 of 256 MB
    Version   7, by the alias live
    Request   r-1

    {
      "userId": "u",
      "email": "a***@e***.com"
    }

    10:00:00.123 INFO  request answered by a***@e***.com  status=200

    personal data is masked; pass `--reveal` to show it
    "#);
    assert_eq!(report.exit(), Exit::Success);
}

#[test]
fn a_failed_function_says_what_failed_and_fails_the_command() {
    let payload = json!({ "errorType": "Failed", "errorMessage": "something went wrong on our side" });

    let report = report(&payload, Some("Unhandled"), Privacy::Masked);

    assert!(
        text(&report).contains("Result    FAILED, Unhandled: something went wrong on our side\n"),
        "{}",
        text(&report)
    );
    assert_eq!((report.exit(), report.failures().len()), (Exit::Failure, 1));
    assert_eq!(json!(report)["status"], "failed");
}

#[test]
fn credentials_are_never_shown_and_content_only_on_request() {
    let body =
        json!({ "accessToken": "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "items": [{ "content": "secret" }] });
    let payload = json!({ "statusCode": 200, "body": body.to_string() });
    let shown = |privacy| json!(report(&payload, None, privacy))["payload"]["body"].as_str().map(str::to_owned);

    assert_eq!(
        shown(Privacy::Strict).as_deref(),
        Some(r#"{"accessToken":"[redacted]","items":[{"content":"(hidden)"}]}"#)
    );
    assert_eq!(
        shown(Privacy::Revealed).as_deref(),
        Some(r#"{"accessToken":"[redacted]","items":[{"content":"secret"}]}"#)
    );
}

#[test]
fn what_was_not_read_is_null_and_named() {
    let log = CallLog {
        missing: Some("not allowed to call logs:FilterLogEvents".into()),
        request_id: Some("r-1".into()),
        ..CallLog::default()
    };

    let report = InvokeReport::new(&function(), Invocation::default(), log, Privacy::Masked);

    let value = json!(report);
    assert_eq!((&value["not_read"], &value["duration_ms"]), (&json!(["log", "report"]), &Value::Null));
    assert!(text(&report).contains("Took      not read\n"), "{}", text(&report));
    assert!(text(&report).ends_with("the log is not whole: not allowed to call logs:FilterLogEvents"));
    assert_eq!(report.hints().len(), 1);
}
