//! Users who move from one pool to another: with their groups and their state, whatever is killed, throttled or lost.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::PermissionsExt as _,
    process::Child,
    sync::Arc,
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::{
    support::{
        overloaded::Faults,
        small::{Emulator, Small, error},
        srvls::Run,
        trials,
    },
    table_copies::killed,
};

pub(crate) fn trials(emulator: &Arc<Emulator>) -> Vec<Trial> {
    trials!(
        emulator,
        [
            a_pool_moves_whole_although_every_run_is_killed,
            a_pool_moves_whole_through_throttling_and_lost_answers,
            users_who_are_there_are_kept_or_changed_as_asked,
            a_pool_moves_through_cognitos_own_csv,
            rows_that_the_pool_does_not_take_are_rejected_with_their_reason,
            nothing_that_a_copy_says_or_keeps_has_a_personal_value
        ]
    )
}

const POOL: &str = "
  UserPool:
    Type: AWS::Cognito::UserPool
    Metadata: {srvls: {Suppress: [{Id: SRV405, Reason: a test}, {Id: SRV505, Reason: a test}]}}
    Properties:
      UsernameAttributes: [email]
      UsernameConfiguration: {CaseSensitive: false}
      AutoVerifiedAttributes: [email]
      Schema: [{Name: team, AttributeDataType: String, Mutable: true}]
Outputs:
  UserPoolId: {Value: !Ref UserPool}
";

/// A pool on `local` and another one on the protected stage, which is reached as AWS is.
struct Pools<'a> {
    small: Small<'a>,
    from: String,
    to: String,
}

impl<'a> Pools<'a> {
    fn new(emulator: &'a Emulator, app: &str) -> Self {
        let small = Small::new(emulator, app);
        let deployed = small.deploy(&["--yes"], POOL);
        assert_eq!(deployed.code, 0, "{}", deployed.stderr);
        let deployed = small.run_on_prod(&["deploy", "--yes"]);
        assert_eq!(deployed.code, 0, "{}", deployed.stderr);
        let id = |run: Run| run.json()["UserPoolId"].as_str().expect("a pool").to_owned();
        let from = id(small.run(&["outputs", "-o", "json"]));
        let to = id(small.run_on_prod(&["outputs", "-o", "json"]));
        assert_ne!(from, to);
        Self { small, from, to }
    }

    /// Groups, and users in every state that moves, of whom every third is in a group.
    fn fill(&self, count: usize) {
        let pool = &self.from;
        let group = json!({ "UserPoolId": pool, "GroupName": "admin", "Description": "runs it", "Precedence": 3 });
        self.small.cognito("CreateGroup", &group);
        self.small.cognito("CreateGroup", &json!({ "UserPoolId": pool, "GroupName": "readers" }));
        for index in 0..count {
            let email = format!("user{index}@example.com");
            let attributes = json!([
                { "Name": "email", "Value": email }, { "Name": "email_verified", "Value": "true" },
                { "Name": "name", "Value": format!("Ada, \"{index}\" 이도") }, { "Name": "custom:team", "Value": "blue" },
            ]);
            let created = self.small.cognito(
                "AdminCreateUser",
                &json!({
                    "UserPoolId": pool, "Username": email, "UserAttributes": attributes, "MessageAction": "SUPPRESS",
                }),
            );
            let user = json!({ "UserPoolId": pool, "Username": created["User"]["Username"] });
            let with = |name: &str, value: Value| {
                let mut user = user.clone();
                user[name] = value;
                user
            };
            if index % 3 == 0 {
                self.small.cognito("AdminAddUserToGroup", &with("GroupName", json!("admin")));
            }
            if index % 5 == 0 {
                self.small.cognito("AdminDisableUser", &user);
            }
            if index % 7 != 0 {
                let mut password = with("Password", json!("Correct-Horse-9"));
                password["Permanent"] = json!(true);
                self.small.cognito("AdminSetUserPassword", &password);
            }
        }
    }

    /// The users, as Cognito lists them.
    fn accounts(&self, pool: &str) -> Vec<Value> {
        let mut accounts = Vec::new();
        let mut request = json!({ "UserPoolId": pool });
        loop {
            let mut page = self.small.cognito("ListUsers", &request);
            accounts.append(page["Users"].as_array_mut().expect("a list"));
            match page["PaginationToken"].take() {
                Value::Null => return accounts,
                token => request["PaginationToken"] = token,
            }
        }
    }

