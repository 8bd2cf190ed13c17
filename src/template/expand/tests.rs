//! Expansions of small templates, and of the public examples in tests/fixtures.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use super::*;
use crate::template::yaml;

const TEMPLATE: &str = "
Globals:
  Function: {Timeout: 10, Environment: {Variables: {A: a}}}
Resources:
  GetFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../lambdas
      Timeout: 5
      AutoPublishAlias: live
      Environment: {Variables: {B: b}}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: openapi.yaml}}}
      MethodSettings:
        - {ResourcePath: /*}
";

fn template() -> Template {
    let openapi = yaml::parse("openapi: 3.0.3\npaths:\n  /data:\n    get: {}").expect("valid");
    Template {
        includes: BTreeMap::from([("openapi.yaml".to_owned(), openapi)]),
        ..Template::of("templates/template.yaml", TEMPLATE)
    }
}

#[test]
fn a_function_inherits_the_globals_and_gets_its_alias() {
    let body = template().expand().body;

    let function = &body["Resources"]["GetFunction"];
    assert_eq!(function["Type"], "AWS::Lambda::Function");
    assert_eq!(function["Properties"]["Timeout"], 5);
    assert_eq!(function["Properties"]["Environment"]["Variables"], json!({ "B": "b", "A": "a" }));
    assert_eq!(
        body["Resources"]["GetFunctionAliaslive"]["Properties"]["FunctionName"],
        json!({ "Ref": "GetFunction" })
    );
}

#[test]
fn an_api_becomes_rest_api_deployment_and_stage() {
    let body = template().expand().body;

    assert_eq!(body["Resources"]["Api"]["Properties"]["Body"]["openapi"], "3.0.3");
    assert_eq!(body["Resources"]["Apiv1Stage"]["Properties"]["MethodSettings"][0]["ResourcePath"], "/*");
    assert_eq!(body["Resources"]["ApiDeployment"]["Type"], "AWS::ApiGateway::Deployment");
}

#[test]
fn an_expanded_part_has_the_line_where_it_was_written() {
    let template = template();
    let expanded = template.expand();

    let route = expanded.written("/Resources/Api/Properties/Body/paths/~1data/get");
    let setting = expanded.written("/Resources/Apiv1Stage/Properties/MethodSettings/0");

    assert_eq!(route, (Path::new("templates/openapi.yaml"), 4));
    assert_eq!(setting, (Path::new("templates/template.yaml"), 18));
}

/// What SAM's own translator makes of each example: `tests/other_projects.rs` holds it to that.
#[test]
fn the_generated_resources_are_those_of_sam() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for name in ["expansion", "greeter", "hello-world", "notes", "orders"] {
        let template = Template::read(&fixtures.join(name).join("template.yaml")).expect("valid");

        let body = template.expand().body;

        let resources = body["Resources"].as_object().expect("resources").iter();
        let ours: BTreeSet<String> =
            resources.map(|(id, it)| format!("{id} {}", it["Type"].as_str().unwrap_or_default())).collect();
        let expected = fs::read_to_string(fixtures.join(name).join("expanded.txt")).expect("committed");
        let expected: BTreeSet<String> = expected.lines().map(str::to_owned).collect();
        let (missing, more): (Vec<_>, Vec<_>) =
            (expected.difference(&ours).collect(), ours.difference(&expected).collect());
        assert!(missing.is_empty() && more.is_empty(), "{name}: SAM also makes {missing:?}, and not {more:?}");
    }
}

fn expanded(text: &str) -> Value {
    Template::of("t.yaml", text).expand().body["Resources"].take()
}

const EVENTS: &str = "
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Pool: {Type: AWS::Cognito::UserPool}
  GetFunction:
    Type: AWS::Serverless::Function
    Condition: IsBusy
    Properties:
      AutoPublishAlias: live
      Policies: [AmazonS3ReadOnlyAccess, {DynamoDBCrudPolicy: {TableName: t}}, {Statement: []}]
      Events:
        Get: {Type: Api, Properties: {Path: '/items/{id}', Method: get}}
        Up: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: 's3:ObjectCreated:*'}}
        In: {Type: Cognito, Properties: {UserPool: !Ref Pool, Trigger: PreSignUp}}
";

#[test]
fn an_event_without_an_api_belongs_to_the_implicit_one() {
    let resources = expanded(EVENTS);

    let operation = &resources["ServerlessRestApi"]["Properties"]["Body"]["paths"]["/items/{id}"]["get"];
    let uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"].as_str().expect("a uri");
    assert!(uri.ends_with("/functions/${GetFunctionAliaslive}/invocations"), "{uri}");
    let source = &resources["GetFunctionGetPermissionProd"]["Properties"]["SourceArn"]["Fn::Sub"];
    assert!(source.as_str().expect("an ARN").ends_with(":${ServerlessRestApi}/*/GET/items/*"), "{source}");
}

#[test]
fn an_event_changes_the_bucket_or_the_pool_that_it_names() {
    let resources = expanded(EVENTS);

    let (bucket, pool) = (&resources["Bucket"], &resources["Pool"]);
    let called = json!({ "Ref": "GetFunctionAliaslive" });
    assert_eq!(bucket["DependsOn"], json!(["GetFunctionUpPermission"]));
    let notification = &bucket["Properties"]["NotificationConfiguration"]["LambdaConfigurations"][0];
    assert_eq!(*notification, json!({ "Event": "s3:ObjectCreated:*", "Function": called }));
    assert_eq!(pool["Properties"]["LambdaConfig"], json!({ "PreSignUp": called }));
}

#[test]
fn what_sam_adds_has_the_condition_of_what_it_is_for() {
    let resources = expanded(EVENTS);

    for id in ["GetFunctionRole", "GetFunctionAliaslive", "GetFunctionGetPermissionProd", "ServerlessRestApi"] {
        assert_eq!(resources[id]["Condition"], "IsBusy", "{id}");
    }
}

#[test]
fn a_role_has_the_policies_of_its_function() {
    let resources = expanded(EVENTS);

    let role = &resources["GetFunctionRole"]["Properties"];
    let managed: Vec<String> =
        role["ManagedPolicyArns"].as_array().expect("policies").iter().map(Value::to_string).collect();
    assert!(managed[0].contains("AWSLambdaBasicExecutionRole") && managed[1].contains("AmazonS3ReadOnlyAccess"));
    assert_eq!((managed.len(), managed[2].as_str()), (3, "\"DynamoDBCrudPolicy\""));
    assert_eq!(role["Policies"][0]["PolicyDocument"], json!({ "Statement": [] }));
    assert_eq!(resources["GetFunction"]["Properties"]["Role"], json!({ "Fn::GetAtt": ["GetFunctionRole", "Arn"] }));
}

#[test]
fn the_authorizer_of_an_api_secures_every_operation_that_names_none() {
    let resources = expanded(
        "
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      Cors: \"'*'\"
      Auth:
        DefaultAuthorizer: Users
        Authorizers: {Users: {UserPoolArn: !GetAtt Pool.Arn}, Gate: {FunctionArn: !GetAtt GateFunction.Arn}}
  GetFunction:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /, Method: get}}
        Open: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /open, Method: any, Auth: {Authorizer: NONE}}}
",
    );

    let api = &resources["Api"]["Properties"];
    assert_eq!(api["Body"]["paths"]["/"]["get"]["security"], json!([{ "Users": [] }]));
    assert_eq!(api["Body"]["paths"]["/open"]["x-amazon-apigateway-any-method"]["security"], json!([]));
    assert_eq!(
        api["Body"]["components"]["securitySchemes"]["Users"]["x-amazon-apigateway-authtype"],
        "cognito_user_pools"
    );
    assert_eq!(api["Cors"], json!({ "AllowOrigin": "'*'" }));
    assert_eq!(
        resources["ApiGateAuthorizerPermission"]["Properties"]["FunctionName"],
        json!({ "Fn::GetAtt": ["GateFunction", "Arn"] })
    );
}

#[test]
fn a_finding_on_an_operation_belongs_to_the_event_that_makes_it() {
    let template = Template::of("t.yaml", EVENTS);
    let expanded = template.expand();

    let pointer = "/Resources/ServerlessRestApi/Properties/Body/paths/~1items~1{id}/get/security";

    assert_eq!(expanded.resource(pointer), Some("GetFunction"));
    assert_eq!(expanded.written(pointer), (Path::new("t.yaml"), 12));
}
