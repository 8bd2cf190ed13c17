//! The roles of a pipeline, with exactly the policies that `srvls init github` writes, on an emulator that enforces IAM: a
//! preview shows and changes nothing, a deployment deploys, and neither gets at users or takes the stage down.

use std::sync::Arc;

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::{
    personas::{SMALL, forbidden_to_all, forbidden_to_all_but_ops},
    support::{
        backend::{Backend, Deployed},
        colleague::Colleague,
        trials,
    },
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(backend, [a_preview_shows_what_a_deployment_then_does])
}

fn a_preview_shows_what_a_deployment_then_does(backend: &Backend) {
    let deployed = backend.get();
    let changed = SMALL.replace("Default: one", "Default: two");
    let ops = Colleague::with_app(deployed, "ops", "ship", SMALL);
    ops.can(&["deploy", "--yes"]);
    let preview = Colleague::of_pipeline(deployed, "preview", "ship", &changed);
    let pipeline = Colleague::of_pipeline(deployed, "deploy", "ship", &changed);

    let markdown = preview.can(&["diff", "--markdown"]).stdout;
    assert!(markdown.contains("`Topic`"), "{markdown}");
    let found = preview.run(&["diff", "--exit-code", "--query", "digest"]);
    assert_eq!(found.code, 3, "{}", found.stderr);
    let digest: String = serde_json::from_str(&found.stdout).expect("a digest");
    preview.cannot(&["deploy", "--yes", "--plan", &digest], "cloudformation:ExecuteChangeSet");

    let done: Value = pipeline.can(&["deploy", "--yes", "--plan", &digest, "-o", "json"]).json();
    assert_eq!((&done["action"], &done["digest"]), (&json!("updated"), &json!(digest)));
    assert_eq!(preview.can(&["diff", "--exit-code", "--query", "digest"]).code, 0);
    let back: Value = pipeline.can(&["rollback", "--yes", "-o", "json"]).json();
    assert_eq!(back["action"], "updated", "{back}");
    for role in [&preview, &pipeline] {
        gets_at_nothing_else(role, deployed);
    }
    ops.can(&["destroy", "--yes"]);
}

fn gets_at_nothing_else(role: &Colleague<'_>, deployed: &Deployed) {
    role.cannot(&["destroy", "--yes"], "cloudformation:DeleteStack");
    role.is_denied(&forbidden_to_all(deployed));
    role.is_denied(&forbidden_to_all_but_ops(deployed));
    role.is_denied(&json!([
        ["cloudformation", "delete_stack", { "StackName": "ship-dev" }],
        ["s3", "delete_bucket", { "Bucket": "ship-dev-artifacts-000000000000-us-east-1" }],
        ["s3", "put_object", { "Bucket": "srvls-local-artifacts-000000000000-us-east-1", "Key": "releases/r" }],
        ["iam", "update_assume_role_policy", { "RoleName": "github-ship-dev-deploy", "PolicyDocument": "{}" }],
        ["cognito-idp", "list_users", { "UserPoolId": deployed.output("UserPoolId") }],
        ["dynamodb", "scan", { "TableName": deployed.output("UserProfilesTable") }]
    ]));
}
