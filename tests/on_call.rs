//! What on-call does about alarms: mute them, let them notify again, test whom they notify.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    backend::Backend,
    scripted::{Scenario, beat, deployed},
    shop::Shop,
    srvls::{PATIENCE_FACTOR, run},
    trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    let mut trials: Vec<Trial> = trials![
        without_mute_rules_the_end_is_recorded_and_the_next_list_keeps_it,
        a_caller_who_may_not_end_an_overdue_mute_is_told_of_it,
        an_unknown_alarm_is_refused_before_any_write,
        a_protected_stage_takes_a_mute_with_a_reason_and_no_test,
        what_fires_is_followed_until_it_is_over,
        a_list_does_not_wait_for_what_it_can_do_without
    ];
    trials.extend(trials!(backend, [a_mute_of_an_alarm_on_the_emulator_shows_and_ends, a_test_says_whom_it_notified]));
    trials
}

const ALARM: &str = "AWS::CloudWatch::Alarm";

fn shop() -> Shop {
    let mut history = deployed();
    history.insert(1, beat("ErrorsAlarm", ALARM, "CREATE_COMPLETE", ""));
    Shop::new(Scenario { deployed: Some(history), ..Scenario::default() })
}

fn without_mute_rules_the_end_is_recorded_and_the_next_list_keeps_it() {
    let shop = shop();

    let muted = shop.run(&["alarms", "mute", "ErrorsAlarm-1A2B", "--for", "30m", "-o", "json"]).json();

    assert_eq!(muted["ends_by_itself"], false);
    let undo = muted["undo"].as_str().expect("an undo");
    assert!(undo.contains("alarms unmute ErrorsAlarm-1A2B"), "{undo}");
    let tags = shop.endpoint.alarm_tags();
    let until = muted["until"].as_str().expect("a time");
    assert!(tags.contains(&format!("shop-dev-ErrorsAlarm-1A2B srvls:muted-until={until}")), "{tags:?}");
    let listed = shop.run(&["alarms", "-o", "json"]).json();
    assert_eq!(
        (&listed["alarms"][0]["muted_until"], &listed["alarms"][0]["actions_enabled"]),
        (&json!(until), &json!(false))
    );

    shop.endpoint.outlive_mutes();
    let next = shop.run(&["alarms", "-o", "json"]);

    assert!(next.stderr.contains("the mute is over"), "{}", next.stderr);
    assert_eq!(next.json()["alarms"][0]["actions_enabled"], true);
    assert_eq!(shop.endpoint.alarm_tags(), [""; 0]);
    let commands: Vec<_> = shop.endpoint.audit_events().iter().map(|event| event["command"].clone()).collect();
    assert_eq!(commands, ["alarms mute", "alarms mute", "alarms", "alarms"], "begun and done");
}

fn a_caller_who_may_not_end_an_overdue_mute_is_told_of_it() {
    let shop = shop();
    shop.run(&["alarms", "mute", "--all", "--for", "30m"]);
    shop.endpoint.outlive_mutes();
    shop.endpoint.deny("cloudwatch:EnableAlarmActions");

    let denied = shop.run(&["alarms"]);
    let read_only = shop.run(&["alarms", "--read-only"]);

    for run in [denied, read_only] {
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("`srvls alarms unmute ErrorsAlarm-1A2B`"), "{}", run.stderr);
        assert!(run.stdout.contains("actions still disabled, due 2026-01-01 00:00Z"), "{}", run.stdout);
    }
    assert!(shop.endpoint.alarm_tags().len() == 2, "still recorded");
}

fn an_unknown_alarm_is_refused_before_any_write() {
    let shop = shop();

    for verb in [&["mute", "--for", "30m"][..], &["unmute"], &["test"]] {
        let words = [&["alarms"], &verb[..1], &["ErrorAlarm-1A2B"], &verb[1..]].concat();
        let run = shop.run(&words);

        assert_eq!(run.code, 5, "{}", run.stderr);
        assert!(run.stderr.contains("did you mean `ErrorsAlarm-1A2B`?"), "{}", run.stderr);
    }
    assert_eq!(shop.endpoint.writes(), [""; 0]);
    assert_eq!(shop.run(&["alarms", "mute", "ErrorsAlarm-1A2B", "--for", "16d"]).code, 2);
    assert_eq!(shop.run(&["alarms", "mute", "ErrorsAlarm-1A2B"]).code, 2);
}

fn a_protected_stage_takes_a_mute_with_a_reason_and_no_test() {
    let shop = shop();
    shop.configure(|config| config + "protected = true\n");
    let mute = ["alarms", "mute", "ErrorsAlarm-1A2B", "--for", "30m"];

    assert_eq!(shop.run(&mute).code, 6);
    assert_eq!(shop.run(&["alarms", "mute", "--all", "--for", "30m", "--reason", "OPS-1"]).code, 6, "not confirmed");
    let test = shop.run(&["alarms", "test", "ErrorsAlarm-1A2B", "--reason", "OPS-1"]);
    assert_eq!(test.code, 6);
    assert!(test.stderr.contains("protected"), "{}", test.stderr);
    assert_eq!(shop.endpoint.writes(), [""; 0]);
    let muted = shop.run(&[&mute[..], &["--reason", "OPS-1"]].concat());
    assert_eq!(muted.code, 0, "{}", muted.stderr);
    assert_eq!(shop.endpoint.audit_events()[0]["reason"], "OPS-1");
}

