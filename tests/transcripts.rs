//! What a deployment prints, word for word, on a stage whose CloudFormation follows a script.

use std::thread;

use libtest_mimic::Trial;

use crate::support::{
    PATIENCE,
    scripted::{ACCOUNT, Scenario, change},
    shop::{Shop, creation, failing_update, gated, update},
    srvls::{self, Run},
    transcript::transcript,
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_creation_is_reported_line_by_line,
        an_update_is_reported_line_by_line,
        nothing_to_change_is_a_success,
        a_failure_is_reported_with_its_cause_and_its_rollback,
        a_refused_template_is_reported_with_the_location_of_its_mistake,
        throttled_calls_are_retried,
        a_stage_pinned_to_another_account_is_refused_before_any_write,
        a_stack_missing_from_the_wrong_account_is_not_called_undeployed,
        read_only_and_protected_stages_refuse_before_any_write,
        removing_a_table_is_refused_before_any_write,
        replacing_a_table_is_refused_with_its_plan,
        a_detached_deployment_can_be_watched_to_its_end
    ]
}

const TABLE: &str = "AWS::DynamoDB::Table";

fn a_creation_is_reported_line_by_line() {
    let shop = Shop::new(creation());

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!("creation_piped", transcript(&run));
    let writes = shop.endpoint.writes();
    let on_stacks: Vec<&str> =
        writes.iter().map(String::as_str).filter(|call| call.starts_with("cloudformation:")).collect();
    assert_eq!(on_stacks, ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"]);
}

fn an_update_is_reported_line_by_line() {
    let shop = Shop::new(update());

    let run = shop.run(&["deploy", "--yes", "-o", "json"]);

    insta::assert_snapshot!("update_json", transcript(&run));
}

fn nothing_to_change_is_a_success() {
    let shop = Shop::new(Scenario { changes: Vec::new(), ..update() });

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!(transcript(&run), @"
    Comparing shop-dev with what is deployed
    hint: try `srvls status`
    --- stdout, exit 0 ---
    shop-dev is unchanged (#.# s)
    ");
    assert_eq!(shop.endpoint.change_sets(), Vec::<String>::new());
}

fn a_failure_is_reported_with_its_cause_and_its_rollback() {
    let text = Shop::new(failing_update()).run(&["deploy", "--yes"]);
    let json = Shop::new(failing_update()).run(&["deploy", "--yes", "-o", "json"]);

    insta::assert_snapshot!("failure_piped", transcript(&text));
    insta::assert_snapshot!("failure_json", transcript(&json));
    let shop = Shop::new(failing_update());
    let on_github = srvls::run(shop.command(&["deploy", "--yes", "--quiet"]).env("GITHUB_ACTIONS", "true"));
    insta::assert_snapshot!(transcript(&on_github), @"
    ::error title=the deployment of `shop-dev` failed%3A the stack is UPDATE_ROLLBACK_COMPLETE::ApiStage (AWS::ApiGateway::Stage): AccessDeniedException: User: arn:aws:iam::123456789012:user/ada is not authorized to perform: apigateway:POST on resource: arn:aws:apigateway:eu-west-1::/restapis%0Ahint: allow the deploying role the action named in the reason; the previous version is still live; fix the cause and deploy again
    error: the deployment of `shop-dev` failed: the stack is UPDATE_ROLLBACK_COMPLETE
      caused by: ApiStage (AWS::ApiGateway::Stage): AccessDeniedException: User: arn:aws:iam::123456789012:user/ada is not authorized to perform: apigateway:POST on resource: arn:aws:apigateway:eu-west-1::/restapis
    hint: allow the deploying role the action named in the reason; the previous version is still live; fix the cause and deploy again
    --- stdout, exit 1 ---
    ");
}

fn a_refused_template_is_reported_with_the_location_of_its_mistake() {
    let refusal = "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot \
        Early Validation errors, use the DescribeEvents API for detailed failure information.";
    let event = "<LogicalResourceId>ApiStage</LogicalResourceId><ResourceType>AWS::ApiGateway::Stage</ResourceType>\
        <EventType>VALIDATION_ERROR</EventType><ValidationName>PROPERTY_VALIDATION</ValidationName>\
        <ValidationPath>/Resources/ApiStage/Properties</ValidationPath>\
        <ValidationStatusReason>#: extraneous key [Stagename] is not permitted</ValidationStatusReason>";
    let shop = Shop::new(Scenario { refusal: Some(refusal), failed_events: vec![event], ..creation() });

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!(transcript(&run), @"
    Comparing shop-dev with what is deployed
    error: CloudFormation rejected the template of `shop-dev`
      caused by: The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.
        ApiStage (AWS::ApiGateway::Stage, validation PROPERTY_VALIDATION at /Resources/ApiStage/Properties): #: extraneous key [Stagename] is not permitted
    hint: nothing was changed; fix the template and deploy again
    --- stdout, exit 1 ---
    ");
    assert_eq!((shop.endpoint.change_sets(), shop.endpoint.status()), (Vec::new(), None));
}

fn throttled_calls_are_retried() {
    let shop = Shop::new(Scenario { throttled: 2, ..update() });

    let run = shop.run(&["deploy", "--yes", "-o", "json"]);

    assert_eq!(run.json()["action"], "updated");
}

fn a_stage_pinned_to_another_account_is_refused_before_any_write() {
    let shop = Shop::new(update());
    shop.configure(|config| config.replace(ACCOUNT, "210987654321"));

    let run = shop.run(&["deploy", "--yes"]);

    assert_eq!(run.code, 6, "{}", run.stderr);
    assert_eq!(shop.endpoint.writes(), Vec::<String>::new());
}

fn a_stack_missing_from_the_wrong_account_is_not_called_undeployed() {
    let shop = Shop::new(Scenario::default());
    shop.configure(|config| config.replace(ACCOUNT, "210987654321"));

    for command in ["status", "outputs", "watch", "releases"] {
        let run = shop.run(&[command]);

        assert_eq!(run.code, 6, "{command}: {}", run.stderr);
        assert!(run.stderr.contains("is pinned to account 210987654321"), "{command}: {}", run.stderr);
    }
    let deployed = Shop::new(update());
    deployed.configure(|config| config.replace(&format!("account = '{ACCOUNT}'\n"), ""));
    assert_eq!(deployed.run(&["outputs"]).code, 0);
    assert!(
        !deployed.endpoint.calls().contains(&"sts:GetCallerIdentity".to_owned()),
        "a stage without an account can't be elsewhere"
    );
}

fn read_only_and_protected_stages_refuse_before_any_write() {
    let shop = Shop::new(update());
    assert_eq!(shop.run(&["deploy", "--yes", "--read-only"]).code, 6);

    shop.configure(|config| format!("{config}protected = true\n"));
    let without_reason = shop.run(&["deploy", "--yes"]);
    let without_name = shop.run(&["deploy", "--yes", "--reason", "OPS-1"]);
    let wrong_name = shop.run(&["deploy", "--yes", "--reason", "OPS-1", "--confirm", "prod"]);

    assert_eq!([without_reason.code, without_name.code, wrong_name.code], [6, 6, 6]);
    assert_eq!(shop.endpoint.writes(), Vec::<String>::new());
}

/// The new template lacks a table of the live one, which is noticed without a change set.
fn removing_a_table_is_refused_before_any_write() {
    let template = r#"{"Resources":{"Orders":{"Type":"AWS::DynamoDB::Table","Properties":{"TableName":"orders"}}}}"#;
    let shop = Shop::new(Scenario { template, ..update() });

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!(transcript(&run), @"
    error: refused: Orders of `shop-dev` would be replaced or removed, and its data lost
    hint: to accept the loss, pass `--allow Orders`
    --- stdout, exit 6 ---
    ");
    assert_eq!(shop.endpoint.writes(), Vec::<String>::new());
}

/// Only CloudFormation knows about this one: the change set is deleted again and the stack is left as it is.
fn replacing_a_table_is_refused_with_its_plan() {
    let shop = Shop::new(Scenario { changes: vec![change("Replace", "UserProfilesTable", TABLE)], ..update() });

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!(transcript(&run), @"
    Comparing shop-dev with what is deployed
    Checking for drift
       RESOURCE           TYPE             CHANGE
    !  UserProfilesTable  DynamoDB::Table  replace with an empty one
                                           KeySchema (replaces)

       What the templates say
       Data
    +  `Queue` SQS Queue

    Data would be lost. Refused unless you pass --allow UserProfilesTable

    0 to add, 1 to change, 0 to remove; 1 of these changes replace the resource or may do so
    plan 8fc5940c8050
    error: refused: UserProfilesTable of `shop-dev` would be replaced or removed, and its data lost
    hint: to accept the loss, pass `--allow UserProfilesTable`
    --- stdout, exit 6 ---
    ");
    let executed = shop.endpoint.calls().iter().any(|call| call == "cloudformation:ExecuteChangeSet");
    assert!(!executed && shop.endpoint.writes().contains(&"cloudformation:DeleteChangeSet".to_owned()));
}

fn a_detached_deployment_can_be_watched_to_its_end() {
    let shop = Shop::new(gated(failing_update(), 3));

    let detached = shop.run(&["deploy", "--yes", "--detach"]);
    insta::assert_snapshot!(transcript(&detached), @"
    Comparing shop-dev with what is deployed
    Checking for drift
       RESOURCE            TYPE               CHANGE
    ~  GetProfileFunction  Lambda::Function   change
                                              Description
    +  ApiStage            ApiGateway::Stage  add

       What the templates say
       Data
    +  `Queue` SQS Queue

    1 to add, 1 to change, 0 to remove
    plan 80f9a7b79869
    hint: `srvls watch` follows it; then `srvls deploy` makes any remaining changes
    --- stdout, exit 0 ---
    shop-dev is changing (#.# s)
    ");
    assert_eq!(shop.endpoint.status().as_deref(), Some("UPDATE_IN_PROGRESS"));

    let watched = watched(&shop);
    insta::assert_snapshot!("watched_piped", transcript(&watched));

    let afterwards = shop.run(&["watch", "-o", "json"]);
    insta::assert_snapshot!("watched_afterwards_json", transcript(&afterwards));
    let on_github = srvls::run(shop.command(&["watch", "--quiet"]).env("GITHUB_ACTIONS", "true"));
    insta::assert_snapshot!(transcript(&on_github), @"
    ::error title=the deployment of `shop-dev` failed%3A the stack is UPDATE_ROLLBACK_COMPLETE::ApiStage (AWS::ApiGateway::Stage): AccessDeniedException: User: arn:aws:iam::123456789012:user/ada is not authorized to perform: apigateway:POST on resource: arn:aws:apigateway:eu-west-1::/restapis%0Ahint: allow the deploying role the action named in the reason; the previous version is still live; fix the cause and deploy again
    --- stdout, exit 1 ---
    shop-dev is UPDATE_ROLLBACK_COMPLETE AGO, after #:##
      because of ApiStage (AWS::ApiGateway::Stage): AccessDeniedException: User: arn:aws:iam::123456789012:user/ada is not authorized to perform: apigateway:POST on resource: arn:aws:apigateway:eu-west-1::/restapis
      allow the deploying role the action named in the reason
    ");
    assert!(shop.endpoint.writes().iter().filter(|call| call.contains("cloudformation")).count() == 2);
}

/// Watches the rest of the script, which continues once the watch has begun.
fn watched(shop: &Shop) -> Run {
    const LOOK: &str = "cloudformation:DescribeStackEvents";
    let looks = shop.endpoint.calls().iter().filter(|call| *call == LOOK).count();
    shop.endpoint.hold(LOOK, looks + 1);
    thread::scope(|scope| {
        let run = scope.spawn(|| shop.run(&["watch"]));
        assert!(shop.endpoint.is_held(PATIENCE), "the watch did not begin");
        shop.endpoint.open_gate();
        shop.endpoint.lift_hold();
        run.join().unwrap()
    })
}
