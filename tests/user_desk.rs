//! What support does for users: lists them, creates them, changes who they are and what they may do.

use std::sync::Arc;

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    backend::{Backend, Deployed},
    client::PASSWORD,
    colleague::Colleague,
    small::error,
    trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(
        backend,
        [
            users_are_listed_by_state_group_and_age_in_pages,
            a_user_is_created_invited_and_signs_in,
            attributes_are_set_as_far_as_the_pool_lets_them,
            groups_are_changed_and_the_answer_says_when_it_counts,
            a_lost_phone_is_forgotten,
            a_password_is_printed_once_and_only_when_asked_for,
            a_write_is_refused_before_anything_is_written,
            support_runs_the_desk_and_leaves_groups_and_passwords_to_ops
        ]
    )
}

/// An account by an administrator's hand, with a password nobody knows.
pub(crate) fn invited(deployed: &Deployed, email: &str) -> String {
    let request = json!({
        "UserPoolId": deployed.output("UserPoolId"), "Username": email, "TemporaryPassword": PASSWORD,
        "MessageAction": "SUPPRESS",
        "UserAttributes": [{ "Name": "email", "Value": email }, { "Name": "email_verified", "Value": "true" }],
    });
    let created = deployed.cognito("AdminCreateUser", request);
    created["User"]["Username"].as_str().expect("a name").to_owned()
}

fn create_group(deployed: &Deployed, name: &str) {
    deployed.cognito("CreateGroup", json!({ "UserPoolId": deployed.output("UserPoolId"), "GroupName": name }));
}

/// The subs of a list, which is read in pages of `limit`.
#[track_caller]
fn listed(deployed: &Deployed, conditions: &[&str], limit: &str) -> Vec<String> {
    let (mut subs, mut next) = (Vec::new(), None::<String>);
    loop {
        let from: Vec<&str> = next.as_deref().map_or(vec![], |token| vec!["--next", token]);
        let arguments = [&["user", "list", "-o", "json", "--limit", limit], conditions, &from].concat();
        let page = deployed.run(&arguments).json();
        let users = page["users"].as_array().expect("a list");
        assert!(users.len() <= limit.parse().expect("a number"));
        subs.extend(users.iter().map(|user| user["sub"].as_str().expect("a sub").to_owned()));
        match page["next"].as_str() {
            Some(token) => next = Some(token.to_owned()),
            None => return subs,
        }
    }
}

fn users_are_listed_by_state_group_and_age_in_pages(backend: &Backend) {
    let deployed = backend.get();
    create_group(deployed, "listed");
    let subs: Vec<String> = (0..65).map(|index| invited(deployed, &format!("listed{index}@example.com"))).collect();
    let pool = deployed.output("UserPoolId");
    for sub in &subs {
        let member = json!({ "UserPoolId": pool, "Username": sub, "GroupName": "listed" });
        deployed.cognito("AdminAddUserToGroup", member);
    }
    for sub in &subs[..3] {
        deployed.cognito("AdminDisableUser", json!({ "UserPoolId": pool, "Username": sub }));
    }

    let in_group = listed(deployed, &["--group", "listed"], "20");
    let disabled = listed(deployed, &["--group", "listed", "--disabled"], "2");
    let of_state = listed(deployed, &["--status", "force-change-password", "--since", "1h"], "1000");
    let none = deployed.run(&["user", "list", "--group", "listed", "--status", "confirmed"]);

    let sorted = |mut subs: Vec<String>| {
        subs.sort();
        subs
    };
    assert_eq!(sorted(in_group), sorted(subs.clone()), "every user once, over two pages of Cognito's");
    assert_eq!(sorted(disabled), sorted(subs[..3].to_vec()));
    assert!(subs.iter().all(|sub| of_state.contains(sub)));
    assert_eq!(none.stdout, "no such user; scanned 65\n");

    let csv = deployed.run(&["user", "list", "--group", "listed", "--limit", "2", "-o", "csv"]);
    assert_eq!((csv.stdout.lines().count(), csv.code), (3, 0), "{}", csv.stdout);
    assert!(csv.stderr.contains("srvls user list --next "), "{}", csv.stderr);
    assert!(!csv.stdout.contains("@example.com") && csv.stdout.contains("l***@e***.com"), "{}", csv.stdout);
    let missing = deployed.run(&["user", "list", "--group", "lister", "-o", "json"]);
    assert_eq!((missing.code, &error(&missing)["code"]), (5, &json!("not_found")));
    assert_eq!(error(&missing)["hint"], "did you mean `listed`?");
}

