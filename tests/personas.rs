//! Each persona with exactly its own policy, on an emulator that enforces IAM: it can do its work, and AWS refuses what a
//! guard of srvls forbids, however it is called.

use std::sync::Arc;

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    backend::{Backend, Deployed},
    colleague::Colleague,
    trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(
        backend,
        [
            support_can_do_its_work_and_no_more,
            oncall_can_do_its_work_and_no_more,
            ops_can_do_the_work_of_the_others_and_takes_no_shortcut,
            ops_leaves_to_cloudformation_what_is_cloudformations,
            ops_deploys_rolls_back_and_destroys,
            doctor_finds_that_ops_can_do_everybodys_work
        ]
    )
}

/// Calls that no persona may make: it would get round a guard, or get at another stage.
pub(crate) fn forbidden_to_all(deployed: &Deployed) -> Value {
    let (profiles, pool) = (deployed.output("UserProfilesTable"), deployed.output("UserPoolId"));
    let role = "arn:aws:iam::000000000000:role/srvls-local-GetProfileRole";
    json!([
        ["dynamodb", "delete_table", { "TableName": profiles }],
        ["dynamodb", "put_item", { "TableName": "other-prod-UserProfilesTable-1", "Item": { "userId": { "S": "u" } } }],
        ["dynamodb", "get_item", { "TableName": "other-prod-UserProfilesTable-1", "Key": { "userId": { "S": "u" } } }],
        ["dynamodb", "query", { "TableName": "srvls-local2-UserProfilesTable-1", "KeyConditionExpression": "userId = :u",
            "ExpressionAttributeValues": { ":u": { "S": "u" } } }],
        ["cognito-idp", "admin_delete_user", { "UserPoolId": pool, "Username": "u" }],
        ["cognito-idp", "list_users", { "UserPoolId": "us-east-1_another12" }],
        ["cognito-idp", "update_user_pool", { "UserPoolId": pool }],
        ["cognito-idp", "delete_user_pool", { "UserPoolId": pool }],
        ["logs", "delete_log_group", { "logGroupName": "/srvls/srvls-local/audit" }],
        ["logs", "delete_log_stream", { "logGroupName": "/srvls/srvls-local/audit", "logStreamName": "s" }],
        ["iam", "create_user", { "UserName": "srvls-local-friend" }],
        ["iam", "create_role", { "RoleName": "srvls-local-mine", "AssumeRolePolicyDocument": "{}" }],
        ["iam", "put_role_policy", { "RoleName": "srvls-local-GetProfileRole", "PolicyName": "p", "PolicyDocument": "{}" }],
        ["lambda", "create_function", { "FunctionName": "srvls-local-mine", "Role": role, "Runtime": "provided.al2023",
            "Handler": "h", "Code": { "ZipFile": "" } }],
        ["lambda", "update_function_configuration", { "FunctionName": "srvls-local-get_profile", "Role": role }],
        ["secretsmanager", "get_secret_value", { "SecretId": "srvls-local-origin-a-1" }],
        ["kms", "create_key", {}],
        ["cloudformation", "delete_stack", { "StackName": "other-prod" }],
        ["cloudformation", "delete_stack", { "StackName": "srvls-local2" }],
        ["s3", "delete_bucket", { "Bucket": deployed.output("ImagesBucket") }],
        ["s3", "get_object", { "Bucket": deployed.output("ImagesBucket"), "Key": "images/u/1" }]
    ])
}

