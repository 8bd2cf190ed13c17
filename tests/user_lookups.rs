//! What `srvls user lookup` says of users in every state; and their history, their archive and their erasure.

use std::{
    fs::{self, File},
    io::Read as _,
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use libtest_mimic::Trial;
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::{
    support::{
        PATIENCE,
        backend::{Backend, Deployed},
        client::{PASSWORD, User},
        small::error,
        trials,
    },
    user_desk::invited,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(
        backend,
        [
            the_verdict_is_right_in_every_state_and_by_every_handle,
            several_users_are_listed_and_an_unknown_one_has_near_misses,
            a_user_who_made_too_many_requests_is_said_to_wait,
            who_is_being_erased_is_left_alone,
            what_went_wrong_and_who_did_what_is_in_the_lookup_and_the_timeline,
            an_export_has_everything_and_its_digests,
            an_erasure_asks_for_the_sub_and_leaves_a_receipt
        ]
    )
}

fn lookup(deployed: &Deployed, handle: &str) -> Value {
    deployed.run(&["user", "lookup", handle, "-o", "json"]).json()
}

fn account(deployed: &Deployed, user: &User) -> Value {
    json!({ "UserPoolId": deployed.output("UserPoolId"), "Username": user.sub })
}

/// The request with more in it.
fn with(mut request: Value, name: &str, value: Value) -> Value {
    request[name] = value;
    request
}

/// Looks a user up by their e-mail address in another case, and by their sub: both say the same.
#[track_caller]
fn verdict(deployed: &Deployed, user: &User) -> Value {
    let mut by_email = lookup(deployed, &user.email.to_uppercase());
    let by_sub = lookup(deployed, &user.sub);
    assert_eq!(by_email["verdict"], by_sub["verdict"]);
    by_email["verdict"].take()
}

#[track_caller]
fn says(verdict: &Value, can_sign_in: bool, reason: &str, next: Option<&str>) {
    assert_eq!(verdict["can_sign_in"], can_sign_in, "{verdict}");
    let reasons = verdict["reasons"].as_array().expect("a list");
    assert!(reasons.iter().any(|said| said.as_str().is_some_and(|said| said.contains(reason))), "{reason}: {verdict}");
    let commands = verdict["next"].as_array().expect("a list");
    let named =
        |verb: &str| commands.iter().any(|it| it.as_str().is_some_and(|it| it.contains(&format!("user {verb} "))));
    assert!(next.is_none_or(named), "{next:?}: {verdict}");
}

fn the_verdict_is_right_in_every_state_and_by_every_handle(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let new = || client.new_user();
    let well = new();
    assert_eq!(verdict(deployed, &well), json!({ "can_sign_in": true, "reasons": [], "next": [] }));

    let unconfirmed = json!({ "email": "Never+Confirmed@example.com", "password": PASSWORD, "name": "Ada" });
    assert_eq!(client.post("/auth/signup", unconfirmed).status, 202);
    says(&lookup(deployed, "never+confirmed@example.com")["verdict"], false, "never confirmed", Some("resend"));

    let sub = invited(deployed, "waits@example.com");
    says(&lookup(deployed, &sub)["verdict"], true, "was invited; the temporary password is valid until", None);

    let disabled = new();
    let contained = deployed.run(&["user", "disable", &disabled.sub, "--yes", "--reason", "T-7"]);
    assert_eq!(contained.code, 0, "{}", contained.stderr);
    says(&verdict(deployed, &disabled), false, "the account is disabled, by ", Some("enable"));
    says(&verdict(deployed, &disabled), false, "for T-7", None);

    let reset = new();
    deployed.cognito("AdminResetUserPassword", account(deployed, &reset));
    says(&verdict(deployed, &reset), false, "the password must be reset first", Some("reset-password"));

    let unverified = new();
    let attribute = json!([{ "Name": "email_verified", "Value": "false" }]);
    deployed.cognito("AdminUpdateUserAttributes", with(account(deployed, &unverified), "UserAttributes", attribute));
    says(&verdict(deployed, &unverified), true, "the e-mail address is not verified", Some("verify-email"));

    let (table, profiles) = ("dynamodb", deployed.output("UserProfilesTable"));
    let gone = new();
    let key = json!({ "TableName": profiles, "Key": { "userId": { "S": gone.sub } } });
    deployed.aws(table, "DynamoDB_20120810.DeleteItem", key);
    says(&verdict(deployed, &gone), true, "the profile is missing", None);

    let other = new();
    let item = json!({ "userId": { "S": other.sub }, "email": { "S": "someone.else@example.com" } });
    deployed.aws(table, "DynamoDB_20120810.PutItem", json!({ "TableName": profiles, "Item": item }));
    says(&verdict(deployed, &other), true, "the profile has another e-mail address", None);
}

fn several_users_are_listed_and_an_unknown_one_has_near_misses(backend: &Backend) {
    let deployed = backend.get();
    let (first, second) =
        (invited(deployed, "lovelace-one@example.com"), invited(deployed, "lovelace-two@example.com"));
    let same = json!([{ "Name": "email", "Value": "lovelace-one@example.com" }]);
    let request = json!({ "UserPoolId": deployed.output("UserPoolId"), "Username": second, "UserAttributes": same });

    let prefix = deployed.run(&["user", "lookup", "lovelace-", "--prefix", "-o", "json"]).json();
    let one = deployed.run(&["user", "lookup", "lovelace-o", "--prefix", "-o", "json"]).json();
    let unknown = deployed.run(&["user", "lookup", "lovelace-oen@example.com", "-o", "json"]);
    deployed.cognito("AdminUpdateUserAttributes", request);
    let shared = deployed.run(&["user", "lookup", "lovelace-one@example.com", "-o", "json"]).json();
    let change = deployed.run(&["user", "disable", "lovelace-one@example.com", "--yes"]);

    assert_eq!((prefix["users"].as_array().map(Vec::len), &one["user"]["sub"]), (Some(2), &json!(first)));
    assert_eq!(unknown.code, 5, "{}", unknown.stderr);
    let near = error(&unknown)["hint"].take();
    assert!(near.as_str().is_some_and(|hint| hint.contains(&format!("`srvls user lookup {first}`"))), "{near}");
    assert_eq!(shared["users"].as_array().map(Vec::len), Some(2), "{shared}");
    says(
        &lookup(deployed, &first)["verdict"],
        true,
        &format!("user {second} has the same e-mail address"),
        Some("lookup"),
    );
    assert_eq!(change.code, 2, "a change names one of them: {}", change.stderr);
}

#[expect(clippy::disallowed_methods, reason = "what is counted by the minute is counted now")]
fn now() -> Timestamp {
    Timestamp::now()
}

fn a_user_who_made_too_many_requests_is_said_to_wait(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    let table = deployed.output("RateLimitsTable");
    // The next minute may begin before the lookup.
    let now = now();
    for seconds in [0, 60] {
        let at = now + jiff::SignedDuration::from_secs(seconds);
        let key = format!("RL#{}#{}", user.sub, at.strftime("%Y-%m-%dT%H:%M"));
        let item = json!({ "userMinute": { "S": key }, "requests": { "N": "100000" } });
        deployed.aws("dynamodb", "DynamoDB_20120810.PutItem", json!({ "TableName": table, "Item": item }));
    }

    let found = lookup(deployed, &user.sub);

    assert_eq!(found["rate_limit"]["limited"], true, "{found}");
    says(&found["verdict"], true, "the API answers 429", None);
}

fn who_is_being_erased_is_left_alone(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    let now = now().as_millisecond();
    let line = json!({
        "requestId": "r-1", "time": now.to_string(), "method": "DELETE", "resource": "/user", "status": "202",
        "userId": user.sub,
    });
    let stream = json!({ "logGroupName": "/aws/apigateway/srvls-local", "logStreamName": "by-hand" });
    deployed.aws("logs", "Logs_20140328.CreateLogStream", stream.clone());
    let events = json!([{ "timestamp": now, "message": line.to_string() }]);
    deployed.aws("logs", "Logs_20140328.PutLogEvents", with(stream, "logEvents", events));
    deployed.cognito("AdminDisableUser", account(deployed, &user));

    let found = lookup(deployed, &user.sub);

    says(&found["verdict"], false, "the user asked to be erased at", None);
    assert_eq!(
        (&found["verdict"]["next"], &found["actions"]),
        (&json!([]), &json!([])),
        "an erased user is never enabled again"
    );
}

/// The answer once it has what takes a moment to be logged.
pub(crate) fn eventually(read: impl Fn() -> Value, is_there: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let answer = read();
        if is_there(&answer) || Instant::now() > deadline {
            return answer;
        }
        sleep(Duration::from_millis(300));
    }
}

