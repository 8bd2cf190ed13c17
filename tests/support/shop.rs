//! An app on a scripted AWS, and the scenarios that most tests use.

use std::{fs, process::Command};

use super::{
    scripted::{ACCOUNT, Endpoint, Scenario, beat, change, deployed, gate, stack_beat},
    srvls::{self, Run},
    terminal::Terminal,
};

const TABLE: &str = "AWS::DynamoDB::Table";
const FUNCTION: &str = "AWS::Lambda::Function";
const STAGE: &str = "AWS::ApiGateway::Stage";

/// A stage pinned to the scripted account.
pub(crate) struct Shop {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) endpoint: Endpoint,
}

impl Shop {
    pub(crate) fn new(scenario: Scenario) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let stage = format!("[stages.dev]\nregion = 'eu-west-1'\naccount = '{ACCOUNT}'\n");
        let config = format!("app = 'shop'\ndefault_stage = 'dev'\ntemplate = 'template.yaml'\n{stage}");
        fs::write(folder.path().join("srvls.toml"), config).unwrap();
        let template = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Queue: {Type: AWS::SQS::Queue}\n";
        fs::write(folder.path().join("template.yaml"), template).unwrap();
        Self { folder, endpoint: Endpoint::start(scenario) }
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    pub(crate) fn configure(&self, edit: impl Fn(String) -> String) {
        let path = self.folder.path().join("srvls.toml");
        let config = fs::read_to_string(&path).unwrap();
        fs::write(path, edit(config)).unwrap();
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = srvls::srvls(self.folder.path());
        command.args(arguments).args(["--endpoint-url", &self.endpoint.url]);
        for (name, value) in [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")] {
            command.env(name, value);
        }
        // Where a run leaves the lock that shows others that it is alive.
        command.env("XDG_CACHE_HOME", self.folder.path().join("cache"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        srvls::run(&mut self.command(arguments))
    }

    pub(crate) fn terminal(&self, columns: u16, arguments: &[&str]) -> Terminal {
        Terminal::run(self.folder.path(), columns, &self.command(arguments))
    }

    pub(crate) fn terminal_of(&self, columns: u16, rows: u16, arguments: &[&str]) -> Terminal {
        Terminal::of_size(self.folder.path(), (columns, rows), &self.command(arguments))
    }
}

/// A first deployment of three resources.
pub(crate) fn creation() -> Scenario {
    Scenario {
        changes: vec![
            change("Add", "UserProfilesTable", TABLE),
            change("Add", "GetProfileFunction", FUNCTION),
            change("Add", "ApiStage", STAGE),
        ],
        execution: vec![
            stack_beat("CREATE_IN_PROGRESS", "User Initiated"),
            beat("UserProfilesTable", TABLE, "CREATE_IN_PROGRESS", ""),
            beat("UserProfilesTable", TABLE, "CREATE_IN_PROGRESS", "Resource creation Initiated"),
            beat("UserProfilesTable", TABLE, "CREATE_COMPLETE", ""),
            beat("GetProfileFunction", FUNCTION, "CREATE_IN_PROGRESS", ""),
            beat("GetProfileFunction", FUNCTION, "CREATE_COMPLETE", ""),
            beat("ApiStage", STAGE, "CREATE_IN_PROGRESS", ""),
            beat("ApiStage", STAGE, "CREATE_COMPLETE", ""),
            stack_beat("CREATE_COMPLETE", ""),
        ],
        ..Scenario::default()
    }
}

/// An update of one function in an existing stack.
pub(crate) fn update() -> Scenario {
    Scenario {
        deployed: Some(deployed()),
        changes: vec![change("Modify", "GetProfileFunction", FUNCTION), change("Add", "ApiStage", STAGE)],
        execution: vec![
            stack_beat("UPDATE_IN_PROGRESS", "User Initiated"),
            beat("GetProfileFunction", FUNCTION, "UPDATE_IN_PROGRESS", ""),
            beat("GetProfileFunction", FUNCTION, "UPDATE_COMPLETE", ""),
            beat("ApiStage", STAGE, "CREATE_IN_PROGRESS", ""),
            beat("ApiStage", STAGE, "CREATE_COMPLETE", ""),
            stack_beat("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", ""),
            stack_beat("UPDATE_COMPLETE", ""),
        ],
        ..Scenario::default()
    }
}

/// An update whose second resource fails.
pub(crate) fn failing_update() -> Scenario {
    let reason = "Resource handler returned message: \"AccessDeniedException: User: arn:aws:iam::123456789012:user/ada \
        is not authorized to perform: apigateway:POST on resource: arn:aws:apigateway:eu-west-1::/restapis\" \
        (RequestToken: 5c2b, HandlerErrorCode: AccessDenied)";
    let execution = vec![
        stack_beat("UPDATE_IN_PROGRESS", "User Initiated"),
        beat("GetProfileFunction", FUNCTION, "UPDATE_IN_PROGRESS", ""),
        beat("ApiStage", STAGE, "CREATE_IN_PROGRESS", ""),
        beat("ApiStage", STAGE, "CREATE_FAILED", reason),
        beat("GetProfileFunction", FUNCTION, "UPDATE_FAILED", "Resource update cancelled"),
        stack_beat("UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [ApiStage]."),
        beat("GetProfileFunction", FUNCTION, "UPDATE_IN_PROGRESS", ""),
        beat("GetProfileFunction", FUNCTION, "UPDATE_COMPLETE", ""),
        stack_beat("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", ""),
        beat("ApiStage", STAGE, "DELETE_COMPLETE", ""),
        stack_beat("UPDATE_ROLLBACK_COMPLETE", ""),
    ];
    Scenario { execution, ..update() }
}

/// The scenario with a gate before its beat at this index.
pub(crate) fn gated(mut scenario: Scenario, index: usize) -> Scenario {
    scenario.execution.insert(index, gate());
    scenario
}