fn support_can_do_its_work_and_no_more(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let user = client.new_user();
    let support = Colleague::new(deployed, "support");

    support.can(&["user", "lookup", &user.email]);
    support.can(&["user", "disable", &user.email, "--yes"]);
    support.can(&["user", "enable", &user.email, "--yes"]);
    support.can(&["user", "contain", &user.email, "--yes"]);
    support.can(&["user", "enable", &user.email, "--yes"]);
    support.can(&["user", "sign-out", &user.email, "--yes"]);
    support.can(&["user", "confirm", &user.email, "--yes"]);
    support.can(&["user", "reset-password", &user.email, "--yes"]);
    support.can(&["table", "list"]);
    support.can(&["table", "describe", "UserProfiles"]);
    support.can(&["table", "get", "UserProfiles", &user.sub]);
    support.can(&["table", "query", "UserProfiles", &user.email, "--index", "email-index"]);
    support.can(&["user", "lookup", &user.email, "--reveal"]);
    support.can(&["audit", "--user", &user.email]);
    support.can(&["outputs"]);

    support.cannot(&["table", "scan", "UserProfiles"], "dynamodb:Scan");
    support.cannot(&["logs", "tail", "get_profile"], "logs:FilterLogEvents");
    support.cannot(&["status"], "lambda:GetFunction");
    support.cannot(&["destroy", "--yes"], "cloudformation:GetTemplate");
    support.is_denied(&forbidden_to_all(deployed));
    support.is_denied(&forbidden_to_all_but_ops(deployed));
    support.is_denied(&json!([
        ["dynamodb", "scan", { "TableName": deployed.output("UserProfilesTable") }],
        ["dynamodb", "put_item", { "TableName": deployed.output("UserProfilesTable"), "Item": { "userId": { "S": "u" } } }],
        ["dynamodb", "delete_item", { "TableName": deployed.output("UserProfilesTable"), "Key": { "userId": { "S": "u" } } }],
        ["cloudformation", "delete_stack", { "StackName": "srvls-local" }],
        ["cloudformation", "create_change_set", { "StackName": "srvls-local", "ChangeSetName": "c", "UsePreviousTemplate": true }],
        ["logs", "put_retention_policy", { "logGroupName": "/srvls/srvls-local/audit", "retentionInDays": 1 }],
        ["logs", "filter_log_events", { "logGroupName": "/aws/lambda/srvls-local-get_profile" }],
        ["s3", "put_object", { "Bucket": artifacts(), "Key": "releases/r" }],
        ["iam", "simulate_principal_policy", { "PolicySourceArn": "arn:aws:iam::000000000000:user/u", "ActionNames": ["s3:GetObject"] }]
    ]));

    hints_of_an_unverified_user_can_be_followed(deployed, &support);
}

/// Who does this gets at the data of others, or signs in as someone else.
pub(crate) fn forbidden_to_all_but_ops(deployed: &Deployed) -> Value {
    let pool = deployed.output("UserPoolId");
    json!([
        ["cognito-idp", "admin_add_user_to_group", { "UserPoolId": pool, "Username": "u", "GroupName": "admins" }],
        ["cognito-idp", "admin_set_user_password", { "UserPoolId": pool, "Username": "u", "Password": "Secret-12345678" }],
        ["lambda", "invoke", { "FunctionName": "srvls-local-get_profile" }]
    ])
}

/// The way that support is pointed: lookup, verify, reset.
fn hints_of_an_unverified_user_can_be_followed(deployed: &Deployed, support: &Colleague<'_>) {
    let user = deployed.client().new_user();
    let unverified = json!({
        "UserPoolId": deployed.output("UserPoolId"), "Username": user.email,
        "UserAttributes": [{ "Name": "email_verified", "Value": "false" }],
    });
    deployed.cognito("AdminUpdateUserAttributes", unverified);

    let refused = support.run(&["user", "reset-password", &user.sub, "--yes"]);
    let lookup: Value = support.can(&["user", "lookup", &user.sub, "-o", "json"]).json();

    assert_eq!(refused.code, 2, "{}", refused.stderr);
    let next = lookup["verdict"]["next"][0].as_str().expect("a command");
    assert_eq!(next, format!("srvls user verify-email {}", user.sub));
    assert!(refused.stderr.contains(&format!("`{next}`")), "{}", refused.stderr);
    let words: Vec<&str> = next.split(' ').skip(1).chain(["--yes"]).collect();
    support.can(&words);
    support.can(&["user", "reset-password", &user.sub, "--yes"]);
}

