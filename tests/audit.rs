//! Every write and every reveal leaves a record, which says how it ended and nothing of whom it was about.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    PATIENCE, ROOT,
    backend::{Backend, Deployed},
    scripted::Scenario,
    shop::{Shop, creation, failing_update, gated, update},
    small::error,
    srvls, tools, trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    let mut trials = trials![
        a_deployment_is_recorded_from_before_its_first_write_to_its_end,
        a_deployment_that_fails_or_is_refused_is_recorded_as_such,
        a_signal_completes_the_record,
        a_preview_leaves_no_record,
        a_protected_stage_refuses_what_it_cannot_record,
        another_stage_warns_and_goes_on,
        a_stage_without_an_audit_log_is_not_one_without_records,
        the_reason_reaches_cloudtrail_masked
    ];
    trials.extend(trials!(
        backend,
        [
            every_change_of_a_user_is_recorded,
            every_reveal_is_recorded,
            a_user_who_is_gone_is_found_by_the_sub,
            nothing_personal_is_kept_or_told,
            outcome_state_and_record_agree_whatever_call_fails
        ]
    ));
    trials
}

/// The value of a field in every event of the audit log.
fn fields(shop: &Shop, name: &str) -> Vec<Value> {
    shop.endpoint.audit_events().iter().map(|event| event[name].clone()).collect()
}

fn a_deployment_is_recorded_from_before_its_first_write_to_its_end() {
    let shop = Shop::new(creation());

    let run = shop.run(&["deploy", "--yes", "--reason", "OPS-1", "-o", "json"]);

    let release = run.json()["release"]["id"].as_str().map(|id| format!("release:{id}"));
    let [begun, done] = &shop.endpoint.audit_events()[..] else { panic!("{:?}", shop.endpoint.audit_events()) };
    assert_eq!((&begun["outcome"], &begun["target"]), (&json!("begun"), &json!("stack:shop-dev")));
    assert_eq!((&done["outcome"], &done["target"]), (&json!("done"), &json!(release)));
    for event in [begun, done] {
        assert_eq!(
            (&event["command"], &event["reason"], &event["stage"]),
            (&json!("deploy"), &json!("OPS-1"), &json!("dev"))
        );
        assert!(event["who"].as_str().is_some_and(|who| who.starts_with("arn:aws:")), "{event}");
    }
    assert_eq!(begun["id"], done["id"]);
    let calls = shop.endpoint.calls();
    let logs: Vec<&String> = calls.iter().filter(|call| call.starts_with("logs:")).collect();
    let creation = ["CreateLogStream", "CreateLogGroup", "PutRetentionPolicy", "CreateLogStream", "PutLogEvents"];
    let names = ["PutLogEvents"].into_iter().chain(creation).chain(["PutLogEvents"]);
    assert_eq!(logs, names.map(|name| format!("logs:{name}")).collect::<Vec<_>>().iter().collect::<Vec<_>>());
    let first_write = &shop.endpoint.writes()[0];
    let place = |call: &str| calls.iter().position(|made| made == call);
    assert!(place("logs:CreateLogGroup") < place(first_write), "{calls:?}");
    assert_eq!(calls.last().map(String::as_str), Some("logs:PutLogEvents"));
    let second = shop.run(&["audit", "-o", "json", "--since", "1h"]).json();
    assert_eq!(second["records"].as_array().map(Vec::len), Some(1), "{second}");
}

fn a_deployment_that_fails_or_is_refused_is_recorded_as_such() {
    let failing = Shop::new(failing_update());
    assert_eq!(failing.run(&["deploy", "--yes"]).code, 1);
    let [_, failed] = &failing.endpoint.audit_events()[..] else { panic!("two events") };
    assert_eq!((&failed["outcome"], &failed["code"]), (&json!("failed"), &json!("deploy_failed")));

    let unattended = Shop::new(update());
    assert_eq!(unattended.run(&["deploy"]).code, 2);
    let [_, refused] = &unattended.endpoint.audit_events()[..] else { panic!("two events") };
    assert_eq!((&refused["outcome"], &refused["code"]), (&json!("refused"), &json!("needs_answer")));
}

