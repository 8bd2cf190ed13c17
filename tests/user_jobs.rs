//! Users that Cognito imports by itself, on a scripted endpoint: the emulator has no such jobs.

use std::{
    fs,
    process::{Child, Stdio},
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    PATIENCE,
    scripted::{Scenario, beat, stack_beat},
    shop::{Shop, update},
    small::error,
    srvls, trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_csv_is_imported_by_cognito_and_followed_to_its_end,
        users_whom_a_job_loses_are_no_success_and_their_reasons_are_pointed_to,
        what_an_export_wrote_becomes_csv_and_what_a_job_can_not_keep_is_rejected,
        many_users_are_handed_over_unasked,
        a_job_that_is_under_way_is_followed_and_not_begun_again,
        a_run_that_was_killed_goes_on_with_its_job,
        what_stands_in_the_way_of_a_job_is_said,
        a_job_of_another_pool_is_waited_for_and_the_same_one_started_then,
        a_job_that_cognito_gives_up_leads_to_an_import_without_one,
        a_job_is_stopped_for_good,
        the_emulator_has_no_jobs_and_says_so
    ]
}

const ROLE: &str = "arn:aws:iam::123456789012:role/shop-dev-UserImportRole-1";
const HEADER: &str = "cognito:username,email,email_verified,cognito:mfa_enabled,custom:team,name\n";

/// A stage with a pool, and with these users in `users.csv`.
fn shop(users: &[&str]) -> Shop {
    shop_with(&[("UserPoolId", "eu-west-1_a"), ("UserImportRoleArn", ROLE)], users)
}

fn shop_with(outputs: &[(&'static str, &'static str)], users: &[&str]) -> Shop {
    let history = vec![
        stack_beat("CREATE_IN_PROGRESS", "User Initiated"),
        beat("UserPool", "AWS::Cognito::UserPool", "CREATE_COMPLETE", ""),
        stack_beat("CREATE_COMPLETE", ""),
    ];
    let shop = Shop::new(Scenario { deployed: Some(history), outputs: outputs.to_vec(), ..update() });
    let row = |name: &&str| format!("{name},{name}@example.com,true,false,,Ada\\, {name}\n");
    shop.write("users.csv", &format!("{HEADER}{}", users.iter().map(row).collect::<String>()));
    shop
}

const IMPORT: [&str; 7] = ["user", "import", "users.csv", "--job", "--yes", "-o", "json"];

fn calls(shop: &Shop, name: &str) -> usize {
    shop.endpoint.calls().iter().filter(|call| *call == name).count()
}

fn created(shop: &Shop) -> usize {
    calls(shop, "cognito-idp:CreateUserImportJob")
}

/// Every file beside the one that is imported.
fn files(shop: &Shop) -> Vec<String> {
    let entries = fs::read_dir(shop.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| name.starts_with("users."));
    names.sort();
    names
}

fn a_csv_is_imported_by_cognito_and_followed_to_its_end() {
    let shop = shop(&["ada", "bob"]);

    let dry = shop.run(&[&IMPORT[..], &["--dry-run"]].concat());
    let run = shop.run(&IMPORT);

    assert_eq!((dry.code, &dry.json()["job"], &dry.json()["users"]), (0, &Value::Null, &json!(2)), "{}", dry.stderr);
    let report = run.json();
    let job = &report["job"];
    assert_eq!((&job["status"], &job["imported"], run.code), (&json!("succeeded"), &json!(2), 0), "{}", run.stderr);
    assert_eq!(
        shop.endpoint.uploaded_users(),
        ["name,email,email_verified,password_hash,custom:team,cognito:mfa_enabled,cognito:username\n\
          Ada\\, ada,ada@example.com,true,,,false,ada\nAda\\, bob,bob@example.com,true,,,false,bob\n"]
    );
    assert_eq!((created(&shop), calls(&shop, "cognito-idp:AdminCreateUser")), (1, 0));
    assert_eq!(files(&shop), ["users.csv"], "nothing stays of the users' data");
    let outcomes: Vec<Value> = shop.endpoint.audit_events().iter().map(|event| event["outcome"].clone()).collect();
    assert_eq!(outcomes, ["begun", "done"], "a dry run is no write");
    let jobs = shop.run(&["user", "jobs", "-o", "json"]);
    assert_eq!(jobs.json()["jobs"][0], *job);
    for run in [&run, &jobs] {
        assert!(!format!("{}{}", run.stdout, run.stderr).contains("secret"), "the address of the upload");
    }
    // A file that was imported may be imported again.
    shop.run(&IMPORT);
    assert_eq!(created(&shop), 2);
}

