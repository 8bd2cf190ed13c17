//! What a deployment of two stacks prints and does: the API, and the edge in front of it.

use libtest_mimic::Trial;

use crate::{
    interruption::killed_at_every_call,
    support::{
        PATIENCE,
        scripted::{Act, Scenario, Script, alarm_beat, beat, change, deployed, gate, stack_beat},
        shop::{Shop, creation, update},
        srvls::Run,
        terminal::CTRL_C,
        transcript::{in_words, normalised, transcript},
        trials,
    },
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_first_edge_is_created_after_the_api_which_then_refers_to_it,
        both_stacks_share_one_live_tree_in_a_terminal,
        a_change_to_the_edge_leaves_the_api_alone,
        a_failed_edge_reports_the_state_of_the_api,
        rolling_back_half_a_deployment_restores_the_live_release,
        a_failed_first_edge_leaves_the_api_deployed,
        a_plan_refused_for_a_failed_edge_names_that_stack,
        a_cancelled_edge_reports_the_state_of_the_api,
        a_cancelled_first_edge_is_deleted_and_the_api_stays,
        an_alarm_on_the_edge_is_observed_too,
        a_detached_deployment_says_that_the_edge_is_still_to_come,
        both_stacks_are_watched_in_order,
        an_edge_whose_change_set_cannot_be_described_leaves_none_behind,
        ctrl_c_between_the_stacks_leaves_no_change_set_and_says_what_has_changed,
        the_drift_of_an_edge_that_cannot_be_looked_at_is_not_known,
        a_deployment_with_an_edge_killed_at_any_call_is_finished_by_the_next
    ]
}

const API_TEMPLATE: &str = "
AWSTemplateFormatVersion: '2010-09-09'
Metadata: {srvls: {PublicOperations: [signIn]}}
Parameters:
  DistributionArn: {Type: String, Default: ''}
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref DistributionArn}}
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        openapi: 3.0.3
        paths:
          /user/profile: {get: {security: [{token: []}], x-amazon-apigateway-integration: {type: mock}}}
          /auth/signin:
            post:
              operationId: signIn
              x-amazon-apigateway-integration: {type: aws, uri: !Sub '${Queue.Arn}'}
        components: {securitySchemes: {token: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom}}}
Outputs:
  ApiUrl: {Value: !GetAtt Queue.QueueUrl}
";
const EDGE_TEMPLATE: &str = "
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  ApiUrl: {Type: String}
Resources:
  WebAcl: {Type: AWS::WAFv2::WebACL, Properties: {Scope: CLOUDFRONT}}
  Distribution:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        WebACLId: !GetAtt WebAcl.Arn
        Origins: [{Id: api, DomainName: !Ref ApiUrl}]
        DefaultCacheBehavior: {TargetOriginId: api, ViewerProtocolPolicy: redirect-to-https}
Outputs:
  DistributionArn: {Value: !Ref Distribution}
";

const DISTRIBUTION: &str = "AWS::CloudFront::Distribution";
const FIREWALL: &str = "AWS::WAFv2::WebACL";
const ALARM: &str = "AWS::CloudWatch::Alarm";
const BLOCKED: &str = "BlockedAlarm";
const POLICY: &str = "AWS::S3::BucketPolicy";

const API_OUTPUTS: [(&str, &str); 1] = [("ApiUrl", "{url}/v1")];
const EDGE_OUTPUTS: [(&str, &str); 2] =
    [("CdnUrl", "{url}/cdn"), ("DistributionArn", "arn:aws:cloudfront::123456789012:distribution/E2QWRUHAPOMQZL")];

fn shop(scenario: Scenario) -> Shop {
    let shop = Shop::new(scenario);
    shop.write("template.yaml", API_TEMPLATE);
    shop.write("edge.yaml", EDGE_TEMPLATE);
    shop
}

