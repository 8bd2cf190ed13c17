//! The support desk and the logs against another emulator of AWS than the local stage's, which reads filters in its own, stricter way.

use std::{
    fs::File,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    PATIENCE,
    backend::free_port,
    client::PASSWORD,
    small::{error, form_call, json_call},
    srvls::{self, Run},
    tools::program,
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![users_are_found_changed_and_moved_on_another_emulator, every_page_of_a_log_is_read_on_another_emulator]
}

const CONFIG: &str =
    "app = 'app'\ndefault_stage = 'prod'\n[stages.prod]\nregion = 'us-east-1'\naccount = '123456789012'\n";

/// Everything but the pool, which it can't create from a template.
const STACK: &str = r#"{
    "Parameters": { "Pool": { "Type": "String" }, "Client": { "Type": "String" } },
    "Resources": {
        "Profiles": { "Type": "AWS::DynamoDB::Table", "Properties": {
            "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{ "AttributeName": "userId", "KeyType": "HASH" }],
            "AttributeDefinitions": [{ "AttributeName": "userId", "AttributeType": "S" }] } },
        "Data": { "Type": "AWS::DynamoDB::Table", "Properties": {
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [
                { "AttributeName": "userId", "KeyType": "HASH" }, { "AttributeName": "dataId", "KeyType": "RANGE" }],
            "AttributeDefinitions": [
                { "AttributeName": "userId", "AttributeType": "S" }, { "AttributeName": "dataId", "AttributeType": "S" },
                { "AttributeName": "timestamp", "AttributeType": "S" }],
            "GlobalSecondaryIndexes": [{
                "IndexName": "timestamp-index", "Projection": { "ProjectionType": "ALL" },
                "KeySchema": [
                    { "AttributeName": "userId", "KeyType": "HASH" },
                    { "AttributeName": "timestamp", "KeyType": "RANGE" }] }] } },
        "Images": { "Type": "AWS::S3::Bucket" },
        "ApiLogs": { "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": "/aws/apigateway/app-prod" } }
    },
    "Outputs": {
        "UserPoolId": { "Value": { "Ref": "Pool" } }, "UserPoolClientId": { "Value": { "Ref": "Client" } },
        "UserProfilesTable": { "Value": { "Ref": "Profiles" } }, "AppDataTable": { "Value": { "Ref": "Data" } },
        "ImagesBucket": { "Value": { "Ref": "Images" } }
    }
}"#;

