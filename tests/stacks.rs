//! Plans, guards and failures, tried on small stacks.

use std::sync::Arc;

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    small::{Emulator, Small, error},
    trials,
};

pub(crate) fn trials(emulator: &Arc<Emulator>) -> Vec<Trial> {
    trials!(
        emulator,
        [
            a_failed_resource_is_named_and_the_next_deployment_works,
            the_edge_is_deployed_after_the_api_which_then_receives_its_outputs,
            alarms_are_listed_where_cloudwatch_has_no_mute_rules,
            a_mistake_in_the_template_is_refused_before_anything_is_built,
            a_deployment_without_a_terminal_requires_yes,
            a_plan_shows_old_and_new_values_and_leaves_nothing_behind,
            no_plan_shows_a_secret,
            a_plan_is_executed_as_reviewed_or_not_at_all,
            a_resource_with_data_is_removed_only_if_named,
            drift_stops_an_unattended_deployment
        ]
    )
}

const QUEUE: &str = "  Queue: {Type: AWS::SQS::Queue}\n";
/// Needs a function that does not exist.
const BROKEN: &str = "  Broken:
    Type: Custom::Broken
    DependsOn: Queue
    Properties: {ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:missing'}\n";

fn a_failed_resource_is_named_and_the_next_deployment_works(emulator: &Emulator) {
    let small = Small::new(emulator, "small");

    let failed = small.deploy(&["--yes"], &format!("{QUEUE}{BROKEN}"));
    assert_eq!(failed.code, 1, "{}", failed.stderr);
    assert!(failed.stderr.contains("caused by: Broken (Custom::Broken): "), "{}", failed.stderr);
    assert!(failed.stderr.contains("hint: "), "{}", failed.stderr);

    let created = small.deploy(&["--yes"], QUEUE);
    assert_eq!(created.code, 0, "after a failed creation: {}", created.stderr);

    let failed = small.deploy(&["--yes"], &format!("{QUEUE}{BROKEN}"));
    assert_eq!(failed.code, 1, "{}", failed.stderr);
    assert!(failed.stderr.contains("the previous version is still live"), "{}", failed.stderr);

    let topic = "  Topic: {Type: AWS::SNS::Topic}\n";
    let updated = small.deploy(&["--yes"], &format!("{QUEUE}{topic}"));
    assert_eq!(updated.code, 0, "after a failed update: {}", updated.stderr);
}

/// An API and an edge that exchange the same outputs as the real ones.
const API: &str = "
Parameters:
  DistributionArn: {Type: String, Default: ''}
  EdgeEnabled: {Type: String, Default: 'false'}
  Email: {Type: String, Default: nobody}
Resources:
  Reader: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Sub 'read by ${DistributionArn} for ${Email}'}}
Outputs:
  Address: {Value: !Sub 'https://api-${EdgeEnabled}-${Email}'}
";
const EDGE: &str = "
Parameters:
  Address: {Type: String}
  Email: {Type: String}
  PriceClass: {Type: String, Default: all}
Resources:
  Distribution: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref PriceClass, KmsMasterKeyId: alias/aws/sns}}
  Slow:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: !Sub '${AWS::StackName}-slow'
      AlarmDescription: 'warning: answers take long; read the logs'
      AlarmActions: [!Ref Distribution]
      OKActions: [!Ref Distribution]
      Namespace: AWS/CloudFront
      MetricName: OriginLatency
      Statistic: Average
      Period: 60
      EvaluationPeriods: 5
      Threshold: 1000
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
Outputs:
  DistributionArn: {Value: !Ref Distribution}
  Origin: {Value: !Sub '${Address} mails ${Email}'}
";

fn the_edge_is_deployed_after_the_api_which_then_receives_its_outputs(emulator: &Emulator) {
    let small = Small::new(emulator, "edged");
    let stage = |parameters: &str| {
        small.set_local(&format!(
            "edge = true
parameters = {{ {parameters} }}"
        ))
    };
    small.write("template.yaml", API);
    small.write("edge.yaml", EDGE);
    let deploy = || small.run(&["deploy", "--yes", "-o", "json"]).json();

    stage("Email = 'a'");
    let created = deploy();
    assert_eq!(created["action"], "created");
    let added = [("edged-local", "Reader"), ("edged-local-edge", "Slow"), ("edged-local-edge", "Distribution")];
    assert_eq!(planned(&created), added);
    assert_eq!(small.run(&["alarms", "--query", "alarms[].name"]).json(), json!(["edged-local-edge-slow"]));
    let arn = created["outputs"]["DistributionArn"].as_str().expect("the edge's output");
    assert_eq!(
        created["outputs"]["Origin"], "https://api-true-a mails a",
        "both stacks received the parameter, and the edge the output"
    );
    let reader = small.run(&["status", "--query", "outputs.DistributionArn"]);
    assert_eq!(reader.stdout.trim(), format!("{arn:?}"));

    assert_eq!(deploy()["action"], "unchanged", "the API already has the distribution");

    stage("Email = 'b', PriceClass = 'few'");
    let updated = deploy();
    assert_eq!(planned(&updated), [("edged-local", "Reader"), ("edged-local-edge", "Distribution")]);
    assert_eq!(updated["outputs"]["Origin"], "https://api-true-b mails b", "the edge received the new output");

    let destroyed = small.run(&["destroy", "--yes"]);
    assert_eq!(destroyed.code, 0, "{}", destroyed.stderr);
    assert_eq!(small.run(&["status"]).code, 5);
}