fn artifacts() -> &'static str {
    "srvls-local-artifacts-000000000000-us-east-1"
}

/// What on-call does, which ops can do as well.
#[track_caller]
fn watches(colleague: &Colleague<'_>, deployed: &Deployed) {
    let alarm = deployed.run(&["alarms", "-o", "json"]).json();
    let alarm = alarm["alarms"][0]["name"].as_str().expect("an alarm").to_owned();

    colleague.can(&["status"]);
    colleague.can(&["alarms"]);
    colleague.can(&["alarms", "show", &alarm]);
    colleague.can(&["alarms", "history", &alarm]);
    colleague.can(&["alarms", "mute", &alarm, "--for", "30m"]);
    colleague.can(&["alarms", "unmute", &alarm]);
    colleague.can(&["logs", "tail", "get_profile"]);
    colleague.can(&["releases"]);
    colleague.can(&["handover"]);
    colleague.can(&["logs", "tail", "get_profile", "--reveal"]);
    colleague.can(&["audit", "--user", "7a0c4e52-0000-4000-8000-000000000001"]);
    colleague.can(&["outputs"]);
    colleague.can(&["watch"]);
    let guide = colleague.can(&["diagnose", "--since", "15m", "-o", "json"]).json();
    assert!(!guide.to_string().contains("not allowed"), "{guide:#}");
    colleague.can(&["table", "list"]);
    colleague.can(&["table", "describe", "UserProfiles"]);
}

fn oncall_can_do_its_work_and_no_more(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    let oncall = Colleague::new(deployed, "oncall");

    watches(&oncall, deployed);

    oncall.cannot(&["user", "lookup", &user.email], "cognito-idp:ListUsers");
    oncall.cannot(&["user", "disable", &user.email, "--yes"], "cognito-idp:ListUsers");
    oncall.cannot(&["table", "get", "UserProfiles", &user.sub], "dynamodb:GetItem");
    oncall.cannot(&["table", "scan", "UserProfiles"], "dynamodb:Scan");
    oncall.cannot(&["invoke", "authorizer"], "lambda:InvokeFunction");
    oncall.cannot(&["destroy", "--yes"], "cloudformation:DeleteStack");
    let (profiles, pool) = (deployed.output("UserProfilesTable"), deployed.output("UserPoolId"));
    oncall.is_denied(&forbidden_to_all(deployed));
    oncall.is_denied(&forbidden_to_all_but_ops(deployed));
    oncall.is_denied(&json!([
        ["dynamodb", "scan", { "TableName": profiles }],
        ["dynamodb", "get_item", { "TableName": profiles, "Key": { "userId": { "S": user.sub } } }],
        ["cognito-idp", "list_users", { "UserPoolId": pool }],
        ["cognito-idp", "admin_disable_user", { "UserPoolId": pool, "Username": user.email }],
        ["cognito-idp", "admin_update_user_attributes", { "UserPoolId": pool, "Username": user.email,
            "UserAttributes": [{ "Name": "email_verified", "Value": "true" }] }],
        ["cloudformation", "delete_stack", { "StackName": "srvls-local" }],
        ["cloudwatch", "disable_alarm_actions", { "AlarmNames": ["other-prod-api-5xx"] }],
        ["cloudwatch", "set_alarm_state", { "AlarmName": "other-prod-api-5xx", "StateValue": "OK", "StateReason": "a" }],
        ["cloudwatch", "delete_alarm_mute_rule", { "AlarmMuteRuleName": "other-prod-api-5xx" }],
        ["cloudwatch", "delete_alarms", { "AlarmNames": ["srvls-local-api-5xx"] }],
        ["logs", "put_retention_policy", { "logGroupName": "/srvls/srvls-local/audit", "retentionInDays": 1 }],
        ["logs", "filter_log_events", { "logGroupName": "/aws/lambda/other-prod-get_profile" }],
        ["s3", "put_object", { "Bucket": artifacts(), "Key": "releases/r" }],
        ["s3", "get_object", { "Bucket": artifacts(), "Key": "functions/get_profile/0.zip" }]
    ]));
}

