//! The deployed backend that most tests share: one emulator on a free port, with IAM enforced.

use std::{
    iter,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
};

use serde_json::Value;

use super::{
    client::{Answer, Client},
    mint::Mint,
    project::Project,
    srvls::{self, PATIENCE_FACTOR, Run},
};

/// Deployed by the first test that asks for it.
#[derive(Default)]
pub(crate) struct Backend {
    /// If it fails, every test reports the reason instead of trying again.
    deployed: OnceLock<Result<Deployed, String>>,
    mint: OnceLock<Mint>,
}

pub(crate) struct Deployed {
    pub(crate) project: Project,
    pub(crate) port: u16,
    /// Where `srvls local web` serves pages that may call the API.
    web_port: u16,
    /// The report of `srvls deploy -o json`.
    pub(crate) report: Value,
    building: Mutex<()>,
}

impl Backend {
    pub(crate) fn get(&self) -> &Deployed {
        match self.deployed.get_or_init(Deployed::deploy) {
            Ok(deployed) => deployed,
            Err(reason) => panic!("the backend could not be deployed:\n{reason}"),
        }
    }

    /// Makes tokens for the deployed user pool.
    pub(crate) fn mint(&self) -> &Mint {
        self.mint.get_or_init(|| Mint::new(self.get()))
    }

    /// Prints what failed in the backend: the handlers say there why they answered with 500. Some of it is provoked.
    #[expect(clippy::print_stderr, reason = "it belongs beside the failed trials")]
    pub(crate) fn report_failures(&self) {
        if let Some(Ok(deployed)) = self.deployed.get() {
            let errors = deployed.run(&["logs", "errors", "--since", "2h"]);
            eprintln!("what failed in the backend:\n{}{}", errors.stdout, errors.stderr);
        }
    }

    /// Stops the emulator, if any test used it.
    pub(crate) fn take_down(&self) {
        if let Some(Ok(deployed)) = self.deployed.get() {
            let down = deployed.run(&["local", "down"]);
            assert_eq!(down.code, 0, "the emulator could not be ended:\n{}", down.stderr);
        }
    }
}

impl Deployed {
    fn deploy() -> Result<Self, String> {
        let (port, web_port) = (free_port(), free_port());
        let mut deployed =
            Self { project: Project::copy(), port, web_port, report: Value::Null, building: Mutex::default() };
        deployed.project.edit("srvls.toml", "http://127.0.0.1:4567", &deployed.allowed_origin());
        let run = deployed.run(&["deploy", "--yes", "-o", "json"]);
        if run.code != 0 {
            deployed.run(&["local", "down"]);
            return Err(run.stderr);
        }
        deployed.report = run.json();
        Ok(deployed)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = srvls::srvls(self.project.path());
        command
            .args(arguments)
            .env("SRVLS_LOCAL_PORT", self.port.to_string())
            .env("SRVLS_LOCAL_DIR", self.project.file(".srvls"))
            .env("SRVLS_LOCAL_IAM", "1")
            // The emulator does one thing at a time, for all tests.
            .env(PATIENCE_FACTOR, "4")
            .env("SRVLS_EMULATOR_GRANTS", self.grants_file())
            .env("CARGO_TARGET_DIR", target_folder());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        srvls::run(&mut self.command(arguments))
    }

    /// Until the end of the guard, no other test edits the project's handlers, or builds them.
    pub(crate) fn building(&self) -> MutexGuard<'_, ()> {
        self.building.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[track_caller]
    pub(crate) fn output(&self, name: &str) -> String {
        self.report["outputs"][name].as_str().unwrap_or_else(|| panic!("no output {name}")).to_owned()
    }

    /// Calls the emulator's Cognito as an administrator.
    #[track_caller]
    pub(crate) fn cognito(&self, action: &str, request: Value) -> Value {
        self.aws("cognito-idp", &format!("AWSCognitoIdentityProviderService.{action}"), request)
    }

    /// Calls a service of the emulator's that speaks JSON as an administrator, such as `DynamoDB_20120810.PutItem`.
    #[track_caller]
    pub(crate) fn aws(&self, service: &str, target: &str, request: Value) -> Value {
        let headers = [("x-amz-target", target), ("authorization", &*administrator(service))];
        let answer = self.emulator().call("POST", "/", &headers, Some(request));
        assert_eq!(answer.status, 200, "{target}: {answer:?}");
        answer.body
    }

    /// Calls the emulator's Cognito as anyone on the internet can call the real one.
    pub(crate) fn anonymous_cognito(&self, action: &str, request: Value) -> Answer {
        let target = format!("AWSCognitoIdentityProviderService.{action}");
        self.emulator().call("POST", "/", &[("x-amz-target", target.as_str())], Some(request))
    }

    /// Replaces an inline policy of a role in the emulator.
    #[track_caller]
    pub(crate) fn put_role_policy(&self, role: &str, policy: &str, document: &Value) {
        let document: String = document.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
        let names = format!("RoleName={role}&PolicyName={policy}");
        let query = format!("Action=PutRolePolicy&Version=2010-05-08&{names}&PolicyDocument={document}");
        let headers = [("authorization", &*administrator("iam"))];
        let answer = self.emulator().call("POST", &format!("/?{query}"), &headers, None);
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// The status that S3 returns to an administrator for an object.
    pub(crate) fn object_status(&self, key: &str) -> u16 {
        let path = format!("/{}/{key}", self.output("ImagesBucket"));
        self.emulator().call("HEAD", &path, &[("authorization", &administrator("s3"))], None).status
    }

    fn emulator(&self) -> Client {
        Client::new(format!("http://127.0.0.1:{}", self.port))
    }

    /// Whose pages may call the API.
    pub(crate) fn allowed_origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.web_port)
    }

    /// Where srvls runs.
    pub(crate) fn folder(&self) -> &Path {
        self.project.path()
    }

    /// Where the emulator records which grants were needed.
    pub(crate) fn grants_file(&self) -> PathBuf {
        self.project.file("grants.jsonl")
    }

    /// One of the emulator's files.
    pub(crate) fn emulator_file(&self, name: &str) -> PathBuf {
        self.project.file(".srvls/local/data").join(name)
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.output("ApiUrl"))
    }
}

/// A free port that stays so until it is used: no other test of this run gets it, and Linux gives outgoing connections none
/// below 32768.
pub(crate) fn free_port() -> u16 {
    const FIRST: u16 = 20_000;
    const COUNT: u16 = 12_000;
    static TAKEN: AtomicU16 = AtomicU16::new(0);
    let start = u16::try_from(std::process::id() % u32::from(COUNT)).expect("small");
    let ports = iter::repeat_with(|| FIRST + (start + TAKEN.fetch_add(1, Ordering::Relaxed)) % COUNT);
    ports.take(COUNT.into()).find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).expect("a free port")
}

/// The signature of an administrator, which the emulator does not verify.
fn administrator(service: &str) -> String {
    let credential = format!("Credential=test/20261122/us-east-1/{service}/aws4_request");
    format!("AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0")
}

/// The target folder of this test, so that the handlers of the copy reuse its dependencies.
pub(crate) fn target_folder() -> PathBuf {
    let test = std::env::current_exe().expect("this test's path");
    test.ancestors().nth(3).expect("target/debug/deps/test").to_owned()
}
