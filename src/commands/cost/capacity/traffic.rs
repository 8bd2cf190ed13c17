//! Two kinds of traffic, by the operations that they consist of, and what each operation uses.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

use super::Routes;
use crate::estimate::{
    priced_stage::PricedStage,
    usage::{AUTHORIZER_CALLS, AUTHORIZER_MS, HANDLER_MS, REQUESTS_PER_USER, WRITES},
};

/// What one request of a traffic consists of, on average.
#[derive(Debug)]
pub(super) struct Traffic {
    /// The share of each operation; together 1.
    pub(super) shares: BTreeMap<String, f64>,
    /// Calls of the authorizer for each request.
    pub(super) authorizer: f64,
}

/// A session is a visit of less than fifteen minutes, the life of an access token, and begins with a refresh.
const SESSIONS_PER_USER: f64 = 30.0;
/// Users of a month who sign up in it.
const NEW_USERS: f64 = 0.1;

/// Cognito hashes a password or reads a token for so long.
pub(super) const COGNITO_MS: f64 = 300.0;

/// What an operation uses beside its function.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Uses {
    pub(super) user_creation: f64,
    pub(super) user_authentication: f64,
    pub(super) mails: f64,
    /// Calls of a trigger, within the operation.
    pub(super) triggers: f64,
    pub(super) tables: &'static [(&'static str, Access, f64)],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Access {
    Read,
    Write,
}

/// The tables, and the index with units of its own.
pub(super) const PROFILES: &str = "UserProfilesTable";
pub(super) const EMAILS: &str = "email-index";
pub(super) const DATA: &str = "AppDataTable";
/// Of an operation whose function counts its user's requests.
pub(super) const COUNTERS: &str = "RateLimitsTable";

/// The operations of the two kinds of traffic. Entries have up to 1 KB and a copy in the index; a page has twenty, of which
/// a consistent read of 4 KB is a unit.
pub(super) const OPERATIONS: [(&str, Uses); 10] = [
    ("sign_up", Uses { user_creation: 1.0, mails: 1.0, ..NONE }),
    (
        "confirm_sign_up",
        // The trigger creates the profile.
        Uses {
            user_creation: 1.0,
            triggers: 1.0,
            tables: &[(PROFILES, Access::Write, 1.0), (EMAILS, Access::Write, 1.0)],
            ..NONE
        },
    ),
    ("sign_in", Uses { user_authentication: 1.0, ..NONE }),
    // AWS's page doesn't name GetTokensFromRefreshToken; it counts refreshes of the token endpoint here.
    // https://repost.aws/questions/QUFRuNyMQ_RVu3KimZTSc4Zw/cognito-token-endpoint-quotas
    ("refresh_tokens", Uses { user_authentication: 1.0, ..NONE }),
    ("get_profile", Uses { tables: &[(PROFILES, Access::Read, 1.0)], ..NONE }),
    ("put_profile", Uses { tables: &[(PROFILES, Access::Write, 1.0)], ..NONE }),
    ("create_data", Uses { tables: &[(DATA, Access::Write, 2.0)], ..NONE }),
    ("put_data", Uses { tables: &[(DATA, Access::Write, 2.0)], ..NONE }),
    ("get_data", Uses { tables: &[(DATA, Access::Read, 1.0)], ..NONE }),
    ("list_data", Uses { tables: &[(DATA, Access::Read, 5.0)], ..NONE }),
];

const NONE: Uses = Uses { user_creation: 0.0, user_authentication: 0.0, mails: 0.0, triggers: 0.0, tables: &[] };

impl Uses {
    pub(super) fn of(operation: &str) -> Self {
        let found = OPERATIONS.iter().find(|(name, _)| *name == operation);
        found.unwrap_or_else(|| panic!("what does {operation} use?")).1
    }

    fn seconds(self) -> f64 {
        let calls_cognito = self.user_creation + self.user_authentication > 0.0;
        let own = if calls_cognito { COGNITO_MS } else { HANDLER_MS.value };
        (own + self.triggers * HANDLER_MS.value) / 1000.0
    }
}

impl Traffic {
    /// Of users who come every day, as `srvls cost` counts them.
    #[expect(clippy::cast_precision_loss, reason = "a number of requests")]
    pub(super) fn everyday() -> Self {
        let of_user = |times: f64| times / REQUESTS_PER_USER as f64;
        let mut shares = BTreeMap::from([
            ("sign_up", of_user(NEW_USERS)),
            ("confirm_sign_up", of_user(NEW_USERS)),
            // A refresh token lives for thirty days.
            ("sign_in", of_user(1.0)),
            ("refresh_tokens", of_user(SESSIONS_PER_USER)),
            ("create_data", WRITES.value / 2.0),
            ("put_data", WRITES.value / 2.0),
        ]);
        let reads = 1.0 - shares.values().sum::<f64>();
        shares.extend([("get_data", reads / 2.0), ("list_data", reads / 4.0), ("get_profile", reads / 4.0)]);
        let shares = shares.into_iter().map(|(name, share)| (name.to_owned(), share)).collect();
        Self { shares, authorizer: AUTHORIZER_CALLS.value }
    }

