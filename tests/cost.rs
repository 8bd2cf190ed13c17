//! `srvls cost`: an estimate needs no credentials and calls nothing.

use std::fs;

use libtest_mimic::Trial;

use crate::support::{
    project::Project,
    srvls::{Run, run, srvls},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        an_estimate_needs_no_credentials_and_adds_up,
        a_parameter_of_the_stage_and_one_of_the_command_line_are_priced,
        a_mistake_names_the_flag_and_what_would_do
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
