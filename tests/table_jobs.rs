//! Tables that DynamoDB exports and imports by itself, on a scripted endpoint: the emulator has no such jobs.

use std::process::Stdio;

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    PATIENCE,
    scripted::{Scenario, beat, stack_beat},
    shop::{Shop, update},
    small::error,
    srvls, trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_large_table_is_exported_by_dynamodb_and_followed_to_its_end,
        a_small_table_is_not_unless_asked_to,
        an_export_that_is_under_way_is_followed_and_not_begun_again,
        an_import_from_s3_makes_a_new_table
    ]
}

/// A stage with one table, of so many items.
fn shop(items: u64) -> Shop {
    let history = vec![
        stack_beat("CREATE_IN_PROGRESS", "User Initiated"),
        beat("AppDataTable", "AWS::DynamoDB::Table", "CREATE_COMPLETE", ""),
        stack_beat("CREATE_COMPLETE", ""),
    ];
    let shop = Shop::new(Scenario { deployed: Some(history), ..update() });
    shop.endpoint.count_items(items);
    shop
}

const EXPORT: [&str; 7] = ["table", "export", "AppData", "--yes", "--reveal", "-o", "json"];

fn calls(shop: &Shop, name: &str) -> usize {
    shop.endpoint.calls().iter().filter(|call| *call == name).count()
}

fn a_large_table_is_exported_by_dynamodb_and_followed_to_its_end() {
    let shop = shop(20_000_000);

    let masked = shop.run(&["table", "export", "AppData", "--yes", "-o", "json"]);
    let run = shop.run(&EXPORT);

    assert_eq!((masked.code, &error(&masked)["code"]), (2, &json!("usage")), "{}", masked.stderr);
    assert!(run.stderr.contains("DynamoDB exports this table to S3 by itself"), "{}", run.stderr);
    let job = run.json()["job"].take();
    assert_eq!(
        (&job["status"], &job["items"], &job["kind"]),
        (&json!("completed"), &json!(20_000_000), &json!("export"))
    );
    let location = job["location"].as_str().expect("a location");
    assert!(
        location.starts_with("s3://shop-dev-artifacts-") && location.contains("/exports/AppData/AWSDynamoDB/0170"),
        "{job}"
    );
    assert_eq!((calls(&shop, "dynamodb:ExportTableToPointInTime"), calls(&shop, "dynamodb:Scan")), (1, 0));
    let outcomes: Vec<Value> = shop.endpoint.audit_events().iter().map(|event| event["outcome"].clone()).collect();
    assert_eq!(outcomes, ["begun", "done"], "the one that was refused before is no write");
    let jobs = shop.run(&["table", "jobs", "-o", "json"]).json();
    assert_eq!(jobs["jobs"][0], job);
}

fn a_small_table_is_not_unless_asked_to() {
    let shop = shop(5);

    let here = shop.run(&EXPORT);
    let there = shop.run(&[&EXPORT[..], &["--to-s3"]].concat());

    assert_eq!(here.json()["file"], "AppData.jsonl");
    assert_eq!(there.json()["job"]["status"], "completed");
    shop.endpoint.count_items(20_000_000);
    let here = shop.run(&[&EXPORT[..], &["--here", "--out", "large.jsonl"]].concat());
    assert_eq!(here.json()["file"], "large.jsonl");
    assert_eq!(calls(&shop, "dynamodb:ExportTableToPointInTime"), 1);
}

fn an_export_that_is_under_way_is_followed_and_not_begun_again() {
    let shop = shop(20_000_000);
    shop.endpoint.hold("dynamodb:DescribeExport", 1);
    let mut command = shop.command(&EXPORT);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("srvls starts");

    assert!(shop.endpoint.is_held(PATIENCE));
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()));
    let detached = srvls::result_of(child.wait_with_output().expect("it ends"));
    shop.endpoint.lift_hold();

    assert_eq!(detached.code, 130, "{}", detached.stderr);
    assert!(error(&detached)["hint"].as_str().is_some_and(|hint| hint.contains("srvls table jobs --follow")));
    let again = shop.run(&EXPORT);
    assert!(again.stderr.contains("an export of this table is under way already"), "{}", again.stderr);
    assert_eq!(again.json()["job"]["status"], "completed");
    assert_eq!(calls(&shop, "dynamodb:ExportTableToPointInTime"), 1);
}

fn an_import_from_s3_makes_a_new_table() {
    let shop = shop(5);
    let import = ["table", "import", "AppData", "s3://bucket/exports/x/data/", "--yes", "-o", "json"];

    let unnamed = shop.run(&import);
    let run = shop.run(&[&import[..], &["--as", "copy"]].concat());

    assert_eq!(unnamed.code, 2, "{}", unnamed.stderr);
    let report = run.json();
    assert_eq!((&report["job"]["status"], &report["job"]["items"]), (&json!("completed"), &json!(5)));
    assert!(report["job"]["table"].as_str().is_some_and(|table| table.ends_with("-copy")), "{report}");
    assert!(
        report["note"].as_str().is_some_and(|note| note.starts_with("a new table, on demand, outside of the stack"))
    );
    let jobs = shop.run(&["table", "jobs", "--follow", "-o", "json"]).json();
    assert_eq!(jobs["jobs"][0]["kind"], "import", "{jobs}");
}
