//! docs/capacity.md: which limit a stage meets first as its traffic grows, computed from the templates and AWS's quotas.
//!
//! `UPDATE_CAPACITY=1 cargo test --bin srvls capacity` rewrites its tables.

mod limits;
mod page;
mod traffic;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::LazyLock,
};

use self::{
    limits::{Account, Limit, QUOTAS, limits},
    page::{all_limits, callers, dollars, first_limits, per_caller, quotas, run_of_load_test, shares},
    traffic::{Access, COGNITO_MS, OPERATIONS, Traffic, tables_of},
};
use super::tests::{TODAY, priced, shipped};
use crate::{
    estimate::priced_stage::PricedStage,
    stage::{FunctionName, StageSettings},
};

type Routes = BTreeMap<String, FunctionName>;

static ROUTES: LazyLock<Routes> = LazyLock::new(|| shipped("template.yaml").routes());

/// A stage with these parameters, as if it were on AWS in us-east-1.
struct Stage(PricedStage);

impl Stage {
    fn with(given: &[(&str, &str)]) -> Self {
        Self(priced(given, &StageSettings::default(), "us-east-1"))
    }

    fn limits(&self, traffic: &Traffic) -> Vec<Limit> {
        limits(&ROUTES, &self.0, Account::Usual, traffic)
    }
}

fn load_test() -> Traffic {
    Traffic::of_load_test(&ROUTES)
}

// ---- The page

#[test]
fn the_page_has_what_the_templates_and_the_quotas_make() {
    let stage = Stage::with(&[]);
    let parts = [
        ("first", first_limits()),
        ("everyday", all_limits(&stage, &Traffic::everyday())),
        ("new", all_limits(&stage, &load_test())),
        ("callers", callers(&stage)),
        ("dollars", dollars(&stage)),
        ("quotas", quotas()),
        ("shares", shares()),
    ];
    compare("capacity.md", &parts);
    compare("load-test.md", &[("run", run_of_load_test(&stage))]);
}

/// Each part stands between two comments with its name.
#[track_caller]
fn compare(file: &str, parts: &[(&str, String)]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs").join(file);
    let page = fs::read_to_string(&path).expect("the page");
    let mut expected = page.clone();
    for (name, part) in parts {
        let (start, end) = (format!("<!-- computed: {name} -->\n"), format!("<!-- end of {name} -->"));
        let from = expected.find(&start).unwrap_or_else(|| panic!("{file} has no {start}")) + start.len();
        let to = from + expected[from..].find(&end).unwrap_or_else(|| panic!("{file} has no {end}"));
        expected.replace_range(from..to, &format!("\n{part}\n"));
    }
    #[expect(clippy::disallowed_methods, reason = "a test's own switch")]
    let update = std::env::var_os("UPDATE_CAPACITY").is_some();
    if update {
        fs::write(&path, &expected).expect("written");
    } else {
        assert!(page == expected, "docs/{file} is out of date: UPDATE_CAPACITY=1 cargo test --bin srvls capacity");
    }
}

// ---- What it is computed from

#[test]
fn a_parameter_moves_the_limits_that_name_it_and_no_others() {
    let before = Stage::with(&[]);
    for parameter in ["ApiRateLimit", "AuthRateLimit", "RefreshRateLimit", "TableMaxReadUnits", "TableMaxWriteUnits"] {
        let after = Stage::with(&[(parameter, "7")]);
        for (of, traffic) in [("everyday", Traffic::everyday()), ("new", load_test())] {
            let named = |limits: Vec<Limit>| -> BTreeSet<(String, String)> {
                limits.into_iter().map(|limit| (limit.name, limit.has.to_string())).collect()
            };
            let (before, after) = (named(before.limits(&traffic)), named(after.limits(&traffic)));
            for (name, has) in &after {
                let moved = !before.contains(&(name.clone(), has.clone()));
                assert_eq!(moved, name.contains(&format!("(`{parameter}`)")), "{of} {parameter}: {name} {has}");
                assert!(!moved || has == "7", "{name} {has}");
            }
        }
    }
    for (parameter, value) in
        [("RequestsPerIp", 70.0), ("AuthRequestsPerIp", 70.0), ("RequestsPerToken", 70.0), ("UserRateLimit", 70.0)]
    {
        let moved = per_caller(&Stage::with(&[(parameter, "70")]));
        let moved: Vec<&str> = moved.iter().filter(|(.., limit)| *limit == value).map(|(_, name, _)| *name).collect();
        assert_eq!(moved, [parameter]);
    }
}