fn ops_can_do_the_work_of_the_others_and_takes_no_shortcut(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    let ops = Colleague::new(deployed, "ops");

    watches(&ops, deployed);
    ops.can(&["user", "lookup", &user.email]);
    ops.can(&["user", "verify-email", &user.email, "--yes"]);
    ops.can(&["table", "get", "UserProfiles", &user.sub]);
    ops.can(&["table", "scan", "UserProfiles", "--limit", "1"]);
    ops.can(&["invoke", "get_profile", "--as", &user.email]);

    ops.is_denied(&forbidden_to_all(deployed));
}

pub(crate) const SMALL: &str = "Parameters:
  Title: {Type: String, Default: one}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Title}}
  Queue: {Type: AWS::SQS::Queue}
  Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub '/aws/lambda/${AWS::StackName}-job', RetentionInDays: 1}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Action: sts:AssumeRole, Principal: {Service: lambda.amazonaws.com}}]
";

fn ops_leaves_to_cloudformation_what_is_cloudformations(backend: &Backend) {
    let deployed = backend.get();
    let ops = Colleague::with_app(deployed, "ops", "crew", SMALL);

    // Only CloudFormation may.
    ops.is_denied(&json!([
        ["sqs", "create_queue", { "QueueName": "crew-dev-queue" }],
        ["sns", "create_topic", { "Name": "crew-dev-topic" }],
        ["logs", "delete_log_group", { "logGroupName": "/aws/lambda/crew-dev-job" }],
        ["iam", "create_role", { "RoleName": "crew-dev-role", "AssumeRolePolicyDocument": "{}" }],
        // The stage of the others.
        ["cloudformation", "delete_stack", { "StackName": "srvls-local" }],
        ["s3", "delete_object", { "Bucket": artifacts(), "Key": "releases/r" }]
    ]));
}

fn ops_deploys_rolls_back_and_destroys(backend: &Backend) {
    let deployed = backend.get();
    let ops = Colleague::with_app(deployed, "ops", "team", SMALL);

    ops.can(&["deploy", "--yes"]);
    ops.write("template.yaml", &SMALL.replace("Default: one", "Default: two"));
    ops.can(&["diff"]);
    ops.can(&["deploy", "--yes", "--detach"]);
    ops.can(&["watch"]);
    ops.can(&["status"]);
    let back: Value = ops.can(&["rollback", "--yes", "-o", "json"]).json();
    assert_eq!(back["changes"][0]["after"], json!({ "Properties.DisplayName": "one" }), "{back}");
    ops.can(&["deploy", "--yes", "--no-rollback"]);
    ops.can(&["destroy", "--yes"]);
    ops.can(&["audit"]);
}

fn doctor_finds_that_ops_can_do_everybodys_work(backend: &Backend) {
    let deployed = backend.get();

    let ops = Colleague::new(deployed, "ops").run(&["doctor", "-o", "json"]).stdout;
    let support = Colleague::new(deployed, "support").run(&["doctor", "-o", "json"]).stdout;

    let ops: Value = serde_json::from_str(&ops).expect("a report");
    for persona in ["ops", "support", "oncall", "cloudformation"] {
        assert_eq!(permissions(&ops, &format!("permissions ({persona})"))["result"], "pass", "{ops:#}");
    }
    let support: Value = serde_json::from_str(&support).expect("a report");
    let not_simulated = permissions(&support, "permissions")["detail"].as_str();
    assert!(not_simulated.is_some_and(|it| it.contains("iam:SimulatePrincipalPolicy is not allowed")), "{support:#}");
}

fn permissions<'a>(report: &'a Value, name: &str) -> &'a Value {
    let checks = report["checks"].as_array().expect("checks");
    checks.iter().find(|check| check["name"] == name).expect("a check")
}
