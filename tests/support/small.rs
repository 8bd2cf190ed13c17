//! Small stacks without handlers, on their own emulator: they deploy in a second, while the backend takes minutes.

use std::{path::PathBuf, process::Command, sync::OnceLock};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    backend::free_port,
    overloaded::{self, Faults},
    srvls::{self, Run},
};

/// Started by the first test that asks for it.
#[derive(Default)]
pub(crate) struct Emulator {
    running: OnceLock<Running>,
}

pub(crate) struct Running {
    folder: TempDir,
    port: u16,
}

impl Emulator {
    fn get(&self) -> &Running {
        self.running.get_or_init(|| {
            let running = Running { folder: tempfile::tempdir().expect("a temporary folder"), port: free_port() };
            running.write("srvls.toml", &config("emulator", ""));
            let up = srvls::run(&mut running.command(&["local", "up"]));
            assert_eq!(up.code, 0, "the emulator could not be started:\n{}", up.stderr);
            running
        })
    }

    /// Stops it, if any test used it.
    pub(crate) fn take_down(&self) {
        if let Some(running) = self.running.get() {
            let down = srvls::run(&mut running.command(&["local", "down"]));
            assert_eq!(down.code, 0, "the emulator could not be ended:\n{}", down.stderr);
        }
    }
}

impl Running {
    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = srvls::srvls(self.folder.path());
        command
            .args(arguments)
            .env("SRVLS_LOCAL_PORT", self.port.to_string())
            .env("XDG_STATE_HOME", self.folder.path().join("state"))
            .env("SRVLS_LOCAL_DIR", self.folder.path().join(".srvls"));
        command
    }
}

/// A stage `local` on the emulator, and a protected stage `prod`, of which srvls only knows the endpoint.
fn config(app: &str, of_local: &str) -> String {
    format!(
        "app = '{app}'\ndefault_stage = 'local'\ntemplate = 'template.yaml'\n\
         [stages.local]\nemulator = true\n{of_local}\n\
         [stages.prod]\nregion = 'us-east-1'\naccount = '000000000000'\nprotected = true\n"
    )
}

/// An app of its own.
pub(crate) struct Small<'a> {
    emulator: &'a Running,
    app: String,
    folder: TempDir,
}

impl<'a> Small<'a> {
    pub(crate) fn new(emulator: &'a Emulator, app: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let small = Self { emulator: emulator.get(), app: app.to_owned(), folder };
        small.set_local("");
        small
    }

    /// Adds settings to the stage `local`.
    pub(crate) fn set_local(&self, settings: &str) {
        self.write("srvls.toml", &config(&self.app, settings));
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    pub(crate) fn set_resources(&self, resources: &str) {
        self.write("template.yaml", &format!("AWSTemplateFormatVersion: '2010-09-09'\nResources:\n{resources}"));
    }

    /// Deploys these resources to `local`.
    pub(crate) fn deploy(&self, arguments: &[&str], resources: &str) -> Run {
        self.set_resources(resources);
        self.run(&[&["deploy"], arguments].concat())
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        srvls::run(&mut self.command(arguments))
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.emulator.command(arguments);
        command.current_dir(self.folder.path());
        command
    }

    /// What srvls keeps of its runs in the user's own folders.
    pub(crate) fn kept_files(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.emulator.folder.path().join("state")];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files
    }

    /// A file of the app's folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs on the protected stage, which to srvls is not an emulator: like AWS.
    pub(crate) fn run_on_prod(&self, arguments: &[&str]) -> Run {
        srvls::run(&mut self.command_on_prod(arguments, None))
    }

    /// The same through a proxy.
    pub(crate) fn run_through(&self, proxy: &str, arguments: &[&str]) -> Run {
        srvls::run(&mut self.command_on_prod(arguments, Some(proxy)))
    }

    /// A proxy to the emulator whose Cognito fails like this.
    pub(crate) fn overloaded(&self, faults: Faults) -> String {
        overloaded::before(self.emulator.port, faults)
    }