    /// Of people who all are new: the scenario of the load test.
    pub(super) fn of_load_test(routes: &Routes) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/load/scenario.yml");
        let text = fs::read_to_string(path).expect("the scenario");
        let scenario: Value = serde_saphyr::from_str(&text).expect("YAML");
        let mut counts = BTreeMap::new();
        count(&scenario["scenarios"][0]["flow"], 1.0, routes, &mut counts);
        let all: f64 = counts.values().sum();
        let shares = counts.into_iter().map(|(name, times)| (name, times / all)).collect();
        // Each user has a token of their own, and is through with it within the minute that its answer is kept.
        Self { shares, authorizer: 1.0 / all }
    }

    /// Requests of one user of the load test.
    pub(super) fn requests_of_a_user(&self) -> f64 {
        1.0 / self.authorizer
    }

    pub(super) fn sum(&self, of: impl Fn(&str, Uses) -> f64) -> f64 {
        self.shares.iter().map(|(name, share)| share * of(name, Uses::of(name))).sum()
    }

    /// Functions at once, for a request a second.
    pub(super) fn concurrency(&self) -> f64 {
        self.sum(|_, uses| uses.seconds()) + self.authorizer * AUTHORIZER_MS.value / 1000.0
    }

    /// Calls of functions for each request.
    pub(super) fn calls(&self) -> f64 {
        1.0 + self.authorizer + self.sum(|_, uses| uses.triggers)
    }

    /// Units of a table or an index for each request.
    pub(super) fn units(&self, stage: &PricedStage, place: &str, access: Access) -> f64 {
        self.sum(|name, uses| {
            let counts = place == COUNTERS && access == Access::Write && tables_of(stage, name).contains_key(COUNTERS);
            let named = uses.tables.iter().filter(|(its, how, _)| (*its, *how) == (place, access));
            named.map(|(.., units)| units).sum::<f64>() + if counts { 1.0 } else { 0.0 }
        })
    }
}

/// Counts the requests of a flow by their operations.
fn count(flow: &Value, times: f64, routes: &Routes, counts: &mut BTreeMap<String, f64>) {
    for step in flow.as_array().expect("steps") {
        if let Some(inner) = step.get("loop") {
            count(inner, times * step["count"].as_f64().expect("a count"), routes, counts);
        }
        for method in ["get", "post", "put", "delete"] {
            let Some(url) = step[method]["url"].as_str() else { continue };
            let route = format!("{} {}", method.to_uppercase(), url.replace("{{ ", "{").replace(" }}", "}"));
            let function = routes.get(&route).unwrap_or_else(|| panic!("no operation {route}"));
            *counts.entry(function.to_string()).or_default() += times;
        }
    }
}

/// The tables that a function's role may use, each with what it may do.
pub(super) fn tables_of(stage: &PricedStage, operation: &str) -> BTreeMap<String, Vec<Access>> {
    let id = |name: &str| -> String {
        let words = name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
        words.collect::<String>() + "Role"
    };
    let role = stage.api.find(&id(operation)).unwrap_or_else(|| panic!("no role of {operation}"));
    let statements = role.properties["Policies"].as_array().into_iter().flatten();
    let statements = statements.flat_map(|policy| policy["PolicyDocument"]["Statement"].as_array()).flatten();
    let mut tables: BTreeMap<String, Vec<Access>> = BTreeMap::new();
    for statement in statements {
        let texts = |value: &Value| match value {
            Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => value.as_str().map(str::to_owned).into_iter().collect::<Vec<String>>(),
        };
        let access = texts(&statement["Action"]).into_iter().filter_map(|action| {
            let action = action.strip_prefix("dynamodb:")?.to_owned();
            Some(if ["GetItem", "Query"].contains(&action.as_str()) { Access::Read } else { Access::Write })
        });
        let access: Vec<Access> = access.collect();
        let places = match &statement["Resource"] {
            Value::Array(places) => places.clone(),
            one => vec![one.clone()],
        };
        for table in places.iter().filter_map(table).filter(|_| !access.is_empty()) {
            tables.entry(table).or_default().extend(&access);
        }
    }
    tables
}

/// The table that `!GetAtt Table.Arn`, or the ARN of one of its indexes, is of.
fn table(place: &Value) -> Option<String> {
    let text = place.to_string();
    let id = text.split(['"', '.', '{', '}']).find(|word| word.ends_with("Table"))?;
    Some(id.to_owned())
}
