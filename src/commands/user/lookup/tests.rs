//! What a lookup finds of a user, on fakes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    reads::{Request, Sources, lookup},
    report::LookupReport,
};
use crate::{
    audit::PseudonymKey,
    aws::{
        images::{ImageTotals, fake::FakeImages},
        logs::{LogEvent, fake::FakeLogs},
        tables::{Found, Operand, fake::FakeTables},
        users::fake::{FakeUsers, ada},
    },
    commands::user::{
        requests::fake::line,
        stores::{MOST_COUNTED, MOST_PAGES, Stores},
    },
    privacy::Privacy,
    stage::StackName,
};

pub(super) fn request(privacy: Privacy) -> Request {
    let outputs = ["UserPoolId", "UserProfilesTable", "AppDataTable", "ImagesBucket", "RateLimitsTable"];
    let outputs = outputs.map(|name| (name.to_owned(), name.to_lowercase())).into();
    Request {
        user: ada(),
        stores: Stores::of(&outputs).expect("complete"),
        key: Ok(Some(PseudonymKey::of_test())),
        audit_group: "/srvls/srvls-dev/audit".into(),
        stack: StackName("srvls-dev".into()),
        user_rate_limit: Some(100),
        privacy,
        now: "2026-11-22T00:00:00Z".parse().expect("a time"),
    }
}

pub(super) fn tables() -> FakeTables {
    let entry = |category: &str, timestamp: &str| json!({ "category": category, "timestamp": timestamp });
    let entries = json!([
        entry("notes", "2026-11-03T00:00:00.000Z"),
        entry("work", "2026-11-05T00:00:00.000Z"),
        entry("notes", "2026-11-04T00:00:00.000Z"),
    ]);
    let profile = json!({ "userId": ada().sub, "email": "ada@example.com", "name": "Ada Lovelace", "version": 3 });
    FakeTables {
        rows: BTreeMap::from([("userprofilestable".to_owned(), serde_json::from_value(profile).expect("an item"))]),
        found: Found { items: serde_json::from_value(entries).expect("items"), ..Found::default() },
        ..FakeTables::default()
    }
}

pub(super) async fn report(users: FakeUsers, tables: FakeTables, privacy: Privacy) -> LookupReport {
    let images = FakeImages(ImageTotals { objects: 2, size_bytes: 2048, complete: true });
    let logs = logs(&[]);
    let sources = Sources { users: &users, tables: &tables, images: &images, logs: &logs };
    let request = Request { user: users.users[0].clone(), ..request(privacy) };
    lookup(&sources, &request).await
}

/// The access log, and an audit log without records.
fn logs(requests: &[LogEvent]) -> FakeLogs {
    FakeLogs::new(&[("/aws/apigateway/srvls-dev", requests), ("/srvls/srvls-dev/audit", &[])])
}

pub(super) fn pool_with_ada() -> FakeUsers {
    let mfa_methods = Some(vec!["SOFTWARE_TOKEN_MFA".to_owned()]);
    FakeUsers { users: vec![ada()], groups: vec!["admin".into()], mfa_methods, ..FakeUsers::default() }
}

#[tokio::test]
async fn the_report_masks_all_personal_data() {
    let report = report(pool_with_ada(), tables(), Privacy::Masked).await;

    assert_eq!(
        serde_json::to_value(&report).expect("JSON"),
        json!({
            "user": {
                "sub": ada().sub, "username": ada().username, "email": "a***@e***.com", "email_verified": true,
                "phone": "+***78", "name": "A***", "status": "CONFIRMED", "enabled": true,
                "created_at": "2026-11-01T00:00:00Z", "updated_at": "2026-11-02T00:00:00Z",
                "groups": ["admin"], "mfa": { "enabled": true, "methods": ["SOFTWARE_TOKEN_MFA"], "preferred": null },
            },
            "profile": { "userId": ada().sub, "email": "a***@e***.com", "name": "A***", "version": 3 },
            "data": {
                "items": 3, "complete": true, "by_category": { "notes": 2, "work": 1 }, "latest_at": "2026-11-05T00:00:00.000Z",
            },
            "images": { "objects": 2, "size_bytes": 2048, "complete": true },
            "verdict": { "can_sign_in": true, "reasons": [], "next": [] },
            "rate_limit": { "requests": 0, "limit": 100, "limited": false },
            "erasure_asked_at": null,
            "failed_requests": {
                "since": "2026-11-21T00:00:00Z", "count": 0, "complete": true, "requests": [],
            },
            "sign_ins": { "recorded": false, "events": [] },
            "support_actions": { "actions": [], "complete": true },
            "same_address": [],
            "actions": serde_json::to_value(&report.actions).expect("JSON"),
            "not_read": [],
            "masked": true,
        })
    );
}

