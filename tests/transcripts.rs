//! What a deployment says, word for word, on a stage whose CloudFormation follows a script.

use std::{fs, process::Command};

use libtest_mimic::Trial;

use crate::support::{
    scripted::{ACCOUNT, Endpoint, Scenario, beat, change, deployed, gate, stack_beat},
    srvls::{self, Run},
    terminal::Terminal,
    trial,
};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("a_creation_is_told_line_by_line", a_creation_is_told_line_by_line),
        trial("an_update_is_told_line_by_line", an_update_is_told_line_by_line),
        trial("nothing_to_change_is_a_success", nothing_to_change_is_a_success),
        trial("a_failure_is_told_with_its_cause_and_its_rollback", a_failure_is_told),
        trial("a_refused_template_is_told_with_the_place_of_its_mistake", a_refused_template_is_told),
        trial("a_deployment_in_a_terminal_is_a_live_tree", a_deployment_in_a_terminal),
        trial("a_rollback_in_a_terminal_goes_backwards", a_rollback_in_a_terminal),
        trial("throttling_is_waited_out", throttling_is_waited_out),
        trial("another_account_is_refused_before_anything_is_written", another_account_is_refused),
        trial("read_only_and_protected_stages_refuse_before_anything_is_written", refused_by_the_stage),
        trial("a_lost_table_is_refused_before_anything_is_written", a_lost_table_is_refused),
        trial("a_replaced_table_is_refused_with_its_plan", a_replaced_table_is_refused),
        trial("a_detached_deployment_is_watched_to_its_end", a_detached_deployment_is_watched),
        trial("whoever_watches_in_a_terminal_sees_the_tree_again", watching_in_a_terminal),
    ]
}

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
        // Runs tell each other here that they live.
        command.env("XDG_CACHE_HOME", self.folder.path().join("cache"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        srvls::run(&mut self.command(arguments))
    }

    pub(crate) fn terminal(&self, columns: u16, arguments: &[&str]) -> Terminal {
        Terminal::run(self.folder.path(), columns, &self.command(arguments))
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

/// An update of one function; the stack was there before.
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
fn failing_update() -> Scenario {
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

/// `script` with a gate before its beat of that index.
pub(crate) fn gated(mut scenario: Scenario, index: usize) -> Scenario {
    scenario.execution.insert(index, gate());
    scenario
}

/// Both streams, without what is another each time.
fn transcript(run: &Run) -> String {
    normalised(&format!("{}\n--- stdout, exit {} ---\n{}", run.stderr.trim_end(), run.code, run.stdout.trim_end()))
}

/// Digits of times and durations become `#`, and blanks at the ends of lines go.
pub(crate) fn normalised(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let mut line: String = line.trim_end().to_owned();
        for (from, to) in [("##:##:##Z", "TIME"), ("#:##", "#:##"), ("(#.# s)", "(#.# s)")] {
            line = masked(&line, from, to);
        }
        line = after(&line, "\"duration_ms\": ", "#");
        line = after(&line, "\"created_at\": ", "\"TIME\",");
        line = after(&line, "\"started_at\": ", "\"TIME\",");
        line = after(&line, "\"ended_at\": ", "\"TIME\",");
        line = after(&line, "\"token\": ", "\"TOKEN\",");
        line = after(&line, "\"id\": ", "\"ID\",");
        line = after(&line, "\"sha256\": ", "\"SHA\",");
        line
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `line` with all that has the digits of `shape`, where that has `#`, replaced.
fn masked(line: &str, shape: &str, to: &str) -> String {
    let (letters, shape): (Vec<char>, Vec<char>) = (line.chars().collect(), shape.chars().collect());
    let fits = |letter: &char, wanted: &char| if *wanted == '#' { letter.is_ascii_digit() } else { letter == wanted };
    let mut result = String::new();
    let mut index = 0;
    while index < letters.len() {
        let window = letters.get(index..index + shape.len());
        if window.is_some_and(|window| window.iter().zip(&shape).all(|(letter, wanted)| fits(letter, wanted))) {
            result.push_str(to);
            index += shape.len();
        } else {
            result.push(letters[index]);
            index += 1;
        }
    }
    result
}

fn after(line: &str, key: &str, value: &str) -> String {
    let is_null = |rest: &str| rest.starts_with("null");
    match line.split_once(key) {
        Some((before, rest)) if !is_null(rest) => format!("{before}{key}{value}"),
        _ => line.to_owned(),
    }
}

fn a_creation_is_told_line_by_line() {
    let shop = Shop::new(creation());

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!("creation_piped", transcript(&run));
    let writes = shop.endpoint.writes();
    let on_stacks: Vec<&str> =
        writes.iter().map(String::as_str).filter(|call| call.starts_with("cloudformation:")).collect();
    assert_eq!(on_stacks, ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"]);
}

fn an_update_is_told_line_by_line() {
    let shop = Shop::new(update());

    let run = shop.run(&["deploy", "--yes", "-o", "json"]);

    insta::assert_snapshot!("update_json", transcript(&run));
}

fn nothing_to_change_is_a_success() {
    let shop = Shop::new(Scenario { changes: Vec::new(), ..update() });

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!("unchanged_piped", transcript(&run));
    assert_eq!(shop.endpoint.change_sets(), Vec::<String>::new());
}

fn a_failure_is_told() {
    let text = Shop::new(failing_update()).run(&["deploy", "--yes"]);
    let json = Shop::new(failing_update()).run(&["deploy", "--yes", "-o", "json"]);

    insta::assert_snapshot!("failure_piped", transcript(&text));
    insta::assert_snapshot!("failure_json", transcript(&json));
    let shop = Shop::new(failing_update());
    let on_github = srvls::run(shop.command(&["deploy", "--yes", "--quiet"]).env("GITHUB_ACTIONS", "true"));
    insta::assert_snapshot!("failure_on_github", transcript(&on_github));
}

fn a_refused_template_is_told() {
    let refusal = "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot \
        Early Validation errors, use the DescribeEvents API for detailed failure information.";
    let event = "<LogicalResourceId>ApiStage</LogicalResourceId><ResourceType>AWS::ApiGateway::Stage</ResourceType>\
        <EventType>VALIDATION_ERROR</EventType><ValidationName>PROPERTY_VALIDATION</ValidationName>\
        <ValidationPath>/Resources/ApiStage/Properties</ValidationPath>\
        <ValidationStatusReason>#: extraneous key [Stagename] is not permitted</ValidationStatusReason>";
    let shop = Shop::new(Scenario { refusal: Some(refusal), failed_events: vec![event], ..creation() });

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!("refused_piped", transcript(&run));
    assert_eq!((shop.endpoint.change_sets(), shop.endpoint.status()), (Vec::new(), None));
}

fn a_deployment_in_a_terminal() {
    in_terminals("creation", || gated(creation(), 5), &["1/3", "├─ creating", "└─ 1 waiting"], 0);
    in_terminals("update", || gated(update(), 4), &["ApiStage", "1/2", "└─ creating"], 0);
}

fn a_rollback_in_a_terminal() {
    in_terminals("rollback", || gated(failing_update(), 7), &["rolling back  [", "└─ updating"], 1);
}

/// Snapshots of the screen once it shows these texts, at the gate of the script, and at the end.
fn in_terminals(name: &str, scenario: fn() -> Scenario, texts: &[&str], exit: i32) {
    for columns in [80, 120] {
        let shop = Shop::new(scenario());
        let mut terminal = shop.terminal(columns, &["deploy"]);
        terminal.showing(&["[y/N]"]);
        terminal.press("y\n");
        let live = terminal.showing(texts);
        shop.endpoint.open_gate();
        let (end, code) = terminal.end();

        insta::assert_snapshot!(format!("{name}_{columns}_live"), normalised(&live));
        insta::assert_snapshot!(format!("{name}_{columns}_end"), normalised(&end));
        assert_eq!(code, exit);
    }
}

fn throttling_is_waited_out() {
    let shop = Shop::new(Scenario { throttled: 2, ..update() });

    let run = shop.run(&["deploy", "--yes", "-o", "json"]);

    assert_eq!(run.json()["action"], "updated");
}

fn another_account_is_refused() {
    let shop = Shop::new(update());
    shop.configure(|config| config.replace(ACCOUNT, "210987654321"));

    let run = shop.run(&["deploy", "--yes"]);

    assert_eq!(run.code, 6, "{}", run.stderr);
    assert_eq!(shop.endpoint.writes(), Vec::<String>::new());
}

fn refused_by_the_stage() {
    let shop = Shop::new(update());
    assert_eq!(shop.run(&["deploy", "--yes", "--read-only"]).code, 6);

    shop.configure(|config| format!("{config}protected = true\n"));
    let without_reason = shop.run(&["deploy", "--yes"]);
    let without_name = shop.run(&["deploy", "--yes", "--reason", "OPS-1"]);
    let wrong_name = shop.run(&["deploy", "--yes", "--reason", "OPS-1", "--confirm", "prod"]);

    assert_eq!([without_reason.code, without_name.code, wrong_name.code], [6, 6, 6]);
    assert_eq!(shop.endpoint.writes(), Vec::<String>::new());
}

/// The live template has a table that the new one has not: no change set is needed to see that.
fn a_lost_table_is_refused() {
    let template = r#"{"Resources":{"Orders":{"Type":"AWS::DynamoDB::Table","Properties":{"TableName":"orders"}}}}"#;
    let shop = Shop::new(Scenario { template, ..update() });

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!("lost_table_piped", transcript(&run));
    assert_eq!(shop.endpoint.writes(), Vec::<String>::new());
}

/// Only CloudFormation sees this one: the change set is deleted again, and the stack stays as it is.
fn a_replaced_table_is_refused() {
    let shop = Shop::new(Scenario { changes: vec![change("Replace", "UserProfilesTable", TABLE)], ..update() });

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!("replaced_table_piped", transcript(&run));
    let executed = shop.endpoint.calls().iter().any(|call| call == "cloudformation:ExecuteChangeSet");
    assert!(!executed && shop.endpoint.writes().contains(&"cloudformation:DeleteChangeSet".to_owned()));
}

fn a_detached_deployment_is_watched() {
    let shop = Shop::new(gated(failing_update(), 3));

    let detached = shop.run(&["deploy", "--yes", "--detach"]);
    insta::assert_snapshot!("detached_piped", transcript(&detached));
    assert_eq!(shop.endpoint.status().as_deref(), Some("UPDATE_IN_PROGRESS"));

    shop.endpoint.open_gate();
    let watched = shop.run(&["watch"]);
    insta::assert_snapshot!("watched_piped", transcript(&watched));

    let afterwards = shop.run(&["watch", "-o", "json"]);
    insta::assert_snapshot!("watched_afterwards_json", transcript(&afterwards));
    assert!(shop.endpoint.writes().iter().filter(|call| call.contains("cloudformation")).count() == 2);
}

fn watching_in_a_terminal() {
    let shop = Shop::new(gated(update(), 2));
    assert_eq!(shop.run(&["deploy", "--yes", "--detach"]).code, 0);

    let terminal = shop.terminal(80, &["watch"]);
    let live = terminal.showing(&["└─ updating"]);
    shop.endpoint.open_gate();
    let (end, code) = terminal.end();

    insta::assert_snapshot!("watched_80_live", normalised(&live));
    insta::assert_snapshot!("watched_80_end", normalised(&end));
    assert_eq!(code, 0);
}
