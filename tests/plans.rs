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
        a_refused_change_set_is_reported_with_its_events,
        a_plan_has_the_sentences_of_the_templates_that_change,
        a_template_that_can_not_be_read_is_not_checked
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

/// A queue whose messages stay hidden for 30 seconds is live, and for 60 is wanted.
fn patient_queue() -> Shop {
    const LIVE: &str = r#"{"Resources":{"Queue":{"Type":"AWS::SQS::Queue","Properties":{"VisibilityTimeout":30}},"Old":{"Type":"AWS::SNS::Topic"}}}"#;
    let shop = Shop::new(Scenario { template: LIVE, ..update() });
    shop.write(
        "template.yaml",
        "Resources:\n  Queue: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60}}\n  New: {Type: AWS::SNS::Topic}\n",
    );
    shop
}

fn a_plan_has_the_sentences_of_the_templates_that_change() {
    let shop = patient_queue();

    let diff = shop.run(&["diff", "-o", "json"]).json();
    let reads = shop.endpoint.calls().iter().filter(|call| *call == "cloudformation:GetTemplate").count();
    let markdown = shop.run(&["diff", "--markdown"]).stdout;
    let (screen, _) = shop.terminal(60, &["diff"]).end();
    let planned = shop.run(&["deploy", "--dry-run"]).stdout;

    let (old, new) = ("`Queue` VisibilityTimeout: 30", "`Queue` VisibilityTimeout: 60");
    assert_eq!(
        diff["posture"],
        json!([
            { "stack": "shop-dev", "chapter": "Data", "removed": [old], "added": [new] },
            { "stack": "shop-dev", "chapter": "Alarms", "removed": ["`Old` SNS Topic"], "added": ["`New` SNS Topic"] },
        ])
    );
    assert_eq!(reads, 1, "{:?}", shop.endpoint.calls());
    let block = format!(
        "**What the templates say**\n\n```diff\n@@ Data @@\n- {old}\n+ {new}\n@@ Alarms @@\n- `Old` SNS Topic\n+ `New` SNS Topic\n```"
    );
    assert!(markdown.contains(&block), "{markdown}");
    for text in [&screen, &planned] {
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let wanted = ["-  `Queue` VisibilityTimeout: 30", "+  `Queue` VisibilityTimeout: 60"];
        assert!(lines.windows(2).any(|two| two == wanted), "{text}");
    }
}

fn a_template_that_can_not_be_read_is_not_checked() {
    let shop = patient_queue();
    shop.endpoint.deny("cloudformation:GetTemplate");

    let plan = shop.run(&["diff", "-o", "json"]).json();

    let unchecked = plan["not_checked"].as_array().unwrap();
    let how = "how the template of shop-dev differs from the deployed one: ";
    assert!(unchecked.iter().any(|line| line.as_str().unwrap().starts_with(how)), "{plan}");
    assert_eq!(plan["posture"], json!([]));
}
