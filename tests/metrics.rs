//! `srvls metrics` on a CloudWatch that publishes what a test says, in pages, in part, or not at all.

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    scripted::{Scenario, created},
    shop::{Shop, update},
    srvls::Run,
    terminal::CTRL_C,
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        the_overview_shows_what_has_data_and_counts_the_rest,
        a_gap_is_not_zero,
        a_trend_is_against_the_same_time_yesterday_and_a_week_ago,
        more_than_500_queries_are_several_calls,
        partial_data_is_said_and_makes_no_sum,
        what_may_not_be_read_is_said,
        a_denied_call_names_its_action,
        a_template_that_may_not_be_read_costs_only_its_metrics,
        a_chart_has_the_deployments_and_the_same_time_before,
        csv_has_the_points_of_every_period,
        a_chart_fits_its_terminal,
        a_program_gets_a_line_for_each_period,
        a_wrong_name_suggests_the_right_one,
        a_bad_period_or_statistic_says_what_is_possible,
        metrics_are_shown_in_place_until_someone_stops_it
    ]
}

const FUNCTION: &str = "AWS::Lambda::Function";

const TEMPLATE: &str = r#"{"Resources": {
    "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": {"Ref": "AWS::StackName"}}},
    "ApiStage": {"Type": "AWS::ApiGateway::Stage", "Properties": {}},
    "GetProfileFunction": {"Type": "AWS::Lambda::Function", "Properties": {}},
    "ListDataFunction": {"Type": "AWS::Lambda::Function", "Properties": {}},
    "UserProfilesTable": {"Type": "AWS::DynamoDB::Table", "Properties": {"OnDemandThroughput": {"MaxReadRequestUnits": 40}}}
}}"#;

fn stage() -> Scenario {
    let deployed = created(&[
        ("Api", "AWS::ApiGateway::RestApi"),
        ("ApiStage", "AWS::ApiGateway::Stage"),
        ("GetProfileFunction", FUNCTION),
        ("ListDataFunction", FUNCTION),
        ("UserProfilesTable", "AWS::DynamoDB::Table"),
    ]);
    Scenario { deployed: Some(deployed), template: TEMPLATE, ..Scenario::default() }
}

const DAY: i64 = 24 * 60;

/// The API has 20 requests a minute, a fifth fail since ten minutes; half of it yesterday. `get_profile` has a gap.
pub(crate) fn shop() -> Shop {
    let shop = Shop::new(stage());
    let endpoint = &shop.endpoint;
    endpoint.publish("Count", "shop-dev", "Sum", |minute| Some(if minute < DAY { 20.0 } else { 10.0 }));
    endpoint.publish("5XXError", "shop-dev", "Sum", |minute| Some(if minute <= 10 { 4.0 } else { 0.0 }));
    endpoint.publish("Latency", "shop-dev", "p99", |_| Some(250.0));
    let calls = |minute: i64| (!(10..20).contains(&minute)).then_some(6.0);
    endpoint.publish("Invocations", "GetProfileFunction", "Sum", calls);
    endpoint.publish("Errors", "GetProfileFunction", "Sum", |minute| Some(if minute == 5 { 3.0 } else { 0.0 }));
    endpoint.publish("Duration", "GetProfileFunction", "p50", |_| Some(25.0));
    endpoint.publish("Duration", "GetProfileFunction", "p99", |minute| Some(if minute < 8 { 7_000.0 } else { 60.0 }));
    endpoint.publish("ConsumedReadCapacityUnits", "UserProfilesTable", "Sum", |_| Some(120.0));
    shop
}

fn metric(run: &Run, id: &str) -> Value {
    let answer = run.json();
    let metrics = answer["metrics"].as_array().unwrap_or_else(|| panic!("{answer}"));
    metrics.iter().find(|metric| metric["id"] == id).unwrap_or_else(|| panic!("no {id} in {answer}")).clone()
}