struct Moto {
    server: Child,
    port: u16,
    folder: TempDir,
    pool: String,
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Moto {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("srvls.toml"), CONFIG).unwrap();
        let port = free_port();
        let mut server = program("tests/tools/moto.txt", "moto_server");
        server.args(["-p", &port.to_string()]).stdout(Stdio::null());
        server.stderr(File::create(folder.path().join("moto.log")).unwrap());
        let mut moto = Self { server: server.spawn().expect("moto starts"), port, folder, pool: String::new() };
        let since = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(since.elapsed() < PATIENCE, "moto does not start");
            thread::sleep(Duration::from_millis(50));
        }
        let created = moto.cognito(
            "CreateUserPool",
            &json!({ "PoolName": "p", "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"] }),
        );
        moto.pool = created["UserPool"]["Id"].as_str().expect("a pool").to_owned();
        let client = moto.cognito("CreateUserPoolClient", &json!({ "UserPoolId": moto.pool, "ClientName": "app" }));
        let client = client["UserPoolClient"]["ClientId"].as_str().expect("a client").to_owned();
        let stack = [
            ("Action", "CreateStack"),
            ("Version", "2010-05-15"),
            ("StackName", "app-prod"),
            ("TemplateBody", STACK),
            ("Parameters.member.1.ParameterKey", "Pool"),
            ("Parameters.member.1.ParameterValue", &moto.pool),
            ("Parameters.member.2.ParameterKey", "Client"),
            ("Parameters.member.2.ParameterValue", &client),
        ];
        form_call(port, "cloudformation", &stack);
        moto
    }

    #[track_caller]
    fn cognito(&self, action: &str, request: &Value) -> Value {
        json_call(self.port, "cognito-idp", &format!("AWSCognitoIdentityProviderService.{action}"), request)
    }

    /// A user, invited as Cognito does it.
    fn invited(&self, email: &str) -> String {
        let attributes = json!([{ "Name": "email", "Value": email }, { "Name": "email_verified", "Value": "true" }]);
        let request = json!({
            "UserPoolId": self.pool, "Username": email, "MessageAction": "SUPPRESS", "UserAttributes": attributes,
        });
        self.cognito("AdminCreateUser", &request)["User"]["Username"].as_str().expect("a name").to_owned()
    }

    fn of(&self, sub: &str, more: &[(&str, Value)]) -> Value {
        let mut request = json!({ "UserPoolId": self.pool, "Username": sub });
        for (name, value) in more {
            request[name] = value.clone();
        }
        request
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = srvls::srvls(self.folder.path());
        command
            .args(arguments)
            .args(["--endpoint-url", &format!("http://127.0.0.1:{}", self.port)])
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("XDG_STATE_HOME", self.folder.path().join("state"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        srvls::run(&mut self.command(arguments))
    }

    #[track_caller]
    fn listed(&self, conditions: &[&str]) -> Vec<String> {
        let report = self.run(&[&["user", "list", "-o", "json"], conditions].concat()).json();
        let users = report["users"].as_array().expect("a list");
        let mut subs: Vec<String> = users.iter().map(|user| user["sub"].as_str().unwrap().to_owned()).collect();
        subs.sort();
        subs
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        Path::new(self.folder.path()).join(name)
    }
}

fn users_are_found_changed_and_moved_on_another_emulator() {
    let moto = Moto::start();
    let sorted = |subs: &[&String]| {
        let mut subs: Vec<String> = subs.iter().map(|sub| (*sub).clone()).collect();
        subs.sort();
        subs
    };
    let [ada, bob, eve] = ["ada@example.com", "bob@example.com", "eve@example.com"].map(|email| moto.invited(email));
    moto.cognito("AdminSetUserPassword", &moto.of(&ada, &[("Password", json!(PASSWORD)), ("Permanent", json!(true))]));
    moto.cognito("AdminDisableUser", &moto.of(&bob, &[]));
    moto.cognito("CreateGroup", &json!({ "UserPoolId": moto.pool, "GroupName": "admin" }));
    moto.cognito("AdminAddUserToGroup", &moto.of(&ada, &[("GroupName", json!("admin"))]));

    assert_eq!(moto.listed(&[]), sorted(&[&ada, &bob, &eve]));
    assert_eq!(moto.listed(&["--status", "confirmed"]), sorted(&[&ada]));
    assert_eq!(moto.listed(&["--status", "force-change-password"]), sorted(&[&bob, &eve]));
    assert_eq!(moto.listed(&["--disabled"]), sorted(&[&bob]));
    assert_eq!(moto.listed(&["--group", "admin"]), sorted(&[&ada]));
    assert_eq!(moto.listed(&["--group", "admin", "--disabled"]), [""; 0]);
    let missing = moto.run(&["user", "list", "--group", "admn", "-o", "json"]);
    assert_eq!((missing.code, &error(&missing)["hint"]), (5, &json!("did you mean `admin`?")), "{}", missing.stderr);

    for handle in [ada.as_str(), "ADA@example.com"] {
        let found = moto.run(&["user", "lookup", handle, "-o", "json"]).json();
        assert_eq!((&found["user"]["sub"], &found["user"]["groups"]), (&json!(ada), &json!(["admin"])), "{found}");
        assert_eq!(found["verdict"]["can_sign_in"], true);
        assert!(found["profile"].is_null() && found["data"]["items"] == 0, "{found}");
    }
    let found = moto.run(&["user", "lookup", "bob@", "--prefix", "-o", "json"]).json();
    assert_eq!(found["user"]["sub"], json!(bob), "{found}");
    let next = found["verdict"]["next"][0].as_str().expect("a command").to_owned();
    assert_eq!(next, format!("srvls user enable {bob}"));
    let quoted = moto.run(&["user", "lookup", "e\"v\\e@example.com", "-o", "json"]);
    assert_eq!(
        (quoted.code, &error(&quoted)["code"]),
        (5, &json!("not_found")),
        "a filter with quotes: {}",
        quoted.stderr
    );

    for (command, changed) in [("enable", true), ("enable", false), ("sign-out", true), ("contain", true)] {
        let run = moto.run(&["user", command, &bob, "--yes", "-o", "json"]);
        assert_eq!((run.code, &run.json()["changed"]), (0, &json!(changed)), "{command}: {}", run.stderr);
    }
    assert_eq!(moto.listed(&["--disabled"]), sorted(&[&bob]));

    let export = moto.run(&["user", "export", "--all", "--out", "users.jsonl", "-o", "json"]);
    assert_eq!((&export.json()["users"], &export.json()["groups"]), (&json!(3), &json!(1)), "{}", export.stderr);
    let again = moto.run(&["user", "import", "users.jsonl", "--yes", "-o", "json"]);
    assert_eq!(again.json()["identical"], 4, "{}", again.stderr);
    let text = std::fs::read_to_string(moto.file("users.jsonl")).unwrap();
    std::fs::write(moto.file("moved.jsonl"), text.replace("@example.com", "@example.org")).unwrap();
    let moved = moto.run(&["user", "import", "moved.jsonl", "--yes", "-o", "json"]);
    assert_eq!((&moved.json()["created"], &moved.json()["identical"]), (&json!(3), &json!(1)), "{}", moved.stderr);
    assert_eq!(moto.listed(&["--status", "confirmed"]).len(), 2);
    assert_eq!(moto.listed(&["--disabled"]).len(), 2);
    assert_eq!(moto.listed(&["--group", "admin"]).len(), 2);
}

/// More than two pages, as AWS has at most 10,000 events in one.
fn every_page_of_a_log_is_read_on_another_emulator() {
    const LINES: usize = 24_000;
    const BATCH: usize = 6_000;
    let moto = Moto::start();
    let log = |action: &str, request: &mut Value| {
        request["logGroupName"] = "/aws/apigateway/app-prod".into();
        request["logStreamName"] = "a".into();
        json_call(moto.port, "logs", &format!("Logs_20140328.{action}"), request);
    };
    log("CreateLogStream", &mut json!({}));
    #[expect(clippy::disallowed_methods, reason = "this is AWS's own clock")]
    let begin = jiff::Timestamp::now().as_millisecond() - 60_000;
    for batch in 0..LINES / BATCH {
        let event = |number| json!({ "timestamp": begin + number as i64, "message": format!("line {number}") });
        let events: Vec<Value> = (batch * BATCH..(batch + 1) * BATCH).map(event).collect();
        log("PutLogEvents", &mut json!({ "logEvents": events }));
    }

    let all = moto.run(&["logs", "tail", "api", "-o", "jsonl"]);
    let one = moto.run(&["logs", "tail", "api", "--grep", "line 1234$", "-o", "jsonl"]);

    let messages = |run: &Run| -> Vec<String> {
        let line = |line: &str| serde_json::from_str::<Value>(line).unwrap()["message"].as_str().unwrap().to_owned();
        run.stdout.lines().map(line).collect()
    };
    let written: Vec<String> = (0..LINES).map(|number| format!("line {number}")).collect();
    assert!(messages(&all) == written, "{} lines: {}", messages(&all).len(), all.stderr);
    assert_eq!(messages(&one), ["line 1234"], "{}", one.stderr);
}
