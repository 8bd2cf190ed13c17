//! The events as the functions get them.

use super::*;
use crate::aws::users::fake::ada;

fn place() -> Place {
    Place {
        account: "123456789012".into(),
        region: "eu-west-1".into(),
        api: "abc".into(),
        pool: "eu-west-1_a".into(),
        client: "client".into(),
        bucket: "images".into(),
        queue: "erasures".into(),
        now: "2026-11-22T10:00:00Z".parse().expect("a time"),
    }
}

fn function(name: &str, request: Option<ApiRequest>) -> Function {
    Function { name: FunctionName(name.into()), physical_name: format!("shop-dev-{name}"), alias: None, request }
}

fn request(method: &str, path: &str, signed_in: bool) -> ApiRequest {
    let body = (method != "GET").then(|| json!({ "name": "Ada King" }));
    ApiRequest { method: method.into(), path: path.into(), body, signed_in }
}

fn caller() -> Caller {
    Caller { user: ada(), groups: vec!["admin".into(), "staff".into()] }
}

fn event_of(
    function: &Function,
    caller: Option<&Caller>,
    body: Option<&str>,
    parameters: &[(&str, &str)],
) -> Result<Value, Error> {
    let trigger = Trigger::of(function).expect("a trigger");
    let parameters = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    saved(trigger, function, caller, body.map(str::to_owned), parameters, &place())
}

#[test]
fn a_request_has_the_caller_as_the_authorizer_of_ours_names_them() {
    let function = function("put_profile", Some(request("PUT", "/user/profile", true)));

    let event = event_of(&function, Some(&caller()), None, &[]).expect("an event");

    let expected = json!({
        "userId": ada().sub, "username": ada().username, "groups": "admin staff",
        "scope": "aws.cognito.signin.user.admin", "authTime": "1795341600", "principalId": ada().sub, "integrationLatency": 0,
    });
    assert_eq!(event["requestContext"]["authorizer"], expected);
    assert_eq!((&event["body"], &event["httpMethod"]), (&json!(r#"{"name":"Ada King"}"#), &json!("PUT")));
    assert_eq!(event["multiValueHeaders"]["content-type"], json!(["application/json"]));
    assert_eq!(event["requestContext"]["requestId"], "srvls-invoke-1795341600000");
    let own = event_of(&function, Some(&caller()), Some("{}"), &[]).expect("an event");
    assert_eq!(own["body"], "{}");
}

#[test]
fn a_path_has_the_callers_id_and_the_given_parameters() {
    let function = function("get_data", Some(request("GET", "/data/{userId}/{dataId}", true)));

    let event = event_of(&function, Some(&caller()), None, &[("dataId", "d"), ("limit", "3")]).expect("an event");

    assert_eq!(event["path"], format!("/data/{}/d", ada().sub));
    assert_eq!(event["pathParameters"], json!({ "userId": ada().sub, "dataId": "d" }));
    assert_eq!((&event["queryStringParameters"], &event["body"]), (&json!({ "limit": "3" }), &Value::Null));
    assert_eq!(event["requestContext"]["resourcePath"], "/data/{userId}/{dataId}");
    let error = event_of(&function, Some(&caller()), None, &[]).expect_err("no entry");
    assert_eq!(error.hint().as_deref(), Some("pass `--parameter dataId=VALUE`"));
}

#[test]
fn who_is_signed_in_is_said_where_it_matters_and_only_there() {
    let profile = function("get_profile", Some(request("GET", "/user/profile", true)));
    let sign_in = function("sign_in", Some(request("POST", "/auth/signin", false)));

    let without_user = event_of(&profile, None, None, &[]).expect_err("without_user");
    let with_user = event_of(&sign_in, Some(&caller()), None, &[]).expect_err("with_user");

    assert!(without_user.hint().is_some_and(|hint| hint.contains("`--as USER`")));
    assert_eq!(with_user.to_string(), "`sign_in` takes requests without a sign-in");
    let event = event_of(&sign_in, None, None, &[]).expect("an event");
    assert_eq!(event["requestContext"].get("authorizer"), None);
}

#[test]
fn the_other_triggers_have_the_shapes_that_aws_sends() {
    let of = |name: &str| event_of(&function(name, None), Some(&caller()), None, &[]).expect(name);

    let confirmed = of("post_confirmation");
    assert_eq!(confirmed["triggerSource"], "PostConfirmation_ConfirmSignUp");
    assert_eq!(confirmed["request"]["userAttributes"]["email"], "ada@example.com");
    let uploaded = of("image_uploaded");
    assert_eq!(uploaded["detail"]["object"]["key"], format!("images/{}/00000000000000000000000000.png", ada().sub));
    let erasure = of("erase_user");
    assert_eq!(erasure["Records"][0]["body"], format!(r#"{{"userId":"{}","pass":0}}"#, ada().sub));
    let token = event_of(&function("authorizer", None), None, None, &[]).expect("an event");
    assert_eq!(token["methodArn"], "arn:aws:execute-api:eu-west-1:123456789012:abc/v1/GET/user/profile");
}

#[test]
fn an_event_that_lacks_its_user_or_has_no_such_parameter_is_refused() {
    let without_user = event_of(&function("erase_user", None), None, None, &[]).expect_err("without_user");
    assert_eq!(without_user.to_string(), "the event `sqs` is about a user");

    let error =
        event_of(&function("image_uploaded", None), Some(&caller()), None, &[("kee", "a")]).expect_err("a typo");
    assert_eq!(error.to_string(), "the event `s3` has no parameter `kee`");
}

#[test]
fn a_wrong_name_of_an_event_lists_the_right_ones() {
    let hint = |name| Trigger::called(name).expect_err("no event").hint();

    assert_eq!(hint("post-confirm").as_deref(), Some("did you mean `post-confirmation`?"));
    assert_eq!(hint("kinesis").as_deref(), Some("saved events: api, authorizer, post-confirmation, s3, sqs"));
    assert_eq!(Trigger::called("sqs").ok(), Some(Trigger::Sqs));
}
