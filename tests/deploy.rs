//! Deploying the backend: the first time, unchanged, and with one handler edited.

use std::sync::Arc;

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{backend::Backend, trials};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(backend, [a_first_deployment_creates_everything, only_an_edited_handler_changes])
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

    let unchanged = deployed.run(&["deploy", "--yes", "-o", "json"]).json();
    assert_eq!(unchanged["action"], "unchanged");
    assert_eq!(uploaded(&unchanged), Vec::<String>::new());

    deployed.project.edit(
        "lambdas/src/profile/put.rs",
        "ApiError::PreconditionFailed",
        "ApiError::NotFound(\"such version\")",
    );
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
}

fn uploaded(report: &Value) -> Vec<String> {
    let functions = report["functions"].as_array().expect("functions");
    let new = functions.iter().filter(|function| function["uploaded"] == true);
    new.map(|function| function["name"].as_str().unwrap_or_default().to_owned()).collect()
}
