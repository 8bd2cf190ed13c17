//! Deploying again: nothing changed, one handler edited, a resource that must fail.

use std::sync::Arc;

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{backend::Backend, backend_trial, small::Small};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    let with = |name: &str, test: fn(&Backend)| backend_trial(backend, name, test);
    vec![
        with("a_first_deployment_creates_everything", a_first_deployment_creates_everything),
        with("an_edited_handler_is_the_only_one_that_changes", an_edited_handler_is_the_only_one_that_changes),
        with("a_failed_resource_is_named_and_the_next_deployment_works", a_failed_resource_is_named),
        with("the_edge_is_shipped_after_the_api_and_told_back_to_it", the_edge_is_shipped_after_the_api),
        with("a_mistake_in_the_template_is_refused_before_anything_is_built", a_mistake_is_refused),
        with("without_a_terminal_a_deployment_wants_its_answer", a_deployment_wants_its_answer),
    ]
}

fn a_first_deployment_creates_everything(backend: &Backend) {
    let report = &backend.get().report;

    assert_eq!((&report["action"], &report["status"]), (&json!("created"), &json!("CREATE_COMPLETE")));
    let functions = report["functions"].as_array().expect("functions");
    assert!(functions.len() >= 9 && functions.iter().all(|function| function["uploaded"] == true), "{functions:?}");
    let name = |entry: &Value| entry["name"].as_str().unwrap_or_default().to_owned();
    assert!(functions.iter().map(name).any(|name| name == "put_profile"));
}

/// In one test, as both parts build the same project.
fn an_edited_handler_is_the_only_one_that_changes(backend: &Backend) {
    let deployed = backend.get();

    let unchanged = deployed.run(&["deploy", "--yes", "-o", "json"]).json();
    assert_eq!(unchanged["action"], "unchanged");
    assert_eq!(uploaded(&unchanged), Vec::<String>::new());

    deployed.project.edit(
        "lambdas/src/profile/put.rs",
        "ApiError::PreconditionFailed",
        "ApiError::NotFound(\"such version\")",
    );
    let planned = deployed.run(&["deploy", "--dry-run", "-o", "json"]).json();

    assert_eq!(planned["action"], "planned");
    assert_eq!(uploaded(&planned), ["put_profile"]);
    let changed: Vec<&str> = planned["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .map(|change| change["logical_id"].as_str().unwrap_or_default())
        .collect();
    assert!(changed.contains(&"PutProfileFunction"), "{changed:?}");
    assert!(changed.iter().all(|id| id.starts_with("PutProfile")), "{changed:?}");
}

fn uploaded(report: &Value) -> Vec<String> {
    let functions = report["functions"].as_array().expect("functions");
    let new = functions.iter().filter(|function| function["uploaded"] == true);
    new.map(|function| function["name"].as_str().unwrap_or_default().to_owned()).collect()
}

const QUEUE: &str = "  Queue: {Type: AWS::SQS::Queue}\n";
/// Needs a function that there is none of.
const BROKEN: &str = "  Broken:
    Type: Custom::Broken
    DependsOn: Queue
    Properties: {ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:missing'}\n";

fn a_failed_resource_is_named(backend: &Backend) {
    let small = Small::new(backend.get(), "small");

    let failed = small.deploy(&["--yes"], &format!("{QUEUE}{BROKEN}"));
    assert_eq!(failed.code, 1, "{}", failed.stderr);
    assert!(failed.stderr.contains("caused by: Broken (Custom::Broken): "), "{}", failed.stderr);
    assert!(failed.stderr.contains("hint: "), "{}", failed.stderr);

    let created = small.deploy(&["--yes"], QUEUE);
    assert_eq!(created.code, 0, "after a failed creation: {}", created.stderr);

    let failed = small.deploy(&["--yes"], &format!("{QUEUE}{BROKEN}"));
    assert_eq!(failed.code, 1, "{}", failed.stderr);
    assert!(failed.stderr.contains("what was deployed before is still live"), "{}", failed.stderr);

    let topic = "  Topic: {Type: AWS::SNS::Topic}\n";
    let updated = small.deploy(&["--yes"], &format!("{QUEUE}{topic}"));
    assert_eq!(updated.code, 0, "after a failed update: {}", updated.stderr);
}

/// An API and an edge that tell each other what the real ones do.
const API: &str = "
Parameters:
  DistributionArn: {Type: String, Default: ''}
  EdgeEnabled: {Type: String, Default: 'false'}
  Email: {Type: String, Default: nobody}
Resources:
  Reader: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Sub 'read by ${DistributionArn}'}}
Outputs:
  Address: {Value: !Sub 'https://api-${EdgeEnabled}-${Email}'}
";
const EDGE: &str = "
Parameters:
  Address: {Type: String}
  Email: {Type: String}
  PriceClass: {Type: String, Default: all}
Resources:
  Distribution: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref PriceClass}}
Outputs:
  DistributionArn: {Value: !Ref Distribution}
  Origin: {Value: !Sub '${Address} mails ${Email}'}
";

fn the_edge_is_shipped_after_the_api(backend: &Backend) {
    let small = Small::new(backend.get(), "edged");
    let stage = |parameters: &str| {
        small.stage(&format!("edge = true\nparameters = {{ {parameters} }}"));
    };
    small.write("template.yaml", API);
    small.write("edge.yaml", EDGE);
    let deploy = || small.run(&["deploy", "--yes", "-o", "json"]).json();

    stage("Email = 'a'");
    let created = deploy();
    assert_eq!(created["action"], "created");
    assert_eq!(planned(&created), [("edged-local", "Reader"), ("edged-local-edge", "Distribution")]);
    let arn = created["outputs"]["DistributionArn"].as_str().expect("the edge's output");
    assert_eq!(created["outputs"]["Origin"], "https://api-true-a mails a", "both got the parameter, one the output");
    let reader = small.run(&["status", "--query", "outputs.DistributionArn"]);
    assert_eq!(reader.stdout.trim(), format!("{arn:?}"));

    assert_eq!(deploy()["action"], "unchanged", "the API knows the distribution already");

    stage("Email = 'b', PriceClass = 'few'");
    let updated = deploy();
    assert_eq!(planned(&updated), [("edged-local-edge", "Distribution")]);
    assert_eq!(updated["outputs"]["Origin"], "https://api-true-b mails b", "the edge got the new output");

    let destroyed = small.run(&["destroy", "--yes"]);
    assert_eq!(destroyed.code, 0, "{}", destroyed.stderr);
    assert_eq!(small.run(&["status"]).code, 5);
}

fn planned(report: &Value) -> Vec<(&str, &str)> {
    let changes = report["changes"].as_array().expect("changes");
    changes.iter().filter_map(|change| Some((change["stack"].as_str()?, change["logical_id"].as_str()?))).collect()
}

fn a_mistake_is_refused(backend: &Backend) {
    let small = Small::new(backend.get(), "mistaken");

    let refused = small.deploy(&["--yes"], "  Queue: {Type: AWS::SQS::Queue, DependsOn: Gone}\n");

    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("template.yaml:3: `Gone` is neither a resource"), "{}", refused.stderr);
    assert!(refused.stderr.contains("`srvls template check`"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("Building"), "{}", refused.stderr);
}

fn a_deployment_wants_its_answer(backend: &Backend) {
    let small = Small::new(backend.get(), "asks");

    let run = small.deploy(&[], QUEUE);

    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("answer it with `--yes`"), "{}", run.stderr);
}