    pub(crate) fn command_on_prod(&self, arguments: &[&str], proxy: Option<&str>) -> Command {
        let emulator = format!("http://127.0.0.1:{}", self.emulator.port);
        let mut command = self.emulator.command(arguments);
        command
            .args(["--stage", "prod", "--endpoint-url", proxy.unwrap_or(&emulator)])
            .args(["--reason", "T-1", "--confirm", "prod"])
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .current_dir(self.folder.path());
        command
    }
}

impl Small<'_> {
    /// Calls the emulator's DynamoDB past srvls.
    #[track_caller]
    pub(crate) fn dynamodb(&self, action: &str, request: &Value) -> Value {
        json_call(self.emulator.port, "dynamodb", &format!("DynamoDB_20120810.{action}"), request)
    }

    /// Calls the emulator's Cognito past srvls.
    #[track_caller]
    pub(crate) fn cognito(&self, action: &str, request: &Value) -> Value {
        json_call(self.emulator.port, "cognito-idp", &format!("AWSCognitoIdentityProviderService.{action}"), request)
    }

    /// Changes an attribute of a queue behind CloudFormation's back.
    pub(crate) fn set_queue_by_hand(&self, url: &str, attribute: &str, value: &str) {
        let body = json!({ "QueueUrl": url, "Attributes": { attribute: value } });
        let mut request = ureq::post(format!("http://127.0.0.1:{}/", self.emulator.port));
        for (name, value) in [
            ("x-amz-target", "AmazonSQS.SetQueueAttributes"),
            ("content-type", "application/x-amz-json-1.0"),
            ("authorization", &credential("sqs")),
        ] {
            request = request.header(name, value);
        }
        request.send(body.to_string()).expect("the emulator obeys");
    }

    /// Deletes an object behind srvls' back.
    pub(crate) fn delete_object_by_hand(&self, bucket: &str, key: &str) {
        let request = ureq::delete(format!("http://127.0.0.1:{}/{bucket}/{key}", self.emulator.port));
        request.header("authorization", credential("s3")).call().expect("the emulator obeys");
    }
}

/// Calls a service of an emulator that speaks JSON, past srvls.
#[track_caller]
pub(crate) fn json_call(port: u16, service: &str, action: &str, request: &Value) -> Value {
    let mut call = ureq::post(format!("http://127.0.0.1:{port}/"));
    for (name, value) in [
        ("x-amz-target", action.to_owned()),
        ("content-type", "application/x-amz-json-1.1".into()),
        ("authorization", credential(service)),
    ] {
        call = call.header(name, value);
    }
    let mut answer = call.send(request.to_string()).unwrap_or_else(|error| panic!("{action}: {error}"));
    let answer = answer.body_mut().read_to_string().unwrap();
    if answer.is_empty() { Value::Null } else { serde_json::from_str(&answer).unwrap() }
}

/// Calls a service of an emulator that takes forms, past srvls.
#[track_caller]
pub(crate) fn form_call(port: u16, service: &str, parameters: &[(&str, &str)]) {
    let call = ureq::post(format!("http://127.0.0.1:{port}/")).header("authorization", credential(service));
    let answer = call.send_form(parameters.iter().copied());
    assert!(answer.is_ok(), "{service}: {answer:?}");
}

/// The emulator derives the service from it, and does not verify it.
fn credential(service: &str) -> String {
    let scope = format!("test/20260101/us-east-1/{service}/aws4_request");
    format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0")
}

/// The error that a failed run with `-o json` printed.
#[track_caller]
pub(crate) fn error(run: &Run) -> Value {
    let line = run.stderr.lines().rfind(|line| line.starts_with("{\"error\""));
    let line = line.unwrap_or_else(|| panic!("no error as JSON: {run:?}"));
    serde_json::from_str::<Value>(line).unwrap()["error"].take()
}