fn what_fires_is_followed_until_it_is_over() {
    let shop = shop();
    assert_eq!(shop.run(&["alarms", "watch", "--until-ok"]).code, 0, "nothing fires");
    shop.endpoint.alarm_becomes("shop-dev-ErrorsAlarm-1A2B", "ALARM");
    let endpoint = shop.endpoint.clone();
    let over = thread::spawn(move || {
        let reads = || endpoint.calls().iter().filter(|call| *call == "cloudwatch:DescribeAlarms").count();
        let before = reads();
        while reads() < before + 2 {
            thread::sleep(Duration::from_millis(20));
        }
        endpoint.alarm_becomes("shop-dev-ErrorsAlarm-1A2B", "OK");
    });

    let watched = shop.run(&["alarms", "watch", "--until-ok", "--exit-code", "-o", "jsonl"]);

    over.join().unwrap();
    let lines: Vec<_> = watched.json_lines().iter().map(|line| (line["from"].clone(), line["to"].clone())).collect();
    assert_eq!(lines, [(json!(null), json!("ALARM")), (json!("ALARM"), json!("OK"))]);
    assert_eq!(watched.code, 0, "{}", watched.stderr);
}

fn a_list_does_not_wait_for_what_it_can_do_without() {
    let shop = shop();
    shop.endpoint.alarm_becomes("shop-dev-ErrorsAlarm-1A2B", "ALARM");
    shop.endpoint.hold("cloudtrail:LookupEvents", 1);
    shop.endpoint.deny("logs:FilterLogEvents");
    let begun = Instant::now();

    // 15 seconds, so that what does come also comes in time on a machine that does much else. What is only optional has 25.
    let listed = run(shop.command(&["alarms", "-o", "json"]).env(PATIENCE_FACTOR, "5")).json();
    let took = begun.elapsed();
    shop.endpoint.lift_hold();
    let shown = shop.run(&["alarms"]);

    assert!(took < Duration::from_secs(24), "{took:?}");
    let situation = &listed["situation"];
    assert_eq!(situation["not_read"], json!(["by_hand", "support"]), "{situation}");
    assert_eq!((&situation["changed"]["by_hand"], &situation["changed"]["support"]), (&json!(null), &json!(null)));
    assert!(shown.stdout.contains("actions of support are not known: not allowed"), "{}", shown.stdout);
    assert_eq!(shown.code, 0);
}

/// An alarm that no test makes fire.
const QUIET: &str = "lambda-concurrency";
/// Another: one that is muted notifies no one.
const TESTED: &str = "lambda-throttles";

fn a_mute_of_an_alarm_on_the_emulator_shows_and_ends(backend: &Backend) {
    let deployed = backend.get();
    let listed = || {
        let report = deployed.run(&["alarms", "-o", "json"]).json();
        let alarms = report["alarms"].as_array().expect("alarms").clone();
        alarms.into_iter().find(|alarm| alarm["name"] == format!("srvls-local-{QUIET}")).expect("the alarm")
    };

    let first = deployed.run(&["alarms", "mute", QUIET, "--for", "30m", "-o", "json"]).json();
    let again = deployed.run(&["alarms", "mute", QUIET, "--for", "2h", "-o", "json"]).json();

    assert_eq!((&first["ends_by_itself"], &again["alarms"][0]["rule"]), (&json!(true), &first["alarms"][0]["rule"]));
    assert_eq!(listed()["muted_until"], again["until"]);
    let unmuted = deployed.run(&["alarms", "unmute", QUIET, "-o", "json"]).json();
    assert_eq!(unmuted["alarms"][0]["was_muted"], true);
    assert_eq!(listed()["muted_until"], json!(null));
    let twice = deployed.run(&["alarms", "unmute", QUIET, "-o", "json"]);
    assert_eq!((twice.code, &twice.json()["alarms"][0]["was_muted"]), (0, &json!(false)));
}

fn a_test_says_whom_it_notified(backend: &Backend) {
    let deployed = backend.get();

    let test = deployed.run(&["alarms", "test", TESTED, "-o", "json"]);

    // A test that reaches no one exits with 1, and still answers.
    let report: Value = serde_json::from_str(&test.stdout).expect("an answer");
    let acted = report["actions"]
        .as_array()
        .expect("actions")
        .iter()
        .any(|action| action.as_str().is_some_and(|action| action.starts_with("Successfully executed action")));
    assert!(acted, "{report}");
    assert!(report["notified"].is_array(), "{report}");
    assert_eq!(test.code, if report["silent"].is_null() { 0 } else { 1 }, "{report}");
}