/// Nothing is deployed yet.
fn first() -> Scenario {
    let refers_to_the_edge = Act {
        given: Some("DistributionArn"),
        changes: vec![change("Modify", "ImagesBucketPolicy", POLICY)],
        execution: vec![
            stack_beat("UPDATE_IN_PROGRESS", "User Initiated"),
            beat("ImagesBucketPolicy", POLICY, "UPDATE_IN_PROGRESS", ""),
            beat("ImagesBucketPolicy", POLICY, "UPDATE_COMPLETE", ""),
            stack_beat("UPDATE_COMPLETE", ""),
        ],
    };
    let execution = vec![
        stack_beat("CREATE_IN_PROGRESS", "User Initiated"),
        beat("WebAcl", FIREWALL, "CREATE_IN_PROGRESS", ""),
        beat("WebAcl", FIREWALL, "CREATE_COMPLETE", ""),
        beat("Distribution", DISTRIBUTION, "CREATE_IN_PROGRESS", ""),
        beat("Distribution", DISTRIBUTION, "CREATE_COMPLETE", ""),
        stack_beat("CREATE_COMPLETE", ""),
    ];
    let changes = vec![change("Add", "WebAcl", FIREWALL), change("Add", "Distribution", DISTRIBUTION)];
    let edge = Script {
        acts: vec![Act { given: Some("ApiUrl"), changes, execution }],
        cancellation: vec![stack_beat("DELETE_IN_PROGRESS", "User Initiated"), stack_beat("DELETE_COMPLETE", "")],
        outputs: EDGE_OUTPUTS.into(),
        ..Script::default()
    };
    Scenario { later: vec![refers_to_the_edge], outputs: API_OUTPUTS.into(), edge: Some(edge), ..creation() }
}

/// Both stacks exist, and both change.
fn second() -> Scenario {
    let execution = vec![
        stack_beat("UPDATE_IN_PROGRESS", "User Initiated"),
        beat("WebAcl", FIREWALL, "UPDATE_IN_PROGRESS", ""),
        beat("WebAcl", FIREWALL, "UPDATE_COMPLETE", ""),
        stack_beat("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", ""),
        stack_beat("UPDATE_COMPLETE", ""),
    ];
    let edge = Script {
        deployed: Some(deployed()),
        acts: vec![Act { given: None, changes: vec![change("Modify", "WebAcl", FIREWALL)], execution }],
        cancellation: vec![
            stack_beat("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated"),
            beat("WebAcl", FIREWALL, "UPDATE_COMPLETE", ""),
            stack_beat("UPDATE_ROLLBACK_COMPLETE", ""),
        ],
        outputs: EDGE_OUTPUTS.into(),
        ..Script::default()
    };
    Scenario { outputs: API_OUTPUTS.into(), edge: Some(edge), ..update() }
}

/// The same scenario with a gate before the edge's beat at this index.
fn gated(mut scenario: Scenario, index: usize) -> Scenario {
    acting(&mut scenario).execution.insert(index, gate());
    scenario
}

