//! The limits that traffic meets: those that the templates set, and the default quotas of an account.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use super::{
    Routes,
    traffic::{Access, COUNTERS, DATA, EMAILS, PROFILES, Traffic},
};
use crate::estimate::priced_stage::{PricedStage, number};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quota {
    pub(super) limits: String,
    pub(super) most: u32,
    pub(super) unit: String,
    pub(super) raised: String,
    pub(super) source: String,
    pub(super) checked: Date,
}

pub(super) static QUOTAS: LazyLock<BTreeMap<String, Quota>> =
    LazyLock::new(|| toml::from_str(include_str!("quotas.toml")).expect("valid"));

/// AWS lets a new account run few functions at once, until it has been used for a while.
#[derive(Debug, Clone, Copy)]
pub(super) enum Account {
    Usual,
    New,
}

/// A limit, and how much of it one request a second needs.
#[derive(Debug)]
pub(super) struct Limit {
    pub(super) name: String,
    pub(super) has: f64,
    pub(super) unit: String,
    pub(super) need: f64,
}

impl Limit {
    fn of_quota(name: &str, need: f64) -> Self {
        let quota = QUOTAS.get(name).unwrap_or_else(|| panic!("no quota {name}"));
        Self { name: quota.limits.clone(), has: quota.most.into(), unit: quota.unit.clone(), need }
    }

    /// One that a parameter of the templates sets.
    fn of_parameter(what: &str, parameter: &str, has: &Value, need: f64) -> Self {
        let has = number(has).unwrap_or_else(|| panic!("{what} has no limit: {has}"));
        Self { name: format!("{what} (`{parameter}`)"), has, unit: "a second".to_owned(), need }
    }

    /// The requests a second at which it is met.
    pub(super) fn met_at(&self) -> f64 {
        self.has / self.need
    }
}

/// Those that the traffic needs something of, the first to be met first.
pub(super) fn limits(routes: &Routes, stage: &PricedStage, account: Account, traffic: &Traffic) -> Vec<Limit> {
    let mut limits = throttles(routes, stage, traffic);
    limits.extend(tables(stage, traffic));
    limits.extend(users(stage, traffic));
    let [concurrency, calls] = match account {
        Account::Usual => ["lambda_concurrency", "lambda_requests"],
        Account::New => ["lambda_concurrency_new", "lambda_requests_new"],
    };
    limits.extend([
        Limit::of_quota(concurrency, traffic.concurrency()),
        Limit::of_quota(calls, traffic.calls()),
        Limit::of_quota("api_requests", 1.0),
    ]);
    if stage.edge.is_some() {
        limits.push(Limit::of_quota("edge_requests", 1.0));
    }
    limits.retain(|limit| limit.need > 0.0);
    limits.sort_by(|one, other| one.met_at().total_cmp(&other.met_at()));
    limits
}

/// The throttles of API Gateway: one for each operation that has its own, and one for the others.
///
/// AWS applies that of the others to each method. The others are counted together, as `ApiRateLimit` describes itself: at
/// worst, a method gets a little more than is said.
fn throttles(routes: &Routes, stage: &PricedStage, traffic: &Traffic) -> Vec<Limit> {
    let settings = stage.api.all("AWS::ApiGateway::Stage").flat_map(|it| it.properties["MethodSettings"].as_array());
    let settings: Vec<&Value> = settings.flatten().collect();
    let operation = |setting: &Value| {
        let path = setting["ResourcePath"].as_str().unwrap_or_default().trim_start_matches('/').replace("~1", "/");
        let route = format!("{} {path}", setting["HttpMethod"].as_str().unwrap_or_default());
        routes.get(&route).map(|name| (route, name.to_string()))
    };
    let (mut own, mut found) = (0.0, Vec::new());
    for (setting, (route, name)) in settings.iter().filter_map(|it| Some((it, operation(it)?))) {
        let share = traffic.shares.get(&name).copied().unwrap_or_default();
        own += share;
        let parameter = if name == "refresh_tokens" { "RefreshRateLimit" } else { "AuthRateLimit" };
        let what = format!("API Gateway: {route}");
        found.push(Limit::of_parameter(&what, parameter, &setting["ThrottlingRateLimit"], share));
    }
    let other = settings.iter().find(|it| it["HttpMethod"] == "*").expect("a throttle of all methods");
    let what = "API Gateway: the other operations";
    found.push(Limit::of_parameter(what, "ApiRateLimit", &other["ThrottlingRateLimit"], 1.0 - own));
    found
}

fn tables(stage: &PricedStage, traffic: &Traffic) -> Vec<Limit> {
    let table = |id: &str| &stage.api.find(id).unwrap_or_else(|| panic!("no {id}")).properties;
    let maximum = |place: &str| match place {
        EMAILS => table(PROFILES)["GlobalSecondaryIndexes"][0]["OnDemandThroughput"].clone(),
        place => table(place)["OnDemandThroughput"].clone(),
    };
    let mut found = Vec::new();
    let mut busiest: BTreeMap<Access, f64> = BTreeMap::new();
    for place in [PROFILES, EMAILS, DATA, COUNTERS] {
        for (access, words, property, parameter) in [
            (Access::Read, "reads", "MaxReadRequestUnits", "TableMaxReadUnits"),
            (Access::Write, "writes", "MaxWriteRequestUnits", "TableMaxWriteUnits"),
        ] {
            let need = traffic.units(stage, place, access);
            let name = place.trim_end_matches("Table");
            found.push(Limit::of_parameter(
                &format!("DynamoDB: {words} of {name}"),
                parameter,
                &maximum(place)[property],
                need,
            ));
            let most = busiest.entry(access).or_default();
            *most = most.max(need);
        }
    }
    found.push(Limit::of_quota("new_table_reads", busiest[&Access::Read]));
    found.push(Limit::of_quota("new_table_writes", busiest[&Access::Write]));
    found.push(Limit::of_quota("table_units", busiest[&Access::Read].max(busiest[&Access::Write])));
    found
}

fn users(stage: &PricedStage, traffic: &Traffic) -> Vec<Limit> {
    let mut found = vec![
        Limit::of_quota("user_creation", traffic.sum(|_, uses| uses.user_creation)),
        Limit::of_quota("user_authentication", traffic.sum(|_, uses| uses.user_authentication)),
    ];
    let pool = stage.api.all("AWS::Cognito::UserPool").next().expect("a user pool");
    // SES has a quota of its own for each account, of which AWS publishes no default.
    if pool.properties["EmailConfiguration"]["EmailSendingAccount"] != "DEVELOPER" {
        found.push(Limit::of_quota("cognito_mails", traffic.sum(|_, uses| uses.mails) * 86_400.0));
    }
    found
}