    /// What moves of every user, by their address; and their subs.
    fn users(&self, pool: &str) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
        let (mut users, mut subs) = (BTreeMap::new(), BTreeMap::new());
        for user in self.accounts(pool) {
            let attributes = user["Attributes"].as_array().expect("a list").iter();
            let mut attributes: BTreeMap<&str, &str> =
                attributes.map(|it| (it["Name"].as_str().unwrap(), it["Value"].as_str().unwrap())).collect();
            let sub = attributes.remove("sub").expect("a sub").to_owned();
            let groups = self
                .small
                .cognito("AdminListGroupsForUser", &json!({ "UserPoolId": pool, "Username": user["Username"] }));
            let groups: Vec<&Value> =
                groups["Groups"].as_array().expect("a list").iter().map(|group| &group["GroupName"]).collect();
            let email = attributes["email"].to_owned();
            let shown = json!([attributes, groups, user["Enabled"], user["UserStatus"]]).to_string();
            assert_eq!(users.insert(email.clone(), shown), None, "{email} is doubled");
            subs.insert(email, sub);
        }
        (users, subs)
    }

    #[track_caller]
    fn assert_moved(&self, report: &Value, count: u64) {
        let ((before, old), (after, new)) = (self.users(&self.from), self.users(&self.to));
        assert_eq!(before.len(), usize::try_from(count).unwrap());
        assert_eq!(before, after);
        let groups = self.small.cognito("ListGroups", &json!({ "UserPoolId": self.to }));
        let admin = &groups["Groups"][0];
        assert_eq!(
            (&admin["GroupName"], &admin["Description"], &admin["Precedence"]),
            (&json!("admin"), &json!("runs it"), &json!(3))
        );
        // A group that a killed run had created is there already.
        let created = report["created"].as_u64().unwrap();
        assert_eq!(report["identical"].as_u64().unwrap() + created, count + 2, "{report}");
        assert!(created >= count, "every user was created by this import: {report}");
        assert_eq!((&report["rows"], &report["rejected"]), (&json!(count + 2), &json!(0)));
        let invited = count.div_ceil(7);
        assert_eq!(
            (&report["to_be_invited"], &report["password_forgotten"]),
            (&json!(invited), &json!(count - invited)),
            "{report}"
        );
        let pairs = fs::read_to_string(self.small.file("users.jsonl.subs.csv")).unwrap();
        let pairs: BTreeSet<&str> = pairs.lines().skip(1).collect();
        let expected: BTreeSet<String> = old.iter().map(|(email, sub)| format!("{sub},{}", new[email])).collect();
        assert_eq!(pairs, expected.iter().map(String::as_str).collect(), "every sub has the one that follows it");
    }
}

const EXPORT: [&str; 7] = ["user", "export", "--all", "--out", "users.jsonl", "-o", "json"];
const IMPORT: [&str; 6] = ["user", "import", "users.jsonl", "--yes", "-o", "json"];

fn with<'a>(arguments: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [arguments, more].concat()
}

fn a_pool_moves_whole_although_every_run_is_killed(emulator: &Emulator) {
    const USERS: u64 = 250;
    let pools = Pools::new(emulator, "moves");
    pools.fill(250);
    let start = |command: std::process::Command| -> Child {
        let mut command = command;
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        command.spawn().expect("srvls starts")
    };
    let state = pools.small.file("users.jsonl.state.json");
    for before in [0, 60] {
        let paced = pools.small.command(&with(&EXPORT, &["--rate", "40"]));
        killed(start(paced), &state, |state| state["rows"].as_u64() > Some(before + 2));
        assert!(!pools.small.file("users.jsonl").exists(), "it is not whole");
    }
    let exported = pools.small.run(&EXPORT);
    assert!(exported.stderr.contains("going on after the "), "{}", exported.stderr);
    let report = exported.json();
    assert_eq!((&report["users"], &report["groups"]), (&json!(USERS), &json!(2)));
    let file = pools.small.file("users.jsonl");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!fs::read_to_string(&file).unwrap().contains("Correct-Horse-9"));

    let state = pools.small.file(&format!("users.jsonl.into-{}.state.json", pools.to));
    for before in [0, 100] {
        // So slow that a busy machine sees it under way.
        let paced = pools.small.command_on_prod(&with(&IMPORT, &["--rate", "20"]), None);
        let is_under_way = |state: &Value| {
            state["under_way"].as_u64() > Some(0) && (before + 1..250).contains(&pools.accounts(&pools.to).len())
        };
        killed(start(paced), &state, is_under_way);
    }
    let imported = pools.small.run_on_prod(&with(&IMPORT, &["--rate", "1000"]));
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    pools.assert_moved(&imported.json(), USERS);
    assert!(!state.exists(), "nothing stays");
}

