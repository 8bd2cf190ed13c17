//! The price of an idle stage with an edge, computed from the templates and compared with docs/stages.md.

use serde_json::Value;

use super::{TEMPLATE, file, yaml};

/// The conditions that hold in a protected stage: it has an edge, and all parameters else have their defaults.
const PROTECTED: [&str; 5] = ["HasEdge", "CreatesApiLogsRole", "HasOriginSecretA", "HasAllAlarms", "HasFullFirewall"];
/// In a development stage, with `Firewall = "basic"` and `Alarms = "essential"`.
const DEVELOPMENT: [&str; 3] = ["HasEdge", "CreatesApiLogsRole", "HasOriginSecretA"];
/// Outside us-east-1, besides.
const ELSEWHERE: &str = "HasEdgeElsewhere";

/// What is paid for, with its price in cents a month in us-east-1, in November 2026, without free tiers. What is billed by
/// use alone is left out.
///
/// <https://aws.amazon.com/cloudwatch/pricing/> <https://aws.amazon.com/waf/pricing/>
/// <https://aws.amazon.com/secrets-manager/pricing/> <https://aws.amazon.com/kms/pricing/>
const LINES: [(&str, usize); 7] = [
    ("metrics of alarms", 10),
    ("composite alarms", 50),
    ("web ACLs", 500),
    ("rules of web ACLs", 100),
    ("secrets", 40),
    ("keys", 100),
    ("copies of secrets in us-east-1", 40),
];

/// The number of each of [`LINES`].
#[derive(Debug, Default, PartialEq)]
struct Bill([usize; LINES.len()]);

impl Bill {
    /// Of both stacks together, where these conditions hold.
    fn of(conditions: &[&str]) -> Self {
        let edge = yaml(&file("../templates/edge.yaml"));
        for condition in conditions {
            let known = [&*TEMPLATE, &edge].iter().any(|template| template["Conditions"].get(condition).is_some());
            assert!(known, "no template has a condition {condition}");
        }
        let mut bill = Self::default();
        for template in [&*TEMPLATE, &edge] {
            for resource in template["Resources"].as_object().expect("resources").values() {
                if resource["Condition"].as_str().is_none_or(|name| conditions.contains(&name)) {
                    bill.add(resource, conditions);
                }
            }
        }
        bill
    }

    fn add(&mut self, resource: &Value, conditions: &[&str]) {
        let properties = &resource["Properties"];
        let [metrics, composites, acls, rules, secrets, keys, copies] = &mut self.0;
        match resource["Type"].as_str().unwrap_or_default() {
            "AWS::CloudWatch::Alarm" => {
                let inside = properties["Metrics"].as_array().into_iter().flatten();
                *metrics += inside.filter(|metric| metric["MetricStat"].is_object()).count().max(1);
            }
            "AWS::CloudWatch::CompositeAlarm" => *composites += 1,
            "AWS::WAFv2::WebACL" => {
                *acls += 1;
                *rules += present(&properties["Rules"], conditions);
            }
            "AWS::SecretsManager::Secret" => {
                *secrets += 1;
                *copies += usize::from(properties["ReplicaRegions"][0] == ELSEWHERE && conditions.contains(&ELSEWHERE));
            }
            "AWS::KMS::Key" => *keys += 1,
            _ => {}
        }
    }

    fn cents(&self) -> usize {
        self.0.iter().zip(LINES).map(|(number, (_, cents))| number * cents).sum()
    }
}

/// The items of a list that are not left out: `Fn::If` reads as a list of its condition and both cases.
fn present(list: &Value, conditions: &[&str]) -> usize {
    let is_present =
        |item: &&Value| item.get("Fn::If").is_none_or(|case| conditions.iter().any(|name| case[0] == *name));
    list.as_array().into_iter().flatten().filter(is_present).count()
}

fn dollars(cents: usize) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn elsewhere(conditions: &[&'static str]) -> Bill {
    Bill::of(&[conditions, &[ELSEWHERE]].concat())
}

#[test]
fn the_documented_price_of_an_idle_stage_is_that_of_the_templates() {
    let [protected, development] = [&PROTECTED[..], &DEVELOPMENT].map(elsewhere);
    let copies = LINES.len() - 1;
    let here = |bill: &Bill| bill.cents() - bill.0[copies] * LINES[copies].1;

    let mut rows: Vec<String> = LINES
        .iter()
        .zip(protected.0.iter().zip(development.0))
        .filter(|(_, (protected, development))| **protected + development > 0)
        .map(|((line, cents), (protected, development))| {
            let [of_protected, of_development] = [*protected, development].map(|number| dollars(number * cents));
            format!("| {line} | {protected} | {of_protected} | {development} | {of_development} |")
        })
        .collect();
    let all = |line: &str, protected: usize, development: usize| {
        format!("| {line} | | {} | | {} |", dollars(protected), dollars(development))
    };
    rows.insert(rows.len() - 1, all("all, in us-east-1", here(&protected), here(&development)));
    rows.push(all("all, in another region", protected.cents(), development.cents()));
    let table = rows.join("\n");

    assert!(file("../docs/stages.md").contains(&table), "docs/stages.md lacks:\n{table}");
}

#[test]
fn an_idle_stage_costs_less_than_its_target() {
    assert!(elsewhere(&PROTECTED).cents() < 2000, "{:?}", elsewhere(&PROTECTED));
    assert!(elsewhere(&DEVELOPMENT).cents() < 800, "{:?}", elsewhere(&DEVELOPMENT));
}
