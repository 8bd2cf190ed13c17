//! The load test, `tests/load/scenario.yml`: its steps are operations of the API; against the local stage it passes, and a
//! wrong answer or a missed threshold fails it.

use std::{collections::BTreeSet, env, fs, path::Path, process::Command, sync::Arc};

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    ROOT,
    backend::{Backend, Deployed},
    openapi::{templates_yaml, yaml},
    tools::{package_file, tool},
    trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    // Artillery takes longer to install than most tests take to run.
    #[expect(clippy::disallowed_methods, reason = "a test's own switch")]
    let is_asked_for = env::var_os("SRVLS_TEST_LOAD").is_some();
    let runs: Vec<Trial> = trials!(backend, [the_scenario_passes_and_what_is_wrong_fails_it]);
    let runs = runs.into_iter().map(|trial| trial.with_ignored_flag(!is_asked_for));
    trials![every_step_is_an_operation_that_documents_the_expected_answer].into_iter().chain(runs).collect()
}

const SCENARIO: &str = "tests/load/scenario.yml";

fn every_step_is_an_operation_that_documents_the_expected_answer() {
    let contract = templates_yaml("openapi.yaml");
    let scenario = yaml(SCENARIO);
    let mut requests = Vec::new();
    collect(&scenario["scenarios"][0]["flow"], &mut requests);

    for (method, request) in &requests {
        let url = request["url"].as_str().unwrap();
        let path = url.replace("{{ ", "{").replace(" }}", "}");
        let operation = &contract["paths"][&path][method];
        assert!(operation["operationId"].is_string(), "{method} {url}");
        let status = request["expect"][0]["statusCode"].to_string();
        assert!(operation["responses"][&status].is_object(), "{method} {url}: {status}");
        let needs_token = operation["security"].as_array().is_none_or(|open| !open.is_empty());
        assert_eq!(request["headers"]["authorization"].is_string(), needs_token, "{method} {url}");
        let has_body = operation["requestBody"].is_object();
        assert_eq!(request["json"].is_object(), has_body, "{method} {url}");
    }
    assert_eq!(requests.len(), 9, "sign-up, confirmation, sign-in, profile, entries");
    let environments: BTreeSet<&String> = scenario["config"]["environments"].as_object().unwrap().keys().collect();
    assert_eq!(environments.into_iter().collect::<Vec<_>>(), ["aws", "local"]);
}

fn collect(flow: &Value, requests: &mut Vec<(&'static str, Value)>) {
    for step in flow.as_array().unwrap() {
        if let Some(inner) = step.get("loop") {
            collect(inner, requests);
        }
        let found = ["get", "post", "put", "delete"].into_iter().filter(|method| step[method].is_object());
        requests.extend(found.map(|method| (method, step[method].clone())));
    }
}

fn the_scenario_passes_and_what_is_wrong_fails_it(backend: &Backend) {
    let stage = backend.get();
    let folder = tempfile::tempdir().unwrap();
    for file in ["processor.js", "scenario.yml"] {
        fs::copy(Path::new(ROOT).join("tests/load").join(file), folder.path().join(file)).unwrap();
    }
    let scenario = fs::read_to_string(Path::new(ROOT).join(SCENARIO)).unwrap();

    let (passes, report) = run(stage, folder.path(), "local", "scenario.yml");
    assert!(passes && report.contains("vusers.completed") && report.contains("ok: maxErrorRate"), "{report}");
    assert!(!report.contains("errors."), "{report}");

    for (what, from, to, says) in [
        ("an answer that was not expected", "statusCode: 201", "statusCode: 200", "fail: maxErrorRate"),
        ("a threshold that is missed", "p95: 8000", "p95: 1", "fail: http.response_time.p95"),
    ] {
        assert!(scenario.contains(from), "{what}");
        fs::write(folder.path().join("wrong.yml"), scenario.replace(from, to)).unwrap();
        let (passes, report) = run(stage, folder.path(), "local", "wrong.yml");
        assert!(!passes && report.contains(says), "{what}: {report}");
    }

    // As against AWS: the sign-up is confirmed by an administrator. One user is enough.
    let shorter = scenario.replace("duration: 60, arrivalRate: 1, rampTo: 12", "duration: 1, arrivalRate: 1");
    let shorter = shorter.replace("- {name: 300 requests a second, duration: 300, arrivalRate: 12}\n", "\n");
    let patient = shorter.replace("p95: 1000", "p95: 8000").replace("p99: 3000", "p99: 8000");
    fs::write(folder.path().join("aws.yml"), &patient).unwrap();
    let (passes, report) = run(stage, folder.path(), "aws", "aws.yml");
    assert!(passes && !report.contains("http.codes.204"), "no code is sent: {report}");
}

/// Whether it passes, and what it says.
fn run(stage: &Deployed, folder: &Path, environment: &str, file: &str) -> (bool, String) {
    let mut command: Command = tool("node");
    let command = command
        .arg(package_file("tests/load", "artillery/bin/run"))
        .args(["run", "--environment", environment, "--target", &stage.output("ApiUrl"), file])
        .current_dir(folder)
        .env("ARTILLERY_DISABLE_TELEMETRY", "true")
        .env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}/", stage.port))
        .env("USER_POOL_ID", stage.output("UserPoolId"))
        .envs([("AWS_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")]);
    let output = command.output().expect("artillery");
    let report = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), report)
}
