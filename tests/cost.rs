//! `srvls cost`: an estimate needs no credentials and calls nothing; what was spent is read once a day.

use std::fs;

use libtest_mimic::Trial;

use crate::support::{
    project::Project,
    scripted::{Scenario, created},
    shop::{Shop, update},
    srvls::{Run, run, srvls},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        an_estimate_needs_no_credentials_and_adds_up,
        a_parameter_of_the_stage_and_one_of_the_command_line_are_priced,
        a_mistake_names_the_flag_and_what_would_do,
        a_month_is_asked_once_a_day,
        without_the_permission_what_cloudwatch_counted_is_priced,
        the_local_stage_has_spent_nothing
    ]
}

/// A stage in Seoul, whose endpoint nothing listens at.
fn cost(args: &[&str]) -> Run {
    let project = Project::copy();
    let config = "app = 'shop'\ndefault_stage = 'dev'\n\n[stages.dev]\nregion = 'ap-northeast-2'\n\
                  parameters = { OwnKey = 'true' }\n";
    fs::write(project.file("srvls.toml"), config).unwrap();
    run(srvls(project.path()).arg("cost").args(["--endpoint-url", "http://127.0.0.1:9"]).args(args))
}

fn an_estimate_needs_no_credentials_and_adds_up() {
    let json = cost(&["-o", "json"]).json();

    let lines = json["lines"].as_array().unwrap();
    let sum: f64 = lines.iter().map(|line| line["usd"].as_f64().unwrap()).sum();
    let total = json["total_usd"].as_f64().unwrap();
    assert!((sum - total).abs() < 0.001 && total > 50.0 && total < 300.0, "{sum} {total}");
    assert_eq!((&json["region"], &json["users"]), (&"ap-northeast-2".into(), &10_000.into()));
    assert!(json["prices_of"].as_str().unwrap().starts_with("ap-northeast-2, read 2026-"), "{json}");
    assert!(!json["unconfirmed"].as_array().unwrap().is_empty(), "{json}");
    let csv = cost(&["-o", "csv"]).stdout;
    assert!(csv.starts_with("part,item,quantity,unit,free,price,usd,"), "{csv}");
    assert_eq!(csv.lines().count(), lines.len() + 1);
}

fn a_parameter_of_the_stage_and_one_of_the_command_line_are_priced() {
    let usd = |args: &[&str], item: &str| {
        let query = format!("lines[?item=='{item}'].usd | [0]");
        cost(&[args, &["--query", &query]].concat()).stdout.trim().to_owned()
    };

    assert_eq!((usd(&[], "keys").as_str(), usd(&["--set", "OwnKey=false"], "keys").as_str()), ("1.0", "null"));
    // 2 x 0.25 GB x 2,628,000 s x 0.0000051254.
    let warm = usd(&["--set", "AuthorizerProvisionedConcurrency=2"], "provisioned concurrency");
    assert_eq!(warm, "6.73");
}

fn a_mistake_names_the_flag_and_what_would_do() {
    let unknown = cost(&["--set", "UserPoolTeir=PLUS"]);
    let bad = cost(&["--set", "UserPoolTier=GOLD"]);

    assert_eq!((unknown.code, bad.code), (2, 2));
    assert!(unknown.stderr.contains("did you mean `UserPoolTier`?"), "{}", unknown.stderr);
    assert!(bad.stderr.contains("it must be one of LITE, ESSENTIALS, PLUS"), "{}", bad.stderr);
    let elsewhere = cost(&["--region", "eu-central-1"]);
    assert!(elsewhere.stdout.contains("without what has no price"), "{}", elsewhere.stdout);
    assert!(!elsewhere.stdout.contains("$3.50"), "{}", elsewhere.stdout);
}

const ASK: &str = "ce:GetCostAndUsage";

fn a_month_is_asked_once_a_day() {
    let shop = Shop::new(update());

    let first = shop.run(&["cost", "--month"]);
    let again = shop.run(&["cost", "--month", "-o", "json"]);

    assert_eq!((first.code, again.code), (0, 0), "{}{}", first.stderr, again.stderr);
    assert_eq!(shop.endpoint.calls().iter().filter(|call| *call == ASK).count(), 1);
    let lines: Vec<&str> = first.stdout.lines().collect();
    assert!(lines[0].starts_with("dev from 20") && lines[0].ends_with(", by Cost Explorer"), "{}", first.stdout);
    assert!(first.stdout.contains("Amazon API Gateway  30.00\n") && first.stdout.contains("AWS Lambda           1.23"));
    assert!(first.stdout.contains("31.23 dollars so far; "), "{}", first.stdout);
    assert!(first.stderr.contains("Cost Explorer charges $0.01 for this"), "{}", first.stderr);
    assert!(!again.stderr.contains("charges"), "{}", again.stderr);
    assert_eq!((&again.json()["spent_usd"], &again.json()["source"]), (&31.23.into(), &"cost_explorer".into()));
}

fn without_the_permission_what_cloudwatch_counted_is_priced() {
    let history = created(&[("GetProfileFunction", "AWS::Lambda::Function")]);
    let live = r#"{"Resources": {"GetProfileFunction": {"Type": "AWS::Lambda::Function"}}}"#;
    let shop = Shop::new(Scenario { deployed: Some(history), template: live, ..update() });
    let template = "Resources:\n  GetProfileFunction: {Type: AWS::Lambda::Function, Properties: {MemorySize: 256}}\n  \
                    Users: {Type: AWS::Cognito::UserPool}\n";
    shop.write("template.yaml", template);
    // A million calls a minute, so that even a month that is an hour old has some beyond the free ones.
    shop.endpoint.publish("Invocations", "GetProfileFunction", "Sum", |_| Some(1_000_000.0));
    shop.endpoint.deny(ASK);

    let run = shop.run(&["cost", "--month", "-o", "json"]);

    if is_first_hour_of_a_month() {
        assert!(run.stderr.contains("the month has just begun"), "{}", run.stderr);
        return;
    }
    let json = run.json();
    assert_eq!((&json["source"], &json["spent_usd"], &json["forecast_usd"]), (&"metrics".into(), &NULL, &NULL));
    let usd = |item: &str| {
        let lines = json["lines"].as_array().unwrap();
        lines.iter().find(|line| line["item"] == item).unwrap_or_else(|| panic!("no {item} in {json}"))["usd"].clone()
    };
    assert!(usd("function calls").as_f64().unwrap() >= 11.8, "{json}");
    assert_eq!((usd("function time"), usd("active users, ESSENTIALS")), (NULL, NULL), "never zero");
    let why = format!("Cost Explorer was not read: not allowed to call {ASK}");
    assert!(json["remarks"][0].as_str().unwrap().starts_with(&why), "{json}");
    let table = shop.run(&["cost", "--month"]).stdout;
    assert!(table.contains("Not known (?): active users, ESSENTIALS; function time."), "{table}");
}

/// There is nothing to sum up yet.
#[expect(clippy::disallowed_methods, reason = "srvls reads the same clock")]
fn is_first_hour_of_a_month() -> bool {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC);
    now.day() == 1 && now.hour() == 0
}

fn the_local_stage_has_spent_nothing() {
    let project = Project::copy();
    let refused = run(srvls(project.path()).args(["-s", "local", "cost", "--month"]));

    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("the local stage costs nothing"), "{}", refused.stderr);
}

const NULL: serde_json::Value = serde_json::Value::Null;