fn users_whom_a_job_loses_are_no_success_and_their_reasons_are_pointed_to() {
    let shop = shop(&["ada", "skip", "fail"]);

    let run = shop.run(&["user", "import", "users.csv", "--job", "--yes"]);

    assert_eq!(run.code, 1, "{}", run.stderr);
    for line in ["1 of 3 users", "1 already in the pool", "1 refused by Cognito", "users.csv.job.csv has the lines"] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    let log = "--log-group-name '/aws/cognito/userpools/eu-west-1_a/people' --log-stream-names 'import-srvls-";
    assert!(run.stderr.contains("aws logs filter-log-events") && run.stderr.contains(log), "{}", run.stderr);
    assert_eq!(files(&shop), ["users.csv", "users.csv.job.csv"]);
    let skipping = shop_of_skipped();
    let run = skipping.run(&[&IMPORT[..], &["--on-conflict", "skip"]].concat());
    assert_eq!((run.code, &run.json()["job"]["skipped"]), (0, &json!(1)), "{}", run.stderr);
}

fn shop_of_skipped() -> Shop {
    shop(&["ada", "skip"])
}

fn what_an_export_wrote_becomes_csv_and_what_a_job_can_not_keep_is_rejected() {
    let shop = shop(&[]);
    let user = |name: &str, more: &str| {
        let attributes = format!(r#"{{"email":"{name}@example.com","email_verified":"true"}}"#);
        format!(r#"{{"user":{{"sub":"1","username":"{name}","attributes":{attributes}{more}}}}}"#) + "\n"
    };
    let rows = [
        "{\"group\":{\"name\":\"admin\",\"description\":null,\"precedence\":null}}\n".to_owned(),
        user("ada", r#","groups":["admin"]"#),
        user("bob", r#","enabled":false"#),
        user("eve", r#","status":"EXTERNAL_PROVIDER""#),
    ];
    shop.write("users.jsonl", &rows.concat());
    let import = ["user", "import", "users.jsonl", "--job", "--yes", "-o", "json"];

    let run = shop.run(&import);

    let report: Value = serde_json::from_str(&run.stdout).expect("an answer, whatever is lost");
    assert_eq!(
        (run.code, &report["job"]["imported"], &report["rejected"]),
        (1, &json!(1), &json!(2)),
        "{}",
        run.stderr
    );
    assert_eq!(report["grouped"], 1);
    assert!(run.stderr.contains("srvls user import users.jsonl --on-conflict update"), "{}", run.stderr);
    let rejects = fs::read_to_string(shop.folder.path().join("users.jsonl.rejects.jsonl")).unwrap();
    assert!(rejects.contains("the user is disabled") && rejects.contains("another provider"), "{rejects}");
    assert!(shop.endpoint.uploaded_users()[0].ends_with("\n,ada@example.com,true,,,false,ada\n"));
}

fn many_users_are_handed_over_unasked() {
    let names: Vec<String> = (0..50_001).map(|number| format!("u{number}")).collect();
    let shop = shop(&names.iter().map(String::as_str).collect::<Vec<_>>());

    let run = shop.run(&["user", "import", "users.csv", "--yes", "-o", "json"]);

    assert!(run.stderr.contains("Cognito imports this file by itself"), "{}", run.stderr);
    assert_eq!((run.code, &run.json()["job"]["imported"]), (0, &json!(50_001)), "{}", run.stderr);
    for more in [&["--here"][..], &["--rate", "5"], &["--on-conflict", "update"]] {
        let command = [&["user", "import", "users.csv", "--yes", "--dry-run", "-o", "json"], more].concat();
        let here = shop.run(&command);
        assert_eq!((here.code, &here.json()["created"]), (0, &json!(50_001)), "{more:?}: {}", here.stderr);
    }
    assert_eq!(created(&shop), 1);
}

fn spawned(shop: &Shop) -> Child {
    shop.command(&IMPORT).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("srvls starts")
}

fn signal(child: &Child, signal: &str) {
    let sent = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()));
}

fn a_job_that_is_under_way_is_followed_and_not_begun_again() {
    let shop = shop(&["ada"]);
    shop.endpoint.hold("cognito-idp:DescribeUserImportJob", 1);
    let child = spawned(&shop);

    assert!(shop.endpoint.is_held(PATIENCE));
    signal(&child, "-INT");
    let detached = srvls::result_of(child.wait_with_output().expect("it ends"));
    shop.endpoint.lift_hold();

    assert_eq!(detached.code, 130, "{}", detached.stderr);
    assert!(error(&detached)["hint"].as_str().is_some_and(|hint| hint.contains("srvls user jobs --follow")));
    // Another machine, which has none of our files but this one.
    let state = "users.csv.into-eu-west-1_a.job.json";
    fs::remove_file(shop.folder.path().join(state)).expect("where the import stands");
    let again = shop.run(&IMPORT);
    assert!(again.stderr.contains("an import of this file is under way already"), "{}", again.stderr);
    assert_eq!((again.code, &again.json()["job"]["status"]), (0, &json!("succeeded")));
    assert_eq!((created(&shop), shop.endpoint.uploaded_users().len()), (1, 1));
}

fn a_run_that_was_killed_goes_on_with_its_job() {
    for held in ["cognito-idp:CreateUserImportJob", "s3:PutUsers", "cognito-idp:StartUserImportJob"] {
        let shop = shop(&["ada"]);
        shop.endpoint.hold(held, 1);
        let child = spawned(&shop);

        assert!(shop.endpoint.is_held(PATIENCE), "{held}");
        signal(&child, "-KILL");
        child.wait_with_output().expect("it ends");
        shop.endpoint.lift_hold();
        let again = shop.run(&IMPORT);

        let report = again.json();
        assert_eq!((again.code, &report["job"]["imported"]), (0, &json!(1)), "{held}: {}", again.stderr);
        assert_eq!((created(&shop), files(&shop)), (1, vec!["users.csv".to_owned()]), "{held}: {}", again.stderr);
    }
}

fn what_stands_in_the_way_of_a_job_is_said() {
    let without_role = shop_with(&[("UserPoolId", "eu-west-1_a")], &["ada"]);
    let run = without_role.run(&IMPORT);
    let hint = error(&run)["hint"].as_str().unwrap_or_default().to_owned();
    assert_eq!((run.code, hint.contains("`UserImportRoleArn`")), (5, true), "{}", run.stderr);

    let busy = shop(&["ada"]);
    busy.endpoint.is_importing_others();
    let run = busy.run(&IMPORT);
    assert!(run.code == 2 && run.stderr.contains("import-others-0 is under way"), "{}", run.stderr);

    let none = shop(&[]);
    let run = none.run(&IMPORT);
    assert!(run.code == 2 && run.stderr.contains("no user whom a job can import"), "{}", run.stderr);
    // Cognito's own template has the column, which is for hashes alone.
    none.write("users.csv", "cognito:username,email,email_verified,password_hash\nada,ada@example.com,true,\n");
    assert_eq!(none.run(&[&IMPORT[..], &["--dry-run"]].concat()).json()["users"], 1);
    none.write("users.csv", "cognito:username,email,email_verified,password_hash\nada,ada@example.com,true,$2b$\n");
    let run = none.run(&IMPORT);
    assert_eq!(run.code, 2, "{}", run.stderr);
    let rejects = fs::read_to_string(none.folder.path().join("users.csv.rejects.jsonl")).unwrap();
    assert!(rejects.contains("hashes of passwords are not supported"), "{rejects}");
    none.write("users.csv", "email,shoe_size\n");
    let run = none.run(&IMPORT);
    assert!(run.code == 2 && run.stderr.contains("no attribute `shoe_size`"), "{}", run.stderr);
    let run = none.run(&[&IMPORT[..], &["--on-conflict", "update"]].concat());
    assert!(run.code == 2 && run.stderr.contains("changes no user who is there"), "{}", run.stderr);

    for shop in [without_role, busy, none] {
        assert_eq!(created(&shop), 0);
    }
}

fn a_job_of_another_pool_is_waited_for_and_the_same_one_started_then() {
    let shop = shop(&["ada"]);
    shop.endpoint.is_importing_elsewhere(true);

    let refused = shop.run(&IMPORT);
    shop.endpoint.is_importing_elsewhere(false);
    let again = shop.run(&IMPORT);

    assert_eq!((refused.code, &error(&refused)["code"]), (1, &json!("aws_error")), "{}", refused.stderr);
    let hint = error(&refused)["hint"].as_str().unwrap_or_default().to_owned();
    assert!(hint.contains("one import job at a time in an account"), "{hint}");
    assert_eq!((again.code, &again.json()["job"]["imported"]), (0, &json!(1)), "{}", again.stderr);
    assert_eq!((created(&shop), shop.endpoint.uploaded_users().len()), (1, 1));
}

fn a_job_that_cognito_gives_up_leads_to_an_import_without_one() {
    let shop = shop(&["skip1", "skip2", "ada"]);

    let run = shop.run(&["user", "import", "users.csv", "--job", "--on-conflict", "skip", "--yes"]);

    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("Too many users") && run.stdout.contains("1 not counted"), "{}", run.stdout);
    assert!(run.stderr.contains("`srvls user import users.csv --here --on-conflict skip`"), "{}", run.stderr);
}

fn a_job_is_stopped_for_good() {
    let shop = shop(&["ada"]);
    shop.endpoint.is_importing_others();

    let missing = shop.run(&["user", "jobs", "--stop", "import-x", "--yes", "-o", "json"]);
    let read_only = shop.run(&["user", "jobs", "--stop", "import-others-0", "--yes", "--read-only", "-o", "json"]);
    let run = shop.run(&["user", "jobs", "--stop", "import-others-0", "--yes", "-o", "json"]);

    assert_eq!((missing.code, &error(&missing)["code"]), (5, &json!("not_found")), "{}", missing.stderr);
    assert_eq!(read_only.code, 6, "{}", read_only.stderr);
    assert_eq!((run.code, &run.json()["jobs"][0]["status"]), (0, &json!("stopped")), "{}", run.stderr);
    let again = shop.run(&["user", "jobs", "--stop", "import-others-0", "--yes", "-o", "json"]);
    assert!(again.code == 2 && again.stderr.contains("is stopped, so there is nothing to stop"), "{}", again.stderr);
    let listed = shop.run(&["user", "jobs"]);
    assert!(listed.stdout.contains("import-others-0  stopped"), "{}", listed.stdout);
}

fn the_emulator_has_no_jobs_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let config = "app = 'app'\ndefault_stage = 'local'\n[stages.local]\nemulator = true\n";
    fs::write(folder.path().join("srvls.toml"), config).unwrap();

    for command in [&["user", "import", "users.csv", "--job"][..], &["user", "jobs", "--stop", "import-1"]] {
        let run = srvls::run(srvls::srvls(folder.path()).args(command));
        assert!(run.code == 2 && run.stderr.contains("the local emulator has no import jobs"), "{}", run.stderr);
    }
}
