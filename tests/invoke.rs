//! `srvls invoke`: each saved event reaches its function as its own trigger would send it, and what can do harm is asked for.

use std::{fs, io::Write as _, process::Stdio, sync::Arc};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    backend::{Backend, Deployed},
    client::User,
    small::error,
    srvls, trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(
        backend,
        [
            a_request_is_made_as_a_user_with_its_answer_its_log_and_a_record,
            a_request_has_a_body_and_parameters_of_its_own,
            every_other_trigger_has_its_event,
            a_function_that_fails_fails_the_command_and_shows_why,
            an_event_is_printed_edited_and_passed_back,
            what_can_change_something_is_asked_for_and_nonsense_is_refused
        ]
    )
}

#[track_caller]
fn invoked(deployed: &Deployed, arguments: &[&str]) -> Value {
    deployed.run(&[&["invoke"], arguments, &["--yes", "-o", "json"]].concat()).json()
}

fn body(report: &Value) -> Value {
    serde_json::from_str(report["payload"]["body"].as_str().expect("a body")).expect("JSON")
}

fn a_request_is_made_as_a_user_with_its_answer_its_log_and_a_record(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();

    let report = invoked(deployed, &["get_profile", "--as", &user.email]);

    assert_eq!((&report["status"], &report["payload"]["statusCode"]), (&json!("succeeded"), &json!(200)), "{report:#}");
    let profile = body(&report);
    assert_eq!((profile["userId"].as_str(), &profile["name"]), (Some(&*user.sub), &json!("A***")));
    assert!(!report.to_string().contains(&user.email), "{report:#}");
    let log = report["log"].as_array().expect("lines");
    let answered = log.iter().find(|line| line["message"] == "request answered").expect("a line");
    assert_eq!((&answered["request_id"], &answered["fields"]["user_id"]), (&report["request_id"], &json!(user.sub)));
    assert!(report["duration_ms"].is_number() && report["billed_duration_ms"].is_number(), "{report:#}");
    assert_eq!((&report["version"], &report["not_read"]), (&json!("$LATEST"), &json!([])));

    let revealed = invoked(deployed, &["get_profile", "--as", &user.sub, "--reveal"]);
    assert_eq!(body(&revealed)["email"], user.email);
    let records = deployed.run(&["audit", "--since", "1h", "--user", &user.sub, "-o", "json"]).json();
    let record = records["records"].as_array().expect("a list").iter().find(|record| record["command"] == "invoke");
    let target = record.and_then(|record| record["target"].as_str()).unwrap_or_default();
    assert!(target.starts_with("user:") && target.ends_with("/get_profile"), "{records:#}");
}

