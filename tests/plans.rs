//! Plans from answers that only AWS gives, and the emulator does not.

use libtest_mimic::Trial;
use serde_json::json;

use crate::support::{
    scripted::{Scenario, change, stack_beat},
    shop::{Shop, update},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_plan_includes_changes_that_cloudformation_leaves_out,
        a_change_to_outputs_alone_makes_a_plan,
        a_refused_change_set_is_reported_with_its_events
    ]
}

const TABLE: &str = "AWS::DynamoDB::Table";

/// The change that the guard must see is the very one that CloudFormation leaves out.
fn a_plan_includes_changes_that_cloudformation_leaves_out() {
    let mut scenario = update();
    scenario.changes.push(change("Replace", "Orders", TABLE));
    let shop = Shop::new(Scenario { unrenderable: Some("Orders"), ..scenario });

    let plan = shop.run(&["diff", "-o", "json"]).json();
    let refused = shop.run(&["deploy", "--yes"]);

    assert_eq!(
        (&plan["changes"][0]["logical_id"], &plan["changes"][0]["replacement"]),
        (&json!("Orders"), &json!("always"))
    );
    let incomplete = "Orders: CloudFormation does not show all of its values";
    assert!(plan["not_checked"].as_array().is_some_and(|lines| lines.contains(&json!(incomplete))), "{plan}");
    assert_eq!(refused.code, 6, "{}", refused.stderr);
    assert!(refused.stderr.contains("`--allow Orders`"), "{}", refused.stderr);
}

fn a_change_to_outputs_alone_makes_a_plan() {
    let execution = vec![stack_beat("UPDATE_IN_PROGRESS", "User Initiated"), stack_beat("UPDATE_COMPLETE", "")];
    let shop = Shop::new(Scenario { changes: Vec::new(), unlisted: true, execution, ..update() });

    let diff = shop.run(&["diff", "--exit-code"]);
    assert_eq!(diff.code, 3, "{}", diff.stderr);
    assert!(diff.stdout.starts_with("only outputs, metadata or conditions change\n"), "{}", diff.stdout);

    let mut terminal = shop.terminal(80, &["deploy"]);
    terminal.showing(&["Make these changes to shop-dev?"]);
    terminal.press("y\n");
    let (screen, code) = terminal.end();
    assert_eq!(code, 0, "{screen}");

    assert_eq!(shop.run(&["diff", "--exit-code"]).code, 0);
}

/// The reason names neither a hook nor a validation, and one of the events only repeats it.
fn a_refused_change_set_is_reported_with_its_events() {
    let reason = "ChangeSet creation failed.";
    let cause = "<LogicalResourceId>Bucket</LogicalResourceId><ResourceType>AWS::S3::Bucket</ResourceType>\
        <ValidationName>NAME_CONFLICT_VALIDATION</ValidationName>\
        <ValidationStatusReason>Bucket 'pictures' already exists</ValidationStatusReason>";
    let repeated = "<LogicalResourceId>shop-dev</LogicalResourceId>\
        <ResourceStatusReason>ChangeSet creation failed.</ResourceStatusReason>";
    let shop = Shop::new(Scenario { refusal: Some(reason), failed_events: vec![cause, repeated], ..update() });

    let refused = shop.run(&["diff"]);

    let reported = "  caused by: ChangeSet creation failed.
    Bucket (AWS::S3::Bucket, validation NAME_CONFLICT_VALIDATION): Bucket 'pictures' already exists
hint: ";
    assert!(refused.stderr.contains(reported), "{}", refused.stderr);
}
