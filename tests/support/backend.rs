//! The deployed backend that most tests share: one emulator on a free port, with IAM enforced.

use std::{net::TcpListener, path::PathBuf, process::Command, sync::OnceLock};

use serde_json::Value;

use super::{
    client::Client,
    project::Project,
    srvls::{self, Run},
};

/// Deployed by the first test that asks for it.
#[derive(Default)]
pub(crate) struct Backend {
    deployed: OnceLock<Deployed>,
}

pub(crate) struct Deployed {
    pub(crate) project: Project,
    pub(crate) port: u16,
    /// What `srvls deploy -o json` answered.
    pub(crate) report: Value,
}

impl Backend {
    pub(crate) fn get(&self) -> &Deployed {
        self.deployed.get_or_init(Deployed::deploy)
    }

    /// Ends the emulator, if any test needed it.
    pub(crate) fn take_down(&self) {
        if let Some(deployed) = self.deployed.get() {
            let down = deployed.run(&["local", "down"]);
            assert_eq!(down.code, 0, "the emulator could not be ended:\n{}", down.stderr);
        }
    }
}

impl Deployed {
    fn deploy() -> Self {
        let mut deployed = Self { project: Project::copy(), port: free_port(), report: Value::Null };
        let run = deployed.run(&["deploy", "--yes", "-o", "json"]);
        if run.code != 0 {
            deployed.run(&["local", "down"]);
            panic!("the backend could not be deployed:\n{}", run.stderr);
        }
        deployed.report = run.json();
        deployed
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = srvls::srvls(self.project.path());
        command
            .args(arguments)
            .env("SRVLS_LOCAL_PORT", self.port.to_string())
            .env("SRVLS_LOCAL_DIR", self.project.file(".srvls"))
            .env("SRVLS_LOCAL_IAM", "1")
            .env("CARGO_TARGET_DIR", target_folder());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        srvls::run(&mut self.command(arguments))
    }

    #[track_caller]
    pub(crate) fn output(&self, name: &str) -> String {
        self.report["outputs"][name].as_str().unwrap_or_else(|| panic!("no output {name}")).to_owned()
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.output("ApiUrl"))
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// Where this test was built: the copy's handlers then reuse every dependency.
pub(crate) fn target_folder() -> PathBuf {
    let test = std::env::current_exe().expect("this test's path");
    test.ancestors().nth(3).expect("target/debug/deps/test").to_owned()
}
