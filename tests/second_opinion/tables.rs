//! Tables on another emulator of AWS, which evaluates conditions and expressions in its own way.

use std::fs;

use serde_json::{Value, json};

use super::moto::Moto;
use crate::support::{
    small::{error, json_call},
    srvls::Run,
    tables::{every_type, normal, shell_words},
};

impl Moto {
    fn dynamodb(&self, action: &str, request: &Value) -> Value {
        json_call(self.port, "dynamodb", &format!("DynamoDB_20120810.{action}"), request)
    }

    /// The physical name of a table.
    fn physical(&self, table: &str) -> String {
        let tables = self.run(&["table", "list", "-o", "json"]).json();
        let mut listed = tables["tables"].as_array().expect("tables").iter();
        let found = listed.find(|listed| listed["logical_name"] == table).expect("the table");
        found["physical_name"].as_str().expect("a name").to_owned()
    }

    #[track_caller]
    fn can(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.stdout, run.stderr);
        run
    }

    /// The `dataId` of each item that a query or a scan finds, in its order.
    #[track_caller]
    fn found(&self, arguments: &[&str]) -> Vec<String> {
        let report = self.can(&[&["table"], arguments, &["-o", "json"]].concat()).json();
        let items = report["items"].as_array().expect("items");
        items.iter().map(|item| item["dataId"].as_str().expect("an id").to_owned()).collect()
    }

    /// Every item of a table, past srvls.
    fn all(&self, table: &str) -> Vec<String> {
        let (name, mut items, mut start) = (self.physical(table), Vec::new(), Value::Null);
        loop {
            let mut request = json!({ "TableName": name });
            if !start.is_null() {
                request["ExclusiveStartKey"] = start;
            }
            let mut page = self.dynamodb("Scan", &request);
            items.extend(page["Items"].as_array().expect("items").iter().map(|item| normal(item).to_string()));
            start = page["LastEvaluatedKey"].take();
            if start.is_null() {
                items.sort();
                return items;
            }
        }
    }

    /// An item of every type, under the table's own keys.
    fn put_every_type(&self, table: &str, id: &str) {
        let mut item = every_type("u", id);
        let fields = item.as_object_mut().expect("an object");
        fields.retain(|name, _| name != "owner" && name != "id");
        fields.insert("userId".into(), json!({ "S": "u" }));
        fields.insert("dataId".into(), json!({ "S": id }));
        self.dynamodb("PutItem", &json!({ "TableName": self.physical(table), "Item": item }));
    }
}

