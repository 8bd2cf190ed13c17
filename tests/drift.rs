//! What was changed outside of releases: `status`, `diff` and the gate of a deployment say what, by whom and when, or that
//! they did not look.

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    scripted::Scenario,
    shop::{Shop, update},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        status_says_what_was_changed_by_hand_by_whom_and_when,
        status_uses_a_recent_detection_with_its_age,
        status_says_what_it_did_not_look_at,
        status_does_not_wait_for_a_slow_detection,
        a_stage_that_is_up_to_date_is_not_said_to_be_as_it_should,
        a_diff_without_a_detection_says_so,
        a_diff_never_relies_on_an_earlier_detection,
        the_gate_says_who_made_the_change_that_would_be_overwritten
    ]
}

const FUNCTION: &str = "GetProfileFunction";
const PATH: &str = "/Environment/Variables/TABLE";
const DETECT: &str = "cloudformation:DetectStackDrift";

/// A deployed stage whose function was changed by Ada afterwards.
fn changed(scenario: Scenario) -> Shop {
    let shop = Shop::new(Scenario { drifted: vec![(FUNCTION, PATH)], ..scenario });
    assert_eq!(shop.run(&["deploy", "--yes", "--allow", "drift"]).code, 0);
    record(&shop);
    shop
}

fn record(shop: &Shop) {
    let event = "UpdateFunctionConfiguration20150331v2";
    shop.endpoint.has_recorded("lambda.amazonaws.com", event, &format!("shop-dev-{FUNCTION}-1A2B"), "ada");
}

fn count(shop: &Shop, call: &str) -> usize {
    shop.endpoint.calls().iter().filter(|made| *made == call).count()
}

fn status_says_what_was_changed_by_hand_by_whom_and_when() {
    let shop = changed(update());

    let json = shop.run(&["status", "-o", "json"]).json();
    let table = shop.run(&["status"]).stdout;

    assert_eq!(json["drift"], "DRIFTED");
    assert_eq!(json["drift_unchecked_resources"], 1, "CloudFormation knows no tables here");
    let [drift] = &json["drifted"].as_array().expect("a list")[..] else { panic!("{json}") };
    assert_eq!((&drift["logical_id"], &drift["properties"]), (&json!(FUNCTION), &json!([PATH])));
    let changed = &drift["changed"];
    assert_eq!(changed["by"], "arn:aws:iam::123456789012:user/ada");
    assert!(changed["action"] == "lambda:UpdateFunctionConfiguration" && changed["at"].is_string(), "{changed}");
    let line = format!("  {FUNCTION} is MODIFIED: {PATH} (last lambda:UpdateFunctionConfiguration by ada, ");
    assert!(table.contains("Changed outside a release:") && table.contains(&line), "{table}");
    assert!(table.contains("DRIFTED: 1 resource, checked"), "{table}");
}

fn status_uses_a_recent_detection_with_its_age() {
    let shop = changed(update());

    let first = shop.run(&["status"]).stdout;
    let again = shop.run(&["status"]).stdout;

    assert_eq!(count(&shop, DETECT), 1);
    for table in [first, again] {
        assert!(table.contains("DRIFTED: 1 resource, checked"), "{table}");
    }
}

fn status_says_what_it_did_not_look_at() {
    let shop = changed(update());
    shop.endpoint.deny("cloudtrail:LookupEvents");
    let unattributed = shop.run(&["status"]);
    let untracked = changed(update());
    untracked.endpoint.deny(DETECT);
    let undetected = untracked.run(&["status"]);
    let json = untracked.run(&["status", "-o", "json"]).json();

    assert_eq!((unattributed.code, undetected.code), (0, 0));
    let why = "who changed what drifted: not allowed to call cloudtrail:LookupEvents";
    assert!(unattributed.stdout.contains(why), "{}", unattributed.stdout);
    assert!(unattributed.stdout.contains(&format!("{FUNCTION} is MODIFIED: {PATH}\n")), "{}", unattributed.stdout);
    let why = format!("NOT_CHECKED: not allowed to call {DETECT}");
    assert!(undetected.stdout.contains(&why), "{}", undetected.stdout);
    assert_eq!((&json["drift"], &json["drifted"]), (&json!("NOT_CHECKED"), &json!([])));
    assert_eq!(json["drift_not_checked"], json!([format!("drift of shop-dev: not allowed to call {DETECT}")]));
}

