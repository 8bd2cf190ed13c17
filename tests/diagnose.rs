//! `srvls diagnose`: one request from the id that its caller has, and the guide run against the stage.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    PATIENCE,
    backend::{Backend, Deployed},
    shop::{Shop, update},
    small::error,
    trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    let mut trials = trials![what_can_not_be_read_is_unknown_and_nothing_is_made_up];
    trials.extend(trials!(
        backend,
        [
            a_refused_request_is_followed_from_the_id_in_its_error,
            a_refused_token_ends_at_the_authorizer,
            an_id_that_no_log_has_is_said_to_be_in_none,
            the_guide_has_evidence_for_each_check_and_knows_what_it_does_not_know
        ]
    ));
    trials
}

/// The answer once all of the request's lines are there.
#[track_caller]
pub(crate) fn diagnosed(deployed: &Deployed, id: &str, is_whole: impl Fn(&Value) -> bool) -> Value {
    let begun = Instant::now();
    loop {
        let run = deployed.run(&["diagnose", id, "--since", "1h", "-o", "json"]);
        let report: Value = serde_json::from_str(&run.stdout).unwrap_or_default();
        if is_whole(&report) {
            return report;
        }
        assert!(begun.elapsed() < PATIENCE, "{report:#}\n{}", run.stderr);
        thread::sleep(Duration::from_millis(300));
    }
}

pub(crate) fn steps(report: &Value) -> Vec<&str> {
    report["spans"].as_array().into_iter().flatten().filter_map(|span| span["what"].as_str()).collect()
}

fn a_refused_request_is_followed_from_the_id_in_its_error(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let user = client.new_user();
    let refused = user.call(&client, "GET", &format!("/data/{}/none", user.sub), None);
    let id = refused.body["requestId"].as_str().expect("an id");

    let report = diagnosed(deployed, id, |report| steps(report).len() >= 3);

    assert_eq!(&steps(&report)[..3], ["API Gateway", "authorizer", "get_data"], "{report:#}");
    let request = &report["request"];
    assert_eq!((&request["api_request_id"], &request["status"]), (&json!(id), &json!(404)));
    assert_eq!((&request["resource"], &request["user_id"]), (&json!("/data/{userId}/{dataId}"), &json!(user.sub)));
    assert!(report["spans"][1]["outcome"].as_str().is_some_and(|said| said.starts_with("accepted the token")));
    assert_eq!(report["not_found"][0]["what"], "X-Ray");
    let lambda_id = request["lambda_request_id"].as_str().expect("Lambda's id").to_owned();

    let again = diagnosed(deployed, &lambda_id, |report| steps(report).len() >= 3);
    assert_eq!(again["request"]["api_request_id"], json!(id), "Lambda's id leads to the same request");
    let shown = deployed.run(&["diagnose", id]);
    assert!(shown.stdout.starts_with("GET /data/{userId}/{dataId} was refused with 404"), "{}", shown.stdout);
    // From the cache, the authorizer was not asked.
    let cached = user.call(&client, "GET", &format!("/data/{}/none", user.sub), None);
    let id = cached.body["requestId"].as_str().expect("an id");
    let report = diagnosed(deployed, id, |report| steps(report).len() >= 3);
    assert!(report["spans"][1]["outcome"].as_str().is_some_and(|said| said.contains("from the cache")), "{report:#}");
}

fn a_refused_token_ends_at_the_authorizer(backend: &Backend) {
    let deployed = backend.get();
    let token = format!("Bearer {}", "made-up".repeat(9));
    let refused = deployed.client().call("GET", "/user/profile", &[("authorization", &token)], None);
    let id = refused.body["requestId"].as_str().expect("an id");

    let report = diagnosed(deployed, id, |report| steps(report).len() >= 2);

    assert_eq!(steps(&report), ["API Gateway", "authorizer"], "{report:#}");
    assert_eq!(report["request"]["status"], 401);
    let outcome = report["spans"][1]["outcome"].as_str().unwrap_or_default();
    assert!(outcome.starts_with("refused the token: "), "{outcome}");
    assert!(!report.to_string().contains("made-upmade-up"), "{report:#}");
}

