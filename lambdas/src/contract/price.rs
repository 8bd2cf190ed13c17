//! The price of a stage with an edge that is idle, computed from the templates and compared with docs/stages.md.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{TEMPLATE, file, yaml};

/// Cents a month in us-east-1, in November 2026, without free tiers. What is billed by use alone has no price here.
///
/// <https://aws.amazon.com/cloudwatch/pricing/> <https://aws.amazon.com/waf/pricing/>
/// <https://aws.amazon.com/secrets-manager/pricing/> <https://aws.amazon.com/kms/pricing/>
const ALARM_METRIC: usize = 10;
const COMPOSITE_ALARM: usize = 50;
const SECRET: usize = 40;
const WEB_ACL: usize = 500;
const WEB_ACL_RULE: usize = 100;
const KEY: usize = 100;

/// What a stage with an edge and otherwise default parameters has.
const CONDITIONS: [&str; 2] = ["HasEdge", "CreatesApiLogsRole"];

type Bill = BTreeMap<&'static str, (usize, usize)>;

/// The rules that are not left out: `Fn::If` reads as a list of its condition and both cases.
fn rules(acl: &Value) -> usize {
    let rules = acl["Properties"]["Rules"].as_array().into_iter().flatten();
    rules.filter(|rule| rule.get("Fn::If").is_none_or(|case| CONDITIONS.iter().any(|name| case[0] == *name))).count()
}

/// Number and cents of every line.
fn bill(resources: &Map<String, Value>) -> Bill {
    let mut bill = Bill::new();
    for resource in resources.values() {
        let condition = resource["Condition"].as_str();
        if condition.is_some_and(|name| !CONDITIONS.contains(&name)) {
            continue;
        }
        let lines: &[(&'static str, usize, usize)] = match resource["Type"].as_str().unwrap_or_default() {
            "AWS::CloudWatch::Alarm" => {
                let metrics = resource["Properties"]["Metrics"].as_array().into_iter().flatten();
                let metrics = metrics.filter(|metric| metric["MetricStat"].is_object()).count().max(1);
                &[("metrics of alarms", metrics, ALARM_METRIC)]
            }
            "AWS::CloudWatch::CompositeAlarm" => &[("composite alarms", 1, COMPOSITE_ALARM)],
            "AWS::SecretsManager::Secret" => &[("secrets", 1, SECRET)],
            "AWS::WAFv2::WebACL" => &[("web ACLs", 1, WEB_ACL), ("rules of web ACLs", rules(resource), WEB_ACL_RULE)],
            "AWS::KMS::Key" => &[("keys", 1, KEY)],
            _ => &[],
        };
        for (line, number, cents) in lines {
            let (all, price) = bill.entry(line).or_default();
            *all += number;
            *price += number * cents;
        }
    }
    bill
}

fn stage() -> Bill {
    let edge = yaml(&file("../templates/edge.yaml"));
    let all = [&*TEMPLATE, &edge].map(|template| template["Resources"].as_object().expect("resources").clone());
    let mut resources = Map::new();
    for (index, part) in all.into_iter().enumerate() {
        resources.extend(part.into_iter().map(|(name, resource)| (format!("{index} {name}"), resource)));
    }
    bill(&resources)
}

#[test]
fn the_documented_price_of_an_idle_stage_is_that_of_the_templates() {
    let page = file("../docs/stages.md");
    let bill = stage();
    let dollars = |cents: usize| format!("{}.{:02}", cents / 100, cents % 100);
    let total: usize = bill.values().map(|(_, cents)| cents).sum();

    for (line, (number, cents)) in &bill {
        let row = format!("| {line} | {number} | {} |", dollars(*cents));
        assert!(page.contains(&row), "docs/stages.md lacks: {row}");
    }
    let row = format!("| all | | {} |", dollars(total));
    assert!(page.contains(&row), "docs/stages.md lacks: {row}");
}

#[test]
fn alarms_cost_less_than_five_dollars() {
    let bill = stage();
    let alarms: usize =
        ["metrics of alarms", "composite alarms"].iter().filter_map(|line| bill.get(line)).map(|line| line.1).sum();

    assert!(alarms < 500, "{alarms} cents");
}
