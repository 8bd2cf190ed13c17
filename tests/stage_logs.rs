//! What went wrong by the logs, on a scripted CloudWatch Logs that throttles, answers in pages and brings events late.

use std::{process::Stdio, thread::sleep, time::Duration};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    scripted::{Scenario, created},
    shop::{Shop, update},
    srvls, trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        failures_are_counted_by_shape_however_hostile_their_lines_are,
        a_throttled_log_is_read_all_the_same,
        a_log_that_may_not_be_read_is_named_and_nothing_is_called_well,
        one_function_is_searched_alone,
        a_query_says_what_it_scanned_and_prints_every_format,
        an_interrupted_query_is_stopped,
        a_query_of_unknown_cost_is_asked_about,
        a_stage_without_a_firewall_has_no_log_of_it
    ]
}

const GET: &str = "/aws/lambda/shop-dev-GetProfileFunction-1A2B";
const LIST: &str = "/aws/lambda/shop-dev-ListDataFunction-1A2B";
const ACCESS: &str = "/aws/apigateway/shop-dev";

fn shop() -> Shop {
    let history = created(&[
        ("GetProfileFunction", "AWS::Lambda::Function"),
        ("ListDataFunction", "AWS::Lambda::Function"),
        ("ApiLogs", "AWS::Logs::LogGroup"),
    ]);
    let shop = Shop::new(Scenario { deployed: Some(history), ..update() });
    for group in [GET, LIST, ACCESS] {
        shop.endpoint.log(group, 86_400, &json!("long ago"));
    }
    shop
}

fn failed(id: &str, error: &str) -> Value {
    let span = json!({ "requestId": format!("r-{id}"), "name": "Lambda runtime invoke" });
    json!({ "level": "ERROR", "message": "request failed", "error": error, "span": span })
}

fn request(id: &str, resource: &str, status: u16) -> Value {
    json!({
        "requestId": format!("g-{id}"), "integrationRequestId": format!("r-{id}"), "method": "GET", "resource": resource,
        "status": status.to_string(), "errorType": "-", "userId": format!("user-{id}"),
    })
}

/// Five failures of one shape, one of another, a throttled function, and what is no failure.
fn incident(shop: &Shop) {
    let log = |group: &str, ago: i64, message: &Value| shop.endpoint.log(group, ago, message);
    for number in 0..5 {
        let id = number.to_string();
        log(
            GET,
            60 + number,
            &failed(&id, &format!("could not read a profile: ResourceNotFoundException: table of {id}")),
        );
        log(ACCESS, 59 + number, &request(&id, "/user/profile", 502));
    }
    // An event that arrives late stands behind newer ones.
    log(GET, 600, &failed("late", "could not read a profile: ResourceNotFoundException: table of 9"));
    log(LIST, 30, &failed("x", "\u{1b}[2J\u{202e}fake\n  330x  sign_in ada@example.com password=hunter2"));
    log(LIST, 29, &json!("x".repeat(100_000)));
    log(LIST, 28, &json!("{\"level\":\"ERROR\""));
    for number in 10..14 {
        log(ACCESS, 20, &request(&number.to_string(), "/data", 404));
    }
}

fn failures_are_counted_by_shape_however_hostile_their_lines_are() {
    let shop = shop();
    incident(&shop);

    let data = shop.run(&["logs", "errors", "-o", "json"]);
    let answer = data.json();
    let screen = shop.run(&["logs", "errors"]);

    let [most, other] = answer["errors"].as_array().map(Vec::as_slice).unwrap() else { panic!("{answer}") };
    assert_eq!((&most["function"], &most["count"], &most["users"]), (&"get_profile".into(), &6.into(), &5.into()));
    assert_eq!((&most["class"], &most["going_on"]), (&"ResourceNotFoundException".into(), &true.into()));
    assert_eq!(most["sample"]["request_id"], "g-0", "the newest, by the id that its caller saw");
    assert_eq!((&other["count"], &other["users"]), (&1.into(), &Value::Null));
    assert_eq!((&answer["failures"], &answer["refused"]["others"]), (&7.into(), &4.into()));
    assert_eq!(answer["not_read"], json!([]));
    assert_eq!(screen.code, 0);
    for never in ["hunter2", "ada@example.com", "\u{1b}[2J", "\u{202e}"] {
        assert!(!screen.stdout.contains(never) && !data.stdout.contains(never), "{never:?}: {}", screen.stdout);
    }
    let lines: Vec<&str> = screen.stdout.lines().filter(|line| line.contains("x  ")).collect();
    assert!(lines[0].starts_with("    6x  get_profile  ") && lines[0].contains("still going"), "{}", screen.stdout);
    assert!(screen.stderr.contains("srvls diagnose g-0"), "{}", screen.stderr);
}