fn a_user_is_created_invited_and_signs_in(backend: &Backend) {
    let deployed = backend.get();
    create_group(deployed, "created");
    let create = |more: &[&str]| {
        deployed.run(&[&["user", "create", "Created@Example.com", "--yes", "-o", "json"], more].concat())
    };

    let missing = create(&["--group", "creatd"]);
    let silent = create(&["--name", "Ada Lovelace", "--group", "created"]).json();
    let again = create(&["--send-invite"]).json();

    assert_eq!((missing.code, &error(&missing)["hint"]), (5, &json!("did you mean `created`?")));
    assert_eq!(
        (&silent["changed"], &silent["sent_to"], &silent["status"]),
        (&json!(true), &Value::Null, &json!("FORCE_CHANGE_PASSWORD"))
    );
    assert_eq!((&again["changed"], &again["sub"]), (&json!(false), &silent["sub"]), "it was there");
    let sub = silent["sub"].as_str().expect("a sub");
    let account = deployed.run(&["user", "lookup", "created@example.com", "-o", "json", "--reveal"]).json();
    assert_eq!((&account["user"]["name"], &account["user"]["groups"]), (&json!("Ada Lovelace"), &json!(["created"])));
    assert_eq!(deployed.run(&["user", "resend", sub, "--yes"]).code, 0);
    let invited =
        deployed.run(&["user", "create", "welcome@example.com", "--send-invite", "--yes", "-o", "json"]).json();
    assert_eq!(invited["sent_to"], "w***@e***.com");
    assert!(invited["note"].as_str().is_some_and(|note| note.contains("valid for 3 days")), "{invited}");

    let records = deployed.run(&["audit", "--since", "1h", "--user", sub, "-o", "json"]).json();
    let commands: Vec<&Value> =
        records["records"].as_array().expect("a list").iter().map(|it| &it["command"]).collect();
    assert!(commands.contains(&&json!("user create")), "{records}");
    assert!(!records.to_string().contains("reated@"), "{records}");
}

fn attributes_are_set_as_far_as_the_pool_lets_them(backend: &Backend) {
    let deployed = backend.get();
    let (user, other) = (deployed.client().new_user(), deployed.client().new_user());
    let set = |values: &[&str]| deployed.run(&[&["user", "set", &user.sub], values, &["--yes", "-o", "json"]].concat());
    let shown = || deployed.run(&["user", "lookup", &user.sub, "-o", "json", "--reveal"]).json()["user"].take();

    let named = set(&["name=Grace Hopper"]).json();
    let moved = set(&["email=Moved@Example.com", "--verified"]).json();

    assert_eq!((&named["changed"], &named["undo"]), (&json!(true), &Value::Null), "a masked run has no former value");
    assert_eq!((&shown()["name"], &shown()["email"]), (&json!("Grace Hopper"), &json!("moved@example.com")));
    assert!(moved["note"].as_str().is_some_and(|note| note.contains("the profile keeps the address")), "{moved}");
    let undo = set(&["name=Ada", "--reveal"]).json()["undo"].take();
    assert_eq!(undo, format!("srvls user set {} 'name=Grace Hopper'", user.sub));
    assert_eq!(set(&["name=Ada"]).json()["changed"], false);

    for (values, message) in [
        (&["emial=x@example.com"][..], "the pool has no attribute `emial`"),
        (&["sub=1"], "`sub` can't be changed"),
        (&["email_verified=perhaps"], "the value of `email_verified` can't be used"),
        (&["email="], "`email` can't be removed"),
        (&["name=a", "name=b"], "`name` is set twice"),
        (&[&format!("email={}", other.email)], &format!("user {} has this e-mail address already", other.sub)),
    ] {
        let refused = set(values);
        assert_eq!(refused.code, 2, "{values:?}: {}", refused.stderr);
        let said = error(&refused)["message"].take();
        assert!(said.as_str().is_some_and(|said| said.starts_with(message)), "{values:?}: {said}");
    }
    assert_eq!(shown()["email"], "moved@example.com", "nothing that was refused was written");
}

fn groups_are_changed_and_the_answer_says_when_it_counts(backend: &Backend) {
    let deployed = backend.get();
    create_group(deployed, "readers");
    let user = deployed.client().new_user();
    let group =
        |verb: &str| deployed.run(&["user", "group", verb, &user.email, "readers", "--yes", "-o", "json"]).json();
    let groups = || deployed.run(&["user", "group", "list", &user.sub, "-o", "json"]).json()["groups"].take();

    let (added, again) = (group("add"), group("add"));

    assert_eq!((&added["changed"], &added["access_token_minutes"]), (&json!(true), &json!(15)));
    assert!(added["note"].as_str().is_some_and(|note| note.contains("16 minutes")), "{added}");
    assert_eq!(added["undo"], format!("srvls user group remove {} readers", user.sub));
    assert_eq!((&again["changed"], &again["undo"]), (&json!(false), &Value::Null));
    assert_eq!(groups()[0]["name"], "readers");
    let undo: Vec<&str> = added["undo"].as_str().expect("a command").split(' ').skip(1).chain(["--yes"]).collect();
    assert_eq!(deployed.run(&undo).code, 0);
    assert_eq!(groups(), json!([]));
    let all = deployed.run(&["user", "group", "list", "-o", "jsonl"]);
    assert!(all.stdout.contains("\"readers\""), "{}", all.stdout);
    let missing = deployed.run(&["user", "group", "add", &user.sub, "reader", "--yes"]);
    assert_eq!(missing.code, 5, "{}", missing.stderr);
    assert!(missing.stderr.contains("did you mean `readers`?"), "{}", missing.stderr);
}