fn a_signal_completes_the_record() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let shop = Shop::new(gated(update(), 2));
        shop.endpoint.hold("cloudformation:DescribeChangeSet", 1);
        let mut command = shop.command(&["deploy", "--yes"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("srvls starts");

        assert!(shop.endpoint.is_held(PATIENCE));
        send(signal, child.id());
        let run = srvls::result_of(child.wait_with_output().expect("it ends"));

        assert_eq!(run.code, code, "{}", run.stderr);
        assert_eq!(fields(&shop, "outcome"), ["begun", "interrupted"], "{}", run.stderr);
    }
}

fn send(signal: &str, process: u32) {
    let sent = Command::new("kill").arg(format!("-{signal}")).arg(process.to_string()).status();
    assert!(sent.is_ok_and(|status| status.success()));
}

fn a_preview_leaves_no_record() {
    let shop = Shop::new(update());

    for preview in [&["diff"][..], &["deploy", "--dry-run"]] {
        assert_eq!(shop.run(preview).code, 0, "{preview:?}");
    }

    assert_eq!(shop.endpoint.audit_events(), Vec::<Value>::new());
}

/// A shop whose stage is protected, and whose audit log fails.
fn deny(call: &str, scenario: Scenario) -> Shop {
    let shop = Shop::new(scenario);
    shop.endpoint.deny(call);
    shop
}

fn a_protected_stage_refuses_what_it_cannot_record() {
    for (call, hint) in [("logs:PutLogEvents", "`logs:PutLogEvents`"), ("logs:CreateLogGroup", "--persona ops")] {
        let shop = deny(call, creation());
        shop.configure(|config| format!("{config}protected = true\n"));

        let run = shop.run(&["deploy", "--yes", "--reason", "OPS-1", "--confirm", "dev", "-o", "json"]);

        assert_eq!(run.code, 6, "{}", run.stderr);
        let error = error(&run);
        assert_eq!(error["code"], "audit_unavailable");
        assert!(error["hint"].as_str().is_some_and(|text| text.contains(hint)), "{error}");
        assert_eq!(shop.endpoint.writes(), Vec::<String>::new());
    }
}

