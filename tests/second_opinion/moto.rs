//! Another emulator of AWS, with a stack of tables and a bucket, and a pool beside it.

use std::{
    fs::File,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    PATIENCE,
    backend::free_port,
    small::{form_call, json_call},
    srvls::{self, Run},
    tools::program,
};

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
        "Copies": { "Type": "AWS::DynamoDB::Table", "Properties": {
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [
                { "AttributeName": "userId", "KeyType": "HASH" }, { "AttributeName": "dataId", "KeyType": "RANGE" }],
            "AttributeDefinitions": [
                { "AttributeName": "userId", "AttributeType": "S" }, { "AttributeName": "dataId", "AttributeType": "S" }] } },
        "Images": { "Type": "AWS::S3::Bucket" },
        "ApiLogs": { "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": "/aws/apigateway/app-prod" } }
    },
    "Outputs": {
        "UserPoolId": { "Value": { "Ref": "Pool" } }, "UserPoolClientId": { "Value": { "Ref": "Client" } },
        "UserProfilesTable": { "Value": { "Ref": "Profiles" } }, "AppDataTable": { "Value": { "Ref": "Data" } },
        "ImagesBucket": { "Value": { "Ref": "Images" } }
    }
}"#;

pub(super) struct Moto {
    server: Child,
    pub(super) port: u16,
    folder: TempDir,
    pub(super) pool: String,
    /// Its app client.
    pub(super) client: String,
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Moto {
    /// With a pool like that of the templates, whose users sign in with their address.
    pub(super) fn start() -> Self {
        Self::with_pool(
            &json!({ "PoolName": "p", "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"] }),
        )
    }

    pub(super) fn with_pool(pool: &Value) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("srvls.toml"), CONFIG).unwrap();
        let port = free_port();
        let mut server = program("tests/tools/moto.txt", "moto_server");
        server.args(["-p", &port.to_string()]).stdout(Stdio::null());
        server.stderr(File::create(folder.path().join("moto.log")).unwrap());
        let mut moto = Self {
            server: server.spawn().expect("moto starts"),
            port,
            folder,
            pool: String::new(),
            client: String::new(),
        };
        let since = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(since.elapsed() < PATIENCE, "moto does not start");
            thread::sleep(Duration::from_millis(50));
        }
        let created = moto.cognito("CreateUserPool", pool);
        moto.pool = created["UserPool"]["Id"].as_str().expect("a pool").to_owned();
        let client = moto.cognito("CreateUserPoolClient", &json!({ "UserPoolId": moto.pool, "ClientName": "app" }));
        client["UserPoolClient"]["ClientId"].as_str().expect("a client").clone_into(&mut moto.client);
        let stack = [
            ("Action", "CreateStack"),
            ("Version", "2010-05-15"),
            ("StackName", "app-prod"),
            ("TemplateBody", STACK),
            ("Parameters.member.1.ParameterKey", "Pool"),
            ("Parameters.member.1.ParameterValue", &moto.pool),
            ("Parameters.member.2.ParameterKey", "Client"),
            ("Parameters.member.2.ParameterValue", &moto.client),
        ];
        form_call(port, "cloudformation", &stack);
        moto
    }

    #[track_caller]
    pub(super) fn cognito(&self, action: &str, request: &Value) -> Value {
        json_call(self.port, "cognito-idp", &format!("AWSCognitoIdentityProviderService.{action}"), request)
    }

    /// The code of the error that Cognito answers with.
    #[track_caller]
    pub(super) fn refusal(&self, action: &str, request: &Value) -> String {
        let call = ureq::post(format!("http://127.0.0.1:{}/", self.port))
            .config()
            .http_status_as_error(false)
            .build()
            .header("x-amz-target", format!("AWSCognitoIdentityProviderService.{action}"))
            .header("content-type", "application/x-amz-json-1.1");
        let mut answer = call.send(request.to_string()).expect("an answer");
        let body: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).expect("JSON");
        body["__type"].as_str().expect("an error").to_owned()
    }

    /// A user, invited as Cognito does it.
    pub(super) fn invited(&self, email: &str) -> String {
        let attributes = json!([{ "Name": "email", "Value": email }, { "Name": "email_verified", "Value": "true" }]);
        let request = json!({
            "UserPoolId": self.pool, "Username": email, "MessageAction": "SUPPRESS", "UserAttributes": attributes,
        });
        self.cognito("AdminCreateUser", &request)["User"]["Username"].as_str().expect("a name").to_owned()
    }

    pub(super) fn of(&self, sub: &str, more: &[(&str, Value)]) -> Value {
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

    pub(super) fn run(&self, arguments: &[&str]) -> Run {
        srvls::run(&mut self.command(arguments))
    }

    #[track_caller]
    pub(super) fn listed(&self, conditions: &[&str]) -> Vec<String> {
        let report = self.run(&[&["user", "list", "-o", "json"], conditions].concat()).json();
        let users = report["users"].as_array().expect("a list");
        let mut subs: Vec<String> = users.iter().map(|user| user["sub"].as_str().unwrap().to_owned()).collect();
        subs.sort();
        subs
    }

    pub(super) fn file(&self, name: &str) -> std::path::PathBuf {
        Path::new(self.folder.path()).join(name)
    }
}