/// The same scenario with a firewall that fails.
fn failing(mut scenario: Scenario, rollback: [&'static str; 2]) -> Scenario {
    let reason = "Resource handler returned message: \"Error reason: AWS WAF couldn't perform the operation because you \
        exceeded your resource limit., field: WEB_ACL (Service: Wafv2, Status Code: 400)\" (RequestToken: 5c2b, \
        HandlerErrorCode: ServiceLimitExceeded)";
    let execution = &mut acting(&mut scenario).execution;
    execution.truncate(2);
    let failed = if rollback[0].starts_with("UPDATE") { "UPDATE_FAILED" } else { "CREATE_FAILED" };
    execution.push(beat("WebAcl", FIREWALL, failed, reason));
    execution.extend(rollback.map(|status| stack_beat(status, "")));
    scenario
}

const ROLLED_BACK: [&str; 2] = ["UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE"];
const NOT_CREATED: [&str; 2] = ["ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"];

fn acting(scenario: &mut Scenario) -> &mut Act {
    &mut scenario.edge.as_mut().expect("an edge").acts[0]
}

/// The transcript of a run, without the address of its endpoint.
fn run(shop: &Shop, arguments: &[&str]) -> String {
    let Run { code, stdout, stderr } = shop.run(arguments);
    transcript(&Run { code, stdout: without_address(shop, &stdout), stderr: without_address(shop, &stderr) })
}

/// `text` without the endpoint's address, and without the plan's digest, which depends on it.
fn without_address(shop: &Shop, text: &str) -> String {
    let digest = |line: &str| if line.starts_with("plan ") { "plan DIGEST".to_owned() } else { line.to_owned() };
    let text = normalised(&text.replace(&shop.endpoint.url, "URL"));
    text.lines().map(digest).collect::<Vec<_>>().join("\n")
}

fn a_first_edge_is_created_after_the_api_which_then_refers_to_it() {
    let shop = shop(first());

    insta::assert_snapshot!("first_piped", run(&shop, &["deploy", "--yes"]));
    insta::assert_snapshot!(run(&shop, &["deploy", "--yes"]), @"
    Comparing shop-dev and shop-dev-edge with what is deployed
    Calling the API
    hint: try `srvls status`
    --- stdout, exit 0 ---
    shop-dev is unchanged (#.# s)

    ApiUrl           URL/v1
    CdnUrl           URL/cdn
    DistributionArn  arn:aws:cloudfront::123456789012:distribution/E2QWRUHAPOMQZL

    smoke checks: 5 passed
    ");
}

fn both_stacks_share_one_live_tree_in_a_terminal() {
    let shop = shop(gated(first(), 4));
    let mut terminal = shop.terminal(80, &["deploy"]);

    terminal.showing(&["[y/N]"]);
    terminal.press("y\n");
    let live = terminal.showing(&["shop-dev-edge  creating", "1/2", "└─ creating"]);
    shop.endpoint.open_gate();
    let (end, code) = terminal.end();

    insta::assert_snapshot!("first_80_live", without_address(&shop, &live));
    insta::assert_snapshot!("first_80_end", without_address(&shop, &end));
    assert_eq!(code, 0);
}

fn a_change_to_the_edge_leaves_the_api_alone() {
    let shop = shop(Scenario { changes: Vec::new(), ..second() });

    insta::assert_snapshot!("alone_piped", run(&shop, &["deploy", "--yes"]));
}

fn a_failed_edge_reports_the_state_of_the_api() {
    let shop = shop(failing(second(), ROLLED_BACK));

    insta::assert_snapshot!("failing_piped", run(&shop, &["deploy", "--yes"]));
}

/// The first release is live, but one of its stacks already has the new version: a rollback has to restore that one.
fn rolling_back_half_a_deployment_restores_the_live_release() {
    let (mut scenario, Scenario { changes, execution, .. }) = (first(), second());
    let again = Act { given: None, changes, execution };
    scenario.later.extend([again.clone(), again]);
    let of_edge = failing(second(), ROLLED_BACK).edge.expect("an edge").acts;
    scenario.edge.as_mut().expect("an edge").acts.extend(of_edge);
    let shop = shop(scenario);
    assert_eq!(shop.run(&["deploy", "--yes"]).code, 0);
    assert_eq!(shop.run(&["deploy", "--yes"]).code, 1);

    insta::assert_snapshot!(in_words(&run(&shop, &["releases"])), @"
    warning: shop-dev is in the state that rYYYYMMDDTHHMMSSsssZ left behind, and that release did not succeed
    hint: `srvls rollback` restores the previous release
    --- stdout, exit 0 ---
    RELEASE COMMIT WHEN OUTCOME DEPLOYED BY
    rYYYYMMDDTHHMMSSsssZ AGO failed ada
    rYYYYMMDDTHHMMSSsssZ AGO live ada
    ");
    insta::assert_snapshot!("halfway_rollback", run(&shop, &["rollback", "--yes"]));
}

fn a_failed_first_edge_leaves_the_api_deployed() {
    let shop = shop(failing(first(), NOT_CREATED));

    insta::assert_snapshot!("first_failing_piped", run(&shop, &["deploy", "--yes"]));
}

fn a_plan_refused_for_a_failed_edge_names_that_stack() {
    let shop = shop(failing(first(), NOT_CREATED));
    assert_eq!(shop.run(&["deploy", "--yes"]).code, 1);

    insta::assert_snapshot!(run(&shop, &["deploy", "--yes", "--plan", "0123456789ab"]), @"
    error: refused: `shop-dev-edge` is ROLLBACK_COMPLETE and must be deleted first, so its plan can't be computed
    hint: deploy without `--plan`, or run `srvls destroy` and review the new plan
    --- stdout, exit 6 ---
    ");
    assert_eq!(shop.endpoint.edge_status().as_deref(), Some("ROLLBACK_COMPLETE"));
}

fn a_cancelled_edge_reports_the_state_of_the_api() {
    let shop = shop(gated(second(), 2));
    let mut terminal = shop.terminal(80, &["deploy", "--yes"]);

    terminal.showing(&["shop-dev-edge  updating", "─ updating"]);
    terminal.press(CTRL_C);
    let asked = terminal.showing(&["keeps changing."]);
    terminal.press("c\n");
    let (screen, code) = terminal.end();

    insta::assert_snapshot!("cancelled_question", without_address(&shop, &asked));
    insta::assert_snapshot!("cancelled_end", without_address(&shop, &screen));
    assert_eq!(code, 130);
}

fn a_cancelled_first_edge_is_deleted_and_the_api_stays() {
    let shop = shop(gated(first(), 2));
    let mut terminal = shop.terminal(80, &["deploy", "--yes"]);

    terminal.showing(&["shop-dev-edge  creating", "─ creating"]);
    terminal.press(CTRL_C);
    terminal.showing(&["cancel: CloudFormation deletes the new stack"]);
    terminal.press("c\n");
    let (screen, code) = terminal.end();

    let last: Vec<&str> = screen.lines().rev().take(3).collect();
    let expected = [
        "hint: `srvls deploy` deploys the rest",
        "  caused by: cancelled: `shop-dev-edge` is DELETE_COMPLETE",
        "error: stopped halfway: `shop-dev` has the new version",
    ];
    assert_eq!((&last[..], code), (&expected[..], 130));
    assert_eq!((shop.endpoint.status().as_deref(), shop.endpoint.edge_status()), (Some("CREATE_COMPLETE"), None));
}

fn an_alarm_on_the_edge_is_observed_too() {
    let mut scenario = second();
    let alarm = [beat(BLOCKED, ALARM, "CREATE_COMPLETE", ""), alarm_beat(BLOCKED, "ALARM")];
    acting(&mut scenario).execution.splice(2..2, alarm);
    let shop = shop(scenario);

    let run = shop.run(&["deploy", "--yes", "--observe", "1s"]);

    let finding = "alarm shop-dev-edge-BlockedAlarm-1A2B went off";
    assert_eq!((run.code, run.stdout.matches(finding).count()), (1, 1), "{}", run.stdout);
}

fn a_detached_deployment_says_that_the_edge_is_still_to_come() {
    let shop = shop(second());

    insta::assert_snapshot!("detached_piped", run(&shop, &["deploy", "--yes", "--detach"]));
    assert_eq!(shop.endpoint.change_sets(), Vec::<String>::new());
    assert_eq!(shop.run(&["watch"]).code, 0);
    insta::assert_snapshot!("detached_rest", run(&shop, &["deploy", "--yes"]));
}

fn both_stacks_are_watched_in_order() {
    let shop = shop(gated(Scenario { changes: Vec::new(), ..second() }, 2));
    assert_eq!(shop.run(&["deploy", "--yes", "--detach"]).code, 0);

    let terminal = shop.terminal(80, &["watch"]);
    let live = terminal.showing(&["└─ updating"]);
    shop.endpoint.open_gate();
    let (end, code) = terminal.end();

    insta::assert_snapshot!(without_address(&shop, &live), @"
    shop-dev-edge  updating  [                        ]  0/1  #:##
    └─ updating    #:##  WebAcl                        firewall
    ");
    insta::assert_snapshot!(without_address(&shop, &end), @"
    shop-dev is CREATE_COMPLETE AGO, after #:##

    shop-dev-edge is UPDATE_COMPLETE, after #:##
    ");
    assert_eq!(code, 0);
}

/// The first change set is the API's; the edge's can be computed only afterwards.
fn an_edge_whose_change_set_cannot_be_described_leaves_none_behind() {
    let shop = shop(first());
    shop.endpoint.deny_from("cloudformation:DescribeChangeSet", 4);

    let run = shop.run(&["deploy", "--yes"]);

    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("error: stopped halfway: `shop-dev` has the new version"), "{}", run.stderr);
    assert_eq!((shop.endpoint.change_sets(), shop.endpoint.edge_status()), (Vec::new(), None), "{}", run.stderr);
}

/// The API is deployed, and the change set of the edge is being computed.
fn ctrl_c_between_the_stacks_leaves_no_change_set_and_says_what_has_changed() {
    let shop = shop(first());
    shop.endpoint.hold("cloudformation:DescribeChangeSet", 4);
    let mut terminal = shop.terminal(80, &["deploy", "--yes"]);

    assert!(shop.endpoint.is_held(PATIENCE));
    terminal.press(CTRL_C);
    let (screen, code) = terminal.end();

    let last: Vec<&str> = screen.lines().rev().take(3).collect();
    let expected = [
        "hint: `srvls deploy` deploys the rest",
        "  caused by: interrupted before `shop-dev-edge` was changed",
        "error: stopped halfway: `shop-dev` has the new version",
    ];
    assert_eq!((&last[..], code), (&expected[..], 130), "{screen}");
    assert_eq!((shop.endpoint.change_sets(), shop.endpoint.edge_status()), (Vec::new(), None), "{screen}");
    assert_eq!(shop.endpoint.release_records()[0]["outcome"], "failed");
}

/// The detection of one stack is begun, and that of the other is denied.
fn the_drift_of_an_edge_that_cannot_be_looked_at_is_not_known() {
    let detect = "cloudformation:DetectStackDrift";
    let shop = shop(second());
    shop.endpoint.deny_from(detect, 2);

    let status = shop.run(&["status", "-o", "json"]).json();

    assert_eq!(status["drift"], "NOT_CHECKED", "one of the two is in sync");
    let why = status["drift_not_checked"][0].as_str().expect("a reason");
    assert!(why.ends_with(&format!("not allowed to call {detect}")), "{why}");
}

fn a_deployment_with_an_edge_killed_at_any_call_is_finished_by_the_next() {
    killed_at_every_call(|| shop(first()), 3);
}
