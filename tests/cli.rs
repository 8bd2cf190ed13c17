//! The command line before any AWS call: bad input, exit codes, the shape of errors.

use std::fs;

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    srvls::{run, srvls},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        an_unknown_flag_is_a_usage_error,
        a_limit_of_zero_is_a_usage_error,
        a_missing_configuration_says_where_to_run_srvls,
        an_unknown_key_is_reported_with_its_line_and_the_nearest_key,
        a_missing_template_and_a_bad_port_are_usage_errors,
        errors_are_json_if_the_output_is_json,
        an_invalid_query_is_refused_before_any_work,
        read_only_refuses_a_deployment_before_the_first_call,
        a_protected_stage_requires_a_reason,
        there_is_no_default_region
    ]
}

const PROD: &str = "app = 'shop'\ndefault_stage = 'prod'\n[stages.prod]\nregion = 'eu-west-1'\nprotected = true\n";

fn folder_with(config: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("srvls.toml"), config).unwrap();
    folder
}

fn an_unknown_flag_is_a_usage_error() {
    let folder = tempfile::tempdir().unwrap();

    let run = run(srvls(folder.path()).args(["status", "--sttage", "dev"]));

    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--stage"), "{}", run.stderr);
}

fn a_limit_of_zero_is_a_usage_error() {
    let folder = tempfile::tempdir().unwrap();

    let run = run(srvls(folder.path()).args(["releases", "--limit", "0"]));

    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("--limit <N>"), "{}", run.stderr);
}

fn a_missing_configuration_says_where_to_run_srvls() {
    let folder = tempfile::tempdir().unwrap();

    let run = run(srvls(folder.path()).arg("status"));

    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: there is no srvls.toml here or in a parent folder\n\
         hint: run srvls in the app's folder, pass the file's path with `--config srvls.toml`, or write one with \
         `srvls init`\n"
    );
}

fn an_unknown_key_is_reported_with_its_line_and_the_nearest_key() {
    let folder = folder_with(&PROD.replace("protected", "protectd"));

    let run = run(srvls(folder.path()).arg("status"));

    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("line 5"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `protected`?"), "{}", run.stderr);
}

fn a_missing_template_and_a_bad_port_are_usage_errors() {
    let folder = folder_with("app = 'shop'\ndefault_stage = 'local'\n[stages.local]\nemulator = true\n");

    let template = run(srvls(folder.path()).args(["template", "check"]));
    let port = run(srvls(folder.path()).arg("status").env("SRVLS_LOCAL_PORT", "abc"));
    fs::create_dir(folder.path().join("templates")).unwrap();
    fs::write(folder.path().join("templates/template.yaml"), "Resources:\n  A: {Type: x\n").unwrap();
    let broken = run(srvls(folder.path()).args(["template", "check"]));

    assert_eq!((template.code, port.code, broken.code), (2, 2, 1));
    assert!(template.stderr.contains("hint: give the path of an existing file"), "{}", template.stderr);
    assert!(port.stderr.starts_with("error: `abc` is not a valid SRVLS_LOCAL_PORT"), "{}", port.stderr);
    assert!(broken.stderr.contains("hint: correct that line"), "{}", broken.stderr);
}

fn errors_are_json_if_the_output_is_json() {
    let folder = folder_with(PROD);

    let run = run(srvls(folder.path()).args(["status", "--stage", "pord", "-o", "json"]));

    let error: Value = serde_json::from_str(&run.stderr).expect("one JSON object on stderr");
    assert_eq!(run.code, 2);
    assert_eq!(error["error"]["code"], "bad_config");
    assert_eq!(error["error"]["hint"], "did you mean `--stage prod`?");
    assert_eq!(run.stdout, "");
}

fn an_invalid_query_is_refused_before_any_work() {
    let folder = folder_with(PROD);

    let run = run(srvls(folder.path()).args(["status", "--query", "a[", "-o", "table"]));

    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`--query a[` is not JMESPath"), "{}", run.stderr);
}

/// The endpoint refuses connections: a call would fail with another error.
fn read_only_refuses_a_deployment_before_the_first_call() {
    let folder = folder_with(PROD);

    let run = run(srvls(folder.path()).args(["deploy", "--read-only", "--endpoint-url", "http://127.0.0.1:9"]));

    assert_eq!(run.code, 6);
    assert!(run.stderr.starts_with("error: refused: --read-only forbids every write"), "{}", run.stderr);
}

fn a_protected_stage_requires_a_reason() {
    let folder = folder_with(PROD);

    let run = run(srvls(folder.path()).args(["deploy", "--yes", "--endpoint-url", "http://127.0.0.1:9"]));

    assert_eq!(run.code, 6);
    assert!(run.stderr.contains("say why with `--reason TEXT`"), "{}", run.stderr);
}

fn there_is_no_default_region() {
    let folder = folder_with(&PROD.replace("region = 'eu-west-1'\n", ""));
    let nowhere = folder.path().join("no-such-file");

    let run = run(srvls(folder.path())
        .arg("status")
        .env("AWS_CONFIG_FILE", &nowhere)
        .env("AWS_SHARED_CREDENTIALS_FILE", &nowhere)
        .env("AWS_EC2_METADATA_DISABLED", "true"));

    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: no AWS region is set"), "{}", run.stderr);
}