fn what_went_wrong_and_who_did_what_is_in_the_lookup_and_the_timeline(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let user = client.new_user();
    assert_eq!(user.call(&client, "GET", &format!("/data/{}/none", user.sub), None).status, 404);
    assert_eq!(deployed.run(&["user", "sign-out", &user.sub, "--yes", "--reason", "T-9"]).code, 0);

    let failed = |found: &Value| found["failed_requests"]["count"].as_u64().is_some_and(|count| count > 0);
    let found = eventually(|| lookup(deployed, &user.email), failed);
    let read = || deployed.run(&["user", "timeline", &user.email, "-o", "json"]).json();
    let of_api =
        |timeline: &Value| timeline["events"].as_array().expect("a list").iter().any(|it| it["source"] == "api");
    let timeline = eventually(read, of_api);

    assert_eq!(found["failed_requests"]["requests"][0]["status"], 404, "{found}");
    assert_eq!(found["support_actions"]["actions"][0]["command"], "user sign-out", "{found}");
    assert_eq!(found["support_actions"]["actions"][0]["reason"], "T-9");
    assert_eq!((&found["sign_ins"]["recorded"], &found["not_read"]), (&json!(false), &json!([])));
    let events = timeline["events"].as_array().expect("a list");
    let sources: Vec<&str> = events.iter().filter_map(|event| event["source"].as_str()).collect();
    for source in ["cognito", "api", "audit"] {
        assert!(sources.contains(&source), "{source}: {timeline}");
    }
    assert_eq!(timeline["not_read"], json!(["sign_ins"]));
    let at = |event: &Value| event["at"].as_str().expect("a time").parse::<Timestamp>().expect("RFC 3339");
    assert!(events.is_sorted_by_key(at), "{timeline}");
    assert!(!timeline.to_string().contains(&user.email), "{timeline}");
}