fn a_lost_phone_is_forgotten(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    deployed.cognito(
        "AdminSetUserMFAPreference",
        json!({
            "UserPoolId": deployed.output("UserPoolId"), "Username": user.sub,
            "SoftwareTokenMfaSettings": { "Enabled": true, "PreferredMfa": true },
        }),
    );
    let status = || deployed.run(&["user", "mfa", "status", &user.email, "-o", "json"]).json();
    let reset = || deployed.run(&["user", "mfa", "reset", &user.email, "--yes", "-o", "json"]).json();

    let before = status();
    let (first, again) = (reset(), reset());

    let methods = json!(["SOFTWARE_TOKEN_MFA"]);
    assert_eq!((&before["mfa"]["methods"], &before["pool"]), (&methods, &json!("optional")));
    assert_eq!(before["mfa"]["preferred"], "SOFTWARE_TOKEN_MFA");
    assert_eq!((&first["changed"], &first["methods_removed"]), (&json!(true), &methods));
    assert_eq!(again["changed"], false);
    assert_eq!(status()["mfa"]["enabled"], false);
}

fn a_password_is_printed_once_and_only_when_asked_for(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let user = client.new_user();
    let sign_in =
        |password: &str| client.post("/auth/signin", json!({ "email": user.email, "password": password })).body;

    let asked = deployed.run(&["user", "reset-password", &user.email, "--print-password", "--yes", "-o", "json", "-v"]);

    let password = asked.json()["temporary_password"].as_str().expect("a password").to_owned();
    assert_eq!(asked.stdout.matches(&password).count(), 1);
    assert!(!asked.stderr.contains(&password), "{}", asked.stderr);
    assert_eq!(sign_in(&password)["challenge"], "NEW_PASSWORD_REQUIRED");
    let plain = deployed.run(&["user", "reset-password", &client.new_user().email, "--yes", "-o", "json"]).json();
    assert_eq!(plain.get("temporary_password"), None);
}

fn a_write_is_refused_before_anything_is_written(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    let email = user.email.as_str();
    for write in [
        &["user", "create", "refused@example.com"][..],
        &["user", "set", email, "name=Refused"],
        &["user", "mfa", "reset", email],
        &["user", "group", "add", email, "admin"],
        &["user", "reset-password", email, "--print-password"],
    ] {
        let read_only = deployed.run(&[write, &["--read-only", "--yes"]].concat());
        let unattended = deployed.run(write);

        assert_eq!(read_only.code, 6, "{write:?}: {}", read_only.stderr);
        assert!(unattended.code == 2 || unattended.code == 5, "{write:?}: {}", unattended.stderr);
    }
    assert_eq!(deployed.run(&["user", "lookup", "refused@example.com"]).code, 5);
}

fn support_runs_the_desk_and_leaves_groups_and_passwords_to_ops(backend: &Backend) {
    let deployed = backend.get();
    create_group(deployed, "desk");
    let user = deployed.client().new_user();
    let (support, ops) = (Colleague::new(deployed, "support"), Colleague::new(deployed, "ops"));

    support.can(&["user", "list", "--status", "confirmed"]);
    support.can(&["user", "list", "--group", "desk"]);
    support.can(&["user", "create", "desk@example.com", "--yes"]);
    support.can(&["user", "set", &user.sub, "name=Desk", "--yes"]);
    support.can(&["user", "group", "list", &user.sub]);
    support.can(&["user", "mfa", "status", &user.sub]);
    support.can(&["user", "mfa", "reset", &user.sub, "--yes"]);
    support.cannot(&["user", "group", "add", &user.sub, "desk", "--yes"], "cognito-idp:AdminAddUserToGroup");
    support.cannot(
        &["user", "reset-password", &user.sub, "--print-password", "--yes"],
        "cognito-idp:AdminSetUserPassword",
    );
    ops.can(&["user", "group", "add", &user.sub, "desk", "--yes"]);
    ops.can(&["user", "group", "remove", &user.sub, "desk", "--yes"]);
    ops.can(&["user", "reset-password", &user.sub, "--print-password", "--yes"]);
}