fn a_throttled_log_is_read_all_the_same() {
    let shop = shop();
    incident(&shop);
    shop.endpoint.throttle_logs(4);

    let answer = shop.run(&["logs", "errors", "-o", "json"]).json();

    assert_eq!((&answer["failures"], &answer["not_read"]), (&7.into(), &json!([])));
}

fn a_log_that_may_not_be_read_is_named_and_nothing_is_called_well() {
    let shop = shop();
    incident(&shop);
    shop.endpoint.deny_from("logs:FilterLogEvents", 3);

    let run = shop.run(&["logs", "errors", "-o", "json"]);
    shop.endpoint.allow_again();
    shop.endpoint.deny("logs:FilterLogEvents");
    let none = shop.run(&["logs", "errors"]);

    assert!(run.json()["not_read"].as_array().is_some_and(|unread| !unread.is_empty()), "{}", run.stdout);
    assert!(run.stderr.contains("was not read to its end"), "{}", run.stderr);
    assert_eq!((none.code, none.stdout.as_str()), (4, ""), "{}", none.stderr);
    assert!(none.stderr.contains("error: not allowed to call logs:FilterLogEvents"), "{}", none.stderr);
}

fn one_function_is_searched_alone() {
    let shop = shop();
    incident(&shop);

    let answer = shop.run(&["logs", "errors", "--function", "list_data", "-o", "json"]).json();
    let wrong = shop.run(&["logs", "errors", "--function", "lst_data"]);

    assert_eq!((&answer["failures"], &answer["errors"][0]["function"]), (&1.into(), &"list_data".into()));
    assert_eq!(wrong.code, 5);
    assert!(wrong.stderr.contains("did you mean `list_data`?"), "{}", wrong.stderr);
}

fn results(status: &str) -> Value {
    let field = |name: &str, value: &str| json!({ "field": name, "value": value });
    json!({
        "status": status, "statistics": { "bytesScanned": 3.0e9, "recordsScanned": 9.0, "recordsMatched": 2.0 },
        "results": [[field("resource", "/data"), field("p99", "12.5")], [field("resource", "/user"), field("p99", "7")]],
    })
}

const QUERY: &str = "stats pct(latency, 99) as p99 by resource";

fn a_query_says_what_it_scanned_and_prints_every_format() {
    let shop = shop();
    shop.endpoint.query_results(&[results("Running"), results("Complete")]);

    let answer = shop.run(&["logs", "query", QUERY, "--log", "api", "-o", "json"]);
    let csv = shop.run(&["logs", "query", QUERY, "-o", "csv"]);
    let table = shop.run(&["logs", "query", QUERY]);

    let json = answer.json();
    assert_eq!((&json["rows"][0]["p99"], &json["scanned_bytes"]), (&12.5.into(), &3_000_000_000_u64.into()));
    assert!(answer.stderr.contains("scans up to"), "{}", answer.stderr);
    assert_eq!(csv.stdout, "resource,p99\n/data,12.5\n/user,7\n");
    assert!(table.stdout.ends_with("2 rows; 2.79 GiB scanned, $0.02\n"), "{}", table.stdout);
    assert!(!shop.endpoint.calls().contains(&"logs:StopQuery".to_owned()));
}

fn an_interrupted_query_is_stopped() {
    let shop = shop();
    shop.endpoint.query_results(&[results("Running")]);
    let child = shop.command(&["logs", "query", QUERY]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while !shop.endpoint.calls().contains(&"logs:GetQueryResults".to_owned()) {
        sleep(Duration::from_millis(20));
    }

    let id = rustix::process::Pid::from_raw(child.id().cast_signed()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
    let run = srvls::result_of(child.wait_with_output().unwrap());

    assert_eq!((run.code, run.stdout.as_str()), (130, ""), "{}", run.stderr);
    assert!(run.stderr.contains("the query is stopped"), "{}", run.stderr);
    assert!(shop.endpoint.calls().contains(&"logs:StopQuery".to_owned()));
}

fn a_query_of_unknown_cost_is_asked_about() {
    let shop = shop();
    shop.endpoint.query_results(&[results("Complete")]);
    shop.endpoint.deny("cloudwatch:GetMetricData");

    let asked = shop.run(&["logs", "query", QUERY]);
    let agreed = shop.run(&["logs", "query", QUERY, "--yes"]);

    assert_eq!(asked.code, 2, "{}", asked.stderr);
    assert!(asked.stderr.contains("for each GB") && asked.stderr.contains("--yes"), "{}", asked.stderr);
    assert_eq!(shop.endpoint.calls().iter().filter(|call| *call == "logs:StartQuery").count(), 1);
    assert_eq!(agreed.code, 0, "{}", agreed.stderr);
}

fn a_stage_without_a_firewall_has_no_log_of_it() {
    let run = shop().run(&["logs", "tail", "waf"]);

    assert_eq!(run.code, 5);
    assert!(run.stderr.contains("has no edge with a firewall that logs"), "{}", run.stderr);
}
