//! What a plan makes of the answers that only AWS itself gives.

use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    support::{
        scripted::{Scenario, change},
        trial,
    },
    transcripts::{Shop, update},
};

pub(crate) fn trials() -> Vec<Trial> {
    vec![trial("a_plan_has_what_cloudformation_drops_with_the_values", a_plan_has_what_is_dropped)]
}

const TABLE: &str = "AWS::DynamoDB::Table";

/// The one change that the guard must see is the one that CloudFormation leaves out.
fn a_plan_has_what_is_dropped() {
    let mut scenario = update();
    scenario.changes.push(change("Replace", "Orders", TABLE));
    let shop = Shop::new(Scenario { unrenderable: Some("Orders"), ..scenario });

    let plan = shop.run(&["diff", "-o", "json"]).json();
    let refused = shop.run(&["deploy", "--yes"]);

    assert_eq!(
        (&plan["changes"][0]["logical_id"], &plan["changes"][0]["replacement"]),
        (&json!("Orders"), &json!("always"))
    );
    assert_eq!(plan["not_checked"], json!(["Orders: CloudFormation can't tell all of its values"]));
    assert_eq!(refused.code, 6, "{}", refused.stderr);
    assert!(refused.stderr.contains("`--allow Orders`"), "{}", refused.stderr);
}