fn a_pool_moves_whole_through_throttling_and_lost_answers(emulator: &Emulator) {
    const USERS: u64 = 70;
    let pools = Pools::new(emulator, "throttled");
    pools.fill(70);
    let faults = Faults { throttled: 9, lost: 20 };

    let export = with(&EXPORT, &["--rate", "1000"]);
    assert_eq!(pools.small.run(&export).json()["users"], USERS);
    let proxy = pools.small.overloaded(faults);
    let imported = pools.small.run_through(&proxy, &with(&IMPORT, &["--rate", "1000"]));

    assert_eq!(imported.code, 0, "{}", imported.stderr);
    assert!(imported.stderr.contains("trying again in"), "an answer was lost: {}", imported.stderr);
    pools.assert_moved(&imported.json(), USERS);
    fs::remove_file(pools.small.file("users.jsonl")).unwrap();
    let again = pools.small.run_through(&proxy, &export);
    assert_eq!(again.json()["users"], USERS, "{}", again.stderr);
}

fn users_who_are_there_are_kept_or_changed_as_asked(emulator: &Emulator) {
    let pools = Pools::new(emulator, "theirs");
    pools.fill(4);
    pools.small.run(&EXPORT).json();
    let imported = pools.small.run_on_prod(&IMPORT);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    let same = pools.users(&pools.to);
    let rename = json!({
        "UserPoolId": pools.to, "Username": same.1["user1@example.com"],
        "UserAttributes": [{ "Name": "name", "Value": "Grace" }],
    });
    pools.small.cognito("AdminUpdateUserAttributes", &rename);
    let import = |how: &str| pools.small.run_on_prod(&with(&IMPORT, &["--on-conflict", how]));
    let counts = |run: &Run| {
        let report: Value = serde_json::from_str(&run.stdout).expect("a report");
        ["rows", "created", "updated", "identical", "skipped", "rejected"].map(|name| report[name].as_u64().unwrap())
    };

    let dry = pools.small.run_on_prod(&with(&IMPORT, &["--dry-run"]));
    let failed = import("fail");
    let skipped = import("skip");
    let updated = import("update");

    assert_eq!((dry.code, counts(&dry)), (0, [6, 6, 0, 0, 0, 0]), "{}", dry.stderr);
    assert_eq!((failed.code, counts(&failed)), (1, [6, 0, 0, 5, 0, 1]), "{}", failed.stderr);
    let rejects = fs::read_to_string(pools.small.file("users.jsonl.rejects.jsonl"));
    assert!(rejects.is_err(), "the file of the last run, which rejected nothing");
    assert_eq!((skipped.code, counts(&skipped)), (0, [6, 0, 0, 5, 1, 0]), "{}", skipped.stderr);
    assert_eq!((updated.code, counts(&updated)), (0, [6, 0, 1, 5, 0, 0]), "{}", updated.stderr);
    assert_eq!(pools.users(&pools.to), same, "as they were exported");
}

fn a_pool_moves_through_cognitos_own_csv(emulator: &Emulator) {
    let pools = Pools::new(emulator, "consoles");
    pools.fill(3);

    let exported = pools.small.run(&["user", "export", "--all", "--out", "users.csv", "-o", "json"]);
    let imported = pools.small.run_on_prod(&["user", "import", "users.csv", "--yes", "-o", "json"]);

    assert_eq!(exported.json()["users"], 3);
    let text = fs::read_to_string(pools.small.file("users.csv")).unwrap();
    assert!(text.starts_with("name,given_name,") && text.contains("\nAda\\, \"1\" 이도,"), "{text}");
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    let report = imported.json();
    assert_eq!(
        (&report["created"], &report["password_forgotten"], &report["subs"]),
        (&json!(3), &json!(3), &Value::Null)
    );
    let (before, after) = (pools.users(&pools.from).0, pools.users(&pools.to).0);
    assert_eq!(before["user1@example.com"], after["user1@example.com"]);
    assert!(after["user0@example.com"].ends_with("[],true,\"CONFIRMED\"]"), "{after:?}");
}

