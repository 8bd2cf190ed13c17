//! The estimate of the shipped templates, beside a calculation by hand; and the price of an idle stage, which
//! docs/stages.md has.

use std::{collections::BTreeSet, fs, path::Path};

use super::*;
use crate::{
    canary::Canary,
    prices::{self, Item, price},
    stage::FunctionName,
    terminal::output::Report as _,
};

pub(super) const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 29);

pub(super) fn shipped(file: &str) -> Template {
    Template::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(file)).expect("a template")
}

/// The shipped stage with these parameters.
pub(super) fn priced(given: &[(&str, &str)], settings: &StageSettings, region: &str) -> PricedStage {
    let (template, edge) = (shipped("template.yaml"), shipped("edge.yaml"));
    let given: BTreeMap<String, String> =
        given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let edge = Some(&edge).filter(|_| settings.edge != Some(false));
    PricedStage::new(&template, edge, settings, &given, region).expect("valid")
}

fn estimate(given: &[(&str, &str)], region: &str, users: u64) -> EstimateReport {
    let stage = priced(given, &StageSettings::default(), region);
    EstimateReport::of("prod", &stage, Usage { users, requests: users * 900 }, TODAY)
}

/// 10,000 users and 9,000,000 requests a month in us-east-1, by hand.
///
/// 9,000,000 requests and 100,000 images at the edge; 1,800,000 calls of the authorizer.
const BY_HAND: &[(&str, f64)] = &[
    ("active users, ESSENTIALS", 0.00), // 10,000 are free
    ("CloudFront requests", 0.00),      // 9,100,000 of 10,000,000 free ones
    ("CloudFront transfer", 0.00),      // 9,000,000 x 2 KB + 100,000 x 200 KB = 36.24 of 1,024 free GB
    ("web ACLs", 5.00),                 // 1 x 5.00
    ("web ACL rules", 9.00),            // 9 x 1.00
    ("web ACL requests", 5.46),         // 9.1 x 0.60
    ("CloudFront logs", 1.74),          // 9,100,000 x 0.4 KB = 3.4714 GB x 0.50
    ("CloudFront logs, kept", 0.02),    // a fifth of 3.4714 GB x 0.03
    ("API requests", 31.50),            // 9 x 3.50
    ("function calls", 1.96),           // (10.8 - 1) x 0.20
    ("function time", 0.00),            // (9,000,000 x 40 ms + 1,800,000 x 5 ms) x 0.25 GB = 92,250 of 400,000 free
    ("polls of queues", 0.00),          // 5 x 3 x 60 x 730 = 657,000 of 1,000,000 free ones
    ("table writes", 7.88),             // (9 + 9 x 0.2 x 2) x 0.625 = 12.6 x 0.625 = 7.875
    ("table reads", 0.90),              // 9 x 0.8 x 0.125
    ("table storage", 0.00),            // 10,000 x 50 KB = 0.48 of 25 free GB
    ("table backups", 0.10),            // 0.4768 x 0.20
    ("image storage", 0.04),            // 10,000 x 200 KB = 1.9073 GB x 0.023
    ("image uploads", 0.01),            // 2 x 0.005
    ("logs, written", 6.68),            // 10.8 M x 1.2 KB + 9 M x 0.7 KB = 18.3678 GB; (18.3678 - 5) x 0.50
    ("logs, kept", 0.11),               // a fifth of 18.3678 GB x 0.03
    ("traces", 14.23),                  // 2,628,000 + 0.05 x 6,372,000 - 100,000 = 2,846,600 x 5.00 a million
    ("dashboards", 0.00),               // 1 of 3 free ones
    ("metrics of alarms", 2.30),        // (33 - 10) x 0.10
    ("metrics of alarms, edge", 0.70),  // 7 x 0.10
    ("secrets", 0.80),                  // 2 x 0.40
];

#[test]
fn the_estimate_for_ten_thousand_users_is_what_one_calculates_by_hand() {
    let report = estimate(&[], "us-east-1", 10_000);

    let lines: Vec<(&str, f64)> =
        report.lines().iter().map(|line| (line.item.as_str(), line.usd.expect("a price"))).collect();
    assert_eq!(lines, BY_HAND);
    let by_hand: f64 = BY_HAND.iter().map(|(_, usd)| usd).sum();
    let (total, known, list) = report.sums();
    assert_eq!(format!("{:.2}", total.expect("all is known")), format!("{by_hand:.2}"));
    assert!((known - by_hand).abs() < 0.001 && list > known, "{known} {list}");
}