pub(super) fn items_are_read_and_written_on_another_emulator() {
    let moto = Moto::start();
    let items = [
        json!({ "userId": "u", "dataId": "2026-10-a", "timestamp": "2026-11-03", "n": 1, "category": "notes", "size": 5 }),
        json!({ "userId": "u", "dataId": "2026-11-a", "timestamp": "2026-11-02", "n": 10, "category": "photos", "name": "x" }),
        json!({ "userId": "u", "dataId": "2026-11-b", "timestamp": "2026-10-01", "n": -2, "status": { "done": true, "tags": ["a", "b"] } }),
        json!({ "userId": "u", "dataId": "2027-01-a", "timestamp": "2025-01-01", "n": 9, "a.b": "dotted", "values": "10" }),
        json!({ "userId": "v", "dataId": "2026-11-c", "timestamp": "2026-11-09", "n": 3 }),
    ];
    for item in &items {
        let put = moto.can(&["table", "put", "Data", &item.to_string(), "--yes", "-o", "json"]).json();
        assert_eq!(put["action"], "added");
    }

    for (sort_key, found) in [
        ("begins_with 2026-11", &["2026-11-a", "2026-11-b"][..]),
        ("between 2026-10-a and 2026-11-a", &["2026-10-a", "2026-11-a"]),
        (">= 2026-11-b", &["2026-11-b", "2027-01-a"]),
        ("< 2026-11-a", &["2026-10-a"]),
        ("= 2027-01-a", &["2027-01-a"]),
    ] {
        assert_eq!(moto.found(&["query", "Data", "u", "--sk", sort_key]), found, "{sort_key}");
    }
    for (conditions, found) in [
        ("n > 1 and n <= 10", &["2026-11-a", "2027-01-a"][..]),
        ("n between -5 and 1", &["2026-10-a", "2026-11-b"]),
        ("category begins_with pho", &["2026-11-a"]),
        ("category != notes and category exists", &["2026-11-a"]),
        ("category missing", &["2026-11-b", "2027-01-a"]),
        ("status.done = true and status.tags[1] = b", &["2026-11-b"]),
        ("status.tags contains a", &["2026-11-b"]),
        // Words that DynamoDB reserves, a name with a dot, and digits that are text.
        ("name = x", &["2026-11-a"]),
        ("size = 5", &["2026-10-a"]),
        ("'a.b' = dotted and values = '10'", &["2027-01-a"]),
        ("values = 10", &[]),
    ] {
        assert_eq!(moto.found(&["query", "Data", "u", "--where", conditions]), found, "{conditions}");
    }
    assert_eq!(moto.found(&["query", "Data", "u", "--desc", "--limit", "1"]), ["2027-01-a"]);
    let by_time = moto.can(&["table", "query", "Data", "u", "--where", "timestamp begins_with 2026-11", "-o", "json"]);
    let by_time = by_time.json();
    assert_eq!((&by_time["index"], &by_time["count"]), (&json!("timestamp-index"), &json!(2)), "{by_time}");
    assert_eq!(by_time["items"][0]["timestamp"], "2026-11-02", "in the order of the index");
    assert_eq!(moto.found(&["scan", "Data", "--where", "n = 3"]), ["2026-11-c"]);
    let part = moto.can(&["table", "scan", "Data", "--limit", "2", "-o", "json"]).json();
    assert_eq!((&part["count"], &part["truncated"]), (&json!(2), &json!(true)), "{part}");

    let get = ["table", "get", "Data", "u", "2026-11-b", "-o", "json"];
    assert_eq!(moto.can(&get).json(), items[2]);
    let changed = json!({ "userId": "u", "dataId": "2026-11-b", "n": 7 }).to_string();
    let put = |flag: &str| moto.run(&["table", "put", "Data", &changed, flag, "--yes", "-o", "json"]);
    assert_eq!(error(&put("--if-absent"))["code"], "item_exists");
    let replaced = put("--if-exists").json();
    let deleted = moto.can(&["table", "delete", "Data", "u", "2026-11-b", "--yes", "-o", "json"]).json();
    assert_eq!(moto.run(&get).code, 5);
    for report in [deleted, replaced] {
        let words = shell_words(report["undo"].as_str().expect("an undo"));
        let words: Vec<&str> = words.iter().skip(1).map(String::as_str).chain(["--yes"]).collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.starts_with("--endpoint-url")).collect();
        moto.can(&words);
    }
    assert_eq!(moto.can(&get).json(), items[2], "both undone");
}

pub(super) fn tables_are_copied_on_another_emulator() {
    const ITEMS: usize = 60;
    let moto = Moto::start();
    (0..ITEMS).for_each(|number| moto.put_every_type("Data", &format!("{number:04}")));

    for file in ["data.jsonl", "data.csv"] {
        let export = moto.can(&["table", "export", "Data", "--out", file, "--reveal", "-o", "json"]).json();
        assert_eq!(export["items"], ITEMS);
        let import = ["table", "import", "Copies", file, "--yes", "-o", "json"];
        let report = moto.can(&import).json();
        assert_eq!((&report["written"], &report["rejected"]), (&json!(ITEMS), &json!(0)), "{report}");
        assert_eq!(moto.all("Copies"), moto.all("Data"), "{file}");
        let again = moto.run(&[&import[..], &["--on-conflict", "skip"]].concat());
        assert_eq!((again.code, &again.json()["written"]), (0, &json!(0)), "{}", again.stderr);
        let text = fs::read_to_string(moto.file(file)).unwrap().replace("0007", "7000");
        fs::write(moto.file(file), text).unwrap();
        let more = moto.can(&[&import[..], &["--on-conflict", "overwrite"]].concat()).json();
        assert_eq!(more["written"], ITEMS, "{more}");
        assert_eq!(moto.all("Copies").len(), ITEMS + 1);
        let name = moto.physical("Copies");
        let ids = (0..ITEMS).chain([7000]).map(|number| format!("{number:04}"));
        for id in ids {
            let key = json!({ "userId": { "S": "u" }, "dataId": { "S": id } });
            moto.dynamodb("DeleteItem", &json!({ "TableName": name, "Key": key }));
        }
    }
}