fn an_export_has_everything_and_its_digests(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let user = client.new_user();
    for number in 0..3 {
        let entry = json!({ "content": { "n": number }, "category": "notes" });
        assert_eq!(user.call(&client, "POST", "/data", Some(entry)).status, 201);
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ada.zip");
    let out = file.to_str().expect("text");

    let words = ["user", "export", &user.sub, "--out", out, "-o", "json"];
    let report = deployed.run(&words).json();
    let again = deployed.run(&words);

    assert_eq!(report["sub"], user.sub.as_str());
    let mut archive = ZipArchive::new(File::open(&file).unwrap()).unwrap();
    let mut text = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let manifest: Value = serde_json::from_str(&text("manifest.json")).unwrap();
    assert_eq!(manifest["sub"], user.sub.as_str());
    assert_eq!(text("data.jsonl").lines().count(), 3);
    assert!(text("account.json").contains(&user.email) && text("profile.json").contains(&user.email));
    assert_eq!((again.code, &error(&again)["code"]), (2, &json!("file_exists")));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["ada.zip"]);
    let records = deployed.run(&["audit", "--since", "1h", "--user", &user.sub, "-o", "json"]).json();
    assert_eq!(records["records"][0]["command"], "user export", "{records}");
}

fn an_erasure_asks_for_the_sub_and_leaves_a_receipt(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let user = client.new_user();
    let entry = json!({ "content": 1, "category": "notes" });
    assert_eq!(user.call(&client, "POST", "/data", Some(entry)).status, 201);
    let erase = |more: &[&str]| deployed.run(&[&["user", "erase", &user.email, "-o", "json"], more].concat());

    let unconfirmed = erase(&["--yes"]);
    let wrong = erase(&["--yes", "--confirm", &user.email]);
    let receipt = erase(&["--confirm", &user.sub]).json();
    let again = deployed.run(&["user", "erase", &user.sub, "--confirm", &user.sub]);

    for refused in [&unconfirmed, &wrong] {
        assert_eq!((refused.code, &error(refused)["code"]), (6, &json!("not_confirmed")), "{}", refused.stderr);
    }
    assert_eq!((&receipt["complete"], &receipt["removed"]["data"]["items"]), (&json!(true), &json!(1)), "{receipt}");
    assert_eq!((&receipt["left"]["account"], &receipt["left"]["profile"]), (&json!(false), &json!(false)));
    assert!(receipt["remains"]["backup_days"].is_u64(), "{receipt}");
    assert_eq!(again.code, 5, "nothing is left: {}", again.stderr);
    assert_eq!(deployed.run(&["user", "lookup", &user.email]).code, 5);
    let timeline = deployed.run(&["user", "timeline", &user.sub, "-o", "json"]).json();
    let erased = |event: &Value| event["what"].as_str().is_some_and(|what| what.starts_with("user erase"));
    assert!(timeline["events"].as_array().is_some_and(|events| events.iter().any(erased)), "{timeline}");
}