fn status_does_not_wait_for_a_slow_detection() {
    let shop = changed(Scenario { slow_detection: 1000, ..update() });

    let run = shop.run(&["status"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    let looked =
        shop.endpoint.calls().iter().filter(|call| *call == "cloudformation:DescribeStackDriftDetectionStatus").count();
    assert!((1..100).contains(&looked), "{looked}");
    assert!(run.stdout.contains("NOT_CHECKED: CloudFormation is still looking"), "{}", run.stdout);
}

/// The stage that answered every request with 500 while `diff` found nothing to say.
fn a_stage_that_is_up_to_date_is_not_said_to_be_as_it_should() {
    let shop = changed(update());

    for command in [&["diff"][..], &["deploy", "--dry-run"]] {
        let text = shop.run(command).stdout;

        assert!(text.contains("up to date: nothing to change"), "{text}");
        let left =
            format!("Changed outside a release, and left as it is:\n  {FUNCTION} is MODIFIED: {PATH} (last lambda:");
        assert!(text.contains(&left), "{text}");
        let unchecked = "Not checked:\n  drift of 1 DynamoDB::Table: CloudFormation can't detect it";
        assert!(text.contains(unchecked), "{text}");
    }
    let json = shop.run(&["diff", "-o", "json"]).json();
    let drift = &json["drift"][0];
    assert_eq!((&json["changes"], &drift["overwritten"]), (&json!([]), &json!(false)), "{json}");
    assert!(shop.run(&["diff", "--markdown"]).stdout.contains("**Changed outside a release, and left as it is**"));
    assert_eq!(shop.run(&["diff", "--exit-code"]).code, 0, "drift is no change of the deployment's");
}

fn a_diff_without_a_detection_says_so() {
    let shop = changed(update());
    shop.endpoint.deny(DETECT);

    let run = shop.run(&["diff"]);

    let why = format!("Not checked:\n  drift of the unchanged resources on shop-dev: not allowed to call {DETECT}");
    assert!(run.code == 0 && run.stdout.contains(&why), "{}", run.stdout);
}

fn a_diff_never_relies_on_an_earlier_detection() {
    let shop = Shop::new(update());
    assert_eq!(shop.run(&["deploy", "--yes"]).code, 0);
    assert_eq!(shop.run(&["status", "-o", "json"]).json()["drift"], "IN_SYNC");
    shop.endpoint.has_drifted(FUNCTION, PATH);
    record(&shop);

    let plan = shop.run(&["diff", "-o", "json"]).json();

    assert_eq!(plan["drift"][0]["logical_id"], FUNCTION, "{plan}");
}

fn the_gate_says_who_made_the_change_that_would_be_overwritten() {
    let shop = Shop::new(Scenario { drifted: vec![(FUNCTION, PATH)], ..update() });
    record(&shop);

    let run = shop.run(&["deploy", "--yes", "-o", "json"]);
    let plan: Value = shop.run(&["diff", "-o", "json"]).json();

    assert_eq!(run.code, 6, "{}", run.stderr);
    let warning = format!("{FUNCTION} is MODIFIED: {PATH} (last lambda:UpdateFunctionConfiguration by ada, ");
    assert!(run.stderr.contains(&warning), "{}", run.stderr);
    assert!(run.stderr.contains("; this deployment overwrites the drift"), "{}", run.stderr);
    assert_eq!(count(&shop, "cloudformation:DetectStackDrift"), 1, "a deployment looks only at what it touches");
    let drift = &plan["drift"][0];
    assert_eq!(
        (&drift["overwritten"], &drift["changed"]["by"]),
        (&json!(true), &json!("arn:aws:iam::123456789012:user/ada"))
    );
}
