//! Deployments that nobody attended to their end: what is recorded of them, and when a new stack gets its protection.

use std::{
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    PATIENCE,
    scripted::{Beat, Scenario, deployed, stack_beat},
    shop::{Shop, creation, failing_update, update},
    srvls::Run,
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        the_end_of_a_detached_release_is_recorded_by_the_first_command_that_learns_it,
        a_detached_release_that_was_rolled_back_is_recorded_so,
        two_commands_that_learn_an_end_at_once_do_not_hinder_one_another,
        a_stack_with_thousands_of_events_costs_no_more_calls,
        a_detached_first_deployment_is_protected_by_watch,
        a_detached_first_deployment_is_protected_by_the_next_deployment
    ]
}

const EVENTS: &str = "cloudformation:DescribeStackEvents";

/// A stage whose last deployment was detached and has ended.
fn detached(scenario: Scenario, flags: &[&str], end: &str) -> Shop {
    let shop = Shop::new(scenario);
    if flags.contains(&"--confirm") {
        shop.configure(|config| format!("{config}protected = true\n"));
    }
    let begun = shop.run(&[&["deploy", "--yes", "--detach"], flags].concat());
    assert_eq!(begun.code, 0, "{}", begun.stderr);
    let asked = Instant::now();
    while shop.endpoint.status().as_deref() != Some(end) {
        assert!(asked.elapsed() < PATIENCE, "{:?}", shop.endpoint.status());
        thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(recorded(&shop), (json!("started"), Value::Null));
    shop
}

/// The outcome and the duration of the last release.
fn recorded(shop: &Shop) -> (Value, Value) {
    let records = shop.endpoint.release_records();
    let last = records.last().expect("a record");
    (last["outcome"].clone(), last["duration_ms"].clone())
}

fn the_end_of_a_detached_release_is_recorded_by_the_first_command_that_learns_it() {
    for command in [&["watch"][..], &["status"], &["releases"], &["deploy", "--yes"], &["rollback", "--dry-run"]] {
        let shop = detached(update(), &[], "UPDATE_COMPLETE");

        if command.len() == 1 {
            shop.run(&[command, &["--read-only"]].concat());
            assert_eq!(recorded(&shop).0, "started", "{command:?} --read-only");
        }
        shop.run(command);

        let (outcome, duration_ms) = recorded(&shop);
        assert!(outcome == "succeeded" && duration_ms.is_u64(), "{command:?}: {outcome} after {duration_ms}");
        let listed = shop.run(&["releases", "-o", "json"]).json();
        assert_eq!(listed["releases"][0]["live"], true, "{command:?}");
    }
}

fn a_detached_release_that_was_rolled_back_is_recorded_so() {
    let shop = detached(failing_update(), &[], "UPDATE_ROLLBACK_COMPLETE");

    assert_eq!(shop.run(&["watch"]).code, 1);

    assert_eq!(recorded(&shop).0, "rolled_back");
}

fn two_commands_that_learn_an_end_at_once_do_not_hinder_one_another() {
    let shop = detached(update(), &[], "UPDATE_COMPLETE");
    // It has read the record, and not yet written it.
    let count = |call: &str| shop.endpoint.calls().iter().filter(|made| *made == call).count();
    shop.endpoint.hold(EVENTS, count(EVENTS) + 1);
    let before = count("s3:PutObject");

    let run = |shop: &Shop| shop.run(&["releases", "--verbose"]);
    let (slow, quick) = thread::scope(|scope| {
        let slow = scope.spawn(|| run(&shop));
        assert!(shop.endpoint.is_held(PATIENCE));
        let quick = run(&shop);
        shop.endpoint.lift_hold();
        (slow.join().expect("it ends"), quick)
    });

    let tells = |run: &Run| (run.code, run.stderr.contains("recorded how r"), run.stderr.contains("could not record"));
    assert_eq!((tells(&quick), tells(&slow)), ((0, true, false), (0, false, false)), "{}", slow.stderr);
    assert_eq!(
        (count("s3:PutObject") - before, recorded(&shop).0),
        (2, json!("succeeded")),
        "the second was refused by S3"
    );
}

/// A stack whose last deployments all failed, so that its last success is far back.
fn failed_often(times: usize) -> Shop {
    let failed = [stack_beat("UPDATE_IN_PROGRESS", ""), stack_beat("UPDATE_ROLLBACK_COMPLETE", "")];
    let history: Vec<Beat> = deployed().into_iter().chain(failed.into_iter().cycle().take(2 * times)).collect();
    Shop::new(Scenario { page_size: 100, deployed: Some(history), ..failing_update() })
}

fn a_stack_with_thousands_of_events_costs_no_more_calls() {
    let pages_of = |shop: &Shop, command: &[&str]| {
        let pages = || shop.endpoint.calls().iter().filter(|call| *call == EVENTS).count();
        let before = pages();
        shop.run(command);
        pages() - before
    };
    let (some, many) = (failed_often(500), failed_often(5000));
    for shop in [&some, &many] {
        assert_eq!(shop.run(&["deploy", "--yes"]).code, 1, "it fails once more");
    }

    for command in [&["releases"][..], &["status"], &["rollback", "--yes"], &["watch"], &["deploy", "--dry-run"]] {
        let (of_some, of_many) = (pages_of(&some, command), pages_of(&many, command));
        assert!(of_some == of_many && of_many <= 6, "{command:?}: {of_some} pages, {of_many} pages");
    }
    let deployment = ["deploy", "--yes"];
    let (of_some, of_many) = (pages_of(&some, &deployment), pages_of(&many, &deployment));
    assert!(of_many < of_some + 10, "a deployment, which asks for news as well: {of_some} pages, {of_many} pages");
}

const CONFIRMED: [&str; 4] = ["--reason", "OPS-1", "--confirm", "dev"];

fn a_detached_first_deployment_is_protected_by_watch() {
    let shop = detached(creation(), &CONFIRMED, "CREATE_COMPLETE");
    let looked = shop.run(&["status", "-o", "json"]);
    assert_eq!(looked.json()["lacks_protection"], true);
    assert!(shop.run(&["status"]).stderr.contains("`srvls watch`, run by ops"));

    let read_only = shop.run(&["watch", "--read-only"]);
    shop.endpoint.deny("cloudformation:SetStackPolicy");
    let denied = shop.run(&["watch"]);
    assert!(!shop.endpoint.is_protected());
    shop.endpoint.allow_again();
    let watched = shop.run(&["watch"]);

    assert!(read_only.stderr.contains("could not protect shop-dev: refused"), "{}", read_only.stderr);
    let cause = "warning: could not protect shop-dev: not allowed to call cloudformation:SetStackPolicy";
    assert!(denied.stderr.contains(cause), "{}", denied.stderr);
    assert!(watched.stderr.contains("shop-dev is now protected"), "{}", watched.stderr);
    assert_eq!((read_only.code, denied.code, watched.code, shop.endpoint.is_protected()), (0, 0, 0, true));
    assert_eq!(shop.run(&["status", "-o", "json"]).json()["lacks_protection"], false);
    let events = shop.endpoint.audit_events();
    let last = events.last().expect("recorded");
    assert_eq!(
        (&last["command"], &last["target"], &last["outcome"]),
        (&json!("watch"), &json!("stack:shop-dev"), &json!("done"))
    );

    let writes = shop.endpoint.writes().len();
    shop.run(&["watch"]);
    assert_eq!(shop.endpoint.writes().len(), writes, "it is protected already");
}

fn a_detached_first_deployment_is_protected_by_the_next_deployment() {
    let shop = detached(creation(), &CONFIRMED, "CREATE_COMPLETE");

    let run = shop.run(&[&["deploy", "--yes"][..], &CONFIRMED].concat());

    assert!(run.code == 0 && shop.endpoint.is_protected(), "{}", run.stderr);
}
