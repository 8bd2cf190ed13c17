//! Tables that are copied into files, and from files into other tables: with every type, and whatever is killed.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    PATIENCE,
    small::{Emulator, error},
    srvls::{self, Run},
    tables::Tables,
    trials,
};

pub(crate) fn trials(emulator: &Arc<Emulator>) -> Vec<Trial> {
    trials!(
        emulator,
        [
            a_table_is_equal_after_an_export_and_an_import_that_were_killed_twice,
            a_copy_through_csv_is_equal,
            a_masked_export_is_for_reading_only,
            what_is_there_already_is_kept_or_replaced_as_asked,
            rows_that_are_no_items_are_rejected_with_their_reason,
            an_interrupted_copy_says_how_it_goes_on
        ]
    )
}

/// Kills the run once its file of state says that it has begun and is not done.
pub(crate) fn killed(mut child: Child, state: &Path, is_under_way: impl Fn(&Value) -> bool) {
    let since = Instant::now();
    loop {
        let text = fs::read(state).unwrap_or_default();
        if serde_json::from_slice::<Value>(&text).is_ok_and(|state| is_under_way(&state)) {
            break;
        }
        assert!(child.try_wait().expect("a child").is_none(), "it ended before it could be killed");
        assert!(since.elapsed() < PATIENCE, "it does not begin");
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().expect("killed");
    let run = srvls::result_of(child.wait_with_output().expect("it ends"));
    assert_ne!(run.code, 0, "it was not killed: {}", run.stdout);
}

fn a_table_is_equal_after_an_export_and_an_import_that_were_killed_twice(emulator: &Emulator) {
    const ITEMS: u64 = 3000;
    let tables = Tables::new(emulator, "copies");
    tables.fill(3000);
    // At a pace that leaves time to kill it.
    let export = ["table", "export", "Things", "--out", "things.jsonl", "--reveal", "-o", "json"];
    let paced = [&export[..], &["--max-units", "4"]].concat();
    let state = tables.small.file("things.jsonl.state.json");
    for before in [0, 200] {
        killed(tables.start(&paced), &state, |state| state["rows"].as_u64() > Some(before));
        assert!(!tables.small.file("things.jsonl").exists(), "it is not whole");
    }
    let report = tables.can(&export).json();
    assert_eq!((&report["items"], &report["masked"]), (&json!(ITEMS), &json!(false)));
    assert_eq!(fs::metadata(tables.small.file("things.jsonl")).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_to_string(tables.small.file("things.jsonl")).unwrap().lines().count(), 3000);

    for how in ["overwrite", "fail"] {
        let import = ["table", "import", "Copies", "things.jsonl", "--on-conflict", how, "--yes", "-o", "json"];
        let paced = [&import[..], &["--max-units", "200"]].concat();
        let state = tables.small.file(&format!("things.jsonl.into-{}.state.json", tables.names["Copies"]));
        for before in [0, 400] {
            let under_way =
                |state: &Value| (before + 1..ITEMS).contains(&state["counts"]["rows"].as_u64().unwrap_or_default());
            killed(tables.start(&paced), &state, under_way);
        }
        let report = tables.can(&import).json();
        assert_eq!((&report["rows"], &report["rejected"]), (&json!(ITEMS), &json!(0)), "{report}");
        assert_eq!(tables.all("Copies"), tables.all("Things"));
        assert!(!state.exists(), "nothing stays");
        tables.clear("Copies");
    }
}

fn a_copy_through_csv_is_equal(emulator: &Emulator) {
    let tables = Tables::new(emulator, "csvs");
    tables.fill(60);
    tables.put_raw(json!({ "owner": { "S": "\"q" }, "id": { "S": "=1" }, "rare": { "S": "5" } }));

    tables.can(&["table", "export", "Things", "--out", "things.csv", "--reveal"]);
    let report = tables.can(&["table", "import", "Copies", "things.csv", "--yes", "-o", "json"]).json();

    assert_eq!((&report["written"], &report["rejected"]), (&json!(61), &json!(0)));
    assert_eq!(tables.all("Copies"), tables.all("Things"));
}

fn a_masked_export_is_for_reading_only(emulator: &Emulator) {
    let tables = Tables::new(emulator, "readers");
    tables.put_raw(json!({ "owner": { "S": "o" }, "id": { "S": "1" }, "email": { "S": "ada@example.com" } }));
    for file in ["things.jsonl", "things.csv"] {
        let export = tables.can(&["table", "export", "Things", "--out", file, "-o", "json"]);
        let import =
            tables.run(&["table", "import", "Copies", file, "--on-conflict", "overwrite", "--yes", "-o", "json"]);

        assert_eq!(export.json()["masked"], true);
        assert!(export.stderr.contains("can't be imported"), "{}", export.stderr);
        assert!(!fs::read_to_string(tables.small.file(file)).unwrap().contains("ada@"));
        assert_eq!((import.code, &error(&import)["code"]), (6, &json!("masked_file")), "{}", import.stderr);
    }
    assert_eq!(tables.all("Copies"), [""; 0]);
    let records = tables.can(&["audit", "--since", "1h", "-o", "json"]).json().to_string();
    assert!(!records.contains("table export"), "nothing was revealed: {records}");
    tables.can(&["table", "export", "Things", "--out", "whole.jsonl", "--reveal"]);
    let records = tables.can(&["audit", "--since", "1h", "-o", "json"]).json().to_string();
    assert!(records.contains("table export --reveal"), "{records}");
}

fn what_is_there_already_is_kept_or_replaced_as_asked(emulator: &Emulator) {
    let tables = Tables::new(emulator, "conflicts");
    tables.put_raw(json!({ "owner": { "S": "o" }, "id": { "S": "same" }, "n": { "N": "1" } }));
    let theirs = json!({ "owner": { "S": "o" }, "id": { "S": "other" }, "n": { "N": "7" } });
    tables.put_raw(theirs.clone());
    let rows = [("same", 1), ("other", 2), ("new", 3), ("new", 4)];
    let rows: Vec<String> = rows.iter().map(|(id, n)| json!({ "owner": "o", "id": id, "n": n }).to_string()).collect();
    tables.small.write("rows.jsonl", &rows.join("\n"));
    let import = |how: &str| {
        tables.run(&["table", "import", "Things", "rows.jsonl", "--on-conflict", how, "--yes", "-o", "json"])
    };
    let counts = |run: &Run| {
        let report: Value = serde_json::from_str(&run.stdout).expect("a report");
        ["rows", "written", "identical", "skipped", "superseded", "rejected"].map(|name| report[name].as_u64().unwrap())
    };

    let failed = import("fail");
    assert_eq!((failed.code, counts(&failed)), (1, [4, 1, 1, 0, 0, 2]), "{}", failed.stderr);
    let rejects = fs::read_to_string(tables.small.file("rows.jsonl.rejects.jsonl")).unwrap();
    let lines: Vec<Value> = rejects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["line"], &lines[1]["line"]), (&json!(2), &json!(4)), "{rejects}");
    assert_eq!(lines[0]["reason"], "another item with this key is there");
    assert_eq!((tables.raw("o", "other"), tables.raw("o", "new")["n"].clone()), (theirs, json!({ "N": "3" })));

    let skipped = import("skip");
    assert_eq!((skipped.code, counts(&skipped)), (0, [4, 0, 2, 2, 0, 0]), "{}", skipped.stderr);
    let replaced = import("overwrite");
    assert_eq!((replaced.code, counts(&replaced)), (0, [4, 3, 0, 0, 1, 0]), "{}", replaced.stderr);
    assert_eq!(tables.raw("o", "other")["n"], json!({ "N": "2" }));
    assert_eq!(tables.raw("o", "new")["n"], json!({ "N": "4" }), "the last row wins");
}

