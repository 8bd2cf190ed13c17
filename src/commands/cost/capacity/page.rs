//! The tables of docs/capacity.md and docs/load-test.md.

use std::fmt::Write as _;

use super::{
    super::{report::EstimateReport, tests::TODAY},
    ROUTES, Stage,
    limits::{Account, QUOTAS, limits},
    load_test,
    traffic::{OPERATIONS, Traffic},
};
use crate::{
    estimate::{
        bill::cents,
        priced_stage::number,
        usage::{REQUESTS_PER_USER, SECONDS, Usage},
    },
    prices::{self, Item, thousands},
};

const RATES: [u32; 4] = [10, 100, 1_000, 10_000];

/// With mails by SES, which is the first thing to do.
pub(super) fn first_limits() -> String {
    let stage = Stage::with(&[("EmailIdentityArn", "arn:aws:ses:us-east-1:1:identity/example.com")]);
    let everyday = Traffic::everyday();
    let kinds =
        [limits(&ROUTES, &stage.0, Account::New, &everyday), stage.limits(&everyday), stage.limits(&load_test())];
    let mut table =
        String::from("| requests a second | every day, in a new account | every day | all new |\n|---|---|---|---|\n");
    for rate in RATES {
        let first = kinds.each_ref().map(|limits| {
            let too_small = limits.iter().filter(|limit| limit.met_at() < rate.into()).count();
            let first = limits.first().filter(|_| too_small > 0);
            let others = match too_small {
                0 | 1 => String::new(),
                more => format!("; {} more", more - 1),
            };
            first.map_or_else(
                || "none".to_owned(),
                |first| {
                    // The column says which account it is.
                    let name = first.name.replace(", in a new account", "");
                    format!("{name}, at {}{others}", rounded(first.met_at()))
                },
            )
        });
        let _ = writeln!(table, "| {} | {} |", thousands(rate.into()), first.join(" | "));
    }
    table
}

/// How much of each limit is needed; bold where that is more than there is.
pub(super) fn all_limits(stage: &Stage, traffic: &Traffic) -> String {
    let mut table = String::from("| limit | there is | met at |");
    for rate in RATES {
        let _ = write!(table, " {} |", thousands(rate.into()));
    }
    table.push_str("\n|---|---|---|---|---|---|---|\n");
    for limit in stage.limits(traffic) {
        let _ =
            write!(table, "| {} | {} {} | {} |", limit.name, thousands(limit.has), limit.unit, rounded(limit.met_at()));
        for rate in RATES.map(f64::from) {
            let need = needed(limit.need * rate);
            let _ = if limit.met_at() < rate { write!(table, " **{need}** |") } else { write!(table, " {need} |") };
        }
        table.push('\n');
    }
    table
}

/// What one caller may do, and so how many there have to be.
pub(super) fn callers(stage: &Stage) -> String {
    let mut table = String::from("| a limit for each | there is | it takes, at |");
    for rate in RATES {
        let _ = write!(table, " {} |", thousands(rate.into()));
    }
    table.push_str("\n|---|---|---|---|---|---|---|\n");
    for (caller, parameter, a_minute) in per_caller(stage) {
        let _ = write!(table, "| {caller} (`{parameter}`) | {} a minute | |", thousands(a_minute));
        for rate in RATES {
            let _ = write!(table, " {} |", needed(f64::from(rate) * 60.0 / a_minute));
        }
        table.push('\n');
    }
    table
}