fn the_overview_shows_what_has_data_and_counts_the_rest() {
    let shop = shop();

    let run = shop.run(&["metrics"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().collect();
    let line = |begin: &str| {
        lines.iter().find(|line| line.trim_start().starts_with(begin)).unwrap_or_else(|| panic!("{}", run.stdout))
    };
    assert!(lines[0].starts_with("no alarm watches these metrics; last 30m"), "{}", run.stdout);
    assert!(line("requests").contains("20/min"), "{}", run.stdout);
    assert!(line("5xx-rate").contains("20 %"), "{}", run.stdout);
    // 20 of 30 minutes, with three errors, and the worst minute.
    let function: Vec<&str> = line("get_profile").split_whitespace().collect();
    assert_eq!(function[..6], ["get_profile", "120", "3", "-", "25", "ms"], "{}", run.stdout);
    assert!(line("get_profile").contains("7 s"), "{}", run.stdout);
    assert!(run.stdout.contains("1 more function without a call"), "{}", run.stdout);
    assert!(line("UserProfiles").contains("2 of 40"), "{}", run.stdout);
    assert!(run.stdout.contains("cold starts: unknown"), "{}", run.stdout);
    assert!(run.stderr.contains("srvls metrics show"), "{}", run.stderr);
}

fn a_gap_is_not_zero() {
    let shop = shop();

    let run = shop.run(&["metrics", "--function", "get_profile", "-o", "json"]);

    let invocations = metric(&run, "get_profile.invocations");
    let values = invocations["values"].as_array().expect("values");
    assert_eq!((values.len(), &invocations["whole"]), (20, &json!(120.0)), "{invocations}");
    assert!(values.iter().all(|point| point["v"] == 6.0), "{invocations}");
    assert_eq!(metric(&run, "get_profile.throttles")["latest"], Value::Null);
    assert_eq!(metric(&run, "get_profile.throttles")["values"], json!([]));
    assert_eq!(run.json()["not_read"], json!(["cold_starts"]));
    assert_eq!(run.json()["period_seconds"], 60);
}

fn a_trend_is_against_the_same_time_yesterday_and_a_week_ago() {
    let shop = shop();

    let run = shop.run(&["metrics", "-o", "json"]);

    let requests = metric(&run, "api.requests");
    assert_eq!((&requests["whole"], &requests["yesterday"]), (&json!(600.0), &json!(300.0)), "{requests}");
    assert_eq!(requests["last_week"], 300.0);
    let text = shop.run(&["metrics"]).stdout;
    let line = text.lines().find(|line| line.trim_start().starts_with("requests")).expect("a line");
    assert_eq!(line.matches("+100 %").count(), 2, "{text}");
}

fn more_than_500_queries_are_several_calls() {
    let names = (0..80).map(|index| &*Box::leak(format!("F{index}Function").into_boxed_str()));
    let functions: Vec<(&str, &str)> = names.map(|name| (name, FUNCTION)).collect();
    let shop = Shop::new(Scenario { deployed: Some(created(&functions)), template: "null", ..Scenario::default() });
    shop.endpoint.publish("Invocations", "F79Function", "Sum", |_| Some(1.0));

    let run = shop.run(&["metrics", "-o", "json"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    // Seven queries of each function, now, yesterday and a week ago.
    let mut queries = shop.endpoint.metric_queries();
    queries.sort_unstable();
    assert_eq!(queries, [60, 60, 60, 500, 500, 500]);
    assert_eq!(metric(&run, "f79.invocations")["whole"], 30.0);
}

fn partial_data_is_said_and_makes_no_sum() {
    let shop = shop();
    shop.endpoint.answer_metric_with("Errors", "PartialData");

    let run = shop.run(&["metrics", "--function", "get_profile", "-o", "json"]);
    let text = shop.run(&["metrics"]).stdout;

    let errors = metric(&run, "get_profile.errors");
    assert_eq!((&errors["incomplete"], &errors["whole"]), (&json!("partial_data"), &Value::Null), "{errors}");
    assert_eq!(metric(&run, "get_profile.error-rate")["incomplete"], "partial_data");
    let note = "not all was read of get_profile.errors, get_profile.error-rate, list_data.errors and 1 more: CloudWatch has \
                more data than it returned";
    assert!(text.contains(note), "{text}");
}

fn what_may_not_be_read_is_said() {
    let shop = shop();
    shop.endpoint.answer_metric_with("Count", "Forbidden");

    let run = shop.run(&["metrics", "show", "api.requests"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("not all was read: CloudWatch does not allow you to read it"), "{}", run.stdout);
    assert!(run.stdout.starts_with("api.requests: no data"), "{}", run.stdout);
    let data = shop.run(&["metrics", "show", "api.requests", "-o", "json"]);
    assert_eq!(metric(&data, "api.requests")["incomplete"], "forbidden");
}

fn a_denied_call_names_its_action() {
    let shop = shop();
    shop.endpoint.deny("cloudwatch:GetMetricData");

    let run = shop.run(&["metrics"]);

    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains("not allowed to call cloudwatch:GetMetricData"), "{}", run.stderr);
}

fn a_template_that_may_not_be_read_costs_only_its_metrics() {
    let shop = shop();
    shop.endpoint.deny("cloudformation:GetTemplate");

    let run = shop.run(&["metrics", "-o", "json"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("could not read a template, so metrics are missing"), "{}", run.stderr);
    assert_eq!(metric(&run, "get_profile.errors")["whole"], 3.0);
    assert_eq!(metric(&run, "UserProfiles.reads")["maximum"], Value::Null);
    assert_eq!(run.json()["not_read"], json!(["cold_starts", "api", "waf", "maximum"]));
}

fn a_chart_has_the_deployments_and_the_same_time_before() {
    // A template whose table is gone would be refused.
    let template = r#"{"Resources": {"GetProfileFunction": {"Type": "AWS::Lambda::Function", "Properties": {}}}}"#;
    let shop = Shop::new(Scenario { template, ..update() });
    shop.endpoint
        .publish("Duration", "GetProfileFunction", "p99", |minute| Some(if minute < DAY { 90.0 } else { 60.0 }));
    let deployed = shop.run(&["deploy", "--yes"]);
    assert_eq!(deployed.code, 0, "{}", deployed.stderr);
    let release = shop.endpoint.release_records()[0]["id"].as_str().expect("an id").to_owned();

    let arguments = ["metrics", "show", "get_profile.duration", "--compare", "1w"];
    let data = shop.run(&[&arguments[..], &["-o", "json"]].concat()).json();
    let text = shop.terminal(100, &arguments).end().0;

    assert_eq!((&data["metrics"][0]["whole"], &data["compared"]["whole"]), (&json!(90.0), &json!(60.0)), "{data}");
    assert_eq!(data["deployments"][0]["release"], release.as_str(), "{data}");
    assert!(text.contains("·  1w earlier: 60 ms to 60 ms, latest 60 ms"), "{text}");
    let mark = text.lines().find(|line| line.starts_with("a  ")).unwrap_or_else(|| panic!("{text}"));
    assert!(mark.contains(&release), "{text}");
}

fn csv_has_the_points_of_every_period() {
    let shop = shop();

    let overview = shop.run(&["metrics", "-o", "csv"]).stdout;
    let shown = ["metrics", "show", "get_profile.invocations", "--since", "30m", "--compare", "1d", "-o", "csv"];
    let shown = shop.run(&shown).stdout;

    let mut lines = overview.lines();
    assert_eq!(lines.next(), Some("service,target,name,stat,unit,t,v"));
    assert_eq!(lines.filter(|line| line.starts_with("api,api,requests,Sum,count,")).count(), 30, "{overview}");
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!((lines[0], lines.len()), ("t,v,compared", 31), "{shown}");
    assert_eq!(lines.iter().filter(|line| line.ends_with("Z,,6.0")).count(), 10, "a gap is empty: {shown}");
}

fn a_chart_fits_its_terminal() {
    let shop = shop();

    for columns in [60, 80, 120] {
        let chart = shop.terminal(columns, &["metrics", "show", "get_profile.duration"]).end().0;
        let overview = shop.terminal(columns, &["metrics"]).end().0;

        assert!(chart.lines().next().is_some_and(|line| line.starts_with("get_profile.duration p99: 7 s")), "{chart}");
        assert!(chart.contains("8 s ┤") && chart.contains('└'), "{chart}");
        for text in [&chart, &overview] {
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            assert!(widest <= usize::from(columns), "{columns}: {widest}\n{text}");
        }
        assert!(overview.contains("get_profile") && overview.contains("20/min"), "{overview}");
    }
}

fn a_program_gets_a_line_for_each_period() {
    let shop = shop();

    let run = shop.run(&["metrics", "show", "get_profile.invocations", "--since", "30m"]);

    let points = run.stdout.lines().filter(|line| line.contains("Z  "));
    assert_eq!(points.clone().count(), 30, "{}", run.stdout);
    assert_eq!(points.filter(|line| line.ends_with("Z  -")).count(), 10, "{}", run.stdout);
}

fn a_wrong_name_suggests_the_right_one() {
    let shop = shop();

    let run = shop.run(&["metrics", "show", "get_profile.duraton"]);
    assert_eq!(run.code, 5, "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `get_profile.duration`?"), "{}", run.stderr);

    let run = shop.run(&["metrics", "show", "errors"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("name one, such as get_profile.errors, list_data.errors"), "{}", run.stderr);

    let run = shop.run(&["metrics", "--function", "get_profil"]);
    assert_eq!(run.code, 5, "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `get_profile`?"), "{}", run.stderr);
}

fn a_bad_period_or_statistic_says_what_is_possible() {
    let shop = shop();
    let refused = |arguments: &[&str]| {
        let run = shop.run(&[&["metrics", "show", "api.requests"], arguments].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        run.stderr
    };

    assert!(refused(&["--stat", "p101"]).contains("use Sum, Average, Minimum"));
    assert!(refused(&["--period", "90s"]).contains("a multiple of 60 s"));
    assert!(refused(&["--since", "20d", "--period", "1m"]).contains("leave --period out, or use 5m"));
    assert!(refused(&["--since", "500d"]).contains("CloudWatch keeps metrics for 455 days"));
    let rate = shop.run(&["metrics", "show", "api.5xx-rate", "--stat", "p99"]);
    assert!(rate.stderr.contains("is computed from several metrics"), "{}", rate.stderr);
}

fn metrics_are_shown_in_place_until_someone_stops_it() {
    let shop = shop();

    let mut terminal = shop.terminal(100, &["metrics", "show", "api.requests", "--since", "30m", "-w"]);

    terminal.showing(&["api.requests: 20/min"]);
    terminal.press(CTRL_C);
    let (screen, code) = terminal.end();
    assert_eq!(code, 130, "{screen}");
}