/// The emulator has no mute rules and rejects the call as unknown.
fn alarms_are_listed_where_cloudwatch_has_no_mute_rules(emulator: &Emulator) {
    let small = Small::new(emulator, "mutes");
    small.set_local("parameters = { Address = 'a', Email = 'b' }");
    small.write("template.yaml", EDGE);
    assert_eq!(small.run(&["deploy", "--yes"]).code, 0);

    for arguments in [&["alarms", "--state", "ok"][..], &["alarms", "show", "slow"]] {
        let run = small.run(&[arguments, &["--verbose"]].concat());

        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.contains("slow") && !run.stdout.contains("not read"), "{}", run.stdout);
        assert!(!run.stderr.contains("could not read"), "{}", run.stderr);
    }
}

fn planned(report: &Value) -> Vec<(&str, &str)> {
    let changes = report["changes"].as_array().expect("changes");
    changes.iter().filter_map(|change| Some((change["stack"].as_str()?, change["logical_id"].as_str()?))).collect()
}

fn a_mistake_in_the_template_is_refused_before_anything_is_built(emulator: &Emulator) {
    let small = Small::new(emulator, "mistaken");

    let refused = small.deploy(&["--yes"], "  Queue: {Type: AWS::SQS::Queue, DependsOn: Gone}\n");

    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("template.yaml:3: `Gone` is neither a resource"), "{}", refused.stderr);
    assert!(refused.stderr.contains("`srvls template check`"), "{}", refused.stderr);
    assert!(!refused.stderr.contains("Building"), "{}", refused.stderr);
}

fn a_deployment_without_a_terminal_requires_yes(emulator: &Emulator) {
    let small = Small::new(emulator, "asks");

    let run = small.deploy(&[], QUEUE);

    assert_eq!(run.code, 2, "{}", run.stderr);
    let question = "Make these changes to asks-local?";
    let message = format!("error: this needs confirmation and there is no terminal: {question}\n");
    assert!(run.stderr.contains(&message), "{}", run.stderr);
    assert!(run.stderr.contains("pass `--yes` to confirm"), "{}", run.stderr);
}

/// A table that passes our own checks.
fn table(key: &str) -> String {
    format!(
        "  Table:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BillingMode: PAY_PER_REQUEST
      SSESpecification: {{SSEEnabled: true, SSEType: KMS}}
      PointInTimeRecoverySpecification: {{PointInTimeRecoveryEnabled: true}}
      DeletionProtectionEnabled: true
      AttributeDefinitions: [{{AttributeName: {key}, AttributeType: S}}]
      KeySchema: [{{AttributeName: {key}, KeyType: HASH}}]\n"
    )
}

fn queue(seconds: u32) -> String {
    format!("  Queue: {{Type: AWS::SQS::Queue, Properties: {{VisibilityTimeout: {seconds}}}}}\n")
}

fn a_plan_shows_old_and_new_values_and_leaves_nothing_behind(emulator: &Emulator) {
    let small = Small::new(emulator, "planned");

    small.set_resources(&queue(30));
    let first = small.run(&["diff", "-o", "json"]).json();
    assert_eq!(planned(&first), [("planned-local", "Queue")]);
    assert_eq!(small.run(&["status"]).code, 5, "the empty stack of the change set is gone");

    assert_eq!(small.deploy(&["--yes"], &queue(30)).code, 0);
    assert_eq!(small.run(&["diff", "--exit-code"]).code, 0);

    small.set_resources(&queue(60));
    let run = small.run(&["diff", "--exit-code", "-o", "json"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let plan: Value = serde_json::from_str(&run.stdout).unwrap();
    let change = &plan["changes"][0];
    assert_eq!((&change["action"], &change["replacement"]), (&json!("modify"), &json!("never")));
    assert_eq!(change["before"], json!({ "Properties.VisibilityTimeout": 30 }));
    assert_eq!(change["after"], json!({ "Properties.VisibilityTimeout": 60 }));
    let markdown = small.run(&["diff", "--markdown"]).stdout;
    let row = "| `~` | `Queue` | AWS::SQS::Queue | change<br>VisibilityTimeout: 30 → 60 |";
    assert!(markdown.contains(row), "{markdown}");
    assert_eq!(small.run(&["diff", "--markdown", "-o", "json"]).code, 2, "two formats exclude each other");
}

/// The old value was secret, too, and srvls no longer knows it.
fn no_plan_shows_a_secret(emulator: &Emulator) {
    let small = Small::new(emulator, "discreet");
    small.write(
        "template.yaml",
        "
Parameters:
  Word: {Type: String, NoEcho: true}
Resources:
  Door: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref Word, Description: !Sub 'opened by ${Word}'}}
",
    );
    small.set_local("parameters = { Word = 'open-sesame' }");
    assert_eq!(small.run(&["deploy", "--yes"]).code, 0);
    small.set_local("parameters = { Word = 'close-sesame' }");

    for arguments in [&["diff"][..], &["diff", "-o", "json"], &["diff", "--markdown"], &["deploy", "--dry-run"]] {
        let run = small.run(arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stdout.contains("(secret)"), "{arguments:?}: {}", run.stdout);
        assert!(!format!("{}{}", run.stdout, run.stderr).contains("sesame"), "{arguments:?}: {}", run.stdout);
    }
}

