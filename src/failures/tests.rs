//! Searches in the logs of a stage with two functions.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::{
    aws::logs::{
        LogEvent,
        fake::{FakeLogs, event},
    },
    context::deployed_stack::fake::deployed,
};

const GET: &str = "/aws/lambda/srvls-dev-get_profile";
const LIST: &str = "/aws/lambda/srvls-dev-list_data";
const ACCESS: &str = "/aws/apigateway/srvls-dev";

fn search(function: Option<&str>, since: i64) -> Search {
    let deployed = deployed(&[
        ("AWS::Lambda::Function", "GetProfileFunction", "srvls-dev-get_profile"),
        ("AWS::Lambda::Function", "ListDataFunction", "srvls-dev-list_data"),
        ("AWS::ApiGateway::RestApi", "Api", "a1"),
        ("AWS::Logs::LogGroup", "ApiLogs", ACCESS),
    ]);
    let routes = [("GET /user/profile", "get_profile"), ("GET /data", "list_data")];
    let routes = routes.map(|(route, function)| (route.to_owned(), FunctionName(function.into())));
    let window = Window { since: Timestamp::from_second(since).expect("in range"), until: None };
    Search::of(&deployed, routes.into(), function, window).expect("exists")
}

fn at(second: i64, message: &Value) -> LogEvent {
    event(&format!("{second}-{message}"), second * 1_000, &message.to_string())
}

fn failed(second: i64, id: &str, error: &str) -> LogEvent {
    let span = json!({ "requestId": format!("r-{id}"), "name": "Lambda runtime invoke" });
    at(second, &json!({ "level": "ERROR", "message": "request failed", "error": error, "span": span }))
}

fn request(second: i64, id: &str, resource: &str, status: u16, kind: &str) -> LogEvent {
    at(
        second,
        &json!({
            "requestId": format!("g-{id}"), "integrationRequestId": format!("r-{id}"), "method": "GET",
            "resource": resource, "status": status.to_string(), "errorType": kind, "userId": format!("user-{id}"),
        }),
    )
}

async fn found(logs: &FakeLogs, function: Option<&str>) -> Failures {
    find(logs, &search(function, 0), Limit::default()).await.expect("read")
}

fn incident() -> FakeLogs {
    FakeLogs::new(&[
        (GET, &[failed(1, "1", "no item 17"), failed(2, "2", "no item 3"), failed(3, "2", "no item 3")]),
        (LIST, &[]),
        (
            ACCESS,
            &[
                request(1, "1", "/user/profile", 502, "-"),
                request(2, "2", "/user/profile", 502, "-"),
                request(3, "3", "/data", 500, "API_CONFIGURATION_ERROR"),
                request(4, "4", "/data", 401, "UNAUTHORIZED"),
                request(5, "5", "/data", 404, "-"),
            ],
        ),
    ])
}

#[tokio::test]
async fn a_request_counts_once_and_the_access_log_says_who_it_was() {
    let found = found(&incident(), None).await;

    let [most, least] = &found.shapes[..] else { panic!("{found:?}") };
    assert_eq!((most.count, most.users.len(), most.without_user), (2, 2, 0));
    assert_eq!(most.sample.request_id.as_deref(), Some("g-2"), "the caller's id");
    assert_eq!(most.sample.route.as_deref(), Some("GET /user/profile"));
    assert_eq!((least.key.function.clone(), least.count), (Some(FunctionName("list_data".into())), 1));
    assert_eq!(least.class, "function_refused");
    assert_eq!(found.refused, Some(Refused { tokens: 1, others: 1 }));
    assert_eq!(found.not_read, []);
}

#[tokio::test]
async fn one_function_has_its_own_failures_and_its_own_refusals() {
    let get = found(&incident(), Some("get_profile")).await;
    let list = found(&incident(), Some("list_data")).await;

    assert_eq!((get.shapes.len(), get.refused), (1, Some(Refused::default())));
    assert_eq!((list.shapes.len(), list.refused), (1, Some(Refused { tokens: 1, others: 1 })));
    assert_eq!(list.shapes[0].class, "function_refused");
}

#[tokio::test]
async fn what_is_too_much_to_read_says_since_when_it_was_read() {
    let limit = Limit { events: 2, ..Limit::default() };

    let found = find(&incident(), &search(None, 0), limit).await.expect("read");

    assert!(
        found.not_read.iter().any(|unread| unread.why.starts_with("too much to read: only since 1970")),
        "{found:?}"
    );
    assert_eq!(found.refused, None, "what was not counted to the end is not known");
}

#[tokio::test]
async fn a_function_without_a_log_never_ran_and_an_api_without_one_is_said() {
    let found = found(&FakeLogs::new(&[]), None).await;

    assert_eq!(found.shapes, []);
    assert_eq!(found.not_read, [NotRead { log: "api".into(), why: "the API writes no access log".into() }]);
}

#[tokio::test]
async fn what_was_there_before_a_deployment_is_not_new() {
    let logs = incident();
    logs.push(LIST, failed(4_000, "9", "no table"));
    logs.push(GET, failed(4_001, "10", "no item 99"));
    let deployed_at = Timestamp::from_second(3_600).expect("in range");

    let earlier = Earlier::find(&logs, &search(None, 3_600), deployed_at, Limit::default()).await;
    let now = find(&logs, &search(None, 3_600), Limit::default()).await.expect("read");

    let is_new = |function: &str| {
        let of = |shape: &&Shape| shape.key.function.as_ref().is_some_and(|name| name.0 == function);
        earlier.is_new(now.shapes.iter().find(of).expect("a shape"))
    };
    assert_eq!((is_new("list_data"), is_new("get_profile")), (Some(true), Some(false)));
}

#[tokio::test]
async fn what_was_before_is_not_known_if_it_could_not_be_read() {
    let logs = incident();
    let deployed_at = Timestamp::from_second(3_600).expect("in range");
    logs.push(LIST, failed(4_000, "9", "no table"));
    let none = Limit { events: 0, ..Limit::default() };

    let earlier = Earlier::find(&logs, &search(None, 3_600), deployed_at, none).await;
    let now = find(&logs, &search(None, 3_600), Limit::default()).await.expect("read");

    assert_eq!(earlier.is_new(&now.shapes[0]), None);
}