fn rows_that_are_no_items_are_rejected_with_their_reason(emulator: &Emulator) {
    let tables = Tables::new(emulator, "rejects");
    let too_long = json!({ "owner": "o", "id": "long", "text": "x".repeat(410_000) }).to_string();
    let rows = [
        r#"{"owner":"o","id":"1"}"#,
        r#"{"owner":"o"}"#,
        r#"{"owner":"o","id":2}"#,
        "no json",
        &too_long,
        r#"{"owner":"o","id":"5","n":1e200}"#,
        r#"{"owner":"o","id":"6"}"#,
    ];
    tables.small.write("rows.jsonl", &rows.join("\n"));
    for how in ["overwrite", "skip"] {
        let run = tables.run(&["table", "import", "Things", "rows.jsonl", "--on-conflict", how, "--yes", "-o", "json"]);

        assert_eq!(run.code, 1, "{}", run.stderr);
        let rejects = fs::read_to_string(tables.small.file("rows.jsonl.rejects.jsonl")).unwrap();
        let lines: Vec<Value> = rejects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let numbers: Vec<u64> = lines.iter().map(|line| line["line"].as_u64().unwrap()).collect();
        assert_eq!(numbers, [2, 3, 4, 5, 6], "{rejects:.2000}");
        let reasons: Vec<&str> = lines.iter().map(|line| line["reason"].as_str().unwrap()).collect();
        assert_eq!(reasons[0], "the key `id` is missing");
        assert_eq!(reasons[1], "the key `id` is a string: write it in quotes");
        assert!(reasons[3].contains("Item size"), "{reasons:?}");
        assert!(reasons[4].contains("a number has at most 38 digits"), "{reasons:?}");
        assert_eq!(tables.all("Things").len(), 2);
    }
}

fn an_interrupted_copy_says_how_it_goes_on(emulator: &Emulator) {
    let tables = Tables::new(emulator, "stops");
    tables.fill(1000);
    let child = tables.start(&["table", "export", "Things", "--out", "things.jsonl", "--reveal", "--max-units", "1"]);
    let since = Instant::now();
    while fs::metadata(tables.small.file("things.jsonl.partial")).map_or(0, |file| file.len()) == 0 {
        assert!(since.elapsed() < PATIENCE, "it does not begin");
        thread::sleep(Duration::from_millis(5));
    }

    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()));
    let run = srvls::result_of(child.wait_with_output().expect("it ends"));

    assert_eq!(run.code, 130, "{}", run.stderr);
    assert!(run.stderr.contains(" items are in things.jsonl.partial\n"), "{}", run.stderr);
    assert!(run.stderr.contains("hint: run the same command again to go on from there"), "{}", run.stderr);
    let report = tables.can(&["table", "export", "Things", "--out", "things.jsonl", "--reveal", "-o", "json"]);
    assert!(report.stderr.contains("going on after the "), "{}", report.stderr);
    assert_eq!(report.json()["items"], 1000);
}