fn a_plan_is_executed_as_reviewed_or_not_at_all(emulator: &Emulator) {
    let small = Small::new(emulator, "reviewed");
    assert_eq!(small.deploy(&["--yes"], &queue(30)).code, 0);
    small.set_resources(&queue(60));
    let digest = small.run(&["diff", "-o", "json"]).json()["digest"].as_str().unwrap().to_owned();

    small.set_resources(&queue(90));
    let refused = small.run(&["deploy", "--yes", "--plan", &digest, "-o", "json"]);
    assert_eq!((refused.code, &error(&refused)["code"]), (6, &json!("other_plan")), "{}", refused.stderr);

    small.set_resources(&queue(60));
    let updated = small.run(&["deploy", "--yes", "--plan", &digest[..12], "-o", "json"]).json();
    assert_eq!((&updated["action"], &updated["digest"]), (&json!("updated"), &json!(digest)));

    let again = small.run(&["deploy", "--yes", "--plan", &digest, "-o", "json"]);
    assert_eq!(again.json()["action"], "unchanged", "repeating a job is not a failure");
    let refused = small.run(&["deploy", "--yes", "--plan", "0123456789ab"]);
    assert_eq!(refused.code, 6, "a plan without changes is a different plan: {}", refused.stderr);
}

fn a_resource_with_data_is_removed_only_if_named(emulator: &Emulator) {
    let small = Small::new(emulator, "stateful");
    assert_eq!(small.deploy(&["--yes"], &format!("{}{}", table("id"), queue(30))).code, 0);

    small.set_resources(&queue(60));
    let plan = small.run(&["diff", "-o", "json"]).json();
    let table_of = |change: &&Value| change["logical_id"] == "Table";
    let removed = plan["changes"].as_array().and_then(|changes| changes.iter().find(table_of)).expect("the table");
    assert_eq!((&removed["action"], &removed["policy_action"]), (&json!("remove"), &json!("retain")));

    for other in [queue(60), format!("{}{}", table("pk"), queue(60))] {
        let refused = small.deploy(&["--yes", "-o", "json"], &other);
        assert_eq!((refused.code, &error(&refused)["code"]), (6, &json!("stateful_resource")), "{}", refused.stderr);
        assert!(refused.stderr.contains("`--allow Table`"), "{}", refused.stderr);
        assert!(!refused.stderr.contains("Comparing"), "refused before a change set was made: {}", refused.stderr);
        let of_another = small.deploy(&["--yes", "--allow", "Queue"], &other);
        assert_eq!(of_another.code, 6, "{}", of_another.stderr);
    }

    let allowed = small.deploy(&["--yes", "--allow", "Table"], &queue(60));
    assert_eq!(allowed.code, 0, "{}", allowed.stderr);
}

fn drift_stops_an_unattended_deployment(emulator: &Emulator) {
    let small = Small::new(emulator, "drifted");
    small.set_resources(&queue(30));
    assert_eq!(small.run_on_prod(&["deploy", "--yes"]).code, 0);
    small.set_resources(&queue(31));
    let url = small.run_on_prod(&["diff", "-o", "json"]).json()["changes"][0]["physical_id"].clone();
    small.set_queue_by_hand(url.as_str().expect("the queue's URL"), "VisibilityTimeout", "45");

    small.set_resources(&queue(60));
    let plan = small.run_on_prod(&["diff", "-o", "json"]).json();
    assert_eq!(plan["drift"][0]["logical_id"], "Queue", "{plan}");

    let refused = small.run_on_prod(&["deploy", "--yes", "-o", "json"]);
    assert_eq!((refused.code, &error(&refused)["code"]), (6, &json!("deploy_gate")), "{}", refused.stderr);
    let allowed = small.run_on_prod(&["deploy", "--yes", "--allow", "drift"]);
    assert_eq!(allowed.code, 0, "{}", allowed.stderr);
}
