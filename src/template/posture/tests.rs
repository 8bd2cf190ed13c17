//! The posture of small templates.

use super::*;

fn posture(text: &str) -> Vec<String> {
    let sections = Template::of("template.yaml", text).posture();
    sections.into_iter().flat_map(|section| section.sentences).collect()
}

#[test]
fn a_value_has_its_parameter_with_the_default_and_both_branches_of_a_condition() {
    let said = posture(
        "Parameters: {Days: {Type: Number, Default: 7}}
Conditions: {IsProd: !Equals [!Ref AWS::AccountId, '1']}
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {MessageRetentionPeriod: !If [IsProd, !Ref Days, !Ref AWS::NoValue]}}",
    );

    assert_eq!(
        said,
        [
            "`Queue` MessageRetentionPeriod: Days (7) if IsProd, else nothing",
            "`IsProd` AWS::AccountId is 1",
            "`Days` Type: Number, Default: 7",
        ]
    );
}

#[test]
fn a_property_without_words_of_its_own_is_there() {
    let said = posture("Resources: {Table: {Type: 'AWS::DynamoDB::Table', Properties: {Fresh: {From: [2026]}}}}");

    assert_eq!(said, ["`Table` Fresh: [From: [2026]]"]);
}

#[test]
fn what_the_resources_of_several_functions_say_alike_is_said_once() {
    let of = |stem: &str, logs: &str| {
        format!(
            "
  {stem}Function: {{Type: AWS::Serverless::Function, Properties: {{Role: !GetAtt {stem}Role.Arn, CodeUri: s3://a/b}}}}
  {stem}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {{Statement: [{{Effect: Allow, Action: sts:AssumeRole, Principal: {{Service: lambda.amazonaws.com}}}}]}}
      Policies: [{{PolicyDocument: {{Statement: [{{Effect: Allow, Action: logs:PutLogEvents, Resource: !GetAtt {logs}Logs.Arn}}]}}}}]"
        )
    };
    let template =
        format!("Resources:{}{}{}", of("SignUp", "SignUp"), of("ConfirmSignUp", "ConfirmSignUp"), of("Odd", "SignUp"));

    assert_eq!(
        posture(&template),
        [
            "`SignUpRole`, `ConfirmSignUpRole` allow logs:PutLogEvents on …Logs; for lambda.amazonaws.com",
            "`OddRole` allow logs:PutLogEvents on SignUpLogs; for lambda.amazonaws.com",
            "`SignUpFunction`, `ConfirmSignUpFunction`, `OddFunction` Role: …Role, Code: s3://a/b",
        ]
    );
}

#[test]
fn an_alarm_is_a_sentence() {
    let said = posture(
        "Resources:
  Topic: {Type: AWS::SNS::Topic}
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: !Sub '${AWS::StackName}-throttled'
      Namespace: AWS/Lambda
      MetricName: Throttles
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 5
      DatapointsToAlarm: 3
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
      AlarmActions: [!Ref Topic]",
    );

    assert_eq!(
        said,
        [
            "`Topic` SNS Topic",
            "`Alarm` throttled: Sum of AWS/Lambda Throttles > 0, 3 of 5 × 60 s; no data is notBreaching; notifies Topic, but not when it is over",
        ]
    );
}

#[test]
fn the_rules_of_a_web_acl_are_in_the_order_of_their_evaluation() {
    let said = posture(
        "Resources:
  Acl:
    Type: AWS::WAFv2::WebACL
    Properties:
      DefaultAction: {Block: {}}
      Rules:
        - {Name: second, Priority: 2, Action: {Allow: {}}, Statement: {GeoMatchStatement: {CountryCodes: [KR]}}}
        - {Name: first, Priority: 1, OverrideAction: {None: {}}, Statement: {ManagedRuleGroupStatement: {Name: Common}}}",
    );

    assert_eq!(
        said,
        [
            "`Acl` a request that no rule decides: Block",
            "`Acl` 1. first: as its rules say, overridden by None; for ManagedRuleGroupStatement: [Name: Common]; nothing",
            "`Acl` 2. second: Allow; for GeoMatchStatement: [CountryCodes: [KR]]; nothing",
        ]
    );
}
