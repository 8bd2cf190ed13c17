//! What operators see of their users, data, logs and alarms.

use std::{
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{PATIENCE, ROOT, backend::Backend, tools, trials};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(
        backend,
        [
            a_lookup_combines_the_user_the_profile_and_the_data,
            a_lookup_masks_personal_data_by_default,
            an_unknown_user_is_not_found,
            an_item_is_printed_as_plain_json,
            a_query_finds_a_users_items,
            the_tables_are_listed,
            log_lines_are_found_by_function,
            a_refused_token_is_a_request_to_the_api_and_no_error,
            every_alarm_has_a_severity_and_enabled_actions,
            the_status_of_a_fresh_stage_is_healthy,
            every_format_prints_the_outputs,
            a_read_is_right_or_names_the_call_that_failed
        ]
    )
}

fn a_lookup_combines_the_user_the_profile_and_the_data(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let user = client.new_user();
    for category in ["notes", "notes", "photos"] {
        user.call(&client, "POST", "/data", Some(json!({ "content": 1, "category": category })));
    }

    let by_email = deployed.run(&["user", "lookup", &user.email, "-o", "json", "--reveal"]).json();
    let by_sub = deployed.run(&["user", "lookup", &user.sub, "-o", "json", "--reveal"]).json();

    // What support did has the first reveal by the second lookup.
    for part in ["user", "profile", "data", "images", "verdict"] {
        assert_eq!(by_email[part], by_sub[part], "{part}");
    }
    assert_eq!(by_email["user"]["email"], user.email.as_str());
    assert_eq!(by_email["user"]["status"], "CONFIRMED");
    assert_eq!(by_email["profile"]["userId"], user.sub.as_str());
    assert_eq!(by_email["data"]["items"], 3);
    assert_eq!(by_email["data"]["by_category"], json!({ "notes": 2, "photos": 1 }));
    assert_eq!(by_email["verdict"]["can_sign_in"], true);
}

fn a_lookup_masks_personal_data_by_default(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();

    let run = deployed.run(&["user", "lookup", &user.sub, "-o", "json"]);

    assert_eq!(run.json()["masked"], true);
    assert!(!run.stdout.contains(&user.email), "{}", run.stdout);
    assert!(!run.stdout.contains("Ada"), "{}", run.stdout);
}

fn an_unknown_user_is_not_found(backend: &Backend) {
    let run = backend.get().run(&["user", "lookup", "nobody@example.com"]);

    assert_eq!(run.code, 5);
    assert!(run.stderr.starts_with("error: there is no user"), "{}", run.stderr);
}

fn an_item_is_printed_as_plain_json(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();

    let item = deployed.run(&["table", "get", "UserProfiles", &user.sub, "-o", "json", "--reveal"]).json();
    let absent = deployed.run(&["table", "get", "UserProfiles", "no-such-user"]);

    assert_eq!(item["userId"], user.sub.as_str());
    assert_eq!(item["email"], user.email.as_str());
    assert_eq!(absent.code, 5, "{}", absent.stderr);
}

fn a_query_finds_a_users_items(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let user = client.new_user();
    for number in 0..3 {
        user.call(&client, "POST", "/data", Some(json!({ "content": number, "category": "notes" })));
    }

    let all = deployed.run(&["table", "query", "AppData", &user.sub, "-o", "json"]).json();
    let limited = deployed.run(&["table", "query", "AppData", &user.sub, "--limit", "2", "-o", "json"]).json();

    assert_eq!(all["count"], 3);
    assert_eq!((&limited["count"], &limited["truncated"]), (&json!(2), &json!(true)));
}

fn the_tables_are_listed(backend: &Backend) {
    let tables = backend.get().run(&["table", "list", "-o", "jsonl"]).json_lines();

    let named = |name: &str| tables.iter().any(|table| table.to_string().contains(name));
    assert!(named("UserProfiles") && named("AppData"), "{tables:?}");
}

fn log_lines_are_found_by_function(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let user = client.new_user();
    let put = user.call(&client, "PUT", "/user/profile", Some(json!({ "name": "Logged" })));
    assert_eq!(put.status, 200, "{put:?}");

    // Logs arrive shortly after the response.
    let deadline = Instant::now() + PATIENCE;
    let lines = loop {
        let lines = deployed.run(&["logs", "tail", "put_profile", "--since", "5m", "-o", "jsonl"]).json_lines();
        if !lines.is_empty() || Instant::now() > deadline {
            break lines;
        }
        sleep(Duration::from_millis(300));
    };

    assert!(lines.iter().any(|line| line["function"] == "put_profile" && line["request_id"].is_string()), "{lines:?}");
    let text = Value::from(lines).to_string();
    assert!(!text.contains(&user.access_token) && !text.contains(&user.email), "personal data in the logs");
}