#[tokio::test]
async fn revealed_personal_data_is_not_masked() {
    let report = report(pool_with_ada(), tables(), Privacy::Revealed).await;

    assert_eq!(report.user.user, ada());
    assert_eq!(report.profile.expect("a profile")["email"], "ada@example.com");
    assert!(!report.masked);
}

#[tokio::test]
async fn what_can_not_be_read_is_null_beside_its_name() {
    let users = FakeUsers { mfa_methods: None, ..pool_with_ada() };
    let tables = FakeTables { denied: true, ..tables() };

    let json = serde_json::to_value(report(users, tables, Privacy::Masked).await).expect("JSON");

    assert_eq!(json["not_read"], json!(["mfa", "profile", "data", "rate_limit"]));
    assert_eq!(json["user"]["mfa"], json!({ "enabled": null, "methods": null, "preferred": null }));
    assert_eq!((&json["profile"], &json["data"]), (&Value::Null, &Value::Null));
    assert_eq!(json["verdict"]["reasons"], json!([]), "an unread profile is not a missing one");
    assert_eq!(json["images"]["objects"], 2, "the rest is answered");
}

#[tokio::test]
async fn a_user_without_data_still_has_every_list() {
    let users = FakeUsers { users: vec![ada()], mfa_methods: Some(vec![]), ..FakeUsers::default() };

    let report = report(users, FakeTables::default(), Privacy::Masked).await;

    let json = serde_json::to_value(&report).expect("JSON");
    assert_eq!(json["profile"], Value::Null);
    assert_eq!(json["data"], json!({ "items": 0, "complete": true, "by_category": {}, "latest_at": null }));
    assert_eq!(json["user"]["groups"], json!([]));
    assert_eq!(json["user"]["mfa"], json!({ "enabled": false, "methods": [], "preferred": null }));
}

#[tokio::test]
async fn entries_are_counted_in_the_users_own_partition() {
    let tables = tables();
    let images = FakeImages::default();
    let users = pool_with_ada();
    let logs = logs(&[]);
    let sources = Sources { users: &users, tables: &tables, images: &images, logs: &logs };

    lookup(&sources, &request(Privacy::Masked)).await;

    let searches = tables.searches.borrow();
    assert_eq!(searches[0].values[":user"], Operand::String(ada().sub));
    assert_eq!((searches[0].limit, searches[0].filter.as_deref()), (Some(MOST_COUNTED), None));
    assert_eq!(searches[0].max_pages, Some(MOST_PAGES));
}

#[tokio::test]
async fn many_entries_are_counted_no_further_than_a_page() {
    let mut tables = tables();
    tables.found.truncated = true;

    let report = report(pool_with_ada(), tables, Privacy::Masked).await;

    let data = report.data.expect("read");
    assert_eq!((data.complete, data.count().as_str()), (false, "at least 3 entries"));
    assert_eq!(data.latest_at.as_deref(), Some("2026-11-05T00:00:00.000Z"), "the newest come first");
}

#[tokio::test]
async fn what_the_user_met_and_who_is_being_erased_is_in_the_access_log() {
    let (users, tables, images) = (pool_with_ada(), tables(), FakeImages::default());
    let sub = ada().sub;
    let asked = [
        line(&sub, "2026-11-21T23:00:00Z", "GET", "/user/profile", 500),
        line(&sub, "2026-11-21T23:10:00Z", "GET", "/user/profile", 200),
        line(&sub, "2026-11-21T23:50:00Z", "DELETE", "/user", 202),
    ];
    let mut logs = logs(&asked);
    logs.page_size = 9;
    let sources = Sources { users: &users, tables: &tables, images: &images, logs: &logs };

    let report = lookup(&sources, &request(Privacy::Masked)).await;

    let failed = report.failed_requests.expect("read");
    assert_eq!((failed.count, failed.requests[0].status), (1, 500));
    assert!(report.verdict.reasons[0].contains("asked to be erased at 2026-11-21 23:50Z"));
    assert!(report.actions.is_empty(), "nothing is left to do for them");
}

#[tokio::test]
async fn a_stack_that_names_no_counters_leaves_the_limit_open() {
    let (users, tables, images, logs) = (pool_with_ada(), tables(), FakeImages::default(), logs(&[]));
    let sources = Sources { users: &users, tables: &tables, images: &images, logs: &logs };
    let of_before = Request { user_rate_limit: None, key: Err("denied".into()), ..request(Privacy::Masked) };

    let report = lookup(&sources, &of_before).await;

    assert_eq!((report.rate_limit, &report.support_actions), (None, &None));
    assert!(report.not_read.has("rate_limit") && report.not_read.has("support_actions"));
}
