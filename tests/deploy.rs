//! Deploying the backend: the first time, unchanged, and with one handler edited.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, sync::Arc};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    backend::{Backend, free_port},
    project::Project,
    srvls, trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    let mut trials = trials!(backend, [a_first_deployment_creates_everything, only_an_edited_handler_changes]);
    trials.extend(trials![handlers_compile_while_the_emulator_is_installed]);
    trials
}

fn a_first_deployment_creates_everything(backend: &Backend) {
    let report = &backend.get().report;

    assert_eq!((&report["action"], &report["status"]), (&json!("created"), &json!("CREATE_COMPLETE")));
    let functions = report["functions"].as_array().expect("functions");
    assert!(functions.len() >= 9 && functions.iter().all(|function| function["uploaded"] == true), "{functions:?}");
    let name = |entry: &Value| entry["name"].as_str().unwrap_or_default().to_owned();
    assert!(functions.iter().map(name).any(|name| name == "put_profile"));
}

/// One test, because both parts build the same project.
fn only_an_edited_handler_changes(backend: &Backend) {
    let deployed = backend.get();
    let _building = deployed.building();

    let unchanged = deployed.run(&["deploy", "--yes", "-o", "json"]).json();
    assert_eq!(unchanged["action"], "unchanged");
    assert_eq!(uploaded(&unchanged), Vec::<String>::new());

    const PUT: &str = "lambdas/src/profile/put.rs";
    let [meant, edited] = ["ApiError::PreconditionFailed", "ApiError::NotFound(\"such version\")"];
    deployed.project.edit(PUT, meant, edited);
    let planned = deployed.run(&["deploy", "--dry-run", "-o", "json"]).json();

    assert_eq!(planned["action"], "planned");
    assert_eq!(uploaded(&planned), ["put_profile"]);
    let changed: Vec<&str> = planned["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|change| change["logical_id"].as_str().unwrap_or_default())
        .collect();
    assert!(changed.contains(&"PutProfileFunction"), "{changed:?}");
    assert!(changed.iter().all(|id| id.starts_with("PutProfile")), "{changed:?}");

    let only = deployed.run(&["deploy", "--dry-run", "--only", "get_profile", "-o", "json"]).json();
    assert_eq!(only["changes"], json!([]), "the edited handler keeps its live code");
    assert_eq!(only["functions"].as_array().map(Vec::len), planned["functions"].as_array().map(Vec::len));
    assert_eq!(uploaded(&only), Vec::<String>::new());
    assert_eq!(deployed.run(&["deploy", "--dry-run", "--only", "get_profil"]).code, 5);

    // Otherwise the next run of the tests would find the edited handler in the target folder, newer than its own source.
    deployed.project.edit(PUT, edited, meant);
    let back = deployed.run(&["deploy", "--dry-run", "-o", "json"]).json();
    assert_eq!(uploaded(&back), Vec::<String>::new());
}

fn uploaded(report: &Value) -> Vec<String> {
    let functions = report["functions"].as_array().expect("functions");
    let new = functions.iter().filter(|function| function["uploaded"] == true);
    new.map(|function| function["name"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Each of the two programs fails once the other one has started, or after 20 seconds without it.
fn handlers_compile_while_the_emulator_is_installed() {
    let project = Project::copy();
    let programs = project.file("programs");
    let meet = |own: &str, other: &str| {
        format!(
            "cd {}; touch met.{own}\nfor _ in $(seq 200); do [ -e met.{other} ] && exit 1; sleep 0.1; done; exit 2\n",
            programs.display()
        )
    };
    let python = "case \"$*\" in *'import sys'*) echo 3.12.1; exit;; esac\n".to_owned() + &meet("python", "cargo");
    write_program(&programs.join("python3.12"), &python);
    write_program(&programs.join("cargo"), &meet("cargo", "python"));

    let run = srvls::run(
        srvls::srvls(project.path())
            .args(["deploy", "--yes"])
            .env("PATH", format!("{}:/usr/bin:/bin", programs.display()))
            .env("SRVLS_PYTHON", programs.join("python3.12"))
            .env("SRVLS_LOCAL_PORT", free_port().to_string())
            .env("XDG_CACHE_HOME", project.file("cache")),
    );

    assert_ne!(run.code, 0);
    let met = |program: &str| programs.join(format!("met.{program}")).exists();
    assert!(met("python") && met("cargo"), "one waited for the other:\n{}", run.stderr);
    assert!(run.stderr.contains("Installing the local emulator") && run.stderr.contains("Building "));
}

fn write_program(path: &Path, script: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{script}")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
