//! The deployed API, tested by schemathesis with thousands of requests, both valid and invalid under its contract.

use std::{path::Path, process::Command, sync::Arc};

use libtest_mimic::Trial;

use crate::support::{ROOT, backend::Backend, tools, trials};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(
        backend,
        [every_answer_to_a_user_follows_the_contract, every_answer_to_an_anonymous_caller_follows_the_contract]
    )
}

/// The checks on every answer. The last one is about what the API accepts, the others about what it returns.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance,negative_data_rejection";

/// Sends the same requests in every run, slowly enough to leave room under the throttles for the other tests.
fn schemathesis(backend: &Backend, folder: &Path, examples: &str) -> Command {
    let url = backend.get().output("ApiUrl");
    let mut command = tools::program("tests/tools/schemathesis.txt", "schemathesis");
    command.arg("run").arg(Path::new(ROOT).join("templates/openapi.yaml")).args(["--url", &url]).current_dir(folder);
    command.args(["--checks", CHECKS, "--phases", "examples,coverage,fuzzing"]);
    command.args(["--generation-deterministic", "--max-examples", examples, "--rate-limit", "15/s", "--no-color"]);
    command.env("API_URL", url);
    command
}

fn every_answer_to_a_user_follows_the_contract(backend: &Backend) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = schemathesis(backend, folder.path(), "10");
    command.env("SCHEMATHESIS_HOOKS", "api_users").env("PYTHONPATH", Path::new(ROOT).join("tests/tools"));

    let report = tools::run(&mut command);

    assert_all_tested(&report);
}

fn every_answer_to_an_anonymous_caller_follows_the_contract(backend: &Backend) {
    let folder = tempfile::tempdir().unwrap();

    let report = tools::run(&mut schemathesis(backend, folder.path(), "3"));

    assert_all_tested(&report);
}

#[track_caller]
fn assert_all_tested(report: &str) {
    let operations = report.lines().find_map(|line| line.trim().strip_prefix("Selected: "));
    let tested = report.lines().find_map(|line| line.trim().strip_prefix("Tested: "));
    let all = operations.and_then(|counts| counts.split_once('/')).map(|(_, all)| all);
    assert!(all.is_some_and(|all| all != "0") && tested == all, "{report}");
}
