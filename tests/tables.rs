//! Items that are read and written: a query chooses its index, and every write can be undone.

use std::{fs, os::unix::fs::PermissionsExt as _, sync::Arc};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    small::{Emulator, error},
    tables::{Tables, every_type, normal, shell_words},
    trials,
};

pub(crate) fn trials(emulator: &Arc<Emulator>) -> Vec<Trial> {
    trials!(
        emulator,
        [
            a_write_is_undone_by_the_command_it_prints,
            a_deleted_item_comes_back_with_every_type,
            what_get_prints_can_be_put_back,
            an_item_with_personal_data_is_kept_in_a_private_file,
            a_masked_item_is_not_written,
            an_item_is_written_only_as_the_flags_allow,
            a_write_is_guarded_and_recorded,
            a_query_chooses_its_index_and_says_why,
            a_scan_says_what_it_can_cost
        ]
    )
}

fn a_write_is_undone_by_the_command_it_prints(emulator: &Emulator) {
    let tables = Tables::new(emulator, "writes");
    let put = |item: &str| tables.can(&["table", "put", "Things", item, "--yes", "-o", "json"]).json();
    let undo = |report: &Value| tables.follow(report["undo"].as_str().expect("an undo"));

    let added = put(r#"{"owner":"o","id":"1","n":1}"#);
    let replaced = put(r#"{"owner":"o","id":"1","n":2}"#);
    let again = put(r#"{"id":"1","owner":"o","n":2}"#);

    assert_eq!(
        (&added["action"], &replaced["action"], &again["action"]),
        (&json!("added"), &json!("replaced"), &json!("unchanged"))
    );
    assert_eq!((&again["undo"], &added["key"]), (&Value::Null, &json!({ "owner": "o", "id": "1" })));
    undo(&replaced);
    assert_eq!(tables.raw("o", "1")["n"], json!({ "N": "1" }));
    undo(&added);
    assert_eq!(tables.raw("o", "1"), Value::Null);
}

fn a_deleted_item_comes_back_with_every_type(emulator: &Emulator) {
    let tables = Tables::new(emulator, "deletes");
    tables.put_raw(every_type("o", "1"));

    let deleted = tables.can(&["table", "delete", "Things", "o", "1", "--yes", "-o", "json"]).json();
    let gone = tables.raw("o", "1");
    tables.follow(deleted["undo"].as_str().expect("an undo"));

    assert_eq!((gone, &deleted["action"]), (Value::Null, &json!("deleted")));
    assert_eq!(normal(&tables.raw("o", "1")), normal(&every_type("o", "1")));
    assert_eq!(tables.run(&["table", "delete", "Things", "o", "2", "--yes"]).code, 5);
}

fn what_get_prints_can_be_put_back(emulator: &Emulator) {
    let tables = Tables::new(emulator, "returns");
    tables.put_raw(every_type("o", "1"));
    let get =
        |flags: &[&str]| tables.can(&[&["table", "get", "Things", "o", "1", "-o", "json"], flags].concat()).stdout;
    let put = |text: &str| {
        tables.small.write("item.json", text);
        tables.can(&["table", "put", "Things", "@item.json", "--yes", "-o", "json"]).json()["action"].take()
    };

    let (plain, typed) = (get(&[]), get(&["--typed"]));

    assert_eq!((put(&plain), put(&typed)), (json!("unchanged"), json!("unchanged")));
    let more: Value = serde_json::from_str(&plain).unwrap();
    let more = json!({ "words": ["a", "b", "c"], "bytes": "AQ==", "digits": 5, "owner": "o", "id": "1", "deep": more["deep"] });
    assert_eq!(put(&more.to_string()), "replaced");
    let raw = tables.raw("o", "1");
    assert_eq!(normal(&raw["words"]), json!({ "SS": ["a", "b", "c"] }));
    assert_eq!((&raw["bytes"], &raw["digits"]), (&json!({ "B": "AQ==" }), &json!({ "N": "5" })));
    assert_eq!(normal(&raw["deep"]), normal(&every_type("o", "1")["deep"]));
    let moved: Value = serde_json::from_str(&typed).unwrap();
    let moved = moved.to_string().replace("\"id\":\"1\"", "\"id\":\"2\"");
    assert_eq!(put(&moved), "added");
    assert_eq!(normal(&tables.raw("o", "2")), normal(&every_type("o", "2")));
}

fn an_item_with_personal_data_is_kept_in_a_private_file(emulator: &Emulator) {
    let tables = Tables::new(emulator, "private");
    tables.put_raw(json!({ "owner": { "S": "o" }, "id": { "S": "1" }, "email": { "S": "ada@example.com" } }));

    let run = tables.can(&["table", "put", "Things", r#"{"owner":"o","id":"1"}"#, "--yes", "-o", "json"]);

    let (report, shown) = (run.json(), format!("{}{}", run.stdout, run.stderr));
    assert!(!shown.contains("ada@example.com"), "{shown}");
    let undo = report["undo"].as_str().expect("an undo");
    let file =
        shell_words(undo).into_iter().find_map(|word| word.strip_prefix('@').map(str::to_owned)).expect("a file");
    assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
    let kept = fs::read_to_string(&file).expect("read");
    assert!(kept.starts_with("srvls-sealed-1:") && !kept.contains("ada@example.com"), "{kept}");
    tables.follow(undo);
    assert_eq!(tables.raw("o", "1")["email"], json!({ "S": "ada@example.com" }));
}

fn a_masked_item_is_not_written(emulator: &Emulator) {
    let tables = Tables::new(emulator, "masks");
    tables.put_raw(json!({ "owner": { "S": "o" }, "id": { "S": "1" }, "email": { "S": "ada@example.com" } }));
    let masked = tables.can(&["table", "get", "Things", "o", "1", "-o", "json"]).stdout;

    let run = tables.run(&["table", "put", "Things", &masked, "--yes", "-o", "json"]);

    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(error(&run)["hint"].as_str().is_some_and(|hint| hint.contains("--reveal")), "{}", run.stderr);
    assert_eq!(tables.raw("o", "1")["email"], json!({ "S": "ada@example.com" }));
}

fn an_item_is_written_only_as_the_flags_allow(emulator: &Emulator) {
    let tables = Tables::new(emulator, "flagged");
    tables.put_raw(json!({ "owner": { "S": "o" }, "id": { "S": "1" } }));
    let put = |item: &str, flag: &str| {
        let run = tables.run(&["table", "put", "Things", item, flag, "--yes", "-o", "json"]);
        (run.code, error(&run)["code"].take())
    };

    assert_eq!(put(r#"{"owner":"o","id":"1","n":1}"#, "--if-absent"), (1, json!("item_exists")));
    assert_eq!(put(r#"{"owner":"o","id":"2"}"#, "--if-exists"), (5, json!("not_found")));
    assert_eq!(put(r#"{"owner":"o"}"#, "--if-exists"), (2, json!("usage")));
    assert_eq!(put("{", "--if-exists"), (2, json!("usage")));
    assert_eq!((tables.raw("o", "1")["n"].clone(), tables.raw("o", "2")), (Value::Null, Value::Null));
}

fn a_write_is_guarded_and_recorded(emulator: &Emulator) {
    let tables = Tables::new(emulator, "guarded");
    let put = ["table", "put", "Things", r#"{"owner":"o","id":"1"}"#];
    let with = |flags: &[&str]| tables.run(&[&put[..], flags].concat());

    assert_eq!((with(&["--yes", "--read-only"]).code, with(&[]).code), (6, 2));
    assert_eq!(tables.raw("o", "1"), Value::Null);
    assert_eq!(with(&["--yes", "--reason", "T-1"]).code, 0);

    let records = tables.can(&["audit", "--since", "1h", "-o", "json"]).json();
    let of = |record: &&Value| record["command"] == "table put";
    let records: Vec<Value> = records["records"].as_array().expect("records").iter().filter(of).cloned().collect();
    let [done, refused] = &records[..] else { panic!("{records:?}") };
    assert_eq!((&done["outcome"], &done["reason"]), (&json!("done"), &json!("T-1")));
    assert_eq!(refused["outcome"], "refused", "nobody answered the question");
    assert!(
        done["target"].as_str().is_some_and(|target| target.starts_with("Things:") && !target.contains("o/1")),
        "{done}"
    );
}

fn a_query_chooses_its_index_and_says_why(emulator: &Emulator) {
    let tables = Tables::new(emulator, "indexes");
    for (id, at) in [("1", "2026-10"), ("2", "2026-11"), ("3", "2026-12")] {
        let email = format!("{id}@example.com");
        let item = json!({ "owner": { "S": "o" }, "id": { "S": id }, "at": { "S": at }, "email": { "S": email } });
        tables.put_raw(item);
    }
    let query = |value: &str, flags: &[&str]| {
        let run = tables.can(&[&["table", "query", "Things", value, "--reveal", "-o", "json"], flags].concat());
        let ids = |item: &Value| item["id"].as_str().expect("an id").to_owned();
        let ids: Vec<String> = run.json()["items"].as_array().expect("items").iter().map(ids).collect();
        (ids, run.json()["index"].take(), run.stderr)
    };

    let (ids, index, said) = query("o", &["--where", "at between 2026-11 and 2026-12"]);
    assert_eq!((ids, index), (vec!["2".into(), "3".into()], json!("at-index")));
    assert!(said.contains("through `at-index`: its sort key is `at`"), "{said}");
    let (ids, index, said) = query("2@example.com", &[]);
    assert_eq!((ids, index), (vec!["2".into()], json!("email-index")));
    assert!(said.contains("through `email-index`, as `email`: nothing has this value as its `owner`"), "{said}");
    let (ids, index, said) = query("o", &["--sk", "begins_with 2"]);
    assert_eq!((ids, index, said.contains("through")), (vec!["2".into()], Value::Null, false));
    let (ids, _, said) = query("nobody", &[]);
    assert!(ids.is_empty() && said.contains("nothing has this value as its `owner` or `email`"), "{said}");
}

fn a_scan_says_what_it_can_cost(emulator: &Emulator) {
    let tables = Tables::new(emulator, "scans");
    tables.fill(50);

    let run = tables.can(&["table", "scan", "Things", "--limit", "10", "-o", "json"]);

    assert!(run.stderr.contains("scanning up to 10 of about 50 items: about "), "{}", run.stderr);
    let report = run.json();
    assert_eq!((&report["count"], &report["truncated"]), (&json!(10), &json!(true)));
}
