//! The command line before any AWS call: help, bad input, exit codes, the shape of errors.

use std::fs;

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    srvls::{run, srvls},
    trial,
};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("an_unknown_flag_is_a_usage_error", an_unknown_flag_is_a_usage_error),
        trial("no_releases_at_all_are_a_usage_error", no_releases_at_all),
        trial("without_a_configuration_the_way_out_is_named", without_a_configuration_the_way_out_is_named),
        trial("an_unknown_key_names_its_line_and_the_nearest_key", an_unknown_key_names_its_line_and_the_nearest_key),
        trial("what_srvls_toml_names_in_vain_is_a_usage_error", what_srvls_toml_names_in_vain),
        trial("an_error_is_json_where_json_was_asked_for", an_error_is_json_where_json_was_asked_for),
        trial("a_bad_query_is_refused_before_any_work", a_bad_query_is_refused_before_any_work),
        trial("read_only_refuses_a_deployment_before_the_first_call", read_only_refuses_a_deployment),
        trial("a_protected_stage_wants_a_reason", a_protected_stage_wants_a_reason),
        trial("no_region_is_ever_assumed", no_region_is_ever_assumed),
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

fn no_releases_at_all() {
    let folder = tempfile::tempdir().unwrap();

    let run = run(srvls(folder.path()).args(["releases", "--limit", "0"]));

    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("--limit <N>"), "{}", run.stderr);
}

fn without_a_configuration_the_way_out_is_named() {
    let folder = tempfile::tempdir().unwrap();

    let run = run(srvls(folder.path()).arg("status"));

    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: there is no srvls.toml here or in a parent folder\n\
         hint: run srvls in the app's folder, or name the file with `--config srvls.toml`\n"
    );
}

fn an_unknown_key_names_its_line_and_the_nearest_key() {
    let folder = folder_with(&PROD.replace("protected", "protectd"));

    let run = run(srvls(folder.path()).arg("status"));

    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("line 5"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `protected`?"), "{}", run.stderr);
}

fn what_srvls_toml_names_in_vain() {
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

fn an_error_is_json_where_json_was_asked_for() {
    let folder = folder_with(PROD);

    let run = run(srvls(folder.path()).args(["status", "--stage", "pord", "-o", "json"]));

    let error: Value = serde_json::from_str(&run.stderr).expect("one JSON object on stderr");
    assert_eq!(run.code, 2);
    assert_eq!(error["error"]["code"], "bad_config");
    assert_eq!(error["error"]["hint"], "did you mean `--stage prod`?");
    assert_eq!(run.stdout, "");
}

fn a_bad_query_is_refused_before_any_work() {
    let folder = folder_with(PROD);

    let run = run(srvls(folder.path()).args(["status", "--query", "a[", "-o", "table"]));

    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`--query a[` is not JMESPath"), "{}", run.stderr);
}

/// The endpoint refuses connections: a call would fail in another way.
fn read_only_refuses_a_deployment() {
    let folder = folder_with(PROD);

    let run = run(srvls(folder.path()).args(["deploy", "--read-only", "--endpoint-url", "http://127.0.0.1:9"]));

    assert_eq!(run.code, 6);
    assert!(run.stderr.starts_with("error: refused: --read-only forbids every write"), "{}", run.stderr);
}

fn a_protected_stage_wants_a_reason() {
    let folder = folder_with(PROD);

    let run = run(srvls(folder.path()).args(["deploy", "--yes", "--endpoint-url", "http://127.0.0.1:9"]));

    assert_eq!(run.code, 6);
    assert!(run.stderr.contains("say why with `--reason TEXT`"), "{}", run.stderr);
}

fn no_region_is_ever_assumed() {
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