pub(super) fn per_caller(stage: &Stage) -> Vec<(&'static str, &'static str, f64)> {
    let edge = stage.0.edge.as_ref().expect("an edge");
    let acl = edge.all("AWS::WAFv2::WebACL").next().expect("a web ACL");
    let rules = acl.properties["Rules"].as_array().expect("rules");
    let rule = |name: &str| {
        let rule = rules.iter().find(|rule| rule["Name"] == name).unwrap_or_else(|| panic!("no rule {name}"));
        let rate = &rule["Statement"]["RateBasedStatement"];
        assert_eq!(number(&rate["EvaluationWindowSec"]), Some(60.0), "{name}");
        number(&rate["Limit"]).expect("a limit")
    };
    let function = stage.0.api.find("GetDataFunction").expect("a function");
    let of_user = &function.properties["Environment"]["Variables"]["USER_RATE_LIMIT"];
    vec![
        ("address", "RequestsPerIp", rule("per-address")),
        ("address, for `/auth` alone", "AuthRequestsPerIp", rule("per-address-auth")),
        ("token", "RequestsPerToken", rule("per-token")),
        ("user", "UserRateLimit", number(of_user).expect("a limit")),
    ]
}

pub(super) fn dollars(stage: &Stage) -> String {
    let mut table =
        String::from("| requests a second | requests a month | users | dollars a month |\n|---|---|---|---|\n");
    for rate in RATES {
        let usage = usage(rate);
        let (total, ..) = EstimateReport::of("prod", &stage.0, usage, TODAY).sums();
        let total = total.expect("all is priced");
        let (users, requests) = usage.numbers();
        let _ = writeln!(
            table,
            "| {} | {} million | {} | {} |",
            thousands(rate.into()),
            thousands((requests / 1e4).round() / 100.0),
            thousands(users),
            thousands(total.round())
        );
    }
    table
}

/// A month of so many requests a second.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of a month")]
fn usage(rate: u32) -> Usage {
    let requests = u64::from(rate) * SECONDS as u64;
    Usage { users: requests / REQUESTS_PER_USER, requests }
}

pub(super) fn quotas() -> String {
    let mut table = String::from("| quota | default | raised by | AWS, read on |\n|---|---|---|---|\n");
    for quota in QUOTAS.values() {
        let most = thousands(quota.most.into());
        let link = format!("[{}]({})", quota.checked, quota.source);
        let _ = writeln!(table, "| {} | {most} {} | {} | {link} |", quota.limits, quota.unit, quota.raised);
    }
    table
}

pub(super) fn shares() -> String {
    let kinds = [Traffic::everyday(), load_test()];
    let mut table = String::from("| operation | every day | all new |\n|---|---|---|\n");
    for (name, _) in OPERATIONS {
        let cells = kinds.each_ref().map(|kind| match kind.shares.get(name) {
            Some(share) => format!("{:.3} %", share * 100.0),
            None => "none".to_owned(),
        });
        let _ = writeln!(table, "| `{name}` | {} | {} |", cells[0], cells[1]);
    }
    table
}

/// Five minutes of the load test, as the scenario has them, after their warm-up.
pub(super) fn run_of_load_test(stage: &Stage) -> String {
    let traffic = load_test();
    let requests = 300.0 * 300.0;
    let users = requests / traffic.requests_of_a_user();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of requests")]
    let used = Usage { users: users as u64, requests: requests as u64 };
    let list = |usage| EstimateReport::of("prod", &stage.0, usage, TODAY);
    let (with, without) = (list(used), list(Usage { users: 0, requests: 0 }));
    let of_users =
        with.lines().iter().find(|line| line.item == "active users, ESSENTIALS").and_then(|line| line.list_usd);
    let of_users = of_users.expect("a price");
    let all = cents(with.sums().2 - without.sums().2);
    format!(
        "Five minutes at 300 requests a second are {} requests of {} new users, who cost {of_users:.2} dollars where the\n\
         account's {} free ones of the month are used up; the rest costs {:.2} dollars.\n",
        thousands(requests),
        thousands(users),
        thousands(prices::free(Item::UsersEssentials).into()),
        all - of_users
    )
}

/// What is needed, in whole ones from ten on.
fn needed(number: f64) -> String {
    if number < 0.1 {
        format!("{number:.3}")
    } else if number < 10.0 {
        format!("{number:.1}")
    } else {
        thousands(number.ceil())
    }
}

/// Where a limit is met: not before that.
fn rounded(rate: f64) -> String {
    if rate < 10.0 { needed(rate) } else { thousands(rate.floor()) }
}