#[test]
fn an_operation_uses_the_tables_that_its_role_allows_and_no_others() {
    let stage = Stage::with(&[]);

    for (name, uses) in OPERATIONS {
        let mut allowed = tables_of(&stage.0, name);
        if uses.triggers > 0.0 {
            allowed.extend(tables_of(&stage.0, "post_confirmation"));
        }
        let allowed_access = |table: &str, access: Access| allowed.get(table).is_some_and(|it| it.contains(&access));
        let used = uses.tables.iter().filter(|(table, ..)| *table != traffic::EMAILS);
        for (table, access, _) in used.clone() {
            assert!(allowed_access(table, *access), "{name}: {table} {access:?}");
        }
        let used: BTreeSet<&str> = used.map(|(table, ..)| *table).collect();
        let expected: BTreeSet<&str> =
            allowed.keys().map(String::as_str).filter(|it| *it != traffic::COUNTERS).collect();
        assert_eq!(used, expected, "{name}");
    }
    let counted = OPERATIONS.iter().filter(|(name, _)| tables_of(&stage.0, name).contains_key(traffic::COUNTERS));
    assert_eq!(counted.count(), 6, "the operations on profiles and entries");
}

#[test]
fn traffic_is_whole_and_its_use_is_what_one_calculates_by_hand() {
    let stage = Stage::with(&[]);
    let (everyday, new) = (Traffic::everyday(), load_test());

    for traffic in [&everyday, &new] {
        assert!((traffic.shares.values().sum::<f64>() - 1.0).abs() < 1e-9, "{traffic:?}");
    }
    // 3 for the account, 2 for the profile, 5 times 4 for the entries.
    assert!((new.requests_of_a_user() - 25.0).abs() < 1e-9);
    // 5 x (2 + 2) units of 25 requests; 22 of them are counted.
    let writes = |place| new.units(&stage.0, place, Access::Write);
    assert!((writes(traffic::DATA) - 20.0 / 25.0).abs() < 1e-9, "{}", writes(traffic::DATA));
    assert!((writes(traffic::COUNTERS) - 22.0 / 25.0).abs() < 1e-9, "{}", writes(traffic::COUNTERS));
    // (3 x 300 ms + 40 ms of the trigger + 22 x 40 ms + 5 ms of the authorizer) of 25 requests.
    let by_hand = (3.0 * COGNITO_MS + 40.0 + 22.0 * 40.0 + 5.0) / 25.0 / 1000.0;
    assert!((new.concurrency() - by_hand).abs() < 1e-9, "{}", new.concurrency());
    let met = |limits: Vec<Limit>, name: &str| {
        limits.into_iter().find(|limit| limit.name.contains(name)).unwrap_or_else(|| panic!("no {name}")).met_at()
    };
    // Two calls of UserCreation for 25 requests, and 50 a second.
    assert!((met(stage.limits(&new), "UserCreation") - 625.0).abs() < 1e-6);
    // 100 refreshes a second, one for 30 requests.
    assert!((met(stage.limits(&everyday), "/auth/refresh") - 3000.0).abs() < 1e-6);
}

#[test]
fn an_identity_of_ses_lifts_the_limit_of_the_mails() {
    let has_limit = |given: &[(&str, &str)]| {
        let stage = Stage::with(given);
        stage.limits(&Traffic::everyday()).iter().any(|limit| limit.name.contains("Mails"))
    };

    assert!(has_limit(&[]));
    let first = Stage::with(&[]).limits(&Traffic::everyday()).swap_remove(0);
    assert!(first.name.contains("Mails") && first.met_at() < 10.0, "docs/capacity.md says so: {first:?}");
    assert!(!has_limit(&[("EmailIdentityArn", "arn:aws:ses:us-east-1:1:identity/a")]));
}

#[test]
fn the_quota_that_the_alarm_compares_with_is_that_of_lambda() {
    let quota = QUOTAS["lambda_concurrency"].most.to_string();

    let default = shipped("template.yaml").parameter("AccountConcurrency", &BTreeMap::new());
    assert_eq!(default, Some(quota));
    for account in ["", "_new"] {
        let most = |name: &str| QUOTAS[&format!("{name}{account}")].most;
        assert_eq!(most("lambda_requests"), 10 * most("lambda_concurrency"), "AWS allows ten times as many a second");
    }
    for (name, quota) in QUOTAS.iter() {
        assert!(quota.source.starts_with("https://") && quota.most > 0, "{name}");
        assert!(quota.checked.saturating_add(jiff::Span::new().years(1)) > TODAY, "{name}");
    }
}