#[test]
fn warm_instances_of_the_authorizer_add_their_own_line_and_the_alarm_that_watches_them() {
    let (plain, warm) = (
        estimate(&[], "us-east-1", 10_000),
        estimate(&[("AuthorizerProvisionedConcurrency", "2")], "us-east-1", 10_000),
    );

    let usd = |report: &EstimateReport| -> BTreeMap<String, Option<f64>> {
        report.lines().iter().map(|line| (line.item.clone(), line.usd)).collect()
    };
    let (before, mut after) = (usd(&plain), usd(&warm));
    // 2 x 0.25 GB x 2,628,000 s x 0.0000041667.
    assert_eq!(after.remove("provisioned concurrency"), Some(Some(5.48)));
    let changed: Vec<&String> = after.keys().filter(|item| after[*item] != before[*item]).collect();
    assert_eq!(changed, ["metrics of alarms"], "AuthorizerSpilloverAlarm is there only with provisioned concurrency");
    assert_eq!(
        (before.len(), plain.usd("metrics of alarms"), warm.usd("metrics of alarms")),
        (after.len(), Some(2.3), Some(2.4))
    );
}

#[test]
fn parameters_decide_what_there_is_to_pay_for() {
    let usd = |given: &[(&str, &str)], item: &str| estimate(given, "us-east-1", 10_000).usd(item);

    assert_eq!(usd(&[("UserPoolTier", "PLUS")], "active users, PLUS"), Some(200.0));
    assert_eq!((usd(&[], "keys"), usd(&[("OwnKey", "true")], "keys")), (None, Some(1.0)));
    assert_eq!(usd(&[("OriginSecretB", "1")], "secrets"), Some(1.2));
    assert_eq!(usd(&[("Firewall", "basic")], "web ACL rules"), Some(1.0));
    // Three endpoints in two subnets for 730 hours.
    let vpc = [("VpcId", "vpc-1"), ("VpcSubnetIds", "subnet-a,subnet-b")];
    assert_eq!((usd(&[], "VPC endpoints"), usd(&vpc, "VPC endpoints")), (None, Some(43.8)));
    assert_eq!(usd(&[("EmailIdentityArn", "arn:aws:ses:us-east-1:1:identity/a")], "mails with codes"), Some(0.5));
    let twice = |given: &[(&str, &str)]| estimate(given, "us-east-1", 1_000_000).usd("function time").expect("a price");
    assert!(twice(&[("MemorySize", "512")]) > 2.0 * twice(&[]) && twice(&[("Architecture", "arm64")]) < twice(&[]));
}

#[test]
fn a_stage_without_an_edge_pays_for_its_transfer_and_for_no_firewall() {
    let stage = priced(&[], &StageSettings { edge: Some(false), ..StageSettings::default() }, "us-east-1");
    let report = EstimateReport::of("dev", &stage, Usage { users: 10_000, requests: 90_000_000 }, TODAY);

    // 90,000,000 x 2 KB = 171.66 GB, of which 100 are free.
    assert_eq!(report.usd("transfer to the internet"), Some(6.45));
    assert_eq!((report.usd("web ACLs"), report.usd("secrets")), (None, Some(0.4)));
}

#[test]
fn a_canary_adds_an_alarm_for_each_function_that_the_api_calls() {
    let canary: Canary = serde_json::from_value("10percent5minutes".into()).expect("a canary");
    let usd = |canary| {
        let stage = priced(&[], &StageSettings { canary, ..StageSettings::default() }, "us-east-1");
        let report = EstimateReport::of("prod", &stage, Usage { users: 0, requests: 0 }, TODAY);
        report.usd("metrics of alarms").expect("a price")
    };

    let called: BTreeSet<FunctionName> = shipped("template.yaml").routes().into_values().collect();
    // And the authorizer.
    let expected = f64::from(u32::try_from(called.len() + 1).expect("few")) * 0.10;
    let added = usd(Some(canary)) - usd(None);
    assert!((added - expected).abs() < 0.001, "{added} {expected}");
}

#[test]
fn an_unknown_region_has_no_price_of_another_and_no_total() {
    let report = estimate(&[], "eu-central-1", 10_000);

    assert_eq!((report.usd("API requests"), report.usd("web ACLs")), (None, Some(5.0)));
    let (total, known, _) = report.sums();
    assert!(total.is_none() && known > 19.0, "{known}");
    let text = report.view().render(None).unstyled();
    assert!(text.contains("The price table has ap-northeast-2, eu-west-1, us-east-1."), "{text}");
    assert!(text.contains("without what has no price"), "{text}");
}

#[test]
fn an_estimate_fits_a_terminal_of_80_columns_and_says_what_is_not_confirmed() {
    let text = estimate(&[("MonthlyBudget", "150")], "ap-northeast-2", 10_000).view().render(Some(80)).unstyled();

    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(text.contains("~$3.50 a million") && text.contains("could not be confirmed"), "{text}");
    assert!(text.contains("MonthlyBudget is 150"), "{text}");
}

#[test]
fn what_has_no_price_here_is_named() {
    let text = "
Resources:
  Database: {Type: AWS::RDS::DBInstance}
  Table: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PROVISIONED}}
  Role: {Type: AWS::IAM::Role}";
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("template.yaml");
    fs::write(&file, text).expect("written");
    let template = Template::read(&file).expect("valid");
    let stage = PricedStage::new(&template, None, &StageSettings::default(), &BTreeMap::new(), "us-east-1");

    let report = EstimateReport::of("dev", &stage.expect("valid"), Usage { users: 1, requests: 1 }, TODAY);

    let json = serde_json::to_value(&report).expect("JSON");
    let kinds: Vec<&str> =
        json["not_priced"].as_array().expect("a list").iter().filter_map(|it| it["type"].as_str()).collect();
    assert_eq!(kinds, ["AWS::DynamoDB::Table with provisioned capacity", "AWS::RDS::DBInstance"]);
    assert_eq!(json["total_usd"], serde_json::Value::Null);
}

