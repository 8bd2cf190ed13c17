//! Checks on the run as a whole: these trials run after all the others have used the backend.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::Arc,
};

use libtest_mimic::{Arguments, Trial};
use serde_json::{Value, json};

use crate::diagnose::{diagnosed, steps};
use crate::support::{
    backend::{Backend, Deployed},
    openapi::templates_yaml,
    trials,
};

/// Actions that no test can show to be needed, each with the reason.
const NOT_SHOWN: &[(&str, &str, &str)] = &[
    (
        "erase_user",
        "s3:DeleteObjectVersion",
        "S3 requires it to delete a version; the emulator requires s3:DeleteObject",
    ),
    (
        "image_uploaded",
        "s3:DeleteObjectVersion",
        "S3 requires it to delete a version; the emulator requires s3:DeleteObject",
    ),
    ("image_uploaded", "sqs:SendMessage", "Lambda puts an event there that failed three times, which takes minutes"),
    ("image_uploaded", "s3:ListBucket", "S3 requires it to answer 404 for a missing image; the emulator does not"),
    ("user_import", "logs:CreateLogGroup", IMPORT_JOBS),
    ("user_import", "logs:CreateLogStream", IMPORT_JOBS),
    ("user_import", "logs:DescribeLogStreams", IMPORT_JOBS),
    ("user_import", "logs:PutLogEvents", IMPORT_JOBS),
];
const IMPORT_JOBS: &str = "Cognito logs its import jobs with it; the emulator has none";

pub(crate) fn trials(backend: &Arc<Backend>, arguments: &Arguments) -> Vec<Trial> {
    // On a part of the run they would prove nothing.
    let is_part = arguments.filter.is_some() || !arguments.skip.is_empty();
    let of_the_whole =
        trials!(backend, [every_granted_action_was_needed, no_log_contains_a_token_a_password_or_an_address]);
    let of_the_whole = of_the_whole.into_iter().map(|trial| trial.with_ignored_flag(is_part));
    of_the_whole.chain(trials!(backend, [a_request_fails_without_the_action_it_needs])).collect()
}

/// One action that one statement of a policy allows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Grant {
    policy: String,
    statement: u64,
    action: String,
}

/// All grants in the functions' own policies, as the template lists them. The policy they share, for tracing and a VPC,
/// is left out: no request uses it, and the emulator has neither.
fn granted() -> BTreeSet<Grant> {
    let template = templates_yaml("template.yaml");
    let resources = template["Resources"].as_object().expect("resources");
    let roles = resources.values().filter(|resource| resource["Type"] == "AWS::IAM::Role");
    let policies = roles.filter_map(|role| role["Properties"]["Policies"].as_array()).flatten();
    let grants = policies.flat_map(|policy| {
        let name = policy["PolicyName"].as_str().expect("a name");
        let statements = policy["PolicyDocument"]["Statement"].as_array().expect("statements");
        (0..).zip(statements).flat_map(move |(statement, text)| {
            actions(&text["Action"]).into_iter().map(move |action| Grant { policy: name.to_owned(), statement, action })
        })
    });
    grants.collect()
}

fn actions(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(actions).collect(),
        value => vec![value.as_str().expect("an action").to_owned()],
    }
}

/// The grants without which the emulator would have refused a request, by role.
fn needed(deployed: &Deployed) -> BTreeMap<Grant, String> {
    let written = fs::read_to_string(deployed.grants_file()).expect("the emulator's record");
    let grants = written.lines().map(|line| {
        let grant: Value = serde_json::from_str(line).expect("JSON");
        let text = |name: &str| grant[name].as_str().expect("text").to_owned();
        let statement = grant["statement"].as_u64().expect("an index");
        (Grant { policy: text("policy"), statement, action: text("action") }, text("role"))
    });
    grants.collect()
}

fn every_granted_action_was_needed(backend: &Backend) {
    let (granted, needed) = (granted(), needed(backend.get()));
    let is_excused = |grant: &Grant| {
        NOT_SHOWN.iter().any(|(policy, action, _)| (*policy, *action) == (&grant.policy, &grant.action))
    };
    assert!(granted.len() > 60, "{granted:?}");

    let unshown: Vec<&Grant> =
        granted.iter().filter(|grant| !needed.contains_key(grant) && !is_excused(grant)).collect();
    let shown_after_all: Vec<&Grant> = needed.keys().filter(|grant| is_excused(grant)).collect();

    assert!(unshown.is_empty(), "no test needs these: {unshown:#?}");
    assert!(shown_after_all.is_empty(), "these are needed after all, take them out of NOT_SHOWN: {shown_after_all:#?}");
}

fn no_log_contains_a_token_a_password_or_an_address(backend: &Backend) {
    let lines = backend.get().run(&["logs", "tail", "--since", "3h", "-o", "jsonl", "--reveal"]).json_lines();
    let functions: BTreeSet<&str> = lines.iter().filter_map(|line| line["function"].as_str()).collect();
    assert!(functions.len() > 20 && lines.len() > 1000, "{} lines of {functions:?}", lines.len());

    for line in &lines {
        let text = line.to_string();
        for secret in ["eyJ", "@example.com", "orrect-horse", "nother-horse", "Bearer "] {
            assert!(!text.contains(secret), "a log contains `{secret}`: {text}");
        }
    }
}

/// Shows that the record above can be trusted: without the grant the same request fails, and does not say why.
fn a_request_fails_without_the_action_it_needs(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let user = client.new_user();
    let [first, second] = [(); 2].map(|()| {
        let made = user.call(&client, "POST", "/data", Some(json!({ "content": 1, "category": "notes" })));
        format!("/data/{}/{}", user.sub, made.body["dataId"].as_str().expect("an id"))
    });
    let before = user.call(&client, "DELETE", &first, None);
    let grant = Grant { policy: "delete_data".into(), statement: 1, action: "dynamodb:DeleteItem".into() };
    let needed = needed(deployed);
    let role = needed.get(&grant).unwrap_or_else(|| panic!("{grant:?} is not in {needed:?}"));

    let rest = ["logs:CreateLogStream", "logs:PutLogEvents", "dynamodb:UpdateItem"];
    let statement = json!({ "Effect": "Allow", "Action": rest, "Resource": "*" });
    deployed.put_role_policy(role, "delete_data", &json!({ "Version": "2012-10-17", "Statement": [statement] }));
    let after = user.call(&client, "DELETE", &second, None);

    assert_eq!((before.status, after.status), (204, 500), "{before:?} {after:?}");
    assert_eq!(
        (&after.body["code"], &after.body["message"]),
        (&json!("internal"), &json!("something went wrong on our side"))
    );
    let log = deployed.run(&["logs", "tail", "delete_data", "-o", "jsonl"]).stdout;
    assert!(log.contains("AccessDenied"), "{log}");

    // The id in the error that the caller got leads to the cause.
    let id = after.body["requestId"].as_str().expect("an id");
    let report = diagnosed(deployed, id, |report| steps(report).len() >= 3);
    assert_eq!(&steps(&report)[..3], ["API Gateway", "authorizer", "delete_data"], "{report:#}");
    let verdict = report["verdict"].as_str().unwrap_or_default();
    assert!(verdict.starts_with("DELETE /data/{userId}/{dataId} FAILED with 500, in delete_data: "), "{verdict}");
    assert!(verdict.contains("AccessDenied"), "{verdict}");
}
