//! Users on another emulator of AWS: found, judged, changed and moved.

use serde_json::{Value, json};

use super::moto::Moto;
use crate::support::{client::PASSWORD, small::error};

pub(super) fn users_are_found_changed_and_moved_on_another_emulator() {
    let moto = Moto::start();
    let sorted = |subs: &[&String]| {
        let mut subs: Vec<String> = subs.iter().map(|sub| (*sub).clone()).collect();
        subs.sort();
        subs
    };
    let [ada, bob, eve] = ["ada@example.com", "bob@example.com", "eve@example.com"].map(|email| moto.invited(email));
    moto.cognito("AdminSetUserPassword", &moto.of(&ada, &[("Password", json!(PASSWORD)), ("Permanent", json!(true))]));
    moto.cognito("AdminDisableUser", &moto.of(&bob, &[]));
    moto.cognito("CreateGroup", &json!({ "UserPoolId": moto.pool, "GroupName": "admin" }));
    moto.cognito("AdminAddUserToGroup", &moto.of(&ada, &[("GroupName", json!("admin"))]));

    assert_eq!(moto.listed(&[]), sorted(&[&ada, &bob, &eve]));
    assert_eq!(moto.listed(&["--status", "confirmed"]), sorted(&[&ada]));
    assert_eq!(moto.listed(&["--status", "force-change-password"]), sorted(&[&bob, &eve]));
    assert_eq!(moto.listed(&["--disabled"]), sorted(&[&bob]));
    assert_eq!(moto.listed(&["--group", "admin"]), sorted(&[&ada]));
    assert_eq!(moto.listed(&["--group", "admin", "--disabled"]), [""; 0]);
    let missing = moto.run(&["user", "list", "--group", "admn", "-o", "json"]);
    assert_eq!((missing.code, &error(&missing)["hint"]), (5, &json!("did you mean `admin`?")), "{}", missing.stderr);

    for handle in [ada.as_str(), "ADA@example.com"] {
        let found = moto.run(&["user", "lookup", handle, "-o", "json"]).json();
        assert_eq!((&found["user"]["sub"], &found["user"]["groups"]), (&json!(ada), &json!(["admin"])), "{found}");
        assert_eq!(found["verdict"]["can_sign_in"], true);
        assert!(found["profile"].is_null() && found["data"]["items"] == 0, "{found}");
    }
    let found = moto.run(&["user", "lookup", "bob@", "--prefix", "-o", "json"]).json();
    assert_eq!(found["user"]["sub"], json!(bob), "{found}");
    let next = found["verdict"]["next"][0].as_str().expect("a command").to_owned();
    assert_eq!(next, format!("srvls user enable {bob}"));
    let quoted = moto.run(&["user", "lookup", "e\"v\\e@example.com", "-o", "json"]);
    assert_eq!(
        (quoted.code, &error(&quoted)["code"]),
        (5, &json!("not_found")),
        "a filter with quotes: {}",
        quoted.stderr
    );

    for (command, changed) in [("enable", true), ("enable", false), ("sign-out", true), ("contain", true)] {
        let run = moto.run(&["user", command, &bob, "--yes", "-o", "json"]);
        assert_eq!((run.code, &run.json()["changed"]), (0, &json!(changed)), "{command}: {}", run.stderr);
    }
    assert_eq!(moto.listed(&["--disabled"]), sorted(&[&bob]));

    let export = moto.run(&["user", "export", "--all", "--out", "users.jsonl", "-o", "json"]);
    assert_eq!((&export.json()["users"], &export.json()["groups"]), (&json!(3), &json!(1)), "{}", export.stderr);
    let again = moto.run(&["user", "import", "users.jsonl", "--yes", "-o", "json"]);
    assert_eq!(again.json()["identical"], 4, "{}", again.stderr);
    let text = std::fs::read_to_string(moto.file("users.jsonl")).unwrap();
    std::fs::write(moto.file("moved.jsonl"), text.replace("@example.com", "@example.org")).unwrap();
    let moved = moto.run(&["user", "import", "moved.jsonl", "--yes", "-o", "json"]);
    assert_eq!((&moved.json()["created"], &moved.json()["identical"]), (&json!(3), &json!(1)), "{}", moved.stderr);
    assert_eq!(moto.listed(&["--status", "confirmed"]).len(), 2);
    assert_eq!(moto.listed(&["--disabled"]).len(), 2);
    assert_eq!(moto.listed(&["--group", "admin"]).len(), 2);
}

/// What a lookup by each of these handles says, which is the same.
#[track_caller]
fn verdict(moto: &Moto, handles: &[&str]) -> Value {
    let lookup = |handle: &&str| moto.run(&["user", "lookup", handle, "-o", "json"]).json()["verdict"].take();
    let mut verdicts: Vec<Value> = handles.iter().map(lookup).collect();
    verdicts.dedup();
    assert_eq!(verdicts.len(), 1, "{handles:?}: {verdicts:?}");
    verdicts.remove(0)
}

#[track_caller]
fn says(verdict: &Value, can_sign_in: bool, reason: &str, next: Option<String>) {
    assert_eq!(verdict["can_sign_in"], can_sign_in, "{verdict}");
    assert!(verdict["reasons"].to_string().contains(reason), "{reason}: {verdict}");
    assert!(next.is_none_or(|next| verdict["next"].as_array().expect("a list").contains(&json!(next))), "{verdict}");
}