fn another_stage_warns_and_goes_on() {
    let shop = deny("logs:PutLogEvents", creation());

    let run = shop.run(&["deploy", "--yes"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    let warnings: Vec<&str> = run.stderr.lines().filter(|line| line.contains("audit log")).collect();
    assert_eq!(warnings.len(), 1, "{}", run.stderr);
    assert!(warnings[0].contains("not allowed to call logs:PutLogEvents"), "{warnings:?}");
}

fn a_stage_without_an_audit_log_is_not_one_without_records() {
    let shop = Shop::new(update());

    let absent = shop.run(&["audit", "-o", "json"]);
    shop.endpoint.deny("logs:FilterLogEvents");
    let denied = shop.run(&["audit", "-o", "json"]);

    assert_eq!((absent.code, &error(&absent)["code"]), (5, &json!("no_audit_log")));
    assert_eq!((denied.code, &error(&denied)["code"]), (4, &json!("not_allowed")));
    assert!(error(&denied)["message"].as_str().is_some_and(|text| text.contains("logs:FilterLogEvents")));
    assert!(absent.stdout.is_empty() && denied.stdout.is_empty());
}

fn the_reason_reaches_cloudtrail_masked() {
    let shop = Shop::new(update());

    assert_eq!(shop.run(&["deploy", "--yes", "--reason", "T-1 for ada@example.com"]).code, 0);

    let agents = shop.endpoint.user_agents();
    let agents: Vec<&String> = agents.iter().filter(|agent| agent.contains("aws-sdk-rust")).collect();
    assert!(agents.len() > 10, "{agents:?}");
    let reason = |agent: &&String| agent.split(' ').any(|part| part == "app/T-1%20for%20a%2A%2A%2A%40e%2A%2A%2A.com");
    assert!(agents.iter().all(reason), "{agents:?}");
}

/// The records about a user, oldest first.
fn records(deployed: &Deployed, handle: &str) -> Vec<Value> {
    let report = deployed.run(&["audit", "--since", "1h", "--user", handle, "-o", "json"]).json();
    let mut records = report["records"].as_array().expect("a list").clone();
    records.reverse();
    records
}

fn every_change_of_a_user_is_recorded(backend: &Backend) {
    const VERBS: [&str; 8] =
        ["disable", "enable", "contain", "enable", "confirm", "sign-out", "verify-email", "reset-password"];
    let deployed = backend.get();
    let user = deployed.client().new_user();

    for verb in VERBS {
        let run = deployed.run(&["user", verb, &user.email, "--yes", "--reason", "T-1"]);
        assert_eq!(run.code, 0, "{verb}: {}", run.stderr);
    }

    let records = records(deployed, &user.email);
    let commands: Vec<&str> = records.iter().filter_map(|record| record["command"].as_str()).collect();
    assert_eq!(commands, VERBS.map(|verb| format!("user {verb}")));
    for record in &records {
        assert_eq!((&record["outcome"], &record["reason"]), (&json!("done"), &json!("T-1")), "{record}");
        assert_eq!(record["target"], records[0]["target"]);
    }
    let who = records[0]["who"].as_str().expect("an ARN");
    let by =
        |who: &str| deployed.run(&["audit", "--by", who, "--user", &user.sub, "-o", "json"]).json()["records"].take();
    assert_eq!(by(who).as_array().map(Vec::len), Some(VERBS.len()));
    assert_eq!(by("someone-else"), json!([]));
}

fn every_reveal_is_recorded(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    let reveals: [&[&str]; 3] = [
        &["user", "lookup", &user.email],
        &["table", "get", "UserProfiles", &user.sub],
        &["table", "query", "AppData", &user.sub],
    ];
    for words in reveals {
        assert_eq!(deployed.run(words).code, 0);
        assert_eq!(deployed.run(&[words, &["--reveal"]].concat()).code, 0);
    }
    assert_eq!(deployed.run(&["logs", "tail", "get_profile", "--reveal"]).code, 0);
    assert_eq!(deployed.run(&["table", "scan", "AppData", "--limit", "1", "--reveal"]).code, 0);

    let about_user = records(deployed, &user.sub);

    let told: Vec<(&Value, &Value)> =
        about_user.iter().map(|record| (&record["command"], &record["outcome"])).collect();
    let done = json!("done");
    let commands = ["user lookup --reveal", "table get --reveal", "table query --reveal"].map(Value::from);
    assert_eq!(told, commands.iter().map(|command| (command, &done)).collect::<Vec<_>>());
    let all = deployed.run(&["audit", "--since", "1h", "-o", "json"]).json();
    for (command, target) in [("logs tail --reveal", "logs:get_profile"), ("table scan --reveal", "table:AppData")] {
        let recorded = |record: &Value| record["command"] == command && record["target"] == target;
        assert!(all["records"].as_array().is_some_and(|records| records.iter().any(recorded)), "{command}: {all}");
    }
}

fn a_user_who_is_gone_is_found_by_the_sub(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    assert_eq!(deployed.run(&["user", "disable", &user.sub, "--yes"]).code, 0);
    let request = json!({ "UserPoolId": deployed.output("UserPoolId"), "Username": user.sub });
    deployed.cognito("AdminDeleteUser", request);

    let by_email = deployed.run(&["audit", "--user", &user.email]);

    assert_eq!(by_email.code, 5, "{}", by_email.stderr);
    assert_eq!(records(deployed, &user.sub).len(), 1);
}

/// Whatever a run writes: to its streams, to the project's folder, to the release ledger and to the audit log.
fn nothing_personal_is_kept_or_told(backend: &Backend) {
    const SECRET: &str = "hunter2-planted";
    let deployed = backend.get();
    let user = deployed.client().new_user();
    let reason = format!("asked by {} password={SECRET}", user.email);
    let mut told = String::new();
    let commands: [&[&str]; 8] = [
        &["user", "disable", &user.email],
        &["user", "enable", &user.email],
        &["user", "contain", &user.email],
        &["user", "reset-password", &user.email],
        &["user", "enable", &user.email],
        &["user", "resend", &user.email],
        &["user", "lookup", &user.email],
        &["deploy"],
    ];
    for words in commands {
        let _building = (words == ["deploy"]).then(|| deployed.building());
        let run = deployed.run(&[words, &["--yes", "-v", "--reason", &reason]].concat());
        told = format!("{told}\n{}{}", run.stdout, run.stderr);
    }
    let reveal = deployed.run(&["user", "lookup", &user.email, "--reveal", "-v", "--reason", &reason]);
    told = format!("{told}\n{}", reveal.stderr);
    told += &deployed.run(&["audit", "--since", "1h", "-o", "json"]).stdout;
    told += &deployed.run(&["releases", "-o", "json"]).stdout;
    told += &files(deployed.project.path());

    for planted in [user.email.as_str(), SECRET] {
        let line = told.lines().find(|line| line.contains(planted));
        assert_eq!(line, None, "{planted} was kept or told");
    }
    assert!(reveal.stdout.contains(&user.email), "a reveal shows it: {}", reveal.stdout);
    let reason = told.lines().find(|line| line.contains("asked by")).unwrap_or_default();
    assert!(reason.contains("asked by u***@e***.com password=[redacted]"), "the reason is kept, masked: {reason}");
    let recorded = deployed.run(&["audit", "--since", "1h", "-o", "json"]).stdout;
    assert!(!recorded.contains(&user.sub), "the audit log has pseudonyms");
}

/// The text of every file that srvls wrote beside the project. The emulator's own data and log are left out: there, it
/// prints the mails that Cognito would send.
pub(crate) fn files(folder: &Path) -> String {
    let mut text = String::new();
    for entry in unless_gone(fs::read_dir(folder)).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("data") && !path.ends_with("src") && !path.ends_with("lambdas") {
            text += &files(&path);
        } else if path.is_file() && !path.ends_with("emulator.log") {
            text += &String::from_utf8_lossy(&unless_gone(fs::read(&path)).unwrap_or_default());
        }
    }
    text
}

/// Another test may be done with it meanwhile.
fn unless_gone<T>(read: io::Result<T>) -> Option<T> {
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        read => Some(read.unwrap()),
    }
}

/// A sample; `tests/tools/fault_matrix.py` runs all five commands with ten faults at every call.
fn outcome_state_and_record_agree_whatever_call_fails(backend: &Backend) {
    let deployed = backend.get();
    let mut matrix = tools::tool("python");
    matrix.arg(format!("{ROOT}/tests/tools/fault_matrix.py"));
    matrix.args(["--binary", env!("CARGO_BIN_EXE_srvls"), "--group", "/srvls/srvls-local/audit"]);
    matrix.arg("--project").arg(deployed.project.path());
    matrix.args(["--upstream", &format!("127.0.0.1:{}", deployed.port)]);
    matrix.args(["--pool", &deployed.output("UserPoolId"), "--client", &deployed.output("UserPoolClientId")]);
    matrix.args(["--verb", "contain", "--verb", "confirm", "--jobs", "4"]);
    for fault in ["denied-always", "lost-answer-once", "truncated-once", "empty200-once"] {
        matrix.args(["--fault", fault]);
    }
    for call in ["logs:PutLogEvents", "cognito-idp:AdminDisableUser", "cognito-idp:AdminUserGlobalSignOut"] {
        matrix.args(["--call", call]);
    }

    tools::run(&mut matrix);
}