fn an_id_that_no_log_has_is_said_to_be_in_none(backend: &Backend) {
    let deployed = backend.get();

    let unknown = deployed.run(&["diagnose", "5f9b1f0e-7c1d-4f7e-9f3b-2d6c8a4e0b17", "-o", "json"]);
    let nonsense = deployed.run(&["diagnose", "not an id", "-o", "json"]);
    let edge = deployed.run(&["diagnose", &format!("{}==", "a".repeat(54)), "-o", "json"]);

    assert_eq!((unknown.code, &error(&unknown)["code"]), (5, &json!("not_found")));
    assert!(error(&unknown)["hint"].as_str().is_some_and(|hint| hint.contains("API Gateway: not in its access log")));
    assert_eq!(nonsense.code, 2, "{}", nonsense.stderr);
    assert!(
        error(&edge)["hint"].as_str().is_some_and(|hint| hint.contains("the stage has no edge")),
        "{}",
        edge.stderr
    );
}

fn the_guide_has_evidence_for_each_check_and_knows_what_it_does_not_know(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    client.new_user().call(&client, "GET", "/user/profile", None);

    let report = deployed.run(&["diagnose", "--since", "1h", "-o", "json"]).json();

    let checks = report["checks"].as_array().expect("checks");
    let names: Vec<&str> = checks.iter().filter_map(|check| check["name"].as_str()).collect();
    let expected = [
        "time-outs",
        "slow calls",
        "throttling",
        "hot keys",
        "CORS",
        "cold starts",
        "memory",
        "authorizer",
        "mails",
        "cache",
        "log retention",
        "quotas",
    ];
    assert_eq!(names, expected);
    for check in checks {
        let result = check["result"].as_str().unwrap_or_default();
        assert!(["pass", "warn", "fail", "skip", "unknown"].contains(&result), "{check:#}");
        assert!(check["evidence"].as_array().is_some_and(|lines| !lines.is_empty()), "{check:#}");
        assert_eq!(
            check["fix"].is_null(),
            !["warn", "fail"].contains(&result) && check["name"] != "hot keys",
            "{check:#}"
        );
    }
    let result = |name: &str| checks.iter().find(|check| check["name"] == name).map(|check| check["result"].clone());
    assert_eq!((result("log retention"), result("quotas")), (Some(json!("pass")), Some(json!("skip"))), "{report:#}");
    assert_eq!(result("memory"), Some(json!("unknown")), "the emulator measures none: {report:#}");
    assert_eq!(result("CORS"), Some(json!("pass")), "the origin is that of `srvls local web`: {report:#}");
    assert_eq!(deployed.run(&["diagnose", "--exit-code"]).code & !3, 0);
}

/// The scripted AWS has no X-Ray, no log groups and no Contributor Insights; its logs are denied.
fn what_can_not_be_read_is_unknown_and_nothing_is_made_up() {
    let shop = Shop::new(update());
    for call in ["logs:FilterLogEvents", "logs:DescribeLogGroups", "lambda:GetAccountSettings"] {
        shop.endpoint.deny(call);
    }

    let guide = shop.run(&["diagnose", "-o", "json"]).json();
    let request = shop.run(&["diagnose", "1-67a1b2c3-0123456789abcdef01234567", "-o", "json"]);

    let checks = guide["checks"].as_array().expect("checks");
    let passed: Vec<&Value> = checks.iter().filter(|check| check["result"] == "pass").collect();
    assert!(passed.is_empty(), "{passed:#?}");
    let unknown = checks.iter().filter(|check| check["result"] == "unknown").count();
    assert!(unknown >= 8, "{guide:#}");
    assert_eq!(request.code, 5, "{}", request.stdout);
    let hint = error(&request)["hint"].as_str().unwrap_or_default().to_owned();
    assert!(hint.contains("not allowed to call logs:FilterLogEvents") && hint.contains("X-Ray"), "{hint}");
}