#[test]
fn an_old_price_is_named() {
    let stage = priced(&[], &StageSettings::default(), "us-east-1");
    let usage = Usage { users: 10_000, requests: 9_000_000 };

    assert!(EstimateReport::of("prod", &stage, usage, TODAY).old.is_empty());
    let later = EstimateReport::of("prod", &stage, usage, jiff::civil::date(2027, 11, 1)).old;
    assert!(later.contains(&"API requests".to_owned()) && !later.contains(&"traces".to_owned()), "{later:?}");
}

#[test]
fn a_bad_value_of_set_names_the_flag() {
    let template = shipped("template.yaml");
    let refused = |name: &str, value: &str| {
        let set = [(name.to_owned(), value.to_owned())];
        parameters(&StageSettings::default(), &set, &template, None).expect_err("refused")
    };

    assert_eq!(
        refused("UserPoolTier", "GOLD").to_string(),
        "--set UserPoolTier=GOLD: it must be one of LITE, ESSENTIALS, PLUS"
    );
    let mistyped = refused("UserPolTier", "PLUS");
    assert_eq!(mistyped.hint().as_deref(), Some("did you mean `UserPoolTier`?"));
    assert!(assignment("=x").is_err() && assignment("x").is_err() && assignment("A=b=c").is_ok());
}

// ---- The price of an idle stage, in docs/stages.md.

/// What is paid for of an idle stage, as docs/stages.md calls it; without free tiers. The dashboard is free as one of three,
/// and the polls of a queue as some of a million.
const IDLE: [(&str, &str); 6] = [
    ("metrics of alarms", "metrics of alarms"),
    ("composite alarms", "composite alarms"),
    ("web ACLs", "web ACLs"),
    ("rules of web ACLs", "web ACL rules"),
    ("secrets", "secrets"),
    ("keys", "keys"),
];
const COPIES: (&str, &str) = ("copies of secrets in us-east-1", "copies of secrets, edge");

/// How many of each, at the stage and at its edge, and what they cost.
fn idle(given: &[(&str, &str)], item: &str) -> (f64, f64) {
    let report = EstimateReport::of(
        "idle",
        &priced(given, &StageSettings::default(), "eu-west-1"),
        Usage { users: 0, requests: 0 },
        TODAY,
    );
    let is_it = |name: &str| name == item || name.strip_suffix(", edge") == Some(item);
    let of = report.lines().iter().filter(|line| is_it(&line.item));
    of.fold((0.0, 0.0), |(count, usd), line| {
        (count + line.quantity.unwrap_or_default(), usd + line.list_usd.unwrap_or_default())
    })
}

const DEVELOPMENT: [(&str, &str); 2] = [("Firewall", "basic"), ("Alarms", "essential")];

#[test]
fn the_documented_price_of_an_idle_stage_is_that_of_the_templates() {
    let row = |(title, item): (&str, &str)| {
        let ((protected, its), (development, other)) = (idle(&[], item), idle(&DEVELOPMENT, item));
        (protected + development > 0.0)
            .then(|| format!("| {title} | {protected} | {its:.2} | {development} | {other:.2} |"))
    };
    let sum = |given: &[(&str, &str)]| IDLE.iter().map(|(_, item)| idle(given, item).1).sum::<f64>();
    let all = |title: &str, copies: f64| {
        format!("| {title} | | {:.2} | | {:.2} |", sum(&[]) + copies, sum(&DEVELOPMENT) + copies)
    };
    let mut rows: Vec<String> = IDLE.into_iter().filter_map(row).collect();
    rows.push(all("all, in us-east-1", 0.0));
    rows.extend(row(COPIES));
    rows.push(all("all, in another region", idle(&[], COPIES.1).1));
    let table = rows.join("\n");

    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/stages.md")).expect("text");
    assert!(docs.contains(&table), "docs/stages.md lacks:\n{table}");
    assert!(sum(&[]) + 0.4 < 20.0 && sum(&DEVELOPMENT) + 0.4 < 8.0, "an idle stage costs more than its target");
}

// ---- docs/cost.md

#[test]
fn the_documented_estimate_and_prices_are_those_of_today() {
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cost.md")).expect("text");

    let estimate = estimate(&[], "us-east-1", 10_000).view().render(Some(80)).unstyled();
    assert!(docs.contains(&estimate), "docs/cost.md lacks:\n{estimate}");
    for region in prices::regions() {
        let api = price(Item::ApiRequest, region).map(prices::Price::words).unwrap_or_default();
        assert!(docs.contains(region) && docs.contains(&api), "{region} {api}");
    }
}