fn nothing_that_a_copy_says_or_keeps_has_a_personal_value(emulator: &Emulator) {
    const PLANTED: [&str; 5] = ["plantedmail", "Planted Name", "+821055557777", "planted-team", "Planted Street"];
    let pools = Pools::new(emulator, "planted");
    let attributes = json!({
        "email": "plantedmail@example.com", "email_verified": "true", "name": PLANTED[1], "phone_number": PLANTED[2],
        "custom:team": PLANTED[3], "address": PLANTED[4],
    });
    let list: Vec<Value> = attributes
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| json!({ "Name": name, "Value": value }))
        .collect();
    let user = json!({
        "UserPoolId": pools.from, "Username": "plantedmail@example.com", "UserAttributes": list,
        "MessageAction": "SUPPRESS",
    });
    pools.small.cognito("AdminCreateUser", &user);

    let mut runs = vec![pools.small.run(&EXPORT), pools.small.run(&EXPORT)];
    runs.push(pools.small.run(&["user", "export", "--all", "--out", "users.csv"]));
    for more in [&["--dry-run"][..], &[], &[]] {
        runs.push(pools.small.run_on_prod(&with(&IMPORT, more)));
    }
    let mut row = json!({ "username": "plantedmail@example.com", "attributes": attributes });
    row["attributes"]["name"] = json!("Planted Name, too");
    row["attributes"]["custom:shoe"] = json!("planted-team");
    pools.small.write("others.jsonl", &json!({ "user": row }).to_string());
    runs.push(pools.small.run_on_prod(&["user", "import", "others.jsonl", "--yes"]));
    row["attributes"].as_object_mut().unwrap().remove("custom:shoe");
    pools.small.write("others.jsonl", &json!({ "user": row }).to_string());
    runs.push(pools.small.run_on_prod(&["user", "import", "others.jsonl", "--yes"]));
    runs.push(pools.small.run(&["audit", "--since", "1h", "-o", "json"]));
    runs.push(pools.small.run_on_prod(&["audit", "--since", "1h", "-o", "json"]));

    assert_eq!(runs.iter().map(|run| run.code).collect::<Vec<_>>(), [0, 2, 0, 0, 0, 0, 1, 1, 0, 0], "{runs:#?}");
    for run in &runs {
        for planted in PLANTED {
            assert!(!run.stdout.contains(planted) && !run.stderr.contains(planted), "{planted}: {run:#?}");
        }
    }
    let subs = fs::read_to_string(pools.small.file("users.jsonl.subs.csv")).unwrap();
    assert!(!PLANTED.iter().any(|planted| subs.contains(planted)), "{subs}");
    for file in ["users.jsonl", "users.csv", "users.jsonl.subs.csv", "others.jsonl.rejects.jsonl"] {
        let mode = fs::metadata(pools.small.file(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    for kept in pools.small.kept_files() {
        let text = String::from_utf8_lossy(&fs::read(&kept).unwrap()).into_owned();
        assert!(!PLANTED.iter().any(|planted| text.contains(planted)), "{}", kept.display());
    }
}

fn rows_that_the_pool_does_not_take_are_rejected_with_their_reason(emulator: &Emulator) {
    let pools = Pools::new(emulator, "refused");
    let user = |email: &str, more: Value| {
        let mut attributes = json!({ "email": email, "email_verified": "true" });
        attributes.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        json!({ "username": email, "attributes": attributes })
    };
    let good = user("good@example.com", json!({}));
    let mut in_a_group = user("b@example.com", json!({}));
    in_a_group["groups"] = json!(["nobody"]);
    let mut federated = user("c@example.com", json!({}));
    federated["status"] = json!("EXTERNAL_PROVIDER");
    let rows = [
        json!({ "user": good }).to_string(),
        json!({ "user": user("a@example.com", json!({ "custom:shoe": "1" })) }).to_string(),
        json!({ "user": in_a_group }).to_string(),
        json!({ "user": federated }).to_string(),
        "no row".to_owned(),
        json!({ "user": user("no address", json!({})) }).to_string(),
    ];
    pools.small.write("users.jsonl", &rows.join("\n"));

    let run = pools.small.run_on_prod(&IMPORT);

    assert_eq!(run.code, 1, "{}", run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&report["rows"], &report["created"], &report["rejected"]), (&json!(6), &json!(1), &json!(5)));
    let rejects = fs::read_to_string(pools.small.file("users.jsonl.rejects.jsonl")).unwrap();
    let reasons: Vec<Value> = rejects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let says = |index: usize, reason: &str| {
        let said = reasons[index]["reason"].as_str().unwrap();
        assert!(said.contains(reason), "{reason}: {said}");
    };
    says(0, "the pool has no attribute `custom:shoe`");
    says(1, "the pool has no group `nobody`");
    says(2, "another provider");
    says(3, "it is no row of a pool");
    says(4, "email");
    assert_eq!(pools.users(&pools.to).0.len(), 1);

    pools.small.write("users.csv", "email,shoe,cognito:username\na@example.com,1,a@example.com\n");
    let unknown = pools.small.run_on_prod(&["user", "import", "users.csv", "--yes", "-o", "json"]);
    assert_eq!((unknown.code, &error(&unknown)["code"]), (2, &json!("usage")), "{}", unknown.stderr);
}
