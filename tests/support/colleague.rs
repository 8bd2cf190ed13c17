//! A colleague: an IAM user with the policies that `srvls doctor --persona` prints, or those of a pipeline's role, and no
//! others. The emulator enforces them.

use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::Value;

use super::{
    ROOT,
    backend::Deployed,
    srvls::{self, Run},
    tools,
};

pub(crate) struct Colleague<'a> {
    deployed: &'a Deployed,
    folder: tempfile::TempDir,
    key: Value,
}

impl<'a> Colleague<'a> {
    /// On the deployed stage.
    pub(crate) fn new(deployed: &'a Deployed, persona: &str) -> Self {
        let template = deployed.project.file("templates/template.yaml").display().to_string();
        Self::with_config(deployed, &of_persona(persona), &config("srvls", "local", &template), &[])
    }

    /// On a stage of their own in the same account, with this template.
    pub(crate) fn with_app(deployed: &'a Deployed, persona: &str, app: &str, template: &str) -> Self {
        let files = [("template.yaml", template)];
        Self::with_config(deployed, &of_persona(persona), &config(app, "dev", "template.yaml"), &files)
    }

    /// The same for a pipeline: `preview` or `deploy`.
    pub(crate) fn of_pipeline(deployed: &'a Deployed, role: &str, app: &str, template: &str) -> Self {
        let query = format!("roles.{role}");
        let words = ["init", "github", "--repository", "acme/team", "--from", "acme/srvls", "--query", &query];
        let files = [("template.yaml", template)];
        Self::with_config(deployed, &words, &config(app, "dev", "template.yaml"), &files)
    }

    /// `printing` is what prints the policies.
    fn with_config(deployed: &'a Deployed, printing: &[&str], config: &str, files: &[(&str, &str)]) -> Self {
        // Like a stage on AWS, which uses the caller's credentials; a stage on the emulator has its own.
        let folder = tempfile::tempdir().unwrap();
        let mut colleague = Self { deployed, folder, key: serde_json::json!({ "id": "test", "secret": "test" }) };
        for (file, text) in [("srvls.toml", config)].iter().chain(files) {
            colleague.write(file, text);
        }
        let printed = colleague.run(printing);
        assert_eq!(printed.code, 0, "{}", printed.stderr);
        let report: Value = serde_json::from_str(&printed.stdout).unwrap();
        let user = report["policies"][0]["name"].as_str().expect("a name").to_owned();
        colleague.key = colleague.python(&["create", &user], &printed.stdout);
        colleague
    }

    fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.deployed.port)
    }

    fn key(&self, part: &str) -> &str {
        self.key[part].as_str().expect("a key")
    }

    fn python(&self, arguments: &[&str], input: &str) -> Value {
        let mut python: Command = tools::program("src/local/emulator/requirements.txt", "python");
        python.arg(format!("{ROOT}/tests/tools/persona.py")).arg(self.endpoint()).args(arguments);
        let mut child = python.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().expect("stdin").write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        srvls::run(
            srvls::srvls(self.folder.path())
                .args(arguments)
                .env("AWS_ENDPOINT_URL", self.endpoint())
                .env("AWS_ACCESS_KEY_ID", self.key("id"))
                .env("AWS_SECRET_ACCESS_KEY", self.key("secret")),
        )
    }

    /// Into the folder of `srvls.toml`.
    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.path().join(file), text).unwrap();
    }

    #[track_caller]
    pub(crate) fn can(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.stderr);
        assert!(!run.stderr.contains("audit log"), "{arguments:?} could not be recorded: {}", run.stderr);
        run
    }

    /// `action` is the one that is missing.
    #[track_caller]
    pub(crate) fn cannot(&self, arguments: &[&str], action: &str) {
        let run = self.run(arguments);
        assert_eq!(run.code, 4, "{arguments:?}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(&format!("not allowed to call {action}")), "{arguments:?}: {}", run.stderr);
    }

    /// Calls AWS without srvls: `[service, operation, parameters]` of botocore. Each call has to be denied.
    #[track_caller]
    pub(crate) fn is_denied(&self, calls: &Value) {
        let codes = self.python(&["call", self.key("id"), self.key("secret")], &calls.to_string());
        for (call, code) in calls.as_array().expect("calls").iter().zip(codes.as_array().expect("codes")) {
            let denied = [
                "AccessDenied",
                "AccessDeniedException",
                "AuthorizationError",
                "UnauthorizedOperation",
                "AccessDeniedFault",
            ];
            assert!(code.as_str().is_some_and(|code| denied.contains(&code)), "{call} was not denied: {code}");
        }
    }
}

fn of_persona(persona: &str) -> [&str; 5] {
    ["doctor", "--persona", persona, "-o", "json"]
}

fn config(app: &str, stage: &str, template: &str) -> String {
    format!(
        "app = '{app}'\ndefault_stage = '{stage}'\ntemplate = '{template}'\n\
         [stages.{stage}]\nregion = 'us-east-1'\naccount = '000000000000'\nedge = false\n"
    )
}
