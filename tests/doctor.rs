//! `srvls doctor` works whatever is broken.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpListener,
    process::Command,
    sync::Arc,
    thread,
};

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    ROOT,
    backend::{Backend, free_port},
    srvls::{Run, run, srvls},
    trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    let mut trials = trials![
        doctor_reports_a_broken_configuration,
        doctor_works_without_credentials_or_a_network,
        missing_credentials_say_how_to_sign_in,
        doctor_does_not_start_the_emulator,
        doctor_prints_a_policy_without_needing_credentials
    ];
    trials.extend(trials!(backend, [doctor_passes_on_a_deployed_stage]));
    trials
}

/// A newcomer with this configuration in a new folder, and no credentials.
struct Newcomer {
    folder: tempfile::TempDir,
}

impl Newcomer {
    fn with(stages: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let head = "app = 'srvls'\ndefault_stage = 'prod'\n";
        let template = format!("template = '{ROOT}/templates/template.yaml'\n");
        fs::write(folder.path().join("srvls.toml"), format!("{head}{template}{stages}")).unwrap();
        Self { folder }
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run(&mut self.command(arguments))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let nowhere = self.folder.path().join("no-such-file");
        let mut command = srvls(self.folder.path());
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .env("AWS_CONFIG_FILE", &nowhere)
            .env("AWS_SHARED_CREDENTIALS_FILE", &nowhere)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("SRVLS_LOCAL_DIR", self.folder.path().join("state"))
            .env("SRVLS_LOCAL_PORT", free_port().to_string());
        command
    }
}

const PROD: &str = "[stages.prod]\nregion = 'eu-west-1'\naccount = '123456789012'\n";

#[track_caller]
fn report(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error} in:\n{}\n{}", run.stdout, run.stderr))
}

/// The result of a check; null if there is no check of that name.
fn result<'a>(report: &'a Value, name: &str) -> &'a Value {
    let checks = report["checks"].as_array().expect("checks");
    checks.iter().find(|check| check["name"] == name).map_or(&Value::Null, |check| &check["result"])
}

fn doctor_reports_a_broken_configuration() {
    let broken = Newcomer::with(&PROD.replace("region", "reigon"));

    let run = broken.run(&["doctor", "-o", "json"]);

    assert_eq!(run.code, 3, "{}", run.stderr);
    let report = report(&run);
    assert_eq!(result(&report, "configuration"), "fail");
    assert_eq!(report["checks"][0]["fix"], "did you mean `region`?");
    assert_eq!(result(&report, "cargo"), "pass", "checks that need no configuration still run");
    let shown = broken.run(&["doctor"]).stdout;
    assert!(
        shown.contains("| reigon =") && !shown.contains("\\n"),
        "the line of the file is on a line of its own: {shown}"
    );
}

/// The endpoint refuses connections.
fn doctor_works_without_credentials_or_a_network() {
    let newcomer = Newcomer::with(PROD);

    let run = newcomer.run(&["doctor", "-o", "json", "--endpoint-url", "http://127.0.0.1:9"]);

    assert_eq!(run.code, 3, "{}", run.stderr);
    let report = report(&run);
    assert_eq!(result(&report, "configuration"), "pass");
    assert_eq!(result(&report, "templates"), "pass");
    assert_eq!(result(&report, "credentials"), "fail");
    assert_eq!(result(&report, "clock"), "skip");
    assert_eq!(result(&report, "permissions"), &Value::Null, "without credentials, permissions are not checked");
}

fn missing_credentials_say_how_to_sign_in() {
    let newcomer = Newcomer::with(&format!("{PROD}profile = 'acme'\n"));
    let refusing = TcpListener::bind("127.0.0.1:0").unwrap();
    let metadata = format!("http://{}", refusing.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in refusing.incoming().flatten() {
            thread::spawn(move || {
                let _ = stream.read(&mut [0; 1024]);
                let _ = stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            });
        }
    });

    let alone = newcomer.run(&["status", "--endpoint-url", "http://127.0.0.1:9"]);
    let mut command = newcomer.command(&["status", "--endpoint-url", "http://127.0.0.1:9"]);
    command.env_remove("AWS_EC2_METADATA_DISABLED").env("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata);
    let on_a_machine = run(&mut command);

    for run in [alone, on_a_machine] {
        assert_eq!(run.code, 4, "{}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 3, "{}", run.stderr);
        assert!(run.stderr.contains("caused by: none were found"), "{}", run.stderr);
        assert!(run.stderr.contains("hint: sign in (`aws sso login --profile acme`, or"), "{}", run.stderr);
    }
}

fn doctor_does_not_start_the_emulator() {
    let local = Newcomer::with("[stages.prod]\nemulator = true\n");

    let run = local.run(&["doctor", "-o", "json"]);

    assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
    let report = report(&run);
    assert_eq!((result(&report, "python"), result(&report, "emulator")), (&"pass".into(), &"skip".into()));
    assert!(!local.folder.path().join("state").exists(), "the emulator was started");
    let fixes: Vec<&Value> = report["checks"].as_array().expect("checks").iter().map(|check| &check["fix"]).collect();
    let command = "`srvls local up` starts it, and so does `srvls deploy`";
    assert_eq!(fixes.iter().filter(|fix| **fix == command).count(), 2, "{report}");
}

fn doctor_prints_a_policy_without_needing_credentials() {
    let newcomer = Newcomer::with(PROD);

    let run = newcomer.run(&["doctor", "--persona", "oncall"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    let document = report(&run);
    let stack = "arn:aws:cloudformation:eu-west-1:123456789012:stack/srvls-prod/*";
    assert_eq!(document["Statement"][0]["Resource"][0], stack);
}

fn doctor_passes_on_a_deployed_stage(backend: &Backend) {
    let run = backend.get().run(&["doctor", "-o", "json"]);

    assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
    let report = report(&run);
    for name in ["emulator", "credentials", "account", "stack", "artifact bucket"] {
        assert_eq!(result(&report, name), "pass", "{name}");
    }
}