fn a_request_has_a_body_and_parameters_of_its_own(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    let as_user = |arguments: &[&str]| invoked(deployed, &[arguments, &["--as", &user.email]].concat());

    let created = as_user(&["create_data", "--payload", r#"{"content":{"a":1},"category":"made"}"#]);
    let id = body(&created)["dataId"].as_str().expect("an id").to_owned();
    let read = as_user(&["get_data", "--parameter", &format!("dataId={id}")]);
    let listed = as_user(&["list_data", "--parameter", "category=made", "--parameter", "limit=1"]);
    let example = as_user(&["put_profile"]);

    assert_eq!((&body(&read)["content"], &body(&read)["category"]), (&json!({ "a": 1 }), &json!("made")));
    assert_eq!(body(&listed)["items"].as_array().map(Vec::len), Some(1), "{listed:#}");
    assert_eq!(example["payload"]["statusCode"], 200, "the contract has an example of a body: {example:#}");
    let lacks = deployed.run(&["invoke", "get_data", "--as", &user.email, "-o", "json"]);
    assert_eq!((lacks.code, &error(&lacks)["hint"]), (2, &json!("pass `--parameter dataId=VALUE`")));
}

fn every_other_trigger_has_its_event(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    let erased = deployed.client().new_user();

    let confirmed = invoked(deployed, &["post_confirmation", "--as", &user.email]);
    let uploaded = invoked(deployed, &["image_uploaded", "--event", "s3", "--as", &user.email]);
    let token = invoked(deployed, &["authorizer"]);
    let refused = deployed.run(&["invoke", "erase_user", "--as", &erased.email, "--yes"]);
    let erasure = invoked(deployed, &["erase_user", "--as", &erased.email, "--confirm", "erase_user"]);

    assert_eq!(confirmed["payload"]["request"]["userAttributes"]["sub"], user.sub);
    assert_eq!((&uploaded["status"], &uploaded["payload"]), (&json!("succeeded"), &Value::Null));
    assert_eq!(token["payload"]["policyDocument"]["Statement"][0]["Effect"], "Deny");
    assert_eq!((&token["alias"], &token["log"][0]["message"]), (&json!("live"), &json!("token rejected")));
    assert_eq!(refused.code, 6, "--yes is no typed name: {}", refused.stderr);
    assert_eq!(erasure["status"], "succeeded", "{erasure:#}");
    let gone = deployed.run(&["user", "lookup", &erased.sub]);
    assert_eq!(gone.code, 5, "{}", gone.stdout);
}

fn a_function_that_fails_fails_the_command_and_shows_why(backend: &Backend) {
    let deployed = backend.get();

    let run = deployed.run(&["invoke", "image_uploaded", "--payload", r#"{"a":1}"#, "--yes", "-o", "json"]);

    assert_eq!(run.code, 1, "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).expect("an answer");
    assert_eq!((&report["status"], &report["function_error"]), (&json!("failed"), &json!("Unhandled")));
    assert!(report["payload"]["errorMessage"].as_str().is_some_and(|why| why.contains("missing field `detail`")));
    let shown = deployed.run(&["invoke", "image_uploaded", "--payload", r#"{"a":1}"#, "--yes"]);
    assert!(shown.stdout.contains("FAILED, Unhandled: failed to deserialize"), "{}", shown.stdout);
}

fn an_event_is_printed_edited_and_passed_back(backend: &Backend) {
    let deployed = backend.get();
    let user: User = deployed.client().new_user();
    let printed = deployed.run(&["invoke", "put_profile", "--as", &user.email, "--dry-run", "--reveal"]);
    let file = deployed.project.file("event.json");
    fs::write(&file, printed.stdout.replace("Ada King", "Grace")).unwrap();

    let from_file = invoked(deployed, &["put_profile", "--payload", &format!("@{}", file.display()), "--reveal"]);
    let mut command = deployed.command(&["invoke", "get_profile", "--payload", "-", "-o", "json", "--reveal"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(printed.stdout.replace("PUT", "GET").as_bytes()).unwrap();
    let from_stdin = srvls::result_of(child.wait_with_output().unwrap()).json();

    assert_eq!(body(&from_file)["name"], "Grace");
    assert_eq!(body(&from_stdin)["name"], "Grace");
    let confirmation = deployed.run(&["invoke", "post_confirmation", "--as", &user.email, "--dry-run"]);
    fs::write(&file, &confirmation.stdout).unwrap();
    let masked = deployed.run(&["invoke", "post_confirmation", "--payload", &format!("@{}", file.display()), "--yes"]);
    assert_eq!(masked.code, 2, "a mask is no address: {}", masked.stderr);
}

fn what_can_change_something_is_asked_for_and_nonsense_is_refused(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    let refused = |arguments: &[&str]| {
        let run = deployed.run(&[&["invoke"], arguments, &["-o", "json"]].concat());
        assert!(run.stdout.is_empty(), "{}", run.stdout);
        (run.code, error(&run)["hint"].as_str().unwrap_or_default().to_owned())
    };

    let (code, hint) = refused(&["put_profile", "--as", &user.email]);
    assert_eq!((code, hint.as_str()), (2, "pass `--yes` to confirm"));
    assert_eq!(deployed.run(&["invoke", "get_profile", "--as", &user.email]).code, 0, "a read is not asked for");
    assert_eq!(refused(&["get_profil", "--payload", "{}"]), (5, "did you mean `get_profile`?".into()));
    let (code, hint) = refused(&["get_profile", "--event", "cron"]);
    assert_eq!((code, hint.as_str()), (5, "saved events: api, authorizer, post-confirmation, s3, sqs"));
    assert_eq!(refused(&["get_profile", "--event", "sqs"]).0, 2);
    assert_eq!(refused(&["get_profile"]).0, 2, "nobody is signed in");
    assert_eq!(refused(&["get_profile", "--as", "nobody@example.com"]).0, 5);
    assert_eq!(refused(&["get_profile", "--payload", "{\"a\""]).0, 2);
    assert_eq!(refused(&["get_profile", "--payload", "@no-such-file"]).0, 1);
    assert_eq!(refused(&["get_profile", "--as", &user.email, "--read-only"]).0, 6);
    let large = deployed.project.file("large.json");
    fs::write(&large, format!("\"{}\"", "a".repeat(6 * 1024 * 1024))).unwrap();
    let (code, hint) = refused(&["get_profile", "--payload", &format!("@{}", large.display())]);
    assert_eq!(code, 2, "{hint}");
}
