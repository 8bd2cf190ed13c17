//! Projects that are not this repository: public SAM examples, in Python and in Rust, deployed and operated from the outside.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    ROOT,
    expansion::expand,
    project::copy,
    small::{Emulator, Small},
    srvls::{Run, run, srvls},
    trials,
};

pub(crate) fn trials(emulator: &Arc<Emulator>) -> Vec<Trial> {
    let mut trials = trials!(
        emulator,
        [
            an_api_that_sam_makes_is_deployed_and_operated,
            a_stack_of_events_without_an_api_is_deployed_and_operated,
            an_api_with_a_user_pool_is_deployed_and_operated,
            a_handler_in_rust_of_another_project_is_built_and_called,
            advice_stops_only_a_strict_stage,
        ]
    );
    trials.extend(trials![the_committed_expansions_are_sams, the_stages_of_this_repository_are_strict]);
    trials
}

fn fixture(name: &str) -> PathBuf {
    Path::new(ROOT).join("tests/fixtures").join(name)
}

/// A copy of an example, deployed.
fn deployed<'a>(emulator: &'a Emulator, name: &str) -> Small<'a> {
    let small = Small::new(emulator, name);
    copy(&fixture(name), &small.file(""));
    passes(&small, &["deploy", "--yes"]);
    small
}

#[track_caller]
fn passes(small: &Small<'_>, arguments: &[&str]) -> Run {
    let run = small.run(arguments);
    assert_eq!(run.code, 0, "{arguments:?}\n{}{}", run.stdout, run.stderr);
    run
}