pub(super) fn the_verdict_is_right_on_another_emulator() {
    let moto = Moto::start();
    let permanent = |sub: &str| {
        moto.cognito(
            "AdminSetUserPassword",
            &moto.of(sub, &[("Password", json!(PASSWORD)), ("Permanent", json!(true))]),
        );
    };
    let confirmed = |email: &str| {
        let sub = moto.invited(email);
        permanent(&sub);
        sub
    };
    let attributes = |sub: &str, name: &str, value: &str| {
        let list = json!([{ "Name": name, "Value": value }]);
        moto.cognito("AdminUpdateUserAttributes", &moto.of(sub, &[("UserAttributes", list)]));
    };

    let well = confirmed("well+tag@example.com");
    attributes(&well, "phone_number", "+821012345678");
    let handles = [well.as_str(), "Well+Tag@EXAMPLE.com", "+82 10-1234-5678"];
    assert_eq!(verdict(&moto, &handles)["can_sign_in"], true);

    let sign_up = json!({
        "ClientId": moto.client, "Username": "una@example.com", "Password": PASSWORD,
        "UserAttributes": [{ "Name": "email", "Value": "una@example.com" }],
    });
    let una = moto.cognito("SignUp", &sign_up)["UserSub"].as_str().expect("a sub").to_owned();
    let said = verdict(&moto, &[&una, "UNA@example.com"]);
    says(&said, false, "the sign-up was never confirmed", Some(format!("srvls user confirm {una}")));
    assert_eq!(moto.listed(&["--status", "unconfirmed"]), [una.as_str()]);
    let run = moto.run(&["user", "confirm", &una, "--yes", "-o", "json"]);
    assert_eq!((run.code, &run.json()["changed"]), (0, &json!(true)), "{}", run.stderr);
    let said = verdict(&moto, &[&una, "una@example.com"]);
    says(&said, true, "the e-mail address is not verified", Some(format!("srvls user verify-email {una}")));
    assert_eq!(moto.run(&["user", "verify-email", &una, "--yes"]).code, 0);
    assert!(!verdict(&moto, &[&una])["reasons"].to_string().contains("not verified"));

    let invited = moto.invited("ines@example.com");
    says(&verdict(&moto, &[&invited, "ines@example.com"]), true, "was invited; the temporary password is valid", None);

    let disabled = confirmed("dora@example.com");
    let run = moto.run(&["user", "disable", &disabled, "--yes", "--reason", "T-7"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = verdict(&moto, &[&disabled, "dora@example.com"]);
    says(&said, false, "the account is disabled", Some(format!("srvls user enable {disabled}")));

    let reset = confirmed("rita@example.com");
    let run = moto.run(&["user", "reset-password", "rita@example.com", "--yes", "-o", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = verdict(&moto, &[&reset, "rita@example.com"]);
    says(&said, false, "the password must be reset first", Some(format!("srvls user reset-password {reset}")));
    assert_eq!(moto.listed(&["--status", "reset-required"]), [reset]);

    assert_eq!(moto.listed(&["--since", "1h"]).len(), 5);
    assert_eq!(moto.listed(&["--since", "1h", "--status", "confirmed", "--disabled"]), [disabled]);
    signs_out(&moto, &well);
}

/// A refresh token is good until the user is signed out.
fn signs_out(moto: &Moto, sub: &str) {
    let initiate = |flow: &str, parameters: Value| json!({ "ClientId": moto.client, "AuthFlow": flow, "AuthParameters": parameters });
    let sign_in = initiate("USER_PASSWORD_AUTH", json!({ "USERNAME": sub, "PASSWORD": PASSWORD }));
    let tokens = moto.cognito("InitiateAuth", &sign_in)["AuthenticationResult"].take();
    let refresh = || initiate("REFRESH_TOKEN_AUTH", json!({ "REFRESH_TOKEN": tokens["RefreshToken"] }));
    assert!(moto.cognito("InitiateAuth", &refresh())["AuthenticationResult"]["AccessToken"].is_string());

    let run = moto.run(&["user", "sign-out", sub, "--yes", "-o", "json"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(moto.refusal("InitiateAuth", &refresh()), "NotAuthorizedException");
}

pub(super) fn who_shares_an_address_is_said_on_another_emulator() {
    // Where an address is no name to sign in with, two users can have it.
    let moto = Moto::with_pool(&json!({ "PoolName": "p", "AutoVerifiedAttributes": ["email"] }));
    let [one, two] = ["one", "two"].map(|name| {
        let attributes = json!([{ "Name": "email", "Value": "one@example.com" }]);
        let request = moto.of(name, &[("UserAttributes", attributes), ("MessageAction", json!("SUPPRESS"))]);
        let mut created = moto.cognito("AdminCreateUser", &request);
        let mut attributes = created["User"]["Attributes"].take();
        let attributes = attributes.as_array_mut().expect("a list").iter();
        let mut subs = attributes.filter(|attribute| attribute["Name"] == "sub");
        subs.next().expect("a sub")["Value"].as_str().expect("text").to_owned()
    });

    let both = moto.run(&["user", "lookup", "one@example.com", "-o", "json"]).json();
    let change = moto.run(&["user", "disable", "one@example.com", "--yes", "-o", "json"]);
    let prefix = moto.run(&["user", "lookup", "one@", "--prefix", "-o", "json"]).json();

    assert_eq!((both["users"].as_array().map(Vec::len), prefix["users"].as_array().map(Vec::len)), (Some(2), Some(2)));
    assert_eq!((change.code, &error(&change)["code"]), (2, &json!("usage")), "{}", change.stderr);
    assert_eq!(moto.listed(&["--disabled"]), [""; 0], "neither of them");
    let said = moto.run(&["user", "lookup", &one, "-o", "json"]).json();
    assert!(said["verdict"]["reasons"].to_string().contains(&format!("user {two} has the same e-mail")), "{said}");
}
