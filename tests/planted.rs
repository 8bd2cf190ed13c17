//! Personal values that are planted in every field of a user: no command says them or keeps them.

use std::{fs, path::Path, sync::Arc};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::{
    audit::files,
    support::{
        backend::{Backend, Deployed},
        client::User,
        srvls, trials,
    },
    user_lookups::eventually,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(backend, [no_command_says_or_keeps_a_personal_value])
}

const ADDRESS: &str = "planted-mail@example.com";
/// Each stands in a field of its own.
const PLANTED: [&str; 9] = [
    "planted-mail",
    "Planted Name",
    "Planted Family",
    "Planted Street",
    "1055557777",
    "planted-second",
    "1066668888",
    "Planted Inside",
    "planted-path",
];
/// What was typed wrong: no handler may log it.
const MISTYPED: &str = "Planted-Password-9";

/// A user of whom every field of the account, the profile and the data has a planted value.
fn planted(deployed: &Deployed) -> User {
    let client = deployed.client();
    let user = client.user_with(ADDRESS);
    let attributes = json!([
        { "Name": "name", "Value": PLANTED[1] }, { "Name": "family_name", "Value": PLANTED[2] },
        { "Name": "address", "Value": PLANTED[3] }, { "Name": "phone_number", "Value": "+821055557777" },
    ]);
    let account = json!({
        "UserPoolId": deployed.output("UserPoolId"), "Username": user.sub, "UserAttributes": attributes,
    });
    deployed.cognito("AdminUpdateUserAttributes", account);
    let profile = json!({
        "userId": { "S": user.sub }, "email": { "S": ADDRESS }, "name": { "S": PLANTED[1] },
        "homeAddress": { "S": PLANTED[3] }, "mobile": { "S": "+82 10-5555-7777" }, "phone": { "S": "+821055557777" },
        "version": { "N": "1" },
    });
    let put = json!({ "TableName": deployed.output("UserProfilesTable"), "Item": profile });
    deployed.aws("dynamodb", "DynamoDB_20120810.PutItem", put);
    let content = json!({
        "note": "write to planted-second@example.com or call +82 10-6666-8888", "+821066668888": 1,
        "people": [{ "firstName": PLANTED[7], "email": ADDRESS }],
    });
    let entry = json!({ "content": content, "category": "notes" });
    assert_eq!(user.call(&client, "POST", "/data", Some(entry)).status, 201);
    // What goes wrong is logged.
    let wrong = json!({ "email": ADDRESS, "password": MISTYPED });
    assert_eq!(client.post("/auth/signin", wrong).status, 401);
    let elsewhere = format!("/data/{}/planted-path-{ADDRESS}", user.sub);
    assert_eq!(user.call(&client, "GET", &elsewhere, None).status, 404);
    let no_profile = json!({ "name": { "of": PLANTED[1] }, "email": ADDRESS });
    assert_eq!(user.call(&client, "PUT", "/user/profile", Some(no_profile)).status, 400);
    user
}