/// That a command fails as one does for what is not there, and names it.
#[track_caller]
fn misses(small: &Small<'_>, arguments: &[&str], what: &str) {
    let run = small.run(arguments);
    assert_eq!(run.code, 5, "{arguments:?}\n{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains(what), "{arguments:?}\n{}", run.stderr);
}

/// What needs no part that only some stages have.
fn is_operated(small: &Small<'_>) {
    let checked = small.run(&["template", "check"]);
    assert_eq!(checked.code, 3, "{}", checked.stderr);
    assert!(checked.stdout.contains("none stops a deployment"), "{}", checked.stdout);
    for command in [
        &["template", "describe"][..],
        &["outputs"],
        &["metrics"],
        &["cost"],
        &["doctor"],
        &["diagnose"],
        &["handover"],
        &["releases"],
        &["audit"],
        &["diff", "--exit-code"],
        &["package"],
    ] {
        passes(small, command);
    }
    assert!(passes(small, &["status"]).stdout.contains("is healthy"));
    assert_eq!(passes(small, &["alarms"]).stdout, "no alarms\n");
}

/// With findings, it exits with 3.
fn checked(small: &Small<'_>) -> Value {
    serde_json::from_str(&small.run(&["template", "check", "-o", "json"]).stdout).unwrap()
}

fn answer(url: &str) -> String {
    ureq::get(url).call().expect("an answer").body_mut().read_to_string().expect("text")
}

fn an_api_that_sam_makes_is_deployed_and_operated(emulator: &Emulator) {
    let small = deployed(emulator, "hello-world");

    is_operated(&small);
    let outputs = passes(&small, &["outputs", "-o", "json"]).json();
    assert_eq!(answer(outputs["HelloWorldApi"].as_str().unwrap()), r#"{"message": "hello world"}"#);
    let described = passes(&small, &["template", "describe"]).stdout;
    assert!(described.contains("`ServerlessRestApi` GET /hello: anyone"), "{described}");
    for name in ["hello_world", "HelloWorldFunction"] {
        let called = passes(&small, &["invoke", name, "--payload", "{}", "--yes"]);
        assert!(called.stdout.contains("hello world"), "{}", called.stdout);
    }
    let logged = passes(&small, &["logs", "tail", "hello_world", "--since", "1h"]).stdout;
    assert!(logged.contains("greeting"), "{logged}");
    misses(&small, &["user", "lookup", "ada@example.com"], "the stage has no user pool");
    misses(&small, &["table", "scan", "Orders"], "there is no table `Orders`");
    assert_eq!(passes(&small, &["table", "list"]).stdout, "the stack has no tables\n");
    passes(&small, &["destroy", "--yes"]);
    misses(&small, &["status"], "is not deployed");
}

fn a_stack_of_events_without_an_api_is_deployed_and_operated(emulator: &Emulator) {
    let small = deployed(emulator, "orders");

    is_operated(&small);
    let called = passes(&small, &["invoke", "DailyReport", "--payload", "{}", "--yes"]).stdout;
    assert!(called.contains("counted the orders"), "{called}");
    let tables = passes(&small, &["table", "list"]).stdout;
    assert!(tables.contains("Orders  ACTIVE"), "{tables}");
    let diagnosis = passes(&small, &["diagnose"]).stdout;
    assert!(diagnosis.contains("the stage has no API"), "{diagnosis}");
    misses(&small, &["user", "list"], "the stage has no user pool");
    misses(&small, &["logs", "tail", "api"], "there is no log `api`");
    let destroyed = passes(&small, &["destroy", "--yes"]);
    assert!(destroyed.stdout.contains("OrdersTable"), "it is retained: {}", destroyed.stdout);
}

/// It is called after the deployment, by its own operations.
fn an_api_with_a_user_pool_is_deployed_and_operated(emulator: &Emulator) {
    let small = deployed(emulator, "notes");

    is_operated(&small);
    let outputs = passes(&small, &["outputs", "-o", "json"]).json();
    let url = outputs["ApiUrl"].as_str().unwrap();
    assert_eq!(answer(&format!("{url}/status")), r#"{"status": "ok"}"#);
    let again = passes(&small, &["deploy", "--yes", "-o", "json"]).json();
    assert_eq!(again["smoke"]["ok"], true, "{again}");
    passes(&small, &["user", "create", "ada@example.com", "--yes"]);
    let users = passes(&small, &["user", "list", "-o", "json"]).json();
    assert_eq!(users["users"].as_array().map(Vec::len), Some(1), "{users}");
    misses(&small, &["user", "lookup", "ada@example.com"], "the stage has no table of profiles");
    passes(&small, &["destroy", "--yes"]);
}

fn a_handler_in_rust_of_another_project_is_built_and_called(emulator: &Emulator) {
    let small = deployed(emulator, "greeter");

    is_operated(&small);
    let called = passes(&small, &["invoke", "greet", "--payload", "{}", "--yes"]).stdout;
    assert!(called.contains("hello") && called.contains("greeting"), "{called}");
    let cost = passes(&small, &["cost"]).stdout;
    assert!(cost.contains("no price for it: AWS::ApiGatewayV2::Api"), "{cost}");
    passes(&small, &["destroy", "--yes"]);
}

fn advice_stops_only_a_strict_stage(emulator: &Emulator) {
    let small = Small::new(emulator, "strict");
    copy(&fixture("hello-world"), &small.file(""));
    small.set_local("strict = true");

    let refused = small.run(&["deploy", "--yes"]);
    let packaged = small.run(&["package"]);
    let report = checked(&small);

    for run in [&refused, &packaged] {
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("SRV703") && run.stderr.contains("strict = true"), "{}", run.stderr);
    }
    assert_eq!((&report["strict"], &report["blocking"]), (&Value::Bool(true), &Value::from(2)));
    small.set_local("");
    let shown = passes(&small, &["deploy", "--dry-run", "--yes"]);
    assert!(shown.stderr.contains("warning: template.yaml:"), "{}", shown.stderr);
    let report = checked(&small);
    assert_eq!((&report["strict"], &report["blocking"]), (&Value::Bool(false), &Value::from(0)));
    // A loss of data stops any stage.
    small.write(
        "template.yaml",
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Notes: {Type: AWS::Serverless::SimpleTable}\n",
    );
    let refused = small.run(&["deploy", "--yes"]);
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("SRV505") && !refused.stderr.contains("SRV502"), "{}", refused.stderr);
}

/// Our own checks and the mutations of `tests/mutations.md` read what SAM generates from these files.
fn the_committed_expansions_are_sams() {
    for name in ["expansion", "greeter", "hello-world", "notes", "orders"] {
        let folder = tempfile::tempdir().unwrap();
        let expanded = folder.path().join("expanded.json");
        expand(&fixture(name).join("template.yaml"), &expanded);
        let body: Value = serde_json::from_str(&fs::read_to_string(expanded).unwrap()).unwrap();

        let resources = body["Resources"].as_object().unwrap().iter();
        let sams: BTreeSet<String> = resources
            .map(|(id, resource)| {
                let kind = resource["Type"].as_str().unwrap();
                let has_digest = matches!(
                    kind,
                    "AWS::Lambda::Version" | "AWS::Lambda::LayerVersion" | "AWS::ApiGateway::Deployment"
                );
                format!("{} {kind}", if has_digest { &id[..id.len() - 10] } else { id })
            })
            .collect();

        let committed = fs::read_to_string(fixture(name).join("expanded.txt")).unwrap();
        assert_eq!(committed.lines().map(str::to_owned).collect::<BTreeSet<_>>(), sams, "{name}");
    }
}

/// So that every mistake in tests/mutations.md stops our own deployments.
fn the_stages_of_this_repository_are_strict() {
    let checked = run(srvls(ROOT.as_ref()).args(["template", "check", "-o", "json", "--config", "srvls.toml"])).json();

    assert_eq!(checked["strict"], true);
    let stages = fs::read_to_string(Path::new(ROOT).join("srvls.toml")).unwrap();
    let stages: toml::Table = toml::from_str(&stages).unwrap();
    let lenient: Vec<&String> = stages["stages"]
        .as_table()
        .unwrap()
        .iter()
        .filter(|(_, stage)| stage.get("strict").and_then(toml::Value::as_bool) != Some(true))
        .map(|(name, _)| name)
        .collect();
    assert!(lenient.is_empty(), "{lenient:?}");
}
