//! The ledger and rollbacks, on a small stack: what was deployed, what is live, and how to restore it.

use std::sync::Arc;

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    small::{Emulator, Small},
    trials,
};

pub(crate) fn trials(emulator: &Arc<Emulator>) -> Vec<Trial> {
    trials!(
        emulator,
        [
            the_ledger_records_which_release_is_live_and_which_failed,
            a_rollback_restores_the_previous_release_and_its_parameters,
            a_rollback_that_removes_a_table_is_refused_before_any_write,
            a_rollback_to_missing_artifacts_names_them,
            a_destroyed_stage_keeps_its_releases_until_they_are_purged,
            destroying_a_protected_stack_says_how_to_remove_its_protection
        ]
    )
}

/// A topic with a parameter for its name.
const TOPIC: &str = "Parameters:
  Title: {Type: String, Default: none}
  Key: {Type: String, NoEcho: true, Default: none}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Title}}
";
const TABLE: &str = "  Table:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BillingMode: PAY_PER_REQUEST
      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
      SSESpecification: {SSEEnabled: true}
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
";
const BROKEN: &str = "  Broken:
    Type: Custom::Broken
    Properties: {ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:missing'}\n";

fn deploy(small: &Small, template: &str, parameters: &str) -> Value {
    small.set_local(&format!("parameters = {{ {parameters} }}"));
    small.write("template.yaml", template);
    small.run(&["deploy", "--yes", "-o", "json"]).json()
}

fn releases(small: &Small) -> Vec<Value> {
    let listed = small.run(&["releases", "-o", "json"]).json();
    listed["releases"].as_array().expect("a list").clone()
}

fn the_ledger_records_which_release_is_live_and_which_failed(emulator: &Emulator) {
    let small = Small::new(emulator, "ledger");
    assert_eq!(releases(&small), [] as [Value; 0], "before the first deployment");

    let first = deploy(&small, TOPIC, "Title = 'a', Key = 'geheim'");
    let unchanged = deploy(&small, TOPIC, "Title = 'a', Key = 'geheim'");
    small.write("template.yaml", &format!("{TOPIC}{BROKEN}"));
    let failed = small.run(&["deploy", "--yes", "--reason", "OPS-1"]);

    assert_eq!((&unchanged["release"]["id"], failed.code), (&first["release"]["id"], 1), "the live release stays live");
    let listed = releases(&small);
    let [newest, oldest] = &listed[..] else { panic!("two releases: {listed:?}") };
    assert_eq!((&newest["live"], &newest["outcome"]), (&json!(false), &json!("rolled_back")), "{newest}");
    assert_eq!((&newest["reason"], &newest["previous"]), (&json!("OPS-1"), &first["release"]["id"]));
    assert_eq!((&oldest["live"], &oldest["outcome"]), (&json!(true), &json!("succeeded")), "{oldest}");
    let stack = &oldest["stacks"][0];
    assert_eq!((&stack["parameters"], &stack["secret_parameters"]), (&json!({ "Title": "a" }), &json!(["Key"])));
    assert!(!oldest.to_string().contains("geheim"));
    let status = small.run(&["status", "-o", "json"]).json();
    assert_eq!(status["release"]["id"], first["release"]["id"]);
}

fn a_rollback_restores_the_previous_release_and_its_parameters(emulator: &Emulator) {
    let small = Small::new(emulator, "back");
    let first = deploy(&small, TOPIC, "Title = 'a', Key = 'geheim'");
    let second = deploy(&small, TOPIC, "Title = 'b', Key = 'geheim'");
    // A rollback needs neither the template nor the settings of that time.
    small.write("template.yaml", "not a template");

    let planned = small.run(&["rollback", "--dry-run", "-o", "json"]).json();
    let back = small.run(&["rollback", "--yes", "--reason", "OPS-2", "-o", "json"]).json();

    assert_eq!(planned["action"], "planned");
    assert_eq!(planned["changes"][0]["logical_id"], "Topic");
    assert_eq!((&back["action"], &back["release"]["rollback_of"]), (&json!("updated"), &first["release"]["id"]));
    let listed = releases(&small);
    assert_eq!((&listed[0]["live"], &listed[0]["previous"]), (&json!(true), &second["release"]["id"]));
    assert_eq!(listed[0]["stacks"][0]["parameters"], json!({ "Title": "a" }));
    assert_eq!(listed.len(), 3, "a dry run adds no release");

    let forth = small.run(&["rollback", second["release"]["id"].as_str().expect("an id"), "--yes", "-o", "json"]);
    assert_eq!(forth.json()["release"]["rollback_of"], second["release"]["id"]);
    let live = releases(&small)[0]["id"].as_str().expect("an id").to_owned();
    let stays = small.run(&["rollback", &live, "-o", "json"]);
    assert_eq!((&stays.json()["action"], &stays.json()["release"]["id"]), (&json!("unchanged"), &json!(live)));
    assert!(stays.stderr.contains(&format!("{live} is already live")), "{}", stays.stderr);
    assert!(!stays.stderr.contains("Comparing"), "no change set: {}", stays.stderr);
    let unknown = small.run(&["rollback", "c0ffee"]);
    assert_eq!(unknown.code, 5, "{}", unknown.stderr);
}

fn a_rollback_that_removes_a_table_is_refused_before_any_write(emulator: &Emulator) {
    let small = Small::new(emulator, "kept");
    deploy(&small, TOPIC, "");
    deploy(&small, &format!("{TOPIC}{TABLE}"), "");

    let refused = small.run(&["rollback", "--yes"]);

    assert_eq!(refused.code, 6, "{}", refused.stderr);
    assert!(refused.stderr.contains("rolling back would change Table of `kept-local`"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("Comparing"), "before any change set: {}", refused.stderr);
    assert_eq!(releases(&small).len(), 2, "no rollback was started");
}

fn a_rollback_to_missing_artifacts_names_them(emulator: &Emulator) {
    let small = Small::new(emulator, "gone");
    deploy(&small, TOPIC, "Title = 'a'");
    deploy(&small, &TOPIC.replace("Topic:", "Other:"), "Title = 'a'");
    let former = releases(&small)[1]["stacks"][0]["template_key"].as_str().expect("a key").to_owned();
    let bucket = "gone-local-artifacts-000000000000-us-east-1";
    small.delete_object_by_hand(bucket, &former);

    let refused = small.run(&["rollback", "--yes"]);

    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains(&former), "{}", refused.stderr);
    assert_eq!(releases(&small).len(), 2, "no rollback was started");
}

fn a_destroyed_stage_keeps_its_releases_until_they_are_purged(emulator: &Emulator) {
    let small = Small::new(emulator, "doomed");
    deploy(&small, &format!("{TOPIC}{TABLE}"), "");

    let destroyed = small.run(&["destroy", "--yes", "-o", "json"]).json();

    assert_eq!(destroyed["status"], "DELETE_COMPLETE");
    let [table] = &destroyed["retained"].as_array().expect("a list")[..] else { panic!("{destroyed}") };
    assert_eq!(table["logical_id"], "Table");
    assert!(table["delete"].as_str().is_some_and(|command| command.starts_with("aws dynamodb delete-table")));
    let listed = releases(&small);
    assert_eq!((listed.len(), &listed[0]["live"]), (1, &json!(false)));

    let again = small.run(&["destroy", "--yes"]);
    assert_eq!(again.code, 5, "{}", again.stderr);
    assert!(again.stderr.contains("nothing to destroy: stack `doomed-local` is not deployed"), "{}", again.stderr);
    assert!(again.stderr.contains("doomed-local-artifacts-000000000000-us-east-1 is kept ("), "{}", again.stderr);
    assert!(
        again.stderr.contains("these were retained and may still exist: Table of doomed-local"),
        "{}",
        again.stderr
    );

    let purged = small.run(&["destroy", "--yes", "--purge-artifacts", "-o", "json"]).json();
    assert_eq!(purged["artifacts"]["purged"], true, "{purged}");
    assert_eq!(releases(&small), [] as [Value; 0]);
    let nothing = small.run(&["destroy", "--yes"]);
    assert_eq!(nothing.code, 5, "{}", nothing.stderr);
    assert!(nothing.stderr.ends_with("hint: `srvls deploy` creates it\n"), "{}", nothing.stderr);
}

fn destroying_a_protected_stack_says_how_to_remove_its_protection(emulator: &Emulator) {
    let small = Small::new(emulator, "protected");
    small.set_local("protected = true");
    small.write("template.yaml", TOPIC);
    let sure = ["--yes", "--reason", "OPS-3", "--confirm", "local"];
    let run = |command: &str| small.run(&[&[command], &sure[..]].concat());
    assert_eq!(run("deploy").code, 0);

    let unsure = small.run(&["destroy", "--yes", "--reason", "OPS-3"]);
    let refused = run("destroy");

    assert_eq!((unsure.code, refused.code), (6, 6), "{}", refused.stderr);
    assert!(unsure.stderr.contains("its name was not confirmed"), "{}", unsure.stderr);
    assert!(refused.stderr.contains("`protected-local` has termination protection"), "{}", refused.stderr);
    assert!(refused.stderr.contains("--no-enable-termination-protection"), "{}", refused.stderr);
    assert!(refused.stderr.contains(" --endpoint-url http://127.0.0.1:"), "on AWS: {}", refused.stderr);
    assert_eq!(small.run(&["status"]).code, 0, "it is still there");
}