fn a_refused_token_is_a_request_to_the_api_and_no_error(backend: &Backend) {
    let deployed = backend.get();
    let stranger = [("Authorization", "Bearer of.a.stranger")];
    assert_eq!(deployed.client().call("GET", "/user/profile", &stranger, None).status, 401);
    let refused = |line: &Value| line["fields"]["status"] == 401 && line["fields"]["errorType"] == "ACCESS_DENIED";
    let rejects = |line: &Value| line["message"] == "token rejected";
    let lines = |source: &str, more: &[&str]| {
        deployed.run(&[&["logs", "tail", source, "--since", "10m", "-o", "jsonl"], more].concat()).json_lines()
    };

    // Logs arrive shortly after the response.
    let deadline = Instant::now() + PATIENCE;
    while !(lines("api", &[]).iter().any(refused) && lines("authorizer", &[]).iter().any(rejects)) {
        assert!(Instant::now() < deadline, "{:?}", lines("api", &[]));
        sleep(Duration::from_millis(300));
    }

    let failures = deployed.run(&["logs", "errors", "--since", "10m", "-o", "json"]).json();
    assert!(failures["refused"]["tokens"].as_u64() >= Some(1), "{failures}");
    // On a busy machine, the request of another test may run out of time.
    let in_time = |line: &&Value| !line.to_string().contains("timed out");
    let of_authorizer = |error: &&Value| error["function"] == "authorizer" && in_time(error);
    assert_eq!(failures["errors"].as_array().map(|errors| errors.iter().filter(of_authorizer).count()), Some(0));

    let request = lines("api", &["--where", "status=401"]).pop().expect("a request");
    assert_eq!((&request["function"], &request["level"]), (&"api".into(), &"info".into()));
    assert!(request["message"].as_str().is_some_and(|text| text.contains(" 401 in ")), "{request}");
    assert_eq!(lines("authorizer", &["--level", "error"]).iter().find(in_time), None);
    let merged = deployed.run(&["logs", "tail", "--since", "10m", "--where", "status=401", "-o", "jsonl"]).json_lines();
    assert!(merged.iter().any(|line| line["function"] == "api"), "{merged:?}");
}

fn every_alarm_has_a_severity_and_enabled_actions(backend: &Backend) {
    let report = backend.get().run(&["alarms", "-o", "json"]).json();

    let alarms = report["alarms"].as_array().expect("alarms");
    assert!(alarms.len() > 5, "{report}");
    for alarm in alarms {
        assert!(matches!(alarm["severity"].as_str(), Some("critical" | "warning")), "{alarm}");
        assert_eq!(alarm["actions_enabled"], true, "{alarm}");
    }
}

fn the_status_of_a_fresh_stage_is_healthy(backend: &Backend) {
    let status = backend.get().run(&["status", "-o", "json"]).json();

    assert_eq!(status["stack"], "srvls-local");
    assert_eq!(status["release"], backend.get().report["release"]);
    assert!(status["functions"].as_array().is_some_and(|functions| functions.len() >= 9), "{status}");
    assert!(status["outputs"]["ApiUrl"].is_string(), "{status}");
}

fn every_format_prints_the_outputs(backend: &Backend) {
    let deployed = backend.get();
    let url = deployed.output("ApiUrl");

    for format in ["table", "json", "jsonl", "yaml", "csv"] {
        let run = deployed.run(&["outputs", "-o", format]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.contains(&url), "{format}: {}", run.stdout);
    }
    assert_eq!(deployed.run(&["outputs", "ApiUrl"]).stdout, format!("{url}\n"));
    assert_eq!(deployed.run(&["outputs", "--query", "ApiUrl"]).json(), json!(url));
}

/// A sample; `tests/tools/fault_reads.py` runs every command that reads, with ten faults at every call.
fn a_read_is_right_or_names_the_call_that_failed(backend: &Backend) {
    let deployed = backend.get();
    let mut matrix = tools::tool("python");
    matrix.arg(format!("{ROOT}/tests/tools/fault_reads.py"));
    matrix.args(["--binary", env!("CARGO_BIN_EXE_srvls"), "--upstream", &format!("127.0.0.1:{}", deployed.port)]);
    matrix.arg("--project").arg(deployed.project.path()).args(["--jobs", "4", "--limit", "30"]);
    for read in ["alarms", "user lookup {email}", "table list", "releases"] {
        matrix.args(["--read", read]);
    }
    for fault in ["denied-always", "half-once"] {
        matrix.args(["--fault", fault]);
    }

    tools::run(&mut matrix);
}
