//! Two tables of the same keys on the shared emulator, and items of every type.

use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

use super::{
    small::{Emulator, Small},
    srvls::Run,
};

const TABLES: &str = "
  ThingsTable:
    Type: AWS::DynamoDB::Table
    Metadata: {srvls: {Suppress: [{Id: SRV502, Reason: a test}, {Id: SRV503, Reason: a test}, {Id: SRV505, Reason: a test}]}}
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - {AttributeName: owner, AttributeType: S}
        - {AttributeName: id, AttributeType: S}
        - {AttributeName: at, AttributeType: S}
        - {AttributeName: email, AttributeType: S}
      KeySchema: [{AttributeName: owner, KeyType: HASH}, {AttributeName: id, KeyType: RANGE}]
      LocalSecondaryIndexes:
        - IndexName: at-index
          KeySchema: [{AttributeName: owner, KeyType: HASH}, {AttributeName: at, KeyType: RANGE}]
          Projection: {ProjectionType: ALL}
      GlobalSecondaryIndexes:
        - IndexName: email-index
          KeySchema: [{AttributeName: email, KeyType: HASH}]
          Projection: {ProjectionType: KEYS_ONLY}
  CopiesTable:
    Type: AWS::DynamoDB::Table
    Metadata: {srvls: {Suppress: [{Id: SRV502, Reason: a test}, {Id: SRV503, Reason: a test}, {Id: SRV505, Reason: a test}]}}
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: owner, AttributeType: S}, {AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: owner, KeyType: HASH}, {AttributeName: id, KeyType: RANGE}]
";

/// An app with two tables of the same keys, of its own to every test.
pub(crate) struct Tables<'a> {
    pub(crate) small: Small<'a>,
    /// The physical name of each.
    pub(crate) names: BTreeMap<String, String>,
}

impl<'a> Tables<'a> {
    pub(crate) fn new(emulator: &'a Emulator, app: &str) -> Self {
        let small = Small::new(emulator, app);
        let deployed = small.deploy(&["--yes"], TABLES);
        assert_eq!(deployed.code, 0, "{}", deployed.stderr);
        let tables = small.run(&["table", "list", "-o", "json"]).json();
        let text = |value: &Value| value.as_str().expect("a name").to_owned();
        let tables = tables["tables"].as_array().expect("tables").clone();
        let names = tables.iter().map(|table| (text(&table["logical_name"]), text(&table["physical_name"]))).collect();
        Self { small, names }
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.small.run(arguments)
    }

    #[track_caller]
    pub(crate) fn can(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.stdout, run.stderr);
        run
    }

    pub(crate) fn put_raw(&self, item: Value) {
        self.small.dynamodb("PutItem", &json!({ "TableName": self.names["Things"], "Item": item }));
    }

    pub(crate) fn raw(&self, owner: &str, id: &str) -> Value {
        let key = json!({ "owner": { "S": owner }, "id": { "S": id } });
        let request = json!({ "TableName": self.names["Things"], "Key": key, "ConsistentRead": true });
        self.small.dynamodb("GetItem", &request)["Item"].take()
    }

    /// Every item of a table as DynamoDB has it, in the order of its text.
    pub(crate) fn all(&self, table: &str) -> Vec<String> {
        let (mut items, mut start) = (Vec::new(), Value::Null);
        loop {
            let mut request = json!({ "TableName": self.names[table] });
            if !start.is_null() {
                request["ExclusiveStartKey"] = start;
            }
            let mut page = self.small.dynamodb("Scan", &request);
            items.extend(page["Items"].as_array().expect("items").iter().map(|item| normal(item).to_string()));
            start = page["LastEvaluatedKey"].take();
            if start.is_null() {
                items.sort();
                return items;
            }
        }
    }

    /// Deletes every item of a table.
    pub(crate) fn clear(&self, table: &str) {
        let items: Vec<Value> = self.all(table).iter().map(|item| serde_json::from_str(item).unwrap()).collect();
        for batch in items.chunks(25) {
            let delete =
                |item: &Value| json!({ "DeleteRequest": { "Key": { "owner": item["owner"], "id": item["id"] } } });
            let requests: Vec<Value> = batch.iter().map(delete).collect();
            self.small.dynamodb("BatchWriteItem", &json!({ "RequestItems": { &self.names[table]: requests } }));
        }
    }

    /// Fills the table with items of every type.
    pub(crate) fn fill(&self, count: usize) {
        let item = |index: usize| {
            let mut item = every_type("owner", &format!("{index:06}"));
            item["owner"]["S"] = format!("owner-{}", index % 50).into();
            json!({ "PutRequest": { "Item": item } })
        };
        let indexes: Vec<usize> = (0..count).collect();
        for batch in indexes.chunks(25) {
            let requests: Vec<Value> = batch.iter().map(|index| item(*index)).collect();
            self.small.dynamodb("BatchWriteItem", &json!({ "RequestItems": { &self.names["Things"]: requests } }));
        }
    }

    /// Runs a command of srvls as it was printed.
    pub(crate) fn follow(&self, command: &str) -> Run {
        let words: Vec<String> = shell_words(command);
        let words: Vec<&str> = words.iter().skip(1).map(String::as_str).chain(["--yes"]).collect();
        self.can(&words)
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.small.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("srvls starts")
    }
}

/// Sets and maps have no order.
pub(crate) fn normal(item: &Value) -> Value {
    match item {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| match (name.as_str(), value) {
                ("SS" | "NS" | "BS", Value::Array(members)) => {
                    let mut members = members.clone();
                    members.sort_by_key(Value::to_string);
                    (name.clone(), Value::Array(members))
                }
                _ => (name.clone(), normal(value)),
            })
            .collect::<BTreeMap<_, _>>()
            .into_iter()
            .collect(),
        Value::Array(values) => values.iter().map(normal).collect(),
        other => other.clone(),
    }
}

pub(crate) fn every_type(owner: &str, id: &str) -> Value {
    json!({
        "owner": { "S": owner }, "id": { "S": id }, "text": { "S": "=1+1, \"quoted\"\nand \u{1f469}" }, "empty": { "S": "" },
        "digits": { "N": "12345678901234567890123456789012345678" }, "small": { "N": "-0.00000000000000000000000000001" },
        "bytes": { "B": "AP8=" }, "yes": { "BOOL": true }, "nothing": { "NULL": true },
        "words": { "SS": ["a", "b"] }, "numbers": { "NS": ["1", "12345678901234567890123456789"] }, "blobs": { "BS": ["AQ==", "Ag=="] },
        "deep": { "M": { "list": { "L": [{ "SS": ["x"] }, { "B": "AQ==" }, { "M": {} }] }, "$binary": { "S": "no tag" } } },
    })
}

pub(crate) fn shell_words(command: &str) -> Vec<String> {
    let printed = Command::new("sh").args(["-c", &format!("printf '%s\\n' {command}")]).output().expect("a shell");
    String::from_utf8(printed.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}