/// What runs without a terminal and `--yes`, each also as verbose as it can be.
fn commands(sub: &str) -> Vec<Vec<&str>> {
    let formats = ["table", "json", "jsonl", "csv", "yaml"];
    let read: [&[&str]; 19] = [
        &["user", "lookup", sub],
        &["user", "lookup", ADDRESS],
        &["user", "lookup", "planted-mail@exampel.com"],
        &["user", "lookup", "planted-", "--prefix"],
        &["user", "list"],
        &["user", "timeline", ADDRESS],
        &["user", "group", "list", ADDRESS],
        &["user", "mfa", "status", "+821055557777"],
        &["table", "get", "UserProfiles", sub],
        &["table", "query", "UserProfiles", ADDRESS],
        &["table", "query", "AppData", sub],
        &["table", "scan", "AppData", "--limit", "1000"],
        &["table", "scan", "UserProfiles", "--limit", "1000"],
        &["logs", "tail", "--since", "1h"],
        &["logs", "errors", "--since", "1h"],
        &["audit", "--since", "1h"],
        &["audit", "--since", "1h", "--user", ADDRESS],
        &["handover", "--since", "1h"],
        &["status"],
    ];
    let written: [&[&str]; 16] = [
        &["user", "set", ADDRESS, "name=Planted Name, too", "family_name=Planted Family"],
        &["user", "set", ADDRESS, "phone_number=Planted Street"],
        &["user", "set", ADDRESS, "team=Planted Inside"],
        &["user", "create", "planted-second@example.com", "--name", PLANTED[7], "--send-invite"],
        &["user", "resend", "planted-second@example.com"],
        &["user", "disable", ADDRESS],
        &["user", "enable", ADDRESS],
        &["user", "sign-out", ADDRESS],
        &["user", "verify-email", ADDRESS],
        &["user", "mfa", "reset", ADDRESS],
        &["user", "reset-password", ADDRESS],
        &["table", "put", "UserProfiles", r#"{"userId": "planted", "email": "planted-mail@example.com"}"#],
        &["table", "put", "UserProfiles", r#"{"userId": "planted", "name": "Planted Inside"}"#],
        &["table", "delete", "UserProfiles", "planted"],
        &["table", "export", "UserProfiles", "--out", "masked.jsonl"],
        &["table", "export", "AppData", "--out", "masked.csv"],
    ];
    let in_formats = read.iter().flat_map(|command| formats.map(|format| [command, &["-o", format][..]].concat()));
    in_formats.chain(written.iter().map(|command| [command, &["--yes", "-o", "json"][..]].concat())).collect()
}

/// Where the first of the planted values stands in a text.
fn found(text: &str) -> Option<&str> {
    let is_planted = |line: &&str| PLANTED.iter().chain([&MISTYPED]).any(|planted| line.contains(planted));
    text.lines().find(is_planted)
}

fn no_command_says_or_keeps_a_personal_value(backend: &Backend) {
    let deployed = backend.get();
    let user = planted(deployed);
    let timeline = || deployed.run(&["user", "timeline", &user.sub, "-o", "json"]).json();
    eventually(timeline, |timeline| timeline.to_string().contains("PUT /user/profile"));
    let state = tempfile::tempdir().unwrap();
    let reason = format!("asked by {ADDRESS}, +82 10-5555-7777");

    let mut leaks: Vec<String> = Vec::new();
    for words in commands(&user.sub) {
        let mut command = deployed.command(&[&words[..], &["-v", "--reason", &reason]].concat());
        let run = srvls::run(command.env("XDG_STATE_HOME", state.path()));

        assert!([0, 2, 5].contains(&run.code), "{words:?}: {}{}", run.stdout, run.stderr);
        let said = [&run.stdout, &run.stderr].into_iter().filter_map(|text| found(text));
        leaks.extend(said.map(|line| format!("{words:?} says: {line}")));
    }
    for folder in [state.path(), deployed.project.path()] {
        leaks.extend(found(&files(folder)).map(|line| format!("{} keeps: {line}", folder.display())));
    }
    leaks.extend(logged(deployed).iter().filter_map(|line| Some(format!("a log has: {}", found(line)?))));

    assert_eq!(leaks, [""; 0]);
    let is_shown = deployed.run(&["user", "lookup", &user.sub, "--reveal"]).stdout;
    assert!(is_shown.contains(ADDRESS) && is_shown.contains(PLANTED[3]), "it was there to be found: {is_shown}");
    for file in ["masked.jsonl", "masked.csv"] {
        fs::remove_file(Path::new(deployed.folder()).join(file)).unwrap();
    }
}

/// Every line of every log, past srvls.
fn logged(deployed: &Deployed) -> Vec<String> {
    let logs = |action: &str, request: Value| deployed.aws("logs", &format!("Logs_20140328.{action}"), request);
    let texts = |list: &Value, name: &str| -> Vec<String> {
        let list = list.as_array().expect("a list").iter();
        list.map(|of| of[name].as_str().expect("text").to_owned()).collect()
    };
    let groups = texts(&logs("DescribeLogGroups", json!({}))["logGroups"], "logGroupName");
    assert!(groups.len() > 20, "{groups:?}");
    let lines = |group: &String| texts(&logs("FilterLogEvents", json!({ "logGroupName": group }))["events"], "message");
    groups.iter().flat_map(lines).collect()
}
